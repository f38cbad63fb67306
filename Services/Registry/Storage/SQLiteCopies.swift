import Identity
import RegistryCore

/// The copies of the world, within one transaction.
struct SQLiteCopies {
    let database: SQLiteConnection
    let cluster: String

    func decide(on offered: CopyPosition) throws -> CopyRules.Decision {
        let present = try database.integer("SELECT id FROM clusters WHERE name = ?", [cluster])
        return CopyRules.decide(
            offered, present: present.map { ClusterID(rawValue: UInt64($0)) }, kept: try stored()?.copy.position)
    }

    /// But for those of the copy that is kept.
    func removeUnfinishedParts() throws {
        try database.execute(
            """
            DELETE FROM world_copy_parts WHERE cluster = ? AND NOT EXISTS (
                SELECT 1 FROM world_copies AS kept WHERE kept.cluster = world_copy_parts.cluster
                    AND kept.cluster_id = world_copy_parts.cluster_id AND kept.term = world_copy_parts.term
                    AND kept.entry = world_copy_parts.entry)
            """, [cluster])
    }

    func store(_ bytes: [UInt8], number: Int, of position: CopyPosition) throws {
        try database.execute(
            """
            INSERT OR REPLACE INTO world_copy_parts (cluster, cluster_id, term, entry, part, bytes)
            VALUES (?, ?, ?, ?, ?, ?)
            """, [cluster, Int64(position.cluster), Int64(position.term), Int64(position.index), number, bytes])
    }

    func finish(_ copy: WorldCopy, takenAgo: Int64) throws -> CopyRules.Decision {
        let decision = try decide(on: copy.position)
        guard decision == .take else { return decision }
        let position = copy.position
        let there = try database.row(
            """
            SELECT count(*) AS parts, coalesce(sum(length(bytes)), 0) AS bytes FROM world_copy_parts
            WHERE cluster = ? AND cluster_id = ? AND term = ? AND entry = ?
            """, [cluster, Int64(position.cluster), Int64(position.term), Int64(position.index)])
        let (parts, bytes): (Int, Int) = (try there?["parts"] ?? 0, try there?["bytes"] ?? 0)
        guard parts == copy.parts, bytes == copy.packedSize else {
            throw StoreError.partsMissing(parts, of: copy.parts)
        }
        try database.execute(
            """
            INSERT OR REPLACE INTO world_copies
                (cluster, cluster_id, term, entry, membership, size, packed_size, parts, crc32c, build, taken_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, \(SQLiteSchema.now) - ?)
            """,
            [
                cluster, Int64(position.cluster), Int64(position.term), Int64(position.index), copy.membership,
                copy.size, copy.packedSize, copy.parts, Int(copy.checksum), copy.build, takenAgo,
            ])
        try removeUnfinishedParts()
        return .take
    }

    func stored() throws -> StoredCopy? {
        try database.row(
            "SELECT *, max(0, \(SQLiteSchema.now) - taken_at) AS age FROM world_copies WHERE cluster = ?", [cluster]
        ).map { row in
            let position = CopyPosition(
                cluster: ClusterID(rawValue: try row["cluster_id"]), term: Term(rawValue: try row["term"]),
                index: LogIndex(rawValue: try row["entry"]))
            guard let checksum = UInt32(exactly: try row["crc32c"] as Int64) else {
                throw StoreError(.failed, "the checksum of the world's copy is no number of 32 bits")
            }
            let copy = WorldCopy(
                position: position, membership: try row["membership"], size: try row["size"],
                packedSize: try row["packed_size"], parts: try row["parts"], checksum: checksum,
                build: try row["build"])
            return StoredCopy(copy: copy, takenAt: try row["taken_at"], age: try row["age"])
        }
    }

    func part(_ number: Int, of position: CopyPosition) throws -> [UInt8]? {
        try database.row(
            """
            SELECT bytes FROM world_copy_parts
            WHERE cluster = ? AND cluster_id = ? AND term = ? AND entry = ? AND part = ?
            """, [cluster, Int64(position.cluster), Int64(position.term), Int64(position.index), number]
        ).map { try $0.first() }
    }
}
