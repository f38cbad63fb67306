import Identity
import Testing

@testable import ConsensusCore

/// Nodes that take no entries, or lose them.
@Suite struct FullDiskTests {
    private func leader(change: (inout RaftConfiguration) -> Void = { _ in }) throws -> Script {
        var script = try Script(1, change: change)
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        script.acknowledge(2, from: 3)
        _ = script.take()
        return script
    }

    private func answer(_ script: inout Script, full: [UInt64]) {
        script.wait(100)
        for peer in [2, 3] as [UInt64] {
            script.receive(
                .heartbeatReply(HeartbeatReply(readContext: 0, takesNoEntries: full.contains(peer))), from: peer,
                term: script.node.term.rawValue)
        }
    }

    @Test("a leader without room hands over as soon as anyone has some, and not to one that has none")
    func handsOver() throws {
        var script = try leader()
        answer(&script, full: [2, 3])
        script.feed(.diskSpaceLow(true))
        for _ in 0..<30 { answer(&script, full: [2, 3]) }
        #expect(!script.take().contains { $0.body == .timeoutNow })
        answer(&script, full: [2])
        answer(&script, full: [2])
        #expect(script.take().filter { $0.body == .timeoutNow }.map(\.to) == [NodeID(rawValue: 3)])
        // The order was lost: it is given again.
        for _ in 0..<12 { answer(&script, full: [2]) }
        #expect(script.take().contains { $0.body == .timeoutNow })
    }

    @Test("so does one that becomes leader while it has no room")
    func becomesLeaderWhileFull() throws {
        var script = try Script(1)
        script.feed(.diskSpaceLow(true))
        script.elect(by: [2])
        script.sync()
        script.acknowledge(2, from: 2)
        answer(&script, full: [])
        answer(&script, full: [])
        #expect(script.take().contains { $0.body == .timeoutNow })
    }

    @Test("who has no room says so, and is sent no entries until it takes them again")
    func saysSo() throws {
        var follower = try Script(2)
        follower.feed(.diskSpaceLow(true))
        follower.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 1, term: 1)
        #expect(follower.take().map(\.body) == [.heartbeatReply(HeartbeatReply(readContext: 0, takesNoEntries: true))])

        var script = try leader()
        answer(&script, full: [3])
        _ = script.take()
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.take().filter(\.hasEntries).map(\.to) == [NodeID(rawValue: 2)])
        answer(&script, full: [])
        #expect(script.take().contains { $0.to == NodeID(rawValue: 3) && $0.hasEntries })
    }

    @Test("without a state machine the log ends at its bound, and goes on when a snapshot is taken")
    func logBound() throws {
        var script = try Script(2, terms: [1]) { $0.maximumLogEntries = 5 }
        for index in UInt64(3)...20 {
            script.append(
                previous: (index - 1, 1), entries: [Script.entry(index, 1)], commit: index, from: 1, term: 1)
        }
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 5))
        script.sync()
        script.receive(.heartbeat(Heartbeat(commitIndex: .zero, readContext: 0)), from: 1, term: 1)
        #expect(
            script.take().last?.body == .heartbeatReply(HeartbeatReply(readContext: 0, takesNoEntries: true)))
        script.feed(.applied(LogIndex(rawValue: 5)))
        script.feed(.snapshotTaken(index: LogIndex(rawValue: 5), size: 9))
        script.append(previous: (5, 1), entries: [Script.entry(6, 1)], commit: 6, from: 1, term: 1)
        #expect(script.node.log.lastIndex == LogIndex(rawValue: 6))
    }

    @Test("a leader whose log is at its bound refuses, and hands over")
    func leaderLogBound() throws {
        var script = try leader { $0.maximumLogEntries = 2 }
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        #expect(script.output.outcomes == [ProposalOutcome(id: 1, result: .rejected(.busy))])
        answer(&script, full: [])
        answer(&script, full: [])
        #expect(script.take().contains { $0.body == .timeoutNow })
    }

    @Test("a voter that answers and stores nothing is seen to, unless it pulls a snapshot or lacks nothing")
    func stalled() throws {
        var script = try leader()
        answer(&script, full: [])
        for _ in 0..<60 { answer(&script, full: []) }
        #expect(script.node.status.peers.map(\.stalledFor) == [0, 0], "nothing to store")
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        script.sync()
        script.acknowledge(3, from: 2)
        for _ in 0..<60 { answer(&script, full: [3]) }
        #expect(script.node.status.peers[0].stalledFor == 0)
        #expect(script.node.status.peers[1].stalledFor >= 5_900 && script.node.status.peers[1].takesNoEntries)
        script.acknowledge(3, from: 3)
        #expect(script.node.status.peers[1].stalledFor == 0)
    }

    @Test("fetches that fail come ever more seldom; one that succeeds ends that")
    func fetchPauses() throws {
        var script = try Script(1)
        let snapshot = SnapshotMetadata(
            index: LogIndex(rawValue: 50), term: Term(rawValue: 3),
            membership: Script.membership(voters: [1, 2, 3]), size: 100)
        var times: [Milliseconds] = []
        let begin = script.now
        for _ in 0..<600 {
            script.receive(.installSnapshot(snapshot), from: 2, term: 3)
            if script.output.fetchSnapshot != nil {
                times.append(script.now - begin)
                script.feed(.snapshotFetchFailed(index: snapshot.index))
            }
            script.wait(50)
        }
        #expect(times == [0, 250, 750, 1_750, 3_750, 7_750, 15_750, 23_750])
        script.receive(.installSnapshot(snapshot), from: 2, term: 3)
        while script.output.fetchSnapshot == nil {
            script.wait(50)
            script.receive(.installSnapshot(snapshot), from: 2, term: 3)
        }
        script.feed(.snapshotFetched(snapshot))
        #expect(script.node.fetchPause == 0)
    }

    @Test("a snapshot that is offered again does not cost the peer what follows the one that it pulls")
    func retention() throws {
        var script = try leader {
            $0.snapshotEntries = 4
            $0.retainedEntries = 1
        }
        func commit(_ count: UInt64) {
            for _ in 0..<count { script.commitNext(from: 2) }
        }
        commit(10)
        script.feed(.applied(LogIndex(rawValue: 10)))
        script.feed(.snapshotTaken(index: LogIndex(rawValue: 10), size: 5))
        script.feed(.peerLost(NodeID(rawValue: 3)))
        let refusal = AppendEntriesReply(
            success: false, index: LogIndex(rawValue: 2), hintIndex: .zero, hintTerm: .zero)
        script.node.lead.progress[1] = Progress(
            id: NodeID(rawValue: 3), next: LogIndex(rawValue: 3), clock: script.node.clock)
        script.feed(.tick)
        script.receive(.appendReply(refusal), from: 3, term: 2)
        guard case .snapshot(let pulled, _) = script.node.lead.progress[1].state else {
            Issue.record("no snapshot is offered: \(script.node.lead.progress[1].state)")
            return
        }
        for _ in 0..<5 {
            commit(6)
            let last = script.node.commitIndex
            script.feed(.applied(last))
            script.feed(.snapshotTaken(index: last, size: 5))
            for _ in 0..<12 { answer(&script, full: []) }  // more than a second: the newest is offered
        }
        #expect(script.node.log.snapshotIndex > pulled)
        #expect(script.node.log.baseIndex <= pulled, "what 3 needs next is kept")
    }

    @Test("a voter that refuses what it has acknowledged is asked with heartbeats only, and named once")
    func reversion() throws {
        var script = try leader()
        script.commitNext(from: 2, 3)
        script.feed(.peerLost(NodeID(rawValue: 3)))
        script.feed(.propose(Proposal(id: 1, commands: [[1]])))
        let match = script.node.progress(of: NodeID(rawValue: 3))!.match
        let refusal = AppendEntriesReply(
            success: false, index: match, hintIndex: LogIndex(rawValue: 1), hintTerm: Term(rawValue: 1))
        _ = script.take()
        var named: [Reversion] = []
        var probes = 0
        for _ in 0..<20 {
            script.receive(.appendReply(refusal), from: 3, term: 2)
            named += script.output.reversions
            script.receive(.appendReply(refusal), from: 3, term: 2)
            named += script.output.reversions
            probes += script.takeAppends(to: 3).count
            answer(&script, full: [])
            probes += script.takeAppends(to: 3).count
        }
        #expect(probes <= 21, "\(probes) probes in 20 heartbeats")
        #expect(named == [Reversion(peer: NodeID(rawValue: 3), acknowledged: match, held: LogIndex(rawValue: 1))])
        #expect(script.node.progress(of: NodeID(rawValue: 3))?.match == match, "what was acknowledged still counts")
    }
}
