// Generated from Protos/snaketron/v1/registry.proto by scripts/generate-protos. Do not edit.

internal import CProtobufC
internal import CSnakeTronProtos

package struct JoinRequest: Sendable, Equatable {
    /// both 0 when the data directory is empty: a new id is given, never used before
    package var clusterID: UInt64
    package var nodeID: UInt64
    package var rulesVersion: UInt32

    package init(clusterID: UInt64 = 0, nodeID: UInt64 = 0, rulesVersion: UInt32 = 0) {
        self.clusterID = clusterID
        self.nodeID = nodeID
        self.rulesVersion = rulesVersion
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct JoinReply: Sendable, Equatable {
    package var clusterID: UInt64
    package var nodeID: UInt64
    /// True for exactly one node of a new cluster: it starts as the only voter. Everyone else waits for a leader's
    /// word.
    package var bootstrap: Bool
    /// the address this node is registered under
    package var ipAddress: String
    /// Not 0: the joiner's cluster was given up when an operator rebuilt it as this one. Nothing else is set: the
    /// joiner sets its directory aside and comes back without an identity.
    package var supersededBy: UInt64

    package init(
        clusterID: UInt64 = 0,
        nodeID: UInt64 = 0,
        bootstrap: Bool = false,
        ipAddress: String = "",
        supersededBy: UInt64 = 0
    ) {
        self.clusterID = clusterID
        self.nodeID = nodeID
        self.bootstrap = bootstrap
        self.ipAddress = ipAddress
        self.supersededBy = supersededBy
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RaftHealth: Sendable, Equatable {
    package var nodeID: UInt64
    /// learner, follower, candidate, leader
    package var role: String
    package var term: UInt64
    /// 0: none known
    package var leaderID: UInt64
    package var commitIndex: UInt64
    package var appliedIndex: UInt64
    /// in the configuration in force; > 1 ends the bootstrap claim for good
    package var members: UInt32
    package var clusterID: UInt64
    /// the node was asked to stop: it wants neither players nor a vote
    package var draining: Bool

    package init(
        nodeID: UInt64 = 0,
        role: String = "",
        term: UInt64 = 0,
        leaderID: UInt64 = 0,
        commitIndex: UInt64 = 0,
        appliedIndex: UInt64 = 0,
        members: UInt32 = 0,
        clusterID: UInt64 = 0,
        draining: Bool = false
    ) {
        self.nodeID = nodeID
        self.role = role
        self.term = term
        self.leaderID = leaderID
        self.commitIndex = commitIndex
        self.appliedIndex = appliedIndex
        self.members = members
        self.clusterID = clusterID
        self.draining = draining
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ReportHealthReply: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ListServersRequest: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ServerList: Sendable, Equatable {
    package var servers: [Server]
    /// absent: none within the last 10 minutes
    package var restoration: Restoration?

    package init(servers: [Server] = [], restoration: Restoration? = nil) {
        self.servers = servers
        self.restoration = restoration
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The cluster was rebuilt by `snaketron recover`.
package struct Restoration: Sendable, Equatable {
    /// of the rebuilt cluster
    package var clusterID: UInt64
    package var agoMs: UInt32
    /// Milliseconds since 1970 by the database's clock: when the copy was taken that the world comes from. 0: it comes
    /// from a node's disk.
    package var worldAsOfMs: UInt64

    package init(clusterID: UInt64 = 0, agoMs: UInt32 = 0, worldAsOfMs: UInt64 = 0) {
        self.clusterID = clusterID
        self.agoMs = agoMs
        self.worldAsOfMs = worldAsOfMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct Server: Sendable, Equatable {
    package var nodeID: UInt64
    package var ipAddress: String
    /// Play
    package var grpcPort: UInt32
    package var raftPort: UInt32
    /// HTTP and WebSocket
    package var gatewayPort: UInt32
    package var role: String
    package var term: UInt64
    package var leaderID: UInt64
    package var appliedIndex: UInt64
    package var draining: Bool
    package var heartbeatAgeMs: UInt32

    package init(
        nodeID: UInt64 = 0,
        ipAddress: String = "",
        grpcPort: UInt32 = 0,
        raftPort: UInt32 = 0,
        gatewayPort: UInt32 = 0,
        role: String = "",
        term: UInt64 = 0,
        leaderID: UInt64 = 0,
        appliedIndex: UInt64 = 0,
        draining: Bool = false,
        heartbeatAgeMs: UInt32 = 0
    ) {
        self.nodeID = nodeID
        self.ipAddress = ipAddress
        self.grpcPort = grpcPort
        self.raftPort = raftPort
        self.gatewayPort = gatewayPort
        self.role = role
        self.term = term
        self.leaderID = leaderID
        self.appliedIndex = appliedIndex
        self.draining = draining
        self.heartbeatAgeMs = heartbeatAgeMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct DeregisterRequest: Sendable, Equatable {
    package var nodeID: UInt64

    package init(nodeID: UInt64 = 0) {
        self.nodeID = nodeID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct DeregisterReply: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct StoreReplayRequest: Sendable, Equatable {
    /// a new cluster begins its match ids anew
    package var clusterID: UInt64
    package var matchID: UInt64
    /// at most 256 KiB; docs/guide/protocol.md, section 9
    package var file: [UInt8]
    /// By slot, 0 for a bot; empty: the match is not rated.
    package var players: [UInt64]
    package var ranked: Bool

    package init(
        clusterID: UInt64 = 0,
        matchID: UInt64 = 0,
        file: [UInt8] = [],
        players: [UInt64] = [],
        ranked: Bool = false
    ) {
        self.clusterID = clusterID
        self.matchID = matchID
        self.file = file
        self.players = players
        self.ranked = ranked
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// The players' ratings after the match, in no particular order; empty if it was not rated.
package struct StoreReplayReply: Sendable, Equatable {
    /// the place of the rating in a Hello of Play
    package var queue: UInt32
    package var players: [RatedPlayer]

    package init(queue: UInt32 = 0, players: [RatedPlayer] = []) {
        self.queue = queue
        self.players = players
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RatedPlayer: Sendable, Equatable {
    package var userID: UInt64
    /// 0 to 3000
    package var mean: UInt32

    package init(userID: UInt64 = 0, mean: UInt32 = 0) {
        self.userID = userID
        self.mean = mean
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GetRatingsRequest: Sendable, Equatable {
    package var userID: UInt64

    package init(userID: UInt64 = 0) {
        self.userID = userID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct PlayerRatings: Sendable, Equatable {
    package var ratings: [QueueRating]

    package init(ratings: [QueueRating] = []) {
        self.ratings = ratings
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct QueueRating: Sendable, Equatable {
    /// duel, 2v2, ffa
    package var mode: String
    package var ranked: Bool
    /// 0 to 3000, as are all of these rounded
    package var mean: UInt32
    /// 30 to 350
    package var deviation: UInt32
    /// as in "Gold III"
    package var division: String
    package var matches: UInt64
    package var wins: UInt64
    /// that moved it; 0: not known
    package var lastMatchID: UInt64
    /// before that match
    package var lastMean: UInt32

    package init(
        mode: String = "",
        ranked: Bool = false,
        mean: UInt32 = 0,
        deviation: UInt32 = 0,
        division: String = "",
        matches: UInt64 = 0,
        wins: UInt64 = 0,
        lastMatchID: UInt64 = 0,
        lastMean: UInt32 = 0
    ) {
        self.mode = mode
        self.ranked = ranked
        self.mean = mean
        self.deviation = deviation
        self.division = division
        self.matches = matches
        self.wins = wins
        self.lastMatchID = lastMatchID
        self.lastMean = lastMean
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GetLeaderboardRequest: Sendable, Equatable {
    /// duel, 2v2, ffa
    package var mode: String
    package var ranked: Bool
    /// 1 to 100
    package var rows: UInt32

    package init(mode: String = "", ranked: Bool = false, rows: UInt32 = 0) {
        self.mode = mode
        self.ranked = ranked
        self.rows = rows
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LeaderboardPage: Sendable, Equatable {
    /// four times the year plus the quarter from 0
    package var season: UInt32
    package var rows: [LeaderboardRow]

    package init(season: UInt32 = 0, rows: [LeaderboardRow] = []) {
        self.season = season
        self.rows = rows
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct LeaderboardRow: Sendable, Equatable {
    package var userID: UInt64
    package var name: String
    package var rating: QueueRating?

    package init(userID: UInt64 = 0, name: String = "", rating: QueueRating? = nil) {
        self.userID = userID
        self.name = name
        self.rating = rating
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// docs/guide/protocol.md, section 9.
package struct GetReplayRequest: Sendable, Equatable {
    package var matchID: UInt64
    package var key: UInt64

    package init(matchID: UInt64 = 0, key: UInt64 = 0) {
        self.matchID = matchID
        self.key = key
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct ReplayFile: Sendable, Equatable {
    package var file: [UInt8]

    package init(file: [UInt8] = []) {
        self.file = file
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct CreateGuestRequest: Sendable, Equatable {
    package var name: String

    package init(name: String = "") {
        self.name = name
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct RenameUserRequest: Sendable, Equatable {
    package var userID: UInt64
    /// as in CreateGuestRequest
    package var name: String

    package init(userID: UInt64 = 0, name: String = "") {
        self.userID = userID
        self.name = name
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct SeenRequest: Sendable, Equatable {
    package var userID: UInt64

    package init(userID: UInt64 = 0) {
        self.userID = userID
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct User: Sendable, Equatable {
    /// from 1, below 2^53
    package var id: UInt64
    package var name: String
    package var guest: Bool

    package init(id: UInt64 = 0, name: String = "", guest: Bool = false) {
        self.id = id
        self.name = name
        self.guest = guest
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct BeginRecoveryRequest: Sendable, Equatable {
    /// as the directory says that the cluster is rebuilt from
    package var lostClusterID: UInt64
    /// that is known from there: the ids given are higher
    package var highestNodeID: UInt64
    package var giveIdentity: Bool

    package init(lostClusterID: UInt64 = 0, highestNodeID: UInt64 = 0, giveIdentity: Bool = false) {
        self.lostClusterID = lostClusterID
        self.highestNodeID = highestNodeID
        self.giveIdentity = giveIdentity
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct BeginRecoveryReply: Sendable, Equatable {
    /// 0: the database knows none under this name
    package var presentClusterID: UInt64
    /// the lost cluster was rebuilt once before
    package var wasGivenUp: Bool
    /// both 0 unless asked for
    package var newClusterID: UInt64
    package var newNodeID: UInt64
    /// host:port under which this node's Raft service is registered
    package var address: String

    package init(
        presentClusterID: UInt64 = 0,
        wasGivenUp: Bool = false,
        newClusterID: UInt64 = 0,
        newNodeID: UInt64 = 0,
        address: String = ""
    ) {
        self.presentClusterID = presentClusterID
        self.wasGivenUp = wasGivenUp
        self.newClusterID = newClusterID
        self.newNodeID = newNodeID
        self.address = address
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct FinishRecoveryRequest: Sendable, Equatable {
    package var lostClusterID: UInt64
    /// as BeginRecovery answered
    package var presentClusterID: UInt64
    package var newClusterID: UInt64
    package var newNodeID: UInt64
    /// the last entry that was kept
    package var index: UInt64
    /// of that entry
    package var term: UInt64
    /// as in Restoration
    package var worldAsOfMs: UInt64

    package init(
        lostClusterID: UInt64 = 0,
        presentClusterID: UInt64 = 0,
        newClusterID: UInt64 = 0,
        newNodeID: UInt64 = 0,
        index: UInt64 = 0,
        term: UInt64 = 0,
        worldAsOfMs: UInt64 = 0
    ) {
        self.lostClusterID = lostClusterID
        self.presentClusterID = presentClusterID
        self.newClusterID = newClusterID
        self.newNodeID = newNodeID
        self.index = index
        self.term = term
        self.worldAsOfMs = worldAsOfMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct FinishRecoveryReply: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

/// A copy of the world: a snapshot's content, compressed (zlib, RFC 1950) and cut into parts.
package struct WorldCopy: Sendable, Equatable {
    package var clusterID: UInt64
    package var term: UInt64
    /// the last entry that it covers, and its term
    package var index: UInt64
    /// the configuration at that entry, as in a snapshot's file
    package var membership: [UInt8]
    /// bytes of the world
    package var size: UInt64
    /// bytes of all parts
    package var packedSize: UInt64
    package var parts: UInt32
    /// of all parts
    package var crc32c: UInt32
    /// of the program that took it
    package var build: String

    package init(
        clusterID: UInt64 = 0,
        term: UInt64 = 0,
        index: UInt64 = 0,
        membership: [UInt8] = [],
        size: UInt64 = 0,
        packedSize: UInt64 = 0,
        parts: UInt32 = 0,
        crc32c: UInt32 = 0,
        build: String = ""
    ) {
        self.clusterID = clusterID
        self.term = term
        self.index = index
        self.membership = membership
        self.size = size
        self.packedSize = packedSize
        self.parts = parts
        self.crc32c = crc32c
        self.build = build
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct StoreCopyPartRequest: Sendable, Equatable {
    package var clusterID: UInt64
    package var term: UInt64
    package var index: UInt64
    /// from 0
    package var part: UInt32
    /// at most 128 KiB
    package var data: [UInt8]

    package init(clusterID: UInt64 = 0, term: UInt64 = 0, index: UInt64 = 0, part: UInt32 = 0, data: [UInt8] = []) {
        self.clusterID = clusterID
        self.term = term
        self.index = index
        self.part = part
        self.data = data
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct StoreCopyPartReply: Sendable, Equatable {
    /// the database has a copy as new: nothing was stored
    package var isOld: Bool

    package init(isOld: Bool = false) {
        self.isOld = isOld
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct FinishCopyRequest: Sendable, Equatable {
    package var copy: WorldCopy?
    package var takenAgoMs: UInt32

    package init(copy: WorldCopy? = nil, takenAgoMs: UInt32 = 0) {
        self.copy = copy
        self.takenAgoMs = takenAgoMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct FinishCopyReply: Sendable, Equatable {
    /// as in StoreCopyPartReply
    package var isOld: Bool

    package init(isOld: Bool = false) {
        self.isOld = isOld
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GetCopyRequest: Sendable, Equatable {
    package init() {}

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GetCopyReply: Sendable, Equatable {
    package var copy: WorldCopy?
    /// since 1970, by the database's clock
    package var takenAtMs: UInt64
    package var ageMs: UInt64

    package init(copy: WorldCopy? = nil, takenAtMs: UInt64 = 0, ageMs: UInt64 = 0) {
        self.copy = copy
        self.takenAtMs = takenAtMs
        self.ageMs = ageMs
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct GetCopyPartRequest: Sendable, Equatable {
    package var clusterID: UInt64
    package var term: UInt64
    package var index: UInt64
    package var part: UInt32

    package init(clusterID: UInt64 = 0, term: UInt64 = 0, index: UInt64 = 0, part: UInt32 = 0) {
        self.clusterID = clusterID
        self.term = term
        self.index = index
        self.part = part
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

package struct CopyPart: Sendable, Equatable {
    package var data: [UInt8]

    package init(data: [UInt8] = []) {
        self.data = data
    }

    package init(decoding bytes: [UInt8]) throws(WireError) {
        self = try unsafe ProtobufCoding.decode(bytes)
    }

    package func encoded() -> [UInt8] {
        unsafe ProtobufCoding.encode(self)
    }
}

extension JoinRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__JoinRequest> { unsafe snaketron__v1__join_request__init }
    static var unpack: Unpack<Snaketron__V1__JoinRequest> { unsafe snaketron__v1__join_request__unpack }

    init(_ raw: Snaketron__V1__JoinRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        nodeID = unsafe raw.node_id
        rulesVersion = unsafe raw.rules_version
    }

    func fill(_ raw: inout Snaketron__V1__JoinRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.node_id = self.nodeID
        unsafe raw.rules_version = self.rulesVersion
    }
}

extension JoinReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__JoinReply> { unsafe snaketron__v1__join_reply__init }
    static var unpack: Unpack<Snaketron__V1__JoinReply> { unsafe snaketron__v1__join_reply__unpack }

    init(_ raw: Snaketron__V1__JoinReply) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        nodeID = unsafe raw.node_id
        bootstrap = unsafe raw.bootstrap != 0
        ipAddress = try unsafe ProtobufCoding.text(raw.ip_address)
        supersededBy = unsafe raw.superseded_by
    }

    func fill(_ raw: inout Snaketron__V1__JoinReply, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.node_id = self.nodeID
        unsafe raw.bootstrap = self.bootstrap ? 1 : 0
        unsafe raw.ip_address = arena.copy(self.ipAddress)
        unsafe raw.superseded_by = self.supersededBy
    }
}

extension RaftHealth: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RaftHealth> { unsafe snaketron__v1__raft_health__init }
    static var unpack: Unpack<Snaketron__V1__RaftHealth> { unsafe snaketron__v1__raft_health__unpack }

    init(_ raw: Snaketron__V1__RaftHealth) throws(WireError) {
        nodeID = unsafe raw.node_id
        role = try unsafe ProtobufCoding.text(raw.role)
        term = unsafe raw.term
        leaderID = unsafe raw.leader_id
        commitIndex = unsafe raw.commit_index
        appliedIndex = unsafe raw.applied_index
        members = unsafe raw.members
        clusterID = unsafe raw.cluster_id
        draining = unsafe raw.draining != 0
    }

    func fill(_ raw: inout Snaketron__V1__RaftHealth, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.role = arena.copy(self.role)
        unsafe raw.term = self.term
        unsafe raw.leader_id = self.leaderID
        unsafe raw.commit_index = self.commitIndex
        unsafe raw.applied_index = self.appliedIndex
        unsafe raw.members = self.members
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.draining = self.draining ? 1 : 0
    }
}

extension ReportHealthReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ReportHealthReply> {
        unsafe snaketron__v1__report_health_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__ReportHealthReply> { unsafe snaketron__v1__report_health_reply__unpack }

    init(_: Snaketron__V1__ReportHealthReply) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__ReportHealthReply, in arena: inout MemoryArena) {
    }
}

extension ListServersRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ListServersRequest> {
        unsafe snaketron__v1__list_servers_request__init
    }
    static var unpack: Unpack<Snaketron__V1__ListServersRequest> { unsafe snaketron__v1__list_servers_request__unpack }

    init(_: Snaketron__V1__ListServersRequest) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__ListServersRequest, in arena: inout MemoryArena) {
    }
}

extension ServerList: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ServerList> { unsafe snaketron__v1__server_list__init }
    static var unpack: Unpack<Snaketron__V1__ServerList> { unsafe snaketron__v1__server_list__unpack }

    init(_ raw: Snaketron__V1__ServerList) throws(WireError) {
        servers = try unsafe ProtobufCoding.messages(raw.n_servers, raw.servers)
        restoration = try unsafe ProtobufCoding.message(raw.restoration)
    }

    func fill(_ raw: inout Snaketron__V1__ServerList, in arena: inout MemoryArena) {
        unsafe (raw.n_servers, raw.servers) = arena.copy(self.servers)
        unsafe raw.restoration = arena.copy(ifPresent: self.restoration)
    }
}

extension Restoration: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Restoration> { unsafe snaketron__v1__restoration__init }
    static var unpack: Unpack<Snaketron__V1__Restoration> { unsafe snaketron__v1__restoration__unpack }

    init(_ raw: Snaketron__V1__Restoration) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        agoMs = unsafe raw.ago_ms
        worldAsOfMs = unsafe raw.world_as_of_ms
    }

    func fill(_ raw: inout Snaketron__V1__Restoration, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.ago_ms = self.agoMs
        unsafe raw.world_as_of_ms = self.worldAsOfMs
    }
}

extension Server: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__Server> { unsafe snaketron__v1__server__init }
    static var unpack: Unpack<Snaketron__V1__Server> { unsafe snaketron__v1__server__unpack }

    init(_ raw: Snaketron__V1__Server) throws(WireError) {
        nodeID = unsafe raw.node_id
        ipAddress = try unsafe ProtobufCoding.text(raw.ip_address)
        grpcPort = unsafe raw.grpc_port
        raftPort = unsafe raw.raft_port
        gatewayPort = unsafe raw.gateway_port
        role = try unsafe ProtobufCoding.text(raw.role)
        term = unsafe raw.term
        leaderID = unsafe raw.leader_id
        appliedIndex = unsafe raw.applied_index
        draining = unsafe raw.draining != 0
        heartbeatAgeMs = unsafe raw.heartbeat_age_ms
    }

    func fill(_ raw: inout Snaketron__V1__Server, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
        unsafe raw.ip_address = arena.copy(self.ipAddress)
        unsafe raw.grpc_port = self.grpcPort
        unsafe raw.raft_port = self.raftPort
        unsafe raw.gateway_port = self.gatewayPort
        unsafe raw.role = arena.copy(self.role)
        unsafe raw.term = self.term
        unsafe raw.leader_id = self.leaderID
        unsafe raw.applied_index = self.appliedIndex
        unsafe raw.draining = self.draining ? 1 : 0
        unsafe raw.heartbeat_age_ms = self.heartbeatAgeMs
    }
}

extension DeregisterRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__DeregisterRequest> {
        unsafe snaketron__v1__deregister_request__init
    }
    static var unpack: Unpack<Snaketron__V1__DeregisterRequest> { unsafe snaketron__v1__deregister_request__unpack }

    init(_ raw: Snaketron__V1__DeregisterRequest) throws(WireError) {
        nodeID = unsafe raw.node_id
    }

    func fill(_ raw: inout Snaketron__V1__DeregisterRequest, in arena: inout MemoryArena) {
        unsafe raw.node_id = self.nodeID
    }
}

extension DeregisterReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__DeregisterReply> { unsafe snaketron__v1__deregister_reply__init }
    static var unpack: Unpack<Snaketron__V1__DeregisterReply> { unsafe snaketron__v1__deregister_reply__unpack }

    init(_: Snaketron__V1__DeregisterReply) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__DeregisterReply, in arena: inout MemoryArena) {
    }
}

extension StoreReplayRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StoreReplayRequest> {
        unsafe snaketron__v1__store_replay_request__init
    }
    static var unpack: Unpack<Snaketron__V1__StoreReplayRequest> { unsafe snaketron__v1__store_replay_request__unpack }

    init(_ raw: Snaketron__V1__StoreReplayRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        matchID = unsafe raw.match_id
        file = unsafe ProtobufCoding.bytes(raw.file)
        players = unsafe ProtobufCoding.numbers(raw.n_players, raw.players)
        ranked = unsafe raw.ranked != 0
    }

    func fill(_ raw: inout Snaketron__V1__StoreReplayRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.match_id = self.matchID
        unsafe raw.file = arena.copy(self.file)
        unsafe (raw.n_players, raw.players) = arena.copy(self.players)
        unsafe raw.ranked = self.ranked ? 1 : 0
    }
}

extension StoreReplayReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StoreReplayReply> {
        unsafe snaketron__v1__store_replay_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__StoreReplayReply> { unsafe snaketron__v1__store_replay_reply__unpack }

    init(_ raw: Snaketron__V1__StoreReplayReply) throws(WireError) {
        queue = unsafe raw.queue
        players = try unsafe ProtobufCoding.messages(raw.n_players, raw.players)
    }

    func fill(_ raw: inout Snaketron__V1__StoreReplayReply, in arena: inout MemoryArena) {
        unsafe raw.queue = self.queue
        unsafe (raw.n_players, raw.players) = arena.copy(self.players)
    }
}

extension RatedPlayer: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RatedPlayer> { unsafe snaketron__v1__rated_player__init }
    static var unpack: Unpack<Snaketron__V1__RatedPlayer> { unsafe snaketron__v1__rated_player__unpack }

    init(_ raw: Snaketron__V1__RatedPlayer) throws(WireError) {
        userID = unsafe raw.user_id
        mean = unsafe raw.mean
    }

    func fill(_ raw: inout Snaketron__V1__RatedPlayer, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
        unsafe raw.mean = self.mean
    }
}

extension GetRatingsRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GetRatingsRequest> {
        unsafe snaketron__v1__get_ratings_request__init
    }
    static var unpack: Unpack<Snaketron__V1__GetRatingsRequest> { unsafe snaketron__v1__get_ratings_request__unpack }

    init(_ raw: Snaketron__V1__GetRatingsRequest) throws(WireError) {
        userID = unsafe raw.user_id
    }

    func fill(_ raw: inout Snaketron__V1__GetRatingsRequest, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
    }
}

extension PlayerRatings: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__PlayerRatings> { unsafe snaketron__v1__player_ratings__init }
    static var unpack: Unpack<Snaketron__V1__PlayerRatings> { unsafe snaketron__v1__player_ratings__unpack }

    init(_ raw: Snaketron__V1__PlayerRatings) throws(WireError) {
        ratings = try unsafe ProtobufCoding.messages(raw.n_ratings, raw.ratings)
    }

    func fill(_ raw: inout Snaketron__V1__PlayerRatings, in arena: inout MemoryArena) {
        unsafe (raw.n_ratings, raw.ratings) = arena.copy(self.ratings)
    }
}

extension QueueRating: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__QueueRating> { unsafe snaketron__v1__queue_rating__init }
    static var unpack: Unpack<Snaketron__V1__QueueRating> { unsafe snaketron__v1__queue_rating__unpack }

    init(_ raw: Snaketron__V1__QueueRating) throws(WireError) {
        mode = try unsafe ProtobufCoding.text(raw.mode)
        ranked = unsafe raw.ranked != 0
        mean = unsafe raw.mean
        deviation = unsafe raw.deviation
        division = try unsafe ProtobufCoding.text(raw.division)
        matches = unsafe raw.matches
        wins = unsafe raw.wins
        lastMatchID = unsafe raw.last_match_id
        lastMean = unsafe raw.last_mean
    }

    func fill(_ raw: inout Snaketron__V1__QueueRating, in arena: inout MemoryArena) {
        unsafe raw.mode = arena.copy(self.mode)
        unsafe raw.ranked = self.ranked ? 1 : 0
        unsafe raw.mean = self.mean
        unsafe raw.deviation = self.deviation
        unsafe raw.division = arena.copy(self.division)
        unsafe raw.matches = self.matches
        unsafe raw.wins = self.wins
        unsafe raw.last_match_id = self.lastMatchID
        unsafe raw.last_mean = self.lastMean
    }
}

extension GetLeaderboardRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GetLeaderboardRequest> {
        unsafe snaketron__v1__get_leaderboard_request__init
    }
    static var unpack: Unpack<Snaketron__V1__GetLeaderboardRequest> {
        unsafe snaketron__v1__get_leaderboard_request__unpack
    }

    init(_ raw: Snaketron__V1__GetLeaderboardRequest) throws(WireError) {
        mode = try unsafe ProtobufCoding.text(raw.mode)
        ranked = unsafe raw.ranked != 0
        rows = unsafe raw.rows
    }

    func fill(_ raw: inout Snaketron__V1__GetLeaderboardRequest, in arena: inout MemoryArena) {
        unsafe raw.mode = arena.copy(self.mode)
        unsafe raw.ranked = self.ranked ? 1 : 0
        unsafe raw.rows = self.rows
    }
}

extension LeaderboardPage: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaderboardPage> { unsafe snaketron__v1__leaderboard_page__init }
    static var unpack: Unpack<Snaketron__V1__LeaderboardPage> { unsafe snaketron__v1__leaderboard_page__unpack }

    init(_ raw: Snaketron__V1__LeaderboardPage) throws(WireError) {
        season = unsafe raw.season
        rows = try unsafe ProtobufCoding.messages(raw.n_rows, raw.rows)
    }

    func fill(_ raw: inout Snaketron__V1__LeaderboardPage, in arena: inout MemoryArena) {
        unsafe raw.season = self.season
        unsafe (raw.n_rows, raw.rows) = arena.copy(self.rows)
    }
}

extension LeaderboardRow: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__LeaderboardRow> { unsafe snaketron__v1__leaderboard_row__init }
    static var unpack: Unpack<Snaketron__V1__LeaderboardRow> { unsafe snaketron__v1__leaderboard_row__unpack }

    init(_ raw: Snaketron__V1__LeaderboardRow) throws(WireError) {
        userID = unsafe raw.user_id
        name = try unsafe ProtobufCoding.text(raw.name)
        rating = try unsafe ProtobufCoding.message(raw.rating)
    }

    func fill(_ raw: inout Snaketron__V1__LeaderboardRow, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.rating = arena.copy(ifPresent: self.rating)
    }
}

extension GetReplayRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GetReplayRequest> {
        unsafe snaketron__v1__get_replay_request__init
    }
    static var unpack: Unpack<Snaketron__V1__GetReplayRequest> { unsafe snaketron__v1__get_replay_request__unpack }

    init(_ raw: Snaketron__V1__GetReplayRequest) throws(WireError) {
        matchID = unsafe raw.match_id
        key = unsafe raw.key
    }

    func fill(_ raw: inout Snaketron__V1__GetReplayRequest, in arena: inout MemoryArena) {
        unsafe raw.match_id = self.matchID
        unsafe raw.key = self.key
    }
}

extension ReplayFile: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__ReplayFile> { unsafe snaketron__v1__replay_file__init }
    static var unpack: Unpack<Snaketron__V1__ReplayFile> { unsafe snaketron__v1__replay_file__unpack }

    init(_ raw: Snaketron__V1__ReplayFile) throws(WireError) {
        file = unsafe ProtobufCoding.bytes(raw.file)
    }

    func fill(_ raw: inout Snaketron__V1__ReplayFile, in arena: inout MemoryArena) {
        unsafe raw.file = arena.copy(self.file)
    }
}

extension CreateGuestRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__CreateGuestRequest> {
        unsafe snaketron__v1__create_guest_request__init
    }
    static var unpack: Unpack<Snaketron__V1__CreateGuestRequest> { unsafe snaketron__v1__create_guest_request__unpack }

    init(_ raw: Snaketron__V1__CreateGuestRequest) throws(WireError) {
        name = try unsafe ProtobufCoding.text(raw.name)
    }

    func fill(_ raw: inout Snaketron__V1__CreateGuestRequest, in arena: inout MemoryArena) {
        unsafe raw.name = arena.copy(self.name)
    }
}

extension RenameUserRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__RenameUserRequest> {
        unsafe snaketron__v1__rename_user_request__init
    }
    static var unpack: Unpack<Snaketron__V1__RenameUserRequest> { unsafe snaketron__v1__rename_user_request__unpack }

    init(_ raw: Snaketron__V1__RenameUserRequest) throws(WireError) {
        userID = unsafe raw.user_id
        name = try unsafe ProtobufCoding.text(raw.name)
    }

    func fill(_ raw: inout Snaketron__V1__RenameUserRequest, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
        unsafe raw.name = arena.copy(self.name)
    }
}

extension SeenRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__SeenRequest> { unsafe snaketron__v1__seen_request__init }
    static var unpack: Unpack<Snaketron__V1__SeenRequest> { unsafe snaketron__v1__seen_request__unpack }

    init(_ raw: Snaketron__V1__SeenRequest) throws(WireError) {
        userID = unsafe raw.user_id
    }

    func fill(_ raw: inout Snaketron__V1__SeenRequest, in arena: inout MemoryArena) {
        unsafe raw.user_id = self.userID
    }
}

extension User: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__User> { unsafe snaketron__v1__user__init }
    static var unpack: Unpack<Snaketron__V1__User> { unsafe snaketron__v1__user__unpack }

    init(_ raw: Snaketron__V1__User) throws(WireError) {
        id = unsafe raw.id
        name = try unsafe ProtobufCoding.text(raw.name)
        guest = unsafe raw.guest != 0
    }

    func fill(_ raw: inout Snaketron__V1__User, in arena: inout MemoryArena) {
        unsafe raw.id = self.id
        unsafe raw.name = arena.copy(self.name)
        unsafe raw.guest = self.guest ? 1 : 0
    }
}

extension BeginRecoveryRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__BeginRecoveryRequest> {
        unsafe snaketron__v1__begin_recovery_request__init
    }
    static var unpack: Unpack<Snaketron__V1__BeginRecoveryRequest> {
        unsafe snaketron__v1__begin_recovery_request__unpack
    }

    init(_ raw: Snaketron__V1__BeginRecoveryRequest) throws(WireError) {
        lostClusterID = unsafe raw.lost_cluster_id
        highestNodeID = unsafe raw.highest_node_id
        giveIdentity = unsafe raw.give_identity != 0
    }

    func fill(_ raw: inout Snaketron__V1__BeginRecoveryRequest, in arena: inout MemoryArena) {
        unsafe raw.lost_cluster_id = self.lostClusterID
        unsafe raw.highest_node_id = self.highestNodeID
        unsafe raw.give_identity = self.giveIdentity ? 1 : 0
    }
}

extension BeginRecoveryReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__BeginRecoveryReply> {
        unsafe snaketron__v1__begin_recovery_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__BeginRecoveryReply> { unsafe snaketron__v1__begin_recovery_reply__unpack }

    init(_ raw: Snaketron__V1__BeginRecoveryReply) throws(WireError) {
        presentClusterID = unsafe raw.present_cluster_id
        wasGivenUp = unsafe raw.was_given_up != 0
        newClusterID = unsafe raw.new_cluster_id
        newNodeID = unsafe raw.new_node_id
        address = try unsafe ProtobufCoding.text(raw.address)
    }

    func fill(_ raw: inout Snaketron__V1__BeginRecoveryReply, in arena: inout MemoryArena) {
        unsafe raw.present_cluster_id = self.presentClusterID
        unsafe raw.was_given_up = self.wasGivenUp ? 1 : 0
        unsafe raw.new_cluster_id = self.newClusterID
        unsafe raw.new_node_id = self.newNodeID
        unsafe raw.address = arena.copy(self.address)
    }
}

extension FinishRecoveryRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FinishRecoveryRequest> {
        unsafe snaketron__v1__finish_recovery_request__init
    }
    static var unpack: Unpack<Snaketron__V1__FinishRecoveryRequest> {
        unsafe snaketron__v1__finish_recovery_request__unpack
    }

    init(_ raw: Snaketron__V1__FinishRecoveryRequest) throws(WireError) {
        lostClusterID = unsafe raw.lost_cluster_id
        presentClusterID = unsafe raw.present_cluster_id
        newClusterID = unsafe raw.new_cluster_id
        newNodeID = unsafe raw.new_node_id
        index = unsafe raw.index
        term = unsafe raw.term
        worldAsOfMs = unsafe raw.world_as_of_ms
    }

    func fill(_ raw: inout Snaketron__V1__FinishRecoveryRequest, in arena: inout MemoryArena) {
        unsafe raw.lost_cluster_id = self.lostClusterID
        unsafe raw.present_cluster_id = self.presentClusterID
        unsafe raw.new_cluster_id = self.newClusterID
        unsafe raw.new_node_id = self.newNodeID
        unsafe raw.index = self.index
        unsafe raw.term = self.term
        unsafe raw.world_as_of_ms = self.worldAsOfMs
    }
}

extension FinishRecoveryReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FinishRecoveryReply> {
        unsafe snaketron__v1__finish_recovery_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__FinishRecoveryReply> {
        unsafe snaketron__v1__finish_recovery_reply__unpack
    }

    init(_: Snaketron__V1__FinishRecoveryReply) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__FinishRecoveryReply, in arena: inout MemoryArena) {
    }
}

extension WorldCopy: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__WorldCopy> { unsafe snaketron__v1__world_copy__init }
    static var unpack: Unpack<Snaketron__V1__WorldCopy> { unsafe snaketron__v1__world_copy__unpack }

    init(_ raw: Snaketron__V1__WorldCopy) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        term = unsafe raw.term
        index = unsafe raw.index
        membership = unsafe ProtobufCoding.bytes(raw.membership)
        size = unsafe raw.size
        packedSize = unsafe raw.packed_size
        parts = unsafe raw.parts
        crc32c = unsafe raw.crc32c
        build = try unsafe ProtobufCoding.text(raw.build)
    }

    func fill(_ raw: inout Snaketron__V1__WorldCopy, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.term = self.term
        unsafe raw.index = self.index
        unsafe raw.membership = arena.copy(self.membership)
        unsafe raw.size = self.size
        unsafe raw.packed_size = self.packedSize
        unsafe raw.parts = self.parts
        unsafe raw.crc32c = self.crc32c
        unsafe raw.build = arena.copy(self.build)
    }
}

extension StoreCopyPartRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StoreCopyPartRequest> {
        unsafe snaketron__v1__store_copy_part_request__init
    }
    static var unpack: Unpack<Snaketron__V1__StoreCopyPartRequest> {
        unsafe snaketron__v1__store_copy_part_request__unpack
    }

    init(_ raw: Snaketron__V1__StoreCopyPartRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        term = unsafe raw.term
        index = unsafe raw.index
        part = unsafe raw.part
        data = unsafe ProtobufCoding.bytes(raw.data)
    }

    func fill(_ raw: inout Snaketron__V1__StoreCopyPartRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.term = self.term
        unsafe raw.index = self.index
        unsafe raw.part = self.part
        unsafe raw.data = arena.copy(self.data)
    }
}

extension StoreCopyPartReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__StoreCopyPartReply> {
        unsafe snaketron__v1__store_copy_part_reply__init
    }
    static var unpack: Unpack<Snaketron__V1__StoreCopyPartReply> { unsafe snaketron__v1__store_copy_part_reply__unpack }

    init(_ raw: Snaketron__V1__StoreCopyPartReply) throws(WireError) {
        isOld = unsafe raw.is_old != 0
    }

    func fill(_ raw: inout Snaketron__V1__StoreCopyPartReply, in arena: inout MemoryArena) {
        unsafe raw.is_old = self.isOld ? 1 : 0
    }
}

extension FinishCopyRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FinishCopyRequest> {
        unsafe snaketron__v1__finish_copy_request__init
    }
    static var unpack: Unpack<Snaketron__V1__FinishCopyRequest> { unsafe snaketron__v1__finish_copy_request__unpack }

    init(_ raw: Snaketron__V1__FinishCopyRequest) throws(WireError) {
        copy = try unsafe ProtobufCoding.message(raw.copy)
        takenAgoMs = unsafe raw.taken_ago_ms
    }

    func fill(_ raw: inout Snaketron__V1__FinishCopyRequest, in arena: inout MemoryArena) {
        unsafe raw.copy = arena.copy(ifPresent: self.copy)
        unsafe raw.taken_ago_ms = self.takenAgoMs
    }
}

extension FinishCopyReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__FinishCopyReply> { unsafe snaketron__v1__finish_copy_reply__init }
    static var unpack: Unpack<Snaketron__V1__FinishCopyReply> { unsafe snaketron__v1__finish_copy_reply__unpack }

    init(_ raw: Snaketron__V1__FinishCopyReply) throws(WireError) {
        isOld = unsafe raw.is_old != 0
    }

    func fill(_ raw: inout Snaketron__V1__FinishCopyReply, in arena: inout MemoryArena) {
        unsafe raw.is_old = self.isOld ? 1 : 0
    }
}

extension GetCopyRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GetCopyRequest> { unsafe snaketron__v1__get_copy_request__init }
    static var unpack: Unpack<Snaketron__V1__GetCopyRequest> { unsafe snaketron__v1__get_copy_request__unpack }

    init(_: Snaketron__V1__GetCopyRequest) throws(WireError) {
    }

    func fill(_ raw: inout Snaketron__V1__GetCopyRequest, in arena: inout MemoryArena) {
    }
}

extension GetCopyReply: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GetCopyReply> { unsafe snaketron__v1__get_copy_reply__init }
    static var unpack: Unpack<Snaketron__V1__GetCopyReply> { unsafe snaketron__v1__get_copy_reply__unpack }

    init(_ raw: Snaketron__V1__GetCopyReply) throws(WireError) {
        copy = try unsafe ProtobufCoding.message(raw.copy)
        takenAtMs = unsafe raw.taken_at_ms
        ageMs = unsafe raw.age_ms
    }

    func fill(_ raw: inout Snaketron__V1__GetCopyReply, in arena: inout MemoryArena) {
        unsafe raw.copy = arena.copy(ifPresent: self.copy)
        unsafe raw.taken_at_ms = self.takenAtMs
        unsafe raw.age_ms = self.ageMs
    }
}

extension GetCopyPartRequest: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__GetCopyPartRequest> {
        unsafe snaketron__v1__get_copy_part_request__init
    }
    static var unpack: Unpack<Snaketron__V1__GetCopyPartRequest> { unsafe snaketron__v1__get_copy_part_request__unpack }

    init(_ raw: Snaketron__V1__GetCopyPartRequest) throws(WireError) {
        clusterID = unsafe raw.cluster_id
        term = unsafe raw.term
        index = unsafe raw.index
        part = unsafe raw.part
    }

    func fill(_ raw: inout Snaketron__V1__GetCopyPartRequest, in arena: inout MemoryArena) {
        unsafe raw.cluster_id = self.clusterID
        unsafe raw.term = self.term
        unsafe raw.index = self.index
        unsafe raw.part = self.part
    }
}

extension CopyPart: @unsafe CodedMessage {
    static var initialize: Initialize<Snaketron__V1__CopyPart> { unsafe snaketron__v1__copy_part__init }
    static var unpack: Unpack<Snaketron__V1__CopyPart> { unsafe snaketron__v1__copy_part__unpack }

    init(_ raw: Snaketron__V1__CopyPart) throws(WireError) {
        data = unsafe ProtobufCoding.bytes(raw.data)
    }

    func fill(_ raw: inout Snaketron__V1__CopyPart, in arena: inout MemoryArena) {
        unsafe raw.data = arena.copy(self.data)
    }
}
