package import Identity
package import RegistryCore

/// Why the database did not do what it was asked.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// It cannot be reached or does not answer in time. What was asked may have happened. Worth trying again.
        case unavailable
        /// It is too early to say; ask again in a moment.
        case undecided
        /// It holds something that forbids it; trying again does not help.
        case refused
        /// It does not understand the question or its answer is not understood: a bug, or a damaged database.
        case failed
    }

    package let code: Code
    /// One sentence; never holds a password.
    package let message: String

    package init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    package var description: String { message }
}

/// A node that announces itself.
package struct JoinAttempt: Sendable {
    /// What the node's disk says; `nil` when it is empty.
    package var identity: NodeIdentity?
    /// Taken if this node founds a cluster. Random, below 2^63.
    package var newCluster: ClusterID
    /// `node` is set by the store when there is no identity.
    package var record: ServerRecord
    /// See ``BootstrapRules/decide(record:claimantIsAlive:identity:isSettled:)``.
    package var isSettled: Bool

    package init(identity: NodeIdentity?, newCluster: ClusterID, record: ServerRecord, isSettled: Bool) {
        self.isSettled = isSettled
        self.identity = identity
        self.newCluster = newCluster
        self.record = record
    }
}

package struct Joined: Sendable, Equatable {
    package let identity: NodeIdentity
    /// This node starts as the only voter of a new cluster.
    package let bootstrap: Bool
    /// The node's cluster was rebuilt as this one, without it; it has no row.
    package var supersededBy: ClusterID?
}

/// What the database knows that bears on rebuilding a cluster.
package struct RecoveryView: Sendable, Equatable {
    /// Whose the name is.
    package let present: ClusterID?
    /// The cluster that was asked about was rebuilt once before.
    package let wasGivenUp: Bool
    /// A node id that was never given, if one was asked for.
    package let node: NodeID?
}

package struct Account: Sendable, Equatable {
    package let id: UserID
    package let name: String
    package let isGuest: Bool
}

package enum HeartbeatResult: Sendable, Equatable {
    case kept
    /// The cluster's name belongs to another cluster by now: the node's claim lapsed while it was away.
    case abandoned
}

/// What a store tells of by itself. Stores that cannot tell are asked again every ``RegistryStore/pollInterval``.
package enum StoreEvent: Sendable, Equatable {
    case connected
    case lost(String)
    /// A server came, went, or changed its address or drain state.
    case serversChanged
}

/// The database of one cluster. All times are the database's.
///
/// Two implementations with the same behaviour, which RegistryStorageTests holds both to.
package protocol RegistryStore: Sendable {
    /// For logs and messages: the system and the place, without credentials.
    var name: String { get }
    /// How often to ask for changes that were not told.
    var pollInterval: Duration { get }
    /// One reader only. Ends with ``close()``.
    var events: AsyncStream<StoreEvent> { get }

    /// One transaction of ``BootstrapRules``. The node's row stands in `servers` afterwards, as the only one at its
    /// address and Raft port.
    /// - Throws: ``StoreError/Code/refused`` for an identity of another cluster.
    ///   ``StoreError/Code/undecided`` while it is not settled whether a claim has lapsed.
    func join(_ attempt: JoinAttempt) async throws(StoreError) -> Joined

    /// Writes the node's row, anew if it was removed, with the time of now.
    func heartbeat(_ record: ServerRecord, of cluster: ClusterID) async throws(StoreError) -> HeartbeatResult

    /// Ends the bootstrap claim for good.
    func establish(_ cluster: ClusterID) async throws(StoreError)

    /// Whose the name is, and a new node id above `highest` if wanted.
    func beginRecovery(of lost: ClusterID, highest: NodeID, givesNode: Bool) async throws(StoreError) -> RecoveryView

    /// One transaction of ``RecoveryRules``.
    /// - Throws: ``StoreError/Code/refused`` when the name is another cluster's.
    func finishRecovery(_ claim: RecoveryRules.Claim) async throws(StoreError)

    /// Those with a heartbeat younger than ``HeartbeatRules/healthy``, in id order.
    func servers() async throws(StoreError) -> [ListedServer]

    /// Removes rows without a heartbeat for ``HeartbeatRules/dead``.
    func removeDead() async throws(StoreError) -> [NodeID]

    func deregister(_ node: NodeID) async throws(StoreError)

    func createGuest(_ name: GuestName) async throws(StoreError) -> Account

    /// The account under its new name, with its id and ratings; `nil`: there is none.
    func rename(_ user: UserID, to name: GuestName) async throws(StoreError) -> Account?

    /// Keeps a match's replay and, in the same transaction, rates its players; nothing changes when there is one already.
    /// - Returns: The ratings of the players as they are now; empty for a match that is not rated.
    @discardableResult
    func storeReplay(
        _ file: [UInt8], of match: MatchID, in cluster: ClusterID, rated: RatedMatch?
    ) async throws(StoreError) -> [StoredRating]

    /// Those of that id, of all clusters of this name, the one stored last first; 16 at most.
    func replays(of match: MatchID) async throws(StoreError) -> [[UInt8]]

    /// In the order of ``RatedQueue/all``; only those that the user has played. Widened to the season of now.
    func ratings(of user: UserID) async throws(StoreError) -> [StoredRating]

    /// Those who have played in the season of now, the highest ``Rating/standing`` first.
    func leaderboard(of queue: RatedQueue, rows: Int) async throws(StoreError) -> Leaderboard

    /// Removes replays older than ``ReplayRules/kept``.
    /// - Returns: How many.
    func removeOldReplays() async throws(StoreError) -> Int

    func close() async
}
