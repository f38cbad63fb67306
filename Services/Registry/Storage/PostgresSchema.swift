enum PostgresSchema {
    /// Four times the year plus the quarter from 0, UTC.
    static let season = """
        (extract(year FROM clock_timestamp() AT TIME ZONE 'UTC') * 4
        + extract(quarter FROM clock_timestamp() AT TIME ZONE 'UTC') - 1)::integer
        """

    static let bookkeeping = """
        CREATE TABLE IF NOT EXISTS schema_migrations (
            number integer PRIMARY KEY,
            title text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT clock_timestamp())
        """

    static let migrations: [Migration] = [
        Migration(
            number: 1, title: "servers, clusters, users",
            statements: [
                // Sequences are not rolled back: an id that was ever seen is never given again.
                "CREATE SEQUENCE node_ids AS bigint",
                """
                CREATE TABLE clusters (
                    name        text PRIMARY KEY,
                    id          bigint NOT NULL UNIQUE CHECK (id > 0),
                    claimant    bigint NOT NULL,
                    established boolean NOT NULL DEFAULT false,
                    claimed_at  timestamptz NOT NULL DEFAULT clock_timestamp()
                )
                """,
                """
                CREATE TABLE servers (
                    id             bigint PRIMARY KEY,
                    cluster        text NOT NULL REFERENCES clusters (name),
                    ip_address     text NOT NULL,
                    grpc_port      integer NOT NULL,
                    raft_port      integer NOT NULL,
                    gateway_port   integer NOT NULL,
                    last_heartbeat timestamptz NOT NULL DEFAULT clock_timestamp(),
                    role           text NOT NULL,
                    term           bigint NOT NULL,
                    leader_id      bigint NOT NULL,
                    applied_index  bigint NOT NULL,
                    commit_index   bigint NOT NULL,
                    build          text NOT NULL,
                    rules_version  integer NOT NULL,
                    draining       boolean NOT NULL,
                    started_at     timestamptz NOT NULL DEFAULT clock_timestamp(),
                    UNIQUE (cluster, ip_address, raft_port)
                )
                """,
                """
                CREATE FUNCTION announce_servers() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_notify('snaketron_servers', '');
                    RETURN NULL;
                END
                $$
                """,
                """
                CREATE TRIGGER servers_come_and_go AFTER INSERT OR DELETE ON servers
                FOR EACH ROW EXECUTE FUNCTION announce_servers()
                """,
                """
                CREATE TRIGGER servers_change AFTER UPDATE ON servers
                FOR EACH ROW WHEN (
                    (OLD.ip_address, OLD.grpc_port, OLD.raft_port, OLD.gateway_port, OLD.draining)
                    IS DISTINCT FROM (NEW.ip_address, NEW.grpc_port, NEW.raft_port, NEW.gateway_port, NEW.draining))
                EXECUTE FUNCTION announce_servers()
                """,
                """
                CREATE TABLE users (
                    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY CHECK (id < 9007199254740992),
                    name       text NOT NULL,
                    guest      boolean NOT NULL,
                    created_at timestamptz NOT NULL DEFAULT clock_timestamp()
                )
                """,
            ]),
        Migration(
            number: 2, title: "replays",
            statements: [
                """
                CREATE TABLE replays (
                    cluster    text NOT NULL,
                    cluster_id bigint NOT NULL,
                    match_id   bigint NOT NULL,
                    stored_at  timestamptz NOT NULL DEFAULT clock_timestamp(),
                    file       bytea NOT NULL,
                    PRIMARY KEY (cluster, match_id, cluster_id)
                )
                """,
                "CREATE INDEX replays_by_age ON replays (cluster, stored_at)",
            ]),
        Migration(
            number: 3, title: "recoveries",
            statements: [
                """
                CREATE TABLE recoveries (
                    cluster      text NOT NULL,
                    lost_id      bigint NOT NULL,
                    new_id       bigint NOT NULL,
                    founder      bigint NOT NULL,
                    entry        bigint NOT NULL,
                    term         bigint NOT NULL,
                    recovered_at timestamptz NOT NULL DEFAULT clock_timestamp(),
                    PRIMARY KEY (cluster, lost_id, new_id)
                )
                """
            ]),
        Migration(
            number: 4, title: "ratings",
            statements: [
                """
                CREATE TABLE ratings (
                    user_id   bigint NOT NULL,
                    mode      text NOT NULL,
                    ranked    boolean NOT NULL,
                    season    integer NOT NULL,
                    mean      double precision NOT NULL,
                    deviation double precision NOT NULL,
                    matches   bigint NOT NULL,
                    wins      bigint NOT NULL,
                    PRIMARY KEY (user_id, mode, ranked)
                )
                """,
                "CREATE INDEX ratings_by_standing ON ratings (mode, ranked, season, (mean - deviation))",
            ]),
        Migration(
            number: 5, title: "what moved a rating last",
            statements: [
                "ALTER TABLE ratings ADD COLUMN last_match bigint",
                "ALTER TABLE ratings ADD COLUMN last_mean double precision",
            ]),
        // Older builds raise `matches` alone: then the columns above tell of an earlier match.
        Migration(
            number: 6, title: "after how many matches that was",
            statements: ["ALTER TABLE ratings ADD COLUMN last_matches bigint"]),
        // `now()`, since a volatile default would write the whole table anew: who was there already was seen today.
        Migration(
            number: 7, title: "when a user was seen last",
            statements: [
                "ALTER TABLE users ADD COLUMN seen_at timestamptz NOT NULL DEFAULT now()",
                "CREATE INDEX guests_by_last_visit ON users (seen_at) WHERE guest",
            ]),
        Migration(
            number: 8, title: "copies of the world",
            statements: [
                """
                CREATE TABLE world_copies (
                    cluster     text PRIMARY KEY,
                    cluster_id  bigint NOT NULL,
                    term        bigint NOT NULL,
                    entry       bigint NOT NULL,
                    membership  bytea NOT NULL,
                    size        bigint NOT NULL,
                    packed_size bigint NOT NULL,
                    parts       bigint NOT NULL,
                    crc32c      bigint NOT NULL,
                    build       text NOT NULL,
                    taken_at    timestamptz NOT NULL
                )
                """,
                """
                CREATE TABLE world_copy_parts (
                    cluster    text NOT NULL,
                    cluster_id bigint NOT NULL,
                    term       bigint NOT NULL,
                    entry      bigint NOT NULL,
                    part       bigint NOT NULL,
                    bytes      bytea NOT NULL,
                    PRIMARY KEY (cluster, cluster_id, term, entry, part)
                )
                """,
                // They are compressed already.
                "ALTER TABLE world_copy_parts ALTER COLUMN bytes SET STORAGE EXTERNAL",
                "ALTER TABLE recoveries ADD COLUMN world_as_of bigint",
            ]),
    ]
}
