"""What a real PostgreSQL in trouble does to running registries: they notice, wait no longer than they say, and need no restart."""
import contextlib
import os
import signal
import subprocess
import textwrap
import time
from pathlib import Path

import grpc
import pytest
from System.crowd import Crowd, Patience
from System.stack import Stack, http, tool, wait_for
from test_registry import API, PASSWORD, POSTGRES, Node, PostgreSQL, join_all, report, watch


@pytest.fixture(scope="module")
def api():
    return API()


class Psql:
    """Statements by hand, as an operator gives them."""

    def __init__(self, server: PostgreSQL):
        self.server = server

    def __call__(self, statement: str, database: str = "postgres") -> str:
        result = subprocess.run(
            [POSTGRES / "psql", "-X", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.server.port),
             "-U", "snake", database, "-c", statement],
            env={"PGPASSWORD": PASSWORD, "PATH": os.environ["PATH"]}, capture_output=True, text=True, timeout=60)
        assert result.returncode == 0, result.stderr
        return result.stdout.strip()


class Place:
    """A database of a server, as a node is told of it."""

    def __init__(self, url: str):
        self.url = url


@pytest.fixture
def server(tmp_path):
    server = PostgreSQL(tmp_path)
    server.start()
    yield server
    server.remove()


@pytest.fixture
def nodes(tmp_path, api):
    """Makes nodes, and ends them."""
    made = []

    def make(number: int, url: str) -> Node:
        made.append(Node(number, Place(url), tmp_path, api))
        return made[-1]

    yield make
    for node in made:
        node.process.kill()
        node.process.wait()
    assert not any(PASSWORD in node.log.read_text() for node in made)


def url_of(server: PostgreSQL, name: str) -> str:
    return f"postgres://snake:{PASSWORD}@127.0.0.1:{server.port}/{name}"


def keep_reporting(members: list, joined: list, messages) -> None:
    for node, reply in zip(members, joined):
        report(node, reply, messages, term=3)


def test_a_database_made_anew_learns_the_running_cluster(server, nodes, api):
    psql = Psql(server)
    psql("CREATE DATABASE snakes")
    members = [nodes(number, url_of(server, "snakes")) for number in (1, 2, 3)]
    joined = join_all(members, api.messages)
    everyone = sorted(reply.node_id for reply in joined)
    told = watch(members[0], api.messages)
    wait_for(lambda: told and told[-1] == everyone, 10, "the watcher is told of everyone")
    guest = members[0].call("CreateGuest", api.messages.CreateGuestRequest(name="Ada"))
    before = len(told)
    psql("DROP DATABASE snakes WITH (FORCE)")
    wait_for(lambda: "the database is away" in members[0].log.read_text(), 20, "the loss is noticed")
    psql("CREATE DATABASE snakes")
    wait_for(lambda: psql("SELECT count(*) FROM servers", "snakes") == "3" if
             psql("SELECT count(*) FROM pg_tables WHERE tablename = 'servers'", "snakes") == "1" else False,
             30, "all nodes are registered again")
    assert psql("SELECT id FROM clusters", "snakes") == str(joined[0].cluster_id)
    assert told[before:] == [], "nobody seemed to leave"
    later = members[1].call("CreateGuest", api.messages.CreateGuestRequest(name="Eve"))
    assert later.id > guest.id, "an account's id is not given again"
    blank = nodes(4, url_of(server, "snakes")).call("Join", api.messages.JoinRequest())
    assert blank.cluster_id == joined[0].cluster_id and not blank.bootstrap and blank.node_id > max(everyone)
    for node in members:
        assert "empty" not in node.log.read_text(), "no advice to delete data"


def test_a_database_restored_from_an_older_copy_gives_no_id_again(server, nodes, api, tmp_path):
    psql = Psql(server)
    psql("CREATE DATABASE snakes")
    members = [nodes(number, url_of(server, "snakes")) for number in (1, 2)]
    joined = join_all(members, api.messages)
    report(members[0], joined[0], api.messages)
    dump = subprocess.run(
        [POSTGRES / "pg_dump", "-h", "127.0.0.1", "-p", str(server.port), "-U", "snake", "snakes"],
        env={"PGPASSWORD": PASSWORD, "PATH": os.environ["PATH"]}, capture_output=True, check=True).stdout
    third = nodes(3, url_of(server, "snakes"))
    reply = third.call("Join", api.messages.JoinRequest())
    wait_for(lambda: reply.node_id in members[0].servers(), 10, "the others have seen the third node")
    third.process.kill()
    # Beside the old one, then under its name: registries that live would make tables in a database that is being filled.
    psql("CREATE DATABASE copy")
    subprocess.run(
        [POSTGRES / "psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(server.port), "-U", "snake", "copy"],
        env={"PGPASSWORD": PASSWORD, "PATH": os.environ["PATH"]}, input=dump, check=True, capture_output=True)
    psql("DROP DATABASE snakes WITH (FORCE)")
    psql("ALTER DATABASE copy RENAME TO snakes")
    wait_for(lambda: not isinstance(members[0].call("CreateGuest", api.messages.CreateGuestRequest(name="A")), grpc.StatusCode),
             30, "the database is used again")
    # A living node registers again before a blank one is started (docs/guide/operations.md, the database).
    wait_for(lambda: int(psql("SELECT last_value FROM node_ids", "snakes")) >= reply.node_id, 30, "the ids that were seen are reserved")
    assert set(members[0].servers()) >= {joined[0].node_id, joined[1].node_id}
    fresh = nodes(4, url_of(server, "snakes")).call("Join", api.messages.JoinRequest())
    assert fresh.node_id > reply.node_id and not fresh.bootstrap


def test_a_schema_of_a_newer_version_ends_a_start_with_65_and_a_sentence(server, nodes, api, tmp_path):
    psql = Psql(server)
    psql("CREATE DATABASE snakes")
    running = nodes(1, url_of(server, "snakes"))
    joined = running.call("Join", api.messages.JoinRequest())
    psql("INSERT INTO schema_migrations (number, title) VALUES (99, 'moves everything')", "snakes")
    psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'snakes' AND pid <> pg_backend_pid()")
    wait_for(lambda: "newer version" in running.log.read_text(), 20, "the running one says why")
    assert running.process.poll() is None and running.servers() == [joined.node_id], "it goes on with what it knows"
    result = subprocess.run(
        [Path(tool()).with_name("snaketron-registry")], capture_output=True, text=True, timeout=60,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": url_of(server, "snakes"), "BIND_ADDR": "127.0.9.8",
             "LOOPBACK_ADDR": "127.0.9.8", "ADVERTISE_ADDR": "127.0.9.8", "NODE_SECRET": "sixteen bytes or more"})
    assert result.returncode == 65, result.stderr
    assert "newer version" in result.stderr and "moves everything" in result.stderr and "start that version" in result.stderr


def test_loopback_is_no_address_for_others(server, tmp_path):
    result = subprocess.run(
        [Path(tool()).with_name("snaketron-registry")], capture_output=True, text=True, timeout=60,
        env={"PATH": os.environ["PATH"], "DATABASE_URL": server.url, "BIND_ADDR": "0.0.0.0", "ALLOW_PLAINTEXT": "true",
             "LOOPBACK_ADDR": "127.0.9.8", "NODE_SECRET": "sixteen bytes or more"})
    assert result.returncode == 69, result.stderr
    assert "loopback" in result.stderr and "ADVERTISE_ADDR" in result.stderr


def test_behind_a_transaction_pooler_nodes_see_each_other_by_asking(server, nodes, api, tmp_path):
    psql = Psql(server)
    psql("CREATE DATABASE snakes")
    folder = server.folder / "pooler"
    folder.mkdir()
    folder.chmod(0o777)
    port = server.port + 1
    (folder / "users").write_text(f'"snake" "{PASSWORD}"\n')
    (folder / "ini").write_text(textwrap.dedent(f"""
        [databases]
        snakes = host=127.0.0.1 port={server.port} user=snake password={PASSWORD}
        [pgbouncer]
        listen_addr = 127.0.0.1
        listen_port = {port}
        unix_socket_dir =
        auth_type = plain
        auth_file = {folder}/users
        pool_mode = transaction
        default_pool_size = 4
        """))
    user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"] if os.geteuid() == 0 else []
    pooler = subprocess.Popen([*user, "pgbouncer", folder / "ini"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        url = f"postgres://snake:{PASSWORD}@127.0.0.1:{port}/snakes"
        members = [nodes(number, url) for number in (1, 2, 3)]
        told = watch(members[2], api.messages)
        joined = join_all(members, api.messages)
        everyone = sorted(reply.node_id for reply in joined)
        wait_for(lambda: told and told[-1] == everyone, 15, "the watcher is told of everyone")
        assert members[0].call("CreateGuest", api.messages.CreateGuestRequest(name="Ada")).name == "Ada"
        # Locks and limits are of one transaction: none is left behind on a shared connection.
        assert psql("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == "0"
    finally:
        pooler.terminate()
        pooler.wait()


@pytest.mark.parametrize("step", ["+1h", "-1h"])
def test_a_clock_that_is_set_makes_nobody_leave_and_keeps_no_dead(server, nodes, api, step):
    """The server's time is read from a file (libfaketime), so it can be set while all run."""
    server.stop()
    stamp = server.folder / "time"
    stamp.write_text("+0\n")
    stamp.chmod(0o644)
    clock = {"LD_PRELOAD": "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1", "FAKETIME_TIMESTAMP_FILE": str(stamp),
             "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    server.start(clock)
    psql = Psql(server)
    psql("CREATE DATABASE snakes")
    members = [nodes(number, url_of(server, "snakes")) for number in (1, 2, 3)]
    joined = join_all(members, api.messages)
    everyone = sorted(reply.node_id for reply in joined)
    told = watch(members[0], api.messages)
    wait_for(lambda: told and told[-1] == everyone, 10, "the watcher is told of everyone")
    before = len(told)
    stamp.write_text(f"{step}\n")
    wait_for(lambda: "the database's clock was set" in members[0].log.read_text(), 30, "the step is noticed")
    members[2].process.kill()
    members[2].process.wait()
    rest = sorted(reply.node_id for reply in joined[:2])
    wait_for(lambda: told[-1] == rest, 120, "the dead node goes in its time")
    assert told[before:] == [rest], "nobody else seemed to leave, at any time"
    keep_reporting(members[:2], joined[:2], api.messages)


# ---- a whole cluster, and its players

#: Seconds of each trouble: longer than the registry waits for an answer, and than its heartbeats are apart.
TROUBLE = 8


@contextlib.contextmanager
def stopped(server: PostgreSQL, psql: Psql):
    server.stop()
    try:
        yield
    finally:
        server.start()


@contextlib.contextmanager
def hung(server: PostgreSQL, psql: Psql):
    """Every process of the server stands still; connections stay open, and nobody answers."""
    main = int((server.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
    children = subprocess.run(["pgrep", "-P", str(main)], capture_output=True, text=True, check=True).stdout.split()
    pids = [main, *map(int, children)]
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in pids:
            with contextlib.suppress(ProcessLookupError):  # ended by another one
                os.kill(pid, signal.SIGCONT)


@contextlib.contextmanager
def read_only(server: PostgreSQL, psql: Psql):
    """As a host that has become a standby: what writes is refused with 25006, on old and new connections."""
    def set_to(value: str) -> None:
        psql(f"ALTER DATABASE snakes SET default_transaction_read_only = {value}")
        psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'snakes'")
    set_to("on")
    try:
        yield
    finally:
        set_to("off")


def test_players_of_running_matches_notice_nothing_of_a_database_in_trouble(server, tmp_path):
    """Counts judge. Players' patience is that of a crowd that shares its cores with the servers."""
    psql = Psql(server)
    psql("CREATE DATABASE snakes")
    stack = Stack(tmp_path / "home", env={"DATABASE_URL": url_of(server, "snakes"), "GATEWAY_GUESTS_PER_MINUTE": "100000",
                                          "GATEWAY_MAX_SOCKETS_PER_ADDRESS": "4000"}).up()
    gateways = [stack.gateway(node) for node in (1, 2, 3)]

    def told(what: str) -> list[int]:
        """How often each node's registry has said so."""
        return [stack.log(node, "registry").count(what) for node in (1, 2, 3)]
    try:
        stack.settled()
        with Crowd(gateways, 24, pace=0.35, fickle=0.01, patience=Patience.of_many()) as crowd:
            wait_for(lambda: crowd.playing() >= 20, 60, "they play")
            found = []
            for trouble in (stopped, hung, read_only):
                term, before, away = max(node["term"] for node in stack.status()), len(crowd.matches), told("the database is away")
                with trouble(server, psql):
                    until = time.monotonic() + TROUBLE
                    while time.monotonic() < until:
                        found += [f"{trouble.__name__}: {one}" for one in crowd.stuck()]
                    found += [f"{trouble.__name__}: {one}" for one in stack.unready(10)]
                found += [f"{trouble.__name__}: {one}" for one in crowd.news()]
                print(f"{trouble.__name__}: {len(crowd.matches) - before} matches began; term {term} before it; {crowd.summary()}", flush=True)
                guest = {"name": "Eve"}
                for gateway in gateways:
                    wait_for(lambda: http(gateway + "/api/auth/guest", guest)[0] == 200, 60, f"{trouble.__name__}: new guests are served again")
                assert all(now > then for now, then in zip(told("the database is away"), away)), f"{trouble.__name__}: not noticed everywhere"
                wait_for(lambda: told("the database is back") == told("the database is away"), 60, f"{trouble.__name__}: the database is back")
                if found:
                    break
            found += [f"no outcome at the end: {one}" for one in crowd.settle()]
            found += crowd.review(24) + crowd.news() + crowd.misplaced()
            assert not found, "\n".join(found)
            assert not any(code in crowd.closes for code in (1001, 1011, 1013, 4002)), crowd.closes
            over = {number for number, match in crowd.matches.items() if match.seed}
            assert over, "some matches have ended meanwhile"

            def kept() -> bool:
                return over <= {int(one) for one in psql("SELECT match_id FROM replays", "snakes").split()}
            wait_for(kept, 60, "the replay of every match that ended is in the database")
        logs = [log.read_text(errors="replace") for log in stack.home.glob("node-*/*.log")]
        assert logs and not any(PASSWORD in log for log in logs)
    finally:
        stack.keep_logs("test_database_trouble")
        stack.down()
