import Foundation
import NIOCore
import RPC
import TLS
import TestSupport
import Testing

/// Against grpcio, a gRPC of another make (PyPI: grpcio). Without it these tests fail: what they check cannot be
/// known otherwise.
@Suite("Interoperation with grpcio", .serialized)
struct InteropTests {
    private static let scripts = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Interop").path

    private func python(_ script: String, _ arguments: [String]) throws -> ChildProcess {
        try ChildProcess(["python3", "\(Self.scripts)/\(script)"] + arguments)
    }

    // MARK: Our server, their client

    private func startServer(_ security: RPCSecurity = .plaintext, limits: RPCLimits = RPCLimits()) async throws
        -> (RPCServer, CallLog)
    {
        let log = CallLog()
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [echoService(log)], security: security, limits: limits, on: testLoop,
            logger: quietLogger)
        return (server, log)
    }

    @Test(
        "their client is served",
        arguments: [
            "unary", "large", "too_large", "status", "stream", "interleaved", "deadline", "cancel", "concurrent",
            "thousand", "slow_reader", "unknown", "gzip", "health",
        ])
    func serves(name: String) async throws {
        let (server, log) = try await startServer()
        let client = try python("client.py", ["\(server.port)", name])
        if name == "cancel" {
            #expect(try await client.line() == "started?")
            try await log.wait(for: "hang started")
            client.write(line: "started")
        }
        #expect(try await client.line(within: 90) == "ok")
        if name == "deadline" { try await log.wait(for: "hang cancelled") }
        if name == "cancel" {
            try await log.wait(for: "hang cancelled")
            try await log.wait(for: "stream closed cancelled")
        }
        await server.drain(within: .seconds(5))
    }

    @Test("their 250 streams and 500 calls wait their turn when 300 may run")
    func fewStreams() async throws {
        var limits = RPCLimits()
        limits.maxConcurrentCalls = 300
        let (server, _) = try await startServer(limits: limits)
        let client = try python("client.py", ["\(server.port)", "concurrent"])
        #expect(try await client.line(within: 90) == "ok")
        await server.drain(within: .seconds(5))
    }

    @Test("their running stream survives our GOAWAY, a new call does not start")
    func drains() async throws {
        let (server, _) = try await startServer()
        let client = try python("client.py", ["\(server.port)", "drain"])
        #expect(try await client.line() == "draining?")
        async let drained: Void = server.drain(within: .seconds(20))
        client.write(line: "draining")
        #expect(try await client.line() == "ok")
        await drained
    }

    @Test("their client gets in by TLS, and by mutual TLS with an allowed name only")
    func servesTLS() async throws {
        let authority = try TestCertificates()
        let echo = try authority.issue("echo", names: ["DNS:echo"])
        let friend = try authority.issue("friend", names: ["DNS:gateway"])
        let stranger = try authority.issue("stranger", names: ["DNS:somebody"])
        let configuration = TLSConfiguration(
            authorityFile: authority.authorityFile, certificateFile: echo.certificateFile, keyFile: echo.keyFile)

        let (open, _) = try await startServer(.serverTLS(configuration, serverName: ""))
        let client = try python("client.py", ["\(open.port)", "stream", authority.authorityFile])
        #expect(try await client.line() == "ok")
        await open.drain(within: .seconds(5))

        let (closed, _) = try await startServer(.mutualTLS(configuration, allowedPeers: ["gateway"]))
        for (name, leaf) in [("large", friend), ("concurrent", friend), ("refused", stranger)] {
            let client = try python(
                "client.py",
                ["\(closed.port)", name, authority.authorityFile, leaf.certificateFile, leaf.keyFile])
            #expect(try await client.line(within: 90) == "ok", "\(name)")
        }
        let nameless = try python("client.py", ["\(closed.port)", "refused", authority.authorityFile])
        #expect(try await nameless.line() == "ok")
        await closed.drain(within: .seconds(5))
    }

    // MARK: Their server, our client

    /// - Parameter reached: What the channel's states must have come to.
    private func startPeer(
        _ arguments: [String] = [], security: RPCSecurity = .plaintext,
        until reached: @Sendable ([RPCChannelState]) -> Bool = { $0.contains(.ready) }
    ) async throws -> Peer {
        let process = try python("server.py", arguments)
        let port = try #require(Int(try await process.line()))
        let states = StateRecorder()
        var options = RPCChannel.Options()
        options.limits.keepAliveInterval = .seconds(60)  // grpcio ends connections that ping an idle server
        let channel = RPCChannel(
            host: "127.0.0.1", port: port, security: security, eventLoop: testLoop, options: options
        ) { states.record($0) }
        try await states.wait(reached)
        return Peer(process: process, channel: channel, states: states)
    }

    private struct Peer {
        let process: ChildProcess  // ends with its owner
        let channel: RPCChannel
        let states: StateRecorder
    }

    @Test("our calls are answered: messages of any size, metadata both ways, statuses")
    func calls() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        for size in [0, 1, 100_000, 4 << 20] {
            let request = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 13) }
            #expect(try await channel.unary("/test.Peer/Unary", request, deadline: .seconds(20)) == request)
        }
        for code in RPCStatus.Code.allCases where code != .ok {
            var metadata: RPCMetadata = ["want-status": "\(code.rawValue)"]
            metadata.append("want-message-bin", bytes: Array("nein, 100% größer 🐍\n".utf8))
            let error = await #expect(throws: RPCStatus.self) {
                _ = try await channel.unary("/test.Peer/Unary", [], deadline: .seconds(20), metadata: metadata)
            }
            #expect(error == RPCStatus(code, "nein, 100% größer 🐍\n"))
        }
        let details = [UInt8](0...255)
        let detailed = await #expect(throws: RPCStatus.self) {
            var metadata: RPCMetadata = ["want-status": "9"]
            metadata.append("want-details-bin", bytes: details)
            _ = try await channel.unary("/test.Peer/Unary", [], deadline: .seconds(20), metadata: metadata)
        }
        #expect(detailed?.code == .failedPrecondition && detailed?.details == details)
        let recorder = Recorder()
        var metadata: RPCMetadata = ["name": "value"]
        metadata.append("name-bin", bytes: [0, 1, 255])
        let call = try await onLoop { [metadata] in
            let call = channel.open("/test.Peer/Unary", metadata: metadata, handler: recorder)
            call.send([7])
            call.finish()
            return call
        }
        #expect(try await recorder.status() == .ok)
        guard case .headers(let initial)? = recorder.events.first else {
            Issue.record("no initial metadata")
            return
        }
        #expect(initial["initial"] == "yes" && initial[bytes: "initial-bin"] == [0, 255])
        #expect(try await onLoop { call.trailers["echo"] } == "value")
        #expect(try await onLoop { call.trailers[bytes: "echo-bin"] } == [0, 1, 255])
        peer.channel.close()
    }

    @Test("1 000 streams run at once, both ways")
    func streams() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        let recorders = (0..<1000).map { _ in Recorder() }
        let calls = try await onLoop {
            recorders.map { channel.open("/test.Peer/Stream", deadline: .seconds(30), handler: $0) }
        }
        for round in 0..<10 {
            try await onLoop {
                for (index, call) in calls.enumerated() { call.send([UInt8(round), UInt8(truncatingIfNeeded: index)]) }
            }
            for recorder in recorders { try await recorder.wait { $0.count(where: Recorder.isMessage) == round + 1 } }
        }
        try await onLoop { for call in calls { call.finish() } }
        for (index, recorder) in recorders.enumerated() {
            #expect(try await recorder.status() == .ok)
            #expect(recorder.messages == (0..<10).map { [UInt8($0), UInt8(truncatingIfNeeded: index)] })
        }
        peer.channel.close()
    }

    @Test("client streaming, server streaming, and an answer before the end of the request")
    func otherKinds() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        let total = Recorder()
        try await onLoop {
            let call = channel.open("/test.Peer/Total", handler: total)
            for _ in 0..<100 { call.send([UInt8](repeating: 1, count: 1000)) }
            call.finish()
        }
        #expect(try await total.status() == .ok)
        #expect(total.messages == [Array("100000".utf8)])

        let count = Recorder()
        try await onLoop {
            let call = channel.open("/test.Peer/Count", handler: count)
            call.send(Array("5000".utf8))
            call.finish()
        }
        #expect(try await count.status(within: .seconds(60)) == .ok)
        #expect(count.messages.count == 5000)

        let early = Recorder()
        try await onLoop {
            let call = channel.open("/test.Peer/Early", handler: early)
            call.send([1])
        }
        #expect(try await early.status() == RPCStatus(.failedPrecondition, "enough"))
        peer.channel.close()
    }

    @Test("our deadline reaches their server and ends the call here; a cancel ends it at once")
    func deadlines() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        let seen = try await channel.unary("/test.Peer/Remaining", [], deadline: .seconds(20))
        let milliseconds = try #require(Int(String(decoding: seen, as: UTF8.self)))
        #expect((10_000...20_000).contains(milliseconds))

        let error = await #expect(throws: RPCStatus.self) {
            _ = try await channel.unary("/test.Peer/Hang", [], deadline: .milliseconds(200))
        }
        #expect(error?.code == .deadlineExceeded)

        let task = Task { try await channel.unary("/test.Peer/Hang", [], deadline: .seconds(60)) }
        try await Task.sleep(for: .milliseconds(50))
        task.cancel()
        let cancelled = await #expect(throws: RPCStatus.self) { _ = try await task.value }
        #expect(cancelled?.code == .cancelled)
        peer.channel.close()
    }

    @Test("a paused reader holds their server back, and gets everything later")
    func pausing() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        let recorder = Recorder()
        let call = try await onLoop {
            let call = channel.open("/test.Peer/Count", handler: recorder)
            call.pauseReading()
            call.send(Array("4000".utf8))
            call.finish()
            return call
        }
        // Another call gets through meanwhile.
        #expect(try await channel.unary("/test.Peer/Unary", [1], deadline: .seconds(20)) == [1])
        #expect(try await onLoop { recorder.messages.isEmpty })
        try await onLoop { call.resumeReading() }
        #expect(try await recorder.status(within: .seconds(60)) == .ok)
        #expect(recorder.messages.count == 4000)
        peer.channel.close()
    }

    @Test("their GOAWAY lets our stream end, and is told upward")
    func goAway() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        let recorder = Recorder()
        let call = try await onLoop {
            let call = channel.open("/test.Peer/Stream", handler: recorder)
            call.send([1])
            return call
        }
        try await recorder.wait { $0.contains(.message([1])) }
        peer.process.write(line: "stop")
        try await peer.states.wait { states in
            states.contains { if case .disconnected(let why) = $0 { why.reason == .goAway } else { false } }
        }
        try await onLoop {
            call.send([2])
            call.finish()
        }
        #expect(try await recorder.status() == .ok)
        #expect(recorder.messages == [[1], [2]])
        peer.channel.close()
    }

    @Test("kill -9 of their process ends calls at once, and is told upward")
    func killed() async throws {
        let peer = try await startPeer()
        let channel = peer.channel
        let recorder = Recorder()
        try await onLoop { channel.open("/test.Peer/Stream", handler: recorder).send([1]) }
        try await recorder.wait { $0.contains(.message([1])) }
        peer.process.signal()
        #expect(try await recorder.status().code == .unavailable)
        try await peer.states.wait { states in
            states.contains { if case .disconnected(let why) = $0 { why.reason == .refused } else { false } }
        }
        peer.channel.close()
    }

    @Test("our client gets in by TLS and by mutual TLS, and refuses a server of another name")
    func callsTLS() async throws {
        let authority = try TestCertificates()
        let peerLeaf = try authority.issue("peer", names: ["DNS:peer", "IP:127.0.0.1"])
        let ours = try authority.issue("ours", names: ["DNS:gateway"])
        let plain = TLSConfiguration(authorityFile: authority.authorityFile)
        let mutual = TLSConfiguration(
            authorityFile: authority.authorityFile, certificateFile: ours.certificateFile, keyFile: ours.keyFile)

        let open = try await startPeer(
            ["--tls", peerLeaf.certificateFile, peerLeaf.keyFile],
            security: .serverTLS(plain, serverName: "127.0.0.1"))
        #expect(try await open.channel.unary("/test.Peer/Unary", [1], deadline: .seconds(10)) == [1])
        open.channel.close()

        let secure = try await startPeer(
            ["--tls", peerLeaf.certificateFile, peerLeaf.keyFile, authority.authorityFile],
            security: .mutualTLS(mutual, allowedPeers: ["peer"]))
        let large = [UInt8](repeating: 5, count: 4 << 20)
        #expect(try await secure.channel.unary("/test.Peer/Unary", large, deadline: .seconds(20)) == large)
        secure.channel.close()

        let refused = try await startPeer(
            ["--tls", peerLeaf.certificateFile, peerLeaf.keyFile, authority.authorityFile],
            security: .mutualTLS(mutual, allowedPeers: ["registry"])
        ) { $0.contains { if case .disconnected(let why) = $0 { why.reason == .tls } else { false } } }
        #expect(!refused.states.all.contains(.ready))
        refused.channel.close()
    }
}

extension Recorder {
    static func isMessage(_ event: Event) -> Bool { if case .message = event { true } else { false } }
}
