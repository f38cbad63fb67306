// Generated from Protos/snaketron/v1/registry.proto by scripts/generate-protos. Do not edit.

import Wire

extension JoinRequest: GoldenMessage {}
extension JoinReply: GoldenMessage {}
extension RaftHealth: GoldenMessage {}
extension ReportHealthReply: GoldenMessage {}
extension ListServersRequest: GoldenMessage {}
extension ServerList: GoldenMessage {}
extension Restoration: GoldenMessage {}
extension Server: GoldenMessage {}
extension DeregisterRequest: GoldenMessage {}
extension DeregisterReply: GoldenMessage {}
extension StoreReplayRequest: GoldenMessage {}
extension StoreReplayReply: GoldenMessage {}
extension RatedPlayer: GoldenMessage {}
extension GetRatingsRequest: GoldenMessage {}
extension PlayerRatings: GoldenMessage {}
extension QueueRating: GoldenMessage {}
extension GetLeaderboardRequest: GoldenMessage {}
extension LeaderboardPage: GoldenMessage {}
extension LeaderboardRow: GoldenMessage {}
extension GetReplayRequest: GoldenMessage {}
extension ReplayFile: GoldenMessage {}
extension CreateGuestRequest: GoldenMessage {}
extension RenameUserRequest: GoldenMessage {}
extension SeenRequest: GoldenMessage {}
extension User: GoldenMessage {}
extension BeginRecoveryRequest: GoldenMessage {}
extension BeginRecoveryReply: GoldenMessage {}
extension FinishRecoveryRequest: GoldenMessage {}
extension FinishRecoveryReply: GoldenMessage {}
extension WorldCopy: GoldenMessage {}
extension StoreCopyPartRequest: GoldenMessage {}
extension StoreCopyPartReply: GoldenMessage {}
extension FinishCopyRequest: GoldenMessage {}
extension FinishCopyReply: GoldenMessage {}
extension GetCopyRequest: GoldenMessage {}
extension GetCopyReply: GoldenMessage {}
extension GetCopyPartRequest: GoldenMessage {}
extension CopyPart: GoldenMessage {}

extension Golden {
    static func registry() -> [Golden] {
        var all: [Golden] = []
        all.append(
            Golden(
                JoinRequest(clusterID: 0, nodeID: 0, rulesVersion: 0),
                ""))
        all.append(
            Golden(
                JoinRequest(clusterID: 18446744073709551615, nodeID: 256, rulesVersion: 0),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                JoinRequest(clusterID: 256, nodeID: 0, rulesVersion: 4),
                "0880021804"))
        all.append(
            Golden(
                JoinRequest(clusterID: 0, nodeID: 4, rulesVersion: 4294967295),
                "100418ffffffff0f"))
        all.append(
            Golden(
                JoinRequest(clusterID: 4, nodeID: 18446744073709551615, rulesVersion: 768),
                "080410ffffffffffffffffff01188006"))
        all.append(
            Golden(
                JoinReply(clusterID: 0, nodeID: 0, bootstrap: false, ipAddress: "", supersededBy: 0),
                ""))
        all.append(
            Golden(
                JoinReply(
                    clusterID: 18446744073709551615,
                    nodeID: 256,
                    bootstrap: false,
                    ipAddress: "",
                    supersededBy: 18446744073709551615
                ),
                "08ffffffffffffffffff0110800228ffffffffffffffffff01"))
        all.append(
            Golden(
                JoinReply(clusterID: 256, nodeID: 0, bootstrap: true, ipAddress: "Ada", supersededBy: 768),
                "08800218012203416461288006"))
        all.append(
            Golden(
                JoinReply(clusterID: 0, nodeID: 4, bootstrap: true, ipAddress: "nul\0inside", supersededBy: 0),
                "10041801220a6e756c00696e73696465"))
        all.append(
            Golden(
                JoinReply(
                    clusterID: 4,
                    nodeID: 18446744073709551615,
                    bootstrap: false,
                    ipAddress: "Bjørn 蛇 🐍",
                    supersededBy: 8
                ),
                "080410ffffffffffffffffff01220f426ac3b8726e20e89b8720f09f908d2808"))
        all.append(
            Golden(
                RaftHealth(
                    nodeID: 0,
                    role: "",
                    term: 0,
                    leaderID: 0,
                    commitIndex: 0,
                    appliedIndex: 0,
                    members: 0,
                    clusterID: 0,
                    draining: false
                ),
                ""))
        all.append(
            Golden(
                RaftHealth(
                    nodeID: 18446744073709551615,
                    role: "nul\0inside",
                    term: 0,
                    leaderID: 4,
                    commitIndex: 18446744073709551615,
                    appliedIndex: 768,
                    members: 0,
                    clusterID: 8,
                    draining: false
                ),
                "08ffffffffffffffffff01120a6e756c00696e73696465200428ffffffffffffffffff013080064008"))
        all.append(
            Golden(
                RaftHealth(
                    nodeID: 256,
                    role: "Bjørn 蛇 🐍",
                    term: 4,
                    leaderID: 18446744073709551615,
                    commitIndex: 768,
                    appliedIndex: 0,
                    members: 8,
                    clusterID: 18446744073709551615,
                    draining: true
                ),
                [
                    "088002120f426ac3b8726e20e89b8720f09f908d180420ffffffffffffffffff01288006380840ffffffffffffffffff",
                    "014801",
                ].joined()))
        all.append(
            Golden(
                RaftHealth(
                    nodeID: 0,
                    role: "",
                    term: 18446744073709551615,
                    leaderID: 768,
                    commitIndex: 0,
                    appliedIndex: 8,
                    members: 4294967295,
                    clusterID: 1280,
                    draining: true
                ),
                "18ffffffffffffffffff01208006300838ffffffff0f40800a4801"))
        all.append(
            Golden(
                RaftHealth(
                    nodeID: 4,
                    role: "Ada",
                    term: 768,
                    leaderID: 0,
                    commitIndex: 8,
                    appliedIndex: 18446744073709551615,
                    members: 1280,
                    clusterID: 0,
                    draining: false
                ),
                "08041203416461188006280830ffffffffffffffffff0138800a"))
        all.append(
            Golden(
                ReportHealthReply(),
                ""))
        all.append(
            Golden(
                ListServersRequest(),
                ""))
        all.append(
            Golden(
                ServerList(),
                ""))
        all.append(
            Golden(
                ServerList(
                    servers: [
                        Server(
                            nodeID: 18446744073709551615,
                            ipAddress: "nul\0inside",
                            grpcPort: 0,
                            raftPort: 4,
                            gatewayPort: 4294967295,
                            role: "nul\0inside",
                            term: 0,
                            leaderID: 8,
                            appliedIndex: 18446744073709551615,
                            draining: true,
                            heartbeatAgeMs: 0
                        ),
                        Server(
                            nodeID: 12,
                            ipAddress: "Ada",
                            grpcPort: 1792,
                            raftPort: 0,
                            gatewayPort: 16,
                            role: "Ada",
                            term: 2304,
                            leaderID: 0,
                            appliedIndex: 20,
                            draining: false,
                            heartbeatAgeMs: 2816
                        ),
                        Server(
                            nodeID: 0,
                            ipAddress: "",
                            grpcPort: 4294967295,
                            raftPort: 3328,
                            gatewayPort: 0,
                            role: "",
                            term: 18446744073709551615,
                            leaderID: 3840,
                            appliedIndex: 0,
                            draining: true,
                            heartbeatAgeMs: 4294967295
                        ),
                    ],
                    restoration: Restoration(clusterID: 4352, agoMs: 0, worldAsOfMs: 36)
                ),
                [
                    "0a3a08ffffffffffffffffff01120a6e756c00696e73696465200428ffffffff0f320a6e756c00696e73696465400848",
                    "ffffffffffffffffff0150010a19080c120341646118800e2810320341646138801248145880160a1f18ffffffff0f20",
                    "801a38ffffffffffffffffff0140801e500158ffffffff0f12050880221824",
                ].joined()))
        all.append(
            Golden(
                ServerList(
                    servers: [
                        Server(
                            nodeID: 256,
                            ipAddress: "Bjørn 蛇 🐍",
                            grpcPort: 4,
                            raftPort: 4294967295,
                            gatewayPort: 768,
                            role: "Bjørn 蛇 🐍",
                            term: 8,
                            leaderID: 18446744073709551615,
                            appliedIndex: 1280,
                            draining: true,
                            heartbeatAgeMs: 12
                        ),
                        Server(
                            nodeID: 18446744073709551615,
                            ipAddress: "nul\0inside",
                            grpcPort: 0,
                            raftPort: 16,
                            gatewayPort: 4294967295,
                            role: "nul\0inside",
                            term: 0,
                            leaderID: 20,
                            appliedIndex: 18446744073709551615,
                            draining: true,
                            heartbeatAgeMs: 0
                        ),
                        Server(
                            nodeID: 24,
                            ipAddress: "Ada",
                            grpcPort: 3328,
                            raftPort: 0,
                            gatewayPort: 28,
                            role: "Ada",
                            term: 3840,
                            leaderID: 0,
                            appliedIndex: 32,
                            draining: false,
                            heartbeatAgeMs: 4352
                        ),
                    ],
                    restoration: Restoration(clusterID: 0, agoMs: 36, worldAsOfMs: 18446744073709551615)
                ),
                [
                    "0a44088002120f426ac3b8726e20e89b8720f09f908d180420ffffffff0f288006320f426ac3b8726e20e89b8720f09f",
                    "908d380840ffffffffffffffffff0148800a5001580c0a3a08ffffffffffffffffff01120a6e756c00696e7369646520",
                    "1028ffffffff0f320a6e756c00696e73696465401448ffffffffffffffffff0150010a190818120341646118801a281c",
                    "320341646138801e4820588022120d102418ffffffffffffffffff01",
                ].joined()))
        all.append(
            Golden(
                ServerList(
                    servers: [
                        Server(
                            nodeID: 0,
                            ipAddress: "",
                            grpcPort: 4294967295,
                            raftPort: 768,
                            gatewayPort: 0,
                            role: "",
                            term: 18446744073709551615,
                            leaderID: 1280,
                            appliedIndex: 0,
                            draining: false,
                            heartbeatAgeMs: 4294967295
                        ),
                        Server(
                            nodeID: 1792,
                            ipAddress: "Bjørn 蛇 🐍",
                            grpcPort: 16,
                            raftPort: 4294967295,
                            gatewayPort: 2304,
                            role: "Bjørn 蛇 🐍",
                            term: 20,
                            leaderID: 18446744073709551615,
                            appliedIndex: 2816,
                            draining: true,
                            heartbeatAgeMs: 24
                        ),
                        Server(
                            nodeID: 18446744073709551615,
                            ipAddress: "nul\0inside",
                            grpcPort: 0,
                            raftPort: 28,
                            gatewayPort: 4294967295,
                            role: "nul\0inside",
                            term: 0,
                            leaderID: 32,
                            appliedIndex: 18446744073709551615,
                            draining: true,
                            heartbeatAgeMs: 0
                        ),
                    ],
                    restoration: Restoration(clusterID: 36, agoMs: 4294967295, worldAsOfMs: 4864)
                ),
                [
                    "0a1d18ffffffff0f20800638ffffffffffffffffff0140800a58ffffffff0f0a4408800e120f426ac3b8726e20e89b87",
                    "20f09f908d181020ffffffff0f288012320f426ac3b8726e20e89b8720f09f908d381440ffffffffffffffffff014880",
                    "16500158180a3a08ffffffffffffffffff01120a6e756c00696e73696465201c28ffffffff0f320a6e756c00696e7369",
                    "6465402048ffffffffffffffffff015001120b082410ffffffff0f188026",
                ].joined()))
        all.append(
            Golden(
                ServerList(
                    servers: [
                        Server(
                            nodeID: 4,
                            ipAddress: "Ada",
                            grpcPort: 768,
                            raftPort: 0,
                            gatewayPort: 8,
                            role: "Ada",
                            term: 1280,
                            leaderID: 0,
                            appliedIndex: 12,
                            draining: true,
                            heartbeatAgeMs: 1792
                        ),
                        Server(
                            nodeID: 0,
                            ipAddress: "",
                            grpcPort: 4294967295,
                            raftPort: 2304,
                            gatewayPort: 0,
                            role: "",
                            term: 18446744073709551615,
                            leaderID: 2816,
                            appliedIndex: 0,
                            draining: false,
                            heartbeatAgeMs: 4294967295
                        ),
                        Server(
                            nodeID: 3328,
                            ipAddress: "Bjørn 蛇 🐍",
                            grpcPort: 28,
                            raftPort: 4294967295,
                            gatewayPort: 3840,
                            role: "Bjørn 蛇 🐍",
                            term: 32,
                            leaderID: 18446744073709551615,
                            appliedIndex: 4352,
                            draining: true,
                            heartbeatAgeMs: 36
                        ),
                    ],
                    restoration: Restoration(clusterID: 18446744073709551615, agoMs: 4864, worldAsOfMs: 0)
                ),
                [
                    "0a1b080412034164611880062808320341646138800a480c500158800e0a1d18ffffffff0f20801238ffffffffffffff",
                    "ffff0140801658ffffffff0f0a4408801a120f426ac3b8726e20e89b8720f09f908d181c20ffffffff0f28801e320f42",
                    "6ac3b8726e20e89b8720f09f908d382040ffffffffffffffffff0148802250015824120e08ffffffffffffffffff0110",
                    "8026",
                ].joined()))
        all.append(
            Golden(
                Restoration(clusterID: 0, agoMs: 0, worldAsOfMs: 0),
                ""))
        all.append(
            Golden(
                Restoration(clusterID: 18446744073709551615, agoMs: 256, worldAsOfMs: 0),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                Restoration(clusterID: 256, agoMs: 0, worldAsOfMs: 4),
                "0880021804"))
        all.append(
            Golden(
                Restoration(clusterID: 0, agoMs: 4, worldAsOfMs: 18446744073709551615),
                "100418ffffffffffffffffff01"))
        all.append(
            Golden(
                Restoration(clusterID: 4, agoMs: 4294967295, worldAsOfMs: 768),
                "080410ffffffff0f188006"))
        all.append(
            Golden(
                Server(
                    nodeID: 0,
                    ipAddress: "",
                    grpcPort: 0,
                    raftPort: 0,
                    gatewayPort: 0,
                    role: "",
                    term: 0,
                    leaderID: 0,
                    appliedIndex: 0,
                    draining: false,
                    heartbeatAgeMs: 0
                ),
                ""))
        all.append(
            Golden(
                Server(
                    nodeID: 18446744073709551615,
                    ipAddress: "nul\0inside",
                    grpcPort: 0,
                    raftPort: 4,
                    gatewayPort: 4294967295,
                    role: "nul\0inside",
                    term: 0,
                    leaderID: 8,
                    appliedIndex: 18446744073709551615,
                    draining: true,
                    heartbeatAgeMs: 0
                ),
                [
                    "08ffffffffffffffffff01120a6e756c00696e73696465200428ffffffff0f320a6e756c00696e73696465400848ffff",
                    "ffffffffffffff015001",
                ].joined()))
        all.append(
            Golden(
                Server(
                    nodeID: 256,
                    ipAddress: "Bjørn 蛇 🐍",
                    grpcPort: 4,
                    raftPort: 4294967295,
                    gatewayPort: 768,
                    role: "Bjørn 蛇 🐍",
                    term: 8,
                    leaderID: 18446744073709551615,
                    appliedIndex: 1280,
                    draining: true,
                    heartbeatAgeMs: 12
                ),
                [
                    "088002120f426ac3b8726e20e89b8720f09f908d180420ffffffff0f288006320f426ac3b8726e20e89b8720f09f908d",
                    "380840ffffffffffffffffff0148800a5001580c",
                ].joined()))
        all.append(
            Golden(
                Server(
                    nodeID: 0,
                    ipAddress: "",
                    grpcPort: 4294967295,
                    raftPort: 768,
                    gatewayPort: 0,
                    role: "",
                    term: 18446744073709551615,
                    leaderID: 1280,
                    appliedIndex: 0,
                    draining: false,
                    heartbeatAgeMs: 4294967295
                ),
                "18ffffffff0f20800638ffffffffffffffffff0140800a58ffffffff0f"))
        all.append(
            Golden(
                Server(
                    nodeID: 4,
                    ipAddress: "Ada",
                    grpcPort: 768,
                    raftPort: 0,
                    gatewayPort: 8,
                    role: "Ada",
                    term: 1280,
                    leaderID: 0,
                    appliedIndex: 12,
                    draining: true,
                    heartbeatAgeMs: 1792
                ),
                "080412034164611880062808320341646138800a480c500158800e"))
        all.append(
            Golden(
                DeregisterRequest(nodeID: 0),
                ""))
        all.append(
            Golden(
                DeregisterRequest(nodeID: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                DeregisterRequest(nodeID: 256),
                "088002"))
        all.append(
            Golden(
                DeregisterRequest(nodeID: 0),
                ""))
        all.append(
            Golden(
                DeregisterRequest(nodeID: 4),
                "0804"))
        all.append(
            Golden(
                DeregisterReply(),
                ""))
        all.append(
            Golden(
                StoreReplayRequest(clusterID: 0, matchID: 0, file: fromHex(""), ranked: false),
                ""))
        all.append(
            Golden(
                StoreReplayRequest(
                    clusterID: 18446744073709551615,
                    matchID: 256,
                    file: repeated("snake", 30),
                    players: [4, 18446744073709551615, 768],
                    ranked: true
                ),
                [
                    "08ffffffffffffffffff011080021a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65220d04ffffffffffffffffff0180062801",
                ].joined()))
        all.append(
            Golden(
                StoreReplayRequest(
                    clusterID: 256,
                    matchID: 0,
                    file: fromHex(""),
                    players: [18446744073709551615, 768, 0],
                    ranked: true
                ),
                "088002220dffffffffffffffffff018006002801"))
        all.append(
            Golden(
                StoreReplayRequest(clusterID: 0, matchID: 4, file: fromHex("00"), players: [768, 0, 8], ranked: false),
                "10041a0100220480060008"))
        all.append(
            Golden(
                StoreReplayRequest(
                    clusterID: 4,
                    matchID: 18446744073709551615,
                    file: [UInt8](0..<200),
                    players: [0, 8, 18446744073709551615],
                    ranked: true
                ),
                [
                    "080410ffffffffffffffffff011ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                    "505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f",
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7220c0008ffffffffffffffffff012801",
                ].joined()))
        all.append(
            Golden(
                StoreReplayReply(queue: 0),
                ""))
        all.append(
            Golden(
                StoreReplayReply(
                    queue: 4294967295,
                    players: [
                        RatedPlayer(userID: 256, mean: 0),
                        RatedPlayer(userID: 4, mean: 4294967295),
                        RatedPlayer(userID: 768, mean: 0),
                    ]
                ),
                "08ffffffff0f12030880021208080410ffffffff0f1203088006"))
        all.append(
            Golden(
                StoreReplayReply(
                    queue: 256,
                    players: [
                        RatedPlayer(userID: 0, mean: 4),
                        RatedPlayer(userID: 18446744073709551615, mean: 768),
                        RatedPlayer(userID: 0, mean: 8),
                    ]
                ),
                "08800212021004120e08ffffffffffffffffff0110800612021008"))
        all.append(
            Golden(
                StoreReplayReply(
                    queue: 0,
                    players: [
                        RatedPlayer(userID: 4, mean: 4294967295),
                        RatedPlayer(userID: 768, mean: 0),
                        RatedPlayer(userID: 8, mean: 4294967295),
                    ]
                ),
                "1208080410ffffffff0f12030880061208080810ffffffff0f"))
        all.append(
            Golden(
                StoreReplayReply(
                    queue: 4,
                    players: [
                        RatedPlayer(userID: 18446744073709551615, mean: 768),
                        RatedPlayer(userID: 0, mean: 8),
                        RatedPlayer(userID: 18446744073709551615, mean: 1280),
                    ]
                ),
                "0804120e08ffffffffffffffffff0110800612021008120e08ffffffffffffffffff0110800a"))
        all.append(
            Golden(
                RatedPlayer(userID: 0, mean: 0),
                ""))
        all.append(
            Golden(
                RatedPlayer(userID: 18446744073709551615, mean: 256),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                RatedPlayer(userID: 256, mean: 0),
                "088002"))
        all.append(
            Golden(
                RatedPlayer(userID: 0, mean: 4),
                "1004"))
        all.append(
            Golden(
                RatedPlayer(userID: 4, mean: 4294967295),
                "080410ffffffff0f"))
        all.append(
            Golden(
                GetRatingsRequest(userID: 0),
                ""))
        all.append(
            Golden(
                GetRatingsRequest(userID: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                GetRatingsRequest(userID: 256),
                "088002"))
        all.append(
            Golden(
                GetRatingsRequest(userID: 0),
                ""))
        all.append(
            Golden(
                GetRatingsRequest(userID: 4),
                "0804"))
        all.append(
            Golden(
                PlayerRatings(),
                ""))
        all.append(
            Golden(
                PlayerRatings(
                    ratings: [
                        QueueRating(
                            mode: "Ada",
                            ranked: true,
                            mean: 0,
                            deviation: 4,
                            division: "Ada",
                            matches: 768,
                            wins: 0,
                            lastMatchID: 8,
                            lastMean: 4294967295
                        ),
                        QueueRating(
                            mode: "nul\0inside",
                            ranked: true,
                            mean: 12,
                            deviation: 4294967295,
                            division: "nul\0inside",
                            matches: 0,
                            wins: 16,
                            lastMatchID: 18446744073709551615,
                            lastMean: 2304
                        ),
                        QueueRating(
                            mode: "Bjørn 蛇 🐍",
                            ranked: true,
                            mean: 4294967295,
                            deviation: 2816,
                            division: "Bjørn 蛇 🐍",
                            matches: 24,
                            wins: 18446744073709551615,
                            lastMatchID: 3328,
                            lastMean: 0
                        ),
                    ]
                ),
                [
                    "0a190a03416461100120042a03416461308006400848ffffffff0f0a320a0a6e756c00696e736964651001180c20ffff",
                    "ffff0f2a0a6e756c00696e73696465381040ffffffffffffffffff014880120a3d0a0f426ac3b8726e20e89b8720f09f",
                    "908d100118ffffffff0f2080162a0f426ac3b8726e20e89b8720f09f908d301838ffffffffffffffffff0140801a",
                ].joined()))
        all.append(
            Golden(
                PlayerRatings(
                    ratings: [
                        QueueRating(
                            mode: "nul\0inside",
                            ranked: false,
                            mean: 4,
                            deviation: 4294967295,
                            division: "nul\0inside",
                            matches: 0,
                            wins: 8,
                            lastMatchID: 18446744073709551615,
                            lastMean: 1280
                        ),
                        QueueRating(
                            mode: "Bjørn 蛇 🐍",
                            ranked: false,
                            mean: 4294967295,
                            deviation: 1792,
                            division: "Bjørn 蛇 🐍",
                            matches: 16,
                            wins: 18446744073709551615,
                            lastMatchID: 2304,
                            lastMean: 0
                        ),
                        QueueRating(
                            mode: "",
                            ranked: false,
                            mean: 2816,
                            deviation: 0,
                            division: "",
                            matches: 18446744073709551615,
                            wins: 3328,
                            lastMatchID: 0,
                            lastMean: 28
                        ),
                    ]
                ),
                [
                    "0a300a0a6e756c00696e73696465180420ffffffff0f2a0a6e756c00696e73696465380840ffffffffffffffffff0148",
                    "800a0a3b0a0f426ac3b8726e20e89b8720f09f908d18ffffffff0f20800e2a0f426ac3b8726e20e89b8720f09f908d30",
                    "1038ffffffffffffffffff014080120a1318801630ffffffffffffffffff0138801a481c",
                ].joined()))
        all.append(
            Golden(
                PlayerRatings(
                    ratings: [
                        QueueRating(
                            mode: "Bjørn 蛇 🐍",
                            ranked: true,
                            mean: 4294967295,
                            deviation: 768,
                            division: "Bjørn 蛇 🐍",
                            matches: 8,
                            wins: 18446744073709551615,
                            lastMatchID: 1280,
                            lastMean: 0
                        ),
                        QueueRating(
                            mode: "",
                            ranked: true,
                            mean: 1792,
                            deviation: 0,
                            division: "",
                            matches: 18446744073709551615,
                            wins: 2304,
                            lastMatchID: 0,
                            lastMean: 20
                        ),
                        QueueRating(
                            mode: "Ada",
                            ranked: true,
                            mean: 0,
                            deviation: 24,
                            division: "Ada",
                            matches: 3328,
                            wins: 0,
                            lastMatchID: 28,
                            lastMean: 4294967295
                        ),
                    ]
                ),
                [
                    "0a3d0a0f426ac3b8726e20e89b8720f09f908d100118ffffffff0f2080062a0f426ac3b8726e20e89b8720f09f908d30",
                    "0838ffffffffffffffffff0140800a0a15100118800e30ffffffffffffffffff0138801248140a190a03416461100120",
                    "182a0341646130801a401c48ffffffff0f",
                ].joined()))
        all.append(
            Golden(
                PlayerRatings(
                    ratings: [
                        QueueRating(
                            mode: "",
                            ranked: true,
                            mean: 768,
                            deviation: 0,
                            division: "",
                            matches: 18446744073709551615,
                            wins: 1280,
                            lastMatchID: 0,
                            lastMean: 12
                        ),
                        QueueRating(
                            mode: "Ada",
                            ranked: true,
                            mean: 0,
                            deviation: 16,
                            division: "Ada",
                            matches: 2304,
                            wins: 0,
                            lastMatchID: 20,
                            lastMean: 4294967295
                        ),
                        QueueRating(
                            mode: "nul\0inside",
                            ranked: true,
                            mean: 24,
                            deviation: 4294967295,
                            division: "nul\0inside",
                            matches: 0,
                            wins: 28,
                            lastMatchID: 18446744073709551615,
                            lastMean: 3840
                        ),
                    ]
                ),
                [
                    "0a15100118800630ffffffffffffffffff0138800a480c0a190a03416461100120102a03416461308012401448ffffff",
                    "ff0f0a320a0a6e756c00696e736964651001181820ffffffff0f2a0a6e756c00696e73696465381c40ffffffffffffff",
                    "ffff0148801e",
                ].joined()))
        all.append(
            Golden(
                QueueRating(
                    mode: "",
                    ranked: false,
                    mean: 0,
                    deviation: 0,
                    division: "",
                    matches: 0,
                    wins: 0,
                    lastMatchID: 0,
                    lastMean: 0
                ),
                ""))
        all.append(
            Golden(
                QueueRating(
                    mode: "Ada",
                    ranked: true,
                    mean: 0,
                    deviation: 4,
                    division: "Ada",
                    matches: 768,
                    wins: 0,
                    lastMatchID: 8,
                    lastMean: 4294967295
                ),
                "0a03416461100120042a03416461308006400848ffffffff0f"))
        all.append(
            Golden(
                QueueRating(
                    mode: "nul\0inside",
                    ranked: false,
                    mean: 4,
                    deviation: 4294967295,
                    division: "nul\0inside",
                    matches: 0,
                    wins: 8,
                    lastMatchID: 18446744073709551615,
                    lastMean: 1280
                ),
                "0a0a6e756c00696e73696465180420ffffffff0f2a0a6e756c00696e73696465380840ffffffffffffffffff0148800a"))
        all.append(
            Golden(
                QueueRating(
                    mode: "Bjørn 蛇 🐍",
                    ranked: true,
                    mean: 4294967295,
                    deviation: 768,
                    division: "Bjørn 蛇 🐍",
                    matches: 8,
                    wins: 18446744073709551615,
                    lastMatchID: 1280,
                    lastMean: 0
                ),
                [
                    "0a0f426ac3b8726e20e89b8720f09f908d100118ffffffff0f2080062a0f426ac3b8726e20e89b8720f09f908d300838",
                    "ffffffffffffffffff0140800a",
                ].joined()))
        all.append(
            Golden(
                QueueRating(
                    mode: "",
                    ranked: true,
                    mean: 768,
                    deviation: 0,
                    division: "",
                    matches: 18446744073709551615,
                    wins: 1280,
                    lastMatchID: 0,
                    lastMean: 12
                ),
                "100118800630ffffffffffffffffff0138800a480c"))
        all.append(
            Golden(
                GetLeaderboardRequest(mode: "", ranked: false, rows: 0),
                ""))
        all.append(
            Golden(
                GetLeaderboardRequest(mode: "Ada", ranked: true, rows: 0),
                "0a034164611001"))
        all.append(
            Golden(
                GetLeaderboardRequest(mode: "nul\0inside", ranked: false, rows: 4),
                "0a0a6e756c00696e736964651804"))
        all.append(
            Golden(
                GetLeaderboardRequest(mode: "Bjørn 蛇 🐍", ranked: true, rows: 4294967295),
                "0a0f426ac3b8726e20e89b8720f09f908d100118ffffffff0f"))
        all.append(
            Golden(
                GetLeaderboardRequest(mode: "", ranked: true, rows: 768),
                "1001188006"))
        all.append(
            Golden(
                LeaderboardPage(season: 0),
                ""))
        all.append(
            Golden(
                LeaderboardPage(
                    season: 4294967295,
                    rows: [
                        LeaderboardRow(
                            userID: 256,
                            name: "Bjørn 蛇 🐍",
                            rating: QueueRating(
                                mode: "",
                                ranked: true,
                                mean: 768,
                                deviation: 0,
                                division: "",
                                matches: 18446744073709551615,
                                wins: 1280,
                                lastMatchID: 0,
                                lastMean: 12
                            )
                        ),
                        LeaderboardRow(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            rating: QueueRating(
                                mode: "Bjørn 蛇 🐍",
                                ranked: true,
                                mean: 4294967295,
                                deviation: 2304,
                                division: "Bjørn 蛇 🐍",
                                matches: 20,
                                wins: 18446744073709551615,
                                lastMatchID: 2816,
                                lastMean: 0
                            )
                        ),
                        LeaderboardRow(
                            userID: 24,
                            name: "Ada",
                            rating: QueueRating(
                                mode: "nul\0inside",
                                ranked: false,
                                mean: 28,
                                deviation: 4294967295,
                                division: "nul\0inside",
                                matches: 0,
                                wins: 32,
                                lastMatchID: 18446744073709551615,
                                lastMean: 4352
                            )
                        ),
                    ]
                ),
                [
                    "08ffffffff0f122b088002120f426ac3b8726e20e89b8720f09f908d1a15100118800630ffffffffffffffffff013880",
                    "0a480c125608ffffffffffffffffff01120a6e756c00696e736964651a3d0a0f426ac3b8726e20e89b8720f09f908d10",
                    "0118ffffffff0f2080122a0f426ac3b8726e20e89b8720f09f908d301438ffffffffffffffffff014080161239081812",
                    "034164611a300a0a6e756c00696e73696465181c20ffffffff0f2a0a6e756c00696e73696465382040ffffffffffffff",
                    "ffff01488022",
                ].joined()))
        all.append(
            Golden(
                LeaderboardPage(
                    season: 256,
                    rows: [
                        LeaderboardRow(
                            userID: 0,
                            name: "",
                            rating: QueueRating(
                                mode: "Ada",
                                ranked: false,
                                mean: 0,
                                deviation: 8,
                                division: "Ada",
                                matches: 1280,
                                wins: 0,
                                lastMatchID: 12,
                                lastMean: 4294967295
                            )
                        ),
                        LeaderboardRow(
                            userID: 1792,
                            name: "Bjørn 蛇 🐍",
                            rating: QueueRating(
                                mode: "",
                                ranked: true,
                                mean: 2304,
                                deviation: 0,
                                division: "",
                                matches: 18446744073709551615,
                                wins: 2816,
                                lastMatchID: 0,
                                lastMean: 24
                            )
                        ),
                        LeaderboardRow(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            rating: QueueRating(
                                mode: "Bjørn 蛇 🐍",
                                ranked: true,
                                mean: 4294967295,
                                deviation: 3840,
                                division: "Bjørn 蛇 🐍",
                                matches: 32,
                                wins: 18446744073709551615,
                                lastMatchID: 4352,
                                lastMean: 0
                            )
                        ),
                    ]
                ),
                [
                    "08800212191a170a0341646120082a0341646130800a400c48ffffffff0f122b08800e120f426ac3b8726e20e89b8720",
                    "f09f908d1a15100118801230ffffffffffffffffff013880164818125608ffffffffffffffffff01120a6e756c00696e",
                    "736964651a3d0a0f426ac3b8726e20e89b8720f09f908d100118ffffffff0f20801e2a0f426ac3b8726e20e89b8720f0",
                    "9f908d302038ffffffffffffffffff01408022",
                ].joined()))
        all.append(
            Golden(
                LeaderboardPage(
                    season: 0,
                    rows: [
                        LeaderboardRow(
                            userID: 4,
                            name: "Ada",
                            rating: QueueRating(
                                mode: "nul\0inside",
                                ranked: true,
                                mean: 8,
                                deviation: 4294967295,
                                division: "nul\0inside",
                                matches: 0,
                                wins: 12,
                                lastMatchID: 18446744073709551615,
                                lastMean: 1792
                            )
                        ),
                        LeaderboardRow(
                            userID: 0,
                            name: "",
                            rating: QueueRating(
                                mode: "Ada",
                                ranked: false,
                                mean: 0,
                                deviation: 20,
                                division: "Ada",
                                matches: 2816,
                                wins: 0,
                                lastMatchID: 24,
                                lastMean: 4294967295
                            )
                        ),
                        LeaderboardRow(
                            userID: 3328,
                            name: "Bjørn 蛇 🐍",
                            rating: QueueRating(
                                mode: "",
                                ranked: true,
                                mean: 3840,
                                deviation: 0,
                                division: "",
                                matches: 18446744073709551615,
                                wins: 4352,
                                lastMatchID: 0,
                                lastMean: 36
                            )
                        ),
                    ]
                ),
                [
                    "123b080412034164611a320a0a6e756c00696e736964651001180820ffffffff0f2a0a6e756c00696e73696465380c40",
                    "ffffffffffffffffff0148800e12191a170a0341646120142a03416461308016401848ffffffff0f122b08801a120f42",
                    "6ac3b8726e20e89b8720f09f908d1a15100118801e30ffffffffffffffffff013880224824",
                ].joined()))
        all.append(
            Golden(
                LeaderboardPage(
                    season: 4,
                    rows: [
                        LeaderboardRow(
                            userID: 18446744073709551615,
                            name: "nul\0inside",
                            rating: QueueRating(
                                mode: "Bjørn 蛇 🐍",
                                ranked: true,
                                mean: 4294967295,
                                deviation: 1280,
                                division: "Bjørn 蛇 🐍",
                                matches: 12,
                                wins: 18446744073709551615,
                                lastMatchID: 1792,
                                lastMean: 0
                            )
                        ),
                        LeaderboardRow(
                            userID: 16,
                            name: "Ada",
                            rating: QueueRating(
                                mode: "nul\0inside",
                                ranked: true,
                                mean: 20,
                                deviation: 4294967295,
                                division: "nul\0inside",
                                matches: 0,
                                wins: 24,
                                lastMatchID: 18446744073709551615,
                                lastMean: 3328
                            )
                        ),
                        LeaderboardRow(
                            userID: 0,
                            name: "",
                            rating: QueueRating(
                                mode: "Ada",
                                ranked: false,
                                mean: 0,
                                deviation: 32,
                                division: "Ada",
                                matches: 4352,
                                wins: 0,
                                lastMatchID: 36,
                                lastMean: 4294967295
                            )
                        ),
                    ]
                ),
                [
                    "0804125608ffffffffffffffffff01120a6e756c00696e736964651a3d0a0f426ac3b8726e20e89b8720f09f908d1001",
                    "18ffffffff0f20800a2a0f426ac3b8726e20e89b8720f09f908d300c38ffffffffffffffffff0140800e123b08101203",
                    "4164611a320a0a6e756c00696e736964651001181420ffffffff0f2a0a6e756c00696e73696465381840ffffffffffff",
                    "ffffff0148801a12191a170a0341646120202a03416461308022402448ffffffff0f",
                ].joined()))
        all.append(
            Golden(
                LeaderboardRow(userID: 0, name: ""),
                ""))
        all.append(
            Golden(
                LeaderboardRow(
                    userID: 18446744073709551615,
                    name: "nul\0inside",
                    rating: QueueRating(
                        mode: "Bjørn 蛇 🐍",
                        ranked: true,
                        mean: 4294967295,
                        deviation: 768,
                        division: "Bjørn 蛇 🐍",
                        matches: 8,
                        wins: 18446744073709551615,
                        lastMatchID: 1280,
                        lastMean: 0
                    )
                ),
                [
                    "08ffffffffffffffffff01120a6e756c00696e736964651a3d0a0f426ac3b8726e20e89b8720f09f908d100118ffffff",
                    "ff0f2080062a0f426ac3b8726e20e89b8720f09f908d300838ffffffffffffffffff0140800a",
                ].joined()))
        all.append(
            Golden(
                LeaderboardRow(
                    userID: 256,
                    name: "Bjørn 蛇 🐍",
                    rating: QueueRating(
                        mode: "",
                        ranked: true,
                        mean: 768,
                        deviation: 0,
                        division: "",
                        matches: 18446744073709551615,
                        wins: 1280,
                        lastMatchID: 0,
                        lastMean: 12
                    )
                ),
                "088002120f426ac3b8726e20e89b8720f09f908d1a15100118800630ffffffffffffffffff0138800a480c"))
        all.append(
            Golden(
                LeaderboardRow(
                    userID: 0,
                    name: "",
                    rating: QueueRating(
                        mode: "Ada",
                        ranked: false,
                        mean: 0,
                        deviation: 8,
                        division: "Ada",
                        matches: 1280,
                        wins: 0,
                        lastMatchID: 12,
                        lastMean: 4294967295
                    )
                ),
                "1a170a0341646120082a0341646130800a400c48ffffffff0f"))
        all.append(
            Golden(
                LeaderboardRow(
                    userID: 4,
                    name: "Ada",
                    rating: QueueRating(
                        mode: "nul\0inside",
                        ranked: true,
                        mean: 8,
                        deviation: 4294967295,
                        division: "nul\0inside",
                        matches: 0,
                        wins: 12,
                        lastMatchID: 18446744073709551615,
                        lastMean: 1792
                    )
                ),
                [
                    "080412034164611a320a0a6e756c00696e736964651001180820ffffffff0f2a0a6e756c00696e73696465380c40ffff",
                    "ffffffffffffff0148800e",
                ].joined()))
        all.append(
            Golden(
                GetReplayRequest(matchID: 0, key: 0),
                ""))
        all.append(
            Golden(
                GetReplayRequest(matchID: 18446744073709551615, key: 256),
                "08ffffffffffffffffff01110001000000000000"))
        all.append(
            Golden(
                GetReplayRequest(matchID: 256, key: 0),
                "088002"))
        all.append(
            Golden(
                GetReplayRequest(matchID: 0, key: 4),
                "110400000000000000"))
        all.append(
            Golden(
                GetReplayRequest(matchID: 4, key: 18446744073709551615),
                "080411ffffffffffffffff"))
        all.append(
            Golden(
                ReplayFile(file: fromHex("")),
                ""))
        all.append(
            Golden(
                ReplayFile(file: fromHex("00")),
                "0a0100"))
        all.append(
            Golden(
                ReplayFile(file: [UInt8](0..<200)),
                [
                    "0ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c",
                    "2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c",
                    "5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c",
                    "8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbc",
                    "bdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                ReplayFile(file: repeated("snake", 30)),
                [
                    "0a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                ReplayFile(file: fromHex("")),
                ""))
        all.append(
            Golden(
                CreateGuestRequest(name: ""),
                ""))
        all.append(
            Golden(
                CreateGuestRequest(name: "Ada"),
                "0a03416461"))
        all.append(
            Golden(
                CreateGuestRequest(name: "nul\0inside"),
                "0a0a6e756c00696e73696465"))
        all.append(
            Golden(
                CreateGuestRequest(name: "Bjørn 蛇 🐍"),
                "0a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                CreateGuestRequest(name: ""),
                ""))
        all.append(
            Golden(
                RenameUserRequest(userID: 0, name: ""),
                ""))
        all.append(
            Golden(
                RenameUserRequest(userID: 18446744073709551615, name: "nul\0inside"),
                "08ffffffffffffffffff01120a6e756c00696e73696465"))
        all.append(
            Golden(
                RenameUserRequest(userID: 256, name: "Bjørn 蛇 🐍"),
                "088002120f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                RenameUserRequest(userID: 0, name: ""),
                ""))
        all.append(
            Golden(
                RenameUserRequest(userID: 4, name: "Ada"),
                "08041203416461"))
        all.append(
            Golden(
                SeenRequest(userID: 0),
                ""))
        all.append(
            Golden(
                SeenRequest(userID: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                SeenRequest(userID: 256),
                "088002"))
        all.append(
            Golden(
                SeenRequest(userID: 0),
                ""))
        all.append(
            Golden(
                SeenRequest(userID: 4),
                "0804"))
        all.append(
            Golden(
                User(id: 0, name: "", guest: false),
                ""))
        all.append(
            Golden(
                User(id: 18446744073709551615, name: "nul\0inside", guest: false),
                "08ffffffffffffffffff01120a6e756c00696e73696465"))
        all.append(
            Golden(
                User(id: 256, name: "Bjørn 蛇 🐍", guest: true),
                "088002120f426ac3b8726e20e89b8720f09f908d1801"))
        all.append(
            Golden(
                User(id: 0, name: "", guest: true),
                "1801"))
        all.append(
            Golden(
                User(id: 4, name: "Ada", guest: false),
                "08041203416461"))
        all.append(
            Golden(
                BeginRecoveryRequest(lostClusterID: 0, highestNodeID: 0, giveIdentity: false),
                ""))
        all.append(
            Golden(
                BeginRecoveryRequest(lostClusterID: 18446744073709551615, highestNodeID: 256, giveIdentity: false),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                BeginRecoveryRequest(lostClusterID: 256, highestNodeID: 0, giveIdentity: true),
                "0880021801"))
        all.append(
            Golden(
                BeginRecoveryRequest(lostClusterID: 0, highestNodeID: 4, giveIdentity: true),
                "10041801"))
        all.append(
            Golden(
                BeginRecoveryRequest(lostClusterID: 4, highestNodeID: 18446744073709551615, giveIdentity: false),
                "080410ffffffffffffffffff01"))
        all.append(
            Golden(
                BeginRecoveryReply(presentClusterID: 0, wasGivenUp: false, newClusterID: 0, newNodeID: 0, address: ""),
                ""))
        all.append(
            Golden(
                BeginRecoveryReply(
                    presentClusterID: 18446744073709551615,
                    wasGivenUp: true,
                    newClusterID: 0,
                    newNodeID: 4,
                    address: "Ada"
                ),
                "08ffffffffffffffffff01100120042a03416461"))
        all.append(
            Golden(
                BeginRecoveryReply(
                    presentClusterID: 256,
                    wasGivenUp: false,
                    newClusterID: 4,
                    newNodeID: 18446744073709551615,
                    address: "nul\0inside"
                ),
                "088002180420ffffffffffffffffff012a0a6e756c00696e73696465"))
        all.append(
            Golden(
                BeginRecoveryReply(
                    presentClusterID: 0,
                    wasGivenUp: true,
                    newClusterID: 18446744073709551615,
                    newNodeID: 768,
                    address: "Bjørn 蛇 🐍"
                ),
                "100118ffffffffffffffffff012080062a0f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                BeginRecoveryReply(presentClusterID: 4, wasGivenUp: true, newClusterID: 768, newNodeID: 0, address: ""),
                "08041001188006"))
        all.append(
            Golden(
                FinishRecoveryRequest(
                    lostClusterID: 0,
                    presentClusterID: 0,
                    newClusterID: 0,
                    newNodeID: 0,
                    index: 0,
                    term: 0,
                    worldAsOfMs: 0
                ),
                ""))
        all.append(
            Golden(
                FinishRecoveryRequest(
                    lostClusterID: 18446744073709551615,
                    presentClusterID: 256,
                    newClusterID: 0,
                    newNodeID: 4,
                    index: 18446744073709551615,
                    term: 768,
                    worldAsOfMs: 0
                ),
                "08ffffffffffffffffff01108002200428ffffffffffffffffff01308006"))
        all.append(
            Golden(
                FinishRecoveryRequest(
                    lostClusterID: 256,
                    presentClusterID: 0,
                    newClusterID: 4,
                    newNodeID: 18446744073709551615,
                    index: 768,
                    term: 0,
                    worldAsOfMs: 8
                ),
                "088002180420ffffffffffffffffff012880063808"))
        all.append(
            Golden(
                FinishRecoveryRequest(
                    lostClusterID: 0,
                    presentClusterID: 4,
                    newClusterID: 18446744073709551615,
                    newNodeID: 768,
                    index: 0,
                    term: 8,
                    worldAsOfMs: 18446744073709551615
                ),
                "100418ffffffffffffffffff01208006300838ffffffffffffffffff01"))
        all.append(
            Golden(
                FinishRecoveryRequest(
                    lostClusterID: 4,
                    presentClusterID: 18446744073709551615,
                    newClusterID: 768,
                    newNodeID: 0,
                    index: 8,
                    term: 18446744073709551615,
                    worldAsOfMs: 1280
                ),
                "080410ffffffffffffffffff01188006280830ffffffffffffffffff0138800a"))
        all.append(
            Golden(
                FinishRecoveryReply(),
                ""))
        all.append(
            Golden(
                WorldCopy(
                    clusterID: 0,
                    term: 0,
                    index: 0,
                    membership: fromHex(""),
                    size: 0,
                    packedSize: 0,
                    parts: 0,
                    crc32c: 0,
                    build: ""
                ),
                ""))
        all.append(
            Golden(
                WorldCopy(
                    clusterID: 18446744073709551615,
                    term: 256,
                    index: 0,
                    membership: fromHex(""),
                    size: 18446744073709551615,
                    packedSize: 768,
                    parts: 0,
                    crc32c: 8,
                    build: "Ada"
                ),
                "08ffffffffffffffffff0110800228ffffffffffffffffff0130800645080000004a03416461"))
        all.append(
            Golden(
                WorldCopy(
                    clusterID: 256,
                    term: 0,
                    index: 4,
                    membership: fromHex("00"),
                    size: 768,
                    packedSize: 0,
                    parts: 8,
                    crc32c: 4294967295,
                    build: "nul\0inside"
                ),
                "0880021804220100288006380845ffffffff4a0a6e756c00696e73696465"))
        all.append(
            Golden(
                WorldCopy(
                    clusterID: 0,
                    term: 4,
                    index: 18446744073709551615,
                    membership: [UInt8](0..<200),
                    size: 0,
                    packedSize: 8,
                    parts: 4294967295,
                    crc32c: 1280,
                    build: "Bjørn 蛇 🐍"
                ),
                [
                    "100418ffffffffffffffffff0122c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                    "505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f",
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7300838ffffffff0f45000500004a0f426ac3b8726e20e89b",
                    "8720f09f908d",
                ].joined()))
        all.append(
            Golden(
                WorldCopy(
                    clusterID: 4,
                    term: 18446744073709551615,
                    index: 768,
                    membership: repeated("snake", 30),
                    size: 8,
                    packedSize: 18446744073709551615,
                    parts: 1280,
                    crc32c: 0,
                    build: ""
                ),
                [
                    "080410ffffffffffffffffff01188006229601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65280830ffffffffffffffffff0138800a",
                ].joined()))
        all.append(
            Golden(
                StoreCopyPartRequest(clusterID: 0, term: 0, index: 0, part: 0, data: fromHex("")),
                ""))
        all.append(
            Golden(
                StoreCopyPartRequest(
                    clusterID: 18446744073709551615,
                    term: 256,
                    index: 0,
                    part: 4,
                    data: fromHex("00")
                ),
                "08ffffffffffffffffff0110800220042a0100"))
        all.append(
            Golden(
                StoreCopyPartRequest(clusterID: 256, term: 0, index: 4, part: 4294967295, data: [UInt8](0..<200)),
                [
                    "088002180420ffffffff0f2ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021",
                    "22232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051",
                    "52535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081",
                    "82838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1",
                    "b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                StoreCopyPartRequest(
                    clusterID: 0,
                    term: 4,
                    index: 18446744073709551615,
                    part: 768,
                    data: repeated("snake", 30)
                ),
                [
                    "100418ffffffffffffffffff012080062a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                StoreCopyPartRequest(clusterID: 4, term: 18446744073709551615, index: 768, part: 0, data: fromHex("")),
                "080410ffffffffffffffffff01188006"))
        all.append(
            Golden(
                StoreCopyPartReply(isOld: false),
                ""))
        all.append(
            Golden(
                StoreCopyPartReply(isOld: true),
                "0801"))
        all.append(
            Golden(
                StoreCopyPartReply(isOld: true),
                "0801"))
        all.append(
            Golden(
                StoreCopyPartReply(isOld: false),
                ""))
        all.append(
            Golden(
                StoreCopyPartReply(isOld: true),
                "0801"))
        all.append(
            Golden(
                FinishCopyRequest(takenAgoMs: 0),
                ""))
        all.append(
            Golden(
                FinishCopyRequest(
                    copy: WorldCopy(
                        clusterID: 18446744073709551615,
                        term: 256,
                        index: 0,
                        membership: fromHex(""),
                        size: 18446744073709551615,
                        packedSize: 768,
                        parts: 0,
                        crc32c: 8,
                        build: "Ada"
                    ),
                    takenAgoMs: 1280
                ),
                "0a2608ffffffffffffffffff0110800228ffffffffffffffffff0130800645080000004a0341646110800a"))
        all.append(
            Golden(
                FinishCopyRequest(
                    copy: WorldCopy(
                        clusterID: 256,
                        term: 0,
                        index: 4,
                        membership: fromHex("00"),
                        size: 768,
                        packedSize: 0,
                        parts: 8,
                        crc32c: 4294967295,
                        build: "nul\0inside"
                    ),
                    takenAgoMs: 0
                ),
                "0a1e0880021804220100288006380845ffffffff4a0a6e756c00696e73696465"))
        all.append(
            Golden(
                FinishCopyRequest(
                    copy: WorldCopy(
                        clusterID: 0,
                        term: 4,
                        index: 18446744073709551615,
                        membership: [UInt8](0..<200),
                        size: 0,
                        packedSize: 8,
                        parts: 4294967295,
                        crc32c: 1280,
                        build: "Bjørn 蛇 🐍"
                    ),
                    takenAgoMs: 12
                ),
                [
                    "0af601100418ffffffffffffffffff0122c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c",
                    "1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c",
                    "4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c",
                    "7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabac",
                    "adaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7300838ffffffff0f45000500004a0f426ac3b8726e",
                    "20e89b8720f09f908d100c",
                ].joined()))
        all.append(
            Golden(
                FinishCopyRequest(
                    copy: WorldCopy(
                        clusterID: 4,
                        term: 18446744073709551615,
                        index: 768,
                        membership: repeated("snake", 30),
                        size: 8,
                        packedSize: 18446744073709551615,
                        parts: 1280,
                        crc32c: 0,
                        build: ""
                    ),
                    takenAgoMs: 4294967295
                ),
                [
                    "0ab901080410ffffffffffffffffff01188006229601736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65280830ffffffffffffffffff0138800a10ffffff",
                    "ff0f",
                ].joined()))
        all.append(
            Golden(
                FinishCopyReply(isOld: false),
                ""))
        all.append(
            Golden(
                FinishCopyReply(isOld: true),
                "0801"))
        all.append(
            Golden(
                FinishCopyReply(isOld: true),
                "0801"))
        all.append(
            Golden(
                FinishCopyReply(isOld: false),
                ""))
        all.append(
            Golden(
                FinishCopyReply(isOld: true),
                "0801"))
        all.append(
            Golden(
                GetCopyRequest(),
                ""))
        all.append(
            Golden(
                GetCopyReply(takenAtMs: 0, ageMs: 0),
                ""))
        all.append(
            Golden(
                GetCopyReply(
                    copy: WorldCopy(
                        clusterID: 18446744073709551615,
                        term: 256,
                        index: 0,
                        membership: fromHex(""),
                        size: 18446744073709551615,
                        packedSize: 768,
                        parts: 0,
                        crc32c: 8,
                        build: "Ada"
                    ),
                    takenAtMs: 1280,
                    ageMs: 0
                ),
                "0a2608ffffffffffffffffff0110800228ffffffffffffffffff0130800645080000004a0341646110800a"))
        all.append(
            Golden(
                GetCopyReply(
                    copy: WorldCopy(
                        clusterID: 256,
                        term: 0,
                        index: 4,
                        membership: fromHex("00"),
                        size: 768,
                        packedSize: 0,
                        parts: 8,
                        crc32c: 4294967295,
                        build: "nul\0inside"
                    ),
                    takenAtMs: 0,
                    ageMs: 12
                ),
                "0a1e0880021804220100288006380845ffffffff4a0a6e756c00696e73696465180c"))
        all.append(
            Golden(
                GetCopyReply(
                    copy: WorldCopy(
                        clusterID: 0,
                        term: 4,
                        index: 18446744073709551615,
                        membership: [UInt8](0..<200),
                        size: 0,
                        packedSize: 8,
                        parts: 4294967295,
                        crc32c: 1280,
                        build: "Bjørn 蛇 🐍"
                    ),
                    takenAtMs: 12,
                    ageMs: 18446744073709551615
                ),
                [
                    "0af601100418ffffffffffffffffff0122c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c",
                    "1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c",
                    "4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c",
                    "7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabac",
                    "adaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7300838ffffffff0f45000500004a0f426ac3b8726e",
                    "20e89b8720f09f908d100c18ffffffffffffffffff01",
                ].joined()))
        all.append(
            Golden(
                GetCopyReply(
                    copy: WorldCopy(
                        clusterID: 4,
                        term: 18446744073709551615,
                        index: 768,
                        membership: repeated("snake", 30),
                        size: 8,
                        packedSize: 18446744073709551615,
                        parts: 1280,
                        crc32c: 0,
                        build: ""
                    ),
                    takenAtMs: 18446744073709551615,
                    ageMs: 1792
                ),
                [
                    "0ab901080410ffffffffffffffffff01188006229601736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65280830ffffffffffffffffff0138800a10ffffff",
                    "ffffffffffff0118800e",
                ].joined()))
        all.append(
            Golden(
                GetCopyPartRequest(clusterID: 0, term: 0, index: 0, part: 0),
                ""))
        all.append(
            Golden(
                GetCopyPartRequest(clusterID: 18446744073709551615, term: 256, index: 0, part: 4),
                "08ffffffffffffffffff011080022004"))
        all.append(
            Golden(
                GetCopyPartRequest(clusterID: 256, term: 0, index: 4, part: 4294967295),
                "088002180420ffffffff0f"))
        all.append(
            Golden(
                GetCopyPartRequest(clusterID: 0, term: 4, index: 18446744073709551615, part: 768),
                "100418ffffffffffffffffff01208006"))
        all.append(
            Golden(
                GetCopyPartRequest(clusterID: 4, term: 18446744073709551615, index: 768, part: 0),
                "080410ffffffffffffffffff01188006"))
        all.append(
            Golden(
                CopyPart(data: fromHex("")),
                ""))
        all.append(
            Golden(
                CopyPart(data: fromHex("00")),
                "0a0100"))
        all.append(
            Golden(
                CopyPart(data: [UInt8](0..<200)),
                [
                    "0ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c",
                    "2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c",
                    "5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c",
                    "8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbc",
                    "bdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                CopyPart(data: repeated("snake", 30)),
                [
                    "0a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                CopyPart(data: fromHex("")),
                ""))
        return all
    }
}
