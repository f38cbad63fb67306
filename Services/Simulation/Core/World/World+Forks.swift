package import GameCore
package import Identity

import enum ClientProtocol.OutcomeCode

/// The state that a practice game begins with, and who in it is the player's: all that the log has to say of it.
/// docs/decisions/0810-play-on-from-here.md.
package struct ForkStart: Equatable, Sendable {
    package let parent: MatchID
    /// After a step of the parent, without what was decided for later ones.
    package let game: Game
    /// The slot of the player's snake, which is in play.
    package let slot: UInt8
    /// Of the bots that steer the others.
    package let botLevel: Bot.Level
    let setup: MatchSetup

    /// `nil` where nobody can play on: the game is over, that snake is out or does not exist, or its rules are no match's.
    package init?(parent: MatchID, game: Game, slot: UInt8, botLevel: Bot.Level) {
        guard let game = game.fork(for: slot), let setup = MatchSetup(playedBy: game.rules) else { return nil }
        self.parent = parent
        self.game = game
        self.slot = slot
        self.botLevel = botLevel
        self.setup = setup
    }

    func encode(into sink: inout some ByteSink) {
        sink.putVarint(parent.rawValue)
        sink.put(slot)
        sink.put(botLevel.rawValue)
        sink.putBlock(game.encoded())
    }

    init(from input: inout ByteReader) throws(CodecError) {
        let parent = MatchID(rawValue: try input.nonZero())
        let slot = try input.u8()
        guard let level = Bot.Level(rawValue: try input.u8()) else { throw .invalidValue }
        var state = ByteReader(try input.block(atMost: Recording.startLimit))
        let game = try Game(from: &state)
        try state.end()
        // Inputs that wait would be dropped: then it was not written by ``encode(into:)``.
        guard let start = ForkStart(parent: parent, game: game, slot: slot, botLevel: level), start.game == game else {
            throw .invalidValue
        }
        self = start
    }
}

/// Where a practice game comes from.
package struct ForkOrigin: Equatable, Sendable {
    package let match: MatchID
    package let tick: UInt32

    package init(match: MatchID, tick: UInt32) {
        self.match = match
        self.tick = tick
    }
}

extension MatchSetup {
    /// The unranked setup of a practice game that is played by the rules of another match; `nil` for rules of no match.
    init?(playedBy rules: GameRules) {
        var custom: CustomSettings?
        if rules.mode == .custom {
            custom = CustomSettings(
                width: rules.width, height: rules.height, hasEndZones: rules.hasTeams,
                cellsPerSecond: UInt8(clamping: rules.speed / 100), food: rules.foodTarget, seats: rules.players,
                timeLimit: rules.timeLimit)
            guard custom != nil else { return nil }
        }
        self.init(rules.mode, custom: custom)
        guard canBe(rules) else { return nil }
    }

    /// Whether a practice game with this setup may have those rules: its own, or the ranked ones of its mode.
    func canBe(_ rules: GameRules) -> Bool {
        self.rules(players: Int(rules.players)) == rules
            || GameRules(mode: rules.mode, players: rules.players, ranked: true) == rules
    }
}

extension World {
    /// Begins a practice game that nobody else sees: bots steer the other snakes, the food to come is another's, and it counts
    /// for nothing.
    mutating func fork(_ start: ForkStart?, by user: UserID, _ events: inout [WorldEvent]) -> OutcomeCode {
        if let refusal = refusalToPlay(user) { return refusal }
        guard let start else { return wouldRefuseFork(by: user) ? .overloaded : .unknownMatch }
        let occupants = (0..<start.game.rules.players).map { slot in
            slot == start.slot ? Occupant.player(user) : .bot(start.botLevel)
        }
        guard affordsBots(among: occupants, start.setup), makeRoomForMatch(&events) else { return .overloaded }
        stopLooking(user, &events)
        let index = addMatch(
            start.setup, isHidden: true, origin: ForkOrigin(match: start.parent, tick: start.game.tick), occupants)
        for slot in matches[index].seats.indices {
            matches[index].seats[slot].ready = true
            // Who has left the other match plays no more in this one; who is out waits for the end, as there.
            matches[index].seats[slot].left = start.game.snakes[slot].status == .left
        }
        guard let board = Board(goingOnFrom: start, seed: matches[index].seed) else { return .invalid }
        show(board, index, &events)
        announceLobby(of: user, &events)
        return .accepted
    }

    /// Whether a practice game of the user would be refused now, so that there is no use in making its state.
    package func wouldRefuseFork(by user: UserID) -> Bool {
        refusalToPlay(user) != nil || thrift == .hold
            || matches.count >= WorldRules.maximumMatches && !matches.contains(where: \.isOver)
    }

    /// The source of a fork of a match. A running match is forked from its present state, for a user who may see it. A match
    /// that is over has no board; it is forked from its replay, for a user who knows the replay's name. A name with another
    /// key means a match of the same number from before the cluster was rebuilt.
    /// - Parameter key: The second part of the replay's name, any number; `nil`: none was given.
    package func forkSource(of id: MatchID, key: UInt64?, for user: UserID) -> ForkSource {
        if let index = indexOfMatch(id), matches[index].board != nil,
            key == nil || key == Replay.key(ofSeed: matches[index].seed)
        {
            guard isWatching(user, id) || !matches[index].isHidden else { return .nothing }
            return past(of: id).map { .past($0) } ?? .nothing
        }
        guard let key else { return .nothing }
        let waiting = outbox.last { $0.match == id && Replay.key(ofFile: $0.file) == key }
        return waiting.map { .file($0.file) } ?? .registry(ReplayName(match: id, key: key))
    }
}

extension ReplayName {
    /// What a registry gave for the name; `nil` when it is another match's: an older build knows only the number.
    package func replay(in file: [UInt8]) -> Replay? {
        Replay.key(ofFile: file) == key ? try? Replay(decoding: file) : nil
    }
}

package enum ForkSource: Sendable {
    /// It does not exist, is not for this user, or its recording was given up.
    case nothing
    case past(PastOfMatch)
    /// It waits for the database.
    case file([UInt8])
    /// That may have it.
    case registry(ReplayName)
}
