package import Identity

/// Which world a copy in the database is of.
package struct CopyPosition: Sendable, Equatable {
    package let cluster: ClusterID
    package let term: Term
    /// The last entry that it covers.
    package let index: LogIndex

    package init(cluster: ClusterID, term: Term, index: LogIndex) {
        self.cluster = cluster
        self.term = term
        self.index = index
    }
}

/// A copy of a cluster's world, but for its bytes.
package struct WorldCopy: Sendable, Equatable {
    package var position: CopyPosition
    /// The configuration at ``CopyPosition/index``, as consensus encodes it.
    package var membership: [UInt8]
    /// Bytes of the world.
    package var size: Int
    /// Bytes of all parts together.
    package var packedSize: Int
    package var parts: Int
    /// CRC32C of all parts.
    package var checksum: UInt32
    /// Of the program that took it.
    package var build: String

    package init(
        position: CopyPosition, membership: [UInt8], size: Int, packedSize: Int, parts: Int, checksum: UInt32,
        build: String
    ) {
        self.position = position
        self.membership = membership
        self.size = size
        self.packedSize = packedSize
        self.parts = parts
        self.checksum = checksum
        self.build = build
    }
}

/// Which copies of the world the database takes. There is one a cluster's name, and what takes its place is always newer: a
/// leader that others have left, and a cluster that another has taken the name of, change nothing.
package enum CopyRules {
    /// Bytes of a part; a copy is cut where it has so many.
    package static let partBytes = SharedLimits.copyPartBytes
    package static let maximumPackedSize = SharedLimits.copyBytes
    package static let maximumParts = maximumPackedSize / partBytes + 1
    /// Bytes of an encoded configuration, as in a snapshot's file.
    package static let maximumMembership = 1 << 20
    /// Bytes of the name of a build.
    package static let maximumBuild = 64

    package enum Decision: Sendable, Equatable {
        case take
        /// The database has one as new.
        case old
        /// The name is another cluster's.
        case refuse
    }

    /// - Parameters:
    ///   - present: Whose the name is.
    ///   - kept: What the database has under that name.
    package static func decide(_ offered: CopyPosition, present: ClusterID?, kept: CopyPosition?) -> Decision {
        guard present == offered.cluster else { return .refuse }
        guard let kept, kept.cluster == offered.cluster else { return .take }
        return (kept.term, kept.index) < (offered.term, offered.index) ? .take : .old
    }

    /// Why a copy cannot be kept; `nil`: it can.
    package static func fault(of copy: WorldCopy) -> String? {
        guard (1...SharedLimits.worldBytes).contains(copy.size) else {
            return "a world has 1 to \(SharedLimits.worldBytes) bytes, not \(copy.size)"
        }
        guard (1...maximumPackedSize).contains(copy.packedSize), (1...maximumParts).contains(copy.parts) else {
            return "a copy has 1 to \(maximumPackedSize) bytes in 1 to \(maximumParts) parts, "
                + "not \(copy.packedSize) in \(copy.parts)"
        }
        guard copy.membership.count <= maximumMembership else {
            return "the configuration has \(copy.membership.count) bytes, of at most \(maximumMembership)"
        }
        guard copy.build.utf8.count <= maximumBuild, copy.build.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
        else {
            return "the name of a build has at most \(maximumBuild) characters of ASCII, none of them a control"
        }
        return nil
    }
}

/// The cluster was rebuilt by `snaketron recover`.
package struct Restoration: Sendable, Equatable {
    /// It is told of for so long: players who come back learn of it.
    package static let told: Duration = .seconds(600)

    package let cluster: ClusterID
    /// Since then, in milliseconds.
    package let age: Int64
    /// When the copy was taken that the world comes from, in milliseconds since 1970 by the database's clock. `nil`: the world
    /// comes from a node's disk.
    package let worldAsOf: Int64?

    package init(cluster: ClusterID, age: Int64, worldAsOf: Int64?) {
        self.cluster = cluster
        self.age = age
        self.worldAsOf = worldAsOf
    }
}
