package import Identity

/// One node of the replicated log: Raft (Ongaro and Ousterhout 2014; Ongaro's dissertation) as a value.
///
/// ``step(_:now:)-(RaftEvent,_)`` takes what happened and says what to do. It has no clock, no disk, no network and no unseeded
/// randomness. So a whole cluster runs in one thread of a test from one seed. The rules are spread over this type's extensions,
/// one file for each part of the protocol; `docs/internals/consensus.md` is the map.
package struct RaftNode: Sendable, Equatable {
    package let configuration: RaftConfiguration

    // Figure 2's state. `log` holds the configurations too.
    var log = RaftLog()
    var term = Term.zero
    var votedFor: NodeID?
    package internal(set) var commitIndex = LogIndex.zero
    package internal(set) var appliedIndex = LogIndex.zero

    var role = Leadership.Role.follower
    var leader: NodeID?
    var disk = DiskLedger()
    /// Only of use while `role` is `leader`; reset on becoming one.
    var lead = LeaderState()
    /// Only of use while campaigning.
    var ballot = Ballot()

    var random: SplitMix64
    /// The node's own time: moves with the driver's, but never by more than `maximumClockStep` at once.
    var clock: Milliseconds = 0
    var lastNow: Milliseconds
    var electionDeadline: Milliseconds = 0
    var leaderContactAt: Milliseconds = 0
    /// Whom ``leaderContactAt`` is about: also when it leads no more, until it is heard again or known to be gone.
    var lastLeader: NodeID?
    /// The leader before ``lastLeader``, and when it was last heard.
    var formerLeader: FormerLeader?
    var leaderRhythm = LeaderRhythm()
    /// As the newest leader that knows it has reported; 0: none has.
    var toldPatience: Milliseconds = 0
    /// Of ``Leadership``; only while no leader is known.
    var isCutOff = false
    /// When a question that nobody answers shows that this node is alone; `nil`: somebody has answered, or none was asked.
    var solitudeDeadline: Milliseconds?
    /// When this follower asks whom it hears, as its leader is late; `nil`: it has, or does not know the leader's rhythm.
    var inquiryDeadline: Milliseconds?
    /// Of this node's orders to nodes that reach a member which it does not reach.
    var bridging = OrderPace()
    /// Campaigns since a leader was last heard.
    var campaigns = 0
    /// Since a leader was last heard, this node has refused a candidate for having less in its log. Then it campaigns
    /// itself even without a vote of its own: others may need its vote by a configuration that it has moved past, and could
    /// never get it (docs/decisions/0401).
    var isAheadOfCandidates = false

    var isTakingSnapshot = false
    /// Entries that must be applied before the next snapshot is asked for.
    var snapshotDue: UInt64
    var fetching: SnapshotMetadata?
    /// The node that offered the snapshot.
    var fetchSource: NodeID?
    /// No snapshot is fetched before; and the pause after the next failure, 0 before the first.
    var fetchNotBefore: Milliseconds = 0
    var fetchPause: Milliseconds = 0
    var isDiskSpaceLow = false
    /// The newest version that the state machine beside this node knows; 0: unknown.
    var newestBehaviour: UInt32 = 0

    /// Messages that were not for this node, not from this cluster, or from a node that is out of it.
    package internal(set) var droppedMessages: UInt64 = 0

    // What the driver asks for in every round, as of the last step. Stored, because the driver's node lies in a class: to call
    // a function of it, even a getter, copies the whole node.
    package private(set) var leadership: Leadership
    /// When the next timer is due, on the driver's clock.
    package private(set) var nextDeadline: Milliseconds = 0
    /// Whether something follows from it when what was given to the disk is there. A leader whose followers are quicker than
    /// its own disk need not be woken by it: it learns of the write with its next event.
    package private(set) var awaitsDisk = false

    var output = RaftOutput()
    var announced: Leadership
    var announcedCommit = LogIndex.zero
    var announcedMembershipIndex: LogIndex?

    /// A node that starts again, or for the first time with an empty disk: it then waits for a leader to find it.
    /// - Throws: ``RaftError`` with `damagedState` when the parts contradict each other.
    package init(
        _ configuration: RaftConfiguration, restored: RaftRestoredState = RaftRestoredState(), now: Milliseconds
    ) throws(RaftError) {
        self.init(blank: configuration, now: now)
        try restore(restored)
        startElectionTimer()
        noteStanding()
    }

    /// The first node of a new cluster: a configuration with one voter, as entry 1 of term 1. Its disk must be empty.
    package init(_ configuration: RaftConfiguration, bootstrap member: Member, now: Milliseconds) {
        self.init(blank: configuration, now: now)
        precondition(member.id == configuration.id, "a cluster starts with its own node")
        term = Term(rawValue: 1)
        disk.isHardStateDirty = true
        append([.configuration(Membership(bootstrap: member))])
        startElectionTimer()
        noteStanding()
    }

    private init(blank configuration: RaftConfiguration, now: Milliseconds) {
        self.configuration = configuration
        random = SplitMix64(seed: configuration.seed)
        lastNow = now
        snapshotDue = configuration.snapshotEntries
        announced = Leadership(role: .learner, term: .zero, leader: nil, isReady: false)
        leadership = announced
    }

    /// After every change of the state that these three follow from.
    mutating func noteStanding() {
        leadership = currentLeadership
        nextDeadline = currentDeadline
        awaitsDisk = mustHearOfDisk
    }

    // MARK: What the driver calls

    /// - Parameter now: The driver's monotonic clock. A value below the last one counts as no time passed; time goes on from it.
    package mutating func step(_ event: RaftEvent, now: Milliseconds) -> RaftOutput {
        step(CollectionOfOne(event), now: now)
    }

    /// Takes all that is ready as one round: entries of several proposals share a ``PersistRequest`` and an append.
    package mutating func step(_ events: some Sequence<RaftEvent>, now: Milliseconds) -> RaftOutput {
        if now > lastNow { clock += min(now - lastNow, configuration.maximumClockStep) }
        lastNow = now
        for event in events where role != .removed { handle(event) }
        return finishRound()
    }

    private var currentDeadline: Milliseconds {
        let deadline =
            role == .leader
            ? min(
                lead.heartbeatDeadline, lead.quorumDeadline, lead.noticeDeadline ?? .max, lead.thrift.deadline ?? .max)
            : leader == nil
                ? min(electionDeadline, solitudeDeadline ?? .max) : min(electionDeadline, inquiryDeadline ?? .max)
        return deadline > clock ? lastNow + (deadline - clock) : lastNow
    }

    /// Committed entries of every kind that follow `index` and are on this node's disk, at most `maximumBytes` but at
    /// least one if there is one. `nil` when they are gone: give the state machine the newest snapshot first.
    package func committedEntries(after index: LogIndex, maximumBytes: Int) -> [RaftEntry]? {
        guard index >= log.baseIndex else { return nil }
        return Array(log.entries(after: index, through: applicableIndex, maximumBytes: maximumBytes))
    }

    /// The header of a snapshot of the state machine through `index`. `nil` when `index` is not above the last snapshot or not
    /// committed.
    package func snapshotMetadata(at index: LogIndex, size: UInt64) -> SnapshotMetadata? {
        guard index > log.snapshotIndex, index <= applicableIndex, let term = log.term(at: index),
            let membership = log.membership(at: index)
        else { return nil }
        return SnapshotMetadata(index: index, term: term, membership: membership, size: size)
    }

    package var id: NodeID { configuration.id }
    package var membership: Membership { log.membership }
    /// The last entry's term.
    package var lastTerm: Term { log.lastTerm }
    private var currentLeadership: Leadership {
        let isMember = log.membership.isVoter(id)
        return Leadership(
            role: role == .follower && !isMember ? .learner : role, term: term, leader: leader,
            isReady: role == .leader && commitIndex >= lead.termStart, isCutOff: isCutOff && leader == nil)
    }

    // MARK: Events

    private mutating func handle(_ event: RaftEvent) {
        switch event {
        case .tick: tick()
        case .message(let message): receive(message)
        case .propose(let proposal): propose(proposal)
        case .read(let id): read(id: id)
        case .persisted(let generation): persisted(generation)
        case .applied(let index): applied(index)
        case .snapshotTaken(let index, let size): snapshotTaken(index: index, size: size)
        case .snapshotAbandoned: snapshotAbandoned()
        case .snapshotFetched(let snapshot): snapshotFetched(snapshot)
        case .snapshotFetchFailed(let index): snapshotFetchFailed(index: index)
        case .transferLeadership(let target): startTransfer(to: target)
        case .changeMembership(let id, let change): changeMembership(id: id, change)
        case .peerLost(let peer): peerLost(peer)
        case .diskSpaceLow(let isLow): diskSpaceChanged(isLow: isLow)
        case .behaviourKnown(let version): newestBehaviour = version
        }
    }

    private mutating func tick() {
        switch role {
        case .leader: tickAsLeader()
        case .follower, .learner, .preCandidate, .candidate: tickElection()
        case .removed: break
        }
    }

    private mutating func diskSpaceChanged(isLow: Bool) {
        isDiskSpaceLow = isLow
        if isLow { startTransfer(to: nil, because: .noDiskSpace) }
    }

    private mutating func finishRound() -> RaftOutput {
        if role == .leader {
            flushReads()
            flushAppends()
        }
        if role != .removed { output.persist = takePersistRequest() }
        if applicableIndex > announcedCommit {
            announcedCommit = applicableIndex
            output.commitIndex = applicableIndex
        }
        noteStanding()
        if leadership != announced {
            announced = leadership
            output.leadership = announced
        }
        if announcedMembershipIndex != log.membershipIndex {
            announcedMembershipIndex = log.membershipIndex
            output.membership = log.membership
        }
        defer { output = RaftOutput() }
        return output
    }

    // MARK: Sending

    /// For what claims nothing that is not on disk already: a leader's term is durable since its own vote counted.
    mutating func send(_ body: RaftMessage.Body, to peer: NodeID, term: Term? = nil) {
        output.messages.append(message(body, to: peer, term: term))
    }

    /// Holds the message until `generation` is on disk.
    mutating func send(_ body: RaftMessage.Body, to peer: NodeID, term: Term? = nil, after generation: UInt64) {
        let message = message(body, to: peer, term: term)
        if generation <= disk.durableGeneration {
            output.messages.append(message)
        } else {
            disk.held.append(DiskLedger.Held(generation: generation, message: message))
        }
    }

    private func message(_ body: RaftMessage.Body, to peer: NodeID, term: Term?) -> RaftMessage {
        RaftMessage(cluster: configuration.cluster, from: id, to: peer, term: term ?? self.term, body: body)
    }
}
