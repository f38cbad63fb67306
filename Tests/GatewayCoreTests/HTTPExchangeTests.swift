import ClientProtocol
import Testing

@testable import GatewayCore

private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

private let get = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"

/// What a parser makes of `text`: the requests, and the status of the refusal that ends it.
private func parse(_ text: [UInt8], piece: Int = .max) -> (requests: [HTTPMessage], refusal: Int?, isInside: Bool) {
    var parser = HTTPRequestParser()
    var requests: [HTTPMessage] = []
    var rest = text[...]
    while true {
        switch parser.next() {
        case .request(let request): requests.append(request)
        case .refused(let refusal): return (requests, refusal.status, false)
        case .needsBytes, .expectsContinue:
            guard !rest.isEmpty else { return (requests, nil, parser.isInside) }
            parser.receive(rest.prefix(piece))
            rest = rest.dropFirst(piece)
        }
    }
}

private func status(_ text: String) -> Int? { parse(bytes(text), piece: 16 * 1024).refusal }

@Suite struct HTTPRequestParserTests {
    @Test("a request is the same however its bytes are cut", arguments: [1, 2, 3, 7, 64])
    func splits(piece: Int) {
        let text =
            "\r\nPOST /a/b?c=d HTTP/1.1\r\nHost: x:80\r\nCookie: \(String(repeating: "c", count: 9000))\r\nX-Y:\t z \r\n"
            + "Content-Length: 5\r\n\r\nhello" + get
            + "POST /c HTTP/1.1\r\nhost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
            + "3;x=\"y\"\r\nabc\r\n0002 ; z\r\nde\r\n0\r\nTrailer: t\r\n\r\n" + "HEAD * HTTP/1.0\r\n\r\n"
        let whole = parse(bytes(text))
        #expect(whole.requests.map(\.method) == ["POST", "GET", "POST", "HEAD"])
        #expect(whole.requests.map(\.path) == ["/a/b", "/a", "/c", "*"])
        #expect(whole.requests.map(\.body) == [bytes("hello"), [], bytes("abcde"), []])
        #expect(whole.requests.map(\.keepsAlive) == [true, true, true, false])
        #expect(whole.requests[0].query == "c=d" && whole.requests[0].host == "x:80")
        #expect(whole.requests[0].fields.values("x-y") == ["z"])
        #expect(whole.refusal == nil && !whole.isInside)
        let cut = parse(bytes(text), piece: piece)
        #expect(cut.requests == whole.requests && cut.refusal == nil)
    }

    @Test("HTTP/1.1 has one Host, and it is one")  // RFC 9112 section 3.2
    func host() {
        for host in [
            "x", "x:1", "X.example:65535", "x:", "127.0.0.1:8080", "[::1]", "[::1]:80", "a%20b", "a_b", "xn--p1ai.",
        ] {
            #expect(status("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == nil, "\(host)")
        }
        for host in [
            "", " ", "a b", "a/b", "u@x", "u:p@x", "x:y", "x:65536", "x:123456", "[::1", "::1", "[]", "[::1]x", "[x]",
            "a%2", "a?b", "a#b", "a\\b", "http://x", "x,y z", "é",
        ] {
            #expect(status("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n") == 400, "\(host)")
        }
        #expect(status("GET / HTTP/1.1\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n") == 400)
        #expect(status("GET http://y/ HTTP/1.1\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.0\r\nHost: x\r\nHost: x\r\n\r\n") == 400)
        #expect(status("GET / HTTP/1.0\r\n\r\n") == nil)
    }

    @Test("a target in absolute form names the host, whatever Host says")  // RFC 9112 section 3.2.2
    func absoluteForm() {
        let request = parse(bytes("GET HTTP://Y:81/a?b HTTP/1.1\r\nHost: x\r\n\r\n")).requests.first
        #expect(request?.path == "/a" && request?.query == "b" && request?.host == "Y:81")
        #expect(parse(bytes("GET http://y?b HTTP/1.1\r\nHost: x\r\n\r\n")).requests.first?.path == "/")
        for target in ["http://", "http:///a", "http://u@y/", "ftp://y/", "y/a", "a", "/a#b", "/é", "*?"] {
            #expect(status("GET \(target) HTTP/1.1\r\nHost: x\r\n\r\n") == 400, "\(target)")
        }
        #expect(status("CONNECT y:80 HTTP/1.1\r\nHost: x\r\n\r\n") == 501)
    }

    @Test("where lengths are unclear nothing is read")  // RFC 9112 section 6.3
    func framing() {
        let cases: [(String, Int)] = [
            ("Content-Length: x", 400), ("Content-Length: -1", 400), ("Content-Length: +1", 400),
            ("Content-Length: 1, 1", 400), ("Content-Length:", 400), ("Content-Length: 1\r\nContent-Length: 1", 400),
            ("Content-Length: 0x1", 400), ("Content-Length: 16385", 413),
            ("Content-Length: 99999999999999999999999", 413),
            ("Content-Length: 1\r\nTransfer-Encoding: chunked", 400), ("Transfer-Encoding: gzip", 501),
            ("Transfer-Encoding: gzip, chunked", 501), ("Transfer-Encoding: chunked, chunked", 501),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked", 501), ("Transfer-Encoding:", 501),
            ("Transfer-Encoding : chunked", 400), ("Transfer-Encoding: \u{b}chunked", 400),
        ]
        for (field, expected) in cases {
            #expect(status("POST / HTTP/1.1\r\nHost: x\r\n\(field)\r\n\r\n") == expected, "\(field)")
        }
        // Section 6.1: HTTP/1.0 knows no transfer coding.
        #expect(
            status("POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n") == 400)
    }

    @Test("a chunk is as long as it says")
    func chunks() {
        for (chunks, expected) in [
            ("x\r\n", 400), ("\r\n", 400), ("-1\r\n", 400), ("1\nab\r\n", 400), ("1\r\nab\r\n", 400),
            ("1\r\na\n0\r\n\r\n", 400), ("1 x\r\na\r\n", 400), ("1;\u{1}\r\na\r\n", 400), ("0x1\r\na\r\n", 400),
            ("4001\r\n", 413), ("100000000\r\n", 413), ("fffffffffffffffff\r\n", 413),
            ("0\r\nbad trailer\r\n\r\n", 400), ("0\r\n folded\r\n\r\n", 400),
        ] {
            #expect(
                status("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)") == expected,
                "\(chunks)")
        }
        let tiny = String(repeating: "1;\(String(repeating: "e", count: 100))\r\na\r\n", count: 200)
        #expect(status("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(tiny)") == 400)
    }

    @Test("lines end with CR LF, names are tokens, nothing is folded")
    func lines() {
        for head in [
            "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\r\nHost: x\n\r\n", "GET / HTTP/1.1\r\nHost: x\rA: b\r\n\r\n",
            "GET / HTTP/1.1\r\n Host: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\n: b\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nA b: c\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nA: \0\r\n\r\n", "GET  / HTTP/1.1\r\nHost: x\r\n\r\n",
            "GET / HTTP/1.1 \r\nHost: x\r\n\r\n", "GET /\r\n", " GET / HTTP/1.1\r\n", "G@T / HTTP/1.1\r\n",
            "GET / http/1.1\r\n", "GET / HTTP/11\r\n", "\r\n\r\nnonsense\r\n\r\n", "\n",
            "GET / HTTP/1.1\r\nHost: x\r\nCookie: a\nb\r\n\r\n", "GET / HTTP/1.1\r\nHost: x\r\nCookie: \0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: x\r\nCookie: a\rb\r\n\r\n",
        ] {
            #expect(status(head) == 400, "\(head.debugDescription)")
        }
        for version in ["2.0", "3.0", "0.9"] { #expect(status("GET / HTTP/\(version)\r\n\r\n") == 505) }
        #expect(status("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n") == 505)
        #expect(status("GET / HTTP/1.2\r\nHost: x\r\n\r\n") == nil)
    }

    @Test("a head has its bounds, by line and in all; cookies, which nobody reads, do not count")
    func bounds() {
        let start = "GET / HTTP/1.1\r\nHost: x\r\n"
        func filler(_ count: Int) -> String { String(repeating: "a", count: count) }
        #expect(status("GET /\(filler(8100)) HTTP/1.1\r\nHost: x\r\n\r\n") == nil)
        #expect(status("GET /\(filler(8193)) HTTP/1.1\r\nHost: x\r\n\r\n") == 414)
        #expect(status("GET /\(filler(9000))") == 414, "before its end has come")
        #expect(status("\(start)X: \(filler(8000))\r\n\r\n") == nil)
        #expect(status("\(start)X: \(filler(9000))") == 431)
        let many = (0..<3).map { "X\($0): \(filler(6000))\r\n" }.joined()
        #expect(status("\(start)\(many)\r\n") == 431)
        #expect(status("\(start)\(String(repeating: "A: b\r\n", count: 63))\r\n") == nil)
        #expect(status("\(start)\(String(repeating: "A: b\r\n", count: 64))\r\n") == 431)
        #expect(status("\(start)cOOkie: \(filler(250_000))\r\n\r\n") == nil)
        #expect(status("\(start)Cookie: \(filler(270_000))\r\n\r\n") == 431)
        #expect(status("\(start)\(String(repeating: "Cookie: b\r\n", count: 64))\r\n") == 431)
        let request = parse(bytes("\(start)Cookie: a=b\r\nCookies: c\r\n\r\n")).requests.first
        #expect(request?.fields.contains("cookie") == false && request?.fields.values("cookies") == ["c"])
    }

    @Test("100 Continue is asked for once, by HTTP/1.1, and only while nothing of the content has come")
    func expectation() {
        func steps(_ head: String, _ pieces: [String]) -> Int {
            var parser = HTTPRequestParser()
            var count = 0
            for piece in [head] + pieces {
                parser.receive(bytes(piece))
                while true {
                    let step = parser.next()
                    if step == .expectsContinue { count += 1 }
                    guard case .request = step else { break }
                }
            }
            return count
        }
        let head = "POST / HTTP/1.1\r\nHost: x\r\nExpect: 100-Continue\r\nContent-Length: 4\r\n\r\n"
        #expect(steps(head, ["ab", "cd"]) == 1)
        #expect(steps(head + "ab", ["c", "d"]) == 0)
        #expect(steps(head.replacing("4", with: "0"), []) == 0)
        #expect(steps(head.replacing("1.1", with: "1.0"), ["abcd"]) == 0)
        #expect(steps(head.replacing("Content-Length: 4", with: "Transfer-Encoding: chunked"), ["0\r\n\r\n"]) == 1)
        #expect(status(head.replacing("100-Continue", with: "tea")) == 417)
        #expect(status(head.replacing("4", with: "99999")) == 413, "instead of 100")
    }
}

@Suite struct HTTPExchangeTests {
    private func isAnswer(_ action: HTTPExchange.Action) -> String? {
        guard case .answer(let message) = action else { return nil }
        return message.path
    }

    @Test("requests are taken one at a time: the next one when the answer is written, in a later turn")
    func oneAtATime() {
        var exchange = HTTPExchange(now: 0)
        #expect(isAnswer(exchange.received(bytes(get + get), now: 1)) == "/a")
        #expect(exchange.wantsBytes == false)
        #expect(exchange.resume(now: 1) == .none, "while the answer is looked for")
        #expect(exchange.answered(closing: false, now: 2)?.keepsAlive == true)
        #expect(!exchange.wantsBytes && exchange.resume(now: 2) == .none, "while the answer is on its way")
        #expect(exchange.written(now: 3) == .resumeLater)
        #expect(isAnswer(exchange.resume(now: 3)) == "/a")
        _ = exchange.answered(closing: false, now: 4)
        #expect(exchange.written(now: 5) == .none)
        #expect(exchange.wantsBytes == true)
    }

    @Test("no order of events is a bug of the server: every event is taken in every state")
    func everyOrder() {
        typealias Event = (inout HTTPExchange) -> Void
        let events: [Event] = [
            { _ = $0.received(bytes(get), now: 1) }, { _ = $0.received(bytes("GET"), now: 1) },
            { _ = $0.received(bytes("?\r\n"), now: 1) }, { _ = $0.peerEnded(now: 1) }, { _ = $0.resume(now: 1) },
            { _ = $0.answered(closing: false, now: 1) }, { _ = $0.answered(closing: true, now: 1) },
            { $0.progressed(now: 1) }, { _ = $0.written(now: 1) }, { _ = $0.upgraded() },
            { _ = $0.deadlinePassed(now: 1_000_000) }, { $0.closed() },
        ]
        var orders = 0
        func extend(_ order: [Int]) {
            var exchange = HTTPExchange(now: 0)
            for index in order { events[index](&exchange) }
            #expect(exchange.waitingBytes <= HTTPLimit.inbox)
            orders += 1
            if order.count < 4 { for index in events.indices { extend(order + [index]) } }
        }
        extend([])
        #expect(orders == 1 + 12 + 144 + 1728 + 20736)
    }

    @Test("who ends its half is answered first")
    func halfClose() {
        var exchange = HTTPExchange(now: 0)
        #expect(isAnswer(exchange.received(bytes(get + get), now: 0)) == "/a")
        #expect(exchange.peerEnded(now: 0) == .none)
        _ = exchange.answered(closing: false, now: 0)
        #expect(exchange.written(now: 0) == .resumeLater)
        #expect(isAnswer(exchange.resume(now: 0)) == "/a")
        _ = exchange.answered(closing: false, now: 0)
        #expect(exchange.written(now: 0) == .resumeLater)
        #expect(exchange.resume(now: 0) == .close)

        var idle = HTTPExchange(now: 0)
        #expect(idle.peerEnded(now: 0) == .close)
        var partial = HTTPExchange(now: 0)
        _ = partial.received(bytes("GET / HT"), now: 0)
        #expect(partial.peerEnded(now: 0) == .close)
    }

    @Test("what comes unasked is kept up to a bound; what was kept is answered, then the connection ends")
    func overflow() {
        var exchange = HTTPExchange(now: 0)
        #expect(isAnswer(exchange.received(bytes(get), now: 0)) == "/a")
        for _ in 0..<100 { _ = exchange.received(bytes(String(repeating: get, count: 100)), now: 0) }
        #expect(exchange.waitingBytes == HTTPLimit.inbox)
        var answered = 0
        var action = HTTPExchange.Action.none
        repeat {
            _ = exchange.answered(closing: false, now: 0)
            answered += 1
            #expect(exchange.written(now: 0) == .resumeLater)
            action = exchange.resume(now: 0)
        } while isAnswer(action) != nil
        #expect(answered == 1 + HTTPLimit.inbox / get.utf8.count && action == .close)
    }

    @Test("after an answer that ends the connection only our half is closed, for a second")
    func lingering() {
        var exchange = HTTPExchange(now: 0)
        _ = exchange.received(bytes("GET / HTTP/1.0\r\n\r\n"), now: 0)
        #expect(
            exchange.answered(closing: false, now: 0)
                == HTTPExchange.Framing(keepsAlive: false, hasBody: true, isHTTP10: true))
        #expect(exchange.written(now: 10) == .closeOutput)
        #expect(exchange.wantsBytes == true, "so that what still comes does not reset the connection")
        #expect(exchange.received(bytes(get), now: 11) == .none && exchange.waitingBytes == 0)
        #expect(exchange.deadline == 1010 && exchange.deadlinePassed(now: 1010) == .close)
    }

    @Test("each wait has its end")
    func deadlines() {
        var silent = HTTPExchange(now: 0)
        #expect(silent.deadline == 10_000 && silent.deadlinePassed(now: 9_999) == .none)
        #expect(silent.deadlinePassed(now: 10_000) == .close)

        var slow = HTTPExchange(now: 0)
        for second in 1...9 { #expect(slow.received(bytes("G"), now: Int64(second) * 1000) == .none) }
        #expect(slow.deadline == 10_000)
        guard case .refuse(let refusal, let framing) = slow.deadlinePassed(now: 10_000) else {
            Issue.record("no answer")
            return
        }
        #expect(refusal.status == 408 && !framing.keepsAlive)

        var idle = HTTPExchange(now: 0)
        _ = idle.received(bytes(get), now: 0)
        #expect(idle.deadline == 30_000, "for the answer")
        _ = idle.answered(closing: false, now: 1000)
        #expect(idle.deadline == 61_000, "for its first piece")
        idle.progressed(now: 50_000)
        #expect(idle.deadline == 110_000, "each piece has its own time: a slow download is not cut while it goes on")
        _ = idle.written(now: 60_000)
        #expect(idle.deadline == 135_000, "longer than a load balancer waits")
        _ = idle.received(bytes("G"), now: 100_000)
        #expect(idle.deadline == 110_000, "a request that has begun has ten seconds")
        _ = idle.received(bytes("E"), now: 105_000)
        #expect(idle.deadline == 110_000)

        var late = HTTPExchange(now: 0)
        _ = late.received(bytes(get), now: 0)
        #expect(late.deadlinePassed(now: 30_000) == .close)
        #expect(late.answered(closing: false, now: 30_001) == nil, "its time was over")
        #expect(late.deadline == .max)
    }

    @Test("an upgrade hands over what came after the request; who has ended its half gets none")
    func upgrade() {
        var exchange = HTTPExchange(now: 0)
        _ = exchange.received(bytes(get + "rest"), now: 0)
        #expect(exchange.upgraded() == bytes("rest"))
        #expect(!exchange.wantsBytes && exchange.deadline == .max && exchange.received(bytes("x"), now: 0) == .none)
        var ended = HTTPExchange(now: 0)
        _ = ended.received(bytes(get), now: 0)
        _ = ended.peerEnded(now: 0)
        #expect(ended.upgraded() == nil)
    }
}

@Suite struct HTTPDateTests {
    @Test(
        "dates are written as RFC 9110 section 5.6.7 shows",
        arguments: [
            (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"), (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
            (951_782_399, "Mon, 28 Feb 2000 23:59:59 GMT"), (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
            (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (1_767_225_599, "Wed, 31 Dec 2025 23:59:59 GMT"), (UInt64.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        ] as [(UInt64, String)])
    func examples(seconds: UInt64, text: String) {
        #expect(HTTPDate(secondsSince1970: seconds).description == text)
    }
}

@Suite struct ForwardedForTests {
    @Test("as many entries are believed as there are proxies")
    func hops() {
        let entries = ["9.9.9.9", "1.2.3.4", "10.0.0.1"]
        #expect(ForwardedFor.clientAddress(entries, proxies: 0) == nil)
        #expect(ForwardedFor.clientAddress(entries, proxies: 1) == "10.0.0.1")
        #expect(ForwardedFor.clientAddress(entries, proxies: 2) == "1.2.3.4")
        #expect(ForwardedFor.clientAddress(entries, proxies: 9) == "9.9.9.9")
        #expect(ForwardedFor.clientAddress([], proxies: 1) == nil)
    }

    @Test("an entry is an address, with a port at most")
    func entries() {
        for (entry, address) in [
            ("1.2.3.4:567", "1.2.3.4"), ("2001:DB8::1", "2001:db8::1"), ("[2001:db8::1]:80", "2001:db8::1"),
            ("[::1]", "::1"), ("unknown", nil), ("_hidden", nil), ("", nil), ("1.2.3", nil), ("a.b.c.d", nil),
            (String(repeating: "1", count: 60) + ":::", nil), ("[::1", nil), ("1.2.3.4, 5", nil),
        ] as [(String, String?)] {
            #expect(ForwardedFor.clientAddress([entry], proxies: 1) == address, "\(entry)")
        }
    }
}

@Suite struct WebSocketFramesTests {
    private let mask: [UInt8] = [1, 2, 3, 4]

    private func step(_ bytes: [UInt8], limit: Int = 4096) -> WebSocketFrames.Step {
        var frames = WebSocketFrames(maximumFrameSize: limit)
        frames.receive(bytes)
        return frames.next()
    }

    private func closeCode(_ step: WebSocketFrames.Step) -> CloseCode? {
        guard case .close(let closure) = step else { return nil }
        return closure.code
    }

    @Test("a frame is the same however its bytes are cut, and what follows it is kept", arguments: [1, 2, 3, 100])
    func splits(piece: Int) {
        let long = [UInt8](repeating: 7, count: 200)
        let masked = long.enumerated().map { $1 ^ mask[$0 & 3] }
        var rest = ([0x89, 0x81] + mask + [0x2B] + [0x42, 0xFE, 0, 200] + mask + masked + [0x8A, 0x00])[...]
        var frames = WebSocketFrames(maximumFrameSize: 4096)
        var found: [WebSocketFrames.Frame] = []
        while true {
            switch frames.next() {
            case .needsBytes:
                guard !rest.isEmpty else {
                    #expect(
                        found == [
                            .init(opcode: 9, isFinal: true, reservedBits: false, isMasked: true, payload: [0x2A]),
                            .init(opcode: 2, isFinal: false, reservedBits: true, isMasked: true, payload: long),
                            .init(opcode: 10, isFinal: true, reservedBits: false, isMasked: false, payload: []),
                        ])
                    return
                }
                frames.receive(rest.prefix(piece))
                rest = rest.dropFirst(piece)
            case .frame(let frame): found.append(frame)
            case .close(let closure):
                Issue.record("\(closure)")
                return
            }
        }
    }

    @Test("a length is written in its shortest form")  // RFC 6455 section 5.2
    func shortestForm() {
        #expect(closeCode(step([0x82, 0xFE, 0, 125])) == .protocolError)
        #expect(closeCode(step([0x82, 0xFE, 0, 0])) == .protocolError)
        #expect(closeCode(step([0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0, 5])) == .protocolError)
        #expect(closeCode(step([0x82, 0xFF, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF], limit: 1 << 20)) == .protocolError)
        #expect(step([0x82, 0xFE, 0, 126]) == .needsBytes)
        #expect(step([0x82, 0xFF, 0, 0, 0, 0, 0, 1, 0, 0], limit: 1 << 20) == .needsBytes)
    }

    @Test("what is too long is refused by its header, before its bytes are kept")
    func tooLong() {
        #expect(closeCode(step([0x82, 0xFE, 0x10, 0x01])) == .tooBig)
        #expect(closeCode(step([0x82, 0xFF, 0x80, 0, 0, 0, 0, 0, 0, 0])) == .tooBig)
        #expect(step([0x82, 0xFE, 0x10, 0x00]) == .needsBytes)
        #expect(closeCode(step([0x89, 0xFE])) == .protocolError)
        #expect(closeCode(step([0x09, 0x80])) == .protocolError)
    }
}
