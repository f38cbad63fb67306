import ClientProtocol
package import GameCore

/// What is wrong with a text that a person gave.
package struct LoadError: Error, Equatable, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// What the entries of a mix are chosen from.
package protocol MixEntry: Sendable, Equatable {
    init(parsing text: String) throws(LoadError)
}

/// Weighted kinds, such as `duel=4,2v2=3,ffa=2,custom=1`.
package struct Mix<Entry: MixEntry>: Sendable, Equatable {
    package private(set) var entries: [(entry: Entry, weight: Double)] = []
    private var given: [Int] = []

    package static func == (left: Self, right: Self) -> Bool {
        left.entries.map(\.entry) == right.entries.map(\.entry)
            && left.entries.map(\.weight) == right.entries.map(\.weight)
    }

    /// - Parameter text: `name` or `name=weight`, separated by commas; a weight is above 0 and at most 1 000 000.
    package init(_ text: String) throws(LoadError) {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let name = String(pieces[0])
            guard !name.isEmpty else {
                throw LoadError("'\(text)' has an empty part; write it as 'name=weight,name=weight'")
            }
            let entry = try Entry(parsing: name)
            var weight = 1.0
            if pieces.count == 2 {
                guard let number = Double(pieces[1]), number > 0, number <= 1_000_000 else {
                    throw LoadError(
                        "the weight of '\(name)' is a number above 0 and at most 1000000, not '\(pieces[1])'")
                }
                weight = number
            }
            guard !entries.contains(where: { $0.entry == entry }) else {
                throw LoadError("'\(name)' stands twice in '\(text)'")
            }
            entries.append((entry, weight))
        }
        given = entries.map { _ in 0 }
    }

    /// The next one: always the entry that lacks most of its share, so that any run of players has the mix.
    package mutating func next() -> Entry {
        let total = entries.reduce(0) { $0 + $1.weight }
        let number = Double(given.reduce(0, +) + 1)
        var best = 0
        var mostLacking = -Double.infinity
        for index in entries.indices {
            let lacking = entries[index].weight / total * number - Double(given[index])
            if lacking > mostLacking + 1e-9 { (best, mostLacking) = (index, lacking) }
        }
        given[best] += 1
        return entries[best].entry
    }
}

/// What a player wants to play.
package struct Play: MixEntry, Hashable {
    package let mode: Mode
    /// In a lobby of its own whose other seats bots take, instead of a queue.
    package let withBots: Bool

    package init(_ mode: Mode, withBots: Bool = false) {
        self.mode = mode
        self.withBots = withBots || mode == .solo || mode == .custom
    }

    package init(parsing text: String) throws(LoadError) {
        let bots = text.hasSuffix("+bots")
        guard let mode = Mode(name: bots ? String(text.dropLast(5)) : text) else {
            throw LoadError(
                "no mode '\(text)': there are duel, 2v2, ffa, solo and custom, and duel+bots, 2v2+bots, ffa+bots against bots"
            )
        }
        self.init(mode, withBots: bots)
    }

    package var name: String { mode.name + (withBots && mode != .solo && mode != .custom ? "+bots" : "") }

    /// How many bots take the other seats.
    package var bots: Int {
        guard withBots else { return 0 }
        switch mode {
        case .duel: return 1
        case .teams, .freeForAll, .custom: return 3
        case .solo: return 0
        }
    }
}

/// What a player does.
package enum Behaviour: String, MixEntry, CaseIterable {
    /// Turns clockwise at the given pace, and so stays alive.
    case squares
    /// Turns left or right, or changes the boost, at the given pace and at random.
    case random
    /// A bot of middling strength decides here, in the client, for each step.
    case bot
    /// Is seated and does nothing.
    case idle
    /// Watches other players' matches.
    case watch
    /// Sits in a lobby with others and writes a line every 1.2 s.
    case chat
    /// Plays squares and drops its connection every 5 to 15 s.
    case restless
    /// Says what no client may say, and floods.
    case hostile

    package init(parsing text: String) throws(LoadError) {
        guard let found = Self(rawValue: text) else {
            throw LoadError(
                "no behaviour '\(text)': there are \(Self.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        self = found
    }

    package var plays: Bool {
        switch self {
        case .squares, .random, .bot, .idle, .restless: true
        case .watch, .chat, .hostile: false
        }
    }
}

/// The way between a player and its gateway. What is lost comes again after 200 ms and holds up what follows, as with TCP.
package struct LinkQuality: MixEntry {
    /// One way, in microseconds.
    package let delay: Int64
    /// Added at random, up to this many microseconds.
    package let jitter: Int64
    /// Of all messages, 0 to 0.9.
    package let loss: Double
    package let name: String

    /// Microseconds after which a lost message arrives.
    package static let repeatAfter: Int64 = 200_000

    package var isGood: Bool { delay == 0 && jitter == 0 && loss == 0 }

    /// - Parameter text: `good`, `phone`, `bad`, or `60ms~30ms/1%`: delay, jitter and loss.
    package init(parsing text: String) throws(LoadError) {
        let problem = LoadError(
            "no link '\(text)': there are good, phone (60ms~30ms/1%), bad (150ms~100ms/5%), or one of your own such as 80ms~20ms/2%"
        )
        name = text
        var written = text
        switch text {
        case "good": (delay, jitter, loss) = (0, 0, 0); return
        case "phone": written = "60ms~30ms/1%"
        case "bad": written = "150ms~100ms/5%"
        default: break
        }
        let parts = written.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let times = parts[0].split(separator: "~", maxSplits: 1, omittingEmptySubsequences: false)
        func milliseconds(_ text: Substring) throws(LoadError) -> Int64 {
            guard text.hasSuffix("ms"), let value = Double(text.dropLast(2)), value >= 0, value <= 5_000 else {
                throw problem
            }
            return Int64(value * 1_000)
        }
        delay = try milliseconds(times[0])
        jitter = times.count == 2 ? try milliseconds(times[1]) : 0
        if parts.count == 2 {
            guard parts[1].hasSuffix("%"), let value = Double(parts[1].dropLast()), value >= 0, value <= 90 else {
                throw problem
            }
            loss = value / 100
        } else {
            loss = 0
        }
    }
}

/// A length of time as people write it.
package enum Span {
    /// - Parameter text: `90s`, `5m`, `2h`, `250ms`, `40us`, or seconds without a unit.
    /// - Returns: Microseconds, up to a week.
    package static func parse(_ text: String) throws(LoadError) -> Int64 {
        let units: [(String, Double)] = [("ms", 1e3), ("us", 1), ("µs", 1), ("s", 1e6), ("m", 60e6), ("h", 3_600e6)]
        var number = Substring(text)
        var factor = 1e6
        if let (unit, value) = units.first(where: { text.hasSuffix($0.0) }) {
            number = text.dropLast(unit.count)
            factor = value
        }
        guard let value = Double(number), value >= 0, value * factor <= 7 * 86_400e6 else {
            throw LoadError("'\(text)' is not a duration such as 90s, 5m or 250ms; a week is the longest")
        }
        return Int64(value * factor)
    }

    package static func words(_ microseconds: Double) -> String {
        switch microseconds {
        case ..<1_000: "\(Int(microseconds.rounded())) µs"
        case ..<10_000: "\(tenths(microseconds / 1e3)) ms"
        case ..<1_000_000: "\(Int((microseconds / 1e3).rounded())) ms"
        default: "\(tenths(microseconds / 1e6)) s"
        }
    }

    package static func tenths(_ value: Double) -> String {
        let rounded = (value * 10).rounded() / 10
        return String(rounded)
    }
}
