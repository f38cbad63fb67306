import GatewayCore
import GatewayService
import NIOCore
import NIOHTTP1
import NIOPosix
import Testing

/// What becomes of requests that are under way when the gateway is asked to stop.
@Suite("HTTP at a drain")
struct HTTPDrainTests {
    private static let size = 8 << 20

    /// Answers every request with ``size`` bytes.
    private struct Large: HTTPResponder {
        private let body = ByteBuffer(bytes: (0..<HTTPDrainTests.size).map { UInt8(truncatingIfNeeded: $0 / 7) })

        var socketEndpoint: SocketEndpoint { .players }
        var isDraining: Bool { true }
        var trustedProxies: Int { 0 }

        func answer(to request: HTTPRequest) -> HTTPAnswer {
            .now(HTTPResponse(.ok, "application/octet-stream", body))
        }
        func refusal(of upgrade: WebSocketHandshake.Request, from clientAddress: String) -> HTTPResponse? {
            .failure(.notFound, "not_found", "There are no sockets here.")
        }
        func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler {
            fatalError("every upgrade is refused")
        }
    }

    private func withConnections(_ body: (Int, HTTPConnections, any Channel) async throws -> Void) async throws {
        let loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let connections = HTTPConnections(on: loops.next())
        let listener = try await HTTPListener.bind(
            host: "127.0.0.1", port: 0, responder: Large(), among: connections, on: loops.next())
        do { try await body(listener.localAddress?.port ?? 0, connections, listener) } catch {
            try? await listener.close()
            try await loops.shutdownGracefully()
            throw error
        }
        try await loops.shutdownGracefully()
    }

    @Test("a download goes on to its end, a request that has begun is answered, and who asks nothing is let go")
    func inFlight() async throws {
        try await withConnections { port, connections, listener in
            var download = try RawClient(port: port, receiveBuffer: 4096)
            try download.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try download.read(100)
            var half = try RawClient(port: port)
            try half.send("GET /large HTTP/1.1\r\nHo")
            var idle = try RawClient(port: port)
            while await connections.count < 3 { try await Task.sleep(for: .milliseconds(1)) }
            try await listener.close()

            async let finished: Void = connections.finish(within: 60_000)
            let nothing = try idle.readAllBytes()
            #expect(nothing == [], "it ends before the others")
            try half.send("st: x\r\n\r\n")
            let answer = try half.readAllBytes()
            #expect(answer.count > Self.size)
            #expect(String(decoding: answer.prefix(600), as: UTF8.self).contains("connection: close\r\n"))
            #expect(answer.last == UInt8(truncatingIfNeeded: (Self.size - 1) / 7))
            half.endSending()
            let rest = try download.readAllBytes()
            #expect(rest.count > Self.size - 100)
            #expect(rest.last == UInt8(truncatingIfNeeded: (Self.size - 1) / 7))
            download.endSending()
            await finished
        }
    }

    @Test("who does not read its answer is cut off at the limit")
    func limit() async throws {
        try await withConnections { port, connections, listener in
            var client = try RawClient(port: port, receiveBuffer: 4096)
            try client.send("GET /large HTTP/1.1\r\nHost: x\r\n\r\n")
            _ = try client.read(100)
            try await listener.close()
            await connections.finish(within: 200)
            let cut = try client.readAllBytes()
            #expect(cut.count < Self.size)
        }
    }
}
