// Generated from Protos/snaketron/v1/play.proto by scripts/generate-protos. Do not edit.

import Wire

extension PlayUp: GoldenMessage {}
extension Hello: GoldenMessage {}
extension Resync: GoldenMessage {}
extension ListGames: GoldenMessage {}
extension Seek: GoldenMessage {}
extension Request: GoldenMessage {}
extension JoinQueue: GoldenMessage {}
extension LeaveQueue: GoldenMessage {}
extension CreateLobby: GoldenMessage {}
extension JoinLobby: GoldenMessage {}
extension LeaveLobby: GoldenMessage {}
extension ChangeSettings: GoldenMessage {}
extension Kick: GoldenMessage {}
extension ChooseTeam: GoldenMessage {}
extension Chat: GoldenMessage {}
extension Start: GoldenMessage {}
extension Ready: GoldenMessage {}
extension LeaveMatch: GoldenMessage {}
extension Rematch: GoldenMessage {}
extension SendEmote: GoldenMessage {}
extension Watch: GoldenMessage {}
extension Fork: GoldenMessage {}
extension LobbySettings: GoldenMessage {}
extension CustomGame: GoldenMessage {}
extension PlayDown: GoldenMessage {}
extension Refused: GoldenMessage {}
extension Attached: GoldenMessage {}
extension Outcome: GoldenMessage {}
extension QueueState: GoldenMessage {}
extension QueueLength: GoldenMessage {}
extension LobbyState: GoldenMessage {}
extension LobbyMember: GoldenMessage {}
extension LobbyBot: GoldenMessage {}
extension ChatLines: GoldenMessage {}
extension ChatLine: GoldenMessage {}
extension EmoteShown: GoldenMessage {}
extension GameList: GoldenMessage {}
extension GameSummary: GoldenMessage {}
extension GameSide: GoldenMessage {}
extension MatchState: GoldenMessage {}
extension ForkOrigin: GoldenMessage {}
extension Rules: GoldenMessage {}
extension Player: GoldenMessage {}
extension SummaryRequest: GoldenMessage {}
extension SummaryReply: GoldenMessage {}

extension Golden {
    static func play() -> [Golden] {
        var all: [Golden] = []
        all.append(
            Golden(
                PlayUp(),
                ""))
        all.append(
            Golden(
                PlayUp(
                    event: .hello(
                        Hello(
                            userID: 18446744073709551615,
                            sessionID: 256,
                            name: "Bjørn 蛇 🐍",
                            ratings: [4, 4294967295, 768],
                            connection: 0,
                            attempt: 8,
                            nextSequence: 18446744073709551615,
                            address: 1280,
                            addressShare: 0
                        )
                    )
                ),
                [
                    "0a3f08ffffffffffffffffff011080021a0f426ac3b8726e20e89b8720f09f908d220804ffffffff0f8006300838ffff",
                    "ffffffffffffff01510005000000000000",
                ].joined()))
        all.append(
            Golden(
                PlayUp(event: .request(Request(sequence: 256, action: .leaveQueue(LeaveQueue())))),
                "12050880021a00"))
        all.append(
            Golden(
                PlayUp(event: .frame(repeated("snake", 30))),
                [
                    "1a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                PlayUp(event: .resync(Resync())),
                "2200"))
        all.append(
            Golden(
                PlayUp(event: .listGames(ListGames())),
                "2a00"))
        all.append(
            Golden(
                PlayUp(event: .seek(Seek(tick: 768))),
                "3203088006"))
        all.append(
            Golden(
                Hello(
                    userID: 0,
                    sessionID: 0,
                    name: "",
                    connection: 0,
                    attempt: 0,
                    nextSequence: 0,
                    address: 0,
                    addressShare: 0
                ),
                ""))
        all.append(
            Golden(
                Hello(
                    userID: 18446744073709551615,
                    sessionID: 256,
                    name: "Bjørn 蛇 🐍",
                    ratings: [4, 4294967295, 768],
                    connection: 0,
                    attempt: 8,
                    nextSequence: 18446744073709551615,
                    address: 1280,
                    addressShare: 0
                ),
                [
                    "08ffffffffffffffffff011080021a0f426ac3b8726e20e89b8720f09f908d220804ffffffff0f8006300838ffffffff",
                    "ffffffffff01510005000000000000",
                ].joined()))
        all.append(
            Golden(
                Hello(
                    userID: 256,
                    sessionID: 0,
                    name: "",
                    ratings: [4294967295, 768, 0],
                    connection: 8,
                    attempt: 18446744073709551615,
                    nextSequence: 1280,
                    address: 0,
                    addressShare: 12
                ),
                "0880022208ffffffff0f800600280830ffffffffffffffffff0138800a580c"))
        all.append(
            Golden(
                Hello(
                    userID: 0,
                    sessionID: 4,
                    name: "Ada",
                    ratings: [768, 0, 8],
                    connection: 18446744073709551615,
                    attempt: 1280,
                    nextSequence: 0,
                    address: 12,
                    addressShare: 4294967295
                ),
                "10041a0341646122048006000828ffffffffffffffffff0130800a510c0000000000000058ffffffff0f"))
        all.append(
            Golden(
                Hello(
                    userID: 4,
                    sessionID: 18446744073709551615,
                    name: "nul\0inside",
                    ratings: [0, 8, 4294967295],
                    connection: 1280,
                    attempt: 0,
                    nextSequence: 12,
                    address: 18446744073709551615,
                    addressShare: 1792
                ),
                [
                    "080410ffffffffffffffffff011a0a6e756c00696e7369646522070008ffffffff0f28800a380c51ffffffffffffffff",
                    "58800e",
                ].joined()))
        all.append(
            Golden(
                Resync(),
                ""))
        all.append(
            Golden(
                ListGames(),
                ""))
        all.append(
            Golden(
                Seek(tick: 0),
                ""))
        all.append(
            Golden(
                Seek(tick: 4294967295),
                "08ffffffff0f"))
        all.append(
            Golden(
                Seek(tick: 256),
                "088002"))
        all.append(
            Golden(
                Seek(tick: 0),
                ""))
        all.append(
            Golden(
                Seek(tick: 4),
                "0804"))
        all.append(
            Golden(
                Request(sequence: 0),
                ""))
        all.append(
            Golden(
                Request(
                    sequence: 18446744073709551615,
                    action: .joinQueue(
                        JoinQueue(modes: [.init(rawValue: 0), .init(rawValue: 77), .init(rawValue: 1)], ranked: true)
                    )
                ),
                "08ffffffffffffffffff0112070a03004d011001"))
        all.append(
            Golden(
                Request(sequence: 256, action: .leaveQueue(LeaveQueue())),
                "0880021a00"))
        all.append(
            Golden(
                Request(
                    sequence: 0,
                    action: .createLobby(
                        CreateLobby(
                            settings: LobbySettings(
                                mode: .init(rawValue: 1),
                                bots: 4294967295,
                                botLevel: .init(rawValue: 0),
                                hidden: true,
                                custom: CustomGame(
                                    width: 8,
                                    height: 4294967295,
                                    endZones: true,
                                    speed: 0,
                                    food: 12,
                                    players: 4294967295,
                                    minutes: 1792
                                )
                            )
                        )
                    )
                ),
                "22230a21080110ffffffff0f20012a15080810ffffffff0f1801280c30ffffffff0f38800e"))
        all.append(
            Golden(
                Request(sequence: 4, action: .joinLobby(JoinLobby(code: "Ada"))),
                "08042a050a03416461"))
        all.append(
            Golden(
                Request(sequence: 18446744073709551615, action: .start(Start())),
                "08ffffffffffffffffff013200"))
        all.append(
            Golden(
                Request(sequence: 768, action: .ready(Ready())),
                "0880063a00"))
        all.append(
            Golden(
                Request(sequence: 0, action: .leaveMatch(LeaveMatch())),
                "4200"))
        all.append(
            Golden(
                Request(sequence: 8, action: .leaveLobby(LeaveLobby())),
                "08084a00"))
        all.append(
            Golden(
                Request(
                    sequence: 18446744073709551615,
                    action: .changeSettings(
                        ChangeSettings(
                            settings: LobbySettings(
                                mode: .init(rawValue: 0),
                                bots: 0,
                                botLevel: .init(rawValue: 1),
                                hidden: true,
                                custom: CustomGame(
                                    width: 1792,
                                    height: 0,
                                    endZones: true,
                                    speed: 4294967295,
                                    food: 2304,
                                    players: 0,
                                    minutes: 20
                                )
                            )
                        )
                    )
                ),
                "08ffffffffffffffffff0152180a16180120012a1008800e180120ffffffff0f2880123814"))
        all.append(
            Golden(
                Request(sequence: 1280, action: .kick(Kick(userID: 0))),
                "08800a5a00"))
        all.append(
            Golden(
                Request(sequence: 0, action: .chooseTeam(ChooseTeam(team: 12))),
                "6202080c"))
        all.append(
            Golden(
                Request(sequence: 12, action: .chat(Chat(text: "Ada"))),
                "080c6a050a03416461"))
        all.append(
            Golden(
                Request(sequence: 18446744073709551615, action: .rematch(Rematch())),
                "08ffffffffffffffffff017200"))
        all.append(
            Golden(
                Request(sequence: 1792, action: .watch(Watch(matchID: 0, code: "", from: 4294967295))),
                "08800e7a0618ffffffff0f"))
        all.append(
            Golden(
                Request(
                    sequence: 0,
                    action: .fork(
                        Fork(matchID: 16, tick: 4294967295, slot: 2304, botLevel: .init(rawValue: 77), replayKey: 20)
                    )
                ),
                "820116081010ffffffff0f188012204d291400000000000000"))
        all.append(
            Golden(
                Request(sequence: 16, action: .emote(SendEmote(kind: .init(rawValue: 2)))),
                "08108a01020802"))
        all.append(
            Golden(
                JoinQueue(ranked: false),
                ""))
        all.append(
            Golden(
                JoinQueue(modes: [.init(rawValue: 2), .init(rawValue: 0), .init(rawValue: 77)], ranked: true),
                "0a0302004d1001"))
        all.append(
            Golden(
                JoinQueue(modes: [.init(rawValue: 0), .init(rawValue: 77), .init(rawValue: 1)], ranked: true),
                "0a03004d011001"))
        all.append(
            Golden(
                JoinQueue(modes: [.init(rawValue: 77), .init(rawValue: 1), .init(rawValue: 2)], ranked: false),
                "0a034d0102"))
        all.append(
            Golden(
                JoinQueue(modes: [.init(rawValue: 1), .init(rawValue: 2), .init(rawValue: 0)], ranked: true),
                "0a030102001001"))
        all.append(
            Golden(
                LeaveQueue(),
                ""))
        all.append(
            Golden(
                CreateLobby(),
                ""))
        all.append(
            Golden(
                CreateLobby(
                    settings: LobbySettings(
                        mode: .init(rawValue: 2),
                        bots: 256,
                        botLevel: .init(rawValue: 77),
                        hidden: true,
                        custom: CustomGame(
                            width: 4294967295,
                            height: 768,
                            endZones: true,
                            speed: 8,
                            food: 4294967295,
                            players: 1280,
                            minutes: 0
                        )
                    )
                ),
                "0a210802108002184d20012a1608ffffffff0f1080061801200828ffffffff0f30800a"))
        all.append(
            Golden(
                CreateLobby(
                    settings: LobbySettings(
                        mode: .init(rawValue: 0),
                        bots: 0,
                        botLevel: .init(rawValue: 1),
                        hidden: true,
                        custom: CustomGame(
                            width: 768,
                            height: 0,
                            endZones: true,
                            speed: 4294967295,
                            food: 1280,
                            players: 0,
                            minutes: 12
                        )
                    )
                ),
                "0a16180120012a10088006180120ffffffff0f28800a380c"))
        all.append(
            Golden(
                CreateLobby(
                    settings: LobbySettings(
                        mode: .init(rawValue: 77),
                        bots: 4,
                        botLevel: .init(rawValue: 2),
                        hidden: false,
                        custom: CustomGame(
                            width: 0,
                            height: 8,
                            endZones: false,
                            speed: 1280,
                            food: 0,
                            players: 12,
                            minutes: 4294967295
                        )
                    )
                ),
                "0a15084d100418022a0d100820800a300c38ffffffff0f"))
        all.append(
            Golden(
                CreateLobby(
                    settings: LobbySettings(
                        mode: .init(rawValue: 1),
                        bots: 4294967295,
                        botLevel: .init(rawValue: 0),
                        hidden: true,
                        custom: CustomGame(
                            width: 8,
                            height: 4294967295,
                            endZones: true,
                            speed: 0,
                            food: 12,
                            players: 4294967295,
                            minutes: 1792
                        )
                    )
                ),
                "0a21080110ffffffff0f20012a15080810ffffffff0f1801280c30ffffffff0f38800e"))
        all.append(
            Golden(
                JoinLobby(code: ""),
                ""))
        all.append(
            Golden(
                JoinLobby(code: "Ada"),
                "0a03416461"))
        all.append(
            Golden(
                JoinLobby(code: "nul\0inside"),
                "0a0a6e756c00696e73696465"))
        all.append(
            Golden(
                JoinLobby(code: "Bjørn 蛇 🐍"),
                "0a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                JoinLobby(code: ""),
                ""))
        all.append(
            Golden(
                LeaveLobby(),
                ""))
        all.append(
            Golden(
                ChangeSettings(),
                ""))
        all.append(
            Golden(
                ChangeSettings(
                    settings: LobbySettings(
                        mode: .init(rawValue: 2),
                        bots: 256,
                        botLevel: .init(rawValue: 77),
                        hidden: true,
                        custom: CustomGame(
                            width: 4294967295,
                            height: 768,
                            endZones: true,
                            speed: 8,
                            food: 4294967295,
                            players: 1280,
                            minutes: 0
                        )
                    )
                ),
                "0a210802108002184d20012a1608ffffffff0f1080061801200828ffffffff0f30800a"))
        all.append(
            Golden(
                ChangeSettings(
                    settings: LobbySettings(
                        mode: .init(rawValue: 0),
                        bots: 0,
                        botLevel: .init(rawValue: 1),
                        hidden: true,
                        custom: CustomGame(
                            width: 768,
                            height: 0,
                            endZones: true,
                            speed: 4294967295,
                            food: 1280,
                            players: 0,
                            minutes: 12
                        )
                    )
                ),
                "0a16180120012a10088006180120ffffffff0f28800a380c"))
        all.append(
            Golden(
                ChangeSettings(
                    settings: LobbySettings(
                        mode: .init(rawValue: 77),
                        bots: 4,
                        botLevel: .init(rawValue: 2),
                        hidden: false,
                        custom: CustomGame(
                            width: 0,
                            height: 8,
                            endZones: false,
                            speed: 1280,
                            food: 0,
                            players: 12,
                            minutes: 4294967295
                        )
                    )
                ),
                "0a15084d100418022a0d100820800a300c38ffffffff0f"))
        all.append(
            Golden(
                ChangeSettings(
                    settings: LobbySettings(
                        mode: .init(rawValue: 1),
                        bots: 4294967295,
                        botLevel: .init(rawValue: 0),
                        hidden: true,
                        custom: CustomGame(
                            width: 8,
                            height: 4294967295,
                            endZones: true,
                            speed: 0,
                            food: 12,
                            players: 4294967295,
                            minutes: 1792
                        )
                    )
                ),
                "0a21080110ffffffff0f20012a15080810ffffffff0f1801280c30ffffffff0f38800e"))
        all.append(
            Golden(
                Kick(userID: 0),
                ""))
        all.append(
            Golden(
                Kick(userID: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                Kick(userID: 256),
                "088002"))
        all.append(
            Golden(
                Kick(userID: 0),
                ""))
        all.append(
            Golden(
                Kick(userID: 4),
                "0804"))
        all.append(
            Golden(
                ChooseTeam(team: 0),
                ""))
        all.append(
            Golden(
                ChooseTeam(team: 4294967295),
                "08ffffffff0f"))
        all.append(
            Golden(
                ChooseTeam(team: 256),
                "088002"))
        all.append(
            Golden(
                ChooseTeam(team: 0),
                ""))
        all.append(
            Golden(
                ChooseTeam(team: 4),
                "0804"))
        all.append(
            Golden(
                Chat(text: ""),
                ""))
        all.append(
            Golden(
                Chat(text: "Ada"),
                "0a03416461"))
        all.append(
            Golden(
                Chat(text: "nul\0inside"),
                "0a0a6e756c00696e73696465"))
        all.append(
            Golden(
                Chat(text: "Bjørn 蛇 🐍"),
                "0a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                Chat(text: ""),
                ""))
        all.append(
            Golden(
                Start(),
                ""))
        all.append(
            Golden(
                Ready(),
                ""))
        all.append(
            Golden(
                LeaveMatch(),
                ""))
        all.append(
            Golden(
                Rematch(),
                ""))
        all.append(
            Golden(
                SendEmote(kind: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                SendEmote(kind: .init(rawValue: 2)),
                "0802"))
        all.append(
            Golden(
                SendEmote(kind: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                SendEmote(kind: .init(rawValue: 77)),
                "084d"))
        all.append(
            Golden(
                SendEmote(kind: .init(rawValue: 1)),
                "0801"))
        all.append(
            Golden(
                Watch(matchID: 0, code: "", from: 0),
                ""))
        all.append(
            Golden(
                Watch(matchID: 18446744073709551615, code: "nul\0inside", from: 0),
                "08ffffffffffffffffff01120a6e756c00696e73696465"))
        all.append(
            Golden(
                Watch(matchID: 256, code: "Bjørn 蛇 🐍", from: 4),
                "088002120f426ac3b8726e20e89b8720f09f908d1804"))
        all.append(
            Golden(
                Watch(matchID: 0, code: "", from: 4294967295),
                "18ffffffff0f"))
        all.append(
            Golden(
                Watch(matchID: 4, code: "Ada", from: 768),
                "08041203416461188006"))
        all.append(
            Golden(
                Fork(matchID: 0, tick: 0, slot: 0, botLevel: .init(rawValue: 0), replayKey: 0),
                ""))
        all.append(
            Golden(
                Fork(
                    matchID: 18446744073709551615,
                    tick: 256,
                    slot: 0,
                    botLevel: .init(rawValue: 1),
                    replayKey: 18446744073709551615
                ),
                "08ffffffffffffffffff01108002200129ffffffffffffffff"))
        all.append(
            Golden(
                Fork(matchID: 256, tick: 0, slot: 4, botLevel: .init(rawValue: 2), replayKey: 768),
                "08800218042002290003000000000000"))
        all.append(
            Golden(
                Fork(matchID: 0, tick: 4, slot: 4294967295, botLevel: .init(rawValue: 0), replayKey: 0),
                "100418ffffffff0f"))
        all.append(
            Golden(
                Fork(matchID: 4, tick: 4294967295, slot: 768, botLevel: .init(rawValue: 77), replayKey: 8),
                "080410ffffffff0f188006204d290800000000000000"))
        all.append(
            Golden(
                LobbySettings(mode: .init(rawValue: 0), bots: 0, botLevel: .init(rawValue: 0), hidden: false),
                ""))
        all.append(
            Golden(
                LobbySettings(
                    mode: .init(rawValue: 2),
                    bots: 256,
                    botLevel: .init(rawValue: 77),
                    hidden: true,
                    custom: CustomGame(
                        width: 4294967295,
                        height: 768,
                        endZones: true,
                        speed: 8,
                        food: 4294967295,
                        players: 1280,
                        minutes: 0
                    )
                ),
                "0802108002184d20012a1608ffffffff0f1080061801200828ffffffff0f30800a"))
        all.append(
            Golden(
                LobbySettings(
                    mode: .init(rawValue: 0),
                    bots: 0,
                    botLevel: .init(rawValue: 1),
                    hidden: true,
                    custom: CustomGame(
                        width: 768,
                        height: 0,
                        endZones: true,
                        speed: 4294967295,
                        food: 1280,
                        players: 0,
                        minutes: 12
                    )
                ),
                "180120012a10088006180120ffffffff0f28800a380c"))
        all.append(
            Golden(
                LobbySettings(
                    mode: .init(rawValue: 77),
                    bots: 4,
                    botLevel: .init(rawValue: 2),
                    hidden: false,
                    custom: CustomGame(
                        width: 0,
                        height: 8,
                        endZones: false,
                        speed: 1280,
                        food: 0,
                        players: 12,
                        minutes: 4294967295
                    )
                ),
                "084d100418022a0d100820800a300c38ffffffff0f"))
        all.append(
            Golden(
                LobbySettings(
                    mode: .init(rawValue: 1),
                    bots: 4294967295,
                    botLevel: .init(rawValue: 0),
                    hidden: true,
                    custom: CustomGame(
                        width: 8,
                        height: 4294967295,
                        endZones: true,
                        speed: 0,
                        food: 12,
                        players: 4294967295,
                        minutes: 1792
                    )
                ),
                "080110ffffffff0f20012a15080810ffffffff0f1801280c30ffffffff0f38800e"))
        all.append(
            Golden(
                CustomGame(width: 0, height: 0, endZones: false, speed: 0, food: 0, players: 0, minutes: 0),
                ""))
        all.append(
            Golden(
                CustomGame(
                    width: 4294967295,
                    height: 256,
                    endZones: false,
                    speed: 4,
                    food: 4294967295,
                    players: 768,
                    minutes: 0
                ),
                "08ffffffff0f108002200428ffffffff0f308006"))
        all.append(
            Golden(
                CustomGame(width: 256, height: 0, endZones: true, speed: 4294967295, food: 768, players: 0, minutes: 8),
                "088002180120ffffffff0f2880063808"))
        all.append(
            Golden(
                CustomGame(width: 0, height: 4, endZones: true, speed: 768, food: 0, players: 8, minutes: 4294967295),
                "10041801208006300838ffffffff0f"))
        all.append(
            Golden(
                CustomGame(
                    width: 4,
                    height: 4294967295,
                    endZones: false,
                    speed: 0,
                    food: 8,
                    players: 4294967295,
                    minutes: 1280
                ),
                "080410ffffffff0f280830ffffffff0f38800a"))
        all.append(
            Golden(
                PlayDown(),
                ""))
        all.append(
            Golden(
                PlayDown(event: .attached(Attached(lastSequence: 18446744073709551615, nodeID: 256))),
                "0a0e08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                PlayDown(event: .outcome(Outcome(sequence: 256, code: .init(rawValue: 77)))),
                "1205088002104d"))
        all.append(
            Golden(
                PlayDown(
                    event: .queue(
                        QueueState(
                            queues: [
                                QueueLength(mode: .init(rawValue: 77), waiting: 4),
                                QueueLength(mode: .init(rawValue: 2), waiting: 768),
                                QueueLength(mode: .init(rawValue: 77), waiting: 8),
                            ],
                            ranked: false
                        )
                    )
                ),
                "1a131a04084d10041a0508021080061a04084d1008"))
        all.append(
            Golden(
                PlayDown(
                    event: .match(
                        MatchState(
                            matchID: 4,
                            code: "Ada",
                            mode: .init(rawValue: 0),
                            phase: .init(rawValue: 77),
                            remainingMs: 8,
                            players: [
                                Player(
                                    userID: 18446744073709551615,
                                    name: "nul\0inside",
                                    team: 0,
                                    ready: false,
                                    connected: true,
                                    score: 1792,
                                    rank: 0,
                                    bot: .init(rawValue: 1),
                                    standIn: true,
                                    idleMs: 2304,
                                    rematch: true
                                ),
                                Player(
                                    userID: 20,
                                    name: "Ada",
                                    team: 2816,
                                    ready: true,
                                    connected: false,
                                    score: 4294967295,
                                    rank: 3328,
                                    bot: .init(rawValue: 77),
                                    standIn: true,
                                    idleMs: 4294967295,
                                    rematch: false
                                ),
                                Player(
                                    userID: 0,
                                    name: "",
                                    team: 4294967295,
                                    ready: true,
                                    connected: true,
                                    score: 36,
                                    rank: 4294967295,
                                    bot: .init(rawValue: 0),
                                    standIn: false,
                                    idleMs: 40,
                                    rematch: true
                                ),
                            ],
                            yourSlot: 5376,
                            seedCommitment: repeated("snake", 30),
                            seed: fromHex(""),
                            endReason: .init(rawValue: 2),
                            ranked: true,
                            spectators: 0,
                            rules: Rules(
                                width: 48,
                                height: 4294967295,
                                endZoneDepth: 6400,
                                speed: 0,
                                bankTarget: 52,
                                food: 4294967295,
                                minutes: 6912
                            ),
                            origin: ForkOrigin(matchID: 0, tick: 56),
                            emotes: false
                        )
                    )
                ),
                [
                    "22a70208041203416461204d2808322508ffffffffffffffffff01120a6e756c00696e73696465280130800e40014801",
                    "5080125801321f08141203416461188016200130ffffffff0f38801a404d480150ffffffff0f321618ffffffff0f2001",
                    "2801302438ffffffff0f5028580138802a429601736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65500258016a16083010ffffffff0f188032283430ffff",
                    "ffff0f38803672021038",
                ].joined()))
        all.append(
            Golden(
                PlayDown(event: .frame(fromHex("00"))),
                "2a0100"))
        all.append(
            Golden(
                PlayDown(
                    event: .lobby(
                        LobbyState(
                            code: "nul\0inside",
                            leaderID: 0,
                            members: [
                                LobbyMember(
                                    userID: 8,
                                    name: "Ada",
                                    connected: true,
                                    teamWish: 0,
                                    slot: 12,
                                    team: 4294967295,
                                    inMatch: true
                                ),
                                LobbyMember(
                                    userID: 0,
                                    name: "",
                                    connected: true,
                                    teamWish: 2304,
                                    slot: 0,
                                    team: 20,
                                    inMatch: false
                                ),
                                LobbyMember(
                                    userID: 2816,
                                    name: "Bjørn 蛇 🐍",
                                    connected: false,
                                    teamWish: 4294967295,
                                    slot: 3328,
                                    team: 0,
                                    inMatch: true
                                ),
                            ],
                            settings: LobbySettings(
                                mode: .init(rawValue: 2),
                                bots: 3840,
                                botLevel: .init(rawValue: 77),
                                hidden: true,
                                custom: CustomGame(
                                    width: 4294967295,
                                    height: 4352,
                                    endZones: true,
                                    speed: 36,
                                    food: 4294967295,
                                    players: 4864,
                                    minutes: 0
                                )
                            ),
                            bots: [
                                LobbyBot(slot: 40, team: 4294967295, level: .init(rawValue: 0)),
                                LobbyBot(slot: 0, team: 44, level: .init(rawValue: 2)),
                                LobbyBot(slot: 5888, team: 0, level: .init(rawValue: 1)),
                            ],
                            matchID: 18446744073709551615,
                            start: .init(rawValue: 0)
                        )
                    )
                ),
                [
                    "3290010a0a6e756c00696e736964651a13080812034164611801280c30ffffffff0f38011a07180120801230141a1f08",
                    "8016120f426ac3b8726e20e89b8720f09f908d20ffffffff0f28801a38012221080210801e184d20012a1608ffffffff",
                    "0f1080221801202428ffffffff0f3080262a08082810ffffffff0f2a04102c18022a0508802e180130ffffffffffffff",
                    "ffff01",
                ].joined()))
        all.append(
            Golden(
                PlayDown(
                    event: .chat(
                        ChatLines(
                            code: "Bjørn 蛇 🐍",
                            lines: [
                                ChatLine(
                                    number: 8,
                                    userID: 18446744073709551615,
                                    name: "nul\0inside",
                                    text: "Bjørn 蛇 🐍"
                                ),
                                ChatLine(
                                    number: 12,
                                    userID: 18446744073709551615,
                                    name: "nul\0inside",
                                    text: "Bjørn 蛇 🐍"
                                ),
                                ChatLine(
                                    number: 16,
                                    userID: 18446744073709551615,
                                    name: "nul\0inside",
                                    text: "Bjørn 蛇 🐍"
                                ),
                            ]
                        )
                    )
                ),
                [
                    "3a95010a0f426ac3b8726e20e89b8720f09f908d122a080810ffffffffffffffffff011a0a6e756c00696e7369646522",
                    "0f426ac3b8726e20e89b8720f09f908d122a080c10ffffffffffffffffff011a0a6e756c00696e73696465220f426ac3",
                    "b8726e20e89b8720f09f908d122a081010ffffffffffffffffff011a0a6e756c00696e73696465220f426ac3b8726e20",
                    "e89b8720f09f908d",
                ].joined()))
        all.append(
            Golden(
                PlayDown(
                    event: .games(
                        GameList(
                            games: [
                                GameSummary(
                                    matchID: 8,
                                    mode: .init(rawValue: 2),
                                    players: [
                                        GameSide(name: "nul\0inside", team: 0, score: 12, bot: .init(rawValue: 2)),
                                        GameSide(name: "nul\0inside", team: 0, score: 16, bot: .init(rawValue: 2)),
                                        GameSide(name: "nul\0inside", team: 0, score: 20, bot: .init(rawValue: 2)),
                                    ],
                                    spectators: 2816,
                                    ageMs: 0,
                                    ranked: false,
                                    picture: "Ada"
                                ),
                                GameSummary(
                                    matchID: 3328,
                                    mode: .init(rawValue: 77),
                                    players: [
                                        GameSide(name: "", team: 4294967295, score: 3840, bot: .init(rawValue: 77)),
                                        GameSide(name: "", team: 4294967295, score: 4352, bot: .init(rawValue: 77)),
                                        GameSide(name: "", team: 4294967295, score: 4864, bot: .init(rawValue: 77)),
                                    ],
                                    spectators: 40,
                                    ageMs: 4294967295,
                                    ranked: false,
                                    picture: "Bjørn 蛇 🐍"
                                ),
                                GameSummary(
                                    matchID: 44,
                                    mode: .init(rawValue: 2),
                                    players: [
                                        GameSide(name: "nul\0inside", team: 0, score: 48, bot: .init(rawValue: 2)),
                                        GameSide(name: "nul\0inside", team: 0, score: 52, bot: .init(rawValue: 2)),
                                        GameSide(name: "nul\0inside", team: 0, score: 56, bot: .init(rawValue: 2)),
                                    ],
                                    spectators: 7424,
                                    ageMs: 0,
                                    ranked: false,
                                    picture: "Ada"
                                ),
                            ]
                        )
                    )
                ),
                [
                    "42cf010a42080810021a100a0a6e756c00696e73696465180c20021a100a0a6e756c00696e73696465181020021a100a",
                    "0a6e756c00696e73696465181420022080163a034164610a4508801a104d1a0b10ffffffff0f18801e204d1a0b10ffff",
                    "ffff0f188022204d1a0b10ffffffff0f188026204d202828ffffffff0f3a0f426ac3b8726e20e89b8720f09f908d0a42",
                    "082c10021a100a0a6e756c00696e73696465183020021a100a0a6e756c00696e73696465183420021a100a0a6e756c00",
                    "696e736964651838200220803a3a03416461",
                ].joined()))
        all.append(
            Golden(
                PlayDown(event: .refused(Refused(reason: .init(rawValue: 2), connection: 1280))),
                "4a05080210800a"))
        all.append(
            Golden(
                PlayDown(event: .emote(EmoteShown(matchID: 1280, slot: 0, kind: .init(rawValue: 1)))),
                "520508800a1801"))
        all.append(
            Golden(
                Refused(reason: .init(rawValue: 0), connection: 0),
                ""))
        all.append(
            Golden(
                Refused(reason: .init(rawValue: 2), connection: 256),
                "0802108002"))
        all.append(
            Golden(
                Refused(reason: .init(rawValue: 0), connection: 0),
                ""))
        all.append(
            Golden(
                Refused(reason: .init(rawValue: 77), connection: 4),
                "084d1004"))
        all.append(
            Golden(
                Refused(reason: .init(rawValue: 1), connection: 18446744073709551615),
                "080110ffffffffffffffffff01"))
        all.append(
            Golden(
                Attached(lastSequence: 0, nodeID: 0),
                ""))
        all.append(
            Golden(
                Attached(lastSequence: 18446744073709551615, nodeID: 256),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                Attached(lastSequence: 256, nodeID: 0),
                "088002"))
        all.append(
            Golden(
                Attached(lastSequence: 0, nodeID: 4),
                "1004"))
        all.append(
            Golden(
                Attached(lastSequence: 4, nodeID: 18446744073709551615),
                "080410ffffffffffffffffff01"))
        all.append(
            Golden(
                Outcome(sequence: 0, code: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                Outcome(sequence: 18446744073709551615, code: .init(rawValue: 0)),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                Outcome(sequence: 256, code: .init(rawValue: 77)),
                "088002104d"))
        all.append(
            Golden(
                Outcome(sequence: 0, code: .init(rawValue: 1)),
                "1001"))
        all.append(
            Golden(
                Outcome(sequence: 4, code: .init(rawValue: 2)),
                "08041002"))
        all.append(
            Golden(
                QueueState(ranked: false),
                ""))
        all.append(
            Golden(
                QueueState(
                    queues: [
                        QueueLength(mode: .init(rawValue: 2), waiting: 256),
                        QueueLength(mode: .init(rawValue: 77), waiting: 4),
                        QueueLength(mode: .init(rawValue: 2), waiting: 768),
                    ],
                    ranked: true
                ),
                "1a0508021080021a04084d10041a0508021080062001"))
        all.append(
            Golden(
                QueueState(
                    queues: [
                        QueueLength(mode: .init(rawValue: 0), waiting: 0),
                        QueueLength(mode: .init(rawValue: 1), waiting: 4294967295),
                        QueueLength(mode: .init(rawValue: 0), waiting: 0),
                    ],
                    ranked: true
                ),
                "1a001a08080110ffffffff0f1a002001"))
        all.append(
            Golden(
                QueueState(
                    queues: [
                        QueueLength(mode: .init(rawValue: 77), waiting: 4),
                        QueueLength(mode: .init(rawValue: 2), waiting: 768),
                        QueueLength(mode: .init(rawValue: 77), waiting: 8),
                    ],
                    ranked: false
                ),
                "1a04084d10041a0508021080061a04084d1008"))
        all.append(
            Golden(
                QueueState(
                    queues: [
                        QueueLength(mode: .init(rawValue: 1), waiting: 4294967295),
                        QueueLength(mode: .init(rawValue: 0), waiting: 0),
                        QueueLength(mode: .init(rawValue: 1), waiting: 4294967295),
                    ],
                    ranked: true
                ),
                "1a08080110ffffffff0f1a001a08080110ffffffff0f2001"))
        all.append(
            Golden(
                QueueLength(mode: .init(rawValue: 0), waiting: 0),
                ""))
        all.append(
            Golden(
                QueueLength(mode: .init(rawValue: 2), waiting: 256),
                "0802108002"))
        all.append(
            Golden(
                QueueLength(mode: .init(rawValue: 0), waiting: 0),
                ""))
        all.append(
            Golden(
                QueueLength(mode: .init(rawValue: 77), waiting: 4),
                "084d1004"))
        all.append(
            Golden(
                QueueLength(mode: .init(rawValue: 1), waiting: 4294967295),
                "080110ffffffff0f"))
        all.append(
            Golden(
                LobbyState(code: "", leaderID: 0, matchID: 0, start: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                LobbyState(
                    code: "Ada",
                    leaderID: 256,
                    members: [
                        LobbyMember(
                            userID: 0,
                            name: "",
                            connected: true,
                            teamWish: 768,
                            slot: 0,
                            team: 8,
                            inMatch: false
                        ),
                        LobbyMember(
                            userID: 1280,
                            name: "Bjørn 蛇 🐍",
                            connected: false,
                            teamWish: 4294967295,
                            slot: 1792,
                            team: 0,
                            inMatch: true
                        ),
                        LobbyMember(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            connected: true,
                            teamWish: 20,
                            slot: 4294967295,
                            team: 2816,
                            inMatch: true
                        ),
                    ],
                    settings: LobbySettings(
                        mode: .init(rawValue: 1),
                        bots: 4294967295,
                        botLevel: .init(rawValue: 0),
                        hidden: false,
                        custom: CustomGame(
                            width: 28,
                            height: 4294967295,
                            endZones: false,
                            speed: 0,
                            food: 32,
                            players: 4294967295,
                            minutes: 4352
                        )
                    ),
                    bots: [
                        LobbyBot(slot: 0, team: 36, level: .init(rawValue: 2)),
                        LobbyBot(slot: 4864, team: 0, level: .init(rawValue: 1)),
                        LobbyBot(slot: 4294967295, team: 5376, level: .init(rawValue: 77)),
                    ],
                    matchID: 44,
                    start: .init(rawValue: 2)
                ),
                [
                    "0a034164611080021a07180120800630081a1f08800a120f426ac3b8726e20e89b8720f09f908d20ffffffff0f28800e",
                    "38011a2608ffffffffffffffffff01120a6e756c00696e736964651801201428ffffffff0f3080163801221d080110ff",
                    "ffffff0f2a13081c10ffffffff0f282030ffffffff0f3880222a04102418022a0508802618012a0b08ffffffff0f1080",
                    "2a184d302c3802",
                ].joined()))
        all.append(
            Golden(
                LobbyState(
                    code: "nul\0inside",
                    leaderID: 0,
                    members: [
                        LobbyMember(
                            userID: 4,
                            name: "Ada",
                            connected: false,
                            teamWish: 0,
                            slot: 8,
                            team: 4294967295,
                            inMatch: true
                        ),
                        LobbyMember(
                            userID: 0,
                            name: "",
                            connected: true,
                            teamWish: 1792,
                            slot: 0,
                            team: 16,
                            inMatch: true
                        ),
                        LobbyMember(
                            userID: 2304,
                            name: "Bjørn 蛇 🐍",
                            connected: true,
                            teamWish: 4294967295,
                            slot: 2816,
                            team: 0,
                            inMatch: false
                        ),
                    ],
                    settings: LobbySettings(
                        mode: .init(rawValue: 2),
                        bots: 3328,
                        botLevel: .init(rawValue: 77),
                        hidden: true,
                        custom: CustomGame(
                            width: 4294967295,
                            height: 3840,
                            endZones: true,
                            speed: 32,
                            food: 4294967295,
                            players: 4352,
                            minutes: 0
                        )
                    ),
                    bots: [
                        LobbyBot(slot: 36, team: 4294967295, level: .init(rawValue: 0)),
                        LobbyBot(slot: 0, team: 40, level: .init(rawValue: 2)),
                        LobbyBot(slot: 5376, team: 0, level: .init(rawValue: 1)),
                    ],
                    matchID: 18446744073709551615,
                    start: .init(rawValue: 0)
                ),
                [
                    "0a0a6e756c00696e736964651a1108041203416461280830ffffffff0f38011a09180120800e301038011a1f08801212",
                    "0f426ac3b8726e20e89b8720f09f908d180120ffffffff0f2880162221080210801a184d20012a1608ffffffff0f1080",
                    "1e1801202028ffffffff0f3080222a08082410ffffffff0f2a04102818022a0508802a180130ffffffffffffffffff01",
                ].joined()))
        all.append(
            Golden(
                LobbyState(
                    code: "Bjørn 蛇 🐍",
                    leaderID: 4,
                    members: [
                        LobbyMember(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            connected: true,
                            teamWish: 8,
                            slot: 4294967295,
                            team: 1280,
                            inMatch: true
                        ),
                        LobbyMember(
                            userID: 12,
                            name: "Ada",
                            connected: true,
                            teamWish: 0,
                            slot: 16,
                            team: 4294967295,
                            inMatch: false
                        ),
                        LobbyMember(
                            userID: 0,
                            name: "",
                            connected: false,
                            teamWish: 2816,
                            slot: 0,
                            team: 24,
                            inMatch: true
                        ),
                    ],
                    settings: LobbySettings(
                        mode: .init(rawValue: 0),
                        bots: 0,
                        botLevel: .init(rawValue: 1),
                        hidden: true,
                        custom: CustomGame(
                            width: 3840,
                            height: 0,
                            endZones: true,
                            speed: 4294967295,
                            food: 4352,
                            players: 0,
                            minutes: 36
                        )
                    ),
                    bots: [
                        LobbyBot(slot: 4294967295, team: 4864, level: .init(rawValue: 77)),
                        LobbyBot(slot: 40, team: 4294967295, level: .init(rawValue: 0)),
                        LobbyBot(slot: 0, team: 44, level: .init(rawValue: 2)),
                    ],
                    matchID: 5888,
                    start: .init(rawValue: 77)
                ),
                [
                    "0a0f426ac3b8726e20e89b8720f09f908d10041a2608ffffffffffffffffff01120a6e756c00696e7369646518012008",
                    "28ffffffff0f30800a38011a11080c12034164611801281030ffffffff0f1a07208016301838012216180120012a1008",
                    "801e180120ffffffff0f28802238242a0b08ffffffff0f108026184d2a08082810ffffffff0f2a04102c180230802e38",
                    "4d",
                ].joined()))
        all.append(
            Golden(
                LobbyState(
                    code: "",
                    leaderID: 18446744073709551615,
                    members: [
                        LobbyMember(
                            userID: 768,
                            name: "Bjørn 蛇 🐍",
                            connected: true,
                            teamWish: 4294967295,
                            slot: 1280,
                            team: 0,
                            inMatch: false
                        ),
                        LobbyMember(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            connected: false,
                            teamWish: 16,
                            slot: 4294967295,
                            team: 2304,
                            inMatch: true
                        ),
                        LobbyMember(
                            userID: 20,
                            name: "Ada",
                            connected: true,
                            teamWish: 0,
                            slot: 24,
                            team: 4294967295,
                            inMatch: true
                        ),
                    ],
                    settings: LobbySettings(
                        mode: .init(rawValue: 77),
                        bots: 28,
                        botLevel: .init(rawValue: 2),
                        hidden: false,
                        custom: CustomGame(
                            width: 0,
                            height: 32,
                            endZones: false,
                            speed: 4352,
                            food: 0,
                            players: 36,
                            minutes: 4294967295
                        )
                    ),
                    bots: [
                        LobbyBot(slot: 4864, team: 0, level: .init(rawValue: 1)),
                        LobbyBot(slot: 4294967295, team: 5376, level: .init(rawValue: 77)),
                        LobbyBot(slot: 44, team: 4294967295, level: .init(rawValue: 0)),
                    ],
                    matchID: 0,
                    start: .init(rawValue: 1)
                ),
                [
                    "10ffffffffffffffffff011a1f088006120f426ac3b8726e20e89b8720f09f908d180120ffffffff0f28800a1a2408ff",
                    "ffffffffffffffff01120a6e756c00696e73696465201028ffffffff0f30801238011a13081412034164611801281830",
                    "ffffffff0f38012215084d101c18022a0d1020208022302438ffffffff0f2a0508802618012a0b08ffffffff0f10802a",
                    "184d2a08082c10ffffffff0f3801",
                ].joined()))
        all.append(
            Golden(
                LobbyMember(userID: 0, name: "", connected: false, teamWish: 0, slot: 0, team: 0, inMatch: false),
                ""))
        all.append(
            Golden(
                LobbyMember(
                    userID: 18446744073709551615,
                    name: "nul\0inside",
                    connected: false,
                    teamWish: 4,
                    slot: 4294967295,
                    team: 768,
                    inMatch: true
                ),
                "08ffffffffffffffffff01120a6e756c00696e73696465200428ffffffff0f3080063801"))
        all.append(
            Golden(
                LobbyMember(
                    userID: 256,
                    name: "Bjørn 蛇 🐍",
                    connected: true,
                    teamWish: 4294967295,
                    slot: 768,
                    team: 0,
                    inMatch: true
                ),
                "088002120f426ac3b8726e20e89b8720f09f908d180120ffffffff0f2880063801"))
        all.append(
            Golden(
                LobbyMember(userID: 0, name: "", connected: true, teamWish: 768, slot: 0, team: 8, inMatch: false),
                "18012080063008"))
        all.append(
            Golden(
                LobbyMember(
                    userID: 4,
                    name: "Ada",
                    connected: false,
                    teamWish: 0,
                    slot: 8,
                    team: 4294967295,
                    inMatch: true
                ),
                "08041203416461280830ffffffff0f3801"))
        all.append(
            Golden(
                LobbyBot(slot: 0, team: 0, level: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                LobbyBot(slot: 4294967295, team: 256, level: .init(rawValue: 77)),
                "08ffffffff0f108002184d"))
        all.append(
            Golden(
                LobbyBot(slot: 256, team: 0, level: .init(rawValue: 1)),
                "0880021801"))
        all.append(
            Golden(
                LobbyBot(slot: 0, team: 4, level: .init(rawValue: 2)),
                "10041802"))
        all.append(
            Golden(
                LobbyBot(slot: 4, team: 4294967295, level: .init(rawValue: 0)),
                "080410ffffffff0f"))
        all.append(
            Golden(
                ChatLines(code: ""),
                ""))
        all.append(
            Golden(
                ChatLines(
                    code: "Ada",
                    lines: [
                        ChatLine(number: 256, userID: 0, name: "", text: "Ada"),
                        ChatLine(number: 768, userID: 0, name: "", text: "Ada"),
                        ChatLine(number: 1280, userID: 0, name: "", text: "Ada"),
                    ]
                ),
                "0a034164611208088002220341646112080880062203416461120808800a2203416461"))
        all.append(
            Golden(
                ChatLines(
                    code: "nul\0inside",
                    lines: [
                        ChatLine(number: 0, userID: 4, name: "Ada", text: "nul\0inside"),
                        ChatLine(number: 0, userID: 8, name: "Ada", text: "nul\0inside"),
                        ChatLine(number: 0, userID: 12, name: "Ada", text: "nul\0inside"),
                    ]
                ),
                [
                    "0a0a6e756c00696e73696465121310041a03416461220a6e756c00696e73696465121310081a03416461220a6e756c00",
                    "696e736964651213100c1a03416461220a6e756c00696e73696465",
                ].joined()))
        all.append(
            Golden(
                ChatLines(
                    code: "Bjørn 蛇 🐍",
                    lines: [
                        ChatLine(number: 4, userID: 18446744073709551615, name: "nul\0inside", text: "Bjørn 蛇 🐍"),
                        ChatLine(number: 8, userID: 18446744073709551615, name: "nul\0inside", text: "Bjørn 蛇 🐍"),
                        ChatLine(number: 12, userID: 18446744073709551615, name: "nul\0inside", text: "Bjørn 蛇 🐍"),
                    ]
                ),
                [
                    "0a0f426ac3b8726e20e89b8720f09f908d122a080410ffffffffffffffffff011a0a6e756c00696e73696465220f426a",
                    "c3b8726e20e89b8720f09f908d122a080810ffffffffffffffffff011a0a6e756c00696e73696465220f426ac3b8726e",
                    "20e89b8720f09f908d122a080c10ffffffffffffffffff011a0a6e756c00696e73696465220f426ac3b8726e20e89b87",
                    "20f09f908d",
                ].joined()))
        all.append(
            Golden(
                ChatLines(
                    code: "",
                    lines: [
                        ChatLine(number: 18446744073709551615, userID: 768, name: "Bjørn 蛇 🐍", text: ""),
                        ChatLine(number: 18446744073709551615, userID: 1280, name: "Bjørn 蛇 🐍", text: ""),
                        ChatLine(number: 18446744073709551615, userID: 1792, name: "Bjørn 蛇 🐍", text: ""),
                    ]
                ),
                [
                    "121f08ffffffffffffffffff011080061a0f426ac3b8726e20e89b8720f09f908d121f08ffffffffffffffffff011080",
                    "0a1a0f426ac3b8726e20e89b8720f09f908d121f08ffffffffffffffffff0110800e1a0f426ac3b8726e20e89b8720f0",
                    "9f908d",
                ].joined()))
        all.append(
            Golden(
                ChatLine(number: 0, userID: 0, name: "", text: ""),
                ""))
        all.append(
            Golden(
                ChatLine(number: 18446744073709551615, userID: 256, name: "Bjørn 蛇 🐍", text: ""),
                "08ffffffffffffffffff011080021a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                ChatLine(number: 256, userID: 0, name: "", text: "Ada"),
                "0880022203416461"))
        all.append(
            Golden(
                ChatLine(number: 0, userID: 4, name: "Ada", text: "nul\0inside"),
                "10041a03416461220a6e756c00696e73696465"))
        all.append(
            Golden(
                ChatLine(number: 4, userID: 18446744073709551615, name: "nul\0inside", text: "Bjørn 蛇 🐍"),
                "080410ffffffffffffffffff011a0a6e756c00696e73696465220f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                EmoteShown(matchID: 0, slot: 0, kind: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                EmoteShown(matchID: 18446744073709551615, slot: 256, kind: .init(rawValue: 77)),
                "08ffffffffffffffffff01108002184d"))
        all.append(
            Golden(
                EmoteShown(matchID: 256, slot: 0, kind: .init(rawValue: 1)),
                "0880021801"))
        all.append(
            Golden(
                EmoteShown(matchID: 0, slot: 4, kind: .init(rawValue: 2)),
                "10041802"))
        all.append(
            Golden(
                EmoteShown(matchID: 4, slot: 4294967295, kind: .init(rawValue: 0)),
                "080410ffffffff0f"))
        all.append(
            Golden(
                GameList(),
                ""))
        all.append(
            Golden(
                GameList(
                    games: [
                        GameSummary(
                            matchID: 18446744073709551615,
                            mode: .init(rawValue: 0),
                            players: [
                                GameSide(name: "Bjørn 蛇 🐍", team: 4, score: 4294967295, bot: .init(rawValue: 0)),
                                GameSide(name: "Bjørn 蛇 🐍", team: 8, score: 4294967295, bot: .init(rawValue: 0)),
                                GameSide(name: "Bjørn 蛇 🐍", team: 12, score: 4294967295, bot: .init(rawValue: 0)),
                            ],
                            spectators: 0,
                            ageMs: 16,
                            ranked: true,
                            picture: "nul\0inside"
                        ),
                        GameSummary(
                            matchID: 0,
                            mode: .init(rawValue: 1),
                            players: [
                                GameSide(name: "Ada", team: 2816, score: 0, bot: .init(rawValue: 1)),
                                GameSide(name: "Ada", team: 3328, score: 0, bot: .init(rawValue: 1)),
                                GameSide(name: "Ada", team: 3840, score: 0, bot: .init(rawValue: 1)),
                            ],
                            spectators: 4294967295,
                            ageMs: 4352,
                            ranked: true,
                            picture: ""
                        ),
                        GameSummary(
                            matchID: 18446744073709551615,
                            mode: .init(rawValue: 0),
                            players: [
                                GameSide(name: "Bjørn 蛇 🐍", team: 40, score: 4294967295, bot: .init(rawValue: 0)),
                                GameSide(name: "Bjørn 蛇 🐍", team: 44, score: 4294967295, bot: .init(rawValue: 0)),
                                GameSide(name: "Bjørn 蛇 🐍", team: 48, score: 4294967295, bot: .init(rawValue: 0)),
                            ],
                            spectators: 0,
                            ageMs: 52,
                            ranked: true,
                            picture: "nul\0inside"
                        ),
                    ]
                ),
                [
                    "0a6c08ffffffffffffffffff011a190a0f426ac3b8726e20e89b8720f09f908d100418ffffffff0f1a190a0f426ac3b8",
                    "726e20e89b8720f09f908d100818ffffffff0f1a190a0f426ac3b8726e20e89b8720f09f908d100c18ffffffff0f2810",
                    "30013a0a6e756c00696e736964650a3110011a0a0a0341646110801620011a0a0a0341646110801a20011a0a0a034164",
                    "6110801e200120ffffffff0f28802230010a6c08ffffffffffffffffff011a190a0f426ac3b8726e20e89b8720f09f90",
                    "8d102818ffffffff0f1a190a0f426ac3b8726e20e89b8720f09f908d102c18ffffffff0f1a190a0f426ac3b8726e20e8",
                    "9b8720f09f908d103018ffffffff0f283430013a0a6e756c00696e73696465",
                ].joined()))
        all.append(
            Golden(
                GameList(
                    games: [
                        GameSummary(
                            matchID: 256,
                            mode: .init(rawValue: 77),
                            players: [
                                GameSide(name: "", team: 4294967295, score: 768, bot: .init(rawValue: 77)),
                                GameSide(name: "", team: 4294967295, score: 1280, bot: .init(rawValue: 77)),
                                GameSide(name: "", team: 4294967295, score: 1792, bot: .init(rawValue: 77)),
                            ],
                            spectators: 16,
                            ageMs: 4294967295,
                            ranked: false,
                            picture: "Bjørn 蛇 🐍"
                        ),
                        GameSummary(
                            matchID: 20,
                            mode: .init(rawValue: 2),
                            players: [
                                GameSide(name: "nul\0inside", team: 0, score: 24, bot: .init(rawValue: 2)),
                                GameSide(name: "nul\0inside", team: 0, score: 28, bot: .init(rawValue: 2)),
                                GameSide(name: "nul\0inside", team: 0, score: 32, bot: .init(rawValue: 2)),
                            ],
                            spectators: 4352,
                            ageMs: 0,
                            ranked: false,
                            picture: "Ada"
                        ),
                        GameSummary(
                            matchID: 4864,
                            mode: .init(rawValue: 77),
                            players: [
                                GameSide(name: "", team: 4294967295, score: 5376, bot: .init(rawValue: 77)),
                                GameSide(name: "", team: 4294967295, score: 5888, bot: .init(rawValue: 77)),
                                GameSide(name: "", team: 4294967295, score: 6400, bot: .init(rawValue: 77)),
                            ],
                            spectators: 52,
                            ageMs: 4294967295,
                            ranked: false,
                            picture: "Bjørn 蛇 🐍"
                        ),
                    ]
                ),
                [
                    "0a45088002104d1a0b10ffffffff0f188006204d1a0b10ffffffff0f18800a204d1a0b10ffffffff0f18800e204d2010",
                    "28ffffffff0f3a0f426ac3b8726e20e89b8720f09f908d0a42081410021a100a0a6e756c00696e73696465181820021a",
                    "100a0a6e756c00696e73696465181c20021a100a0a6e756c00696e73696465182020022080223a034164610a45088026",
                    "104d1a0b10ffffffff0f18802a204d1a0b10ffffffff0f18802e204d1a0b10ffffffff0f188032204d203428ffffffff",
                    "0f3a0f426ac3b8726e20e89b8720f09f908d",
                ].joined()))
        all.append(
            Golden(
                GameList(
                    games: [
                        GameSummary(
                            matchID: 0,
                            mode: .init(rawValue: 1),
                            players: [
                                GameSide(name: "Ada", team: 768, score: 0, bot: .init(rawValue: 1)),
                                GameSide(name: "Ada", team: 1280, score: 0, bot: .init(rawValue: 1)),
                                GameSide(name: "Ada", team: 1792, score: 0, bot: .init(rawValue: 1)),
                            ],
                            spectators: 4294967295,
                            ageMs: 2304,
                            ranked: true,
                            picture: ""
                        ),
                        GameSummary(
                            matchID: 18446744073709551615,
                            mode: .init(rawValue: 0),
                            players: [
                                GameSide(name: "Bjørn 蛇 🐍", team: 24, score: 4294967295, bot: .init(rawValue: 0)),
                                GameSide(name: "Bjørn 蛇 🐍", team: 28, score: 4294967295, bot: .init(rawValue: 0)),
                                GameSide(name: "Bjørn 蛇 🐍", team: 32, score: 4294967295, bot: .init(rawValue: 0)),
                            ],
                            spectators: 0,
                            ageMs: 36,
                            ranked: true,
                            picture: "nul\0inside"
                        ),
                        GameSummary(
                            matchID: 0,
                            mode: .init(rawValue: 1),
                            players: [
                                GameSide(name: "Ada", team: 5376, score: 0, bot: .init(rawValue: 1)),
                                GameSide(name: "Ada", team: 5888, score: 0, bot: .init(rawValue: 1)),
                                GameSide(name: "Ada", team: 6400, score: 0, bot: .init(rawValue: 1)),
                            ],
                            spectators: 4294967295,
                            ageMs: 6912,
                            ranked: true,
                            picture: ""
                        ),
                    ]
                ),
                [
                    "0a3110011a0a0a0341646110800620011a0a0a0341646110800a20011a0a0a0341646110800e200120ffffffff0f2880",
                    "1230010a6c08ffffffffffffffffff011a190a0f426ac3b8726e20e89b8720f09f908d101818ffffffff0f1a190a0f42",
                    "6ac3b8726e20e89b8720f09f908d101c18ffffffff0f1a190a0f426ac3b8726e20e89b8720f09f908d102018ffffffff",
                    "0f282430013a0a6e756c00696e736964650a3110011a0a0a0341646110802a20011a0a0a0341646110802e20011a0a0a",
                    "03416461108032200120ffffffff0f2880363001",
                ].joined()))
        all.append(
            Golden(
                GameList(
                    games: [
                        GameSummary(
                            matchID: 4,
                            mode: .init(rawValue: 2),
                            players: [
                                GameSide(name: "nul\0inside", team: 0, score: 8, bot: .init(rawValue: 2)),
                                GameSide(name: "nul\0inside", team: 0, score: 12, bot: .init(rawValue: 2)),
                                GameSide(name: "nul\0inside", team: 0, score: 16, bot: .init(rawValue: 2)),
                            ],
                            spectators: 2304,
                            ageMs: 0,
                            ranked: true,
                            picture: "Ada"
                        ),
                        GameSummary(
                            matchID: 2816,
                            mode: .init(rawValue: 77),
                            players: [
                                GameSide(name: "", team: 4294967295, score: 3328, bot: .init(rawValue: 77)),
                                GameSide(name: "", team: 4294967295, score: 3840, bot: .init(rawValue: 77)),
                                GameSide(name: "", team: 4294967295, score: 4352, bot: .init(rawValue: 77)),
                            ],
                            spectators: 36,
                            ageMs: 4294967295,
                            ranked: true,
                            picture: "Bjørn 蛇 🐍"
                        ),
                        GameSummary(
                            matchID: 40,
                            mode: .init(rawValue: 2),
                            players: [
                                GameSide(name: "nul\0inside", team: 0, score: 44, bot: .init(rawValue: 2)),
                                GameSide(name: "nul\0inside", team: 0, score: 48, bot: .init(rawValue: 2)),
                                GameSide(name: "nul\0inside", team: 0, score: 52, bot: .init(rawValue: 2)),
                            ],
                            spectators: 6912,
                            ageMs: 0,
                            ranked: true,
                            picture: "Ada"
                        ),
                    ]
                ),
                [
                    "0a44080410021a100a0a6e756c00696e73696465180820021a100a0a6e756c00696e73696465180c20021a100a0a6e75",
                    "6c00696e736964651810200220801230013a034164610a47088016104d1a0b10ffffffff0f18801a204d1a0b10ffffff",
                    "ff0f18801e204d1a0b10ffffffff0f188022204d202428ffffffff0f30013a0f426ac3b8726e20e89b8720f09f908d0a",
                    "44082810021a100a0a6e756c00696e73696465182c20021a100a0a6e756c00696e73696465183020021a100a0a6e756c",
                    "00696e736964651834200220803630013a03416461",
                ].joined()))
        all.append(
            Golden(
                GameSummary(matchID: 0, mode: .init(rawValue: 0), spectators: 0, ageMs: 0, ranked: false, picture: ""),
                ""))
        all.append(
            Golden(
                GameSummary(
                    matchID: 18446744073709551615,
                    mode: .init(rawValue: 0),
                    players: [
                        GameSide(name: "Bjørn 蛇 🐍", team: 4, score: 4294967295, bot: .init(rawValue: 0)),
                        GameSide(name: "Bjørn 蛇 🐍", team: 8, score: 4294967295, bot: .init(rawValue: 0)),
                        GameSide(name: "Bjørn 蛇 🐍", team: 12, score: 4294967295, bot: .init(rawValue: 0)),
                    ],
                    spectators: 0,
                    ageMs: 16,
                    ranked: true,
                    picture: "nul\0inside"
                ),
                [
                    "08ffffffffffffffffff011a190a0f426ac3b8726e20e89b8720f09f908d100418ffffffff0f1a190a0f426ac3b8726e",
                    "20e89b8720f09f908d100818ffffffff0f1a190a0f426ac3b8726e20e89b8720f09f908d100c18ffffffff0f28103001",
                    "3a0a6e756c00696e73696465",
                ].joined()))
        all.append(
            Golden(
                GameSummary(
                    matchID: 256,
                    mode: .init(rawValue: 77),
                    players: [
                        GameSide(name: "", team: 4294967295, score: 768, bot: .init(rawValue: 77)),
                        GameSide(name: "", team: 4294967295, score: 1280, bot: .init(rawValue: 77)),
                        GameSide(name: "", team: 4294967295, score: 1792, bot: .init(rawValue: 77)),
                    ],
                    spectators: 16,
                    ageMs: 4294967295,
                    ranked: false,
                    picture: "Bjørn 蛇 🐍"
                ),
                [
                    "088002104d1a0b10ffffffff0f188006204d1a0b10ffffffff0f18800a204d1a0b10ffffffff0f18800e204d201028ff",
                    "ffffff0f3a0f426ac3b8726e20e89b8720f09f908d",
                ].joined()))
        all.append(
            Golden(
                GameSummary(
                    matchID: 0,
                    mode: .init(rawValue: 1),
                    players: [
                        GameSide(name: "Ada", team: 768, score: 0, bot: .init(rawValue: 1)),
                        GameSide(name: "Ada", team: 1280, score: 0, bot: .init(rawValue: 1)),
                        GameSide(name: "Ada", team: 1792, score: 0, bot: .init(rawValue: 1)),
                    ],
                    spectators: 4294967295,
                    ageMs: 2304,
                    ranked: true,
                    picture: ""
                ),
                "10011a0a0a0341646110800620011a0a0a0341646110800a20011a0a0a0341646110800e200120ffffffff0f2880123001"))
        all.append(
            Golden(
                GameSummary(
                    matchID: 4,
                    mode: .init(rawValue: 2),
                    players: [
                        GameSide(name: "nul\0inside", team: 0, score: 8, bot: .init(rawValue: 2)),
                        GameSide(name: "nul\0inside", team: 0, score: 12, bot: .init(rawValue: 2)),
                        GameSide(name: "nul\0inside", team: 0, score: 16, bot: .init(rawValue: 2)),
                    ],
                    spectators: 2304,
                    ageMs: 0,
                    ranked: true,
                    picture: "Ada"
                ),
                [
                    "080410021a100a0a6e756c00696e73696465180820021a100a0a6e756c00696e73696465180c20021a100a0a6e756c00",
                    "696e736964651810200220801230013a03416461",
                ].joined()))
        all.append(
            Golden(
                GameSide(name: "", team: 0, score: 0, bot: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                GameSide(name: "Ada", team: 256, score: 0, bot: .init(rawValue: 1)),
                "0a034164611080022001"))
        all.append(
            Golden(
                GameSide(name: "nul\0inside", team: 0, score: 4, bot: .init(rawValue: 2)),
                "0a0a6e756c00696e7369646518042002"))
        all.append(
            Golden(
                GameSide(name: "Bjørn 蛇 🐍", team: 4, score: 4294967295, bot: .init(rawValue: 0)),
                "0a0f426ac3b8726e20e89b8720f09f908d100418ffffffff0f"))
        all.append(
            Golden(
                GameSide(name: "", team: 4294967295, score: 768, bot: .init(rawValue: 77)),
                "10ffffffff0f188006204d"))
        all.append(
            Golden(
                MatchState(
                    matchID: 0,
                    code: "",
                    mode: .init(rawValue: 0),
                    phase: .init(rawValue: 0),
                    remainingMs: 0,
                    yourSlot: 0,
                    seedCommitment: fromHex(""),
                    seed: fromHex(""),
                    endReason: .init(rawValue: 0),
                    ranked: false,
                    spectators: 0,
                    emotes: false
                ),
                ""))
        all.append(
            Golden(
                MatchState(
                    matchID: 18446744073709551615,
                    code: "nul\0inside",
                    mode: .init(rawValue: 77),
                    phase: .init(rawValue: 1),
                    remainingMs: 4294967295,
                    players: [
                        Player(
                            userID: 768,
                            name: "Bjørn 蛇 🐍",
                            team: 8,
                            ready: false,
                            connected: true,
                            score: 0,
                            rank: 12,
                            bot: .init(rawValue: 2),
                            standIn: true,
                            idleMs: 0,
                            rematch: true
                        ),
                        Player(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            team: 0,
                            ready: true,
                            connected: false,
                            score: 2816,
                            rank: 0,
                            bot: .init(rawValue: 1),
                            standIn: true,
                            idleMs: 3328,
                            rematch: false
                        ),
                        Player(
                            userID: 28,
                            name: "Ada",
                            team: 3840,
                            ready: true,
                            connected: true,
                            score: 4294967295,
                            rank: 4352,
                            bot: .init(rawValue: 77),
                            standIn: false,
                            idleMs: 4294967295,
                            rematch: true
                        ),
                    ],
                    yourSlot: 0,
                    seedCommitment: fromHex(""),
                    seed: fromHex("00"),
                    endReason: .init(rawValue: 0),
                    ranked: true,
                    spectators: 44,
                    rules: Rules(
                        width: 4294967295,
                        height: 5888,
                        endZoneDepth: 0,
                        speed: 48,
                        bankTarget: 4294967295,
                        food: 6400,
                        minutes: 0
                    ),
                    origin: ForkOrigin(matchID: 52, tick: 4294967295),
                    emotes: false
                ),
                [
                    "08ffffffffffffffffff01120a6e756c00696e73696465184d200128ffffffff0f3220088006120f426ac3b8726e20e8",
                    "9b8720f09f908d18082801380c400248015801322308ffffffffffffffffff01120a6e756c00696e7369646520013080",
                    "164001480150801a3221081c120341646118801e2001280130ffffffff0f388022404d50ffffffff0f58014a01005801",
                    "602c6a1408ffffffff0f10802e203028ffffffff0f3080327208083410ffffffff0f",
                ].joined()))
        all.append(
            Golden(
                MatchState(
                    matchID: 256,
                    code: "Bjørn 蛇 🐍",
                    mode: .init(rawValue: 1),
                    phase: .init(rawValue: 2),
                    remainingMs: 768,
                    players: [
                        Player(
                            userID: 0,
                            name: "",
                            team: 4294967295,
                            ready: true,
                            connected: true,
                            score: 12,
                            rank: 4294967295,
                            bot: .init(rawValue: 0),
                            standIn: false,
                            idleMs: 16,
                            rematch: true
                        ),
                        Player(
                            userID: 2304,
                            name: "Bjørn 蛇 🐍",
                            team: 20,
                            ready: false,
                            connected: true,
                            score: 0,
                            rank: 24,
                            bot: .init(rawValue: 2),
                            standIn: true,
                            idleMs: 0,
                            rematch: true
                        ),
                        Player(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            team: 0,
                            ready: true,
                            connected: false,
                            score: 4352,
                            rank: 0,
                            bot: .init(rawValue: 1),
                            standIn: true,
                            idleMs: 4864,
                            rematch: false
                        ),
                    ],
                    yourSlot: 40,
                    seedCommitment: fromHex("00"),
                    seed: [UInt8](0..<200),
                    endReason: .init(rawValue: 77),
                    ranked: true,
                    spectators: 4294967295,
                    rules: Rules(
                        width: 5888,
                        height: 0,
                        endZoneDepth: 48,
                        speed: 4294967295,
                        bankTarget: 6400,
                        food: 0,
                        minutes: 52
                    ),
                    origin: ForkOrigin(matchID: 18446744073709551615, tick: 6912),
                    emotes: true
                ),
                [
                    "088002120f426ac3b8726e20e89b8720f09f908d18012002288006321618ffffffff0f20012801300c38ffffffff0f50",
                    "1058013220088012120f426ac3b8726e20e89b8720f09f908d181428013818400248015801322308ffffffffffffffff",
                    "ff01120a6e756c00696e7369646520013080224001480150802638284201004ac801000102030405060708090a0b0c0d",
                    "0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d",
                    "3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d",
                    "6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d",
                    "9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7504d580160ff",
                    "ffffff0f6a1008802e183020ffffffff0f2880323834720e08ffffffffffffffffff011080367801",
                ].joined()))
        all.append(
            Golden(
                MatchState(
                    matchID: 0,
                    code: "",
                    mode: .init(rawValue: 2),
                    phase: .init(rawValue: 0),
                    remainingMs: 0,
                    players: [
                        Player(
                            userID: 8,
                            name: "Ada",
                            team: 1280,
                            ready: true,
                            connected: false,
                            score: 4294967295,
                            rank: 1792,
                            bot: .init(rawValue: 77),
                            standIn: true,
                            idleMs: 4294967295,
                            rematch: false
                        ),
                        Player(
                            userID: 0,
                            name: "",
                            team: 4294967295,
                            ready: true,
                            connected: true,
                            score: 24,
                            rank: 4294967295,
                            bot: .init(rawValue: 0),
                            standIn: false,
                            idleMs: 28,
                            rematch: true
                        ),
                        Player(
                            userID: 3840,
                            name: "Bjørn 蛇 🐍",
                            team: 32,
                            ready: false,
                            connected: true,
                            score: 0,
                            rank: 36,
                            bot: .init(rawValue: 2),
                            standIn: true,
                            idleMs: 0,
                            rematch: true
                        ),
                    ],
                    yourSlot: 4294967295,
                    seedCommitment: [UInt8](0..<200),
                    seed: repeated("snake", 30),
                    endReason: .init(rawValue: 1),
                    ranked: false,
                    spectators: 5888,
                    rules: Rules(
                        width: 0,
                        height: 48,
                        endZoneDepth: 4294967295,
                        speed: 6400,
                        bankTarget: 0,
                        food: 52,
                        minutes: 4294967295
                    ),
                    origin: ForkOrigin(matchID: 6912, tick: 0),
                    emotes: true
                ),
                [
                    "1802321f0808120341646118800a200130ffffffff0f38800e404d480150ffffffff0f321618ffffffff0f2001280130",
                    "1838ffffffff0f501c5801322008801e120f426ac3b8726e20e89b8720f09f908d18202801382440024801580138ffff",
                    "ffff0f42c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20212223242526272829",
                    "2a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f50515253545556575859",
                    "5a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f80818283848586878889",
                    "8a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9",
                    "babbbcbdbebfc0c1c2c3c4c5c6c74a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65500160802e6a13103018ffffffff0f208032303438ffffffff",
                    "0f72030880367801",
                ].joined()))
        all.append(
            Golden(
                MatchState(
                    matchID: 4,
                    code: "Ada",
                    mode: .init(rawValue: 0),
                    phase: .init(rawValue: 77),
                    remainingMs: 8,
                    players: [
                        Player(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            team: 0,
                            ready: false,
                            connected: true,
                            score: 1792,
                            rank: 0,
                            bot: .init(rawValue: 1),
                            standIn: true,
                            idleMs: 2304,
                            rematch: true
                        ),
                        Player(
                            userID: 20,
                            name: "Ada",
                            team: 2816,
                            ready: true,
                            connected: false,
                            score: 4294967295,
                            rank: 3328,
                            bot: .init(rawValue: 77),
                            standIn: true,
                            idleMs: 4294967295,
                            rematch: false
                        ),
                        Player(
                            userID: 0,
                            name: "",
                            team: 4294967295,
                            ready: true,
                            connected: true,
                            score: 36,
                            rank: 4294967295,
                            bot: .init(rawValue: 0),
                            standIn: false,
                            idleMs: 40,
                            rematch: true
                        ),
                    ],
                    yourSlot: 5376,
                    seedCommitment: repeated("snake", 30),
                    seed: fromHex(""),
                    endReason: .init(rawValue: 2),
                    ranked: true,
                    spectators: 0,
                    rules: Rules(
                        width: 48,
                        height: 4294967295,
                        endZoneDepth: 6400,
                        speed: 0,
                        bankTarget: 52,
                        food: 4294967295,
                        minutes: 6912
                    ),
                    origin: ForkOrigin(matchID: 0, tick: 56),
                    emotes: false
                ),
                [
                    "08041203416461204d2808322508ffffffffffffffffff01120a6e756c00696e73696465280130800e40014801508012",
                    "5801321f08141203416461188016200130ffffffff0f38801a404d480150ffffffff0f321618ffffffff0f2001280130",
                    "2438ffffffff0f5028580138802a429601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65500258016a16083010ffffffff0f188032283430ffffffff0f",
                    "38803672021038",
                ].joined()))
        all.append(
            Golden(
                ForkOrigin(matchID: 0, tick: 0),
                ""))
        all.append(
            Golden(
                ForkOrigin(matchID: 18446744073709551615, tick: 256),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                ForkOrigin(matchID: 256, tick: 0),
                "088002"))
        all.append(
            Golden(
                ForkOrigin(matchID: 0, tick: 4),
                "1004"))
        all.append(
            Golden(
                ForkOrigin(matchID: 4, tick: 4294967295),
                "080410ffffffff0f"))
        all.append(
            Golden(
                Rules(width: 0, height: 0, endZoneDepth: 0, speed: 0, bankTarget: 0, food: 0, minutes: 0),
                ""))
        all.append(
            Golden(
                Rules(
                    width: 4294967295,
                    height: 256,
                    endZoneDepth: 0,
                    speed: 4,
                    bankTarget: 4294967295,
                    food: 768,
                    minutes: 0
                ),
                "08ffffffff0f108002200428ffffffff0f308006"))
        all.append(
            Golden(
                Rules(width: 256, height: 0, endZoneDepth: 4, speed: 4294967295, bankTarget: 768, food: 0, minutes: 8),
                "088002180420ffffffff0f2880063808"))
        all.append(
            Golden(
                Rules(
                    width: 0,
                    height: 4,
                    endZoneDepth: 4294967295,
                    speed: 768,
                    bankTarget: 0,
                    food: 8,
                    minutes: 4294967295
                ),
                "100418ffffffff0f208006300838ffffffff0f"))
        all.append(
            Golden(
                Rules(
                    width: 4,
                    height: 4294967295,
                    endZoneDepth: 768,
                    speed: 0,
                    bankTarget: 8,
                    food: 4294967295,
                    minutes: 1280
                ),
                "080410ffffffff0f188006280830ffffffff0f38800a"))
        all.append(
            Golden(
                Player(
                    userID: 0,
                    name: "",
                    team: 0,
                    ready: false,
                    connected: false,
                    score: 0,
                    rank: 0,
                    bot: .init(rawValue: 0),
                    standIn: false,
                    idleMs: 0,
                    rematch: false
                ),
                ""))
        all.append(
            Golden(
                Player(
                    userID: 18446744073709551615,
                    name: "nul\0inside",
                    team: 0,
                    ready: true,
                    connected: true,
                    score: 768,
                    rank: 0,
                    bot: .init(rawValue: 1),
                    standIn: false,
                    idleMs: 1280,
                    rematch: true
                ),
                "08ffffffffffffffffff01120a6e756c00696e7369646520012801308006400150800a5801"))
        all.append(
            Golden(
                Player(
                    userID: 256,
                    name: "Bjørn 蛇 🐍",
                    team: 4,
                    ready: true,
                    connected: false,
                    score: 0,
                    rank: 8,
                    bot: .init(rawValue: 2),
                    standIn: true,
                    idleMs: 0,
                    rematch: false
                ),
                "088002120f426ac3b8726e20e89b8720f09f908d18042001380840024801"))
        all.append(
            Golden(
                Player(
                    userID: 0,
                    name: "",
                    team: 4294967295,
                    ready: false,
                    connected: true,
                    score: 8,
                    rank: 4294967295,
                    bot: .init(rawValue: 0),
                    standIn: true,
                    idleMs: 12,
                    rematch: true
                ),
                "18ffffffff0f2801300838ffffffff0f4801500c5801"))
        all.append(
            Golden(
                Player(
                    userID: 4,
                    name: "Ada",
                    team: 768,
                    ready: true,
                    connected: true,
                    score: 4294967295,
                    rank: 1280,
                    bot: .init(rawValue: 77),
                    standIn: false,
                    idleMs: 4294967295,
                    rematch: true
                ),
                "080412034164611880062001280130ffffffff0f38800a404d50ffffffff0f5801"))
        all.append(
            Golden(
                SummaryRequest(brief: false, consensus: false),
                ""))
        all.append(
            Golden(
                SummaryRequest(brief: true, consensus: true),
                "08011001"))
        all.append(
            Golden(
                SummaryRequest(brief: true, consensus: false),
                "0801"))
        all.append(
            Golden(
                SummaryRequest(brief: false, consensus: true),
                "1001"))
        all.append(
            Golden(
                SummaryRequest(brief: true, consensus: true),
                "08011001"))
        all.append(
            Golden(
                SummaryReply(
                    nodeID: 0,
                    appliedIndex: 0,
                    worldTick: 0,
                    sessionsAttached: 0,
                    matches: 0,
                    players: 0,
                    ready: false,
                    stateHash: 0,
                    lobbies: 0,
                    spectators: 0,
                    worldBytes: 0,
                    quarantined: false,
                    behaviour: 0,
                    oldestKnown: 0,
                    newestKnown: 0,
                    stopped: "",
                    consensus: fromHex("")
                ),
                ""))
        all.append(
            Golden(
                SummaryReply(
                    nodeID: 18446744073709551615,
                    appliedIndex: 256,
                    worldTick: 0,
                    sessionsAttached: 4,
                    matches: 4294967295,
                    players: 768,
                    ready: true,
                    stateHash: 8,
                    lobbies: 4294967295,
                    spectators: 1280,
                    worldBytes: 0,
                    quarantined: false,
                    behaviour: 4294967295,
                    oldestKnown: 1792,
                    newestKnown: 0,
                    stopped: "",
                    consensus: fromHex("00")
                ),
                [
                    "08ffffffffffffffffff01108002200428ffffffff0f3080063801400848ffffffff0f50800aa001ffffffff0fa80180",
                    "0ec2010100",
                ].joined()))
        all.append(
            Golden(
                SummaryReply(
                    nodeID: 256,
                    appliedIndex: 0,
                    worldTick: 4,
                    sessionsAttached: 4294967295,
                    matches: 768,
                    players: 0,
                    ready: true,
                    stateHash: 18446744073709551615,
                    lobbies: 1280,
                    spectators: 0,
                    worldBytes: 12,
                    quarantined: true,
                    behaviour: 1792,
                    oldestKnown: 0,
                    newestKnown: 16,
                    stopped: "Ada",
                    consensus: [UInt8](0..<200)
                ),
                [
                    "088002180420ffffffff0f288006380140ffffffffffffffffff0148800a580c800101a001800eb00110ba0103416461",
                    "c201c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b",
                    "2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b",
                    "5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b",
                    "8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babb",
                    "bcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                SummaryReply(
                    nodeID: 0,
                    appliedIndex: 4,
                    worldTick: 18446744073709551615,
                    sessionsAttached: 768,
                    matches: 0,
                    players: 8,
                    ready: false,
                    stateHash: 1280,
                    lobbies: 0,
                    spectators: 12,
                    worldBytes: 18446744073709551615,
                    quarantined: true,
                    behaviour: 0,
                    oldestKnown: 16,
                    newestKnown: 4294967295,
                    stopped: "nul\0inside",
                    consensus: repeated("snake", 30)
                ),
                [
                    "100418ffffffffffffffffff01208006300840800a500c58ffffffffffffffffff01800101a80110b001ffffffff0fba",
                    "010a6e756c00696e73696465c2019601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                SummaryReply(
                    nodeID: 4,
                    appliedIndex: 18446744073709551615,
                    worldTick: 768,
                    sessionsAttached: 0,
                    matches: 8,
                    players: 4294967295,
                    ready: true,
                    stateHash: 0,
                    lobbies: 12,
                    spectators: 4294967295,
                    worldBytes: 1792,
                    quarantined: false,
                    behaviour: 16,
                    oldestKnown: 4294967295,
                    newestKnown: 2304,
                    stopped: "Bjørn 蛇 🐍",
                    consensus: fromHex("")
                ),
                [
                    "080410ffffffffffffffffff01188006280830ffffffff0f3801480c50ffffffff0f58800ea00110a801ffffffff0fb0",
                    "018012ba010f426ac3b8726e20e89b8720f09f908d",
                ].joined()))
        return all
    }
}
