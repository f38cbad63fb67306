// Generated from Protos/snaketron/v1/raft.proto by scripts/generate-protos. Do not edit.

import Wire

extension RaftStreamEnd: GoldenMessage {}
extension RaftMessage: GoldenMessage {}
extension RequestVote: GoldenMessage {}
extension RequestVoteReply: GoldenMessage {}
extension AppendEntries: GoldenMessage {}
extension RaftEntry: GoldenMessage {}
extension AppendEntriesReply: GoldenMessage {}
extension Heartbeat: GoldenMessage {}
extension HeartbeatReply: GoldenMessage {}
extension InstallSnapshot: GoldenMessage {}
extension InstallSnapshotReply: GoldenMessage {}
extension TimeoutNow: GoldenMessage {}
extension Removed: GoldenMessage {}
extension ForwardRequest: GoldenMessage {}
extension ForwardReply: GoldenMessage {}
extension ForwardReadRequest: GoldenMessage {}
extension ForwardReadReply: GoldenMessage {}
extension StateReport: GoldenMessage {}
extension StateReportReply: GoldenMessage {}
extension PullSnapshotRequest: GoldenMessage {}
extension RaftSnapshotChunk: GoldenMessage {}
extension IdentifyRequest: GoldenMessage {}
extension IdentifyReply: GoldenMessage {}

extension Golden {
    static func raft() -> [Golden] {
        var all: [Golden] = []
        all.append(
            Golden(
                RaftStreamEnd(),
                ""))
        all.append(
            Golden(
                RaftMessage(clusterID: 0, from: 0, to: 0, term: 0),
                ""))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 18446744073709551615,
                    from: 256,
                    to: 0,
                    term: 4,
                    body: .requestVote(
                        RequestVote(preVote: true, transfer: false, lastIndex: 0, lastTerm: 8, hearsReceiver: false)
                    )
                ),
                "08ffffffffffffffffff0110800220042a0408012008"))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 256,
                    from: 0,
                    to: 4,
                    term: 18446744073709551615,
                    body: .requestVoteReply(RequestVoteReply(preVote: false, granted: true, hearsLeader: true))
                ),
                "088002180420ffffffffffffffffff01320410011801"))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 0,
                    from: 4,
                    to: 18446744073709551615,
                    term: 768,
                    body: .append(
                        AppendEntries(
                            previousIndex: 0,
                            previousTerm: 8,
                            commitIndex: 18446744073709551615,
                            entries: [
                                RaftEntry(term: 1280, kind: .init(rawValue: 77), data: fromHex("")),
                                RaftEntry(
                                    term: 18446744073709551615,
                                    kind: .init(rawValue: 0),
                                    data: repeated("snake", 30)
                                ),
                                RaftEntry(term: 16, kind: .init(rawValue: 2), data: [UInt8](0..<200)),
                            ],
                            notice: true
                        )
                    )
                ),
                [
                    "100418ffffffffffffffffff012080063a8f03100818ffffffffffffffffff01220508800a104d22a40108ffffffffff",
                    "ffffffff011a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b6522cf01081010021ac801000102030405060708090a0b0c0d0e0f1011121314151617",
                    "18191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f4041424344454647",
                    "48494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f7071727374757677",
                    "78797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7",
                    "a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c72801",
                ].joined()))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 4,
                    from: 18446744073709551615,
                    to: 768,
                    term: 0,
                    body: .appendReply(
                        AppendEntriesReply(success: true, index: 18446744073709551615, hintIndex: 1280, hintTerm: 0)
                    )
                ),
                "080410ffffffffffffffffff011880064210080110ffffffffffffffffff0118800a"))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 18446744073709551615,
                    from: 768,
                    to: 0,
                    term: 8,
                    body: .heartbeat(Heartbeat(commitIndex: 18446744073709551615, readContext: 1280, patienceMs: 0))
                ),
                "08ffffffffffffffffff0110800620084a0e08ffffffffffffffffff0110800a"))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 768,
                    from: 0,
                    to: 8,
                    term: 18446744073709551615,
                    body: .heartbeatReply(
                        HeartbeatReply(readContext: 1280, cutOff: 0, takesNoEntries: false, newestBehaviour: 4294967295)
                    )
                ),
                "088006180820ffffffffffffffffff01520908800a20ffffffff0f"))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 0,
                    from: 8,
                    to: 18446744073709551615,
                    term: 1280,
                    body: .installSnapshot(
                        InstallSnapshot(
                            index: 0,
                            snapshotTerm: 12,
                            size: 18446744073709551615,
                            configuration: [UInt8](0..<200)
                        )
                    )
                ),
                [
                    "100818ffffffffffffffffff0120800a5ad801100c18ffffffffffffffffff0122c801000102030405060708090a0b0c",
                    "0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c",
                    "3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c",
                    "6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c",
                    "9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 8,
                    from: 18446744073709551615,
                    to: 1280,
                    term: 0,
                    body: .installSnapshotReply(InstallSnapshotReply(success: false, index: 18446744073709551615))
                ),
                "080810ffffffffffffffffff0118800a620b10ffffffffffffffffff01"))
        all.append(
            Golden(
                RaftMessage(
                    clusterID: 18446744073709551615,
                    from: 1280,
                    to: 0,
                    term: 12,
                    body: .timeoutNow(TimeoutNow())
                ),
                "08ffffffffffffffffff0110800a200c6a00"))
        all.append(
            Golden(
                RaftMessage(clusterID: 1280, from: 0, to: 12, term: 18446744073709551615, body: .removed(Removed())),
                "08800a180c20ffffffffffffffffff017200"))
        all.append(
            Golden(
                RequestVote(preVote: false, transfer: false, lastIndex: 0, lastTerm: 0, hearsReceiver: false),
                ""))
        all.append(
            Golden(
                RequestVote(preVote: true, transfer: true, lastIndex: 0, lastTerm: 4, hearsReceiver: true),
                "0801100120042801"))
        all.append(
            Golden(
                RequestVote(
                    preVote: true,
                    transfer: false,
                    lastIndex: 4,
                    lastTerm: 18446744073709551615,
                    hearsReceiver: false
                ),
                "0801180420ffffffffffffffffff01"))
        all.append(
            Golden(
                RequestVote(
                    preVote: false,
                    transfer: true,
                    lastIndex: 18446744073709551615,
                    lastTerm: 768,
                    hearsReceiver: true
                ),
                "100118ffffffffffffffffff012080062801"))
        all.append(
            Golden(
                RequestVote(preVote: true, transfer: true, lastIndex: 768, lastTerm: 0, hearsReceiver: true),
                "080110011880062801"))
        all.append(
            Golden(
                RequestVoteReply(preVote: false, granted: false, hearsLeader: false),
                ""))
        all.append(
            Golden(
                RequestVoteReply(preVote: true, granted: true, hearsLeader: false),
                "08011001"))
        all.append(
            Golden(
                RequestVoteReply(preVote: true, granted: false, hearsLeader: true),
                "08011801"))
        all.append(
            Golden(
                RequestVoteReply(preVote: false, granted: true, hearsLeader: true),
                "10011801"))
        all.append(
            Golden(
                RequestVoteReply(preVote: true, granted: true, hearsLeader: false),
                "08011001"))
        all.append(
            Golden(
                AppendEntries(previousIndex: 0, previousTerm: 0, commitIndex: 0, notice: false),
                ""))
        all.append(
            Golden(
                AppendEntries(
                    previousIndex: 18446744073709551615,
                    previousTerm: 256,
                    commitIndex: 0,
                    entries: [
                        RaftEntry(term: 4, kind: .init(rawValue: 2), data: [UInt8](0..<200)),
                        RaftEntry(term: 0, kind: .init(rawValue: 1), data: fromHex("00")),
                        RaftEntry(term: 1280, kind: .init(rawValue: 77), data: fromHex("")),
                    ],
                    notice: true
                ),
                [
                    "08ffffffffffffffffff0110800222cf01080410021ac801000102030405060708090a0b0c0d0e0f1011121314151617",
                    "18191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f4041424344454647",
                    "48494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f7071727374757677",
                    "78797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7",
                    "a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7220510011a0100220508800a104d2801",
                ].joined()))
        all.append(
            Golden(
                AppendEntries(
                    previousIndex: 256,
                    previousTerm: 0,
                    commitIndex: 4,
                    entries: [
                        RaftEntry(term: 18446744073709551615, kind: .init(rawValue: 0), data: repeated("snake", 30)),
                        RaftEntry(term: 8, kind: .init(rawValue: 2), data: [UInt8](0..<200)),
                        RaftEntry(term: 0, kind: .init(rawValue: 1), data: fromHex("00")),
                    ],
                    notice: true
                ),
                [
                    "088002180422a40108ffffffffffffffffff011a9601736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b6522cf01080810021ac80100010203040506070809",
                    "0a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a2b2c2d2e2f30313233343536373839",
                    "3a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a5b5c5d5e5f60616263646566676869",
                    "6a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a8b8c8d8e8f90919293949596979899",
                    "9a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c72205",
                    "10011a01002801",
                ].joined()))
        all.append(
            Golden(
                AppendEntries(
                    previousIndex: 0,
                    previousTerm: 4,
                    commitIndex: 18446744073709551615,
                    entries: [
                        RaftEntry(term: 768, kind: .init(rawValue: 77), data: fromHex("")),
                        RaftEntry(term: 18446744073709551615, kind: .init(rawValue: 0), data: repeated("snake", 30)),
                        RaftEntry(term: 12, kind: .init(rawValue: 2), data: [UInt8](0..<200)),
                    ],
                    notice: false
                ),
                [
                    "100418ffffffffffffffffff012205088006104d22a40108ffffffffffffffffff011a9601736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6522cf01080c",
                    "10021ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728292a",
                    "2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758595a",
                    "5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788898a",
                    "8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8b9ba",
                    "bbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                AppendEntries(
                    previousIndex: 4,
                    previousTerm: 18446744073709551615,
                    commitIndex: 768,
                    entries: [
                        RaftEntry(term: 0, kind: .init(rawValue: 1), data: fromHex("00")),
                        RaftEntry(term: 1280, kind: .init(rawValue: 77), data: fromHex("")),
                        RaftEntry(term: 18446744073709551615, kind: .init(rawValue: 0), data: repeated("snake", 30)),
                    ],
                    notice: true
                ),
                [
                    "080410ffffffffffffffffff01188006220510011a0100220508800a104d22a40108ffffffffffffffffff011a960173",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b652801",
                ].joined()))
        all.append(
            Golden(
                RaftEntry(term: 0, kind: .init(rawValue: 0), data: fromHex("")),
                ""))
        all.append(
            Golden(
                RaftEntry(term: 18446744073709551615, kind: .init(rawValue: 0), data: repeated("snake", 30)),
                [
                    "08ffffffffffffffffff011a9601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                RaftEntry(term: 256, kind: .init(rawValue: 77), data: fromHex("")),
                "088002104d"))
        all.append(
            Golden(
                RaftEntry(term: 0, kind: .init(rawValue: 1), data: fromHex("00")),
                "10011a0100"))
        all.append(
            Golden(
                RaftEntry(term: 4, kind: .init(rawValue: 2), data: [UInt8](0..<200)),
                [
                    "080410021ac801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f202122232425262728",
                    "292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f505152535455565758",
                    "595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f808182838485868788",
                    "898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7b8",
                    "b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                AppendEntriesReply(success: false, index: 0, hintIndex: 0, hintTerm: 0),
                ""))
        all.append(
            Golden(
                AppendEntriesReply(success: true, index: 256, hintIndex: 0, hintTerm: 4),
                "08011080022004"))
        all.append(
            Golden(
                AppendEntriesReply(success: true, index: 0, hintIndex: 4, hintTerm: 18446744073709551615),
                "0801180420ffffffffffffffffff01"))
        all.append(
            Golden(
                AppendEntriesReply(success: false, index: 4, hintIndex: 18446744073709551615, hintTerm: 768),
                "100418ffffffffffffffffff01208006"))
        all.append(
            Golden(
                AppendEntriesReply(success: true, index: 18446744073709551615, hintIndex: 768, hintTerm: 0),
                "080110ffffffffffffffffff01188006"))
        all.append(
            Golden(
                Heartbeat(commitIndex: 0, readContext: 0, patienceMs: 0),
                ""))
        all.append(
            Golden(
                Heartbeat(commitIndex: 18446744073709551615, readContext: 256, patienceMs: 0),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                Heartbeat(commitIndex: 256, readContext: 0, patienceMs: 4),
                "0880021804"))
        all.append(
            Golden(
                Heartbeat(commitIndex: 0, readContext: 4, patienceMs: 4294967295),
                "100418ffffffff0f"))
        all.append(
            Golden(
                Heartbeat(commitIndex: 4, readContext: 18446744073709551615, patienceMs: 768),
                "080410ffffffffffffffffff01188006"))
        all.append(
            Golden(
                HeartbeatReply(readContext: 0, cutOff: 0, takesNoEntries: false, newestBehaviour: 0),
                ""))
        all.append(
            Golden(
                HeartbeatReply(
                    readContext: 18446744073709551615,
                    cutOff: 256,
                    takesNoEntries: false,
                    newestBehaviour: 4
                ),
                "08ffffffffffffffffff011080022004"))
        all.append(
            Golden(
                HeartbeatReply(readContext: 256, cutOff: 0, takesNoEntries: true, newestBehaviour: 4294967295),
                "088002180120ffffffff0f"))
        all.append(
            Golden(
                HeartbeatReply(readContext: 0, cutOff: 4, takesNoEntries: true, newestBehaviour: 768),
                "10041801208006"))
        all.append(
            Golden(
                HeartbeatReply(readContext: 4, cutOff: 18446744073709551615, takesNoEntries: false, newestBehaviour: 0),
                "080410ffffffffffffffffff01"))
        all.append(
            Golden(
                InstallSnapshot(index: 0, snapshotTerm: 0, size: 0, configuration: fromHex("")),
                ""))
        all.append(
            Golden(
                InstallSnapshot(index: 18446744073709551615, snapshotTerm: 256, size: 0, configuration: fromHex("")),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                InstallSnapshot(index: 256, snapshotTerm: 0, size: 4, configuration: fromHex("00")),
                "0880021804220100"))
        all.append(
            Golden(
                InstallSnapshot(index: 0, snapshotTerm: 4, size: 18446744073709551615, configuration: [UInt8](0..<200)),
                [
                    "100418ffffffffffffffffff0122c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
                    "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f",
                    "505152535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f",
                    "808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf",
                    "b0b1b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                InstallSnapshot(
                    index: 4,
                    snapshotTerm: 18446744073709551615,
                    size: 768,
                    configuration: repeated("snake", 30)
                ),
                [
                    "080410ffffffffffffffffff01188006229601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                InstallSnapshotReply(success: false, index: 0),
                ""))
        all.append(
            Golden(
                InstallSnapshotReply(success: true, index: 256),
                "0801108002"))
        all.append(
            Golden(
                InstallSnapshotReply(success: true, index: 0),
                "0801"))
        all.append(
            Golden(
                InstallSnapshotReply(success: false, index: 4),
                "1004"))
        all.append(
            Golden(
                InstallSnapshotReply(success: true, index: 18446744073709551615),
                "080110ffffffffffffffffff01"))
        all.append(
            Golden(
                TimeoutNow(),
                ""))
        all.append(
            Golden(
                Removed(),
                ""))
        all.append(
            Golden(
                ForwardRequest(clusterID: 0),
                ""))
        all.append(
            Golden(
                ForwardRequest(
                    clusterID: 18446744073709551615,
                    commands: [[UInt8](0..<200), repeated("snake", 30), fromHex("")]
                ),
                [
                    "08ffffffffffffffffff0112c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021",
                    "22232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051",
                    "52535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081",
                    "82838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1",
                    "b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7129601736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b6573",
                    "6e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b651200",
                ].joined()))
        all.append(
            Golden(
                ForwardRequest(clusterID: 256, commands: [repeated("snake", 30), fromHex(""), fromHex("00")]),
                [
                    "088002129601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b651200120100",
                ].joined()))
        all.append(
            Golden(
                ForwardRequest(clusterID: 0, commands: [fromHex(""), fromHex("00"), [UInt8](0..<200)]),
                [
                    "120012010012c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627",
                    "28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051525354555657",
                    "58595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384858687",
                    "88898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7",
                    "b8b9babbbcbdbebfc0c1c2c3c4c5c6c7",
                ].joined()))
        all.append(
            Golden(
                ForwardRequest(clusterID: 4, commands: [fromHex("00"), [UInt8](0..<200), repeated("snake", 30)]),
                [
                    "080412010012c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021222324252627",
                    "28292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051525354555657",
                    "58595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081828384858687",
                    "88898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1b2b3b4b5b6b7",
                    "b8b9babbbcbdbebfc0c1c2c3c4c5c6c7129601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b",
                    "65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65",
                ].joined()))
        all.append(
            Golden(
                ForwardReply(result: 0, index: 0),
                ""))
        all.append(
            Golden(
                ForwardReply(result: 4294967295, index: 256),
                "08ffffffff0f108002"))
        all.append(
            Golden(
                ForwardReply(result: 256, index: 0),
                "088002"))
        all.append(
            Golden(
                ForwardReply(result: 0, index: 4),
                "1004"))
        all.append(
            Golden(
                ForwardReply(result: 4, index: 18446744073709551615),
                "080410ffffffffffffffffff01"))
        all.append(
            Golden(
                ForwardReadRequest(clusterID: 0),
                ""))
        all.append(
            Golden(
                ForwardReadRequest(clusterID: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                ForwardReadRequest(clusterID: 256),
                "088002"))
        all.append(
            Golden(
                ForwardReadRequest(clusterID: 0),
                ""))
        all.append(
            Golden(
                ForwardReadRequest(clusterID: 4),
                "0804"))
        all.append(
            Golden(
                ForwardReadReply(index: 0),
                ""))
        all.append(
            Golden(
                ForwardReadReply(index: 18446744073709551615),
                "08ffffffffffffffffff01"))
        all.append(
            Golden(
                ForwardReadReply(index: 256),
                "088002"))
        all.append(
            Golden(
                ForwardReadReply(index: 0),
                ""))
        all.append(
            Golden(
                ForwardReadReply(index: 4),
                "0804"))
        all.append(
            Golden(
                StateReport(clusterID: 0, from: 0, index: 0, tick: 0, format: 0, stateHash: 0),
                ""))
        all.append(
            Golden(
                StateReport(
                    clusterID: 18446744073709551615,
                    from: 256,
                    index: 0,
                    tick: 4,
                    format: 4294967295,
                    stateHash: 768,
                    boards: [0, 8, 18446744073709551615]
                ),
                "08ffffffffffffffffff01108002200428ffffffff0f3080063a0c0008ffffffffffffffffff01"))
        all.append(
            Golden(
                StateReport(
                    clusterID: 256,
                    from: 0,
                    index: 4,
                    tick: 18446744073709551615,
                    format: 768,
                    stateHash: 0,
                    boards: [8, 18446744073709551615, 1280]
                ),
                "088002180420ffffffffffffffffff012880063a0d08ffffffffffffffffff01800a"))
        all.append(
            Golden(
                StateReport(
                    clusterID: 0,
                    from: 4,
                    index: 18446744073709551615,
                    tick: 768,
                    format: 0,
                    stateHash: 8,
                    boards: [18446744073709551615, 1280, 0]
                ),
                "100418ffffffffffffffffff0120800630083a0dffffffffffffffffff01800a00"))
        all.append(
            Golden(
                StateReport(
                    clusterID: 4,
                    from: 18446744073709551615,
                    index: 768,
                    tick: 0,
                    format: 8,
                    stateHash: 18446744073709551615,
                    boards: [1280, 0, 12]
                ),
                "080410ffffffffffffffffff01188006280830ffffffffffffffffff013a04800a000c"))
        all.append(
            Golden(
                StateReportReply(),
                ""))
        all.append(
            Golden(
                PullSnapshotRequest(clusterID: 0, index: 0, offset: 0),
                ""))
        all.append(
            Golden(
                PullSnapshotRequest(clusterID: 18446744073709551615, index: 256, offset: 0),
                "08ffffffffffffffffff01108002"))
        all.append(
            Golden(
                PullSnapshotRequest(clusterID: 256, index: 0, offset: 4),
                "0880021804"))
        all.append(
            Golden(
                PullSnapshotRequest(clusterID: 0, index: 4, offset: 18446744073709551615),
                "100418ffffffffffffffffff01"))
        all.append(
            Golden(
                PullSnapshotRequest(clusterID: 4, index: 18446744073709551615, offset: 768),
                "080410ffffffffffffffffff01188006"))
        all.append(
            Golden(
                RaftSnapshotChunk(offset: 0, data: fromHex(""), last: false, crc32c: 0, index: 0),
                ""))
        all.append(
            Golden(
                RaftSnapshotChunk(
                    offset: 18446744073709551615,
                    data: [UInt8](0..<200),
                    last: false,
                    crc32c: 4,
                    index: 18446744073709551615
                ),
                [
                    "08ffffffffffffffffff0112c801000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f2021",
                    "22232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f404142434445464748494a4b4c4d4e4f5051",
                    "52535455565758595a5b5c5d5e5f606162636465666768696a6b6c6d6e6f707172737475767778797a7b7c7d7e7f8081",
                    "82838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeafb0b1",
                    "b2b3b4b5b6b7b8b9babbbcbdbebfc0c1c2c3c4c5c6c7200428ffffffffffffffffff01",
                ].joined()))
        all.append(
            Golden(
                RaftSnapshotChunk(offset: 256, data: repeated("snake", 30), last: true, crc32c: 4294967295, index: 768),
                [
                    "088002129601736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e",
                    "616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65",
                    "736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e616b65736e61",
                    "6b65736e616b65736e616b65180120ffffffff0f288006",
                ].joined()))
        all.append(
            Golden(
                RaftSnapshotChunk(offset: 0, data: fromHex(""), last: true, crc32c: 768, index: 0),
                "1801208006"))
        all.append(
            Golden(
                RaftSnapshotChunk(offset: 4, data: fromHex("00"), last: false, crc32c: 0, index: 8),
                "08041201002808"))
        all.append(
            Golden(
                IdentifyRequest(),
                ""))
        all.append(
            Golden(
                IdentifyReply(clusterID: 0, nodeID: 0, term: 0, leaderID: 0, lastIndex: 0, lastTerm: 0),
                ""))
        all.append(
            Golden(
                IdentifyReply(
                    clusterID: 18446744073709551615,
                    nodeID: 256,
                    term: 0,
                    leaderID: 4,
                    lastIndex: 18446744073709551615,
                    lastTerm: 768
                ),
                "08ffffffffffffffffff01108002200428ffffffffffffffffff01308006"))
        all.append(
            Golden(
                IdentifyReply(
                    clusterID: 256,
                    nodeID: 0,
                    term: 4,
                    leaderID: 18446744073709551615,
                    lastIndex: 768,
                    lastTerm: 0
                ),
                "088002180420ffffffffffffffffff01288006"))
        all.append(
            Golden(
                IdentifyReply(
                    clusterID: 0,
                    nodeID: 4,
                    term: 18446744073709551615,
                    leaderID: 768,
                    lastIndex: 0,
                    lastTerm: 8
                ),
                "100418ffffffffffffffffff012080063008"))
        all.append(
            Golden(
                IdentifyReply(
                    clusterID: 4,
                    nodeID: 18446744073709551615,
                    term: 768,
                    leaderID: 0,
                    lastIndex: 8,
                    lastTerm: 18446744073709551615
                ),
                "080410ffffffffffffffffff01188006280830ffffffffffffffffff01"))
        return all
    }
}
