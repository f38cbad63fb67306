import ConsensusCore
import Identity
import Testing
import Wire

@testable import ConsensusService

/// What the core says reaches the other core as it was, also at the bounds of its numbers; the rest does not pass.
@Suite struct RaftMessageWireTests {
    private static let highest = LogIndex(rawValue: .max)
    private static let lastTerm = Term(rawValue: .max)
    private static let membership = Membership(
        bootstrap: ConsensusCore.Member(id: NodeID(rawValue: .max), address: "127.0.0.1:65535"))

    private static func entry(
        _ index: UInt64, _ payload: ConsensusCore.RaftEntry.Payload
    ) -> ConsensusCore.RaftEntry {
        ConsensusCore.RaftEntry(index: LogIndex(rawValue: index), term: lastTerm, payload: payload)
    }

    private func message(_ body: ConsensusCore.RaftMessage.Body) -> ConsensusCore.RaftMessage {
        ConsensusCore.RaftMessage(
            cluster: ClusterID(rawValue: 1), from: NodeID(rawValue: .max), to: NodeID(rawValue: 2), term: .zero,
            body: body)
    }

    private func wire(_ body: Wire.RaftMessage.Body?) -> Wire.RaftMessage {
        Wire.RaftMessage(clusterID: 1, from: 2, to: 3, term: 4, body: body)
    }

    @Test(
        "each message comes back from the wire as it was",
        arguments: [
            ConsensusCore.RaftMessage.Body.requestVote(
                ConsensusCore.RequestVote(
                    preVote: true, transfer: false, lastIndex: highest, lastTerm: lastTerm, hearsReceiver: true)),
            .requestVote(
                ConsensusCore.RequestVote(preVote: false, transfer: true, lastIndex: .zero, lastTerm: .zero)),
            .requestVoteReply(ConsensusCore.RequestVoteReply(preVote: true, granted: false, hearsLeader: true)),
            .requestVoteReply(ConsensusCore.RequestVoteReply(preVote: false, granted: true)),
            .append(
                ConsensusCore.AppendEntries(
                    previousIndex: highest, previousTerm: lastTerm, commitIndex: highest, entries: [], isNotice: true)),
            .append(
                ConsensusCore.AppendEntries(
                    previousIndex: LogIndex(rawValue: .max - 3), previousTerm: .zero, commitIndex: .zero,
                    entries: [
                        entry(.max - 2, .command([0, 255])), entry(.max - 1, .empty),
                        entry(.max, .configuration(membership)),
                    ])),
            .appendReply(
                ConsensusCore.AppendEntriesReply(
                    success: false, index: highest, hintIndex: LogIndex(rawValue: 3), hintTerm: lastTerm)),
            .heartbeat(ConsensusCore.Heartbeat(commitIndex: highest, readContext: .max, patience: 4_294_967_295)),
            .heartbeatReply(
                ConsensusCore.HeartbeatReply(
                    readContext: .max, cutOff: NodeID(rawValue: 9), takesNoEntries: true, newestBehaviour: .max)),
            .heartbeatReply(ConsensusCore.HeartbeatReply(readContext: 0)),
            .installSnapshot(
                SnapshotMetadata(index: highest, term: lastTerm, membership: membership, size: .max)),
            .installSnapshotReply(ConsensusCore.InstallSnapshotReply(success: true, index: highest)),
            .timeoutNow, .removed,
        ])
    func roundTrip(body: ConsensusCore.RaftMessage.Body) throws {
        let message = message(body)
        let bytes = Wire.RaftMessage(message).encoded()
        #expect(try ConsensusCore.RaftMessage(Wire.RaftMessage(decoding: bytes)) == message)
    }

    @Test("a patience that is longer than the field becomes its longest")
    func longPatience() throws {
        let sent = message(.heartbeat(ConsensusCore.Heartbeat(commitIndex: .zero, readContext: 0, patience: .max)))
        let body = try ConsensusCore.RaftMessage(Wire.RaftMessage(sent)).body
        #expect(
            body == .heartbeat(ConsensusCore.Heartbeat(commitIndex: .zero, readContext: 0, patience: 4_294_967_295)))
    }

    @Test("a message needs a cluster, a sender, a receiver and a body")
    func incomplete() {
        let whole = wire(.timeoutNow(TimeoutNow()))
        #expect(throws: Never.self) { try ConsensusCore.RaftMessage(whole) }
        for lack: (inout Wire.RaftMessage) -> Void in [
            { $0.clusterID = 0 }, { $0.from = 0 }, { $0.to = 0 }, { $0.body = nil },
        ] {
            var message = whole
            lack(&message)
            expectRefusal(of: message, .malformedMessage)
        }
    }

    @Test("entries whose indexes do not fit, of a kind that there is not, or whose configuration is none, are refused")
    func entries() {
        func append(after index: UInt64, _ entries: [Wire.RaftEntry]) -> Wire.RaftMessage {
            wire(
                .append(
                    Wire.AppendEntries(
                        previousIndex: index, previousTerm: 1, commitIndex: 0, entries: entries, notice: false)))
        }
        let command = Wire.RaftEntry(term: 1, kind: .command, data: [1])
        #expect(throws: Never.self) { try ConsensusCore.RaftMessage(append(after: .max - 2, [command, command])) }
        expectRefusal(of: append(after: .max - 1, [command, command]), .malformedMessage)
        for kind: Int32 in [3, 255, 256, .max, -1, .min] {
            let entry = Wire.RaftEntry(term: 1, kind: .init(rawValue: kind), data: [])
            expectRefusal(of: append(after: 1, [command, entry]), .malformedEntry)
        }
        let configuration = Wire.RaftEntry(term: 1, kind: .configuration, data: [1, 2, 3])
        #expect(throws: RaftError.self) { try ConsensusCore.RaftMessage(append(after: 1, [configuration])) }
        let snapshot = Wire.InstallSnapshot(index: 1, snapshotTerm: 1, size: 1, configuration: [1, 2, 3])
        #expect(throws: RaftError.self) { try ConsensusCore.RaftMessage(wire(.installSnapshot(snapshot))) }
    }

    private func expectRefusal(of message: Wire.RaftMessage, _ code: RaftError.Code) {
        do {
            let passed = try ConsensusCore.RaftMessage(message)
            Issue.record("it passed: \(passed)")
        } catch { #expect(error.code == code, "\(error)") }
    }
}
