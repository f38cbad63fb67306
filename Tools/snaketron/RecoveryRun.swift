import ConsensusAPI
import ConsensusRecovery
import Foundation
import Identity
import NIOCore
import NIOPosix
import RPC
import RegistryAPI
import SimulationCore
import TLS
import Wire

/// One run of `snaketron recover`.
struct RecoveryRun {
    /// Instead of a path.
    static let database = "database"

    /// The node that becomes the first of the rebuilt cluster.
    struct Target {
        var dataDirectory: String
        /// Of the other nodes on this machine, as far as they are known.
        var otherDirectories: [String] = []
        var registry: (host: String, port: Int)
        var token: RPCCallToken?
        var tls: (authority: String, certificate: String, key: String)?
    }

    let target: Target
    let sources: [String]
    let confirmation: String?
    let loop: any EventLoop

    func run(command: String) async throws {
        let names = try listing(of: target.dataDirectory)
        let own = "\(target.dataDirectory)/consensus"
        var found: [LostNode] = []
        let copy = sources == [Self.database] ? try await fetchCopy(names: names) : nil
        defer { if let copy { try? FileManager.default.removeItem(atPath: copy.folder) } }
        if let copy {
            try requireNoFurtherDisk(than: copy)
            found.append(copy.remains)
        } else {
            for source in sources.isEmpty ? [own] : sources { found.append(try read(source)) }
        }
        print("What is there:")
        for one in found { print("  \(one.path)\n    \(Self.describe(one))") }
        if let copy { print("    \(copy.contents)") }
        let clusters = Set(found.map(\.cluster))
        guard clusters.count == 1, let lost = found.max(by: { Self.reach($0) < Self.reach($1) }) else {
            throw ToolError(
                "these belong to different clusters: \(clusters.sorted().map(\.description).joined(separator: ", "))")
        }

        found.removeAll()  // unlocks what is not used

        let view = try await begin(lost, givesIdentity: false)
        let present = ClusterID(checked: view.presentClusterID)
        if let present, let built = try RebuiltNode.unfinished(in: target.dataDirectory, names: names, cluster: present)
        {
            let aside = try built.takePlace(of: lost, exists: names.contains("consensus"))
            print("An earlier run had rebuilt it and was cut off before its last step; that is done now.")
            return told(built, aside)
        }
        if let present, present != lost.cluster, !view.wasGivenUp {
            throw ToolError(
                "this is of cluster \(lost.cluster), but the registry's cluster of this name is \(present): "
                    + "see that CLUSTER and DATABASE_URL are those of the lost cluster")
        }
        try await requireNoMajority(of: lost, present: present, address: view.address)
        plan(lost, present: present, view: view, replacesOwn: names.contains("consensus"))

        let wanted = "\(lost.lastIndex)@\(lost.lastTerm)"
        guard let confirmation else {
            print("\nNothing was changed. To do it:\n  \(command) --confirm \(wanted)")
            return
        }
        guard confirmation == wanted else {
            throw ToolError(
                "--confirm \(confirmation) does not match the plan, which keeps \(wanted); nothing was changed")
        }
        let given = try await begin(lost, givesIdentity: true)
        guard given.presentClusterID == view.presentClusterID, let cluster = ClusterID(checked: given.newClusterID),
            let founder = NodeID(checked: given.newNodeID)
        else { throw ToolError("the registry's cluster changed meanwhile; look again. Nothing was changed") }
        let built = try RebuiltNode(
            from: lost, in: target.dataDirectory, cluster: cluster, node: founder, address: given.address,
            note: Self.note(lost))
        _ = try await withRegistry { registry throws(RPCStatus) in
            try await registry.finishRecovery(
                FinishRecoveryRequest(
                    lostClusterID: lost.cluster.rawValue, presentClusterID: given.presentClusterID,
                    newClusterID: cluster.rawValue, newNodeID: founder.rawValue, index: lost.lastIndex.rawValue,
                    term: lost.lastTerm.rawValue, worldAsOfMs: copy?.takenAt ?? 0), deadline: .seconds(10))
        }
        let aside = try built.takePlace(of: lost, exists: names.contains("consensus"))
        print("\nDone: kept entry \(lost.lastIndex) of term \(lost.lastTerm) and all before it.")
        told(built, aside)
    }

    // MARK: Files.

    /// What cannot be listed is an error: an empty list would pass for a node without a log.
    private func listing(of folder: String) throws -> [String] {
        guard let stream = opendir(folder) else {
            let reason = errno
            throw ToolError(
                reason == ENOENT
                    ? "there is no directory \(folder); nothing was made or changed"
                    : "cannot list \(folder): \(String(cString: strerror(reason))); nothing was made or changed")
        }
        closedir(stream)
        do { return try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw ToolError("cannot list \(folder): \(error.localizedDescription); nothing was made or changed")
        }
    }

    private func read(_ source: String) throws -> LostNode {
        let path = URL(filePath: source).resolved.plainPath
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ToolError("there is nothing at \(source)")
        }
        do {
            guard !isFolder.boolValue else { return try LostNode(directory: path) }
            let file = URL(filePath: path)
            return try LostNode(snapshot: file.lastPathComponent, in: file.deletingLastPathComponent().plainPath)
        } catch {
            throw ToolError("\(error)")
        }
    }

    private static func reach(_ lost: LostNode) -> (UInt64, UInt64) {
        (lost.lastTerm.rawValue, lost.lastIndex.rawValue)
    }

    private static func describe(_ lost: LostNode) -> String {
        let owner = lost.node.map { "node \($0) of cluster \(lost.cluster)" } ?? "a snapshot of cluster \(lost.cluster)"
        return
            "\(owner): entry \(lost.lastIndex) of term \(lost.lastTerm) and all before it; known to be committed: through "
            + "\(lost.commitIndex); voters \(lost.voters.map(\.description).joined(separator: ", "))"
    }

    private static func note(_ lost: LostNode) -> String {
        "by snaketron recover on \(Date.now.formatted(.iso8601)), from \(describe(lost)); read from \(lost.path)"
    }

    // MARK: The copy in the database.

    private struct FetchedCopy {
        /// To be removed at the end.
        var folder: String
        var remains: LostNode
        /// Milliseconds since 1970.
        var takenAt: UInt64
        /// For a person.
        var contents: String
    }

    private static let folderOfCopies = "consensus.copy-"

    private func fetchCopy(names: [String]) async throws -> FetchedCopy {
        for name in names where name.hasPrefix(Self.folderOfCopies) {  // of a run that was cut off
            try FileManager.default.removeItem(atPath: "\(target.dataDirectory)/\(name)")
        }
        let stored = try await withRegistry { registry throws(RPCStatus) in
            try await registry.getCopy(GetCopyRequest(), deadline: .seconds(10))
        }
        guard let copy = stored.copy else { throw ToolError("the registry's answer describes no copy") }
        guard copy.packedSize <= UInt64(SharedLimits.copyBytes) else {
            throw ToolError("the copy of the world in the database is damaged: it cannot have \(copy.packedSize) bytes")
        }
        var packed: [UInt8] = []
        for part in 0..<copy.parts where UInt64(packed.count) < copy.packedSize {
            packed += try await withRegistry { registry throws(RPCStatus) in
                try await registry.getCopyPart(
                    GetCopyPartRequest(clusterID: copy.clusterID, term: copy.term, index: copy.index, part: part),
                    deadline: .seconds(10))
            }.data
        }
        let taken = Date(timeIntervalSince1970: Double(stored.takenAtMs) / 1_000).formatted(.iso8601)
        do {
            let copied = try CopiedWorld(
                CopiedWorld.Description(
                    cluster: copy.clusterID, term: copy.term, index: copy.index, membership: copy.membership,
                    size: copy.size, packedSize: copy.packedSize, checksum: copy.crc32c), packed: packed)
            let contents = try Self.contents(of: copied)
            let folder = "\(target.dataDirectory)/\(Self.folderOfCopies)\(UInt64.random(in: 1...(.max)))"
            return FetchedCopy(
                folder: folder, remains: try copied.written(to: folder, from: "the database's copy of \(taken)"),
                takenAt: stored.takenAtMs,
                contents: "taken \(Self.words(stored.ageMs)) ago by version \(copy.build): \(contents)")
        } catch let error as RecoveryError {
            throw ToolError("\(error)")
        }
    }

    /// What is played in it. A world that no simulation of this build would take is refused here.
    private static func contents(of copied: CopiedWorld) throws -> String {
        if let gap = World.gap(inSnapshot: copied.world) {
            throw ToolError(
                "the copy of the world in the database is of another version (\(gap)); use the tool of that one")
        }
        guard let world = try? World(decoding: copied.world), world.appliedIndex == copied.index else {
            throw ToolError(
                "the copy of the world in the database is damaged: it holds no world as of entry \(copied.index)")
        }
        return "\(counted(world.matchCount, "match", "matches")), \(counted(world.userCount, "player", "players"))"
    }

    private static func counted(_ count: Int, _ one: String, _ many: String) -> String {
        "\(count) \(count == 1 ? one : many)"
    }

    private static func words(_ milliseconds: UInt64) -> String {
        milliseconds < 600_000 ? "\(milliseconds / 1_000) s" : "\(milliseconds / 60_000) min"
    }

    /// A disk that goes further than the copy is worth more.
    private func requireNoFurtherDisk(than copy: FetchedCopy) throws {
        let lost = copy.remains
        for folder in [target.dataDirectory] + target.otherDirectories {
            let path = "\(folder)/consensus"
            do {
                switch try LogEnd(ofLogIn: path) {
                case .nothing: continue
                case .inUse where folder == target.dataDirectory:
                    throw ToolError("a process uses \(path): stop the consensus of that node first")
                case .inUse: continue  // it is asked itself
                case .entry(let index, let term, let cluster):
                    guard cluster == lost.cluster, (term, index) > (lost.lastTerm, lost.lastIndex) else { continue }
                    throw ToolError(
                        "\(path) holds more than the database's copy: entry \(index) of term \(term), not \(lost.lastIndex) "
                            + "of term \(lost.lastTerm); rebuild from there: --from \(path)")
                }
            } catch let error as RecoveryError {
                throw ToolError("\(error); move it away if it is to be given up")
            }
        }
    }

    // MARK: The registry.

    private func withRegistry<Answer>(
        _ body: (RegistryClient) async throws(RPCStatus) -> Answer
    ) async throws -> Answer {
        var options = RPCChannel.Options()
        options.callToken = target.token
        let channel = RPCChannel(
            host: target.registry.host, port: target.registry.port, eventLoop: loop, options: options)
        defer { channel.close() }
        do throws(RPCStatus) {
            return try await body(RegistryClient(channel: channel))
        } catch {
            throw ToolError(
                "the registry at \(target.registry.host):\(target.registry.port) said: \(error.message) "
                    + "(it must run with the secret in \(target.dataDirectory)/node-secret or NODE_SECRET)")
        }
    }

    private func begin(_ lost: LostNode, givesIdentity: Bool) async throws -> BeginRecoveryReply {
        try await withRegistry { registry throws(RPCStatus) in
            try await registry.beginRecovery(
                BeginRecoveryRequest(
                    lostClusterID: lost.cluster.rawValue, highestNodeID: lost.highestNode.rawValue,
                    giveIdentity: givesIdentity), deadline: .seconds(10))
        }
    }

    // MARK: Who lives.

    private enum Peer {
        /// Nobody listens there.
        case dead
        case unknown(String)
        case alive(IdentifyReply)
    }

    /// A majority that lives goes on by itself, or will; taking its name away would lose what it has.
    private func requireNoMajority(of lost: LostNode, present: ClusterID?, address: String) async throws {
        let servers = try await withRegistry { registry throws(RPCStatus) in
            try await registry.listServers(ListServersRequest(), deadline: .seconds(10))
        }.servers
        let registered = Dictionary(
            servers.map { ("\($0.ipAddress):\($0.raftPort)", $0) }, uniquingKeysWith: { first, _ in first })
        let places = Set(lost.addresses + registered.keys).sorted()
        var living: [IdentifyReply] = []
        print("\nWho answers:")
        for place in places {
            switch await ask(place) {
            case .dead: print("  \(place): nothing listens")
            case .unknown(let reason):
                print("  \(place): \(reason)")
                if let server = registered[place], place != address {
                    throw ToolError(
                        "node \(server.nodeID) at \(place) told the registry \(server.heartbeatAgeMs / 1_000) s ago that it lives, "
                            + "but cannot be asked (\(reason)): make sure that it is gone, stop its registry, and try again"
                    )
                }
            case .alive(let one):
                print(
                    "  \(place): node \(one.nodeID) of cluster \(one.clusterID), entry \(one.lastIndex) of term \(one.lastTerm)"
                )
                if ClusterID(rawValue: one.clusterID) == present ?? lost.cluster
                    || one.clusterID == lost.cluster.rawValue
                {
                    living.append(one)
                    try await requireNoLeader(at: place, one)
                }
            }
        }
        let voters = lost.voters
        let votes = living.filter {
            $0.clusterID == lost.cluster.rawValue && voters.contains(NodeID(rawValue: $0.nodeID))
        }
        guard votes.count * 2 <= voters.count else {
            throw ToolError(
                "\(votes.count) of \(voters.count) voters live: they are a majority and elect a leader by themselves; "
                    + "look with: snaketron status")
        }
        if let further = living.first(where: { ($0.lastTerm, $0.lastIndex) > Self.reach(lost) }) {
            throw ToolError(
                "node \(further.nodeID) lives and holds more (entry \(further.lastIndex) of term \(further.lastTerm)): "
                    + "stop its consensus and rebuild from its directory")
        }
    }

    private func requireNoLeader(at place: String, _ one: IdentifyReply) async throws {
        let answer = await withPeer(place) { (raft: RaftClient) async throws(RPCStatus) in
            try await raft.forwardRead(ForwardReadRequest(clusterID: one.clusterID), deadline: .seconds(3))
        }
        if case .success = answer {
            throw ToolError(
                "node \(one.nodeID) at \(place) leads cluster \(one.clusterID) and a majority answers it: nothing is lost"
            )
        }
    }

    private func ask(_ place: String) async -> Peer {
        switch await withPeer(
            place,
            { (raft: RaftClient) async throws(RPCStatus) in
                try await raft.identify(IdentifyRequest(), deadline: .seconds(2))
            })
        {
        case .success(let reply): .alive(reply)
        case .failure(let failure): failure.isRefused ? .dead : .unknown(failure.reason)
        }
    }

    private struct PeerFailure: Error {
        var isRefused: Bool
        var reason: String
    }

    private func withPeer<Answer: Sendable>(
        _ place: String, _ body: (RaftClient) async throws(RPCStatus) -> Answer
    ) async -> Result<Answer, PeerFailure> {
        guard let colon = place.lastIndex(of: ":"), let port = UInt16(place[place.index(after: colon)...]) else {
            return .failure(PeerFailure(isRefused: true, reason: "no address"))
        }
        let security: RPCSecurity =
            target.tls.map { files in
                .mutualTLS(
                    TLSConfiguration(
                        authorityFile: files.authority, certificateFile: files.certificate, keyFile: files.key),
                    allowedPeers: ["consensus"])
            } ?? .plaintext
        let channel = RPCChannel(
            host: String(place[..<colon]), port: Int(port), security: security, eventLoop: loop)
        defer { channel.close() }
        do throws(RPCStatus) {
            return .success(try await body(RaftClient(channel: channel)))
        } catch {
            let state = try? await loop.submit { channel.state }.get()
            if case .disconnected(let disconnect)? = state {
                return .failure(PeerFailure(isRefused: disconnect.reason == .refused, reason: disconnect.message))
            }
            return .failure(PeerFailure(isRefused: false, reason: error.message))
        }
    }

    // MARK: What a person reads.

    private func plan(_ lost: LostNode, present: ClusterID?, view: BeginRecoveryReply, replacesOwn: Bool) {
        let unsure = lost.lastIndex.rawValue - lost.commitIndex.rawValue
        print(
            """

            The plan:
              Rebuild the cluster from \(lost.path).
              Kept: entry \(lost.lastIndex) of term \(lost.lastTerm) and all before it. \
            \(unsure == 0 ? "All of it is known to be committed." : "The last \(unsure) may never have been acknowledged; they count from now on.")
              Lost: whatever the lost nodes acknowledged after entry \(lost.lastIndex); nobody can tell how much that was.
              The new cluster has one voter, the node at \(view.address), under new ids; the others join it with new ids and empty logs.
              Every node of cluster \(lost.cluster) that comes back is refused: it ends with exit code 75 and its log is set aside.
            """)
        if let present, present != lost.cluster {
            print(
                "  Cluster \(lost.cluster) was rebuilt once before. What its heir, cluster \(present), has done since is lost too."
            )
        }
        if present == nil { print("  The registry knows no cluster of this name; it will know this one.") }
        if replacesOwn { print("  \(target.dataDirectory)/consensus is kept beside the new one.") }
    }

    private func told(_ built: RebuiltNode, _ aside: String?) {
        if let aside { print("The former log is in \(aside).") }
        print(
            """
            Cluster \(built.cluster) waits for its first node, \(built.node): start its consensus now, then the other nodes. Those that \
            still run or have a log end once with exit code 75 and join when they are started again.
            """)
    }
}
