package import GameCore
package import Identity

/// Players who chat and play matches together, one after the other: a code, a leader, settings (docs/guide/protocol.md, section 4).
struct Lobby: Equatable, Sendable {
    struct Member: Equatable, Sendable {
        let user: UserID
        /// The team that the member would like to play for: 0 or 1.
        var team: UInt8?
    }

    let id: LobbyID
    let code: LobbyCode
    var settings: LobbySettings
    /// 1 to ``WorldRules/lobbySeats``, in the order in which they came; the first leads.
    var members: [Member]
    /// The last match that the lobby started, until it leaves the world.
    var match: MatchID?
    /// The newest lines; bounded by ``WorldRules/chatLines`` and ``WorldRules/chatBytes``.
    private(set) var lines: [ChatLine] = []
    /// Lines so far.
    private(set) var lineCount: UInt64 = 0
    /// Users who were sent away and may not come back; the last ``WorldRules/lobbySeats``.
    private(set) var removed: [UserID] = []

    init(id: LobbyID, code: LobbyCode, settings: LobbySettings, leader: UserID) {
        self.id = id
        self.code = code
        self.settings = settings
        members = [Member(user: leader)]
    }

    var leader: UserID { members[0].user }

    mutating func say(_ text: ChatText, by user: UserID, name: [UInt8]) -> ChatLine {
        lineCount += 1
        let line = ChatLine(number: lineCount, user: user, name: name, text: text)
        lines.append(line)
        while lines.count > WorldRules.chatLines || chatBytes > WorldRules.chatBytes { lines.removeFirst() }
        return line
    }

    private var chatBytes: Int { lines.reduce(0) { $0 + $1.name.count + $1.text.bytes.count } }

    mutating func shutOut(_ user: UserID) {
        if removed.count == WorldRules.lobbySeats { removed.removeFirst() }
        removed.append(user)
    }

    // MARK: Coding

    func encode(into sink: inout some ByteSink) {
        sink.putVarint(id.rawValue)
        sink.putBlock(code.characters)
        settings.encode(into: &sink)
        sink.put(UInt8(members.count))
        for member in members {
            sink.putVarint(member.user.rawValue)
            sink.put(member.team.map { $0 + 1 } ?? 0)
        }
        sink.putVarint(match?.rawValue ?? 0)
        sink.putVarint(lineCount)
        sink.put(UInt8(lines.count))
        for line in lines {
            sink.putVarint(line.user.rawValue)
            sink.putBlock(line.name)
            sink.putBlock(line.text.bytes)
        }
        sink.put(UInt8(removed.count))
        for user in removed { sink.putVarint(user.rawValue) }
    }

    init(from input: inout ByteReader) throws(CodecError) {
        id = LobbyID(rawValue: try input.nonZero())
        code = try input.lobbyCode()
        settings = try LobbySettings(from: &input)
        members = []
        for _ in 0..<(try input.u8()) {
            let user = UserID(rawValue: try input.nonZero())
            let wish = try input.u8()
            guard wish < 3 else { throw .invalidValue }
            members.append(Member(user: user, team: wish == 0 ? nil : wish - 1))
        }
        match = MatchID(checked: try input.counter())
        lineCount = try input.counter()
        let count = UInt64(try input.u8())
        guard count <= lineCount else { throw .invalidValue }
        for place in 0..<count {
            let user = UserID(rawValue: try input.nonZero())
            let name = try input.name()
            guard let text = ChatText(try input.block(atMost: ChatText.maximumBytes)) else { throw .invalidValue }
            lines.append(ChatLine(number: lineCount - count + 1 + place, user: user, name: name, text: text))
        }
        for _ in 0..<(try input.u8()) { removed.append(UserID(rawValue: try input.nonZero())) }
        // Lines are dropped only for the bounds, so that none can be missing while there was room.
        guard (1...WorldRules.lobbySeats).contains(members.count), Set(members.map(\.user)).count == members.count,
            lines.count <= WorldRules.chatLines, chatBytes <= WorldRules.chatBytes,
            removed.count <= WorldRules.lobbySeats
        else { throw .invalidValue }
    }
}

/// The settings of a match, for any number of players.
package struct MatchSetup: Equatable, Sendable {
    package let mode: Mode
    /// Of ``GameCore/Mode/custom``, and of it only.
    package let custom: CustomSettings?
    package let isRanked: Bool

    /// `nil` when the parts contradict each other.
    package init?(_ mode: Mode, custom: CustomSettings? = nil, isRanked: Bool = false) {
        guard (mode == .custom) == (custom != nil), !isRanked || custom == nil else { return nil }
        self.mode = mode
        self.custom = custom
        self.isRanked = isRanked
    }

    /// The most that can play.
    package var seats: Int { Int(custom?.seats ?? mode.players.upperBound) }
    /// The fewest that can play.
    package var leastSeats: Int { custom.map { $0.hasEndZones ? 2 : 1 } ?? Int(mode.players.lowerBound) }
    package var hasTeams: Bool { custom?.hasEndZones ?? mode.hasTeams }

    /// `nil` when that many cannot play it.
    package func rules(players: Int) -> GameRules? {
        guard let players = UInt8(exactly: players) else { return nil }
        return custom.map { GameRules($0, players: players) }
            ?? GameRules(mode: mode, players: players, ranked: isRanked)
    }

    /// The team of a slot, or its own number where there are none.
    package func team(ofSlot slot: Int) -> UInt8 { UInt8(hasTeams ? slot & 1 : slot) }

    func encode(into sink: inout some ByteSink) {
        sink.put(mode.rawValue)
        sink.put(isRanked ? 1 : 0 as UInt8)
        guard let custom else { return }
        for byte in [
            custom.width, custom.height, custom.hasEndZones ? 1 : 0, custom.cellsPerSecond, custom.food, custom.seats,
            custom.timeLimit,
        ] { sink.put(byte) }
    }

    init(from input: inout ByteReader) throws(CodecError) {
        let mode = try input.mode()
        let isRanked = try input.flag()
        var custom: CustomSettings?
        if mode == .custom {
            custom = CustomSettings(
                width: try input.u8(), height: try input.u8(), hasEndZones: try input.flag(),
                cellsPerSecond: try input.u8(), food: try input.u8(), seats: try input.u8(), timeLimit: try input.u8())
        }
        guard let setup = MatchSetup(mode, custom: custom, isRanked: isRanked) else { throw .invalidValue }
        self = setup
    }
}

/// The settings of the lobby's next match.
package struct LobbySettings: Equatable, Sendable {
    package let setup: MatchSetup
    /// How many take the seats that members leave free, where there are any; fewer than the setup has seats.
    package let bots: UInt8
    package let botLevel: Bot.Level
    /// Strangers see nothing of the lobby's matches.
    package let isHidden: Bool

    /// `nil` for too many bots, and for ranked setups, which only a queue can make.
    package init?(_ setup: MatchSetup, bots: UInt8 = 0, botLevel: Bot.Level = .normal, isHidden: Bool = false) {
        guard bots < setup.seats, !setup.isRanked else { return nil }
        self.setup = setup
        self.bots = bots
        self.botLevel = botLevel
        self.isHidden = isHidden
    }

    func encode(into sink: inout some ByteSink) {
        setup.encode(into: &sink)
        sink.put(bots)
        sink.put(botLevel.rawValue)
        sink.put(isHidden ? 1 : 0 as UInt8)
    }

    init(from input: inout ByteReader) throws(CodecError) {
        let setup = try MatchSetup(from: &input)
        let bots = try input.u8()
        guard let level = Bot.Level(rawValue: try input.u8()),
            let settings = LobbySettings(setup, bots: bots, botLevel: level, isHidden: try input.flag())
        else { throw .invalidValue }
        self = settings
    }
}

/// Something that may be said: 1 to 200 Unicode scalars in UTF-8, none of them a control character. Every build must judge
/// alike, so that nothing here depends on Unicode's tables; gateways are stricter.
package struct ChatText: Equatable, Sendable {
    package static let maximumBytes = 800
    private static let maximumScalars = 200

    package let bytes: [UInt8]

    package init?(_ bytes: [UInt8]) {
        guard (1...Self.maximumBytes).contains(bytes.count), let text = String(validating: bytes, as: UTF8.self) else {
            return nil
        }
        let scalars = text.unicodeScalars
        guard scalars.count <= Self.maximumScalars,
            scalars.allSatisfy({ $0.value >= 0x20 && !(0x7f..<0xa0).contains($0.value) })
        else { return nil }
        self.bytes = bytes
    }
}

package struct ChatLine: Equatable, Sendable {
    /// Counts from 1 in its lobby.
    package let number: UInt64
    package let user: UserID
    /// As it was then.
    package let name: [UInt8]
    package let text: ChatText
}

/// The seats of a lobby that starts now.
struct Seating: Equatable, Sendable {
    /// By slot; `nil`: nobody. As long as the setup needs at least.
    private(set) var slots: [Occupant?]
    /// Members without a seat, in the order in which they came.
    private(set) var watching: [UserID] = []

    /// Players in the order in which they came, teams by wish where there is room and else by turns, then bots.
    init(_ players: [Lobby.Member], _ settings: LobbySettings) {
        let setup = settings.setup
        let seated = players.prefix(setup.seats)
        watching = players.dropFirst(setup.seats).map(\.user)
        let bots = min(Int(settings.bots), setup.seats - seated.count)
        slots = Array(repeating: nil, count: max(seated.count + bots, setup.leastSeats))
        if setup.hasTeams {
            for member in seated { member.team.map { seat(.player(member.user), inTeam: $0) } }
            for member in seated where !slots.contains(.player(member.user)) {
                let fewer: UInt8 = takenSeats(ofTeam: 1) < takenSeats(ofTeam: 0) ? 1 : 0
                seat(.player(member.user), inTeam: freeSlots(ofTeam: fewer).isEmpty ? 1 - fewer : fewer)
            }
        } else {
            for (slot, member) in seated.enumerated() { slots[slot] = .player(member.user) }
        }
        for _ in 0..<bots {
            guard let slot = slots.firstIndex(of: nil) else { break }
            slots[slot] = .bot(settings.botLevel)
        }
    }

    /// No effect when the team is full.
    private mutating func seat(_ occupant: Occupant, inTeam team: UInt8) {
        guard let slot = freeSlots(ofTeam: team).first else { return }
        slots[slot] = occupant
    }

    private func takenSeats(ofTeam team: UInt8) -> Int {
        slots.indices.count { $0 & 1 == Int(team) && slots[$0] != nil }
    }

    private func freeSlots(ofTeam team: UInt8) -> [Int] {
        slots.indices.filter { $0 & 1 == Int(team) && slots[$0] == nil }
    }

    /// By slot; `nil` while seats are free that the setup needs.
    var occupants: [Occupant]? {
        let occupants = slots.compactMap(\.self)
        return occupants.count == slots.count ? occupants : nil
    }
}
