import HTTP2
import NIOCore
import NIOPosix
import RPC
import Testing

/// What RFC 9113 and RFC 7541 ask of a server when a client breaks a rule, or uses a right that few use. The cases are those that
/// the conformance tool h2spec is known for, stated from the RFCs.
@Suite("HTTP/2 conformance of the server")
struct ConformanceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let section: String
        let title: String
        /// Sent after the preface and the exchange of SETTINGS.
        let bytes: [UInt8]
        let answer: Answer
        var testDescription: String { "\(section) \(title)" }

        init(_ section: String, _ title: String, _ answer: Answer, _ frames: [UInt8]...) {
            self.section = section
            self.title = title
            self.answer = answer
            bytes = frames.flatMap { $0 }
        }
    }

    enum Answer: Sendable {
        /// GOAWAY with one of these codes, then the end of the connection (RFC 9113 §5.4.1).
        case connectionError([Code])
        /// RST_STREAM with one of these codes; a server may take it for a connection error (§5.4.2).
        case streamError(UInt32, [Code])
        /// The connection goes on: a PING is answered.
        case alive
        /// HEADERS on this stream, and the connection goes on.
        case answered(UInt32)
        /// A frame of this type with this payload on this stream.
        case frame(Frame.Kind, UInt32, [UInt8])
    }

    enum Code: UInt32, Sendable {
        case protocolError = 1
        case flowControlError = 3
        case streamClosed = 5
        case frameSizeError = 6
        case refusedStream = 7
        case cancel = 8
        case compressionError = 9
    }

    private static let open = Frame.headers(1, Frame.request())
    private static let closed = Frame.headers(1, Frame.request(), ends: true)
    private static let reset = open + Frame.make(.rstStream, 0, 1, Frame.big(8))
    private static let zeros = [UInt8](repeating: 0, count: 16_385)
    private static let halfBlock = Frame.make(.headers, 0, 1, Frame.request())

    static let frames: [Case] = [
        // 4. Frames
        Case("9113 §4.1", "a frame of an unknown type is ignored", .alive, Frame.raw(0x7f, 0xff, 1, [1, 2, 3])),
        Case("9113 §4.1", "undefined flags are ignored", .alive, Frame.make(.ping, 0x16, 0, [1, 2, 3, 4, 5, 6, 7, 8])),
        Case(
            "9113 §4.1", "the reserved bit of the stream id is ignored", .alive,
            Frame.make(.ping, 0, 0x8000_0000, [1, 2, 3, 4, 5, 6, 7, 8])),
        Case(
            "9113 §4.2", "DATA of 2^14 bytes is taken", .alive, open,
            Frame.make(.data, 0, 1, [0, 0, 0, 0x3f, 0xfb] + zeros.prefix(16_379))),
        Case(
            "9113 §4.2", "DATA above SETTINGS_MAX_FRAME_SIZE", .streamError(1, [.frameSizeError]), open,
            Frame.make(.data, 0, 1, zeros)),
        Case(
            "9113 §4.2", "HEADERS above SETTINGS_MAX_FRAME_SIZE", .connectionError([.frameSizeError]),
            Frame.headers(1, zeros)),
        Case(
            "9113 §4.3", "a header block that cannot be decoded", .connectionError([.compressionError]),
            Frame.headers(1, [0xff, 0xff, 0xff, 0xff, 0xff])),
        Case(
            "9113 §4.3", "PRIORITY inside a header block", .connectionError([.protocolError]), halfBlock,
            Frame.make(.priority, 0, 1, [0, 0, 0, 0, 1])),
        Case(
            "9113 §4.3", "HEADERS of another stream inside a header block", .connectionError([.protocolError]),
            halfBlock,
            Frame.headers(3, Frame.request())),
        // 5.1 Stream states
        Case("9113 §5.1", "idle: DATA", .connectionError([.protocolError]), Frame.make(.data, 1, 1, [0])),
        Case(
            "9113 §5.1", "idle: RST_STREAM", .connectionError([.protocolError]),
            Frame.make(.rstStream, 0, 1, Frame.big(8))),
        Case(
            "9113 §5.1", "idle: WINDOW_UPDATE", .connectionError([.protocolError]),
            Frame.make(.windowUpdate, 0, 1, Frame.big(100))),
        Case(
            "9113 §5.1", "idle: CONTINUATION", .connectionError([.protocolError]),
            Frame.make(.continuation, Frame.endHeaders, 1, Frame.request())),
        Case("9113 §5.1", "half-closed: DATA", .streamError(1, [.streamClosed]), closed, Frame.make(.data, 1, 1, [0])),
        Case(
            "9113 §5.1", "half-closed: HEADERS", .streamError(1, [.streamClosed]), closed,
            Frame.headers(1, Frame.request(), ends: true)),
        Case(
            "9113 §5.1", "half-closed: CONTINUATION", .connectionError([.protocolError, .streamClosed]), closed,
            Frame.make(.continuation, Frame.endHeaders, 1, Frame.request())),
        Case(
            "9113 §5.1", "closed by RST_STREAM: DATA", .streamError(1, [.streamClosed]), reset,
            Frame.make(.data, 1, 1, [0])),
        Case(
            "9113 §5.1", "closed by RST_STREAM: HEADERS", .streamError(1, [.streamClosed, .protocolError]), reset,
            Frame.headers(1, Frame.request(), ends: true)),
        Case(
            "9113 §5.1", "closed by RST_STREAM: CONTINUATION", .connectionError([.protocolError, .streamClosed]), reset,
            Frame.make(.continuation, Frame.endHeaders, 1, Frame.request())),
        Case("9113 §5.1", "closed: PRIORITY is taken", .alive, reset, Frame.make(.priority, 0, 1, [0, 0, 0, 0, 1])),
        Case(
            "9113 §5.1", "closed: WINDOW_UPDATE shortly after is ignored", .alive, reset,
            Frame.make(.windowUpdate, 0, 1, Frame.big(1))),
        Case("9113 §5.1.1", "an even stream id", .connectionError([.protocolError]), Frame.headers(2, Frame.request())),
        // §5.1.1 asks for a connection error; nghttp2 holds the stream for one that was closed, decodes the block and drops it.
        Case(
            "9113 §5.1.1", "a stream id below one that was used opens no call", .alive,
            Frame.headers(5, Frame.request(), ends: true), Frame.headers(3, Frame.request(), ends: true)),
        Case(
            "9113 §5.5", "an unknown frame inside a header block", .connectionError([.protocolError]), halfBlock,
            Frame.raw(0x7f, 0, 1, [0])),
        // 6.1 to 6.4
        Case("9113 §6.1", "DATA on stream 0", .connectionError([.protocolError]), Frame.make(.data, 0, 0, [0])),
        Case(
            "9113 §6.1", "DATA padded beyond its length", .connectionError([.protocolError]), open,
            Frame.make(.data, Frame.padded | 1, 1, [6, 1, 2, 3, 4, 5])),
        Case(
            "9113 §6.1", "DATA with padding is taken", .alive, open,
            Frame.make(.data, Frame.padded, 1, [2, 0, 0, 0, 0, 0, 0, 0])),
        Case("9113 §6.2", "HEADERS on stream 0", .connectionError([.protocolError]), Frame.headers(0, Frame.request())),
        Case(
            "9113 §6.2", "HEADERS padded beyond its length", .connectionError([.protocolError]),
            Frame.make(.headers, Frame.endHeaders | Frame.padded, 1, [0xff] + Frame.request())),
        Case(
            "9113 §6.2", "HEADERS with padding and priority is taken", .answered(1),
            Frame.make(
                .headers, Frame.endHeaders | Frame.endStream | Frame.padded | Frame.prioritized, 1,
                [3, 0, 0, 0, 0, 15] + Frame.request() + [0, 0, 0])),
        Case(
            "9113 §6.3", "PRIORITY on stream 0", .connectionError([.protocolError]),
            Frame.make(.priority, 0, 0, [0, 0, 0, 1, 1])),
        Case(
            "9113 §6.3", "PRIORITY of 4 bytes", .streamError(1, [.frameSizeError]), open,
            Frame.make(.priority, 0, 1, [0, 0, 0, 1])),
        Case(
            "9113 §6.4", "RST_STREAM on stream 0", .connectionError([.protocolError]),
            Frame.make(.rstStream, 0, 0, Frame.big(8))),
        Case(
            "9113 §6.4", "RST_STREAM of 3 bytes", .connectionError([.frameSizeError]), open,
            Frame.make(.rstStream, 0, 1, [0, 0, 0])),
        // 6.5 SETTINGS
        Case(
            "9113 §6.5", "an acknowledgement with a payload", .connectionError([.frameSizeError]),
            Frame.make(.settings, Frame.acknowledgement, 0, [0])),
        Case(
            "9113 §6.5", "SETTINGS on a stream", .connectionError([.protocolError]),
            Frame.make(.settings, 0, 1, [0, 3, 0, 0, 0, 100])),
        Case(
            "9113 §6.5", "SETTINGS whose length is no multiple of 6", .connectionError([.frameSizeError]),
            Frame.make(.settings, 0, 0, [0, 3, 0])),
        Case("9113 §6.5.2", "ENABLE_PUSH of 2", .connectionError([.protocolError]), Frame.settings((2, 2))),
        Case(
            "9113 §6.5.2", "INITIAL_WINDOW_SIZE above 2^31-1", .connectionError([.flowControlError]),
            Frame.settings((4, 0x8000_0000))),
        Case(
            "9113 §6.5.2", "MAX_FRAME_SIZE below 2^14", .connectionError([.protocolError]), Frame.settings((5, 16_383))),
        Case(
            "9113 §6.5.2", "MAX_FRAME_SIZE above 2^24-1", .connectionError([.protocolError]),
            Frame.settings((5, 1 << 24))),
        Case("9113 §6.5.2", "an unknown setting is ignored", .alive, Frame.settings((0xff, 1))),
        Case("9113 §6.5.3", "SETTINGS are acknowledged", .frame(.settings, 0, []), Frame.settings((3, 100))),
        // 6.6 to 6.8
        Case(
            "9113 §8.4", "PUSH_PROMISE from a client", .connectionError([.protocolError]),
            Frame.make(.pushPromise, Frame.endHeaders, 1, Frame.big(2) + Frame.request())),
        Case(
            "9113 §6.7", "PING is answered with its bytes", .frame(.ping, 0, [8, 7, 6, 5, 4, 3, 2, 1]),
            Frame.make(.ping, 0, 0, [8, 7, 6, 5, 4, 3, 2, 1])),
        Case(
            "9113 §6.7", "an unexpected PING acknowledgement is ignored", .alive,
            Frame.make(.ping, Frame.acknowledgement, 0, [1, 1, 1, 1, 1, 1, 1, 1])),
        Case(
            "9113 §6.7", "PING on a stream", .connectionError([.protocolError]),
            Frame.make(.ping, 0, 1, zeros.prefix(8) + [])),
        Case(
            "9113 §6.7", "PING of 6 bytes", .connectionError([.frameSizeError]),
            Frame.make(.ping, 0, 0, zeros.prefix(6) + [])),
        Case(
            "9113 §6.8", "GOAWAY on a stream", .connectionError([.protocolError]),
            Frame.make(.goAway, 0, 1, zeros.prefix(8) + [])),
        // 6.9 WINDOW_UPDATE
        Case(
            "9113 §6.9", "a connection window grown by 0", .connectionError([.protocolError]),
            Frame.make(.windowUpdate, 0, 0, Frame.big(0))),
        Case(
            "9113 §6.9", "a stream window grown by 0", .streamError(1, [.protocolError]), open,
            Frame.make(.windowUpdate, 0, 1, Frame.big(0))),
        Case(
            "9113 §6.9", "WINDOW_UPDATE of 3 bytes", .connectionError([.frameSizeError]),
            Frame.make(.windowUpdate, 0, 0, [0, 0, 1])),
        Case(
            "9113 §6.9.1", "a connection window above 2^31-1", .connectionError([.flowControlError]),
            Frame.make(.windowUpdate, 0, 0, Frame.big(0x7fff_ffff))),
        Case(
            "9113 §6.9.1", "a stream window above 2^31-1", .streamError(1, [.flowControlError]), open,
            Frame.make(.windowUpdate, 0, 1, Frame.big(0x7fff_ffff))),
        Case(
            "9113 §6.9.2", "a window of 1 lets one byte through", .frame(.data, 1, [0]), Frame.settings((4, 1)), open,
            Frame.message(1, [1, 2, 3])),
        Case(
            "9113 §6.9.2", "a smaller initial window makes open ones negative, a larger one lets them go on",
            .frame(.data, 1, [0, 0, 0, 0, 1, 9]), Frame.settings((4, 0)), open, Frame.message(1, [9]),
            Frame.settings((4, 100))),
        // §6.9.2 asks for a connection error; nghttp2 ends the stream.
        Case(
            "9113 §6.9.2", "an initial window that overflows an open one", .streamError(1, [.flowControlError]), open,
            Frame.make(.windowUpdate, 0, 1, Frame.big(0x7fff_0000 - 65_535)), Frame.settings((4, 0x7fff_ffff))),
        // 6.10 CONTINUATION
        Case(
            "9113 §6.10", "a block in three pieces is one block", .answered(1),
            Frame.make(.headers, Frame.endStream, 1, Array(Frame.request().prefix(10))),
            Frame.make(.continuation, 0, 1, Array(Frame.request()[10..<20])),
            Frame.make(.continuation, Frame.endHeaders, 1, Array(Frame.request()[20...]))),
        Case(
            "9113 §6.10", "CONTINUATION after a whole block", .connectionError([.protocolError, .streamClosed]), open,
            Frame.make(.continuation, Frame.endHeaders, 1, Frame.literal("a", "b"))),
        Case(
            "9113 §6.10", "CONTINUATION on stream 0", .connectionError([.protocolError]), halfBlock,
            Frame.make(.continuation, Frame.endHeaders, 0, [])),
        Case(
            "9113 §6.10", "DATA instead of CONTINUATION", .connectionError([.protocolError]), halfBlock,
            Frame.make(.data, 1, 1, [0])),
        // 7 Error codes
        Case(
            "9113 §7", "RST_STREAM with an unknown code is taken", .alive, open,
            Frame.make(.rstStream, 0, 1, Frame.big(0xff))),
        // 8 Messages
        Case(
            "9113 §8.1", "a second header block without END_STREAM", .streamError(1, [.protocolError]), open,
            Frame.headers(1, Frame.literal("x", "y"))),
        Case(
            "9113 §8.1.1", "a content-length that the body exceeds", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(adding: [("content-length", "1")])), Frame.message(1, [1, 2, 3], ends: true)),
        Case(
            "9113 §8.1.1", "a content-length that the body does not reach", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(adding: [("content-length", "100")])), Frame.message(1, [1], ends: true)),
        Case(
            "9113 §8.2.1", "an upper-case field name", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(adding: [("X-Test", "ok")]))),
        Case(
            "9113 §8.2.1", "a field value with a line feed", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(adding: [("x-test", "a\nb")]))),
        Case(
            "9113 §8.2.2", "a connection-specific field", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(adding: [("connection", "keep-alive")]))),
        Case(
            "9113 §8.2.2", "TE other than trailers", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(adding: [("te", "trailers, deflate")]))),
        Case(
            "9113 §8.3", "an unknown pseudo-header field", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.literal(":test", "ok") + Frame.request())),
        Case(
            "9113 §8.3", "a response's pseudo-header field", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.literal(":status", "200") + Frame.request())),
        Case(
            "9113 §8.3", "a pseudo-header field in trailers", .streamError(1, [.protocolError]), open,
            Frame.headers(1, Frame.literal(":method", "POST"), ends: true)),
        Case(
            "9113 §8.3", "a pseudo-header field after others", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.request(nil) + Frame.literal(":path", "/test.Echo/Stream"))),
        Case("9113 §8.3.1", "an empty :path", .streamError(1, [.protocolError]), Frame.headers(1, Frame.request(""))),
        Case("9113 §8.3.1", "no :path", .streamError(1, [.protocolError]), Frame.headers(1, Frame.request(nil))),
        Case(
            "9113 §8.3.1", "no :method", .streamError(1, [.protocolError]), Frame.headers(1, Frame.request(method: nil))
        ),
        Case(
            "9113 §8.3.1", "no :scheme", .streamError(1, [.protocolError]), Frame.headers(1, Frame.request(scheme: nil))
        ),
        Case(
            "9113 §8.3.1", "two :path", .streamError(1, [.protocolError]),
            Frame.headers(1, Frame.literal(":path", "/a") + Frame.request())),
        // HPACK
        Case(
            "7541 §2.3.3", "an indexed field beyond the table", .connectionError([.compressionError]),
            Frame.headers(1, [0xff, 0x80, 0x01])),
        Case(
            "7541 §2.3.3", "a literal whose name is beyond the table", .connectionError([.compressionError]),
            Frame.headers(1, [0x7f, 0x80, 0x01, 0x01, 0x61])),
        Case(
            "7541 §4.2", "a table size update at the end of a block", .connectionError([.compressionError]),
            Frame.headers(1, Frame.request() + [0x20])),
        Case(
            "7541 §5.2", "Huffman padding of more than 7 bits", .connectionError([.compressionError]),
            Frame.headers(1, Frame.request() + [0x00, 0x01, 0x61, 0x82, 0xff, 0xff])),
        Case(
            "7541 §5.2", "Huffman padding of zeros", .connectionError([.compressionError]),
            Frame.headers(1, Frame.request() + [0x00, 0x01, 0x61, 0x81, 0x18])),
        Case(
            "7541 §5.2", "Huffman with EOS inside", .connectionError([.compressionError]),
            Frame.headers(1, Frame.request() + [0x00, 0x01, 0x61, 0x84, 0xff, 0xff, 0xff, 0xff])),
        Case(
            "7541 §5.1", "an integer that does not end", .connectionError([.compressionError]),
            Frame.headers(1, [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f])),
        Case("7541 §6.1", "index 0", .connectionError([.compressionError]), Frame.headers(1, [0x80])),
        Case(
            "7541 §6.3", "a table larger than agreed", .connectionError([.compressionError]),
            Frame.headers(1, [0x3f, 0xe2, 0x1f] + Frame.request())),
    ]

    @Test("a rule of the protocol", arguments: frames)
    func rule(_ one: Case) async throws {
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService()], on: testLoop, logger: quietLogger)
        let peer = try await RawPeer.connect(server.port)
        await peer.send(Frame.preface + Frame.settings() + Frame.make(.settings, Frame.acknowledgement))
        _ = try await peer.wait { $0.frames.count >= 2 }
        let before = try await peer.wait { _ in true }.frames.count
        await peer.send(one.bytes)
        let mark: [UInt8] = [0xa, 0xb, 0xc, 0xd, 1, 2, 3, 4]
        switch one.answer {
        case .connectionError(let codes):
            let state = try await peer.wait(\.isClosed)
            #expect(state.isClosed, "the connection stays open")
            let code = state.frames.last { $0.type == Frame.Kind.goAway.rawValue }?.code
            #expect(codes.map(\.rawValue).contains(code ?? .max), "GOAWAY(\(code.map(String.init) ?? "none"))")
        case .streamError(let stream, let codes):
            let allowed = codes.map(\.rawValue)
            let state = try await peer.wait { $0.frames.contains { $0.code != nil } }
            #expect(
                state.frames.contains { frame in
                    allowed.contains(frame.code ?? .max)
                        && (frame.stream == stream || frame.type == Frame.Kind.goAway.rawValue)
                }, "\(state.frames.dropFirst(before))")
        case .alive:
            await peer.send(Frame.make(.ping, 0, 0, mark))
            let state = try await peer.wait { $0.isClosed || $0.frames.contains { $0.payload == mark } }
            #expect(state.frames.contains { $0.payload == mark } && !state.isClosed)
        case .answered(let stream):
            let state = try await peer.wait { state in
                state.isClosed || state.frames.contains { $0.type == 1 && $0.stream == stream }
            }
            #expect(state.frames.contains { $0.type == 1 && $0.stream == stream } && !state.isClosed)
        case .frame(let kind, let stream, let payload):
            let state = try await peer.wait { state in
                state.frames.dropFirst(before).contains {
                    $0.type == kind.rawValue && $0.stream == stream && $0.payload == payload
                }
            }
            #expect(
                state.frames.dropFirst(before).contains {
                    $0.type == kind.rawValue && $0.stream == stream && $0.payload == payload
                }, "\(state.frames.dropFirst(before))")
        }
        await peer.close()
        await server.drain(within: .milliseconds(200))
    }
}

/// What the server answers to requests that are HTTP/2, but not what gRPC asks for (grpc/doc/PROTOCOL-HTTP2.md).
@Suite("gRPC conformance of the server")
struct ServerAnswerTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let fields: [(String, String)]
        /// The body, already with its message prefixes; `nil`: the headers end the stream.
        let body: [UInt8]?
        /// Expected fields of the answer, wherever they stand.
        let answer: [String: String]
        var testDescription: String { title }

        init(
            _ title: String, _ fields: [(String, String)] = [], body: [UInt8]? = [0, 0, 0, 0, 1, 7],
            _ answer: [String: String]
        ) {
            self.title = title
            self.body = body
            self.answer = answer
            var all = [
                (":method", "POST"), (":scheme", "http"), (":path", "/test.Echo/Unary"), (":authority", "a"),
                ("te", "trailers"), ("content-type", "application/grpc"),
            ]
            for field in fields {
                if let known = all.firstIndex(where: { $0.0 == field.0 }) {
                    all[known] = field
                } else {
                    all.append(field)
                }
            }
            self.fields = all.filter { !$0.1.isEmpty }
        }
    }

    static let cases = [
        Case("a plain call", [], ["grpc-status": "0", ":status": "200", "content-type": "application/grpc+proto"]),
        Case("protobuf by name", [("content-type", "application/grpc+proto")], ["grpc-status": "0"]),
        Case("messages that are not protobuf", [("content-type", "application/grpc+json")], [":status": "415"]),
        Case("a content type that goes on", [("content-type", "application/grpc+protobuf")], [":status": "415"]),
        Case(
            "a content type with parameters", [("content-type", "application/grpc;charset=utf-8")], ["grpc-status": "0"]
        ),
        Case("another content type", [("content-type", "text/html")], [":status": "415"]),
        Case("a content type that only begins so", [("content-type", "application/grpc-web")], [":status": "415"]),
        Case("no content type", [("content-type", "")], [":status": "415"]),
        Case("GET", [(":method", "GET")], [":status": "415"]),
        Case("an unknown method", [(":path", "/test.Echo/Nothing")], [":status": "200", "grpc-status": "12"]),
        Case("an unknown service", [(":path", "/nothing/Unary")], ["grpc-status": "12"]),
        Case("a path that is none", [(":path", "/")], ["grpc-status": "12"]),
        Case("no TE, as proxies send it", [("te", "")], ["grpc-status": "0"]),
        Case("gzip", [("grpc-encoding", "gzip")], ["grpc-status": "12", "grpc-accept-encoding": "identity"]),
        Case("identity", [("grpc-encoding", "identity")], ["grpc-status": "0"]),
        Case("a timeout without a unit", [("grpc-timeout", "100")], ["grpc-status": "3"]),
        Case("a timeout of nine digits", [("grpc-timeout", "123456789S")], ["grpc-status": "3"]),
        Case("a negative timeout", [("grpc-timeout", "-1S")], ["grpc-status": "3"]),
        Case("the longest timeout", [("grpc-timeout", "99999999H")], ["grpc-status": "0"]),
        Case("no time at all", [("grpc-timeout", "0n")], ["grpc-status": "4"]),
        Case("binary metadata that is not base64", [("x-bin", "§")], ["grpc-status": "3"]),
        Case("no message", body: nil, ["grpc-status": "13"]),
        Case("two messages to a unary method", body: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0], ["grpc-status": "13"]),
        Case("an end inside a prefix", body: [0, 0, 0], ["grpc-status": "13"]),
        Case("an end inside a message", body: [0, 0, 0, 0, 9, 1], ["grpc-status": "13"]),
        Case("a message over the limit", body: [0, 0, 0x40, 0, 1], ["grpc-status": "8"]),
        Case("a message of 4 GiB", body: [0, 0xff, 0xff, 0xff, 0xff], ["grpc-status": "8"]),
        Case("the compressed flag without an encoding", body: [1, 0, 0, 0, 0], ["grpc-status": "13"]),
        Case("an unknown flag", body: [2, 0, 0, 0, 0], ["grpc-status": "13"]),
    ]

    @Test("an answer to a request", arguments: cases)
    func answer(_ one: Case) async throws {
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService()], on: testLoop, logger: quietLogger)
        let peer = SessionPeer()
        _ = try await ClientBootstrap(group: testLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(peer) }
            }
            .connect(host: "127.0.0.1", port: server.port).get()
        try await onLoop { peer.request(one.fields, body: one.body) }
        let answer = try await peer.answer()
        for (name, value) in one.answer { #expect(answer[name] == value, "\(name) in \(answer)") }
        try await onLoop { peer.close() }
        await server.drain(within: .milliseconds(200))
    }
}

/// A client that sends any fields and bytes in correct HTTP/2. On the test loop.
private final class SessionPeer: ChannelInboundHandler, @unchecked Sendable {
    typealias InboundIn = ByteBuffer
    private var session = HTTP2Session(.client)
    private var context: ChannelHandlerContext?
    private var fields: [String: String] = [:]
    private var isOver = false
    private let done = testLoop.makePromise(of: [String: String].self)

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        try? session.receive(buffer.readableBytesSpan)
        while let batch = session.takeBatch() {
            for event in batch.events {
                switch event {
                case .headers(_, _, let range):
                    for field in batch.fields[range] { fields[batch.text(field.name)] = batch.text(field.value) }
                case .endOfStream, .closed: finish()
                case .data, .pingAcknowledged, .goAway, .settings: break
                }
            }
            session.recycle(batch)
        }
        pump()
    }

    func channelInactive(context: ChannelHandlerContext) { finish() }

    private func finish() {
        guard !isOver else { return }
        isOver = true
        done.succeed(fields)
    }

    func request(_ fields: [(String, String)], body: [UInt8]?) {
        var headers = HTTP2Headers()
        for (name, value) in fields { headers.append(name, value) }
        let stream = session.open(headers)
        if let body { session.write(body, on: stream) }
        session.end(stream)
        pump()
    }

    private func pump() {
        var out = ByteBuffer()
        _ = session.send(into: &out, atMost: .max)
        if out.readableBytes > 0 { context?.writeAndFlush(NIOAny(out), promise: nil) }
    }

    func answer() async throws -> [String: String] {
        testLoop.scheduleTask(in: .seconds(5)) { self.finish() }
        return try await done.futureResult.get()
    }

    func close() { context?.close(promise: nil) }
}

/// What the client makes of answers that a server may not give, or may give and seldom does.
@Suite("Conformance of the client")
struct ClientConformanceTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let title: String
        let answer: [UInt8]
        let code: RPCStatus.Code
        /// Whether the connection is lost by it.
        let losesConnection: Bool
        var testDescription: String { title }

        init(_ title: String, _ code: RPCStatus.Code, losesConnection: Bool = false, _ frames: [UInt8]...) {
            self.title = title
            self.code = code
            self.losesConnection = losesConnection
            answer = frames.flatMap { $0 }
        }
    }

    private static func head(_ status: String = "200", _ type: String = "application/grpc", _ more: (String, String)...)
        -> [UInt8]
    {
        var block = Frame.literal(":status", status) + Frame.literal("content-type", type)
        for (name, value) in more { block += Frame.literal(name, value) }
        return block
    }

    private static func trailers(_ status: String) -> [UInt8] {
        Frame.headers(1, Frame.literal("grpc-status", status), ends: true)
    }

    static let cases = [
        Case("a plain answer", .ok, Frame.headers(1, head()), Frame.message(1, [1]), trailers("0")),
        Case(
            "trailers only", .notFound,
            Frame.headers(1, head("200", "application/grpc", ("grpc-status", "5")), ends: true)),
        Case(
            "an interim answer first", .ok, Frame.headers(1, Frame.literal(":status", "103")), Frame.headers(1, head()),
            Frame.message(1, [1]), trailers("0")),
        Case("HTTP 401", .unauthenticated, Frame.headers(1, head("401", "text/plain"), ends: true)),
        Case("HTTP 403", .permissionDenied, Frame.headers(1, head("403", "text/plain"), ends: true)),
        Case("HTTP 404", .unimplemented, Frame.headers(1, head("404", "text/plain"), ends: true)),
        Case("HTTP 429", .unavailable, Frame.headers(1, head("429", "text/plain"), ends: true)),
        Case("HTTP 503", .unavailable, Frame.headers(1, head("503", "text/plain"), ends: true)),
        Case("HTTP 500", .unknown, Frame.headers(1, head("500", "text/plain"), ends: true)),
        Case(
            "a page instead of gRPC", .unknown, Frame.headers(1, head("200", "text/html")),
            Frame.make(.data, 1, 1, [60])),
        Case(
            "success in the middle of a message", .internalError, Frame.headers(1, head()), Frame.message(1, [1]),
            Frame.make(.data, 0, 1, [0, 0, 0, 0, 9, 1]), trailers("0")),
        Case(
            "failure in the middle of a message", .aborted, Frame.headers(1, head()),
            Frame.make(.data, 0, 1, [0, 0, 0, 0, 9, 1]), trailers("10")),
        Case("no trailers", .internalError, Frame.headers(1, head()), Frame.make(.data, 1, 1, [0, 0, 0, 0, 1, 1])),
        Case("a status that is no number", .unknown, Frame.headers(1, head()), Frame.message(1, [1]), trailers("fine")),
        Case(
            "a status that nobody has defined", .unknown, Frame.headers(1, head()), Frame.message(1, [1]),
            trailers("99")),
        Case("an empty answer to a unary call", .internalError, Frame.headers(1, head()), trailers("0")),
        Case(
            "two answers to a unary call", .internalError, Frame.headers(1, head()), Frame.message(1, [1]),
            Frame.message(1, [2]), trailers("0")),
        Case(
            "a compressed answer", .internalError,
            Frame.headers(1, head("200", "application/grpc", ("grpc-encoding", "gzip")))),
        Case(
            "a compressed message", .internalError, Frame.headers(1, head()), Frame.make(.data, 0, 1, [1, 0, 0, 0, 0])),
        Case(
            "a message over the limit", .resourceExhausted, Frame.headers(1, head()),
            Frame.make(.data, 0, 1, [0, 0x7f, 0, 0, 0])),
        Case("REFUSED_STREAM", .unavailable, Frame.make(.rstStream, 0, 1, Frame.big(7))),
        Case("CANCEL", .cancelled, Frame.make(.rstStream, 0, 1, Frame.big(8))),
        Case("ENHANCE_YOUR_CALM", .resourceExhausted, Frame.make(.rstStream, 0, 1, Frame.big(11))),
        Case("INADEQUATE_SECURITY", .permissionDenied, Frame.make(.rstStream, 0, 1, Frame.big(12))),
        Case("INTERNAL_ERROR", .internalError, Frame.make(.rstStream, 0, 1, Frame.big(2))),
        Case("an unknown reset", .internalError, Frame.make(.rstStream, 0, 1, Frame.big(200))),
        Case(
            "no :status (RFC 9113 §8.3.2)", .internalError,
            Frame.headers(1, Frame.literal("content-type", "application/grpc"))),
        Case("DATA before HEADERS (§8.1)", .unavailable, losesConnection: true, Frame.message(1, [1])),
        Case("an upper-case field name (§8.2.1)", .internalError, Frame.headers(1, head() + Frame.literal("X", "y"))),
        Case(
            "GOAWAY that leaves the call out (§6.8)", .unavailable, losesConnection: true,
            Frame.make(.goAway, 0, 0, Frame.big(0) + Frame.big(0))),
        Case(
            "PUSH_PROMISE (§8.4)", .unavailable, losesConnection: true,
            Frame.make(.pushPromise, Frame.endHeaders, 1, Frame.big(2) + Frame.request())),
        Case(
            "HEADERS on a stream of the server's (§5.1.1)", .unavailable, losesConnection: true,
            Frame.headers(2, head())),
        Case("DATA on stream 0 (§6.1)", .unavailable, losesConnection: true, Frame.make(.data, 0, 0, [0])),
        Case(
            "a frame above 2^14 bytes (§4.2)", .unavailable, losesConnection: true,
            Frame.make(.headers, 4, 1, [UInt8](repeating: 0, count: 16_385))),
        Case(
            "a header block that cannot be decoded (§4.3)", .unavailable, losesConnection: true,
            Frame.headers(1, [0x80])),
        Case(
            "a window above 2^31-1 (§6.9.1)", .unavailable, losesConnection: true,
            Frame.make(.windowUpdate, 0, 0, Frame.big(0x7fff_ffff))),
        Case(
            "SETTINGS of 3 bytes (§6.5)", .unavailable, losesConnection: true, Frame.make(.settings, 0, 0, [0, 1, 0])),
        Case("ENABLE_PUSH from a server (§6.5.2)", .unavailable, losesConnection: true, Frame.settings((2, 1))),
        Case(
            "CONTINUATION out of place (§6.10)", .unavailable, losesConnection: true,
            Frame.make(.continuation, 4, 1, head())),
        Case(
            "PING of 6 bytes (§6.7)", .unavailable, losesConnection: true, Frame.make(.ping, 0, 0, [1, 2, 3, 4, 5, 6])),
    ]

    private static func outcome(_ channel: RPCChannel) async -> RPCStatus {
        do throws(RPCStatus) {
            _ = try await channel.unary("/test.Echo/Unary", [1], deadline: .seconds(10))
            return .ok
        } catch {
            return error
        }
    }

    @Test("an answer of a server", arguments: cases)
    func answer(_ one: Case) async throws {
        let peer = RawPeer(skipsPreface: true)
        let listener = try await ServerBootstrap(group: testLoop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try channel.pipeline.syncOperations.addHandler(peer) }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        var options = RPCChannel.Options()
        options.minBackoff = .seconds(30)
        options.maxBackoff = .seconds(30)
        let states = StateRecorder()
        let channel = RPCChannel(
            host: "127.0.0.1", port: listener.localAddress!.port!, eventLoop: testLoop, options: options
        ) { states.record($0) }
        _ = try await peer.wait { !$0.frames.isEmpty }
        await peer.send(Frame.settings() + Frame.make(.settings, Frame.acknowledgement))
        try await states.wait { $0.contains(.ready) }
        async let outcome = Self.outcome(channel)
        _ = try await peer.wait { $0.frames.contains { $0.type == Frame.Kind.headers.rawValue } }
        await peer.send(one.answer)
        let status = await outcome
        #expect(status.code == one.code, "\(status)")
        if one.losesConnection {
            try await states.wait { $0.contains { if case .disconnected = $0 { true } else { false } } }
        } else {
            let mark: [UInt8] = [1, 2, 3, 4, 5, 6, 7, 8]
            await peer.send(Frame.make(.ping, 0, 0, mark))
            let state = try await peer.wait { $0.frames.contains { $0.payload == mark } }
            #expect(state.frames.contains { $0.payload == mark }, "the connection goes on")
        }
        channel.close()
        await peer.close()
        try await listener.close()
    }
}
