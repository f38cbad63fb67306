import ClientProtocol
import GameCore

/// What every player of a run shares: how it plays, what it measured, and what is to be done next.
package struct LoadDesk: Sendable {
    package struct Manners: Sendable {
        /// Microseconds between two commands of a player, on average.
        package var pace: Int64 = 500_000
        package var standbys = true
        package var gateways = 1
        /// Beyond these ticks of a match its player leaves it for the next one; 0: never.
        package var matchTicks: UInt32 = 0

        package init() {}
    }

    /// For the shell to carry out, in order.
    package enum Action: Sendable, Equatable {
        /// Get a guest's token at this gateway and call ``LoadPlayer/registered(token:at:_:)``.
        case register(gateway: Int)
        case connect(link: Int, gateway: Int)
        case text(link: Int, [UInt8])
        case binary(link: Int, [UInt8])
        /// Bytes that need be no frame.
        case raw(link: Int, [UInt8])
        case close(link: Int)
    }

    package var manners = Manners()
    package var actions: [Action] = []
    package var tally = LoadTally()
    package var ledger = MatchLedger()
    /// The map that bots draw on; one serves all.
    var map = BotMap()
    /// Codes of lobbies with room, and how many members are thought to be in them.
    var lobbies: [String: Int] = [:]
    /// Players queue, begin and give commands. At the end of a run they do not, and what is under way gets its outcome.
    package var isOpen = true

    package init() {}

    mutating func say(_ message: ClientMessage, on link: Int) {
        actions.append(.text(link: link, message.rendered()))
    }
}

/// What was measured since the run began. Durations are microseconds.
package struct LoadTally: Sendable {
    /// From a turn or boost to its Ack; players with a good link.
    package var ack = Histogram()
    /// The same for players whose link has delay or loss.
    package var farAck = Histogram()
    /// From a text command to its outcome.
    package var command = Histogram()
    /// From a hello or take to its welcome.
    package var welcome = Histogram()
    /// Between two Updates that brought a newer tick of a running match; players with a good link who keep their sockets.
    package var gap = Histogram()
    package var outcomes: [String: Int] = [:]
    /// Close codes that came from gateways; 1006 for a connection that broke.
    package var closes: [UInt16: Int] = [:]
    /// Of them, those of hostile players.
    package var hostileCloses: [UInt16: Int] = [:]
    /// Why players changed over to their standby.
    package var takes: [String: Int] = [:]
    package var errors: [String: Int] = [:]
    /// A player was without a socket and connected again.
    package var reconnects = 0
    /// Snapshots that were asked for because an Update was missing.
    package var resyncs = 0
    /// Connections and requests that were refused.
    package var refused = 0
    package var matches: Set<UInt64> = []
    package var updates = 0
    package var bytesDown = 0
    package var chatLines = 0
    /// What was broken, by the player that noticed it; the first ``keptFaults``.
    package private(set) var faults: [String] = []
    package private(set) var faultCount = 0
    /// Number of faults.
    package static let keptFaults = 100

    package init() {}

    package mutating func broken(_ words: String) {
        faultCount += 1
        if faults.count < Self.keptFaults { faults.append(words) }
    }
}
