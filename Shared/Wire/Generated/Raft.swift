// Generated from Protos/snaketron/v1/raft.proto by scripts/generate-protos. Do not edit.

internal import CProtobufC
internal import CSnakeTronProtos

package struct RaftStreamEnd: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// One message of the protocol. What is not addressed to (cluster_id, to) is dropped and counted, and so is a body of a
/// kind that the receiver does not know: a newer version may send it.
package struct RaftMessage: Sendable, Equatable {
    package var clusterID: UInt64
    package var from: UInt64
    package var to: UInt64
    package var term: UInt64
    package var body: Body?

    package enum Body: Sendable, Equatable {
        case requestVote(RequestVote)
        case requestVoteReply(RequestVoteReply)
        case append(AppendEntries)
        case appendReply(AppendEntriesReply)
        case heartbeat(Heartbeat)
        case heartbeatReply(HeartbeatReply)
        case installSnapshot(InstallSnapshot)
        case installSnapshotReply(InstallSnapshotReply)
        case timeoutNow(TimeoutNow)
        case removed(Removed)
    }

    package init(clusterID: UInt64 = 0, from: UInt64 = 0, to: UInt64 = 0, term: UInt64 = 0, body: Body? = nil) {
        self.clusterID = clusterID
        self.from = from
        self.to = to
        self.term = term
        self.body = body
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RequestVote: Sendable, Equatable {
    package var preVote: Bool
    /// an ordered transfer: the lease of a live leader does not count
    package var transfer: Bool
    package var lastIndex: UInt64
    package var lastTerm: UInt64
    /// of a pre-vote: not a question, but word that the sender hears the receiver and not its leader
    package var hearsReceiver: Bool

    package init(
        preVote: Bool = false,
        transfer: Bool = false,
        lastIndex: UInt64 = 0,
        lastTerm: UInt64 = 0,
        hearsReceiver: Bool = false
    ) {
        self.preVote = preVote
        self.transfer = transfer
        self.lastIndex = lastIndex
        self.lastTerm = lastTerm
        self.hearsReceiver = hearsReceiver
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RequestVoteReply: Sendable, Equatable {
    package var preVote: Bool
    package var granted: Bool
    /// why a pre-vote was refused
    package var hearsLeader: Bool

    package init(preVote: Bool = false, granted: Bool = false, hearsLeader: Bool = false) {
        self.preVote = preVote
        self.granted = granted
        self.hearsLeader = hearsLeader
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct AppendEntries: Sendable, Equatable {
    package var previousIndex: UInt64
    package var previousTerm: UInt64
    package var commitIndex: UInt64
    /// consecutive from previous_index + 1
    package var entries: [RaftEntry]
    /// no entries, only the commit index: a receiver that matches need not answer
    package var notice: Bool

    package init(
        previousIndex: UInt64 = 0,
        previousTerm: UInt64 = 0,
        commitIndex: UInt64 = 0,
        entries: [RaftEntry] = [],
        notice: Bool = false
    ) {
        self.previousIndex = previousIndex
        self.previousTerm = previousTerm
        self.commitIndex = commitIndex
        self.entries = entries
        self.notice = notice
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RaftEntry: Sendable, Equatable {
    package var term: UInt64
    package var kind: RaftEntry.Kind
    package var data: [UInt8]

    package enum Kind: RawRepresentable, Sendable, Hashable {
        case command
        case empty
        case configuration
        /// A value that this version does not know; it keeps its number.
        case unrecognized(Int32)

        package init(rawValue: Int32) {
            switch rawValue {
            case 0: self = .command
            case 1: self = .empty
            case 2: self = .configuration
            default: self = .unrecognized(rawValue)
            }
        }

        package var rawValue: Int32 {
            switch self {
            case .command: 0
            case .empty: 1
            case .configuration: 2
            case .unrecognized(let rawValue): rawValue
            }
        }
    }

    package init(term: UInt64 = 0, kind: RaftEntry.Kind = .command, data: [UInt8] = []) {
        self.term = term
        self.kind = kind
        self.data = data
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct AppendEntriesReply: Sendable, Equatable {
    package var success: Bool
    /// success: the highest matching index, durable; else: the previous_index refused
    package var index: UInt64
    /// refused: try from here
    package var hintIndex: UInt64
    package var hintTerm: UInt64

    package init(success: Bool = false, index: UInt64 = 0, hintIndex: UInt64 = 0, hintTerm: UInt64 = 0) {
        self.success = success
        self.index = index
        self.hintIndex = hintIndex
        self.hintTerm = hintTerm
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Heartbeat: Sendable, Equatable {
    package var commitIndex: UInt64
    package var readContext: UInt64
    /// how long the leader waits for a silent voter; 0: it does not know these machines' rhythm yet
    package var patienceMs: UInt32

    package init(commitIndex: UInt64 = 0, readContext: UInt64 = 0, patienceMs: UInt32 = 0) {
        self.commitIndex = commitIndex
        self.readContext = readContext
        self.patienceMs = patienceMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct HeartbeatReply: Sendable, Equatable {
    package var readContext: UInt64
    /// a member that hears the sender and not the leader; 0: none
    package var cutOff: UInt64
    /// no room on the disk, or the log has reached its bound
    package var takesNoEntries: Bool
    /// the newest version of behaviour that the sender's simulation knows; 0: not known now
    package var newestBehaviour: UInt32

    package init(
        readContext: UInt64 = 0,
        cutOff: UInt64 = 0,
        takesNoEntries: Bool = false,
        newestBehaviour: UInt32 = 0
    ) {
        self.readContext = readContext
        self.cutOff = cutOff
        self.takesNoEntries = takesNoEntries
        self.newestBehaviour = newestBehaviour
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// Tells a follower that is behind the log's first entry to pull this snapshot.
package struct InstallSnapshot: Sendable, Equatable {
    package var index: UInt64
    package var snapshotTerm: UInt64
    /// bytes
    package var size: UInt64
    package var configuration: [UInt8]

    package init(index: UInt64 = 0, snapshotTerm: UInt64 = 0, size: UInt64 = 0, configuration: [UInt8] = []) {
        self.index = index
        self.snapshotTerm = snapshotTerm
        self.size = size
        self.configuration = configuration
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct InstallSnapshotReply: Sendable, Equatable {
    package var success: Bool
    package var index: UInt64

    package init(success: Bool = false, index: UInt64 = 0) {
        self.success = success
        self.index = index
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct TimeoutNow: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Removed: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ForwardRequest: Sendable, Equatable {
    package var clusterID: UInt64
    package var commands: [[UInt8]]

    package init(clusterID: UInt64 = 0, commands: [[UInt8]] = []) {
        self.clusterID = clusterID
        self.commands = commands
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ForwardReply: Sendable, Equatable {
    /// ProposalResult.Result
    package var result: UInt32
    package var index: UInt64

    package init(result: UInt32 = 0, index: UInt64 = 0) {
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

package struct ForwardReadRequest: Sendable, Equatable {
    package var clusterID: UInt64

    package init(clusterID: UInt64 = 0) {
        self.clusterID = clusterID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ForwardReadReply: Sendable, Equatable {
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

package struct StateReport: Sendable, Equatable {
    package var clusterID: UInt64
    package var from: UInt64
    package var index: UInt64
    package var tick: UInt64
    package var format: UInt32
    /// as in Applied (consensus.proto), like the rest
    package var stateHash: UInt64
    package var boards: [UInt64]

    package init(
        clusterID: UInt64 = 0,
        from: UInt64 = 0,
        index: UInt64 = 0,
        tick: UInt64 = 0,
        format: UInt32 = 0,
        stateHash: UInt64 = 0,
        boards: [UInt64] = []
    ) {
        self.clusterID = clusterID
        self.from = from
        self.index = index
        self.tick = tick
        self.format = format
        self.stateHash = stateHash
        self.boards = boards
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct StateReportReply: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct PullSnapshotRequest: Sendable, Equatable {
    package var clusterID: UInt64
    /// 0: take one now, for a node whose world is wrong
    package var index: UInt64
    package var offset: UInt64

    package init(clusterID: UInt64 = 0, index: UInt64 = 0, offset: UInt64 = 0) {
        self.clusterID = clusterID
        self.index = index
        self.offset = offset
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RaftSnapshotChunk: Sendable, Equatable {
    package var offset: UInt64
    /// at most 64 KiB
    package var data: [UInt8]
    package var last: Bool
    /// of data
    package var crc32c: UInt32
    /// the last entry that the snapshot covers
    package var index: UInt64

    package init(offset: UInt64 = 0, data: [UInt8] = [], last: Bool = false, crc32c: UInt32 = 0, index: UInt64 = 0) {
        self.offset = offset
        self.data = data
        self.last = last
        self.crc32c = crc32c
        self.index = index
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct IdentifyRequest: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct IdentifyReply: Sendable, Equatable {
    package var clusterID: UInt64
    package var nodeID: UInt64
    package var term: UInt64
    /// 0: none known
    package var leaderID: UInt64
    package var lastIndex: UInt64
    /// of that entry
    package var lastTerm: UInt64

    package init(
        clusterID: UInt64 = 0,
        nodeID: UInt64 = 0,
        term: UInt64 = 0,
        leaderID: UInt64 = 0,
        lastIndex: UInt64 = 0,
        lastTerm: UInt64 = 0
    ) {
        self.clusterID = clusterID
        self.nodeID = nodeID
        self.term = term
        self.leaderID = leaderID
        self.lastIndex = lastIndex
        self.lastTerm = lastTerm
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

extension RaftStreamEnd: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RaftStreamEnd> { unsafe snaketron__v1__raft_stream_end__init }
    static var unpack: Unpack<Snaketron__V1__RaftStreamEnd> { unsafe snaketron__v1__raft_stream_end__unpack }

    init(_: Snaketron__V1__RaftStreamEnd) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__RaftStreamEnd, in arena: inout MemoryArena) {
    }
}

extension RaftMessage: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RaftMessage> { unsafe snaketron__v1__raft_message__init }
    static var unpack: Unpack<Snaketron__V1__RaftMessage> { unsafe snaketron__v1__raft_message__unpack }

    init(_ raw: Snaketron__V1__RaftMessage) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        from = unsafe raw.from
        to = unsafe raw.to
        term = unsafe raw.term
        switch unsafe raw.body_case {
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_REQUEST_VOTE:
            body = .requestVote(try unsafe ProtobufCoding.present(raw.request_vote))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_REQUEST_VOTE_REPLY:
            body = .requestVoteReply(try unsafe ProtobufCoding.present(raw.request_vote_reply))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_APPEND:
            body = .append(try unsafe ProtobufCoding.present(raw.append))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_APPEND_REPLY:
            body = .appendReply(try unsafe ProtobufCoding.present(raw.append_reply))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_HEARTBEAT:
            body = .heartbeat(try unsafe ProtobufCoding.present(raw.heartbeat))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_HEARTBEAT_REPLY:
            body = .heartbeatReply(try unsafe ProtobufCoding.present(raw.heartbeat_reply))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_INSTALL_SNAPSHOT:
            body = .installSnapshot(try unsafe ProtobufCoding.present(raw.install_snapshot))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_INSTALL_SNAPSHOT_REPLY:
            body = .installSnapshotReply(try unsafe ProtobufCoding.present(raw.install_snapshot_reply))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_TIMEOUT_NOW:
            body = .timeoutNow(try unsafe ProtobufCoding.present(raw.timeout_now))
        case SNAKETRON__V1__RAFT_MESSAGE__BODY_REMOVED:
            body = .removed(try unsafe ProtobufCoding.present(raw.removed))
        default:
            body = nil
        }
    }

    func fill(_ raw: inout Snaketron__V1__RaftMessage, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.from = self.from
        unsafe raw.to = self.to
        unsafe raw.term = self.term
        switch self.body {
        case .requestVote(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_REQUEST_VOTE
            unsafe raw.request_vote = arena.copy(value)
        case .requestVoteReply(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_REQUEST_VOTE_REPLY
            unsafe raw.request_vote_reply = arena.copy(value)
        case .append(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_APPEND
            unsafe raw.append = arena.copy(value)
        case .appendReply(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_APPEND_REPLY
            unsafe raw.append_reply = arena.copy(value)
        case .heartbeat(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_HEARTBEAT
            unsafe raw.heartbeat = arena.copy(value)
        case .heartbeatReply(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_HEARTBEAT_REPLY
            unsafe raw.heartbeat_reply = arena.copy(value)
        case .installSnapshot(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_INSTALL_SNAPSHOT
            unsafe raw.install_snapshot = arena.copy(value)
        case .installSnapshotReply(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_INSTALL_SNAPSHOT_REPLY
            unsafe raw.install_snapshot_reply = arena.copy(value)
        case .timeoutNow(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_TIMEOUT_NOW
            unsafe raw.timeout_now = arena.copy(value)
        case .removed(let value):
            unsafe raw.body_case = SNAKETRON__V1__RAFT_MESSAGE__BODY_REMOVED
            unsafe raw.removed = arena.copy(value)
        case nil:
            break
        }
    }
}

extension RequestVote: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RequestVote> { unsafe snaketron__v1__request_vote__init }
    static var unpack: Unpack<Snaketron__V1__RequestVote> { unsafe snaketron__v1__request_vote__unpack }

    init(_ raw: Snaketron__V1__RequestVote) throws(WireError) {
        preVote = unsafe raw.pre_vote != 0
        transfer = unsafe raw.transfer != 0
        lastIndex = unsafe raw.last_index
        lastTerm = unsafe raw.last_term
        hearsReceiver = unsafe raw.hears_receiver != 0
    }

    func fill(_ raw: inout Snaketron__V1__RequestVote, in arena: inout MemoryArena) {
        unsafe raw.pre_vote = self.preVote ? 1 : 0
        unsafe raw.transfer = self.transfer ? 1 : 0
        unsafe raw.last_index = self.lastIndex
        unsafe raw.last_term = self.lastTerm
        unsafe raw.hears_receiver = self.hearsReceiver ? 1 : 0
    }
}

extension RequestVoteReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RequestVoteReply> {
        unsafe snaketron__v1__request_vote_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__RequestVoteReply> { unsafe snaketron__v1__request_vote_reply__unpack }

    init(_ raw: Snaketron__V1__RequestVoteReply) throws(WireError) {
        preVote = unsafe raw.pre_vote != 0
        granted = unsafe raw.granted != 0
        hearsLeader = unsafe raw.hears_leader != 0
    }

    func fill(_ raw: inout Snaketron__V1__RequestVoteReply, in arena: inout MemoryArena) {
        unsafe raw.pre_vote = self.preVote ? 1 : 0
        unsafe raw.granted = self.granted ? 1 : 0
        unsafe raw.hears_leader = self.hearsLeader ? 1 : 0
    }
}

extension AppendEntries: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__AppendEntries> { unsafe snaketron__v1__append_entries__init }
    static var unpack: Unpack<Snaketron__V1__AppendEntries> { unsafe snaketron__v1__append_entries__unpack }

    init(_ raw: Snaketron__V1__AppendEntries) throws(WireError) {
        previousIndex = unsafe raw.previous_index
        previousTerm = unsafe raw.previous_term
        commitIndex = unsafe raw.commit_index
        entries = try unsafe ProtobufCoding.messages(raw.n_entries, raw.entries)
        notice = unsafe raw.notice != 0
    }

    func fill(_ raw: inout Snaketron__V1__AppendEntries, in arena: inout MemoryArena) {
        unsafe raw.previous_index = self.previousIndex
        unsafe raw.previous_term = self.previousTerm
        unsafe raw.commit_index = self.commitIndex
        unsafe (raw.n_entries, raw.entries) = arena.copy(self.entries)
        unsafe raw.notice = self.notice ? 1 : 0
    }
}

extension RaftEntry: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RaftEntry> { unsafe snaketron__v1__raft_entry__init }
    static var unpack: Unpack<Snaketron__V1__RaftEntry> { unsafe snaketron__v1__raft_entry__unpack }

    init(_ raw: Snaketron__V1__RaftEntry) throws(WireError) {
        term = unsafe raw.term
        kind = unsafe .init(rawValue: Int32(bitPattern: raw.kind.rawValue))
        data = unsafe ProtobufCoding.bytes(raw.data)
    }

    func fill(_ raw: inout Snaketron__V1__RaftEntry, in arena: inout MemoryArena) {
        unsafe raw.term = self.term
        unsafe raw.kind = .init(rawValue: UInt32(bitPattern: self.kind.rawValue))
        unsafe raw.data = arena.copy(self.data)
    }
}

extension AppendEntriesReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__AppendEntriesReply> {
        unsafe snaketron__v1__append_entries_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__AppendEntriesReply> { unsafe snaketron__v1__append_entries_reply__unpack }

    init(_ raw: Snaketron__V1__AppendEntriesReply) throws(WireError) {
        success = unsafe raw.success != 0
        index = unsafe raw.index
        hintIndex = unsafe raw.hint_index
        hintTerm = unsafe raw.hint_term
    }

    func fill(_ raw: inout Snaketron__V1__AppendEntriesReply, in arena: inout MemoryArena) {
        unsafe raw.success = self.success ? 1 : 0
        unsafe raw.index = self.index
        unsafe raw.hint_index = self.hintIndex
        unsafe raw.hint_term = self.hintTerm
    }
}

extension Heartbeat: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Heartbeat> { unsafe snaketron__v1__heartbeat__init }
    static var unpack: Unpack<Snaketron__V1__Heartbeat> { unsafe snaketron__v1__heartbeat__unpack }

    init(_ raw: Snaketron__V1__Heartbeat) throws(WireError) {
        commitIndex = unsafe raw.commit_index
        readContext = unsafe raw.read_context
        patienceMs = unsafe raw.patience_ms
    }

    func fill(_ raw: inout Snaketron__V1__Heartbeat, in arena: inout MemoryArena) {
        unsafe raw.commit_index = self.commitIndex
        unsafe raw.read_context = self.readContext
        unsafe raw.patience_ms = self.patienceMs
    }
}

extension HeartbeatReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__HeartbeatReply> { unsafe snaketron__v1__heartbeat_reply__init }
    static var unpack: Unpack<Snaketron__V1__HeartbeatReply> { unsafe snaketron__v1__heartbeat_reply__unpack }

    init(_ raw: Snaketron__V1__HeartbeatReply) throws(WireError) {
        readContext = unsafe raw.read_context
        cutOff = unsafe raw.cut_off
        takesNoEntries = unsafe raw.takes_no_entries != 0
        newestBehaviour = unsafe raw.newest_behaviour
    }

    func fill(_ raw: inout Snaketron__V1__HeartbeatReply, in arena: inout MemoryArena) {
        unsafe raw.read_context = self.readContext
        unsafe raw.cut_off = self.cutOff
        unsafe raw.takes_no_entries = self.takesNoEntries ? 1 : 0
        unsafe raw.newest_behaviour = self.newestBehaviour
    }
}

extension InstallSnapshot: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__InstallSnapshot> { unsafe snaketron__v1__install_snapshot__init }
    static var unpack: Unpack<Snaketron__V1__InstallSnapshot> { unsafe snaketron__v1__install_snapshot__unpack }

    init(_ raw: Snaketron__V1__InstallSnapshot) throws(WireError) {
        index = unsafe raw.index
        snapshotTerm = unsafe raw.snapshot_term
        size = unsafe raw.size
        configuration = unsafe ProtobufCoding.bytes(raw.configuration)
    }

    func fill(_ raw: inout Snaketron__V1__InstallSnapshot, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
        unsafe raw.snapshot_term = self.snapshotTerm
        unsafe raw.size = self.size
        unsafe raw.configuration = arena.copy(self.configuration)
    }
}

extension InstallSnapshotReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__InstallSnapshotReply> {
        unsafe snaketron__v1__install_snapshot_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__InstallSnapshotReply> {
        unsafe snaketron__v1__install_snapshot_reply__unpack
    }

    init(_ raw: Snaketron__V1__InstallSnapshotReply) throws(WireError) {
        success = unsafe raw.success != 0
        index = unsafe raw.index
    }

    func fill(_ raw: inout Snaketron__V1__InstallSnapshotReply, in arena: inout MemoryArena) {
        unsafe raw.success = self.success ? 1 : 0
        unsafe raw.index = self.index
    }
}

extension TimeoutNow: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__TimeoutNow> { unsafe snaketron__v1__timeout_now__init }
    static var unpack: Unpack<Snaketron__V1__TimeoutNow> { unsafe snaketron__v1__timeout_now__unpack }

    init(_: Snaketron__V1__TimeoutNow) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__TimeoutNow, in arena: inout MemoryArena) {
    }
}

extension Removed: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Removed> { unsafe snaketron__v1__removed__init }
    static var unpack: Unpack<Snaketron__V1__Removed> { unsafe snaketron__v1__removed__unpack }

    init(_: Snaketron__V1__Removed) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__Removed, in arena: inout MemoryArena) {
    }
}

extension ForwardRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ForwardRequest> { unsafe snaketron__v1__forward_request__init }
    static var unpack: Unpack<Snaketron__V1__ForwardRequest> { unsafe snaketron__v1__forward_request__unpack }

    init(_ raw: Snaketron__V1__ForwardRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        commands = unsafe ProtobufCoding.byteStrings(raw.n_commands, raw.commands)
    }

    func fill(_ raw: inout Snaketron__V1__ForwardRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe (raw.n_commands, raw.commands) = arena.copy(self.commands)
    }
}

extension ForwardReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ForwardReply> { unsafe snaketron__v1__forward_reply__init }
    static var unpack: Unpack<Snaketron__V1__ForwardReply> { unsafe snaketron__v1__forward_reply__unpack }

    init(_ raw: Snaketron__V1__ForwardReply) throws(WireError) {
        result = unsafe raw.result
        index = unsafe raw.index
    }

    func fill(_ raw: inout Snaketron__V1__ForwardReply, in arena: inout MemoryArena) {
        unsafe raw.result = self.result
        unsafe raw.index = self.index
    }
}

extension ForwardReadRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ForwardReadRequest> {
        unsafe snaketron__v1__forward_read_request__init
    }
    static var unpack: Unpack<Snaketron__V1__ForwardReadRequest> { unsafe snaketron__v1__forward_read_request__unpack }

    init(_ raw: Snaketron__V1__ForwardReadRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
    }

    func fill(_ raw: inout Snaketron__V1__ForwardReadRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
    }
}

extension ForwardReadReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ForwardReadReply> {
        unsafe snaketron__v1__forward_read_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__ForwardReadReply> { unsafe snaketron__v1__forward_read_reply__unpack }

    init(_ raw: Snaketron__V1__ForwardReadReply) throws(WireError) {
        index = unsafe raw.index
    }

    func fill(_ raw: inout Snaketron__V1__ForwardReadReply, in arena: inout MemoryArena) {
        unsafe raw.index = self.index
    }
}

extension StateReport: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StateReport> { unsafe snaketron__v1__state_report__init }
    static var unpack: Unpack<Snaketron__V1__StateReport> { unsafe snaketron__v1__state_report__unpack }

    init(_ raw: Snaketron__V1__StateReport) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        from = unsafe raw.from
        index = unsafe raw.index
        tick = unsafe raw.tick
        format = unsafe raw.format
        stateHash = unsafe raw.state_hash
        boards = unsafe ProtobufCoding.numbers(raw.n_boards, raw.boards)
    }

    func fill(_ raw: inout Snaketron__V1__StateReport, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.from = self.from
        unsafe raw.index = self.index
        unsafe raw.tick = self.tick
        unsafe raw.format = self.format
        unsafe raw.state_hash = self.stateHash
        unsafe (raw.n_boards, raw.boards) = arena.copy(self.boards)
    }
}

extension StateReportReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StateReportReply> {
        unsafe snaketron__v1__state_report_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__StateReportReply> { unsafe snaketron__v1__state_report_reply__unpack }

    init(_: Snaketron__V1__StateReportReply) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__StateReportReply, in arena: inout MemoryArena) {
    }
}

extension PullSnapshotRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__PullSnapshotRequest> {
        unsafe snaketron__v1__pull_snapshot_request__init
    }
    static var unpack: Unpack<Snaketron__V1__PullSnapshotRequest> {
        unsafe snaketron__v1__pull_snapshot_request__unpack
    }

    init(_ raw: Snaketron__V1__PullSnapshotRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        index = unsafe raw.index
        offset = unsafe raw.offset
    }

    func fill(_ raw: inout Snaketron__V1__PullSnapshotRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.index = self.index
        unsafe raw.offset = self.offset
    }
}

extension RaftSnapshotChunk: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RaftSnapshotChunk> {
        unsafe snaketron__v1__raft_snapshot_chunk__init
    }
    static var unpack: Unpack<Snaketron__V1__RaftSnapshotChunk> { unsafe snaketron__v1__raft_snapshot_chunk__unpack }

    init(_ raw: Snaketron__V1__RaftSnapshotChunk) throws(WireError) {
        offset = unsafe raw.offset
        data = unsafe ProtobufCoding.bytes(raw.data)
        last = unsafe raw.last != 0
        crc32c = unsafe raw.crc32c
        index = unsafe raw.index
    }

    func fill(_ raw: inout Snaketron__V1__RaftSnapshotChunk, in arena: inout MemoryArena) {
        unsafe raw.offset = self.offset
        unsafe raw.data = arena.copy(self.data)
        unsafe raw.last = self.last ? 1 : 0
        unsafe raw.crc32c = self.crc32c
        unsafe raw.index = self.index
    }
}

extension IdentifyRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__IdentifyRequest> { unsafe snaketron__v1__identify_request__init }
    static var unpack: Unpack<Snaketron__V1__IdentifyRequest> { unsafe snaketron__v1__identify_request__unpack }

    init(_: Snaketron__V1__IdentifyRequest) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__IdentifyRequest, in arena: inout MemoryArena) {
    }
}

extension IdentifyReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__IdentifyReply> { unsafe snaketron__v1__identify_reply__init }
    static var unpack: Unpack<Snaketron__V1__IdentifyReply> { unsafe snaketron__v1__identify_reply__unpack }

    init(_ raw: Snaketron__V1__IdentifyReply) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        nodeID = unsafe raw.node_id
        term = unsafe raw.term
        leaderID = unsafe raw.leader_id
        lastIndex = unsafe raw.last_index
        lastTerm = unsafe raw.last_term
    }

    func fill(_ raw: inout Snaketron__V1__IdentifyReply, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.node_id = self.nodeID
        unsafe raw.term = self.term
        unsafe raw.leader_id = self.leaderID
        unsafe raw.last_index = self.lastIndex
        unsafe raw.last_term = self.lastTerm
    }
}
