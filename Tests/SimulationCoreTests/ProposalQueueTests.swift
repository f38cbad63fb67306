import SimulationCore
import Testing

@Suite struct ProposalQueueTests {
    private func item(_ stream: UInt64, _ sequence: UInt64, bytes: Int = 1) -> ProposalQueue.Item {
        ProposalQueue.Item(
            label: .command(stream: stream, sequence: sequence),
            command: [UInt8](repeating: UInt8(sequence), count: bytes))
    }

    @Test("what waits while a proposal is under way goes out together, in order, with the next one")
    func coalescing() {
        var queue = ProposalQueue()
        #expect(queue.begin(id: 1) == nil)
        queue.append(item(1, 1))
        #expect(queue.begin(id: 1) == [[1]])
        queue.append(item(1, 2))
        queue.append(item(2, 3))
        #expect(queue.begin(id: 2) == nil)
        #expect(queue.committed(id: 1)?.map(\.label) == [.command(stream: 1, sequence: 1)])
        #expect(queue.begin(id: 2) == [[2], [3]])
        #expect(queue.committed(id: 2)?.count == 2)
        #expect(queue.count == 0)
    }

    @Test("a lost proposal goes out again before what came later; answers to given-up ones mean nothing")
    func retry() {
        var queue = ProposalQueue()
        queue.append(item(1, 1))
        _ = queue.begin(id: 1)
        queue.append(item(1, 2))
        #expect(queue.failed(id: 1) == true)
        #expect(queue.failed(id: 1) == false)
        #expect(queue.begin(id: 2) == [[1], [2]])
        #expect(queue.committed(id: 1) == nil)
        #expect(queue.count == 2)
        queue.giveUp()
        #expect(queue.begin(id: 3) == [[1], [2]])
    }

    @Test("a command whose effect is seen is not proposed again, nor taken off twice")
    func settled() {
        var queue = ProposalQueue()
        for sequence in 1...4 { queue.append(item(1, UInt64(sequence))) }
        _ = queue.begin(id: 1)
        queue.append(item(1, 5))
        queue.settled(.command(stream: 1, sequence: 2))
        queue.settled(.command(stream: 1, sequence: 5))
        queue.settled(.command(stream: 9, sequence: 9))
        #expect(queue.committed(id: 1)?.count == 3)
        #expect(queue.count == 0)
    }

    @Test("a stream that is gone leaves only its detachment")
    func drop() {
        var queue = ProposalQueue()
        queue.append(ProposalQueue.Item(label: .attach(stream: 1), command: [1]))
        queue.append(item(2, 2))
        queue.append(item(1, 3))
        _ = queue.begin(id: 1)
        queue.append(ProposalQueue.Item(label: .detach(stream: 1), command: [4]))
        queue.drop(stream: 1)
        _ = queue.failed(id: 1)
        #expect(queue.begin(id: 2) == [[2], [4]])
    }

    @Test("a proposal holds at most 32 KiB, and always at least one command")
    func size() {
        var queue = ProposalQueue()
        for sequence in 1...3 { queue.append(item(1, UInt64(sequence), bytes: 20 << 10)) }
        #expect(queue.begin(id: 1)?.count == 1)
        _ = queue.committed(id: 1)
        #expect(queue.begin(id: 2)?.count == 1)
    }
}
