import GatewayCore
import GatewayService
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@Suite struct HTTPEdgeTests {
    private func converse(_ port: Int, _ text: String, endsSending: Bool = true) throws -> String {
        var client = try RawClient(port: port)
        try client.send(text)
        if endsSending { client.endSending() }
        return try client.readToEnd()
    }

    private static let get = "GET /health HTTP/1.1\r\nHost: x\r\n\r\n"

    @Test("whoever closes or resets while an answer is looked for, the gateway goes on")
    func closesWhileAnswering() async throws {
        try await withGateway { gateway in
            let slow = "GET /api/leaderboards/casual/duel HTTP/1.1\r\nHost: x\r\n\r\n"
            for resets in [true, false] {
                for _ in 0..<50 {
                    let client = try RawClient(port: gateway.port)
                    try client.send(Self.get + slow + Self.get)
                    if resets { client.resetOnClose() }
                }
            }
            #expect(try converse(gateway.port, Self.get).hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
    }

    @Test("one who does not read is not answered ahead: what waits is bounded")
    func doesNotRead() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port, sendSeconds: 1, receiveBuffer: 4096)
            let many = Array(String(repeating: "GET /health HTTP/1.1\r\nHost: x\r\n\r\n", count: 10_000).utf8)
            var sent = 0
            // The server stops to read, then its kernel does, then this one does.
            do {
                for _ in 0..<200 {
                    try client.send(many)
                    sent += many.count
                }
            } catch {}
            #expect(sent < 200 * many.count)
            for _ in 0..<20 { #expect(try client.readResponse().status == 200, "and it is answered in order") }
        }
    }

    @Test("who ends its half is answered everything it asked for before")
    func halfClose() async throws {
        try await withGateway { gateway in
            let slow = "GET /api/leaderboards/casual/duel HTTP/1.1\r\nHost: x\r\n\r\n"
            let answers = try converse(gateway.port, Self.get + slow + Self.get + "GET /hea")
            #expect(answers.components("HTTP/1.1 ") == ["200 OK", "503 Service Unavailable", "200 OK"])
        }
    }

    @Test("a bad request behind one that waits costs that one nothing")
    func badBehindGood() async throws {
        try await withGateway { gateway in
            let body = #"{"name":"Ada"}"#
            let post =
                "POST /api/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            let large = "GET / HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 40_000))\r\n\r\n"
            let answers = try converse(gateway.port, post + large)
            #expect(
                answers.components("HTTP/1.1 ") == ["503 Service Unavailable", "431 Request Header Fields Too Large"])
        }
    }

    @Test("every answer has a date; 100 Continue comes before the content; an absolute target is one of ours")
    func standards() async throws {
        try await withGateway { gateway in
            for text in [Self.get, "GET /none HTTP/1.1\r\nHost: x\r\n\r\n", "nonsense\r\n\r\n"] {
                let answer = try converse(gateway.port, text)
                #expect(
                    answer.contains(
                        /\r\ndate: (Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\r\n/))
            }
            #expect(
                try converse(gateway.port, "GET http://y/health HTTP/1.1\r\nHost: x\r\n\r\n").hasPrefix("HTTP/1.1 200 ")
            )
            var client = try RawClient(port: gateway.port)
            try client.send(
                "POST /api/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                    + "Expect: 100-continue\r\nContent-Length: 2\r\n\r\n")
            #expect(try client.readResponse().status == 100)
            try client.send("{}")
            #expect(try client.readResponse().status == 400)
            let old = try converse(
                gateway.port, "GET /health HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET /health HTTP/1.0\r\n\r\n")
            #expect(old.components("HTTP/1.1 ") == ["200 OK", "200 OK"] && old.contains("connection: keep-alive"))
        }
    }

    @Test("HTTP/1.0 with a transfer coding is refused, and nothing after it is answered")  // RFC 9112 section 6.1
    func transferCodingInHTTP10() async throws {
        try await withGateway { gateway in
            let answers = try converse(
                gateway.port,
                "GET /health HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                    + Self.get)
            #expect(answers.components("HTTP/1.1 ") == ["400 Bad Request"])
        }
    }

    @Test("cookies of 100 KB, which nobody reads, are not in the way")
    func cookies() async throws {
        try await withGateway { gateway in
            let cookie = String(repeating: "a=b; ", count: 20_000)
            let answer = try converse(gateway.port, "GET /health HTTP/1.1\r\nHost: x\r\nCookie: \(cookie)\r\n\r\n")
            #expect(answer.hasPrefix("HTTP/1.1 200 "))
        }
    }

    @Test("of X-Forwarded-For as many entries are believed as there are proxies in front", arguments: [1, 2])
    func proxies(count: Int) async throws {
        let changes = ["trust.forwarded.for": "\(count)", "gateway.max.sockets.per.address": "1"]
        try await withGateway(changes) { gateway in
            func status(_ client: inout RawClient, _ entries: String) throws -> Int {
                try client.upgrade(extraHeaders: "X-Forwarded-For: \(entries)\r\n").status
            }
            // The content delivery network is 10.0.0.1; the first entry is what players claim.
            var first = try RawClient(port: gateway.port)
            #expect(try status(&first, "9.9.9.1, 1.1.1.1, 10.0.0.1") == 101)
            var second = try RawClient(port: gateway.port)
            #expect(try status(&second, "9.9.9.1, 2.2.2.2, 10.0.0.1") == (count == 2 ? 101 : 429))
            var third = try RawClient(port: gateway.port)
            #expect(try status(&third, "9.9.9.2, 1.1.1.1, 10.0.0.1") == 429)
            try first.sendFrame(9, [1])
            #expect(try first.readFrame().opcode == 10, "it was there all the time")
        }
    }

    @Test("a reader too slow for its pongs gets the newest one: they do not pile up")  // RFC 6455 section 5.5.3
    func pongs() throws {
        let responder = ConversationResponder { .now($0()) }
        let channel = EmbeddedChannel(handler: responder.openSocket(on: EmbeddedChannel(), clientAddress: ""))
        func ping(_ number: UInt8) throws {
            try channel.writeInbound(ByteBuffer(bytes: [0x89, 0x81, 0, 0, 0, 0, number]))
        }
        func pong() throws -> [UInt8]? {
            try channel.readFrame()?.payload
        }
        for number in 0..<3 as Range<UInt8> { try ping(number) }
        for number in 0..<3 as Range<UInt8> { #expect(try pong() == [number]) }
        channel.isWritable = false
        for number in 3..<100 as Range<UInt8> { try ping(number) }
        #expect(try pong() == nil)
        channel.isWritable = true
        channel.pipeline.fireChannelWritabilityChanged()
        #expect(try pong() == [99])
        #expect(try pong() == nil)
        _ = try channel.finish()
    }
}

extension String {
    /// The rest of the line after each `mark`.
    fileprivate func components(_ mark: String) -> [String] {
        split(separator: "\r\n").filter { $0.hasPrefix(mark) || $0.contains(mark) }.map { line in
            String(line[line.firstRange(of: mark)!.upperBound...])
        }
    }
}
