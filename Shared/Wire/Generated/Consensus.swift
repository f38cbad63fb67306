// Generated from Protos/snaketron/v1/consensus.proto by scripts/generate-protos. Do not edit.

internal import CProtobufC
internal import CSnakeTronProtos

package struct FollowUp: Sendable, Equatable {
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case start(FollowStart)
        case applied(Applied)
        /// answers `take_snapshot`
        case snapshot(SnapshotChunk)
        case stopped(FollowStopped)
    }

    package init(event: Event? = nil) {
        self.event = event
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// `applied_index` 0: the simulation is empty and wants a snapshot, or the log from its first entry.
package struct FollowStart: Sendable, Equatable {
    package var appliedIndex: UInt64
    /// the newest version of behaviour that the simulation knows
    package var newestBehaviour: UInt32
    /// Whose log `applied_index` counts; 0 when `applied_index` is 0. Ends with FAILED_PRECONDITION when this node
    /// belongs to another cluster: forget everything and start again from 0.
    package var clusterID: UInt64

    package init(appliedIndex: UInt64 = 0, newestBehaviour: UInt32 = 0, clusterID: UInt64 = 0) {
        self.appliedIndex = appliedIndex
        self.newestBehaviour = newestBehaviour
        self.clusterID = clusterID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The simulation cannot apply what comes next, because another version wrote it: it serves nobody, and applies nothing
/// more.
package struct FollowStopped: Sendable, Equatable {
    /// of the entry or the snapshot
    package var index: UInt64
    /// a clause for a person
    package var reason: String

    package init(index: UInt64 = 0, reason: String = "") {
        self.index = index
        self.reason = reason
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// How far the world is. The other fields are set after each fifth tick, for the comparison with the other nodes'
/// worlds.
package struct Applied: Sendable, Equatable {
    package var index: UInt64
    /// of the whole world, after each twentieth tick; else 0
    package var stateHash: UInt64
    /// of the world; 0: nothing to compare
    package var tick: UInt64
    /// version of the world's encoding: hashes of different formats cannot be compared
    package var format: UInt32
    /// a digest of all boards after each of the last five ticks, oldest first
    package var boards: [UInt64]
    /// the snapshot that the world was restored from on this stream; 0: none
    package var origin: UInt64
    /// the node budgets give way: work that can wait should
    package var savesWork: Bool

    package init(
        index: UInt64 = 0,
        stateHash: UInt64 = 0,
        tick: UInt64 = 0,
        format: UInt32 = 0,
        boards: [UInt64] = [],
        origin: UInt64 = 0,
        savesWork: Bool = false
    ) {
        self.index = index
        self.stateHash = stateHash
        self.tick = tick
        self.format = format
        self.boards = boards
        self.origin = origin
        self.savesWork = savesWork
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Part of one snapshot, in order, at most 64 KiB of data each.
package struct SnapshotChunk: Sendable, Equatable {
    /// the last entry the snapshot covers
    package var index: UInt64
    package var offset: UInt64
    package var data: [UInt8]
    package var last: Bool

    package init(index: UInt64 = 0, offset: UInt64 = 0, data: [UInt8] = [], last: Bool = false) {
        self.index = index
        self.offset = offset
        self.data = data
        self.last = last
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct FollowDown: Sendable, Equatable {
    package var event: Event?

    package enum Event: Sendable, Equatable {
        case leadership(Leadership)
        /// replace all state by this one
        case snapshot(SnapshotChunk)
        case committed(Entries)
        /// stream the state as of the last applied entry
        case takeSnapshot(TakeSnapshot)
        /// say at once, by `applied`, how far the world is: a sign of life
        case report(Report)
    }

    package init(event: Event? = nil) {
        self.event = event
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Sent first, and on every change.
package struct Leadership: Sendable, Equatable {
    /// this node
    package var nodeID: UInt64
    /// 0: none known
    package var leaderID: UInt64
    package var term: UInt64
    /// true only once an entry of this term is committed
    package var isLeader: Bool
    /// whose log this is; never changes on one stream
    package var clusterID: UInt64
    /// this node's world differs from the majority's: serve no players; a snapshot will follow
    package var quarantined: Bool
    /// no leader is known here, and none is being elected: others hear one, or nobody is heard
    package var cutOff: Bool

    package init(
        nodeID: UInt64 = 0,
        leaderID: UInt64 = 0,
        term: UInt64 = 0,
        isLeader: Bool = false,
        clusterID: UInt64 = 0,
        quarantined: Bool = false,
        cutOff: Bool = false
    ) {
        self.nodeID = nodeID
        self.leaderID = leaderID
        self.term = term
        self.isLeader = isLeader
        self.clusterID = clusterID
        self.quarantined = quarantined
        self.cutOff = cutOff
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Committed command entries in index order. Gaps are entries of consensus' own (empty, configuration).
package struct Entries: Sendable, Equatable {
    package var entries: [Entry]
    /// everything up to here is committed and delivered
    package var throughIndex: UInt64

    package init(entries: [Entry] = [], throughIndex: UInt64 = 0) {
        self.entries = entries
        self.throughIndex = throughIndex
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Entry: Sendable, Equatable {
    package var index: UInt64
    package var term: UInt64
    package var command: [UInt8]

    package init(index: UInt64 = 0, term: UInt64 = 0, command: [UInt8] = []) {
        self.index = index
        self.term = term
        self.command = command
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct TakeSnapshot: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Report: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Proposal: Sendable, Equatable {
    /// the caller's, unique on this stream
    package var id: UInt64
    /// 0: unconditional; else rejected unless this node leads in exactly this term
    package var term: UInt64
    /// each becomes one entry, adjacent, in order; 1 to 512, 64 KiB together at most
    package var commands: [[UInt8]]

    package init(id: UInt64 = 0, term: UInt64 = 0, commands: [[UInt8]] = []) {
        self.id = id
        self.term = term
        self.commands = commands
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ProposalResult: Sendable, Equatable {
    package var id: UInt64
    package var result: ProposalResult.Result
    /// of the last command, when COMMITTED
    package var index: UInt64

    package enum Result: RawRepresentable, Sendable, Hashable {
        case unspecified
        case committed
        /// surely not in the log: no leader, wrong term, or busy; safe to send again
        case rejected
        /// may or may not commit: send again only if a repeat is harmless
        case unknown
        /// surely not in the log, and no leader will ever take it: too many commands or bytes
        case tooLarge
        /// A value that this version does not know; it keeps its number.
        case unrecognized(Int32)

        package init(rawValue: Int32) {
            switch rawValue {
            case 0: self = .unspecified
            case 1: self = .committed
            case 2: self = .rejected
            case 3: self = .unknown
            case 4: self = .tooLarge
            default: self = .unrecognized(rawValue)
            }
        }

        package var rawValue: Int32 {
            switch self {
            case .unspecified: 0
            case .committed: 1
            case .rejected: 2
            case .unknown: 3
            case .tooLarge: 4
            case .unrecognized(let rawValue): rawValue
            }
        }
    }

    package init(id: UInt64 = 0, result: ProposalResult.Result = .unspecified, index: UInt64 = 0) {
        self.id = id
        self.result = result
        self.index = index
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ReadIndexRequest: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ReadIndexReply: Sendable, Equatable {
    package var index: UInt64

    package init(index: UInt64 = 0) {
        self.index = index
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct StatusRequest: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct StatusReply: Sendable, Equatable {
    package var clusterID: UInt64
    package var nodeID: UInt64
    package var role: RaftRole
    package var term: UInt64
    package var leaderID: UInt64
    package var lastIndex: UInt64
    package var commitIndex: UInt64
    package var appliedIndex: UInt64
    package var snapshotIndex: UInt64
    package var members: [Member]
    /// of the program that answers
    package var version: String
    /// its simulation serves no players until it has been restored
    package var quarantined: Bool
    /// times that happened, since this process started
    package var restored: UInt32
    /// the last that this node has seen, oldest first, at most 8
    package var divergences: [Divergence]
    /// On the leader: whether all voters are there and whole, and have been for a while, so that any one node may be
    /// taken away. Else why not; never true on another node.
    package var mayTakeANode: Bool
    package var whyNot: String
    /// On the leader: the newest version of behaviour that every member knows that is alive or registered; 0: not
    /// known, and why.
    package var commonBehaviour: UInt32
    package var commonBehaviourWhyNot: String
    /// why this node's simulation cannot go on: another version is in force
    package var simulationStopped: String
    /// this node was asked to stop
    package var draining: Bool
    /// members that are to vote
    package var voterSeats: UInt32
    /// of the last hour as this node saw them, oldest first, at most 128
    package var events: [ClusterEvent]

    package init(
        clusterID: UInt64 = 0,
        nodeID: UInt64 = 0,
        role: RaftRole = .unspecified,
        term: UInt64 = 0,
        leaderID: UInt64 = 0,
        lastIndex: UInt64 = 0,
        commitIndex: UInt64 = 0,
        appliedIndex: UInt64 = 0,
        snapshotIndex: UInt64 = 0,
        members: [Member] = [],
        version: String = "",
        quarantined: Bool = false,
        restored: UInt32 = 0,
        divergences: [Divergence] = [],
        mayTakeANode: Bool = false,
        whyNot: String = "",
        commonBehaviour: UInt32 = 0,
        commonBehaviourWhyNot: String = "",
        simulationStopped: String = "",
        draining: Bool = false,
        voterSeats: UInt32 = 0,
        events: [ClusterEvent] = []
    ) {
        self.clusterID = clusterID
        self.nodeID = nodeID
        self.role = role
        self.term = term
        self.leaderID = leaderID
        self.lastIndex = lastIndex
        self.commitIndex = commitIndex
        self.appliedIndex = appliedIndex
        self.snapshotIndex = snapshotIndex
        self.members = members
        self.version = version
        self.quarantined = quarantined
        self.restored = restored
        self.divergences = divergences
        self.mayTakeANode = mayTakeANode
        self.whyNot = whyNot
        self.commonBehaviour = commonBehaviour
        self.commonBehaviourWhyNot = commonBehaviourWhyNot
        self.simulationStopped = simulationStopped
        self.draining = draining
        self.voterSeats = voterSeats
        self.events = events
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Something that happened to the cluster. Two nodes may tell of the same event.
package struct ClusterEvent: Sendable, Equatable {
    package var kind: ClusterEvent.Kind
    package var nodeID: UInt64
    /// in which it was seen
    package var term: UInt64
    package var agoMs: UInt32

    package enum Kind: RawRepresentable, Sendable, Hashable {
        case unspecified
        /// leads in a new term
        case elected
        /// is a member now
        case joined
        /// is no member any more
        case left
        /// got a vote
        case promoted
        /// lost its vote
        case demoted
        /// the leader has not heard it for a second
        case unreachable
        /// the leader hears it again, or for the first time since it leads
        case reachable
        /// A value that this version does not know; it keeps its number.
        case unrecognized(Int32)

        package init(rawValue: Int32) {
            switch rawValue {
            case 0: self = .unspecified
            case 1: self = .elected
            case 2: self = .joined
            case 3: self = .left
            case 4: self = .promoted
            case 5: self = .demoted
            case 6: self = .unreachable
            case 7: self = .reachable
            default: self = .unrecognized(rawValue)
            }
        }

        package var rawValue: Int32 {
            switch self {
            case .unspecified: 0
            case .elected: 1
            case .joined: 2
            case .left: 3
            case .promoted: 4
            case .demoted: 5
            case .unreachable: 6
            case .reachable: 7
            case .unrecognized(let rawValue): rawValue
            }
        }
    }

    package init(kind: ClusterEvent.Kind = .unspecified, nodeID: UInt64 = 0, term: UInt64 = 0, agoMs: UInt32 = 0) {
        self.kind = kind
        self.nodeID = nodeID
        self.term = term
        self.agoMs = agoMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// A world that differs from the others'.
package struct Divergence: Sendable, Equatable {
    /// whose; 0: no majority tells who is wrong
    package var nodeID: UInt64
    /// the log entry at which it was found
    package var index: UInt64
    /// the first world tick that differs
    package var tick: UInt64
    /// false: the difference is outside the boards, and up to 19 ticks older than `tick`
    package var exact: Bool
    /// at `tick`, of the boards or (not exact) of the whole world
    package var hash: UInt64
    /// likewise, of those who agree; 0 when nobody does
    package var majorityHash: UInt64
    package var agoMs: UInt32

    package init(
        nodeID: UInt64 = 0,
        index: UInt64 = 0,
        tick: UInt64 = 0,
        exact: Bool = false,
        hash: UInt64 = 0,
        majorityHash: UInt64 = 0,
        agoMs: UInt32 = 0
    ) {
        self.nodeID = nodeID
        self.index = index
        self.tick = tick
        self.exact = exact
        self.hash = hash
        self.majorityHash = majorityHash
        self.agoMs = agoMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Member: Sendable, Equatable {
    package var nodeID: UInt64
    /// host:port of its Raft service
    package var address: String
    package var voter: Bool
    /// as the leader knows it; 0 elsewhere
    package var matchIndex: UInt64
    /// since its last answer, as the leader knows it; 0 elsewhere
    package var silentMs: UInt32
    /// that its simulation knows, by its last answer; 0: not known
    package var newestBehaviour: UInt32

    package init(
        nodeID: UInt64 = 0,
        address: String = "",
        voter: Bool = false,
        matchIndex: UInt64 = 0,
        silentMs: UInt32 = 0,
        newestBehaviour: UInt32 = 0
    ) {
        self.nodeID = nodeID
        self.address = address
        self.voter = voter
        self.matchIndex = matchIndex
        self.silentMs = silentMs
        self.newestBehaviour = newestBehaviour
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct TransferLeadershipRequest: Sendable, Equatable {
    package var target: UInt64

    package init(target: UInt64 = 0) {
        self.target = target
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct TransferLeadershipReply: Sendable, Equatable {
    package var leaderID: UInt64
    package var term: UInt64

    package init(leaderID: UInt64 = 0, term: UInt64 = 0) {
        self.leaderID = leaderID
        self.term = term
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package enum RaftRole: RawRepresentable, Sendable, Hashable {
    /// not yet a member
    case unspecified
    case learner
    case follower
    case candidate
    case leader
    /// A value that this version does not know; it keeps its number.
    case unrecognized(Int32)

    package init(rawValue: Int32) {
        switch rawValue {
        case 0: self = .unspecified
        case 1: self = .learner
        case 2: self = .follower
        case 3: self = .candidate
        case 4: self = .leader
        default: self = .unrecognized(rawValue)
        }
    }

    package var rawValue: Int32 {
        switch self {
        case .unspecified: 0
        case .learner: 1
        case .follower: 2
        case .candidate: 3
        case .leader: 4
        case .unrecognized(let rawValue): rawValue
        }
    }
}

extension FollowUp: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FollowUp> { unsafe snaketron__v1__follow_up__init }
    static var unpack: Unpack<Snaketron__V1__FollowUp> { unsafe snaketron__v1__follow_up__unpack }

    init(_ raw: Snaketron__V1__FollowUp) throws(WireError) {
        switch unsafe raw.event_case {
        case SNAKETRON__V1__FOLLOW_UP__EVENT_START:
            event = .start(try unsafe ProtobufCoding.present(raw.start))
        case SNAKETRON__V1__FOLLOW_UP__EVENT_APPLIED:
            event = .applied(try unsafe ProtobufCoding.present(raw.applied))
        case SNAKETRON__V1__FOLLOW_UP__EVENT_SNAPSHOT:
            event = .snapshot(try unsafe ProtobufCoding.present(raw.snapshot))
        case SNAKETRON__V1__FOLLOW_UP__EVENT_STOPPED:
            event = .stopped(try unsafe ProtobufCoding.present(raw.stopped))
        default:
            event = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__FollowUp, in arena: inout MemoryArena) {
        switch self.event {
        case .start(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_UP__EVENT_START
            unsafe raw.start = arena.copy(value)
        case .applied(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_UP__EVENT_APPLIED
            unsafe raw.applied = arena.copy(value)
        case .snapshot(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_UP__EVENT_SNAPSHOT
            unsafe raw.snapshot = arena.copy(value)
        case .stopped(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_UP__EVENT_STOPPED
            unsafe raw.stopped = arena.copy(value)
        case nil:
            break
        }
    }
}

extension FollowStart: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FollowStart> { unsafe snaketron__v1__follow_start__init }
    static var unpack: Unpack<Snaketron__V1__FollowStart> { unsafe snaketron__v1__follow_start__unpack }

    init(_ raw: Snaketron__V1__FollowStart) throws(WireError) {
        appliedIndex = unsafe raw.applied_index
        newestBehaviour = unsafe raw.newest_behaviour
        clusterID = unsafe raw.cluster_id
    }

    func fill(_ raw: inout Snaketron__V1__FollowStart, in arena: inout MemoryArena) {
        unsafe raw.applied_index = self.appliedIndex
        unsafe raw.newest_behaviour = self.newestBehaviour
        unsafe raw.cluster_id = self.clusterID
    }
}

extension FollowStopped: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FollowStopped> { unsafe snaketron__v1__follow_stopped__init }
    static var unpack: Unpack<Snaketron__V1__FollowStopped> { unsafe snaketron__v1__follow_stopped__unpack }

    init(_ raw: Snaketron__V1__FollowStopped) throws(WireError) {
        index = unsafe raw.index
        reason = try unsafe ProtobufCoding.text(raw.reason)
    }

    func fill(_ raw: inout Snaketron__V1__FollowStopped, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
        unsafe raw.reason = arena.copy(self.reason)
    }
}

extension Applied: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Applied> { unsafe snaketron__v1__applied__init }
    static var unpack: Unpack<Snaketron__V1__Applied> { unsafe snaketron__v1__applied__unpack }

    init(_ raw: Snaketron__V1__Applied) throws(WireError) {
        index = unsafe raw.index
        stateHash = unsafe raw.state_hash
        tick = unsafe raw.tick
        format = unsafe raw.format
        boards = unsafe ProtobufCoding.numbers(raw.n_boards, raw.boards)
        origin = unsafe raw.origin
        savesWork = unsafe raw.saves_work != 0
    }

    func fill(_ raw: inout Snaketron__V1__Applied, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
        unsafe raw.state_hash = self.stateHash
        unsafe raw.tick = self.tick
        unsafe raw.format = self.format
        unsafe (raw.n_boards, raw.boards) = arena.copy(self.boards)
        unsafe raw.origin = self.origin
        unsafe raw.saves_work = self.savesWork ? 1 : 0
    }
}

extension SnapshotChunk: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SnapshotChunk> { unsafe snaketron__v1__snapshot_chunk__init }
    static var unpack: Unpack<Snaketron__V1__SnapshotChunk> { unsafe snaketron__v1__snapshot_chunk__unpack }

    init(_ raw: Snaketron__V1__SnapshotChunk) throws(WireError) {
        index = unsafe raw.index
        offset = unsafe raw.offset
        data = unsafe ProtobufCoding.bytes(raw.data)
        last = unsafe raw.last != 0
    }

    func fill(_ raw: inout Snaketron__V1__SnapshotChunk, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
        unsafe raw.offset = self.offset
        unsafe raw.data = arena.copy(self.data)
        unsafe raw.last = self.last ? 1 : 0
    }
}

extension FollowDown: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FollowDown> { unsafe snaketron__v1__follow_down__init }
    static var unpack: Unpack<Snaketron__V1__FollowDown> { unsafe snaketron__v1__follow_down__unpack }

    init(_ raw: Snaketron__V1__FollowDown) throws(WireError) {
        switch unsafe raw.event_case {
        case SNAKETRON__V1__FOLLOW_DOWN__EVENT_LEADERSHIP:
            event = .leadership(try unsafe ProtobufCoding.present(raw.leadership))
        case SNAKETRON__V1__FOLLOW_DOWN__EVENT_SNAPSHOT:
            event = .snapshot(try unsafe ProtobufCoding.present(raw.snapshot))
        case SNAKETRON__V1__FOLLOW_DOWN__EVENT_COMMITTED:
            event = .committed(try unsafe ProtobufCoding.present(raw.committed))
        case SNAKETRON__V1__FOLLOW_DOWN__EVENT_TAKE_SNAPSHOT:
            event = .takeSnapshot(try unsafe ProtobufCoding.present(raw.take_snapshot))
        case SNAKETRON__V1__FOLLOW_DOWN__EVENT_REPORT:
            event = .report(try unsafe ProtobufCoding.present(raw.report))
        default:
            event = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__FollowDown, in arena: inout MemoryArena) {
        switch self.event {
        case .leadership(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_DOWN__EVENT_LEADERSHIP
            unsafe raw.leadership = arena.copy(value)
        case .snapshot(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_DOWN__EVENT_SNAPSHOT
            unsafe raw.snapshot = arena.copy(value)
        case .committed(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_DOWN__EVENT_COMMITTED
            unsafe raw.committed = arena.copy(value)
        case .takeSnapshot(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_DOWN__EVENT_TAKE_SNAPSHOT
            unsafe raw.take_snapshot = arena.copy(value)
        case .report(let value):
            unsafe raw.event_case = SNAKETRON__V1__FOLLOW_DOWN__EVENT_REPORT
            unsafe raw.report = arena.copy(value)
        case nil:
            break
        }
    }
}

extension Leadership: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Leadership> { unsafe snaketron__v1__leadership__init }
    static var unpack: Unpack<Snaketron__V1__Leadership> { unsafe snaketron__v1__leadership__unpack }

    init(_ raw: Snaketron__V1__Leadership) throws(WireError) {
        nodeID = unsafe raw.node_id
        leaderID = unsafe raw.leader_id
        term = unsafe raw.term
        isLeader = unsafe raw.is_leader != 0
        clusterID = unsafe raw.cluster_id
        quarantined = unsafe raw.quarantined != 0
        cutOff = unsafe raw.cut_off != 0
    }

    func fill(_ raw: inout Snaketron__V1__Leadership, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.leader_id = self.leaderID
        unsafe raw.term = self.term
        unsafe raw.is_leader = self.isLeader ? 1 : 0
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.quarantined = self.quarantined ? 1 : 0
        unsafe raw.cut_off = self.cutOff ? 1 : 0
    }
}

extension Entries: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Entries> { unsafe snaketron__v1__entries__init }
    static var unpack: Unpack<Snaketron__V1__Entries> { unsafe snaketron__v1__entries__unpack }

    init(_ raw: Snaketron__V1__Entries) throws(WireError) {
        entries = try unsafe ProtobufCoding.messages(raw.n_entries, raw.entries)
        throughIndex = unsafe raw.through_index
    }

    func fill(_ raw: inout Snaketron__V1__Entries, in arena: inout MemoryArena) {
        unsafe (raw.n_entries, raw.entries) = arena.copy(self.entries)
        unsafe raw.through_index = self.throughIndex
    }
}

extension Entry: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Entry> { unsafe snaketron__v1__entry__init }
    static var unpack: Unpack<Snaketron__V1__Entry> { unsafe snaketron__v1__entry__unpack }

    init(_ raw: Snaketron__V1__Entry) throws(WireError) {
        index = unsafe raw.index
        term = unsafe raw.term
        command = unsafe ProtobufCoding.bytes(raw.command)
    }

    func fill(_ raw: inout Snaketron__V1__Entry, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
        unsafe raw.term = self.term
        unsafe raw.command = arena.copy(self.command)
    }
}

extension TakeSnapshot: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__TakeSnapshot> { unsafe snaketron__v1__take_snapshot__init }
    static var unpack: Unpack<Snaketron__V1__TakeSnapshot> { unsafe snaketron__v1__take_snapshot__unpack }

    init(_: Snaketron__V1__TakeSnapshot) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__TakeSnapshot, in arena: inout MemoryArena) {
    }
}

extension Report: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Report> { unsafe snaketron__v1__report__init }
    static var unpack: Unpack<Snaketron__V1__Report> { unsafe snaketron__v1__report__unpack }

    init(_: Snaketron__V1__Report) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Report, in arena: inout MemoryArena) {
    }
}

extension Proposal: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Proposal> { unsafe snaketron__v1__proposal__init }
    static var unpack: Unpack<Snaketron__V1__Proposal> { unsafe snaketron__v1__proposal__unpack }

    init(_ raw: Snaketron__V1__Proposal) throws(WireError) {
        id = unsafe raw.id
        term = unsafe raw.term
        commands = unsafe ProtobufCoding.byteStrings(raw.n_commands, raw.commands)
    }

    func fill(_ raw: inout Snaketron__V1__Proposal, in arena: inout MemoryArena) {
        unsafe raw.id = self.id
        unsafe raw.term = self.term
        unsafe (raw.n_commands, raw.commands) = arena.copy(self.commands)
    }
}

extension ProposalResult: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ProposalResult> { unsafe snaketron__v1__proposal_result__init }
    static var unpack: Unpack<Snaketron__V1__ProposalResult> { unsafe snaketron__v1__proposal_result__unpack }

    init(_ raw: Snaketron__V1__ProposalResult) throws(WireError) {
        id = unsafe raw.id
        result = unsafe .init(rawValue: Int32(bitPattern: raw.result.rawValue))
        index = unsafe raw.index
    }

    func fill(_ raw: inout Snaketron__V1__ProposalResult, in arena: inout MemoryArena) {
        unsafe raw.id = self.id
        unsafe raw.result = .init(rawValue: UInt32(bitPattern: self.result.rawValue))
        unsafe raw.index = self.index
    }
}

extension ReadIndexRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ReadIndexRequest> {
        unsafe snaketron__v1__read_index_request__init
    }
    static var unpack: Unpack<Snaketron__V1__ReadIndexRequest> { unsafe snaketron__v1__read_index_request__unpack }

    init(_: Snaketron__V1__ReadIndexRequest) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__ReadIndexRequest, in arena: inout MemoryArena) {
    }
}

extension ReadIndexReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ReadIndexReply> { unsafe snaketron__v1__read_index_reply__init }
    static var unpack: Unpack<Snaketron__V1__ReadIndexReply> { unsafe snaketron__v1__read_index_reply__unpack }

    init(_ raw: Snaketron__V1__ReadIndexReply) throws(WireError) {
        index = unsafe raw.index
    }

    func fill(_ raw: inout Snaketron__V1__ReadIndexReply, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
    }
}

extension StatusRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StatusRequest> { unsafe snaketron__v1__status_request__init }
    static var unpack: Unpack<Snaketron__V1__StatusRequest> { unsafe snaketron__v1__status_request__unpack }

    init(_: Snaketron__V1__StatusRequest) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__StatusRequest, in arena: inout MemoryArena) {
    }
}

extension StatusReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StatusReply> { unsafe snaketron__v1__status_reply__init }
    static var unpack: Unpack<Snaketron__V1__StatusReply> { unsafe snaketron__v1__status_reply__unpack }

    init(_ raw: Snaketron__V1__StatusReply) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        nodeID = unsafe raw.node_id
        role = unsafe .init(rawValue: Int32(bitPattern: raw.role.rawValue))
        term = unsafe raw.term
        leaderID = unsafe raw.leader_id
        lastIndex = unsafe raw.last_index
        commitIndex = unsafe raw.commit_index
        appliedIndex = unsafe raw.applied_index
        snapshotIndex = unsafe raw.snapshot_index
        members = try unsafe ProtobufCoding.messages(raw.n_members, raw.members)
        version = try unsafe ProtobufCoding.text(raw.version)
        quarantined = unsafe raw.quarantined != 0
        restored = unsafe raw.restored
        divergences = try unsafe ProtobufCoding.messages(raw.n_divergences, raw.divergences)
        mayTakeANode = unsafe raw.may_take_a_node != 0
        whyNot = try unsafe ProtobufCoding.text(raw.why_not)
        commonBehaviour = unsafe raw.common_behaviour
        commonBehaviourWhyNot = try unsafe ProtobufCoding.text(raw.common_behaviour_why_not)
        simulationStopped = try unsafe ProtobufCoding.text(raw.simulation_stopped)
        draining = unsafe raw.draining != 0
        voterSeats = unsafe raw.voter_seats
        events = try unsafe ProtobufCoding.messages(raw.n_events, raw.events)
    }

    func fill(_ raw: inout Snaketron__V1__StatusReply, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.node_id = self.nodeID
        unsafe raw.role = .init(rawValue: UInt32(bitPattern: self.role.rawValue))
        unsafe raw.term = self.term
        unsafe raw.leader_id = self.leaderID
        unsafe raw.last_index = self.lastIndex
        unsafe raw.commit_index = self.commitIndex
        unsafe raw.applied_index = self.appliedIndex
        unsafe raw.snapshot_index = self.snapshotIndex
        unsafe (raw.n_members, raw.members) = arena.copy(self.members)
        unsafe raw.version = arena.copy(self.version)
        unsafe raw.quarantined = self.quarantined ? 1 : 0
        unsafe raw.restored = self.restored
        unsafe (raw.n_divergences, raw.divergences) = arena.copy(self.divergences)
        unsafe raw.may_take_a_node = self.mayTakeANode ? 1 : 0
        unsafe raw.why_not = arena.copy(self.whyNot)
        unsafe raw.common_behaviour = self.commonBehaviour
        unsafe raw.common_behaviour_why_not = arena.copy(self.commonBehaviourWhyNot)
        unsafe raw.simulation_stopped = arena.copy(self.simulationStopped)
        unsafe raw.draining = self.draining ? 1 : 0
        unsafe raw.voter_seats = self.voterSeats
        unsafe (raw.n_events, raw.events) = arena.copy(self.events)
    }
}

extension ClusterEvent: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ClusterEvent> { unsafe snaketron__v1__cluster_event__init }
    static var unpack: Unpack<Snaketron__V1__ClusterEvent> { unsafe snaketron__v1__cluster_event__unpack }

    init(_ raw: Snaketron__V1__ClusterEvent) throws(WireError) {
        kind = unsafe .init(rawValue: Int32(bitPattern: raw.kind.rawValue))
        nodeID = unsafe raw.node_id
        term = unsafe raw.term
        agoMs = unsafe raw.ago_ms
    }

    func fill(_ raw: inout Snaketron__V1__ClusterEvent, in arena: inout MemoryArena) {
        unsafe raw.kind = .init(rawValue: UInt32(bitPattern: self.kind.rawValue))
        unsafe raw.node_id = self.nodeID
        unsafe raw.term = self.term
        unsafe raw.ago_ms = self.agoMs
    }
}

extension Divergence: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Divergence> { unsafe snaketron__v1__divergence__init }
    static var unpack: Unpack<Snaketron__V1__Divergence> { unsafe snaketron__v1__divergence__unpack }

    init(_ raw: Snaketron__V1__Divergence) throws(WireError) {
        nodeID = unsafe raw.node_id
        index = unsafe raw.index
        tick = unsafe raw.tick
        exact = unsafe raw.exact != 0
        hash = unsafe raw.hash
        majorityHash = unsafe raw.majority_hash
        agoMs = unsafe raw.ago_ms
    }

    func fill(_ raw: inout Snaketron__V1__Divergence, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.index = self.index
        unsafe raw.tick = self.tick
        unsafe raw.exact = self.exact ? 1 : 0
        unsafe raw.hash = self.hash
        unsafe raw.majority_hash = self.majorityHash
        unsafe raw.ago_ms = self.agoMs
    }
}

extension Member: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Member> { unsafe snaketron__v1__member__init }
    static var unpack: Unpack<Snaketron__V1__Member> { unsafe snaketron__v1__member__unpack }

    init(_ raw: Snaketron__V1__Member) throws(WireError) {
        nodeID = unsafe raw.node_id
        address = try unsafe ProtobufCoding.text(raw.address)
        voter = unsafe raw.voter != 0
        matchIndex = unsafe raw.match_index
        silentMs = unsafe raw.silent_ms
        newestBehaviour = unsafe raw.newest_behaviour
    }

    func fill(_ raw: inout Snaketron__V1__Member, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.address = arena.copy(self.address)
        unsafe raw.voter = self.voter ? 1 : 0
        unsafe raw.match_index = self.matchIndex
        unsafe raw.silent_ms = self.silentMs
        unsafe raw.newest_behaviour = self.newestBehaviour
    }
}

extension TransferLeadershipRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__TransferLeadershipRequest> {
        unsafe snaketron__v1__transfer_leadership_request__init
    }
    static var unpack: Unpack<Snaketron__V1__TransferLeadershipRequest> {
        unsafe snaketron__v1__transfer_leadership_request__unpack
    }

    init(_ raw: Snaketron__V1__TransferLeadershipRequest) throws(WireError) {
        target = unsafe raw.target
    }

    func fill(_ raw: inout Snaketron__V1__TransferLeadershipRequest, in arena: inout MemoryArena) {
        unsafe raw.target = self.target
    }
}

extension TransferLeadershipReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__TransferLeadershipReply> {
        unsafe snaketron__v1__transfer_leadership_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__TransferLeadershipReply> {
        unsafe snaketron__v1__transfer_leadership_reply__unpack
    }

    init(_ raw: Snaketron__V1__TransferLeadershipReply) throws(WireError) {
        leaderID = unsafe raw.leader_id
        term = unsafe raw.term
    }

    func fill(_ raw: inout Snaketron__V1__TransferLeadershipReply, in arena: inout MemoryArena) {
        unsafe raw.leader_id = self.leaderID
        unsafe raw.term = self.term
    }
}
