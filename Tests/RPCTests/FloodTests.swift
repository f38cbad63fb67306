import Foundation
import NIOCore
import NIOPosix
import RPC
import TLS
import TestSupport
import Testing

/// Peers that keep to the letter of the protocol and wear a server down. Each is stopped in bounded time and memory, or borne
/// without harm, while a second, honest connection is served.
@Suite("Floods harm only those who send them")
struct FloodTests {
    /// A server with small limits, an honest client of it, and what happens to one hostile connection.
    private struct Scene {
        let server: RPCServer
        let honest: RPCChannel
        let log = LogLines()
        let memory: Int

        init(_ change: (inout RPCLimits) -> Void = { _ in }) async throws {
            var limits = RPCLimits()
            change(&limits)
            server = try await RPCServer.start(
                host: "127.0.0.1", port: 0, services: [echoService()], limits: limits, on: testLoop, logger: log.logger)
            honest = RPCChannel(host: "127.0.0.1", port: server.port, eventLoop: testLoop)
            #expect(try await honest.unary("/test.Echo/Unary", [1], deadline: .seconds(10)) == [1])
            memory = Self.residentBytes
        }

        func greet() async throws -> RawPeer {
            let peer = try await RawPeer.connect(server.port)
            await peer.send(Frame.preface + Frame.settings() + Frame.make(.settings, Frame.acknowledgement))
            _ = try await peer.wait { $0.frames.count >= 2 }
            return peer
        }

        /// The honest client is served, and memory has grown by less than `megabytes`.
        func isUnharmed(megabytes: Int = 32) async throws {
            #expect(try await honest.unary("/test.Echo/Unary", [2], deadline: .seconds(10)) == [2])
            #expect(Self.residentBytes - memory < megabytes << 20)
        }

        func end() async {
            honest.close()
            await server.drain(within: .milliseconds(200))
        }

        static var residentBytes: Int {
            let text = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8)) ?? ""
            return (text.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0) * 4096
        }
    }

    /// Sends `piece` again and again until the connection is closed, at most `limit` times.
    private func flood(_ peer: RawPeer, limit: Int, _ piece: (Int) -> [UInt8]) async throws -> RawPeer.State {
        for round in 0..<limit {
            await peer.send(piece(round))
            let state = try await peer.wait(within: .nanoseconds(1), \.isClosed)
            if state.isClosed { return state }
        }
        return try await peer.wait(\.isClosed)
    }

    @Test("rapid reset (CVE-2023-44487): past the burst the connection is closed")
    func rapidReset() async throws {
        let scene = try await Scene { limits in
            limits.resetBurst = 200
            limits.resetRate = 10
        }
        let peer = try await scene.greet()
        let state = try await flood(peer, limit: 100) { round in
            (0..<50 as Range<UInt32>).flatMap { one in
                let stream = 2 * (UInt32(round) * 50 + one) + 1
                return Frame.headers(stream, Frame.request()) + Frame.make(.rstStream, 0, stream, Frame.big(8))
            }
        }
        #expect(state.isClosed)
        #expect(state.frames.last { $0.type == Frame.Kind.goAway.rawValue }?.code == 11, "ENHANCE_YOUR_CALM")
        try await scene.log.wait(for: 1)
        try await scene.isUnharmed()
        await scene.end()
    }

    @Test("resets that a client brings about count like its own (CVE-2025-8671)")
    func provokedResets() async throws {
        let scene = try await Scene { limits in
            limits.resetBurst = 200
            limits.resetRate = 10
        }
        let peer = try await scene.greet()
        // Each stream gets a window above 2^31-1, an error of that stream only (RFC 9113 §6.9.1).
        let state = try await flood(peer, limit: 100) { round in
            (0..<50 as Range<UInt32>).flatMap { one in
                let stream = 2 * (UInt32(round) * 50 + one) + 1
                return Frame.headers(stream, Frame.request())
                    + Frame.make(.windowUpdate, 0, stream, Frame.big(0x7fff_ffff))
            }
        }
        #expect(state.isClosed)
        #expect(state.frames.contains { $0.type == Frame.Kind.rstStream.rawValue && $0.code == 3 })
        try await scene.log.wait(for: 1)
        try await scene.isUnharmed()
        await scene.end()
    }

    @Test("CONTINUATION flood (CVE-2024-28182): a block without end costs the connection, not memory")
    func continuationFlood() async throws {
        let scene = try await Scene()
        let peer = try await scene.greet()
        await peer.send(Frame.make(.headers, 0, 1, Frame.request()))
        let field = Frame.literal("x", String(repeating: "y", count: 1000))
        let piece = Array(repeatElement(field, count: 16).joined())
        let state = try await flood(peer, limit: 2000) { _ in Frame.make(.continuation, 0, 1, piece) }
        #expect(state.isClosed)
        try await scene.isUnharmed()
        await scene.end()
    }

    @Test("a header bomb: a small block that unpacks to megabytes resets its stream only")
    func headerBomb() async throws {
        let scene = try await Scene()
        let peer = try await scene.greet()
        // A field of 4 000 bytes into the dynamic table (RFC 7541 §6.2.1), then 4 000 times the index of it, 62.
        let value = [UInt8](repeating: 0x61, count: 3_900)
        let entry: [UInt8] = [0x40, 1, 0x78, 0x7f, 0xbd, 0x1d] + value
        let block = Frame.request() + entry + [UInt8](repeating: 0x80 | 62, count: 4_000)
        await peer.send(Frame.headers(1, block))
        let state = try await peer.wait { $0.frames.contains { $0.code != nil } }
        #expect(state.frames.contains { $0.type == Frame.Kind.rstStream.rawValue && $0.stream == 1 })
        await peer.send(Frame.headers(3, Frame.request(), ends: true))
        let later = try await peer.wait { $0.frames.contains { $0.stream == 3 } }
        #expect(later.frames.contains { $0.stream == 3 } && !later.isClosed, "the table is still right")
        try await scene.isUnharmed()
        await peer.close()
        await scene.end()
    }

    @Test(
        "a flood of frames that ask for answers nobody reads is an error, not memory",
        arguments: [
            ("SETTINGS", Frame.settings((3, 100))), ("PING", Frame.make(.ping, 0, 0, [1, 2, 3, 4, 5, 6, 7, 8])),
        ])
    func controlFlood(name: String, frame: [UInt8]) async throws {
        let scene = try await Scene()
        let peer = try await scene.greet()
        try await onLoop { peer.stopReading() }
        let piece = Array(repeatElement(frame, count: 2_000).joined())
        let state = try await flood(peer, limit: 4_000) { _ in piece }
        #expect(state.isClosed)
        try await scene.isUnharmed()
        await scene.end()
    }

    @Test(
        "frames that mean nothing are borne in any number",
        arguments: [
            ("empty DATA", Frame.make(.data, 0, 1)), ("PRIORITY", Frame.make(.priority, 0, 3, [0, 0, 0, 0, 1])),
            ("WINDOW_UPDATE", Frame.make(.windowUpdate, 0, 1, Frame.big(1))),
            ("unknown frames", Frame.raw(0x7f, 0, 1, [1])),
            ("resets of a stream that is gone", Frame.make(.rstStream, 0, 5, Frame.big(8))),
        ])
    func meaningless(name: String, frame: [UInt8]) async throws {
        let scene = try await Scene()
        let peer = try await scene.greet()
        await peer.send(
            Frame.headers(1, Frame.request()) + Frame.headers(5, Frame.request())
                + Frame.make(.rstStream, 0, 5, Frame.big(8)))
        let piece = Array(repeatElement(frame, count: 1_000).joined())
        for _ in 0..<50 { await peer.send(piece) }
        try await scene.isUnharmed()
        await peer.close()
        await scene.end()
    }

    @Test("answers that wait for a window which never opens are bounded by connection")
    func zeroWindow() async throws {
        let scene = try await Scene { $0.maxConnectionBytes = 8 << 20 }
        let peer = try await RawPeer.connect(scene.server.port)
        await peer.send(Frame.preface + Frame.settings((4, 0)) + Frame.make(.settings, Frame.acknowledgement))
        _ = try await peer.wait { $0.frames.count >= 2 }
        // 64 KiB a call within its own first window, echoed and held.
        let message = [UInt8](repeating: 7, count: 16_000)
        let state = try await flood(peer, limit: 200) { round in
            let stream = UInt32(2 * round + 1)
            var bytes = Frame.headers(stream, Frame.request())
            for _ in 0..<4 { bytes += Frame.message(stream, message) }
            return bytes
        }
        #expect(state.isClosed)
        try await scene.log.wait(for: 1)
        try await scene.isUnharmed()
        await scene.end()
    }

    @Test("messages that never become whole are bounded by connection")
    func endlessMessages() async throws {
        let scene = try await Scene { $0.maxConnectionBytes = 8 << 20 }
        let peer = try await scene.greet()
        let part = [UInt8](repeating: 7, count: 16_000)
        let state = try await flood(peer, limit: 400) { round in
            let stream = UInt32(2 * round + 1)
            return Frame.headers(stream, Frame.request()) + Frame.make(.data, 0, stream, [0, 0, 0x3f, 0, 0])
                + Frame.make(.data, 0, stream, part) + Frame.make(.data, 0, stream, part)
                + Frame.make(.data, 0, stream, part)
        }
        #expect(state.isClosed)
        try await scene.isUnharmed()
        await scene.end()
    }

    @Test("a preface, and a TLS greeting, that trickle in are cut off in time", arguments: [false, true])
    func slowLoris(isSecure: Bool) async throws {
        var limits = RPCLimits()
        limits.handshakeTimeout = .milliseconds(500)
        let authority = try TestCertificates()
        let leaf = try authority.issue("echo", names: ["DNS:echo"])
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService()],
            security: isSecure
                ? .serverTLS(
                    TLSConfiguration(certificateFile: leaf.certificateFile, keyFile: leaf.keyFile), serverName: "")
                : .plaintext, limits: limits, on: testLoop, logger: quietLogger)
        let peer = try await RawPeer.connect(server.port)
        // The head of a ClientHello of 512 bytes (RFC 8446 §5.1), or the preface.
        let bytes: [UInt8] =
            isSecure ? [0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc] + [UInt8](repeating: 3, count: 400) : Frame.preface
        var sent = 0
        var isClosed = false
        while sent < bytes.count, !isClosed {
            await peer.send([bytes[sent]])
            sent += 1
            isClosed = try await peer.wait(within: .milliseconds(100), \.isClosed).isClosed
        }
        #expect(isClosed && sent < 20, "\(sent) bytes were waited for")
        await server.drain(within: .milliseconds(200))
    }

    @Test("a client that vanishes without a word is found within interval and timeout, its calls are ended")
    func halfOpen() async throws {
        let log = CallLog()
        var limits = RPCLimits()
        limits.keepAliveInterval = .milliseconds(200)
        limits.keepAliveTimeout = .milliseconds(200)
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService(log)], limits: limits, on: testLoop, logger: quietLogger)
        let peer = try await RawPeer.connect(server.port)
        await peer.send(
            Frame.preface + Frame.settings() + Frame.make(.settings, Frame.acknowledgement)
                + Frame.headers(1, Frame.request()))
        _ = try await peer.wait { $0.frames.contains { $0.type == 1 } }
        // From here on it answers nothing, pings included.
        let state = try await peer.wait(\.isClosed)
        #expect(state.isClosed)
        #expect(state.frames.contains { $0.type == Frame.Kind.ping.rawValue })
        try await log.wait(for: "stream closed cancelled")
        await server.drain(within: .milliseconds(200))
    }
}

extension RawPeer {
    /// What comes stays in the socket. On the test loop.
    func stopReading() { try? channel?.syncOptions?.setOption(.autoRead, value: false) }
}
