import GameCore
import Identity

extension ClientMessage {
    /// The message as JSON text, as a client sends it. What a server knows of but cannot name, such as an unknown mode, becomes
    /// the empty name.
    package func rendered() -> [UInt8] {
        JSONWriter.object { json in
            switch self {
            case .hello(let hello):
                json.member("type", "hello")
                json.member("version", Self.version)
                json.member("token", hello.token)
                json.member("session", hello.session.hexadecimal)
                json.members(of: hello.claim)
                if hello.standsBy { json.member("standby", true) }
            case .take(let claim):
                json.member("type", "take")
                json.members(of: claim)
            case .command(let sequence, let command):
                json.member("type", command.type)
                json.member("seq", sequence)
                json.members(of: command)
            case .resync: json.member("type", "resync")
            case .seek(let tick):
                json.member("type", "seek")
                json.member("tick", tick)
            case .listGames: json.member("type", "games")
            case .ping(let t):
                json.member("type", "ping")
                json.member("t", raw: t)
            }
        }
    }
}

extension ClientCommand {
    /// The `type` of its message.
    package var type: String {
        switch self {
        case .joinQueue: "queue"
        case .leaveQueue: "leaveQueue"
        case .createLobby: "create"
        case .joinLobby: "join"
        case .leaveLobby: "leaveLobby"
        case .changeSettings: "settings"
        case .kick: "kick"
        case .chooseTeam: "team"
        case .chat: "chat"
        case .emote: "emote"
        case .start: "start"
        case .ready: "ready"
        case .leaveMatch: "leave"
        case .rematch: "rematch"
        case .watch, .watchLobby: "watch"
        case .fork: "fork"
        case .unknown: "unknown"
        }
    }
}

extension JSONWriter {
    /// Numbers that are 0 are not said.
    fileprivate mutating func members(of claim: ConnectionClaim) {
        if claim.connection > 0 { member("connection", claim.connection) }
        if claim.nextSequence > 0 { member("nextSeq", claim.nextSequence) }
    }

    fileprivate mutating func members(of command: ClientCommand) {
        switch command {
        case .leaveQueue, .leaveLobby, .start, .ready, .leaveMatch, .rematch, .unknown: break
        case .joinQueue(let modes, let ranked):
            name("modes")
            array { json in for mode in modes { json.string(mode?.name ?? "") } }
            member("ranked", ranked)
        case .createLobby(let settings), .changeSettings(let settings): members(of: settings, unknown: "")
        case .joinLobby(let code): member("code", code)
        case .kick(let user): member("user", user?.description ?? "")
        case .chooseTeam(let team): if let team { member("team", team) } else { member("team", nil) }
        case .chat(let text): member("text", text)
        case .emote(let emote): member("emote", emote?.name ?? "")
        case .watch(let match, let tick):
            member("match", match.description)
            if let tick { member("tick", tick) }
        case .watchLobby(let code, let tick):
            member("code", code)
            if let tick { member("tick", tick) }
        case .fork(let match, let key, let tick, let slot, let level):
            member("match", key.map { ReplayName(match: match, key: $0).description } ?? match.description)
            member("tick", tick)
            member("place", slot)
            member("botLevel", level?.name ?? "")
        }
    }
}
