// Generated from Protos/snaketron/v1/play.proto by scripts/generate-protos. Do not edit.

import Wire

extension PlayUp: GoldenMessage {}
extension Hello: GoldenMessage {}
extension Resync: GoldenMessage {}
extension Request: GoldenMessage {}
extension JoinQueue: GoldenMessage {}
extension LeaveQueue: GoldenMessage {}
extension CreateMatch: GoldenMessage {}
extension JoinMatch: GoldenMessage {}
extension StartMatch: GoldenMessage {}
extension Ready: GoldenMessage {}
extension LeaveMatch: GoldenMessage {}
extension PlayDown: GoldenMessage {}
extension Attached: GoldenMessage {}
extension Outcome: GoldenMessage {}
extension QueueState: GoldenMessage {}
extension MatchState: GoldenMessage {}
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
                PlayUp(event: .hello(Hello(userID: 18446744073709551615, sessionID: 256, name: "Bjørn 蛇 🐍"))),
                "0a1f08ffffffffffffffffff011080021a0f426ac3b8726e20e89b8720f09f908d"))
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
                Hello(userID: 0, sessionID: 0, name: ""),
                ""))
        all.append(
            Golden(
                Hello(userID: 18446744073709551615, sessionID: 256, name: "Bjørn 蛇 🐍"),
                "08ffffffffffffffffff011080021a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                Hello(userID: 256, sessionID: 0, name: ""),
                "088002"))
        all.append(
            Golden(
                Hello(userID: 0, sessionID: 4, name: "Ada"),
                "10041a03416461"))
        all.append(
            Golden(
                Hello(userID: 4, sessionID: 18446744073709551615, name: "nul\0inside"),
                "080410ffffffffffffffffff011a0a6e756c00696e73696465"))
        all.append(
            Golden(
                Resync(),
                ""))
        all.append(
            Golden(
                Request(sequence: 0),
                ""))
        all.append(
            Golden(
                Request(sequence: 18446744073709551615, action: .joinQueue(JoinQueue(mode: .init(rawValue: 0)))),
                "08ffffffffffffffffff011200"))
        all.append(
            Golden(
                Request(sequence: 256, action: .leaveQueue(LeaveQueue())),
                "0880021a00"))
        all.append(
            Golden(
                Request(sequence: 0, action: .createMatch(CreateMatch(mode: .init(rawValue: 1)))),
                "22020801"))
        all.append(
            Golden(
                Request(sequence: 4, action: .joinMatch(JoinMatch(code: "Ada"))),
                "08042a050a03416461"))
        all.append(
            Golden(
                Request(sequence: 18446744073709551615, action: .startMatch(StartMatch())),
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
                JoinQueue(mode: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                JoinQueue(mode: .init(rawValue: 2)),
                "0802"))
        all.append(
            Golden(
                JoinQueue(mode: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                JoinQueue(mode: .init(rawValue: 77)),
                "084d"))
        all.append(
            Golden(
                JoinQueue(mode: .init(rawValue: 1)),
                "0801"))
        all.append(
            Golden(
                LeaveQueue(),
                ""))
        all.append(
            Golden(
                CreateMatch(mode: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                CreateMatch(mode: .init(rawValue: 2)),
                "0802"))
        all.append(
            Golden(
                CreateMatch(mode: .init(rawValue: 0)),
                ""))
        all.append(
            Golden(
                CreateMatch(mode: .init(rawValue: 77)),
                "084d"))
        all.append(
            Golden(
                CreateMatch(mode: .init(rawValue: 1)),
                "0801"))
        all.append(
            Golden(
                JoinMatch(code: ""),
                ""))
        all.append(
            Golden(
                JoinMatch(code: "Ada"),
                "0a03416461"))
        all.append(
            Golden(
                JoinMatch(code: "nul\0inside"),
                "0a0a6e756c00696e73696465"))
        all.append(
            Golden(
                JoinMatch(code: "Bjørn 蛇 🐍"),
                "0a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                JoinMatch(code: ""),
                ""))
        all.append(
            Golden(
                StartMatch(),
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
                PlayDown(event: .queue(QueueState(mode: .init(rawValue: 77), waiting: 4))),
                "1a04084d1004"))
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
                                    rank: 0
                                ),
                                Player(
                                    userID: 16,
                                    name: "Ada",
                                    team: 2304,
                                    ready: true,
                                    connected: true,
                                    score: 4294967295,
                                    rank: 2816
                                ),
                                Player(
                                    userID: 0,
                                    name: "",
                                    team: 4294967295,
                                    ready: true,
                                    connected: false,
                                    score: 28,
                                    rank: 4294967295
                                ),
                            ],
                            yourSlot: 3840,
                            seedCommitment: repeated("snake", 30),
                            seed: fromHex(""),
                            endReason: .init(rawValue: 2)
                        )
                    )
                ),
                [
                    "22f20108041203416461204d2808321c08ffffffffffffffffff01120a6e756c00696e73696465280130800e32170810",
                    "12034164611880122001280130ffffffff0f388016321018ffffffff0f2001301c38ffffffff0f38801e429601736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b655002",
                ].joined()))
        all.append(
            Golden(
                PlayDown(event: .frame(fromHex("00"))),
                "2a0100"))
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
                QueueState(mode: .init(rawValue: 0), waiting: 0),
                ""))
        all.append(
            Golden(
                QueueState(mode: .init(rawValue: 2), waiting: 256),
                "0802108002"))
        all.append(
            Golden(
                QueueState(mode: .init(rawValue: 0), waiting: 0),
                ""))
        all.append(
            Golden(
                QueueState(mode: .init(rawValue: 77), waiting: 4),
                "084d1004"))
        all.append(
            Golden(
                QueueState(mode: .init(rawValue: 1), waiting: 4294967295),
                "080110ffffffff0f"))
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
                    endReason: .init(rawValue: 0)
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
                            rank: 12
                        ),
                        Player(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            team: 0,
                            ready: true,
                            connected: true,
                            score: 2304,
                            rank: 0
                        ),
                        Player(
                            userID: 20,
                            name: "Ada",
                            team: 2816,
                            ready: true,
                            connected: false,
                            score: 4294967295,
                            rank: 3328
                        ),
                    ],
                    yourSlot: 0,
                    seedCommitment: fromHex(""),
                    seed: fromHex("00"),
                    endReason: .init(rawValue: 0)
                ),
                [
                    "08ffffffffffffffffff01120a6e756c00696e73696465184d200128ffffffff0f321a088006120f426ac3b8726e20e8",
                    "9b8720f09f908d18082801380c321e08ffffffffffffffffff01120a6e756c00696e7369646520012801308012321508",
                    "141203416461188016200130ffffffff0f38801a4a0100",
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
                            rank: 4294967295
                        ),
                        Player(
                            userID: 1792,
                            name: "Bjørn 蛇 🐍",
                            team: 16,
                            ready: true,
                            connected: false,
                            score: 0,
                            rank: 20
                        ),
                        Player(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            team: 0,
                            ready: false,
                            connected: true,
                            score: 3328,
                            rank: 0
                        ),
                    ],
                    yourSlot: 28,
                    seedCommitment: fromHex("00"),
                    seed: [UInt8](0..<200),
                    endReason: .init(rawValue: 77)
                ),
                [
                    "088002120f426ac3b8726e20e89b8720f09f908d18012002288006321218ffffffff0f20012801300c38ffffffff0f32",
                    "1a08800e120f426ac3b8726e20e89b8720f09f908d181020013814321c08ffffffffffffffffff01120a6e756c00696e",
                    "73696465280130801a381c4201004ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e",
                    "1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e",
                    "4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e",
                    "7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadae",
                    "afb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7504d",
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
                            rank: 1792
                        ),
                        Player(
                            userID: 0,
                            name: "",
                            team: 4294967295,
                            ready: false,
                            connected: true,
                            score: 20,
                            rank: 4294967295
                        ),
                        Player(
                            userID: 2816,
                            name: "Bjørn 蛇 🐍",
                            team: 24,
                            ready: true,
                            connected: true,
                            score: 0,
                            rank: 28
                        ),
                    ],
                    yourSlot: 4294967295,
                    seedCommitment: [UInt8](0..<200),
                    seed: repeated("snake", 30),
                    endReason: .init(rawValue: 1)
                ),
                [
                    "180232150808120341646118800a200130ffffffff0f38800e321018ffffffff0f2801301438ffffffff0f321c088016",
                    "120f426ac3b8726e20e89b8720f09f908d181820012801381c38ffffffff0f42c801000102030405060708090a0b0c0d",
                    "0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d",
                    "3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d",
                    "6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d",
                    "9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c74a9601736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b655001",
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
                            rank: 0
                        ),
                        Player(
                            userID: 16,
                            name: "Ada",
                            team: 2304,
                            ready: true,
                            connected: true,
                            score: 4294967295,
                            rank: 2816
                        ),
                        Player(
                            userID: 0,
                            name: "",
                            team: 4294967295,
                            ready: true,
                            connected: false,
                            score: 28,
                            rank: 4294967295
                        ),
                    ],
                    yourSlot: 3840,
                    seedCommitment: repeated("snake", 30),
                    seed: fromHex(""),
                    endReason: .init(rawValue: 2)
                ),
                [
                    "08041203416461204d2808321c08ffffffffffffffffff01120a6e756c00696e73696465280130800e32170810120341",
                    "64611880122001280130ffffffff0f388016321018ffffffff0f2001301c38ffffffff0f38801e429601736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "5002",
                ].joined()))
        all.append(
            Golden(
                Player(userID: 0, name: "", team: 0, ready: false, connected: false, score: 0, rank: 0),
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
                    rank: 0
                ),
                "08ffffffffffffffffff01120a6e756c00696e7369646520012801308006"))
        all.append(
            Golden(
                Player(userID: 256, name: "Bjørn 蛇 🐍", team: 4, ready: true, connected: false, score: 0, rank: 8),
                "088002120f426ac3b8726e20e89b8720f09f908d180420013808"))
        all.append(
            Golden(
                Player(
                    userID: 0,
                    name: "",
                    team: 4294967295,
                    ready: false,
                    connected: true,
                    score: 8,
                    rank: 4294967295
                ),
                "18ffffffff0f2801300838ffffffff0f"))
        all.append(
            Golden(
                Player(userID: 4, name: "Ada", team: 768, ready: true, connected: true, score: 4294967295, rank: 1280),
                "080412034164611880062001280130ffffffff0f38800a"))
        all.append(
            Golden(
                SummaryRequest(),
                ""))
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
                    stateHash: 0
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
                    stateHash: 8
                ),
                "08ffffffffffffffffff01108002200428ffffffff0f30800638014008"))
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
                    stateHash: 18446744073709551615
                ),
                "088002180420ffffffff0f288006380140ffffffffffffffffff01"))
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
                    stateHash: 1280
                ),
                "100418ffffffffffffffffff01208006300840800a"))
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
                    stateHash: 0
                ),
                "080410ffffffffffffffffff01188006280830ffffffff0f3801"))
        return all
    }
}
