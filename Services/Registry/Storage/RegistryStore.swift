package import Identity
package import RegistryCore

/// Why the database did not do what it was asked.
package struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// It cannot be reached or does not answer in time. The change may have happened. Worth trying again.
        case unavailable
        /// It is too early to say; ask again in a moment.
        case undecided
        /// It holds something that forbids it; trying again does not help.
        case refused
        /// A later version of this software has changed it so that this one must not use it.
        case newer
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
    /// The identity on the node's disk; `nil` when it is empty.
    package var identity: NodeIdentity?
    /// Taken if this node founds a cluster. Random, below 2^63.
    package var newCluster: ClusterID
    /// `node` is set by the store when there is no identity.
    package var record: ServerRecord
    /// See ``BootstrapRules/decide(record:claimantIsAlive:identity:isSettled:)``.
    package var isSettled: Bool
    /// The highest node id that is known from elsewhere: a database that was restored from an older copy has forgotten
    /// that it was given.
    package var highest: NodeID?

    package init(
        identity: NodeIdentity?, newCluster: ClusterID, record: ServerRecord, isSettled: Bool, highest: NodeID? = nil
    ) {
        self.isSettled = isSettled
        self.highest = highest
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

/// The database's facts for rebuilding a cluster.
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
    /// The cluster's name belongs to this other cluster: the node's claim lapsed while it was away, or this is another
    /// database than before.
    case abandoned(to: ClusterID)
    /// The database knows no cluster of this name. It was recreated, and the node must join again.
    case forgotten
}

/// The servers at one moment of the database.
package struct ServerListing: Sendable, Equatable {
    /// Those with a heartbeat younger than ``HeartbeatRules/healthy``, in id order.
    package var servers: [ListedServer]
    /// The database's clock: milliseconds since 1970.
    package var clock: Int64
    /// The newest by which the present cluster came about, if it is younger than ``Restoration/told``.
    package var restoration: Restoration?
}

/// A copy of the world as the database has it.
package struct StoredCopy: Sendable, Equatable {
    package var copy: WorldCopy
    /// Milliseconds since 1970 by the database's clock.
    package var takenAt: Int64
    /// Milliseconds.
    package var age: Int64
}

/// Events that a store reports by itself. Stores that cannot tell are asked again every ``RegistryStore/pollInterval``.
package enum StoreEvent: Sendable, Equatable {
    /// Connected, for the first time or again, or the database is another one: what it knew may be gone.
    case connected
    case lost(String)
    /// It must not be used: the reason, as ``StoreError/Code/newer`` has it.
    case refused(String)
    /// A server came, went, or changed its address or drain state.
    case serversChanged
}

/// The database of one cluster. All times are the database's.
///
/// Servers and the cluster's identity have a connection of their own: they never wait behind accounts and replays.
///
/// Two implementations with the same behaviour, which RegistryStorageTests holds both to.
package protocol RegistryStore: Sendable {
    /// For logs and messages: the system and the place, without credentials.
    var name: String { get }
    /// How often to ask for changes that were not told. Changes when a pooler is found to stand between.
    var pollInterval: Duration { get }
    /// One reader only. Ends with ``close()``.
    var events: AsyncStream<StoreEvent> { get }

    /// One transaction of ``BootstrapRules``. The node's row stands in `servers` afterwards, as the only one at its
    /// address and Raft port.
    /// - Throws: ``StoreError/Code/refused`` for an identity of another cluster.
    ///   ``StoreError/Code/undecided`` while it is not settled whether a claim has lapsed.
    func join(_ attempt: JoinAttempt) async throws(StoreError) -> Joined

    /// Writes the node's row, again if it was removed, with the present time.
    func heartbeat(_ record: ServerRecord, of cluster: ClusterID) async throws(StoreError) -> HeartbeatResult

    /// Ends the bootstrap claim for good.
    func establish(_ cluster: ClusterID) async throws(StoreError)

    /// The cluster that has the name, and a new node id above `highest` if wanted.
    func beginRecovery(of lost: ClusterID, highest: NodeID, givesNode: Bool) async throws(StoreError) -> RecoveryView

    /// One transaction of ``RecoveryRules``.
    /// - Throws: ``StoreError/Code/refused`` when the name is another cluster's.
    func finishRecovery(_ claim: RecoveryRules.Claim) async throws(StoreError)

    func listing() async throws(StoreError) -> ServerListing

    /// Removes rows without a heartbeat for ``HeartbeatRules/dead``. A heartbeat of the future, from before the
    /// database's clock was set back, counts as one of now.
    func removeDead() async throws(StoreError) -> [NodeID]

    func deregister(_ node: NodeID) async throws(StoreError)

    func createGuest(_ name: GuestName) async throws(StoreError) -> Account

    /// The account under its new name, with its id and ratings; `nil`: there is none.
    func rename(_ user: UserID, to name: GuestName) async throws(StoreError) -> Account?

    /// Notes that a user is there still.
    /// - Returns: `nil` when there is no such user.
    func seen(_ user: UserID) async throws(StoreError) -> Account?

    /// Removes guests that ``GuestRules`` calls unused, with their ratings.
    /// - Returns: How many; `limit` at most.
    func removeUnusedGuests(limit: Int) async throws(StoreError) -> Int

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
    /// - Returns: How many; `limit` at most.
    func removeOldReplays(limit: Int) async throws(StoreError) -> Int

    /// Keeps one part of a copy that is not whole yet, if it may become one by ``CopyRules``. Part 0 removes the parts of
    /// copies that were never finished.
    func storeCopyPart(
        _ bytes: [UInt8], number: Int, of position: CopyPosition
    ) async throws(StoreError) -> CopyRules.Decision

    /// One transaction of ``CopyRules``: the copy, all of whose parts are stored, takes the place of the former one.
    /// - Parameter takenAgo: Milliseconds.
    /// - Throws: ``StoreError/Code/undecided`` when parts are missing.
    func finishCopy(_ copy: WorldCopy, takenAgo: Int64) async throws(StoreError) -> CopyRules.Decision

    /// `nil`: there is none under this name.
    func copy() async throws(StoreError) -> StoredCopy?

    /// `nil`: there is no such part (any more).
    func copyPart(_ number: Int, of position: CopyPosition) async throws(StoreError) -> [UInt8]?

    func close() async
}

extension RegistryStore {
    /// The servers alone.
    @inline(never)  // Swift 6.3.1 crashes on splitting some of its callers otherwise
    package func servers() async throws(StoreError) -> [ListedServer] { try await listing().servers }
}
