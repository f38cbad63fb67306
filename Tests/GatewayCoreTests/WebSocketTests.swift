import ClientProtocol
import GatewayCore
import Testing

@Suite struct WebSocketConversationTests {
    private func frame(
        _ conversation: inout WebSocketConversation, _ opcode: UInt8, _ payload: [UInt8], isFinal: Bool = true,
        reservedBits: Bool = false, isMasked: Bool = true
    ) -> WebSocketConversation.Action {
        conversation.received(
            opcode: opcode, isFinal: isFinal, reservedBits: reservedBits, isMasked: isMasked, payload: payload)
    }

    private func closeCode(_ action: WebSocketConversation.Action) -> CloseCode? {
        guard case .close(let closure) = action else { return nil }
        return closure.code
    }

    @Test("whole and fragmented messages, with a ping between the fragments")  // RFC 6455 section 5.4
    func messages() {
        var socket = WebSocketConversation(maximumMessageSize: 10)
        #expect(frame(&socket, 1, [0x61]) == .deliver(.text([0x61])))
        #expect(frame(&socket, 2, [0xFF]) == .deliver(.binary([0xFF])))
        #expect(frame(&socket, 2, []) == .deliver(.binary([])))
        #expect(frame(&socket, 1, [0xC3], isFinal: false) == .none)
        #expect(frame(&socket, 9, [1, 2]) == .pong([1, 2]))
        #expect(frame(&socket, 10, [1, 2]) == .none)
        #expect(frame(&socket, 0, [], isFinal: false) == .none)
        #expect(frame(&socket, 0, [0xA9]) == .deliver(.text([0xC3, 0xA9])))
    }

    @Test("every broken rule closes with 1002 and ends the conversation")
    func protocolErrors() {
        typealias Break = (inout WebSocketConversation) -> WebSocketConversation.Action
        let breaks: [Break] = [
            { frame(&$0, 1, [], isMasked: false) },  // section 5.1
            { frame(&$0, 1, [], reservedBits: true) },  // section 5.2
            { frame(&$0, 3, []) }, { frame(&$0, 7, []) }, { frame(&$0, 11, []) }, { frame(&$0, 15, []) },
            { frame(&$0, 0, []) },  // a continuation of nothing, section 5.4
            { frame(&$0, 9, [], isFinal: false) },  // section 5.5
            { frame(&$0, 9, [UInt8](repeating: 0, count: 126)) },
            { frame(&$0, 8, [0x03]) },  // section 5.5.1
        ]
        for rule in breaks {
            var socket = WebSocketConversation(maximumMessageSize: 4096)
            #expect(closeCode(rule(&socket)) == .protocolError)
            #expect(frame(&socket, 1, [0x61]) == .none)
        }
        var socket = WebSocketConversation(maximumMessageSize: 10)
        _ = frame(&socket, 1, [], isFinal: false)
        #expect(closeCode(frame(&socket, 2, [])) == .protocolError, "a message inside another")
    }

    @Test("only close codes that may be sent are echoed")  // section 7.4
    func closeCodes() {
        for code in [1000, 1001, 1002, 1003, 1007, 1011, 1014, 3000, 4999] as [UInt16] {
            var socket = WebSocketConversation(maximumMessageSize: 10)
            #expect(frame(&socket, 8, [UInt8(code >> 8), UInt8(code & 0xFF)]) == .answerClose(code))
            #expect(frame(&socket, 8, []) == .none)
        }
        for code in [0, 999, 1004, 1005, 1006, 1015, 1016, 2000, 2999, 5000, 65535] as [UInt16] {
            var socket = WebSocketConversation(maximumMessageSize: 10)
            #expect(closeCode(frame(&socket, 8, [UInt8(code >> 8), UInt8(code & 0xFF)])) == .protocolError)
        }
        var silent = WebSocketConversation(maximumMessageSize: 10)
        #expect(frame(&silent, 8, []) == .answerClose(nil))
        var garbled = WebSocketConversation(maximumMessageSize: 10)
        #expect(closeCode(frame(&garbled, 8, [0x03, 0xE8, 0xC3])) == .notUTF8)
    }

    @Test("text that cannot become UTF-8 is refused at the first wrong fragment")  // section 8.1
    func utf8() {
        var whole = WebSocketConversation(maximumMessageSize: 10)
        #expect(closeCode(frame(&whole, 1, [0xC3])) == .notUTF8)
        var early = WebSocketConversation(maximumMessageSize: 10)
        #expect(closeCode(frame(&early, 1, [0xF4, 0x90], isFinal: false)) == .notUTF8)
        var binary = WebSocketConversation(maximumMessageSize: 10)
        #expect(frame(&binary, 2, [0xC3]) == .deliver(.binary([0xC3])))
    }

    @Test("the limit counts all fragments together")
    func size() {
        var whole = WebSocketConversation(maximumMessageSize: 4)
        #expect(closeCode(frame(&whole, 2, [1, 2, 3, 4, 5])) == .tooBig)
        var parts = WebSocketConversation(maximumMessageSize: 4)
        #expect(frame(&parts, 2, [1, 2], isFinal: false) == .none)
        #expect(frame(&parts, 0, [3, 4], isFinal: false) == .none)
        #expect(closeCode(frame(&parts, 0, [5])) == .tooBig)
    }
}

@Suite struct UTF8ValidatorTests {
    @Test("agrees with the standard library on every sequence of up to three bytes, cut anywhere")
    func exhaustive() {
        // One byte of each class decides the table; the neighbours of its bounds are among them.
        let bytes: [UInt8] = [
            0x00, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC, 0xED, 0xEE, 0xEF,
            0xF0,
            0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
        ]
        var sequences: [[UInt8]] = [[]]
        for _ in 0..<4 {
            sequences += sequences.filter { $0.count == sequences.last!.count }.flatMap { s in bytes.map { s + [$0] } }
        }
        var disagreements = 0
        for sequence in sequences {
            var validator = UTF8Validator()
            let isValid = sequence.allSatisfy { validator.accept([$0]) } && validator.isComplete
            if isValid != (String(validating: sequence, as: UTF8.self) != nil) { disagreements += 1 }
        }
        #expect(sequences.count > 300_000)
        #expect(disagreements == 0)
    }
}

@Suite struct WebSocketHandshakeTests {
    private func request(_ change: (inout WebSocketHandshake.Request) -> Void = { _ in }) -> WebSocketHandshake.Request
    {
        var request = WebSocketHandshake.Request(
            method: "GET", isHTTP11: true,
            headers: [
                "host": ["game.example:8080"], "connection": ["keep-alive, Upgrade"], "upgrade": ["websocket"],
                "sec-websocket-version": ["13"], "sec-websocket-key": ["dGhlIHNhbXBsZSBub25jZQ=="],
                "sec-websocket-protocol": ["other, snaketron.v1"], "origin": ["http://game.example:8080"],
            ])
        change(&request)
        return request
    }

    private func status(_ request: WebSocketHandshake.Request, allowed: Set<String> = []) -> Int {
        do throws(WebSocketHandshake.Refusal) {
            try WebSocketHandshake.check(request, origins: OriginRules(allowed: allowed))
            return 101
        } catch {
            return error.status
        }
    }

    @Test("a proper handshake passes")
    func accepted() {
        #expect(status(request()) == 101)
        #expect(status(request { $0.headers["origin"] = ["HTTPS://Game.Example:8080"] }) == 101)
        #expect(status(request { $0.headers["origin"] = nil }) == 101)
        #expect(status(request { $0.headers["sec-websocket-protocol"] = ["other", "snaketron.v1"] }) == 101)
    }

    @Test("each missing or wrong part has its answer")
    func refused() {
        #expect(status(request { $0.method = "POST" }) == 405)
        #expect(status(request { $0.isHTTP11 = false }) == 426)
        #expect(status(request { $0.headers["upgrade"] = nil }) == 426)
        #expect(status(request { $0.headers["connection"] = ["keep-alive"] }) == 426)
        #expect(status(request { $0.headers["sec-websocket-version"] = ["8"] }) == 426)
        #expect(status(request { $0.headers["sec-websocket-key"] = nil }) == 400)
        #expect(status(request { $0.headers["sec-websocket-key"] = ["short"] }) == 400)
        #expect(status(request { $0.headers["sec-websocket-key"] = ["dGhlIHNhbXBsZSBub25jZQ==", "x"] }) == 400)
        #expect(status(request { $0.headers["sec-websocket-protocol"] = nil }) == 400)
        #expect(status(request { $0.headers["sec-websocket-protocol"] = ["snaketron.v2"] }) == 400)
    }

    @Test("another site's page is not let in, unless its origin is allowed")
    func origins() {
        for origin in [
            "http://evil.example", "null", "http://game.example:8081", "http://game.example:8080.evil.example", "",
        ] {
            #expect(status(request { $0.headers["origin"] = [origin] }) == 403)
        }
        #expect(
            status(request { $0.headers["origin"] = ["https://cdn.example"] }, allowed: ["https://cdn.example"]) == 101)
        #expect(status(request { $0.headers["origin"] = ["http://game.example:8080", "http://evil.example"] }) == 403)
    }
}
