import GameCore
import Identity

extension ServerMessage {
    /// The message as JSON text.
    package func rendered() -> [UInt8] {
        JSONWriter.object { json in
            switch self {
            case .welcome(let player, let session, let lastSequence, let node, let gateway):
                json.member("type", "welcome")
                json.member("version", ClientMessage.version)
                json.name("user")
                json.user(player)
                json.member("session", session.hexadecimal)
                json.member("lastSeq", lastSequence)
                json.member("node", node.description)
                json.member("gateway", gateway)
            case .standby(let gateway, let node):
                json.member("type", "standby")
                json.member("version", ClientMessage.version)
                json.member("node", node?.description)
                json.member("gateway", gateway)
            case .outcome(let sequence, let code):
                json.member("type", "outcome")
                json.member("seq", sequence)
                json.member("ok", code == .accepted)
                json.member("code", code.name)
                if let message = code.message { json.member("message", message) }
            case .queue(let queue):
                json.member("type", "queue")
                json.objects("modes", queue.queues) { json, queue in
                    json.member("mode", queue.mode?.name)
                    json.member("waiting", queue.count)
                }
                json.member("ranked", queue.isRanked)
            case .lobby(nil):
                json.member("type", "lobby")
                json.member("code", nil)
            case .lobby(.some(let lobby)):
                json.member("type", "lobby")
                json.members(of: lobby)
            case .chat(let code, let lines):
                json.member("type", "chat")
                json.member("code", code)
                json.objects("lines", lines) { json, line in
                    json.member("number", line.number)
                    json.member("user", line.user.description)
                    json.member("name", line.name)
                    json.member("text", line.text)
                }
            case .emote(let match, let slot, let emote):
                json.member("type", "emote")
                json.member("match", match.description)
                json.member("slot", slot)
                json.member("emote", emote.name)
            case .games(let games):
                json.member("type", "games")
                json.objects("games", games) { json, game in json.members(of: game) }
            case .match(nil):
                json.member("type", "match")
                json.member("phase", "none")
            case .match(.some(let match)):
                json.member("type", "match")
                json.members(of: match)
            case .status(let status):
                json.member("type", "status")
                json.member("state", status.rawValue)
            case .pong(let t):
                json.member("type", "pong")
                json.member("t", raw: t)
            case .error(let code, let message):
                json.member("type", "error")
                json.member("code", code)
                json.member("message", message)
            case .tooManyWaiting(let sequence):
                json.member("type", "error")
                json.member("code", Self.tooManyWaitingCode)
                json.member("seq", sequence)
                json.member(
                    "message",
                    "\(SessionLimits.commandsKept) commands wait: send this one again when another is answered.")
            case .replaced(let connection):
                json.member("type", "replaced")
                if connection > 0 { json.member("connection", connection) } else { json.member("connection", nil) }
            }
        }
    }
}

extension JSONWriter {
    /// The `user` of a welcome and of a new token.
    package mutating func user(_ player: Player) {
        object { json in
            json.member("id", player.id.description)
            json.member("name", player.name)
            json.member("guest", player.isGuest)
        }
    }

    /// A list of objects.
    fileprivate mutating func objects<Element>(
        _ name: StaticString, _ elements: [Element], _ body: (inout JSONWriter, Element) -> Void
    ) {
        self.name(name)
        array { json in
            for element in elements { json.object { json in body(&json, element) } }
        }
    }

    /// `nil` is written as null.
    fileprivate mutating func number(_ name: StaticString, _ value: UInt32?) {
        if let value { member(name, value) } else { member(name, nil) }
    }

    fileprivate mutating func members(of match: MatchState) {
        member("id", match.id.description)
        member("code", match.code.isEmpty ? nil : match.code)
        member("mode", match.mode?.name)
        member("ranked", match.isRanked)
        member("phase", match.phase.rawValue)
        member("remainingMs", match.remainingMilliseconds)
        number("you", match.ownSlot)
        objects("players", match.seats) { json, seat in
            json.member("id", seat.id?.description)
            json.member("name", seat.name)
            json.member("team", seat.team)
            json.member("ready", seat.isReady)
            json.member("connected", seat.isConnected)
            json.member("score", seat.score)
            json.member("rank", seat.rank)
            json.member("bot", seat.bot?.name)
            json.member("standIn", seat.hasStandIn)
            json.number("idleMs", seat.idleMilliseconds == 0 ? nil : seat.idleMilliseconds)
            json.member("rematch", seat.wantsRematch)
        }
        member("spectators", match.spectators)
        if let rules = match.rules {
            name("rules")
            object { json in
                json.member("width", rules.width)
                json.member("height", rules.height)
                json.member("zone", rules.endZoneDepth)
                json.member("speed", rules.speed)
                json.member("target", rules.bankTarget)
                json.member("food", rules.food)
                json.member("minutes", rules.minutes)
            }
        }
        member("commitment", match.commitment.isEmpty ? nil : ClientProtocol.hexadecimal(match.commitment))
        member("seed", match.seed.isEmpty ? nil : ClientProtocol.hexadecimal(match.seed))
        member("endReason", match.endReason.name)
        if match.hasEmotes { member("emotes", true) }
        if let origin = match.origin {
            name("origin")
            object { json in
                json.member("match", origin.match.description)
                json.member("tick", origin.tick)
            }
        }
    }

    fileprivate mutating func members(of lobby: LobbyState) {
        member("code", lobby.code)
        member("leader", lobby.leader.description)
        objects("members", lobby.members) { json, member in
            json.member("id", member.id.description)
            json.member("name", member.name)
            json.member("connected", member.isConnected)
            json.number("wish", member.teamWish)
            json.number("slot", member.slot)
            json.number("team", member.team)
            json.member("inMatch", member.isInMatch)
        }
        objects("bots", lobby.bots) { json, bot in
            json.member("slot", bot.slot)
            json.member("team", bot.team)
            json.member("level", bot.level?.name)
        }
        name("settings")
        object { json in json.members(of: lobby.settings) }
        member("match", lobby.match?.description)
        member("start", lobby.start.name)
    }

    fileprivate mutating func members(of game: GameSummary) {
        member("id", game.id.description)
        member("mode", game.mode?.name)
        member("ranked", game.isRanked)
        objects("players", game.players) { json, side in
            json.member("name", side.name)
            json.member("team", side.team)
            json.member("score", side.score)
            json.member("bot", side.bot?.name)
        }
        member("spectators", game.spectators)
        member("ageMs", game.ageMilliseconds)
        if !game.picture.isEmpty { member("picture", game.picture) }
    }
}
