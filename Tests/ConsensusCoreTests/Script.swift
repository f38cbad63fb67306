import Identity

@testable import ConsensusCore

/// One node under a script: feeds it events, keeps what it said, and completes its disk writes when told to.
struct Script {
    var node: RaftNode
    var now: Milliseconds = 1_000
    /// Everything sent and not taken yet.
    var sent: [RaftMessage] = []
    var output = RaftOutput()
    private var submitted: UInt64 = 0

    static let cluster = ClusterID(rawValue: 9)

    static func configuration(_ id: UInt64) -> RaftConfiguration {
        RaftConfiguration(cluster: cluster, id: NodeID(rawValue: id), seed: id)
    }

    /// A member of a cluster whose voters are `voters` and whose configuration is entry 1 of term 1, followed by commands
    /// of the given terms.
    init(
        _ id: UInt64, voters: [UInt64] = [1, 2, 3], learners: [UInt64] = [], terms: [UInt64] = [], term: UInt64 = 1,
        change: (inout RaftConfiguration) -> Void = { _ in }
    ) throws {
        var configuration = Script.configuration(id)
        change(&configuration)
        var entries = [
            RaftEntry(
                index: LogIndex(rawValue: 1), term: Term(rawValue: 1),
                payload: .configuration(Script.membership(voters: voters, learners: learners)))
        ]
        for (offset, term) in terms.enumerated() { entries.append(Script.entry(UInt64(offset) + 2, term)) }
        node = try RaftNode(
            configuration,
            restored: RaftRestoredState(hardState: RaftHardState(term: Term(rawValue: term)), entries: entries),
            now: now)
    }

    static func membership(voters: [UInt64], learners: [UInt64] = [], outgoing: [UInt64] = []) -> Membership {
        var membership = Membership()
        membership.voters = voters.map { NodeID(rawValue: $0) }
        membership.outgoing = outgoing.map { NodeID(rawValue: $0) }
        membership.learners = learners.map { NodeID(rawValue: $0) }
        membership.members = Set(voters + outgoing + learners).sorted().map {
            Member(id: NodeID(rawValue: $0), address: "n\($0):50052")
        }
        return membership
    }

    static func entry(_ index: UInt64, _ term: UInt64, _ payload: RaftEntry.Payload = .command([1, 2, 3])) -> RaftEntry
    {
        RaftEntry(index: LogIndex(rawValue: index), term: Term(rawValue: term), payload: payload)
    }

    // MARK: Feeding

    mutating func feed(_ events: RaftEvent...) {
        output = node.step(events, now: now)
        sent += output.messages
        if let request = output.persist { submitted = request.generation }
    }

    mutating func receive(_ body: RaftMessage.Body, from: UInt64, term: UInt64) {
        feed(.message(message(body, from: from, term: term)))
    }

    func message(_ body: RaftMessage.Body, from: UInt64, term: UInt64) -> RaftMessage {
        RaftMessage(
            cluster: Script.cluster, from: NodeID(rawValue: from), to: node.id, term: Term(rawValue: term), body: body)
    }

    /// Proposes, and commits with the copies of these peers and the node's own; only what the commit has it say is left to take.
    mutating func commitNext(from peers: UInt64...) {
        feed(.propose(Proposal(id: 1_000 + node.log.lastIndex.rawValue, commands: [[1]])))
        sync()
        _ = take()
        for peer in peers { acknowledge(node.log.lastIndex.rawValue, from: peer) }
    }

    /// Completes all writes.
    mutating func sync() { feed(.persisted(generation: submitted)) }

    /// Lets time pass in ticks of 50 ms.
    mutating func wait(_ milliseconds: Milliseconds) {
        var left = milliseconds
        while left > 0 {
            now += min(left, 50)
            left -= min(left, 50)
            feed(.tick)
        }
    }

    mutating func append(
        previous: (UInt64, UInt64), entries: [RaftEntry] = [], commit: UInt64 = 0, from: UInt64, term: UInt64
    ) {
        receive(
            .append(
                AppendEntries(
                    previousIndex: LogIndex(rawValue: previous.0), previousTerm: Term(rawValue: previous.1),
                    commitIndex: LogIndex(rawValue: commit), entries: entries)), from: from, term: term)
    }

    mutating func acknowledge(_ index: UInt64, from: UInt64) {
        receive(
            .appendReply(AppendEntriesReply(success: true, index: LogIndex(rawValue: index))), from: from,
            term: node.term.rawValue)
    }

    mutating func askForVote(
        from: UInt64, term: UInt64, last: (UInt64, UInt64), preVote: Bool = false, transfer: Bool = false
    ) {
        receive(
            .requestVote(
                RequestVote(
                    preVote: preVote, transfer: transfer, lastIndex: LogIndex(rawValue: last.0),
                    lastTerm: Term(rawValue: last.1))), from: from, term: term)
    }

    mutating func vote(_ granted: Bool, preVote: Bool = false, from: UInt64, term: UInt64) {
        receive(.requestVoteReply(RequestVoteReply(preVote: preVote, granted: granted)), from: from, term: term)
    }

    /// Makes the node campaign and win with the votes of `voters`.
    mutating func elect(by voters: [UInt64]) {
        while node.role == .follower { wait(50) }
        let term = node.term.rawValue + 1
        for voter in voters where node.role == .preCandidate { vote(true, preVote: true, from: voter, term: term) }
        sync()
        for voter in voters where node.role == .candidate { vote(true, from: voter, term: term) }
    }

    // MARK: Reading

    mutating func take() -> [RaftMessage] {
        defer { sent = [] }
        return sent
    }

    mutating func takeAppends(to peer: UInt64) -> [AppendEntries] {
        take().compactMap {
            guard $0.to.rawValue == peer, case .append(let append) = $0.body else { return nil }
            return append
        }
    }
}

extension RaftMessage {
    var hasEntries: Bool {
        guard case .append(let append) = body else { return false }
        return !append.entries.isEmpty
    }

    var voteReply: RequestVoteReply? {
        guard case .requestVoteReply(let reply) = body else { return nil }
        return reply
    }

    var appendReply: AppendEntriesReply? {
        guard case .appendReply(let reply) = body else { return nil }
        return reply
    }
}
