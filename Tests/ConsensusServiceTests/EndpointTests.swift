import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import ConsensusTestSupport
import Identity
import RPC
import Testing
import Wire

@testable import ConsensusService

/// What a running node answers its peers and its own processes: one real driver, its log on a disk, calls over sockets.
@Suite(.serialized, .timeLimit(.minutes(1))) struct EndpointTests {
    private static let cluster = NodeUnderTest.cluster.rawValue
    private static let id = NodeUnderTest.id.rawValue
    private static let patience = Duration.seconds(5)

    private typealias Following = StreamUnderTest<FollowUp, FollowDown>
    private typealias Pulling = StreamUnderTest<PullSnapshotRequest, RaftSnapshotChunk>

    private func following(_ node: NodeUnderTest) async throws -> Following {
        try await Following(node.local, ConsensusMethods.follow)
    }

    private func start(applied index: UInt64 = 0, cluster: UInt64 = Self.cluster) -> FollowUp {
        FollowUp(event: .start(FollowStart(appliedIndex: index, newestBehaviour: 1, clusterID: cluster)))
    }

    private func applied(_ index: UInt64) -> FollowUp {
        FollowUp(
            event: .applied(
                Applied(
                    index: index, stateHash: 0, tick: 0, format: 0, boards: [], origin: 0, savesWork: false)))
    }

    private func chunk(of index: UInt64, at offset: UInt64, _ data: [UInt8], last: Bool) -> FollowUp {
        FollowUp(event: .snapshot(SnapshotChunk(index: index, offset: offset, data: data, last: last)))
    }

    /// - Returns: The index of an entry with the command.
    private func propose(_ command: [UInt8], to node: NodeUnderTest) async throws -> UInt64 {
        let request = ForwardRequest(clusterID: Self.cluster, commands: [command])
        let reply = try await RaftClient(channel: node.raft).forward(request, deadline: Self.patience)
        #expect(Int32(reply.result) == ProposalResult.Result.committed.rawValue)
        return reply.index
    }

    private func expect<Value>(
        _ code: RPCStatus.Code, _ call: () async throws(RPCStatus) -> Value,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        do throws(RPCStatus) {
            let reply = try await call()
            Issue.record("it was answered: \(reply)", sourceLocation: sourceLocation)
        } catch { #expect(error.code == code, "\(error)", sourceLocation: sourceLocation) }
    }

    @Test("a node takes proposals and reads of its own cluster only, and no proposal that is empty or too large")
    func forwarded() async throws {
        try await NodeUnderTest.run { node in
            let raft = RaftClient(channel: node.raft)
            func forward(
                _ commands: [[UInt8]], cluster: UInt64 = Self.cluster
            ) async throws(RPCStatus) -> ForwardReply {
                try await raft.forward(
                    ForwardRequest(clusterID: cluster, commands: commands), deadline: Self.patience)
            }
            await expect(.failedPrecondition) { () throws(RPCStatus) in try await forward([[1]], cluster: 78) }
            await expect(.invalidArgument) { () throws(RPCStatus) in try await forward([]) }
            let largest = [UInt8](repeating: 7, count: SharedLimits.commandBytes)
            await expect(.invalidArgument) { () throws(RPCStatus) in try await forward([largest, [1]]) }
            #expect(try await propose(largest, to: node) > 1)

            await expect(.failedPrecondition) { () throws(RPCStatus) in
                try await raft.forwardRead(ForwardReadRequest(clusterID: 78), deadline: Self.patience)
            }
            let read = try await raft.forwardRead(
                ForwardReadRequest(clusterID: Self.cluster), deadline: Self.patience)
            #expect(read.index > 1)
        }
    }

    @Test("leadership goes to another voter only, and stays where nobody is there to take it")
    func transfer() async throws {
        try await NodeUnderTest.run { node in
            let consensus = ConsensusClient(channel: node.local)
            for (target, code) in [
                (Self.id, .failedPrecondition), (Self.id + 1, .failedPrecondition), (0, .aborted),
            ] as [(UInt64, RPCStatus.Code)] {
                await expect(code) { () throws(RPCStatus) in
                    try await consensus.transferLeadership(
                        TransferLeadershipRequest(target: target), deadline: Self.patience)
                }
            }
            let status = try await consensus.status(StatusRequest(), deadline: Self.patience)
            #expect(status.role == .leader && status.leaderID == Self.id && status.clusterID == Self.cluster)
            #expect(status.members.map(\.nodeID) == [Self.id])
        }
    }

    @Test("reports of worlds count from other members of this cluster only")
    func reports() async throws {
        try await NodeUnderTest.run { node in
            let raft = RaftClient(channel: node.raft)
            for (cluster, from, code) in [
                (78, 6, .failedPrecondition), (Self.cluster, 0, .invalidArgument),
                (Self.cluster, Self.id, .invalidArgument), (Self.cluster, 6, .invalidArgument),
            ] as [(UInt64, UInt64, RPCStatus.Code)] {
                await expect(code) { () throws(RPCStatus) in
                    try await raft.reportState(
                        Wire.StateReport(
                            clusterID: cluster, from: from, index: 1, tick: 1, format: 1, stateHash: 1, boards: []),
                        deadline: Self.patience)
                }
            }
        }
    }

    @Test("a stream of Raft messages ends when one is malformed, or is another node's than the one before")
    func messages() async throws {
        try await NodeUnderTest.run { node in
            let vote = Wire.RaftMessage.Body.requestVoteReply(
                Wire.RequestVoteReply(preVote: true, granted: false, hearsLeader: false))
            func message(from: UInt64, cluster: UInt64 = Self.cluster, _ body: Wire.RaftMessage.Body?)
                -> Wire.RaftMessage
            {
                Wire.RaftMessage(clusterID: cluster, from: from, to: Self.id, term: 0, body: body)
            }
            let malformed = try await StreamUnderTest<Wire.RaftMessage, RaftStreamEnd>(
                node.raft, RaftMethods.messages)
            let entry = Wire.RaftEntry(term: 1, kind: .init(rawValue: 300), data: [])
            // A message of a kind that only a newer version knows does not count.
            malformed.send(
                message(from: 6, nil),
                message(
                    from: 6,
                    .append(
                        Wire.AppendEntries(
                            previousIndex: 1, previousTerm: 1, commitIndex: 0, entries: [entry], notice: false))))
            #expect(await malformed.end()?.code == .invalidArgument)

            let borrowed = try await StreamUnderTest<Wire.RaftMessage, RaftStreamEnd>(
                node.raft, RaftMethods.messages)
            // One of another cluster is dropped, and says nothing of who speaks here.
            borrowed.send(
                message(from: 9, cluster: 78, vote), message(from: 6, vote), message(from: 6, vote),
                message(from: 7, vote))
            let end = await borrowed.end()
            #expect(end?.code == .invalidArgument)
            #expect(end?.message.contains("node 6, not of node 7") == true, "\(String(describing: end))")
        }
    }

    @Test("a simulation says once, and first, what it holds, and holds nothing of another cluster")
    func followOutOfTurn() async throws {
        try await NodeUnderTest.run { node in
            for messages in [
                [applied(1)], [chunk(of: 1, at: 0, [1], last: true)], [start(), start()],
                [start(applied: 3, cluster: 78)],
            ] {
                let follower = try await following(node)
                for message in messages { follower.send(message) }
                #expect(await follower.end()?.code == .failedPrecondition, "\(messages)")
            }
        }
    }

    @Test(
        "one simulation follows at a time: the newer one takes the place of the older, and gets the log from its start")
    func follow() async throws {
        try await NodeUnderTest.run { node in
            let old = try await following(node)
            old.send(start())
            let leadership = await old.first { message -> Wire.Leadership? in
                if case .leadership(let leadership) = message.event { leadership } else { nil }
            }
            #expect(leadership?.clusterID == Self.cluster && leadership?.isLeader == true)
            let index = try await propose([1, 2, 3], to: node)

            let new = try await following(node)
            #expect(await old.end()?.code == .aborted)
            new.send(start())
            let entry = await new.first { message -> Entry? in
                guard case .committed(let entries) = message.event else { return nil }
                return entries.entries.first
            }
            #expect(entry?.index == index && entry?.command == [1, 2, 3])

            let later = try await following(node)
            later.send(start(applied: index))
            let next = try await propose([4], to: node)
            let after = await later.first { message -> [UInt64]? in
                guard case .committed(let entries) = message.event, !entries.entries.isEmpty else { return nil }
                return entries.entries.map(\.index)
            }
            #expect(after == [next], "what it has is not sent again")
        }
    }

    @Test("the snapshot that a simulation streams is what another node pulls, from any chunk on")
    func snapshot() async throws {
        try await NodeUnderTest.run { node in
            let follower = try await following(node)
            follower.send(start())
            let index = try await propose([1], to: node)
            let bytes = (0..<150_000).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8) }
            let pieces = stride(from: 0, to: bytes.count, by: 48_000).map { begin in
                (begin, Array(bytes[begin..<min(begin + 48_000, bytes.count)]))
            }
            follower.send(applied(index))
            for (begin, data) in pieces {
                follower.send(chunk(of: index, at: UInt64(begin), data, last: begin + data.count == bytes.count))
            }
            var status = StatusReply?.none
            while status?.snapshotIndex != index {
                status = try await ConsensusClient(channel: node.local).status(
                    StatusRequest(), deadline: Self.patience)
            }

            func pull(_ request: PullSnapshotRequest) async throws -> (bytes: [UInt8], end: RPCStatus.Code?) {
                let stream = try await Pulling(node.raft, RaftMethods.pullSnapshot)
                stream.send(request)
                stream.finish()
                var pulled: [UInt8] = []
                while let chunk = await stream.next() {
                    #expect(chunk.offset == request.offset + UInt64(pulled.count) && chunk.index == index)
                    #expect(chunk.crc32c == CRC32C.checksum(of: chunk.data))
                    pulled += chunk.data
                    #expect(chunk.last == (request.offset + UInt64(pulled.count) == UInt64(bytes.count)))
                }
                return (pulled, await stream.end()?.code)
            }
            func request(
                _ index: UInt64, from offset: UInt64 = 0, cluster: UInt64 = Self.cluster
            ) -> PullSnapshotRequest { PullSnapshotRequest(clusterID: cluster, index: index, offset: offset) }
            let whole = try await pull(request(index))
            #expect(whole.bytes == bytes && whole.end == .ok)
            let rest = try await pull(request(index, from: SnapshotSource.chunkSize))
            #expect(rest.bytes == Array(bytes[Int(SnapshotSource.chunkSize)...]) && rest.end == .ok)
            for (request, code) in [
                (request(index, from: 1), .invalidArgument),
                (request(index, from: 64 * SnapshotSource.chunkSize), .outOfRange),
                (request(index + 1), .notFound), (request(index, cluster: 78), .failedPrecondition),
            ] as [(PullSnapshotRequest, RPCStatus.Code)] {
                let refused = try await pull(request)
                #expect(refused.bytes.isEmpty && refused.end == code)
            }
        }
    }

    @Test("a snapshot that comes out of order, or in chunks that are too large, ends the simulation's stream")
    func badSnapshot() async throws {
        try await NodeUnderTest.run { node in
            let index = try await propose([1], to: node)
            for (offset, size) in [(7, 8), (8, SharedLimits.snapshotChunkBytes + 1)] {
                let follower = try await following(node)
                follower.send(
                    start(applied: index), chunk(of: index, at: 0, [UInt8](repeating: 1, count: 8), last: false),
                    chunk(of: index, at: UInt64(offset), [UInt8](repeating: 2, count: size), last: true))
                #expect(await follower.end()?.code == .invalidArgument)
            }
            // Nothing of it is kept, and the next simulation is served.
            let follower = try await following(node)
            follower.send(start(applied: index))
            let next = try await propose([2], to: node)
            let entry = await follower.first { message -> Entry? in
                if case .committed(let entries) = message.event { entries.entries.first } else { nil }
            }
            #expect(entry?.index == next)
        }
    }

    @Test("each proposal has its answer, also after the stream's end is announced; an empty one ends the stream")
    func proposals() async throws {
        try await NodeUnderTest.run { node in
            let stream = try await StreamUnderTest<Wire.Proposal, ProposalResult>(
                node.local, ConsensusMethods.propose)
            let tooLarge = [UInt8](repeating: 7, count: SharedLimits.commandBytes + 1)
            stream.send(
                Wire.Proposal(id: 1, term: 0, commands: [[1]]), Wire.Proposal(id: 2, term: 0, commands: [tooLarge]),
                Wire.Proposal(id: 3, term: 99, commands: [[3]]), Wire.Proposal(id: 4, term: 0, commands: [[4], [5]]))
            stream.finish()
            var results: [UInt64: ProposalResult] = [:]
            while let result = await stream.next() { results[result.id] = result }
            #expect(await stream.end()?.isOK == true)
            #expect(
                (1...4).map { results[$0]?.result } == [.committed, .tooLarge, .rejected, .committed],
                "the third is for another term")
            #expect(try #require(results[4]?.index) > #require(results[1]?.index))

            let empty = try await StreamUnderTest<Wire.Proposal, ProposalResult>(
                node.local, ConsensusMethods.propose)
            empty.send(Wire.Proposal(id: 1, term: 0, commands: []))
            #expect(await empty.end()?.code == .invalidArgument)
        }
    }
}
