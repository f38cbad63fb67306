import NIOCore
import Testing

@testable import RPC

@Suite("Each service of a node calls what it needs, and no more")
struct CallersTests {
    private static let secret = "a secret of this node alone"
    private static let rules: [String: Set<String>] = [
        "/test.Echo/Unary": ["gateway", "simulation"], "/test.Echo/Stream": ["simulation"],
        "/test.Echo/Hang": [],
    ]

    private func outcome(_ token: RPCCallToken?, _ path: String, _ port: Int) async -> RPCStatus.Code {
        var options = RPCChannel.Options()
        options.callToken = token
        let channel = RPCChannel(host: "127.0.0.1", port: port, eventLoop: testLoop, options: options)
        defer { channel.close() }
        do {
            _ = try await channel.unary(path, [1], deadline: .seconds(10))
            return .ok
        } catch {
            return error.code
        }
    }

    @Test("methods, callers and secrets: who is let in")
    func matrix() async throws {
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService()],
            callers: RPCCallers(secret: Self.secret, rules: Self.rules), on: testLoop, logger: quietLogger)
        let (node, other) = (RPCNodeSecret(Self.secret), RPCNodeSecret("the secret of another node"))
        for (token, unary, stream, hang) in [
            (
                node.token(of: "gateway"), RPCStatus.Code.ok, RPCStatus.Code.permissionDenied,
                RPCStatus.Code.permissionDenied
            ),
            (node.token(of: "simulation"), .ok, .ok, .permissionDenied),
            (node.token(of: "consensus"), .unauthenticated, .unauthenticated, .unauthenticated),
            (other.token(of: "gateway"), .unauthenticated, .unauthenticated, .unauthenticated),
            (RPCCallToken(secret: "the secret of another node"), .unauthenticated, .unauthenticated, .unauthenticated),
            (nil, .unauthenticated, .unauthenticated, .unauthenticated),
        ] as [(RPCCallToken?, RPCStatus.Code, RPCStatus.Code, RPCStatus.Code)] {
            #expect(await outcome(token, "/test.Echo/Unary", server.port) == unary)
            #expect(await outcome(token, "/test.Echo/Stream", server.port) == stream)
            #expect(await outcome(token, "/test.Echo/Hang", server.port) == hang)
            #expect(await outcome(token, "/grpc.health.v1.Health/Check", server.port) != .unauthenticated)
        }
        // A digest of the secret itself is the operator's token.
        let all = RPCCallToken(secret: Self.secret)
        #expect(await outcome(all, "/test.Echo/Unary", server.port) == .ok)
        await server.drain(within: .milliseconds(200))
    }

    @Test(
        "a stranger makes a port hold 256 KiB at most, by health and reflection too; a caller who is known may send more"
    )
    func strangers() async throws {
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService()],
            callers: RPCCallers(secret: Self.secret, rules: Self.rules), on: testLoop, logger: quietLogger)
        let peer = try await RawPeer.connect(server.port)
        await peer.send(Frame.preface + Frame.settings() + Frame.make(.settings, Frame.acknowledgement))
        _ = try await peer.wait { $0.frames.count >= 2 }
        let path = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo"
        let part = [UInt8](repeating: 7, count: 15_000)
        var sent = 0
        for round in 0..<100 {
            let stream = UInt32(2 * round + 1)
            // A message of 15 001 bytes that never becomes whole.
            await peer.send(
                Frame.headers(stream, Frame.request(path)) + Frame.make(.data, 0, stream, [0, 0, 0, 0x3a, 0x99])
                    + Frame.make(.data, 0, stream, part))
            sent += part.count
            if try await peer.wait(within: .milliseconds(1), \.isClosed).isClosed { break }
        }
        #expect(try await peer.wait(\.isClosed).isClosed)
        #expect(sent < 2 << 20)
        // One message over the limit ends its call.
        var options = RPCChannel.Options()
        let stranger = RPCChannel(host: "127.0.0.1", port: server.port, eventLoop: testLoop, options: options)
        let large = [UInt8](repeating: 7, count: 100_000)
        await #expect(throws: RPCStatus.self) { try await stranger.unary(path, large, deadline: .seconds(10)) }
        options.callToken = RPCNodeSecret(Self.secret).token(of: "gateway")
        let known = RPCChannel(host: "127.0.0.1", port: server.port, eventLoop: testLoop, options: options)
        let megabyte = [UInt8](repeating: 7, count: 1 << 20)
        #expect(try await known.unary("/test.Echo/Unary", megabyte, deadline: .seconds(20)) == megabyte)
        stranger.close()
        known.close()
        await server.drain(within: .milliseconds(200))
    }

    @Test("no token shows its secret, and none is another's")
    func tokens() {
        let node = RPCNodeSecret(Self.secret)
        let texts =
            ["gateway", "simulation", "consensus", "registry"].map { node.token(of: $0).headerText }
            + [RPCCallToken(secret: Self.secret).headerText]
        #expect(Set(texts).count == 5)
        #expect(texts.allSatisfy { $0.count == "Bearer ".count + 64 && !$0.contains(Self.secret) })
        for service in ["gateway", "simulation"] {
            let token = node.token(of: service)
            #expect(RPCCallToken(text: token.text)?.headerText == token.headerText)
        }
        for text in ["", "abc", String(repeating: "g", count: 64), String(repeating: "A", count: 64)] {
            #expect(RPCCallToken(text: text) == nil)
        }
        #expect(!"\(node) \(node.token(of: "gateway"))".contains(Self.secret))
    }
}
