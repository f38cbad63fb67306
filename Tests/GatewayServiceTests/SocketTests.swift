import ClientProtocol
import GatewayCore
import GatewayService
import Testing

@Suite struct SocketTests {
    private func type(_ frame: RawClient.Frame) throws -> String? {
        try JSONValue(parsing: frame.payload)["type"]?.string
    }

    @Test("the upgrade agrees on the protocol")  // RFC 6455 section 1.3
    func upgrade() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            let response = try client.upgrade()
            #expect(response.status == 101)
            #expect(response.headers["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")
            #expect(response.headers["sec-websocket-protocol"] == "snaketron.v1")
            #expect(response.headers["upgrade"] == "websocket")
        }
    }

    @Test("a hello that comes in one packet with the upgrade is not lost")
    func eager() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            try client.send(
                """
                GET /ws HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n\
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: snaketron.v1\r\n\r\n
                """.utf8 + [0x89, 0x81, 0, 0, 0, 0, 0x2A])
            #expect(try client.readResponse().status == 101)
            #expect(try client.readFrame() == RawClient.Frame(opcode: 10, payload: [0x2A]))
        }
    }

    @Test("a refused upgrade is an ordinary answer")
    func refusals() async throws {
        try await withGateway { gateway in
            var foreign = try RawClient(port: gateway.port)
            #expect(try foreign.upgrade(extraHeaders: "Origin: http://evil.example\r\n").status == 403)
            var plain = try RawClient(port: gateway.port)
            try plain.send("GET /ws HTTP/1.1\r\nHost: x\r\n\r\n")
            let response = try plain.readResponse()
            #expect(response.status == 426)
            #expect(response.headers["upgrade"] == "websocket")
            try plain.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try plain.readResponse().status == 200)
        }
    }

    private func code(_ response: RawClient.Response) throws -> String? {
        try JSONValue(parsing: Array(response.body.utf8))["error"]?["code"]?.string
    }

    @Test("a page can ask by GET why its socket would be refused: what a browser tells of a failed upgrade is nothing")
    func questions() async throws {
        let changes = ["allowed.origins": "https://play.example", "gateway.max.sockets.per.address": "1"]
        try await withGateway(changes) { gateway in
            func ask(_ target: String, _ headers: String = "") throws -> RawClient.Response {
                var client = try RawClient(port: gateway.port)
                try client.send("GET \(target) HTTP/1.1\r\nHost: x:1\r\n\(headers)\r\n")
                return try client.readResponse()
            }
            for (target, headers) in [
                ("/ws", "Origin: http://evil.example\r\n"), ("/ws?origin=http://evil.example", ""),
                ("/ws?a=b&origin=https%3A%2F%2Fevil.example%3A1", ""), ("/ws?origin=null", ""),
                ("/ws", "Origin: http://x:1\r\nOrigin: http://x:1\r\n"),
                ("/ws?origin=http://x:1", "Origin: http://evil.example\r\n"),
            ] {
                let refused = try ask(target, headers)
                #expect(try refused.status == 403 && code(refused) == "bad_origin", "\(target)")
                #expect(refused.headers["access-control-allow-origin"] == "*")
            }
            for target in [
                "/ws", "/ws?origin=http://x:1", "/ws?origin=https://x:1", "/ws?origin=https%3a//play.example",
                "/ws?origin=%", "/ws?other",
            ] {
                let free = try ask(target)
                #expect(
                    try free.status == 426 && code(free) == "upgrade_required", "nothing is in the way of \(target)")
            }
            var socket = try RawClient(port: gateway.port)
            #expect(try socket.upgrade().status == 101)
            let full = try ask("/ws?origin=http://x:1")
            #expect(try full.status == 429 && code(full) == "too_many_sockets")
            #expect(try ask("/ws?origin=http://evil.example").status == 403)
            // A question alone does not make an upgrade's origin better or worse.
            var foreign = try RawClient(port: gateway.port)
            #expect(try foreign.upgrade(extraHeaders: "Origin: http://evil.example\r\n").status == 403)
            try socket.sendFrame(9, [])
            #expect(try socket.readFrame().opcode == 10)
        }
    }

    @Test("the log names the setting when pages of another origin are refused, once a minute")
    func refusedOrigins() async throws {
        let lines = LogLines()
        try await withGateway(logger: lines.logger) { gateway in
            for _ in 0..<5 {
                var client = try RawClient(port: gateway.port)
                #expect(try client.upgrade(extraHeaders: "Origin: http://play.example\u{7f}\r\n").status == 400)
                var foreign = try RawClient(port: gateway.port)
                #expect(try foreign.upgrade(extraHeaders: "Origin: http://play.example\r\n").status == 403)
            }
        }
        let warnings = lines.all.filter { $0.contains("ALLOWED_ORIGINS") }
        #expect(warnings.count == 1)
        #expect(
            warnings.first?.contains("http://play.example") == true && warnings.first?.contains("127.0.0.1") == true)
    }

    @Test("each broken rule of RFC 6455 closes with its code, and the server ends the connection")
    func strictness() async throws {
        try await withGateway { gateway in
            let mask: [UInt8] = [0, 0, 0, 0]
            let cases: [(String, [UInt8], Int)] = [
                ("a reserved bit", [0xC1, 0x80] + mask, 1002), ("a reserved opcode", [0x83, 0x80] + mask, 1002),
                ("a reserved control opcode", [0x8B, 0x80] + mask, 1002), ("no mask", [0x81, 0x02, 0x68, 0x69], 1002),
                ("a long ping", [0x89, 0xFE, 0x00, 0x7E] + mask + [UInt8](repeating: 0, count: 126), 1002),
                ("half a ping", [0x09, 0x80] + mask, 1002), ("a stray continuation", [0x80, 0x80] + mask, 1002),
                ("a message in a message", [0x01, 0x80] + mask + [0x81, 0x80] + mask, 1002),
                ("half a close code", [0x88, 0x81] + mask + [0x03], 1002),
                ("a close code nobody may send", [0x88, 0x82] + mask + [0x03, 0xED], 1002),
                ("text that is not UTF-8", [0x81, 0x82] + mask + [0xC3, 0x28], 1007),
                ("a length not in its shortest form", [0x82, 0xFE, 0x00, 0x7D] + mask, 1002),
                ("a length of eight bytes for 126", [0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 126] + mask, 1002),
                ("a frame of 4097 bytes", [0x82, 0xFE, 0x10, 0x01] + mask, 1009),
                ("a frame of 2^63 bytes", [0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0], 1009),
                (
                    "fragments of 4097 bytes",
                    [0x02, 0xFE, 0x10, 0x00] + mask + [UInt8](repeating: 0, count: 4096) + [0x80, 0x81] + mask + [0],
                    1009
                ),
                ("an orderly close", [0x88, 0x82] + mask + [0x03, 0xE8], 1000),
            ]
            for (what, bytes, code) in cases {
                var client = try RawClient(port: gateway.port)
                _ = try client.upgrade()
                try client.send(bytes)
                #expect(try client.readClose() == code, "\(what)")
            }
        }
    }

    @Test("a ping is answered with what it holds, between fragments too")
    func ping() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            _ = try client.upgrade()
            try client.sendFrame(9, [1, 2, 3])
            #expect(try client.readFrame() == RawClient.Frame(opcode: 10, payload: [1, 2, 3]))
        }
    }

    @Test("the first message must be a hello this server understands")
    func hello() async throws {
        try await withGateway { gateway in
            let cases: [(String, String?, Int)] = [
                (#"{"type":"ready","seq":1}"#, nil, 1008), (#"{"type":"ping","t":1}"#, nil, 1008),
                ("{", "bad_json", 1008), ("[]", "bad_json", 1008),
                (
                    #"{"type":"hello","version":2,"token":"x","session":"00000000000000a1"}"#, "unsupported_version",
                    1002
                ),
                (#"{"type":"hello","version":1,"token":"a.b.c","session":"00000000000000a1"}"#, "bad_token", 4002),
            ]
            for (text, error, code) in cases {
                var client = try RawClient(port: gateway.port)
                _ = try client.upgrade()
                try client.sendText(text)
                if let error {
                    #expect(try JSONValue(parsing: try client.readFrame().payload)["code"]?.string == error)
                }
                #expect(try client.readClose() == code, "\(text)")
            }
            var binary = try RawClient(port: gateway.port)
            _ = try binary.upgrade()
            try binary.sendFrame(2, [1, 1])
            #expect(try binary.readClose() == 1008)
        }
    }

    @Test("without a simulation the client is told to wait, and pings are answered all the same")
    func waiting() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            _ = try client.upgrade()
            try client.sendText(GatewayUnderTest.hello())
            #expect(try client.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            try client.sendText(#"{"type":"ready","seq":1}"#)
            try client.sendText(#"{"type":"ready"}"#)
            #expect(try type(try client.readFrame()) == "error")
            try client.sendText(#"{"type":"ping","t":1.50}"#)
            #expect(try client.readFrame().text == #"{"type":"pong","t":1.50}"#)
        }
    }

    @Test("a newer socket of a session replaces the older; another session does not")
    func replacement() async throws {
        try await withGateway { gateway in
            var older = try RawClient(port: gateway.port)
            _ = try older.upgrade()
            try older.sendText(GatewayUnderTest.hello())
            _ = try older.readFrame()
            var other = try RawClient(port: gateway.port)
            _ = try other.upgrade()
            try other.sendText(GatewayUnderTest.hello(session: "00000000000000a2"))
            _ = try other.readFrame()
            var newer = try RawClient(port: gateway.port)
            _ = try newer.upgrade()
            try newer.sendText(GatewayUnderTest.hello())
            #expect(try older.readClose() == 4001)
            _ = try newer.readFrame()
            for text in ["1", "2"] {
                try newer.sendText(#"{"type":"ping","t":\#(text)}"#)
                #expect(try newer.readFrame().text == #"{"type":"pong","t":\#(text)}"#)
                try other.sendText(#"{"type":"ping","t":\#(text)}"#)
                #expect(try other.readFrame().text == #"{"type":"pong","t":\#(text)}"#)
            }
        }
    }

    private func standby(_ gateway: GatewayUnderTest, user: UInt64 = 17, session: String = "00000000000000a1") throws
        -> RawClient
    {
        var client = try RawClient(port: gateway.port)
        _ = try client.upgrade()
        try client.sendText(GatewayUnderTest.hello(user: user, session: session, standsBy: true))
        return client
    }

    private func answersPings(_ client: inout RawClient) throws -> Bool {
        try client.sendText(#"{"type":"ping","t":1}"#)
        return try client.readFrame().text == #"{"type":"pong","t":1}"#
    }

    @Test("a standby socket leaves the session's own alone until it is taken, also at the same gateway")
    func standby() async throws {
        try await withGateway { gateway in
            var own = try RawClient(port: gateway.port)
            _ = try own.upgrade()
            try own.sendText(GatewayUnderTest.hello())
            #expect(try type(try own.readFrame()) == "status")
            var second = try standby(gateway)
            let welcomed = try JSONValue(parsing: Array(second.readFrame().text.utf8))
            #expect(welcomed["type"]?.string == "standby" && welcomed["node"] == .null)
            #expect(welcomed["gateway"]?.string == gateway.gateway.name && gateway.gateway.name.count == 16)
            #expect(try answersPings(&own) && answersPings(&second))
            try second.sendText(#"{"type":"take"}"#)
            #expect(try own.readClose() == 4001)
            #expect(try second.readFrame().text == #"{"type":"status","state":"recovering"}"#)
            try second.sendText(#"{"type":"take"}"#)
            #expect(try second.readClose() == 1008, "it is taken already")
        }
    }

    @Test("the newer standby socket of a session takes the place of the older; other sessions and users keep theirs")
    func standbyReplacement() async throws {
        try await withGateway { gateway in
            var older = try standby(gateway)
            _ = try older.readFrame()
            var otherSession = try standby(gateway, session: "00000000000000a2")
            _ = try otherSession.readFrame()
            var otherUser = try standby(gateway, user: 18)
            _ = try otherUser.readFrame()
            var newer = try standby(gateway)
            _ = try newer.readFrame()
            #expect(try older.readClose() == 4001)
            // Another user's take of the same session number is another session.
            try otherUser.sendText(#"{"type":"take"}"#)
            #expect(try type(try otherUser.readFrame()) == "status")
            #expect(try answersPings(&otherSession) && answersPings(&newer))
        }
    }

    @Test("standby sockets count among their user's, and one refused leaves the session's own untouched")
    func standbyLimit() async throws {
        try await withGateway(["gateway.max.sockets.per.user": "2"]) { gateway in
            var own = try RawClient(port: gateway.port)
            _ = try own.upgrade()
            try own.sendText(GatewayUnderTest.hello())
            _ = try own.readFrame()
            var first = try standby(gateway, session: "00000000000000a2")
            _ = try first.readFrame()
            var second = try standby(gateway, session: "00000000000000a3")
            #expect(try second.readClose() == 1013)
            var taken = try standby(gateway, session: "00000000000000a2")
            #expect(try type(try taken.readFrame()) == "standby", "it has its predecessor's place")
            #expect(try first.readClose() == 4001)
            #expect(try answersPings(&own))
        }
    }

    @Test("a standby socket needs a token, and cannot play before it is taken")
    func standbyRefusals() async throws {
        try await withGateway { gateway in
            var forged = try RawClient(port: gateway.port)
            _ = try forged.upgrade()
            try forged.sendText(
                #"{"type":"hello","version":1,"token":"a.b.c","session":"00000000000000a1","standby":true}"#)
            _ = try forged.readFrame()
            #expect(try forged.readClose() == 4002)
            var unclear = try RawClient(port: gateway.port)
            _ = try unclear.upgrade()
            try unclear.sendText(
                #"{"type":"hello","version":1,"token":"a.b.c","session":"00000000000000a1","standby":"yes"}"#)
            #expect(try JSONValue(parsing: try unclear.readFrame().payload)["code"]?.string == "invalid_field")
            for text in [#"{"type":"ready","seq":1}"#, #"{"type":"resync"}"#, GatewayUnderTest.hello()] {
                var client = try standby(gateway)
                _ = try client.readFrame()
                try client.sendText(text)
                #expect(try client.readClose() == 1008, "\(text)")
            }
        }
    }

    @Test("sockets are limited by address and by user")
    func limits() async throws {
        let changes = ["gateway.max.sockets.per.address": "3", "gateway.max.sockets.per.user": "1"]
        try await withGateway(changes) { gateway in
            var first = try RawClient(port: gateway.port)
            _ = try first.upgrade()
            try first.sendText(GatewayUnderTest.hello(user: 1, session: "00000000000000a1"))
            _ = try first.readFrame()
            var second = try RawClient(port: gateway.port)
            _ = try second.upgrade()
            try second.sendText(GatewayUnderTest.hello(user: 1, session: "00000000000000a2"))
            #expect(try second.readClose() == 1013)
            var third = try RawClient(port: gateway.port)
            #expect(try third.upgrade().status == 101)
            var fourth = try RawClient(port: gateway.port)
            #expect(try fourth.upgrade().status == 101, "the second one's place is free again")
            var fifth = try RawClient(port: gateway.port)
            #expect(try fifth.upgrade().status == 429)
            #expect(await gateway.gateway.socketCount == 3)
        }
    }

    @Test("more than 120 messages at once are too many")
    func flood() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            _ = try client.upgrade()
            for _ in 0..<400 { try client.sendFrame(9, []) }
            #expect(try client.readClose() == 1008)
        }
    }

    @Test("a stopping gateway says so and closes with 1001")
    func draining() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            _ = try client.upgrade()
            try client.sendFrame(9, [])
            _ = try client.readFrame()
            async let drained: Void = gateway.gateway.drain()
            #expect(try client.readFrame().text == #"{"type":"status","state":"draining"}"#)
            #expect(try client.readClose() == 1001)
            var late = try RawClient(port: gateway.port)
            #expect(try late.upgrade().status == 503)
            await drained
        }
    }
}
