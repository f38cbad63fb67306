import ConsensusCore
import ConsensusStorage
package import Identity

/// Why files cannot serve for rebuilding a cluster: one sentence for a person.
package struct RecoveryError: Error, Sendable, CustomStringConvertible {
    package let description: String

    init(_ description: String) { self.description = description }

    init(_ error: DiskError, at path: String) {
        switch error.code {
        case .locked: self.init("a process uses \(path): stop the consensus of that node first")
        case .notFound where error.operation == "open \(path)": self.init("\(path) does not exist")
        case .notFound, .exists, .noSpace, .failed: self.init("\(path): \(error.description)")
        }
    }

    init(_ error: StorageError, at path: String) {
        if let cause = error.cause {
            self.init(cause, at: path)
        } else {
            self.init("\(path): \(error.message)")
        }
    }
}

/// The state of a lost member, read from its consensus directory or from one snapshot file. Nothing is changed, but the
/// directory is locked as long as this lives, so that the node cannot be started meanwhile.
package struct LostNode: Sendable {
    package let path: String
    package let cluster: ClusterID
    /// `nil` for a snapshot file, which does not tell whose it was.
    package let node: NodeID?
    fileprivate let log: SurvivingLog
    fileprivate let disk: PosixDisk
    fileprivate let snapshotName: String?

    /// Where the log ends.
    package var lastIndex: LogIndex { log.lastIndex }
    package var lastTerm: Term { log.lastTerm }
    /// The node knew everything through here to be committed.
    package var commitIndex: LogIndex { log.commitIndex }
    /// As the newest configuration has them.
    package var voters: [NodeID] { log.membership.voters }
    /// `host:port` of every member.
    package var addresses: [String] { log.membership.members.map(\.address) }
    /// The highest id that any configuration names.
    package var highestNode: NodeID { log.knownNodes.last ?? NodeID(rawValue: 0) }

    /// - Parameter directory: A node's `consensus` directory; it may have any name.
    package init(directory: String) throws(RecoveryError) {
        path = directory
        let contents: DirectoryContents?
        do {
            disk = try PosixDisk(path: directory, create: false)
        } catch { throw RecoveryError(error, at: directory) }
        do { contents = try DirectoryContents(readingFrom: disk) } catch { throw RecoveryError(error, at: directory) }
        guard let contents else { throw RecoveryError("\(directory) holds no log") }
        cluster = contents.identity.cluster
        node = contents.identity.node
        snapshotName = nil
        log = try Self.log(of: contents.restored, at: directory)
    }

    /// - Parameters:
    ///   - name: A snapshot's, which tells its index and term.
    ///   - folder: Where it lies.
    ///   - place: What a person is told instead; `nil`: the file's path.
    package init(snapshot name: String, in folder: String, from place: String? = nil) throws(RecoveryError) {
        path = place ?? "\(folder)/\(name)"
        let reader: SnapshotReader<PosixDisk>?
        do {
            disk = try PosixDisk(path: folder, create: false)
        } catch { throw RecoveryError(error, at: path) }
        do {
            reader = try SnapshotReader(anyCluster: disk, name: name)
            try reader?.verify()
        } catch { throw RecoveryError(error, at: path) }
        guard let reader else { throw RecoveryError("\(path) has not the name of a snapshot, <index>-<term>.snapshot") }
        cluster = reader.cluster
        node = nil
        snapshotName = name
        let state = RaftRestoredState(
            hardState: RaftHardState(term: reader.metadata.term, commit: reader.metadata.index),
            snapshot: reader.metadata)
        log = try Self.log(of: state, at: path)
    }

    private static func log(of state: RaftRestoredState, at path: String) throws(RecoveryError) -> SurvivingLog {
        let log: SurvivingLog
        do { log = try SurvivingLog(state) } catch { throw RecoveryError("\(path): \(error.message)") }
        guard !log.isEmpty, !log.membership.voters.isEmpty else {
            throw RecoveryError("\(path) holds no entries: this node had not got anything from its cluster yet")
        }
        return log
    }

    fileprivate func snapshotReader() throws(StorageError) -> SnapshotReader<PosixDisk>? {
        guard let snapshot = log.snapshot else { return nil }
        if let snapshotName { return try SnapshotReader(anyCluster: disk, name: snapshotName) }
        return try SnapshotStore(disk: disk, cluster: cluster).open(index: snapshot.index, term: snapshot.term)
    }
}

/// The directory of the only voter of a rebuilt cluster. It is built beside the node's own under a name that no process reads.
/// It takes that one's place only when it is whole and the registry has given it the cluster's name.
package struct RebuiltNode: Sendable {
    private static let marker = "consensus.rebuilt-"

    package let cluster: ClusterID
    package let node: NodeID
    private let dataDirectory: String
    private let path: String

    /// Builds it.
    /// - Parameters:
    ///   - lost: Read in this process and still there.
    ///   - address: Where the node's Raft service will listen, `host:port`.
    ///   - note: One sentence that the node's log will repeat at every start.
    package init(
        from lost: LostNode, in dataDirectory: String, cluster: ClusterID, node: NodeID, address: String, note: String
    ) throws(RecoveryError) {
        self.cluster = cluster
        self.node = node
        self.dataDirectory = dataDirectory
        path = "\(dataDirectory)/\(Self.marker)\(cluster)"
        do {
            let disk = try PosixDisk(path: path)
            let state = lost.log.refounded(by: Member(id: node, address: address))
            if let metadata = state.snapshot, let source = try lost.snapshotReader() {
                let writer = try SnapshotStore(disk: disk, cluster: cluster)
                    .begin(index: metadata.index, term: metadata.term, membership: metadata.membership)
                while writer.size < metadata.size { try writer.append(source.chunk(at: writer.size)) }
                _ = try writer.finish()
            }
            try Self.write(
                state, as: LogIdentity(cluster: cluster, node: node, nonce: .random(in: 1...(.max))), to: disk)
            try RecoveryNote.write(note, to: disk)
        } catch let error as StorageError {
            throw RecoveryError(error, at: path)
        } catch let error as DiskError {
            throw RecoveryError(error, at: path)
        } catch {
            throw RecoveryError("\(path): \(error)")
        }
    }

    private static func write(_ state: RaftRestoredState, as identity: LogIdentity, to disk: PosixDisk) throws {
        let log = try WriteAheadLog(creatingOn: disk, identity: identity)
        var requests = [
            PersistRequest(
                generation: 1, hardState: state.hardState,
                mark: state.snapshot.map { SnapshotMark(index: $0.index, term: $0.term, replacesLog: true) })
        ]
        var bytes = 0
        for entry in state.entries {
            if bytes > 1 << 20 {
                requests.append(PersistRequest(generation: requests[requests.count - 1].generation + 1))
                bytes = 0
            }
            requests[requests.count - 1].entries.append(entry)
            bytes += entry.size
        }
        var rest = requests[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(try log.write(rest))
            try log.sync()
        }
    }

    private init(found path: String, in dataDirectory: String) throws(RecoveryError) {
        self.path = path
        self.dataDirectory = dataDirectory
        let node = try LostNode(directory: path)
        guard let id = node.node else { preconditionFailure("a directory tells whose it is") }
        (cluster, self.node) = (node.cluster, id)
    }

    /// One that was built before, of the cluster that has the name by now: only the last step is missing.
    /// - Returns: `nil` when there is none.
    package static func unfinished(
        in dataDirectory: String, names: [String], cluster: ClusterID
    ) throws(RecoveryError) -> RebuiltNode? {
        guard names.contains("\(marker)\(cluster)") else { return nil }
        return try RebuiltNode(found: "\(dataDirectory)/\(marker)\(cluster)", in: dataDirectory)
    }

    /// Puts it where the node looks for it. The former directory is kept beside it.
    /// - Parameters:
    ///   - lost: If what was there is what this was built from, it is locked by this value.
    /// - Returns: Where what was there is now; `nil` if nothing was.
    package func takePlace(of lost: LostNode?, exists: Bool) throws(RecoveryError) -> String? {
        let own = "\(dataDirectory)/consensus"
        do {
            var aside: String?
            if exists {
                let disk: PosixDisk
                if let lost, lost.disk.path == own {
                    disk = lost.disk
                } else {
                    disk = try PosixDisk(path: own, create: false)
                }
                aside = try disk.setAside(suffix: "before-\(cluster)")
            }
            try PosixDisk(path: path, create: false).move(to: own)
            return aside
        } catch {
            throw RecoveryError(error, at: own)
        }
    }
}
