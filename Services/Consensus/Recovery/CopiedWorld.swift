import Compression
import ConsensusCore
import ConsensusStorage
package import Identity

/// A copy of a cluster's world as the database had it, every byte of it checked.
package struct CopiedWorld: Sendable {
    /// What the database says of a copy. Nothing of it is believed that can be checked.
    package struct Description: Sendable {
        package var cluster: UInt64
        package var term: UInt64
        package var index: UInt64
        package var membership: [UInt8]
        /// Bytes of the world, and of the compressed copy.
        package var size: UInt64
        package var packedSize: UInt64
        /// CRC32C of the compressed copy.
        package var checksum: UInt32

        package init(
            cluster: UInt64, term: UInt64, index: UInt64, membership: [UInt8], size: UInt64, packedSize: UInt64,
            checksum: UInt32
        ) {
            self.cluster = cluster
            self.term = term
            self.index = index
            self.membership = membership
            self.size = size
            self.packedSize = packedSize
            self.checksum = checksum
        }
    }

    package let cluster: ClusterID
    package let term: Term
    package let index: LogIndex
    /// As the simulation encodes it.
    package let world: [UInt8]
    private let membership: Membership

    /// - Parameter packed: All parts of the copy, in order.
    package init(_ description: Description, packed: [UInt8]) throws(RecoveryError) {
        func damaged(_ reason: String) -> RecoveryError {
            RecoveryError("the copy of the world in the database is damaged: \(reason)")
        }
        guard let cluster = ClusterID(checked: description.cluster), let term = Term(checked: description.term),
            let index = LogIndex(checked: description.index), max(term.rawValue, index.rawValue) < 1 << 62
        else { throw damaged("it says neither whose it is nor how far it goes") }
        guard let size = Int(exactly: description.size), (1...SharedLimits.worldBytes).contains(size) else {
            throw damaged("a world has not \(description.size) bytes")
        }
        guard UInt64(packed.count) == description.packedSize else {
            throw damaged("it has \(packed.count) bytes instead of \(description.packedSize)")
        }
        guard CRC32C.checksum(of: packed) == description.checksum else { throw damaged("its checksum is another one") }
        do {
            world = try unpacked(packed, size: size)
        } catch { throw damaged(error.description) }
        do {
            membership = try Membership(decoding: description.membership)
        } catch { throw damaged(error.message) }
        guard !membership.voters.isEmpty else { throw damaged("its configuration has no voters") }
        (self.cluster, self.term, self.index) = (cluster, term, index)
    }

    /// Writes it into a folder of its own, as the snapshot that it was.
    /// - Parameter place: Where it comes from, for a person.
    package func written(to folder: String, from place: String) throws(RecoveryError) -> LostNode {
        do {
            let disk = try PosixDisk(path: folder)
            let writer = try SnapshotStore(disk: disk, cluster: cluster)
                .begin(index: index, term: term, membership: membership)
            try writer.append(world)
            _ = try writer.finish()
        } catch { throw RecoveryError(error, at: folder) }
        return try LostNode(
            snapshot: SnapshotFormat.name(index: index, term: term), in: folder, from: place)
    }
}

/// How far the log in a node's directory goes.
package enum LogEnd: Sendable, Equatable {
    /// There is no directory, or no log in it: the node had not got anything from its cluster.
    case nothing
    /// A process uses the directory.
    case inUse
    case entry(LogIndex, term: Term, cluster: ClusterID)

    package init(ofLogIn directory: String) throws(RecoveryError) {
        let contents: DirectoryContents?
        do {
            let disk = try PosixDisk(path: directory, create: false)
            contents = try DirectoryContents(readingFrom: disk)
        } catch let error as DiskError {
            switch error.code {
            case .locked: self = .inUse
            case .notFound: self = .nothing
            case .exists, .noSpace, .failed: throw RecoveryError(error, at: directory)
            }
            return
        } catch let error as StorageError {
            throw RecoveryError(error, at: directory)
        } catch { throw RecoveryError("\(directory): \(error)") }
        guard let contents, !contents.restored.isEmpty else {
            self = .nothing
            return
        }
        do {
            let log = try SurvivingLog(contents.restored)
            self =
                log.isEmpty ? .nothing : .entry(log.lastIndex, term: log.lastTerm, cluster: contents.identity.cluster)
        } catch { throw RecoveryError("\(directory): \(error)") }
    }
}
