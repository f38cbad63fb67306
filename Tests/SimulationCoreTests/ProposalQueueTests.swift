import ConsensusCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct ProposalQueueTests {
    private func item(_ stream: UInt64, _ sequence: UInt64, bytes: Int = 1) -> ProposalQueue.Item {
        ProposalQueue.Item(
            label: .command(stream: stream, sequence: sequence),
            command: [UInt8](repeating: UInt8(truncatingIfNeeded: sequence), count: bytes))
    }

    private func end(_ streams: UInt64...) -> [UInt8] {
        streams.count == 1
            ? Command.detach(key(streams[0]), attachment: streams[0]).encoded()
            : Command.detachMany(streams.map { EndedStream(key: key($0), attachment: $0) }).encoded()
    }

    @Test("what waits while a proposal is under way goes out together, in order, with the next one")
    func coalescing() throws {
        var queue = ProposalQueue()
        #expect(queue.begin(id: 1) == nil)
        try queue.append(item(1, 1))
        #expect(queue.begin(id: 1) == [[1]])
        try queue.append(item(1, 2))
        try queue.append(item(2, 3))
        #expect(queue.begin(id: 2) == nil)
        #expect(queue.committed(id: 1) == [.command(stream: 1, sequence: 1)])
        #expect(queue.begin(id: 2) == [[2], [3]])
        #expect(queue.committed(id: 2)?.count == 2)
        #expect(queue.count == 0)
    }

    @Test("a lost proposal goes out again before what came later; answers to given-up ones mean nothing")
    func retry() throws {
        var queue = ProposalQueue()
        try queue.append(item(1, 1))
        _ = queue.begin(id: 1)
        try queue.append(item(1, 2))
        #expect(queue.failed(id: 1) == ProposalQueue.shortestPause)
        #expect(queue.failed(id: 1) == nil)
        #expect(queue.begin(id: 2) == [[1], [2]])
        #expect(queue.committed(id: 1) == nil)
        #expect(queue.count == 2)
        queue.giveUp()
        #expect(queue.begin(id: 3) == [[1], [2]])
    }

    @Test("a command whose effect is seen is not proposed again, nor taken off twice")
    func settled() throws {
        var queue = ProposalQueue()
        for sequence in 1...4 { try queue.append(item(1, UInt64(sequence))) }
        _ = queue.begin(id: 1)
        try queue.append(item(1, 5))
        queue.settled(.command(stream: 1, sequence: 2))
        queue.settled(.command(stream: 1, sequence: 5))
        queue.settled(.command(stream: 9, sequence: 9))
        #expect(queue.committed(id: 1)?.count == 3)
        #expect(queue.count == 0)
    }

    @Test("a stream that is gone leaves only its end, and no more than that if its attachment was never proposed")
    func ended() throws {
        var queue = ProposalQueue()
        try queue.append(ProposalQueue.Item(label: .attach(stream: 1), command: [1]))
        try queue.append(item(2, 2))
        try queue.append(item(1, 3))
        _ = queue.begin(id: 1)
        try queue.append(ProposalQueue.Item(label: .attach(stream: 4), command: [4]))
        queue.ended(stream: 1, of: key(1))
        queue.ended(stream: 4, of: key(4))
        _ = queue.failed(id: 1)
        #expect(queue.begin(id: 2) == [[2], end(1)])
        #expect(queue.committed(id: 2) == [.command(stream: 2, sequence: 2)])
        #expect(queue.count == 0)
    }

    @Test("the ends of many streams are one command, after the newer streams of their sessions")
    func manyEnds() throws {
        var queue = ProposalQueue()
        for stream in UInt64(1)...3 { queue.ended(stream: stream, of: key(stream)) }
        try queue.append(ProposalQueue.Item(label: .attach(stream: 9), command: [9]))
        #expect(queue.begin(id: 1) == [[9], end(1, 2, 3)])
        queue.ended(stream: 4, of: key(4))
        #expect(queue.committed(id: 1) != nil)
        #expect(queue.begin(id: 2) == [end(4)])
        queue.giveUp()
        for stream in UInt64(5)...2_000 { queue.ended(stream: stream, of: key(stream)) }
        var rounds = 0
        while let commands = queue.begin(id: UInt64(10 + rounds)) {
            #expect(commands.count == 1 && commands[0].count <= SharedLimits.proposalBytes)
            #expect((try? Command(decoding: commands[0])) != nil)
            _ = queue.committed(id: UInt64(10 + rounds))
            rounds += 1
        }
        #expect(rounds == (1_997 + Command.maximumEnds - 1) / Command.maximumEnds)
    }

    @Test("a proposal holds no more commands or bytes than its bounds, and always at least one command")
    func size() throws {
        var queue = ProposalQueue()
        for sequence in 1...3 { try queue.append(item(1, UInt64(sequence), bytes: 40 << 10)) }
        #expect(queue.begin(id: 1)?.count == 1)
        _ = queue.committed(id: 1)
        #expect(queue.begin(id: 2)?.count == 1)
        _ = queue.committed(id: 2)
        #expect(queue.begin(id: 3)?.count == 1)
        _ = queue.committed(id: 3)
        for sequence in 4...1_000 { try queue.append(item(1, UInt64(sequence), bytes: 5)) }
        queue.ended(stream: 7, of: key(7))
        #expect(queue.begin(id: 4)?.count == SharedLimits.proposalCommands)
    }

    @Test("a leader takes every proposal that a queue begins, whatever waits in it")
    func leaderTakesAll() throws {
        var random = SplitMix64(seed: 1)
        for round in 0..<20 as Range<UInt64> {
            var node = leader(seed: round)
            var queue = ProposalQueue()
            var sequence: UInt64 = 0
            var proposals: UInt64 = 0
            for _ in 0..<4 {
                for _ in 0..<Int.random(in: 0...1_500, using: &random) {
                    sequence += 1
                    let bytes = Bool.random(using: &random) ? 30 : Int.random(in: 1...200, using: &random)
                    try queue.append(item(sequence % 700 + 1, sequence, bytes: bytes))
                }
                for _ in 0..<Int.random(in: 0...900, using: &random) {
                    let stream = UInt64.random(in: 1...700, using: &random)
                    queue.ended(stream: stream, of: key(stream))
                }
                while let commands = queue.begin(id: proposals + 1) {
                    proposals += 1
                    let result = propose(commands, id: proposals, to: &node)
                    guard case .committed? = result else {
                        Issue.record("\(commands.count) commands: \(String(describing: result))")
                        return
                    }
                    _ = queue.committed(id: proposals)
                }
            }
            #expect(queue.count == 0)
        }
    }

    @Test("a proposal that no leader takes is cut until it passes; a single command that does not is dropped")
    func refusedForGood() throws {
        var queue = ProposalQueue()
        for sequence in UInt64(1)...100 { try queue.append(item(1, sequence)) }
        _ = queue.begin(id: 1)
        #expect(queue.refused(id: 9) == .none)
        #expect(queue.refused(id: 1) == .split)
        #expect(queue.begin(id: 2)?.count == 50)
        _ = queue.refused(id: 2)
        #expect(queue.begin(id: 3)?.count == 25)
        #expect(queue.committed(id: 3)?.count == 25)
        #expect(queue.begin(id: 4)?.count == 50)
        var id: UInt64 = 4
        // Nothing passes from now on: each command is dropped by itself, and the queue runs empty.
        var dropped: [ProposalQueue.Label?] = []
        while queue.count > 0 {
            if case .dropped(let label) = queue.refused(id: id) { dropped.append(label) }
            id += 1
            _ = queue.begin(id: id)
        }
        #expect(dropped == (26...100).map { .command(stream: 1, sequence: $0) })
        queue.ended(stream: 3, of: key(3))
        _ = queue.begin(id: 1)
        #expect(queue.refused(id: 1) == .dropped(nil))
        #expect(queue.count == 0)
    }

    @Test(
        "a full queue refuses players' commands by name, and still takes the ends of streams and what the node has to say"
    )
    func full() throws {
        var queue = ProposalQueue()
        for number in 0..<UInt64(ProposalQueue.maximumWaiting) {
            try queue.append(item(number % 500, number / 500 + 1))
        }
        let limit = ProposalQueue.maximumWaiting
        #expect(throws: ProposalError.queueFull(commands: limit)) { try queue.append(item(600, 1)) }
        #expect(throws: ProposalError.queueFull(commands: limit)) {
            try queue.append(ProposalQueue.Item(label: .attach(stream: 600), command: [1]))
        }
        try queue.append(ProposalQueue.Item(label: .nodeLost(2), command: [1]))
        queue.ended(stream: 0, of: key(1))
        try queue.append(item(600, 1))
        let bytes = SharedLimits.commandBytes + 1
        #expect(throws: ProposalError.commandTooLarge(bytes: bytes)) { try queue.append(item(600, 2, bytes: bytes)) }
    }

    @Test("a queue of thousands costs each command the same as a queue of a few")
    func noQuadraticWork() throws {
        // A look at all the others for each would be thirty thousand times eight thousand steps.
        var queue = ProposalQueue()
        for round in 0..<4 as Range<UInt64> {
            for number in 0..<UInt64(ProposalQueue.maximumWaiting) {
                try queue.append(item(number + round << 32, 1))
            }
            for number in (0..<UInt64(ProposalQueue.maximumWaiting)).reversed() where number % 2 == 0 {
                queue.settled(.command(stream: number + round << 32, sequence: 1))
            }
            var id: UInt64 = 0
            var count = 0
            while let commands = queue.begin(id: id) {
                count += commands.count
                _ = queue.committed(id: id)
                id += 1
            }
            #expect(count == ProposalQueue.maximumWaiting / 2)
        }
    }

    // MARK: A leader

    /// The only voter of its cluster.
    private func leader(seed: UInt64) -> RaftNode {
        let id = NodeID(rawValue: 1)
        var node = RaftNode(
            RaftConfiguration(cluster: ClusterID(rawValue: 1), id: id, seed: seed),
            bootstrap: Member(id: id, address: "127.0.0.1:1"), now: 0)
        var now: UInt64 = 0
        while !node.leadership.isReady {
            now += 50
            _ = settle(&node, .tick, now: now)
        }
        return node
    }

    private func propose(_ commands: [[UInt8]], id: UInt64, to node: inout RaftNode) -> ProposalOutcome.Result? {
        settle(&node, .propose(ConsensusCore.Proposal(id: id, commands: commands)), now: 1 << 20)
            .first { $0.id == id }?.result
    }

    /// A step, with a disk that has everything at once.
    private func settle(_ node: inout RaftNode, _ event: RaftEvent, now: UInt64) -> [ProposalOutcome] {
        var output = node.step(event, now: now)
        var outcomes = output.outcomes
        while let persist = output.persist {
            output = node.step(.persisted(generation: persist.generation), now: now)
            outcomes += output.outcomes
        }
        return outcomes
    }

    @Test(
        "tries that fail come ever more seldom, down to five a second, until one is committed or there is a new leader")
    func retries() throws {
        var queue = ProposalQueue()
        try queue.append(.init(label: .probe, command: [1]))
        func fail(_ times: Int) -> [Int64?] {
            (0..<times).map { _ in
                _ = queue.begin(id: 1)
                return queue.failed(id: 1)
            }
        }
        #expect(fail(7) == [10, 20, 40, 80, 160, 200, 200])
        _ = queue.begin(id: 2)
        queue.newLeader()
        #expect(queue.failed(id: 2) == nil, "it was given up")
        #expect(fail(2) == [10, 20])
        _ = queue.begin(id: 3)
        #expect(queue.committed(id: 3) == [.probe])
        try queue.append(.init(label: .probe, command: [1]))
        #expect(fail(1) == [10])
    }
}
