import ClientProtocol
import Identity
import RegistryCore

/// The copies of the world, within one transaction. Bytes are hexadecimal here.
struct PostgresCopies {
    let session: PostgresSession
    let cluster: String

    func decide(on offered: CopyPosition) throws(StoreError) -> CopyRules.Decision {
        let found = try session.query("SELECT id FROM clusters WHERE name = $1", [cluster])
        let present = found.rows == 1 ? ClusterID(rawValue: try found.integer(0, 0)) : nil
        return CopyRules.decide(offered, present: present, kept: try stored()?.copy.position)
    }

    /// But for those of the copy that is kept.
    func removeUnfinishedParts() throws(StoreError) {
        _ = try session.query(
            """
            DELETE FROM world_copy_parts AS part WHERE cluster = $1
                AND NOT EXISTS (
                    SELECT 1 FROM world_copies AS kept WHERE kept.cluster = part.cluster
                        AND kept.cluster_id = part.cluster_id AND kept.term = part.term AND kept.entry = part.entry)
            """, [cluster])
    }

    func store(_ text: String, number: Int, of position: CopyPosition) throws(StoreError) {
        _ = try session.query(
            """
            INSERT INTO world_copy_parts (cluster, cluster_id, term, entry, part, bytes)
            VALUES ($1, $2::bigint, $3::bigint, $4::bigint, $5::bigint, decode($6, 'hex'))
            ON CONFLICT (cluster, cluster_id, term, entry, part) DO UPDATE SET bytes = excluded.bytes
            """, key(position) + ["\(number)", text])
    }

    func finish(_ copy: WorldCopy, takenAgo: Int64) throws(StoreError) -> CopyRules.Decision {
        // The name changes hands under this lock, and two leaders take turns.
        try PostgresClusterTables(session: session, cluster: cluster).lockName()
        let decision = try decide(on: copy.position)
        guard decision == .take else { return decision }
        let there = try session.query(
            """
            SELECT count(*), coalesce(sum(length(bytes)), 0)::bigint FROM world_copy_parts
            WHERE cluster = $1 AND cluster_id = $2::bigint AND term = $3::bigint AND entry = $4::bigint
            """, key(copy.position))
        let (parts, bytes): (Int, Int) = (try there.integer(0, 0), try there.integer(0, 1))
        guard parts == copy.parts, bytes == copy.packedSize else { throw .partsMissing(parts, of: copy.parts) }
        _ = try session.query(
            """
            INSERT INTO world_copies
                (cluster, cluster_id, term, entry, membership, size, packed_size, parts, crc32c, build, taken_at)
            VALUES ($1, $2::bigint, $3::bigint, $4::bigint, decode($5, 'hex'), $6::bigint, $7::bigint, $8::bigint,
                    $9::bigint, $10, clock_timestamp() - make_interval(secs => $11::double precision / 1000))
            ON CONFLICT (cluster) DO UPDATE SET
                cluster_id = excluded.cluster_id, term = excluded.term, entry = excluded.entry,
                membership = excluded.membership, size = excluded.size, packed_size = excluded.packed_size,
                parts = excluded.parts, crc32c = excluded.crc32c, build = excluded.build, taken_at = excluded.taken_at
            """,
            key(copy.position) + [
                hexadecimal(copy.membership), "\(copy.size)", "\(copy.packedSize)", "\(copy.parts)",
                "\(copy.checksum)", copy.build, "\(takenAgo)",
            ])
        try removeUnfinishedParts()
        return .take
    }

    func stored() throws(StoreError) -> StoredCopy? {
        let found = try session.query(
            """
            SELECT cluster_id, term, entry, encode(membership, 'hex'), size, packed_size, parts, crc32c, build,
                   (extract(epoch FROM taken_at) * 1000)::bigint,
                   greatest(0, extract(epoch FROM clock_timestamp() - taken_at) * 1000)::bigint
            FROM world_copies WHERE cluster = $1
            """, [cluster])
        guard found.rows == 1 else { return nil }
        let position = CopyPosition(
            cluster: ClusterID(rawValue: try found.integer(0, 0)), term: Term(rawValue: try found.integer(0, 1)),
            index: LogIndex(rawValue: try found.integer(0, 2)))
        guard let membership = found.text(0, 3).flatMap(bytes(hexadecimal:)) else {
            throw StoreError(.failed, "the configuration of the world's copy is not hexadecimal")
        }
        let copy = WorldCopy(
            position: position, membership: membership, size: try found.integer(0, 4),
            packedSize: try found.integer(0, 5), parts: try found.integer(0, 6), checksum: try found.integer(0, 7),
            build: found.text(0, 8) ?? "")
        return StoredCopy(copy: copy, takenAt: try found.integer(0, 9), age: try found.integer(0, 10))
    }

    func part(_ number: Int, of position: CopyPosition) throws(StoreError) -> String? {
        let found = try session.query(
            """
            SELECT encode(bytes, 'hex') FROM world_copy_parts
            WHERE cluster = $1 AND cluster_id = $2::bigint AND term = $3::bigint AND entry = $4::bigint
                AND part = $5::bigint
            """, key(position) + ["\(number)"])
        return found.rows == 1 ? found.text(0, 0) : nil
    }

    private func key(_ position: CopyPosition) -> [String?] {
        [cluster, "\(position.cluster)", "\(position.term)", "\(position.index)"]
    }
}

extension StoreError {
    static func partsMissing(_ there: Int, of all: Int) -> StoreError {
        StoreError(.undecided, "\(there) of \(all) parts of the world's copy are stored, or not as they were sent")
    }
}
