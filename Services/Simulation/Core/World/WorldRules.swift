package import GameCore
import Identity

/// The numbers of the replicated world. A change here changes outcomes, so all nodes must make it at the same log entry.
package enum WorldRules {
    /// Milliseconds of one world tick, and of one game tick (rules §1).
    package static let tickMilliseconds = 50

    // MARK: Life cycle (rules §7, §11), in ticks

    /// How long players may take to confirm that they are ready.
    package static let readyTicks: UInt64 = 300
    package static let countdownTicks: UInt64 = 60
    /// How long an ended match stays, so that a player who comes back sees the result.
    package static let lingerTicks: UInt64 = 600
    /// A queue place that nobody takes up ends after ten minutes.
    package static let abandonTicks: UInt64 = 12_000
    /// A queued player without a connection leaves the queue after this long.
    package static let lostInQueueTicks: UInt64 = 100
    /// Free for all starts with four players at once, with three after 15 s, with two after 30 s.
    package static let freeForAllWait: [(players: Int, ticks: UInt64)] = [(4, 0), (3, 300), (2, 600)]
    /// For a party that has waited for 30 s, later ones that accept the same are kept, for 20 s of their waiting at most.
    package static let keepAfterTicks: UInt64 = 600
    package static let keptTicks: UInt64 = 400
    /// The number of them that is looked at for one waiting party, so that a long queue costs its length and not its square.
    package static let keptLookedAt = 64
    /// In casual games bots fill the seats of who has waited for 20 s.
    package static let botFillTicks: UInt64 = 400
    /// A player who gives no legal command for 10 s is warned, and removed after 10 s more.
    package static let idleWarningTicks: UInt64 = 200
    package static let idleTicks: UInt64 = 400
    /// After a lost connection the idle clock stands still for this long.
    package static let lostConnectionTicks: UInt64 = 1_200
    /// A match ends 30 minutes after its start (rules 7.5).
    package static let matchTicks = SharedLimits.matchTicks
    /// When the world is full, an unranked match that has run for 5 minutes gives way.
    package static let giveWayTicks: UInt32 = 6_000
    /// How well a bot steers for a player whose connection is lost: good enough to live, no reason to pull the plug.
    package static let standInLevel = Bot.Level.normal
    /// Those who wait hear at most this often how many others do.
    package static let queueNewsTicks: UInt64 = 20

    // MARK: Lobbies

    package static let lobbySeats = 8
    /// A member without a connection is dropped after this long.
    package static let lostInLobbyTicks: UInt64 = 1_200
    /// Lines of the chat that a lobby keeps, and the bytes of their texts and names.
    package static let chatLines = 50
    package static let chatBytes = 8 << 10
    /// A member who has been silent may write five lines at once, and then one a second. Emotes count as lines.
    package static let linesAtOnce: UInt64 = 5
    package static let ticksPerLine: UInt64 = 20

    // MARK: The game stream (protocol §6)

    /// An Update at least this often while a match runs.
    package static let barrierTicks: UInt32 = 5

    // MARK: Bounds

    package static let outcomesKept = SessionLimits.commandsUnderWay
    package static let sessionsPerUser = SessionLimits.sessionsPerUser
    /// Sessions of a user that newer ones have displaced, of which so much is kept that nothing of them runs again.
    package static let displacedKept = 8
    package static let maximumUsers = 4_096
    package static let maximumMatches = 1_024
    package static let maximumLobbies = 1_024
    /// Players who were removed from the match for being idle may watch besides.
    package static let spectatorsPerMatch = 64
    /// Replays that wait for the registry, and all their bytes: what an hour without the database may leave behind.
    package static let maximumOutbox = 1_024
    package static let maximumOutboxBytes = 8 << 20
    /// UTF-8 bytes of a name: 16 characters of at most 4 bytes each.
    package static let maximumNameBytes = 64
}
