import ConsensusCore
import GameCore
import Identity
import RPC
import SimulationCore
import Testing

/// Bounds that two modules must agree on: each is named once, and what either side does is held against it.
@Suite struct SharedLimitsTests {
    private let raft = RaftConfiguration(cluster: ClusterID(rawValue: 1), id: NodeID(rawValue: 1), seed: 1)
    private let rpc = RPCLimits()

    @Test("a leader takes what one proposal of a simulation carries, in commands and in bytes")
    func proposals() {
        #expect(SharedLimits.proposalCommands <= raft.maximumUncommittedEntries)
        #expect(SharedLimits.proposalBytes <= raft.maximumCommandBytes)
        // A command of the greatest length travels alone; the leader counts 32 bytes more for each.
        #expect(SharedLimits.commandBytes <= raft.maximumCommandBytes)
        #expect(
            max(SharedLimits.commandBytes, SharedLimits.proposalBytes) + 32 * SharedLimits.proposalCommands
                <= raft.maximumUncommittedBytes)
    }

    @Test("the longest commands of the world fit into the log")
    func commands() throws {
        // A fork carries a whole board; nothing else grows with a game.
        #expect(Recording.startLimit + 1_024 <= SharedLimits.commandBytes)
        let text = try #require(ChatText([UInt8](repeating: 0x78, count: 200)))
        let chat = Command.request(
            key(.max, .max), sequence: .max, Entropy(first: .max, second: .max), .chat(text))
        #expect(chat.encoded().count + ChatText.maximumBytes <= SharedLimits.commandBytes)
        let attach = Command.attach(
            key(.max, .max),
            Attachment(
                stream: .max, node: NodeID(rawValue: .max),
                number: number(SessionLimits.highestNumber, SessionLimits.highestNumber),
                nextSequence: SessionLimits.highestNumber),
            name: [UInt8](repeating: 0x78, count: WorldRules.maximumNameBytes),
            Ratings([UInt32](repeating: UInt32(Ratings.highest), count: Ratings.count)))
        #expect(attach.encoded().count <= SharedLimits.commandBytes)
        let end = EndedStream(key: key(.max, .max), attachment: .max)
        let ends = Command.detachMany([EndedStream](repeating: end, count: Command.maximumEnds))
        #expect(ends.encoded().count <= SharedLimits.proposalBytes)
        #expect(try Command(decoding: ends.encoded()) == ends)
    }

    @Test("what is replicated together fits into one message between processes")
    func messages() {
        // Entries with their index and term, of up to 64 KiB and one more command.
        #expect(raft.maximumAppendBytes + SharedLimits.commandBytes + 4_096 <= rpc.maxMessageBytes)
        #expect(SharedLimits.snapshotChunkBytes + 1_024 <= rpc.maxMessageBytes)
        #expect(Replay.sizeLimit + 1_024 <= rpc.maxMessageBytes)
    }

    @Test("consensus keeps every snapshot that a simulation can restore")
    func snapshots() {
        #expect(SharedLimits.worldBytes <= SharedLimits.snapshotBytes)
    }
}
