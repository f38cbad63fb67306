import ClientProtocol
import Dispatch
import GatewayCore
import GatewayService
import NIOCore
import NIOPosix
import RPC
import RegistryAPI
import SimulationAPI
import Synchronization
import Testing
import Wire

@Suite(.serialized) struct AttachTests {
    private struct TimedOut: Error {}

    /// Polls for what another thread brings about; fails after 5 s.
    private func eventually(_ condition: () throws -> Bool) async throws {
        for _ in 0..<1000 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw TimedOut()
    }

    private func request(_ sequence: UInt64) -> PlayUp.Event {
        .request(Request(sequence: sequence, action: .ready(Ready())))
    }

    private func connect(_ gateway: GatewayUnderTest) throws -> RawClient {
        var client = try RawClient(port: gateway.port)
        _ = try client.upgrade()
        try client.sendText(GatewayUnderTest.hello())
        return client
    }

    private func json(_ frame: RawClient.Frame) throws -> JSONValue { try JSONValue(parsing: frame.payload) }

    @Test("a player is welcomed, commands go up, and what comes down arrives in order")
    func play() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 9)
        let server = try await host.serve(.play(play))
        try await withGateway(["grpc.port": "\(server.port)", "registry.port": "1"], connects: true) { gateway in
            var client = try connect(gateway)
            var first = try json(try client.readFrame())
            // The gateway may still be connecting.
            if first["type"]?.string == "status" { first = try json(try client.readFrame()) }
            #expect(first["type"]?.string == "welcome")
            #expect(first["lastSeq"]?.unsigned == 3)
            #expect(first["node"]?.string == "9")
            try client.sendText(#"{"type":"queue","seq":4,"modes":["duel"]}"#)
            try client.sendFrame(2, [0x01, 0x05, 0x01, 0x01, 0x00])
            try client.sendText(#"{"type":"resync"}"#)
            try await eventually { play.received.count == 4 }
            #expect(play.hellos.first?.addressShare == 1 && play.hellos.first?.address != 0)
            #expect(play.hellos.first?.withoutAddress == Hello(userID: 17, sessionID: 0xA1, name: "Ada"))
            #expect(play.received[1] == .request(Request(sequence: 4, action: .joinQueue(JoinQueue(modes: [.duel])))))
            #expect(play.received[2] == .frame([0x01, 0x05, 0x01, 0x01, 0x00]))
            #expect(play.received[3] == .resync(Resync()))
            play.send(.outcome(Outcome(sequence: 4, code: .alreadyQueued)))
            play.send(.queue(QueueState(queues: [QueueLength(mode: .duel, waiting: 1)])))
            play.send(.frame([0x11, 0xFF]))
            var frame = try client.readFrame()
            if frame.text.contains("status") { frame = try client.readFrame() }
            #expect(frame.text.hasPrefix(#"{"type":"outcome","seq":4,"ok":false,"code":"already_queued""#))
            #expect(
                try client.readFrame().text == #"{"type":"queue","modes":[{"mode":"duel","waiting":1}],"ranked":false}"#
            )
            #expect(try client.readFrame() == RawClient.Frame(opcode: 2, payload: [0x11, 0xFF]))
            let ready = try get("/health/ready", gateway.port)
            #expect(ready.status == 200)
        }
        await server.drain(within: .zero)
    }

    @Test("simulations are told one digest of an address, the same of each player behind it, IPv6 by its /64")
    func addresses() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 9)
        let server = try await host.serve(.play(play))
        let addresses = ["192.0.2.1", "192.0.2.1", "192.0.2.2", "2001:db8::1", "2001:db8::2:1", "2001:db8:0:1::1"]
        let changes = [
            "grpc.port": "\(server.port)", "registry.port": "1", "trust.forwarded.for": "1",
            "gateway.address.limits": "192.0.2.2/32:640",
        ]
        // Two gateways of one cluster, which share the secret.
        for _ in 0..<2 {
            try await withGateway(changes, connects: true) { gateway in
                for (number, address) in addresses.enumerated() {
                    let before = play.hellos.count
                    var client = try RawClient(port: gateway.port)
                    // Of what a client writes itself nothing counts.
                    _ = try client.upgrade(extraHeaders: "X-Forwarded-For: 203.0.113.\(number), \(address)\r\n")
                    try client.sendText(GatewayUnderTest.hello(user: UInt64(20 + number)))
                    try await eventually { play.hellos.count == before + 1 }
                }
            }
        }
        let digests = play.hellos.map(\.address)
        #expect(digests[0] == digests[1] && digests[3] == digests[4])
        #expect(Set(digests).count == 4 && !digests.contains(0))
        #expect(Array(digests[..<6]) == Array(digests[6...]))
        #expect(play.hellos.map(\.addressShare) == [1, 1, 10, 1, 1, 1, 1, 1, 10, 1, 1, 1])
        await server.drain(within: .zero)
    }

    private func get(_ path: String, _ port: Int) throws -> RawClient.Response {
        var client = try RawClient(port: port)
        try client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
        return try client.readResponse()
    }

    @Test("when the simulation dies, another one gets the unanswered commands and the player hears of it")
    func failover() async throws {
        let host = ServiceHost()
        let (local, other) = (ScriptedPlay(node: 1), ScriptedPlay(node: 2))
        let localServer = try await host.serve(.play(local))
        let otherServer = try await host.serve(.play(other))
        let registry = try await host.serve(
            .registry(
                ScriptedRegistry(servers: [
                    Server(nodeID: 1, ipAddress: "127.0.0.1", grpcPort: UInt32(localServer.port)),
                    Server(nodeID: 2, ipAddress: "127.0.0.1", grpcPort: UInt32(otherServer.port)),
                ])))
        let changes = ["grpc.port": "\(localServer.port)", "registry.port": "\(registry.port)"]
        try await withGateway(changes, connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 2)
            var client = try connect(gateway)
            #expect(try json(try client.readFrame())["node"]?.string == "1", "the own node's by preference")
            for sequence in 4...6 { try client.sendText(#"{"type":"ready","seq":\#(sequence)}"#) }
            try await eventually { local.received.count == 4 }
            local.send(.outcome(Outcome(sequence: 5, code: .accepted)))
            #expect(try client.readFrame().text.contains(#""seq":5"#))

            await localServer.drain(within: .zero)
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            #expect(try client.readFrame().text == #"{"type":"status","state":"ok"}"#)
            try await eventually { other.received.count == 3 }
            #expect(Array(other.received.dropFirst()) == [request(4), request(6)])
            other.send(.outcome(Outcome(sequence: 4, code: .accepted)))
            #expect(try client.readFrame().text.contains(#""seq":4"#))

            other.end(RPCStatus(.aborted, "a newer stream"))
            #expect(try client.readClose() == 4001, "the session plays through another gateway")
        }
        await otherServer.drain(within: .zero)
        await registry.drain(within: .zero)
    }

    @Test("a simulation that hangs keeps its connection and loses its player to another one; back, it is used again")
    func hangs() async throws {
        let (localHost, otherHost) = (ServiceHost(), ServiceHost())
        let (local, other) = (ScriptedPlay(node: 1), ScriptedPlay(node: 2))
        let localServer = try await localHost.serve(.play(local))
        let otherServer = try await otherHost.serve(.play(other))
        let registry = try await otherHost.serve(
            .registry(
                ScriptedRegistry(servers: [
                    Server(nodeID: 2, ipAddress: "127.0.0.1", grpcPort: UInt32(otherServer.port))
                ])))
        let changes = ["grpc.port": "\(localServer.port)", "registry.port": "\(registry.port)"]
        try await withGateway(changes, connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 2)
            var client = try connect(gateway)
            #expect(try json(try client.readFrame())["node"]?.string == "1")
            try client.sendText(#"{"type":"ready","seq":4}"#)
            try await eventually { local.received.count == 2 }
            local.send(.frame([0x11, 0xFF]))  // a match runs
            #expect(try client.readFrame().opcode == 2)

            // Its loop does nothing from now on: the process lives, and nothing in it. Semaphores, because a loop that hangs is a
            // thread that blocks; the loop is this test's alone, and is let go below.
            let (isHung, goOn) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
            localHost.loops.next().execute {
                isHung.signal()
                goOn.wait()
            }
            isHung.wait()
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            #expect(try client.readFrame().text == #"{"type":"status","state":"ok"}"#)
            try await eventually { other.received.count == 2 }
            #expect(other.received.last == request(4), "what had no outcome goes up again")
            #expect(await gateway.gateway.usableSimulations == 1)
            goOn.signal()
            try await eventuallyConnected(gateway, count: 2)
        }
        await localServer.drain(within: .zero)
        await otherServer.drain(within: .zero)
        await registry.drain(within: .zero)
    }

    @Test("of two simulations that hang at once the player's is left as well: a third one's answer is enough")
    func twoHang() async throws {
        let hosts = (0..<4).map { _ in ServiceHost() }
        let plays = (1...3).map { ScriptedPlay(node: $0) }
        var servers: [RPCServer] = []
        for (host, play) in zip(hosts, plays) { servers.append(try await host.serve(.play(play))) }
        // In address order the one that hangs too comes first, and the session goes to the last of the two.
        let others = servers[1...].map(\.port).sorted()
        let isHungToo = servers[1].port == others[0] ? 1 : 2
        let answers = plays[3 - isHungToo]
        let registry = try await hosts[3].serve(
            .registry(
                ScriptedRegistry(
                    servers: others.enumerated().map {
                        Server(nodeID: UInt64($0 + 2), ipAddress: "127.0.0.1", grpcPort: UInt32($1))
                    })))
        let changes = ["grpc.port": "\(servers[0].port)", "registry.port": "\(registry.port)"]
        try await withGateway(changes, connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 3)
            var client = try connect(gateway)
            #expect(try json(try client.readFrame())["node"]?.string == "1")
            try await eventually { plays[0].received.count == 1 }
            plays[0].send(.frame([0x11, 0xFF]))  // a match runs
            #expect(try client.readFrame().opcode == 2)
            let goOn = DispatchSemaphore(value: 0)  // blocks the loops' threads, as in the test above
            for host in [hosts[0], hosts[isHungToo]] {
                let isHung = DispatchSemaphore(value: 0)
                host.loops.next().execute {
                    isHung.signal()
                    goOn.wait()
                }
                isHung.wait()
            }
            defer { for _ in 0..<2 { goOn.signal() } }
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            #expect(try client.readFrame().text == #"{"type":"status","state":"ok"}"#)
            try await eventually { answers.received.count == 1 }
        }
        for server in servers { await server.drain(within: .zero) }
        await registry.drain(within: .zero)
    }

    private func eventuallyConnected(_ gateway: GatewayUnderTest, count: Int) async throws {
        for _ in 0..<1000 {
            if await gateway.gateway.usableSimulations == count { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw TimedOut()
    }

    @Test("a simulation that refuses is left for another; with none left the player waits, and commands wait too")
    func refusal() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 1)
        let server = try await host.serve(.play(play))
        try await withGateway(["grpc.port": "\(server.port)", "registry.port": "1"], connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 1)
            var client = try connect(gateway)
            #expect(try json(try client.readFrame())["type"]?.string == "welcome")
            play.end(RPCStatus(.unavailable, "draining"))
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            try client.sendText(#"{"type":"ready","seq":4}"#)
            #expect(
                try client.readFrame().text == #"{"type":"status","state":"ok"}"#, "it was asked again after its pause")
            try await eventually { play.received.last == request(4) }
            #expect(play.received.count { if case .hello = $0 { true } else { false } } == 2)
        }
        await server.drain(within: .zero)
    }

    @Test("a slow reader loses game frames, keeps its outcomes, and gets a snapshot asked for")
    func slowReader() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 1)
        let server = try await host.serve(.play(play))
        try await withGateway(["grpc.port": "\(server.port)", "registry.port": "1"], connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 1)
            var client = try RawClient(port: gateway.port, receiveBuffer: 4096)
            _ = try client.upgrade()
            try client.sendText(GatewayUnderTest.hello())
            _ = try client.readFrame()
            // More than the kernel's buffers on both sides and the gateway's queue take together.
            let update: [UInt8] = [0x11] + [UInt8](repeating: 0, count: 3999)
            for _ in 0..<4000 { play.send(.frame(update)) }
            play.send(.outcome(Outcome(sequence: 4, code: .accepted)))
            try await Task.sleep(for: .milliseconds(500))
            var updates = 0
            while true {
                let frame = try client.readFrame()
                if frame.opcode == 2 { updates += 1 } else if frame.text.contains(#""seq":4"#) { break }
            }
            #expect(updates < 4000)
            try await eventually { play.received.contains(.resync(Resync())) }
            play.send(.frame(update))
            play.send(.frame([0x10, 0x07]))
            play.send(.frame([0x11, 0x08]))
            #expect(try client.readFrame().payload == [0x10, 0x07], "no update before the snapshot")
            #expect(try client.readFrame().payload == [0x11, 0x08])
        }
        await server.drain(within: .zero)
    }

    @Test("a taken standby is attached anew: a simulation hears nothing of it before, and the older stream ends after")
    func take() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 1)
        let server = try await host.serve(.play(play))
        try await withGateway(["grpc.port": "\(server.port)", "registry.port": "1"], connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 1)
            var own = try connect(gateway)
            #expect(try json(try own.readFrame())["type"]?.string == "welcome")
            var second = try RawClient(port: gateway.port)
            _ = try second.upgrade()
            try second.sendText(GatewayUnderTest.hello(standsBy: true))
            #expect(try json(try second.readFrame())["type"]?.string == "standby")
            try own.sendText(#"{"type":"ready","seq":4}"#)
            try await eventually { play.received.count == 2 }
            #expect(play.received[1] == request(4), "one hello so far")
            try second.sendText(#"{"type":"take"}"#)
            #expect(try json(try second.readFrame())["type"]?.string == "welcome")
            #expect(try own.readClose() == 4001)
            try second.sendText(#"{"type":"ready","seq":4}"#)
            try await eventually { play.received.count == 4 }
            #expect(play.hellos.last?.withoutAddress == Hello(userID: 17, sessionID: 0xA1, name: "Ada"))
            #expect(play.received[3] == request(4))
        }
        await server.drain(within: .zero)
    }

    /// Runs `body` with a gateway that is connected to one scripted simulation, its own node's.
    private func withPlay(_ body: (GatewayUnderTest, ScriptedPlay) async throws -> Void) async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 1)
        let server = try await host.serve(.play(play))
        try await withGateway(["grpc.port": "\(server.port)", "registry.port": "1"], connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 1)
            try await body(gateway, play)
        }
        await server.drain(within: .zero)
    }

    private func open(_ gateway: GatewayUnderTest, _ hello: String) throws -> RawClient {
        var client = try RawClient(port: gateway.port)
        _ = try client.upgrade()
        try client.sendText(hello)
        return client
    }

    @Test(
        "a socket that is attached again keeps its connection's number, raises the attempt, and says what it had sent")
    func attempts() async throws {
        try await withPlay { gateway, play in
            var client = try open(gateway, GatewayUnderTest.hello(connection: 7, nextSequence: 4))
            #expect(try json(try client.readFrame())["type"]?.string == "welcome")
            try client.sendText(#"{"type":"ready","seq":4}"#)
            try await eventually { play.received.count == 2 }
            play.send(.refused(Refused(reason: .attachAgain)))
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            #expect(try client.readFrame().text == #"{"type":"status","state":"ok"}"#)
            try await eventually { play.received.count == 4 }
            #expect(play.hellos.map(\.connection) == [7, 7])
            #expect(play.hellos.map(\.attempt) == [1, 2])
            #expect(play.hellos.map(\.nextSequence) == [4, 5])
            #expect(play.received.last == request(4))
            #expect(await gateway.gateway.usableSimulations == 1, "nothing is wrong with the simulation")
        }
    }

    @Test("an older hello that comes late does not take the session from the newer one, at the same gateway either")
    func lateHello() async throws {
        try await withPlay { gateway, play in
            var newer = try open(gateway, GatewayUnderTest.hello(connection: 2))
            #expect(try json(try newer.readFrame())["type"]?.string == "welcome")
            for number in [1, 2] as [UInt64] {
                var older = try open(gateway, GatewayUnderTest.hello(connection: number))
                #expect(try older.readFrame().text == #"{"type":"replaced","connection":2}"#)
                #expect(try older.readClose() == 4001)
            }
            try newer.sendText(#"{"type":"ready","seq":4}"#)
            try await eventually { play.received.last == request(4) }
            #expect(play.hellos.count == 1)
        }
    }

    @Test("why a simulation gives no session reaches the player at once, and the simulation stays in use for others")
    func refusals() async throws {
        try await withPlay { gateway, play in
            let cases: [(Refused, Int)] = [
                (Refused(reason: .newerConnection, connection: 9), 4001), (Refused(reason: .tooManySessions), 4003),
                (Refused(reason: .worldFull), 1013),
            ]
            for (refused, code) in cases {
                play.state.withLock { $0.refusal = refused }
                var client = try open(gateway, GatewayUnderTest.hello(connection: 3))
                if code == 4001 {
                    #expect(try client.readFrame().text == #"{"type":"replaced","connection":9}"#)
                }
                #expect(try client.readClose() == code)
                #expect(await gateway.gateway.usableSimulations == 1)
            }
            play.state.withLock { $0.refusal = nil }
            var other = try open(gateway, GatewayUnderTest.hello(user: 18))
            #expect(try json(try other.readFrame())["type"]?.string == "welcome")
            play.send(.refused(Refused(reason: .tooManySessions)))
            #expect(try other.readClose() == 4003, "one that plays is told too")
        }
    }

    @Test("a damaged command goes to the game in its place, and those past 64 when one is answered")
    func damagedAndMany() async throws {
        try await withPlay { gateway, play in
            var client = try open(gateway, GatewayUnderTest.hello())
            #expect(try json(try client.readFrame())["type"]?.string == "welcome")
            try client.sendText(#"{"type":"chat","seq":4,"text":"\ud83d"}"#)
            try client.sendText(#"{"type":"dance","seq":5}"#)
            for sequence in 6...70 { try client.sendText(#"{"type":"ready","seq":\#(sequence)}"#) }
            try client.sendText(#"{"type":"ping","t":1}"#)
            #expect(try client.readFrame().text == #"{"type":"pong","t":1}"#)
            try await eventually { play.received.count == 65 }
            #expect(play.received[1] == .request(Request(sequence: 4, action: .chat(Chat(text: "")))))
            #expect(play.received[2] == .request(Request(sequence: 5)))
            #expect(play.received[64] == request(67))
            play.send(.outcome(Outcome(sequence: 5, code: .invalid)))
            try await eventually { play.received.last == request(68) }
        }
    }

    @Test(
        "a gateway whose simulation is not ready says so on every socket, is not ready, and cannot be taken; until it is again"
    )
    func stalled() async throws {
        try await withPlay { gateway, play in
            var own = try open(gateway, GatewayUnderTest.hello(connection: 1))
            #expect(try json(try own.readFrame())["type"]?.string == "welcome")
            var standby = try open(gateway, GatewayUnderTest.hello(standsBy: true))
            #expect(try json(try standby.readFrame())["type"]?.string == "standby")
            play.state.withLock { $0.isReady = false }
            let stalled = #"{"type":"status","state":"stalled"}"#
            #expect(try own.readFrame().text == stalled)
            #expect(try standby.readFrame().text == stalled)
            try standby.sendText(#"{"type":"take","connection":2}"#)
            #expect(try json(try standby.readFrame())["code"]?.string == "stalled")
            let ready = try get("/health/ready", gateway.port)
            #expect(ready.status == 503)
            var late = try open(gateway, GatewayUnderTest.hello(session: "00000000000000a2", standsBy: true))
            #expect(try json(try late.readFrame())["type"]?.string == "standby")
            #expect(try late.readFrame().text == stalled)
            play.state.withLock { $0.isReady = true }
            let ok = #"{"type":"status","state":"ok"}"#
            #expect(try own.readFrame().text == ok)
            #expect(try standby.readFrame().text == ok)
            #expect(try late.readFrame().text == ok)
            try standby.sendText(#"{"type":"take","connection":2}"#)
            #expect(try json(try standby.readFrame())["type"]?.string == "welcome")
            #expect(try own.readClose() == 4001)
        }
    }

    @Test("a stopping gateway lets those who play change over before it closes")
    func farewell() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 1)
        let server = try await host.serve(.play(play))
        try await withGateway(["grpc.port": "\(server.port)", "registry.port": "1"], connects: true) { gateway in
            try await eventuallyConnected(gateway, count: 1)
            var client = try connect(gateway)
            #expect(try json(try client.readFrame())["type"]?.string == "welcome")
            async let drained: Void = gateway.gateway.drain()
            #expect(try client.readFrame().text == #"{"type":"status","state":"draining"}"#)
            try client.sendText(#"{"type":"ready","seq":4}"#)
            try await eventually { play.received.last == request(4) }
            play.send(.outcome(Outcome(sequence: 4, code: .accepted)))
            #expect(try client.readFrame().text.contains(#""seq":4"#), "play goes on until then")
            // Its next stream, through another gateway, pushes this one out.
            play.end(RPCStatus(.aborted, "a newer stream"))
            #expect(try client.readClose() == 4001)
            await drained
        }
        await server.drain(within: .zero)
    }

    @Test("what the registry knows of a player goes up with the hello, and can be read")
    func ratings() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 9)
        let server = try await host.serve(.play(play))
        let registry = try await host.serve(.registry(ScriptedRegistry()))
        let ports = ["grpc.port": "\(server.port)", "registry.port": "\(registry.port)"]
        try await withGateway(ports, connects: true) { gateway in
            var client = try connect(gateway)
            try await eventually { !play.received.isEmpty }
            _ = try client.readFrame()
            let hello = Hello(
                userID: 17, sessionID: 0xA1, name: "Ada", ratings: [1000, 1000, 1000, 1250, 1000, 1000])
            #expect(play.hellos.first?.withoutAddress == hello)
            func get(_ path: String) throws -> JSONValue {
                var client = try RawClient(port: gateway.port)
                try client.send("GET \(path) HTTP/1.1\r\nHost: x\r\n\r\n")
                return try JSONValue(parsing: Array(client.readResponse().body.utf8))
            }
            let own = try get("/api/ratings/17")
            #expect(own["user"]?.string == "17" && own["ratings"]?.elements?.count == 1)
            #expect(own["ratings"]?.elements?[0]["division"]?.string == "Platinum I")
            let board = try get("/api/leaderboards/ranked/duel")
            #expect(board["season"]?["year"]?.unsigned == 2026 && board["season"]?["quarter"]?.unsigned == 4)
            #expect(board["rows"]?.elements?[0]["name"]?.string == #"Ada "A""#)
            #expect(board["rows"]?.elements?[0]["rating"]?.unsigned == 1250)
            #expect(try get("/api/leaderboards/casual/duel")["rows"]?.elements?.isEmpty == true)
        }
        await registry.drain(within: .zero)
        await server.drain(within: .zero)
    }

    @Test("a registry of an older build, which knows only a match's number, gives no replay to who guesses its name")
    func guessedReplay() async throws {
        // The head of a file with a seed of zeros; the digest is `sha256sum`'s.
        let file =
            [UInt8]("SNKR".utf8) + [2, 2, 7] + [UInt8](repeating: 1, count: 11) + [UInt8](repeating: 0, count: 16)
        let host = ServiceHost()
        let registry = try await host.serve(.registry(ScriptedRegistry(replay: file)))
        try await withGateway(["grpc.port": "1", "registry.port": "\(registry.port)"], connects: true) { gateway in
            var answer = RawClient.Response?.none
            func ask(_ name: String) async throws {
                try await eventually {  // the gateway may still be connecting, and have been asked too often meanwhile
                    answer = try get("/api/replays/\(name)", gateway.port)
                    return answer?.status != 503 && answer?.status != 429
                }
            }
            try await ask("7-374708fff7719dd5")
            #expect(answer?.status == 200 && answer?.body.utf8.starts(with: "SNKR".utf8) == true)
            for name in ["7-374708fff7719dd4", "7-0000000000000000"] {
                try await ask(name)
                #expect(answer?.status == 404 && answer?.body.contains("no_replay") == true)
            }
        }
        await registry.drain(within: .zero)
    }

    @Test("a socket that waited for ratings while a newer one of its session attached does not attach after it")
    func overtaken() async throws {
        let host = ServiceHost()
        let play = ScriptedPlay(node: 9)
        let server = try await host.serve(.play(play))
        let gate = Gate()
        let ratings = ScriptedRegistry(holdingFirstRatings: gate)
        let registry = try await host.serve(.registry(ratings))
        let ports = ["grpc.port": "\(server.port)", "registry.port": "\(registry.port)"]
        try await withGateway(ports, connects: true) { gateway in
            defer { gate.open() }
            try await eventuallyConnected(gateway, count: 1)
            var older = try connect(gateway)
            try await eventually { ratings.ratingsAsked == 1 }
            var newer = try connect(gateway)
            #expect(try json(try newer.readFrame())["type"]?.string == "welcome")
            #expect(try older.readClose() == 4001)
            // The answers come in this order, on one connection: when the other player has attached, the older socket would have.
            gate.open()
            var other = try RawClient(port: gateway.port)
            _ = try other.upgrade()
            try other.sendText(GatewayUnderTest.hello(user: 18, session: "00000000000000b2"))
            #expect(try json(try other.readFrame())["type"]?.string == "welcome")
            let hellos = play.received.compactMap { if case .hello(let hello) = $0 { hello } else { nil } }
            // On a machine so slow that the gateway gave up asking, the older socket was first.
            #expect(hellos.last { $0.userID == 17 }?.ratings == [1000, 1000, 1000, 1250, 1000, 1000])
            #expect(hellos.last?.userID == 18)
        }
        await registry.drain(within: .zero)
        await server.drain(within: .zero)
    }

    @Test("a guest is created by the registry and gets a token that opens a socket")
    func guest() async throws {
        let host = ServiceHost()
        let registry = try await host.serve(.registry(ScriptedRegistry()))
        try await withGateway(["grpc.port": "1", "registry.port": "\(registry.port)"], connects: true) { gateway in
            func post(_ body: String, to path: String = "/api/auth/guest") throws -> RawClient.Response {
                var client = try RawClient(port: gateway.port)
                try client.send(
                    "POST \(path) HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return try client.readResponse()
            }
            let response = try post(#"{"name":" Ada "}"#)
            #expect(response.status == 200)
            let json = try JSONValue(parsing: Array(response.body.utf8))
            #expect(json["user"]?["name"]?.string == "Ada")
            let token = try #require(json["token"]?.string)
            var client = try RawClient(port: gateway.port)
            _ = try client.upgrade()
            try client.sendText(#"{"type":"hello","version":1,"token":"\#(token)","session":"00000000000000a1"}"#)
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            let refused = try post(#"{"name":"Nobody"}"#)
            #expect(refused.status == 400)
            #expect(refused.body.contains("That name is taken by nobody."))

            // A token is exchanged for a fresh one while it is valid, and by whatever clock if its account is there still.
            func code(_ response: RawClient.Response) throws -> String? {
                try JSONValue(parsing: Array(response.body.utf8))["error"]?["code"]?.string
            }
            let week = Int64(PlayerToken.lifetime)
            for (user, age, status, expected) in [
                (17 as UInt64, 0 as Int64, 200 as Int, nil as String?), (17, week - 60, 200, nil),
                (17, week + 120, 200, nil), (17, week + 399 * 86_400, 200, nil),
                (17, week + 401 * 86_400, 401, "bad_token"), (17, -7200, 200, nil), (404, -7200, 401, "bad_token"),
                (404, 0, 200, nil), (404, week + 120, 401, "bad_token"),
                (503, 0, 200, nil), (503, week + 120, 503, "unavailable"),
            ] {
                let token = GatewayUnderTest.token(user: user, age: age)
                let answer = try post(#"{"token":"\#(token)"}"#, to: "/api/auth/renew")
                #expect(answer.status == status, "user \(user), \(age) s old")
                #expect(try code(answer) == expected)
                guard status == 200 else { continue }
                let json = try JSONValue(parsing: Array(answer.body.utf8))
                #expect(json["user"]?["id"]?.string == "\(user)")
                // Signatures are deterministic: a token of this second may be the same again.
                #expect(age == 0 || json["token"]?.string != token)
            }
            #expect(try code(post(#"{"token":"a.b.c"}"#, to: "/api/auth/renew")) == "bad_token")
            #expect(try code(post(#"{"token":5}"#, to: "/api/auth/renew")) == "bad_json")
        }
        await registry.drain(within: .zero)
    }

    @Test("a player takes another name and stays the same account; without a token, or the account, nothing is made")
    func rename() async throws {
        let host = ServiceHost()
        let registry = try await host.serve(.registry(ScriptedRegistry()))
        try await withGateway(["grpc.port": "1", "registry.port": "\(registry.port)"], connects: true) { gateway in
            func post(_ name: String, _ authorization: String?) throws -> RawClient.Response {
                var client = try RawClient(port: gateway.port)
                let body = #"{"name":"\#(name)"}"#
                let header = authorization.map { "Authorization: \($0)\r\n" } ?? ""
                try client.send(
                    "POST /api/auth/rename HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n\(header)"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return try client.readResponse()
            }
            func code(_ response: RawClient.Response) throws -> String? {
                try JSONValue(parsing: Array(response.body.utf8))["error"]?["code"]?.string
            }
            let token = GatewayUnderTest.token(user: 17)
            let renamed = try post(" Grace ", "Bearer \(token)")
            #expect(renamed.status == 200)
            let json = try JSONValue(parsing: Array(renamed.body.utf8))
            #expect(json["user"]?["id"]?.string == "17" && json["user"]?["name"]?.string == "Grace")
            var client = try RawClient(port: gateway.port)
            _ = try client.upgrade()
            let fresh = try #require(json["token"]?.string)
            try client.sendText(#"{"type":"hello","version":1,"token":"\#(fresh)","session":"00000000000000a1"}"#)
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#, "the new token is good")

            for authorization in [nil, "", "Bearer", "Bearer x", "Basic \(token)", "Bearer \(token)x", token] {
                let refused = try post("Grace", authorization)
                #expect(try refused.status == 401 && code(refused) == "bad_token", "\(authorization ?? "nil")")
            }
            let unseen = try post(#"\u3164"#, "Bearer \(token)")
            #expect(try unseen.status == 400 && code(unseen) == "invalid_name")
            #expect(unseen.body.contains("U+3164"), "the reason is the true one")
            let gone = try post("Grace", "Bearer \(GatewayUnderTest.token(user: 18))")
            #expect(try gone.status == 404 && code(gone) == "unknown_user")
        }
        await registry.drain(within: .zero)
    }
}

extension JSONValue {
    fileprivate var elements: [JSONValue]? {
        guard case .array(let elements) = self else { return nil }
        return elements
    }
}

extension Hello {
    fileprivate var withoutAddress: Hello {
        var hello = self
        (hello.address, hello.addressShare) = (0, 0)
        return hello
    }
}
