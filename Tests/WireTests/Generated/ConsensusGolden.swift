// Generated from Protos/snaketron/v1/consensus.proto by scripts/generate-protos. Do not edit.

import Wire

extension FollowUp: GoldenMessage {}
extension FollowStart: GoldenMessage {}
extension FollowStopped: GoldenMessage {}
extension Applied: GoldenMessage {}
extension SnapshotChunk: GoldenMessage {}
extension FollowDown: GoldenMessage {}
extension Leadership: GoldenMessage {}
extension Entries: GoldenMessage {}
extension Entry: GoldenMessage {}
extension TakeSnapshot: GoldenMessage {}
extension Report: GoldenMessage {}
extension Proposal: GoldenMessage {}
extension ProposalResult: GoldenMessage {}
extension ReadIndexRequest: GoldenMessage {}
extension ReadIndexReply: GoldenMessage {}
extension StatusRequest: GoldenMessage {}
extension StatusReply: GoldenMessage {}
extension ClusterEvent: GoldenMessage {}
extension Divergence: GoldenMessage {}
extension Member: GoldenMessage {}
extension TransferLeadershipRequest: GoldenMessage {}
extension TransferLeadershipReply: GoldenMessage {}

extension Golden {
    static func consensus() -> [Golden] {
        var all: [Golden] = []
        all.append(
            Golden(
                FollowUp(),
                ""))
        all.append(
            Golden(
                FollowUp(
                    event: .start(FollowStart(appliedIndex: 18446744073709551615, newestBehaviour: 256, clusterID: 0))
                ),
                "0a0e08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                FollowUp(
                    event: .applied(
                        Applied(
                            index: 256,
                            stateHash: 0,
                            tick: 4,
                            format: 4294967295,
                            boards: [768, 0, 8],
                            origin: 18446744073709551615,
                            savesWork: true
                        )
                    )
                ),
                "121e088002180420ffffffff0f2a048006000830ffffffffffffffffff013801"))
        all.append(
            Golden(
                FollowUp(event: .snapshot(SnapshotChunk(index: 0, offset: 4, data: fromHex("00"), last: false))),
                "1a0510041a0100"))
        all.append(
            Golden(
                FollowUp(event: .stopped(FollowStopped(index: 4, reason: "Ada"))),
                "220708041203416461"))
        all.append(
            Golden(
                FollowStart(appliedIndex: 0, newestBehaviour: 0, clusterID: 0),
                ""))
        all.append(
            Golden(
                FollowStart(appliedIndex: 18446744073709551615, newestBehaviour: 256, clusterID: 0),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                FollowStart(appliedIndex: 256, newestBehaviour: 0, clusterID: 4),
                "0880021804"))
        all.append(
            Golden(
                FollowStart(appliedIndex: 0, newestBehaviour: 4, clusterID: 18446744073709551615),
                "100418ffffffffffffffffff01"))
        all.append(
            Golden(
                FollowStart(appliedIndex: 4, newestBehaviour: 4294967295, clusterID: 768),
                "080410ffffffff0f188006"))
        all.append(
            Golden(
                FollowStopped(index: 0, reason: ""),
                ""))
        all.append(
            Golden(
                FollowStopped(index: 18446744073709551615, reason: "nul\0inside"),
                "08ffffffffffffffffff01120a6e756c00696e73696465"))
        all.append(
            Golden(
                FollowStopped(index: 256, reason: "Bjørn 蛇 🐍"),
                "088002120f426ac3b8726e20e89b8720f09f908d"))
        all.append(
            Golden(
                FollowStopped(index: 0, reason: ""),
                ""))
        all.append(
            Golden(
                FollowStopped(index: 4, reason: "Ada"),
                "08041203416461"))
        all.append(
            Golden(
                Applied(index: 0, stateHash: 0, tick: 0, format: 0, origin: 0, savesWork: false),
                ""))
        all.append(
            Golden(
                Applied(
                    index: 18446744073709551615,
                    stateHash: 256,
                    tick: 0,
                    format: 4,
                    boards: [18446744073709551615, 768, 0],
                    origin: 8,
                    savesWork: false
                ),
                "08ffffffffffffffffff0110800220042a0dffffffffffffffffff018006003008"))
        all.append(
            Golden(
                Applied(
                    index: 256,
                    stateHash: 0,
                    tick: 4,
                    format: 4294967295,
                    boards: [768, 0, 8],
                    origin: 18446744073709551615,
                    savesWork: true
                ),
                "088002180420ffffffff0f2a048006000830ffffffffffffffffff013801"))
        all.append(
            Golden(
                Applied(
                    index: 0,
                    stateHash: 4,
                    tick: 18446744073709551615,
                    format: 768,
                    boards: [0, 8, 18446744073709551615],
                    origin: 1280,
                    savesWork: true
                ),
                "100418ffffffffffffffffff012080062a0c0008ffffffffffffffffff0130800a3801"))
        all.append(
            Golden(
                Applied(
                    index: 4,
                    stateHash: 18446744073709551615,
                    tick: 768,
                    format: 0,
                    boards: [8, 18446744073709551615, 1280],
                    origin: 0,
                    savesWork: false
                ),
                "080410ffffffffffffffffff011880062a0d08ffffffffffffffffff01800a"))
        all.append(
            Golden(
                SnapshotChunk(index: 0, offset: 0, data: fromHex(""), last: false),
                ""))
        all.append(
            Golden(
                SnapshotChunk(index: 18446744073709551615, offset: 256, data: repeated("snake", 30), last: true),
                [
                    "08ffffffffffffffffff011080021a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b652001",
                ].joined()))
        all.append(
            Golden(
                SnapshotChunk(index: 256, offset: 0, data: fromHex(""), last: true),
                "0880022001"))
        all.append(
            Golden(
                SnapshotChunk(index: 0, offset: 4, data: fromHex("00"), last: false),
                "10041a0100"))
        all.append(
            Golden(
                SnapshotChunk(index: 4, offset: 18446744073709551615, data: [UInt8](0..<200), last: true),
                [
                    "080410ffffffffffffffffff011ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                    "505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f",
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c72001",
                ].joined()))
        all.append(
            Golden(
                FollowDown(),
                ""))
        all.append(
            Golden(
                FollowDown(
                    event: .leadership(
                        Leadership(
                            nodeID: 18446744073709551615,
                            leaderID: 256,
                            term: 0,
                            isLeader: true,
                            clusterID: 18446744073709551615,
                            quarantined: false,
                            cutOff: true
                        )
                    )
                ),
                "0a1d08ffffffffffffffffff01108002200128ffffffffffffffffff013801"))
        all.append(
            Golden(
                FollowDown(event: .snapshot(SnapshotChunk(index: 256, offset: 0, data: fromHex(""), last: true))),
                "12050880022001"))
        all.append(
            Golden(
                FollowDown(
                    event: .committed(
                        Entries(
                            entries: [
                                Entry(index: 0, term: 4, command: fromHex("00")),
                                Entry(index: 768, term: 0, command: fromHex("")),
                                Entry(index: 18446744073709551615, term: 1280, command: repeated("snake", 30)),
                            ],
                            throughIndex: 12
                        )
                    )
                ),
                [
                    "1ab8010a0510041a01000a030880060aa70108ffffffffffffffffff0110800a1a9601736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65100c",
                ].joined()))
        all.append(
            Golden(
                FollowDown(event: .takeSnapshot(TakeSnapshot())),
                "2200"))
        all.append(
            Golden(
                FollowDown(event: .report(Report())),
                "2a00"))
        all.append(
            Golden(
                Leadership(
                    nodeID: 0,
                    leaderID: 0,
                    term: 0,
                    isLeader: false,
                    clusterID: 0,
                    quarantined: false,
                    cutOff: false
                ),
                ""))
        all.append(
            Golden(
                Leadership(
                    nodeID: 18446744073709551615,
                    leaderID: 256,
                    term: 0,
                    isLeader: true,
                    clusterID: 18446744073709551615,
                    quarantined: false,
                    cutOff: true
                ),
                "08ffffffffffffffffff01108002200128ffffffffffffffffff013801"))
        all.append(
            Golden(
                Leadership(
                    nodeID: 256,
                    leaderID: 0,
                    term: 4,
                    isLeader: true,
                    clusterID: 768,
                    quarantined: true,
                    cutOff: true
                ),
                "0880021804200128800630013801"))
        all.append(
            Golden(
                Leadership(
                    nodeID: 0,
                    leaderID: 4,
                    term: 18446744073709551615,
                    isLeader: false,
                    clusterID: 0,
                    quarantined: true,
                    cutOff: false
                ),
                "100418ffffffffffffffffff013001"))
        all.append(
            Golden(
                Leadership(
                    nodeID: 4,
                    leaderID: 18446744073709551615,
                    term: 768,
                    isLeader: true,
                    clusterID: 8,
                    quarantined: false,
                    cutOff: true
                ),
                "080410ffffffffffffffffff01188006200128083801"))
        all.append(
            Golden(
                Entries(throughIndex: 0),
                ""))
        all.append(
            Golden(
                Entries(
                    entries: [
                        Entry(index: 18446744073709551615, term: 256, command: repeated("snake", 30)),
                        Entry(index: 4, term: 18446744073709551615, command: [UInt8](0..<200)),
                        Entry(index: 0, term: 8, command: fromHex("00")),
                    ],
                    throughIndex: 1280
                ),
                [
                    "0aa70108ffffffffffffffffff011080021a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b650ad801080410ffffffffffffffffff011ac801000102",
                    "030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132",
                    "333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162",
                    "636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192",
                    "939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2",
                    "c3c4c5c6c70a0510081a010010800a",
                ].joined()))
        all.append(
            Golden(
                Entries(
                    entries: [
                        Entry(index: 256, term: 0, command: fromHex("")),
                        Entry(index: 18446744073709551615, term: 768, command: repeated("snake", 30)),
                        Entry(index: 8, term: 18446744073709551615, command: [UInt8](0..<200)),
                    ],
                    throughIndex: 0
                ),
                [
                    "0a030880020aa70108ffffffffffffffffff011080061a9601736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b650ad801080810ffffffffffffffffff011a",
                    "c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d",
                    "2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d",
                    "5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d",
                    "8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbd",
                    "bebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                Entries(
                    entries: [
                        Entry(index: 0, term: 4, command: fromHex("00")),
                        Entry(index: 768, term: 0, command: fromHex("")),
                        Entry(index: 18446744073709551615, term: 1280, command: repeated("snake", 30)),
                    ],
                    throughIndex: 12
                ),
                [
                    "0a0510041a01000a030880060aa70108ffffffffffffffffff0110800a1a9601736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65100c",
                ].joined()))
        all.append(
            Golden(
                Entries(
                    entries: [
                        Entry(index: 4, term: 18446744073709551615, command: [UInt8](0..<200)),
                        Entry(index: 0, term: 8, command: fromHex("00")),
                        Entry(index: 1280, term: 0, command: fromHex("")),
                    ],
                    throughIndex: 18446744073709551615
                ),
                [
                    "0ad801080410ffffffffffffffffff011ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c",
                    "1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c",
                    "4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c",
                    "7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabac",
                    "adaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c70a0510081a01000a0308800a10ffffffffffffffff",
                    "ff01",
                ].joined()))
        all.append(
            Golden(
                Entry(index: 0, term: 0, command: fromHex("")),
                ""))
        all.append(
            Golden(
                Entry(index: 18446744073709551615, term: 256, command: repeated("snake", 30)),
                [
                    "08ffffffffffffffffff011080021a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                Entry(index: 256, term: 0, command: fromHex("")),
                "088002"))
        all.append(
            Golden(
                Entry(index: 0, term: 4, command: fromHex("00")),
                "10041a0100"))
        all.append(
            Golden(
                Entry(index: 4, term: 18446744073709551615, command: [UInt8](0..<200)),
                [
                    "080410ffffffffffffffffff011ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                    "505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f",
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                TakeSnapshot(),
                ""))
        all.append(
            Golden(
                Report(),
                ""))
        all.append(
            Golden(
                Proposal(id: 0, term: 0),
                ""))
        all.append(
            Golden(
                Proposal(
                    id: 18446744073709551615,
                    term: 256,
                    commands: [repeated("snake", 30), fromHex(""), fromHex("00")]
                ),
                [
                    "08ffffffffffffffffff011080021a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b651a001a0100",
                ].joined()))
        all.append(
            Golden(
                Proposal(id: 256, term: 0, commands: [fromHex(""), fromHex("00"), [UInt8](0..<200)]),
                [
                    "0880021a001a01001ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324",
                    "25262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051525354",
                    "55565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384",
                    "85868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4",
                    "b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                Proposal(id: 0, term: 4, commands: [fromHex("00"), [UInt8](0..<200), repeated("snake", 30)]),
                [
                    "10041a01001ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627",
                    "28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051525354555657",
                    "58595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384858687",
                    "88898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7",
                    "b8b9babbbcbdbebfc0c1c2c3c4c5c6c71a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                Proposal(
                    id: 4,
                    term: 18446744073709551615,
                    commands: [[UInt8](0..<200), repeated("snake", 30), fromHex("")]
                ),
                [
                    "080410ffffffffffffffffff011ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                    "505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f",
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c71a9601736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b651a00",
                ].joined()))
        all.append(
            Golden(
                ProposalResult(id: 0, result: .init(rawValue: 0), index: 0),
                ""))
        all.append(
            Golden(
                ProposalResult(id: 18446744073709551615, result: .init(rawValue: 0), index: 0),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                ProposalResult(id: 256, result: .init(rawValue: 77), index: 4),
                "088002104d1804"))
        all.append(
            Golden(
                ProposalResult(id: 0, result: .init(rawValue: 1), index: 18446744073709551615),
                "100118ffffffffffffffffff01"))
        all.append(
            Golden(
                ProposalResult(id: 4, result: .init(rawValue: 2), index: 768),
                "08041002188006"))
        all.append(
            Golden(
                ReadIndexRequest(),
                ""))
        all.append(
            Golden(
                ReadIndexReply(index: 0),
                ""))
        all.append(
            Golden(
                ReadIndexReply(index: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                ReadIndexReply(index: 256),
                "088002"))
        all.append(
            Golden(
                ReadIndexReply(index: 0),
                ""))
        all.append(
            Golden(
                ReadIndexReply(index: 4),
                "0804"))
        all.append(
            Golden(
                StatusRequest(),
                ""))
        all.append(
            Golden(
                StatusReply(
                    clusterID: 0,
                    nodeID: 0,
                    role: .init(rawValue: 0),
                    term: 0,
                    leaderID: 0,
                    lastIndex: 0,
                    commitIndex: 0,
                    appliedIndex: 0,
                    snapshotIndex: 0,
                    version: "",
                    quarantined: false,
                    restored: 0,
                    mayTakeANode: false,
                    whyNot: "",
                    commonBehaviour: 0,
                    commonBehaviourWhyNot: "",
                    simulationStopped: "",
                    draining: false,
                    voterSeats: 0
                ),
                ""))
        all.append(
            Golden(
                StatusReply(
                    clusterID: 18446744073709551615,
                    nodeID: 256,
                    role: .init(rawValue: 77),
                    term: 4,
                    leaderID: 18446744073709551615,
                    lastIndex: 768,
                    commitIndex: 0,
                    appliedIndex: 8,
                    snapshotIndex: 18446744073709551615,
                    members: [
                        Member(
                            nodeID: 1280,
                            address: "Bjørn 蛇 🐍",
                            voter: false,
                            matchIndex: 18446744073709551615,
                            silentMs: 1792,
                            newestBehaviour: 0
                        ),
                        Member(
                            nodeID: 16,
                            address: "Ada",
                            voter: false,
                            matchIndex: 0,
                            silentMs: 20,
                            newestBehaviour: 4294967295
                        ),
                        Member(
                            nodeID: 2816,
                            address: "Bjørn 蛇 🐍",
                            voter: false,
                            matchIndex: 18446744073709551615,
                            silentMs: 3328,
                            newestBehaviour: 0
                        ),
                    ],
                    version: "",
                    quarantined: true,
                    restored: 3840,
                    divergences: [
                        Divergence(
                            nodeID: 0,
                            index: 32,
                            tick: 18446744073709551615,
                            exact: true,
                            hash: 0,
                            majorityHash: 36,
                            agoMs: 4294967295
                        ),
                        Divergence(
                            nodeID: 4864,
                            index: 0,
                            tick: 40,
                            exact: true,
                            hash: 5376,
                            majorityHash: 0,
                            agoMs: 44
                        ),
                        Divergence(
                            nodeID: 18446744073709551615,
                            index: 5888,
                            tick: 0,
                            exact: false,
                            hash: 18446744073709551615,
                            majorityHash: 6400,
                            agoMs: 0
                        ),
                    ],
                    mayTakeANode: true,
                    whyNot: "Ada",
                    commonBehaviour: 6912,
                    commonBehaviourWhyNot: "Bjørn 蛇 🐍",
                    simulationStopped: "",
                    draining: false,
                    voterSeats: 7424,
                    events: [
                        ClusterEvent(kind: .init(rawValue: 77), nodeID: 60, term: 18446744073709551615, agoMs: 7936),
                        ClusterEvent(kind: .init(rawValue: 77), nodeID: 64, term: 18446744073709551615, agoMs: 8448),
                        ClusterEvent(kind: .init(rawValue: 77), nodeID: 68, term: 18446744073709551615, agoMs: 8960),
                    ]
                ),
                [
                    "08ffffffffffffffffff01108002184d200428ffffffffffffffffff01308006400848ffffffffffffffffff01522208",
                    "800a120f426ac3b8726e20e89b8720f09f908d20ffffffffffffffffff0128800e520f08101203416461281430ffffff",
                    "ff0f5222088016120f426ac3b8726e20e89b8720f09f908d20ffffffffffffffffff0128801a600168801e7217102018",
                    "ffffffffffffffffff012001302438ffffffff0f720c0880261828200128802a382c721c08ffffffffffffffffff0110",
                    "802e28ffffffffffffffffff0130803278018201034164618801803692010f426ac3b8726e20e89b8720f09f908da801",
                    "803ab20112084d103c18ffffffffffffffffff0120803eb20112084d104018ffffffffffffffffff01208042b2011208",
                    "4d104418ffffffffffffffffff01208046",
                ].joined()))
        all.append(
            Golden(
                StatusReply(
                    clusterID: 256,
                    nodeID: 0,
                    role: .init(rawValue: 1),
                    term: 18446744073709551615,
                    leaderID: 768,
                    lastIndex: 0,
                    commitIndex: 8,
                    appliedIndex: 18446744073709551615,
                    snapshotIndex: 1280,
                    members: [
                        Member(nodeID: 0, address: "", voter: true, matchIndex: 1792, silentMs: 0, newestBehaviour: 16),
                        Member(
                            nodeID: 18446744073709551615,
                            address: "nul\0inside",
                            voter: true,
                            matchIndex: 20,
                            silentMs: 4294967295,
                            newestBehaviour: 2816
                        ),
                        Member(nodeID: 0, address: "", voter: true, matchIndex: 3328, silentMs: 0, newestBehaviour: 28),
                    ],
                    version: "Ada",
                    quarantined: false,
                    restored: 0,
                    divergences: [
                        Divergence(
                            nodeID: 32,
                            index: 18446744073709551615,
                            tick: 4352,
                            exact: true,
                            hash: 36,
                            majorityHash: 18446744073709551615,
                            agoMs: 4864
                        ),
                        Divergence(
                            nodeID: 0,
                            index: 40,
                            tick: 18446744073709551615,
                            exact: false,
                            hash: 0,
                            majorityHash: 44,
                            agoMs: 4294967295
                        ),
                        Divergence(
                            nodeID: 5888,
                            index: 0,
                            tick: 48,
                            exact: true,
                            hash: 6400,
                            majorityHash: 0,
                            agoMs: 52
                        ),
                    ],
                    mayTakeANode: true,
                    whyNot: "nul\0inside",
                    commonBehaviour: 0,
                    commonBehaviourWhyNot: "",
                    simulationStopped: "Ada",
                    draining: true,
                    voterSeats: 0,
                    events: [
                        ClusterEvent(kind: .init(rawValue: 1), nodeID: 18446744073709551615, term: 7936, agoMs: 0),
                        ClusterEvent(kind: .init(rawValue: 1), nodeID: 18446744073709551615, term: 8448, agoMs: 0),
                        ClusterEvent(kind: .init(rawValue: 1), nodeID: 18446744073709551615, term: 8960, agoMs: 0),
                    ]
                ),
                [
                    "088002180120ffffffffffffffffff01288006380840ffffffffffffffffff0148800a5207180120800e3010522408ff",
                    "ffffffffffffffff01120a6e756c00696e736964651801201428ffffffff0f3080165207180120801a301c5a03416461",
                    "7222082010ffffffffffffffffff011880222001282430ffffffffffffffffff013880267215102818ffffffffffffff",
                    "ffff01302c38ffffffff0f720c08802e183020012880323834780182010a6e756c00696e736964659a0103416461a001",
                    "01b20110080110ffffffffffffffffff0118803eb20110080110ffffffffffffffffff01188042b20110080110ffffff",
                    "ffffffffffff01188046",
                ].joined()))
        all.append(
            Golden(
                StatusReply(
                    clusterID: 0,
                    nodeID: 4,
                    role: .init(rawValue: 2),
                    term: 768,
                    leaderID: 0,
                    lastIndex: 8,
                    commitIndex: 18446744073709551615,
                    appliedIndex: 1280,
                    snapshotIndex: 0,
                    members: [
                        Member(
                            nodeID: 12,
                            address: "Ada",
                            voter: true,
                            matchIndex: 0,
                            silentMs: 16,
                            newestBehaviour: 4294967295
                        ),
                        Member(
                            nodeID: 2304,
                            address: "Bjørn 蛇 🐍",
                            voter: true,
                            matchIndex: 18446744073709551615,
                            silentMs: 2816,
                            newestBehaviour: 0
                        ),
                        Member(
                            nodeID: 24,
                            address: "Ada",
                            voter: true,
                            matchIndex: 0,
                            silentMs: 28,
                            newestBehaviour: 4294967295
                        ),
                    ],
                    version: "nul\0inside",
                    quarantined: true,
                    restored: 32,
                    divergences: [
                        Divergence(
                            nodeID: 18446744073709551615,
                            index: 4352,
                            tick: 0,
                            exact: false,
                            hash: 18446744073709551615,
                            majorityHash: 4864,
                            agoMs: 0
                        ),
                        Divergence(
                            nodeID: 40,
                            index: 18446744073709551615,
                            tick: 5376,
                            exact: true,
                            hash: 44,
                            majorityHash: 18446744073709551615,
                            agoMs: 5888
                        ),
                        Divergence(
                            nodeID: 0,
                            index: 48,
                            tick: 18446744073709551615,
                            exact: true,
                            hash: 0,
                            majorityHash: 52,
                            agoMs: 4294967295
                        ),
                    ],
                    mayTakeANode: false,
                    whyNot: "Bjørn 蛇 🐍",
                    commonBehaviour: 56,
                    commonBehaviourWhyNot: "Ada",
                    simulationStopped: "nul\0inside",
                    draining: true,
                    voterSeats: 60,
                    events: [
                        ClusterEvent(kind: .init(rawValue: 2), nodeID: 7936, term: 0, agoMs: 64),
                        ClusterEvent(kind: .init(rawValue: 2), nodeID: 8448, term: 0, agoMs: 68),
                        ClusterEvent(kind: .init(rawValue: 2), nodeID: 8960, term: 0, agoMs: 72),
                    ]
                ),
                [
                    "10041802208006300838ffffffffffffffffff0140800a5211080c12034164611801281030ffffffff0f522408801212",
                    "0f426ac3b8726e20e89b8720f09f908d180120ffffffffffffffffff012880165211081812034164611801281c30ffff",
                    "ffff0f5a0a6e756c00696e7369646560016820721c08ffffffffffffffffff0110802228ffffffffffffffffff013080",
                    "267222082810ffffffffffffffffff0118802a2001282c30ffffffffffffffffff0138802e7217103018ffffffffffff",
                    "ffffff012001303438ffffffff0f82010f426ac3b8726e20e89b8720f09f908d8801389201034164619a010a6e756c00",
                    "696e73696465a00101a8013cb20107080210803e2040b2010708021080422044b2010708021080462048",
                ].joined()))
        all.append(
            Golden(
                StatusReply(
                    clusterID: 4,
                    nodeID: 18446744073709551615,
                    role: .init(rawValue: 0),
                    term: 0,
                    leaderID: 8,
                    lastIndex: 18446744073709551615,
                    commitIndex: 1280,
                    appliedIndex: 0,
                    snapshotIndex: 12,
                    members: [
                        Member(
                            nodeID: 18446744073709551615,
                            address: "nul\0inside",
                            voter: false,
                            matchIndex: 16,
                            silentMs: 4294967295,
                            newestBehaviour: 2304
                        ),
                        Member(
                            nodeID: 0,
                            address: "",
                            voter: false,
                            matchIndex: 2816,
                            silentMs: 0,
                            newestBehaviour: 24
                        ),
                        Member(
                            nodeID: 18446744073709551615,
                            address: "nul\0inside",
                            voter: false,
                            matchIndex: 28,
                            silentMs: 4294967295,
                            newestBehaviour: 3840
                        ),
                    ],
                    version: "Bjørn 蛇 🐍",
                    quarantined: true,
                    restored: 4294967295,
                    divergences: [
                        Divergence(
                            nodeID: 4352,
                            index: 0,
                            tick: 36,
                            exact: true,
                            hash: 4864,
                            majorityHash: 0,
                            agoMs: 40
                        ),
                        Divergence(
                            nodeID: 18446744073709551615,
                            index: 5376,
                            tick: 0,
                            exact: true,
                            hash: 18446744073709551615,
                            majorityHash: 5888,
                            agoMs: 0
                        ),
                        Divergence(
                            nodeID: 48,
                            index: 18446744073709551615,
                            tick: 6400,
                            exact: false,
                            hash: 52,
                            majorityHash: 18446744073709551615,
                            agoMs: 6912
                        ),
                    ],
                    mayTakeANode: true,
                    whyNot: "",
                    commonBehaviour: 4294967295,
                    commonBehaviourWhyNot: "nul\0inside",
                    simulationStopped: "Bjørn 蛇 🐍",
                    draining: false,
                    voterSeats: 4294967295,
                    events: [
                        ClusterEvent(kind: .init(rawValue: 0), nodeID: 0, term: 64, agoMs: 4294967295),
                        ClusterEvent(kind: .init(rawValue: 0), nodeID: 0, term: 68, agoMs: 4294967295),
                        ClusterEvent(kind: .init(rawValue: 0), nodeID: 0, term: 72, agoMs: 4294967295),
                    ]
                ),
                [
                    "080410ffffffffffffffffff01280830ffffffffffffffffff0138800a480c522208ffffffffffffffffff01120a6e75",
                    "6c00696e73696465201028ffffffff0f30801252052080163018522208ffffffffffffffffff01120a6e756c00696e73",
                    "696465201c28ffffffff0f30801e5a0f426ac3b8726e20e89b8720f09f908d600168ffffffff0f720c08802218242001",
                    "2880263828721e08ffffffffffffffffff0110802a200128ffffffffffffffffff0130802e7220083010ffffffffffff",
                    "ffffff01188032283430ffffffffffffffffff0138803678018801ffffffff0f92010a6e756c00696e736964659a010f",
                    "426ac3b8726e20e89b8720f09f908da801ffffffff0fb20108184020ffffffff0fb20108184420ffffffff0fb2010818",
                    "4820ffffffff0f",
                ].joined()))
        all.append(
            Golden(
                ClusterEvent(kind: .init(rawValue: 0), nodeID: 0, term: 0, agoMs: 0),
                ""))
        all.append(
            Golden(
                ClusterEvent(kind: .init(rawValue: 2), nodeID: 256, term: 0, agoMs: 4),
                "08021080022004"))
        all.append(
            Golden(
                ClusterEvent(kind: .init(rawValue: 0), nodeID: 0, term: 4, agoMs: 4294967295),
                "180420ffffffff0f"))
        all.append(
            Golden(
                ClusterEvent(kind: .init(rawValue: 77), nodeID: 4, term: 18446744073709551615, agoMs: 768),
                "084d100418ffffffffffffffffff01208006"))
        all.append(
            Golden(
                ClusterEvent(kind: .init(rawValue: 1), nodeID: 18446744073709551615, term: 768, agoMs: 0),
                "080110ffffffffffffffffff01188006"))
        all.append(
            Golden(
                Divergence(nodeID: 0, index: 0, tick: 0, exact: false, hash: 0, majorityHash: 0, agoMs: 0),
                ""))
        all.append(
            Golden(
                Divergence(
                    nodeID: 18446744073709551615,
                    index: 256,
                    tick: 0,
                    exact: true,
                    hash: 18446744073709551615,
                    majorityHash: 768,
                    agoMs: 0
                ),
                "08ffffffffffffffffff01108002200128ffffffffffffffffff01308006"))
        all.append(
            Golden(
                Divergence(nodeID: 256, index: 0, tick: 4, exact: true, hash: 768, majorityHash: 0, agoMs: 8),
                "088002180420012880063808"))
        all.append(
            Golden(
                Divergence(
                    nodeID: 0,
                    index: 4,
                    tick: 18446744073709551615,
                    exact: false,
                    hash: 0,
                    majorityHash: 8,
                    agoMs: 4294967295
                ),
                "100418ffffffffffffffffff01300838ffffffff0f"))
        all.append(
            Golden(
                Divergence(
                    nodeID: 4,
                    index: 18446744073709551615,
                    tick: 768,
                    exact: true,
                    hash: 8,
                    majorityHash: 18446744073709551615,
                    agoMs: 1280
                ),
                "080410ffffffffffffffffff011880062001280830ffffffffffffffffff0138800a"))
        all.append(
            Golden(
                Member(nodeID: 0, address: "", voter: false, matchIndex: 0, silentMs: 0, newestBehaviour: 0),
                ""))
        all.append(
            Golden(
                Member(
                    nodeID: 18446744073709551615,
                    address: "nul\0inside",
                    voter: false,
                    matchIndex: 4,
                    silentMs: 4294967295,
                    newestBehaviour: 768
                ),
                "08ffffffffffffffffff01120a6e756c00696e73696465200428ffffffff0f308006"))
        all.append(
            Golden(
                Member(
                    nodeID: 256,
                    address: "Bjørn 蛇 🐍",
                    voter: true,
                    matchIndex: 18446744073709551615,
                    silentMs: 768,
                    newestBehaviour: 0
                ),
                "088002120f426ac3b8726e20e89b8720f09f908d180120ffffffffffffffffff01288006"))
        all.append(
            Golden(
                Member(nodeID: 0, address: "", voter: true, matchIndex: 768, silentMs: 0, newestBehaviour: 8),
                "18012080063008"))
        all.append(
            Golden(
                Member(
                    nodeID: 4,
                    address: "Ada",
                    voter: false,
                    matchIndex: 0,
                    silentMs: 8,
                    newestBehaviour: 4294967295
                ),
                "08041203416461280830ffffffff0f"))
        all.append(
            Golden(
                TransferLeadershipRequest(target: 0),
                ""))
        all.append(
            Golden(
                TransferLeadershipRequest(target: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                TransferLeadershipRequest(target: 256),
                "088002"))
        all.append(
            Golden(
                TransferLeadershipRequest(target: 0),
                ""))
        all.append(
            Golden(
                TransferLeadershipRequest(target: 4),
                "0804"))
        all.append(
            Golden(
                TransferLeadershipReply(leaderID: 0, term: 0),
                ""))
        all.append(
            Golden(
                TransferLeadershipReply(leaderID: 18446744073709551615, term: 256),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                TransferLeadershipReply(leaderID: 256, term: 0),
                "088002"))
        all.append(
            Golden(
                TransferLeadershipReply(leaderID: 0, term: 4),
                "1004"))
        all.append(
            Golden(
                TransferLeadershipReply(leaderID: 4, term: 18446744073709551615),
                "080410ffffffffffffffffff01"))
        return all
    }
}
