import Foundation
import NIOCore
import NIOPosix
import RPC
import Synchronization
import TLS
import TestSupport
import Testing

/// Speaks HTTP/2 up to its SETTINGS, then never again.
private final class SettingsOnly: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(bytes: [0, 0, 0, 4, 0, 0, 0, 0, 0])), promise: nil)
    }
    func channelRead(context: ChannelHandlerContext, data: NIOAny) {}
}

@Suite("The life of calls and channels")
struct LifeTests {
    @Test("a deadline ends the call on both sides")
    func deadline() async throws {
        let pair = try await Pair()
        let error = await #expect(throws: RPCStatus.self) {
            _ = try await pair.channel.unary("/test.Echo/Hang", [], deadline: .milliseconds(100))
        }
        #expect(error?.code == .deadlineExceeded)
        try await pair.log.wait(for: "hang cancelled")
        await pair.stop()
    }

    @Test("a deadline that has passed fails at once, a huge one does not overflow")
    func oddDeadlines() async throws {
        let pair = try await Pair()
        for past in [Duration.zero, .seconds(-5), .seconds(Int64.min)] {
            let error = await #expect(throws: RPCStatus.self) {
                _ = try await pair.channel.unary("/test.Echo/Unary", [], deadline: past)
            }
            #expect(error?.code == .deadlineExceeded)
        }
        #expect(try await pair.channel.unary("/test.Echo/Unary", [1], deadline: .seconds(Int64.max)) == [1])
        await pair.stop()
    }

    @Test("a cancelled task cancels its call on both sides")
    func cancelTask() async throws {
        let pair = try await Pair()
        let task = Task { try await pair.channel.unary("/test.Echo/Hang", [], deadline: .seconds(60)) }
        try await pair.log.wait(for: "hang started")
        task.cancel()
        let error = await #expect(throws: RPCStatus.self) { _ = try await task.value }
        #expect(error?.code == .cancelled)
        try await pair.log.wait(for: "hang cancelled")
        await pair.stop()
    }

    @Test("a cancelled stream is closed once on both sides, and what is sent later goes nowhere")
    func cancelStream() async throws {
        let pair = try await Pair()
        let recorder = Recorder()
        let call = try await pair.open("/test.Echo/Stream", recorder)
        try await onLoop { call.send([1]) }
        try await recorder.wait { $0.contains(.message([1])) }
        try await onLoop {
            call.cancel()
            call.cancel()
            call.send([2])
            call.finish()
        }
        #expect(try await recorder.status().code == .cancelled)
        try await pair.log.wait(for: "stream closed cancelled")
        #expect(try await pair.channel.unary("/test.Echo/Unary", [3], deadline: .seconds(5)) == [3])
        #expect(recorder.events.count { if case .closed = $0 { true } else { false } } == 1)
        await pair.stop()
    }

    @Test("a handler that ends its call hears of no more messages, though they came with the one that ended it")
    func cancelInHandler() async throws {
        let log = CallLog()
        let service = RPCServiceDefinition(
            name: "test.Once",
            methods: [
                "Stream": .stream { _, _ in
                    Recorder { event, call in
                        log.add("\(event)")
                        if case .message = event { call.cancel() }
                    }
                }
            ])
        let pair = try await Pair(services: [service])
        let recorder = Recorder()
        let call = try await pair.open("/test.Once/Stream", recorder)
        try await onLoop {
            for number in 1...3 as ClosedRange<UInt8> { call.send([number]) }
            call.finish()
        }
        #expect(try await recorder.status().code == .cancelled)
        try await log.wait(for: "\(Recorder.Event.closed(RPCStatus(.cancelled, "cancelled here")))")
        #expect(log.all.count == 2 && log.all.first == "\(Recorder.Event.message([1]))")
        await pair.stop()
    }

    @Test("metadata over the limit ends its call at once, whoever sends it; the connection goes on")
    func metadataLimit() async throws {
        var huge = RPCMetadata()
        huge.append("huge-bin", bytes: [UInt8](repeating: 7, count: 100_000))
        let service = RPCServiceDefinition(
            name: "test.Huge",
            methods: [
                "Headers": .stream { [huge] call, _ in
                    call.sendHeaders(huge)
                    return Recorder()
                },
                "Trailers": .stream { [huge] call, _ in
                    call.send([1])
                    call.finish(.ok, trailers: huge)
                    return Recorder()
                },
                "Only": .stream { [huge] call, _ in
                    call.finish(.ok, trailers: huge)
                    return Recorder()
                },
            ])
        let pair = try await Pair(services: [service, echoService()])
        for method in ["Headers", "Trailers", "Only"] {
            let recorder = Recorder()
            _ = try await pair.open("/test.Huge/\(method)", recorder)
            #expect(try await recorder.status().code == .resourceExhausted, "\(method)")
        }
        let error = await #expect(throws: RPCStatus.self) {
            _ = try await pair.channel.unary("/test.Echo/Unary", [], deadline: .seconds(20), metadata: huge)
        }
        #expect(error?.code == .resourceExhausted)
        #expect(try await pair.channel.unary("/test.Echo/Unary", [3], deadline: .seconds(20)) == [3])
        #expect(pair.states.all == [.connecting, .ready])
        await pair.stop()
    }

    @Test("GOAWAY ends calls that wait for their turn; those that run go on")
    func drainEndsWaiting() async throws {
        var limits = RPCLimits()
        limits.maxConcurrentCalls = 1
        let pair = try await Pair(limits: limits)
        let running = Recorder()
        let call = try await pair.open("/test.Echo/Stream", running)
        try await onLoop { call.send([1]) }
        try await running.wait { $0.contains(.message([1])) }
        let waiting = Recorder()
        let late = try await pair.open("/test.Echo/Stream", waiting)
        try await onLoop { late.send([2]) }
        async let drained: Void = pair.server.drain(within: .seconds(20))
        #expect(try await waiting.status().code == .unavailable)
        try await onLoop {
            call.send([3])
            call.finish()
        }
        #expect(try await running.status() == .ok)
        #expect(running.messages == [[1], [3]])
        await drained
        pair.channel.close()
    }

    @Test("calls that wait for their turn are bounded, also those that have given up")
    func waitingLimit() async throws {
        var limits = RPCLimits()
        limits.maxConcurrentCalls = 1
        var options = RPCChannel.Options()
        options.limits.maxOpenedCalls = 10
        options.limits.maxConnectionBytes = 1 << 20
        let pair = try await Pair(limits: limits, options: options)
        let running = Recorder()
        let call = try await pair.open("/test.Echo/Stream", running)
        try await onLoop { call.send([1]) }
        try await running.wait { $0.contains(.message([1])) }
        // What they would have sent is let go with them: else the second one would be too much for the connection.
        for _ in 0..<9 {
            let waiting = Recorder()
            let late = try await pair.open("/test.Echo/Stream", waiting)
            try await onLoop {
                late.send([UInt8](repeating: 2, count: 600_000))
                late.cancel()
            }
            #expect(try await waiting.status().code == .cancelled)
        }
        let refused = Recorder()
        _ = try await pair.open("/test.Echo/Stream", refused)
        #expect(try await refused.status().code == .unavailable)
        try await onLoop { call.finish() }
        #expect(try await running.status() == .ok)
        #expect(try await pair.channel.unary("/test.Echo/Unary", [3], deadline: .seconds(20)) == [3])
        await pair.stop()
    }

    @Test("statuses and messages of any text come through")
    func statuses() async throws {
        let pair = try await Pair()
        for text in ["", " a ", "100%", "%41", "größer 🐍\n", "line\r\nother: header"] {
            var metadata: RPCMetadata = ["want-status": "9"]
            metadata.append("want-message-bin", bytes: Array(text.utf8))
            let error = await #expect(throws: RPCStatus.self) {
                _ = try await pair.channel.unary("/test.Echo/Unary", [], deadline: .seconds(5), metadata: metadata)
            }
            #expect(error == RPCStatus(.failedPrecondition, text))
        }
        await pair.stop()
    }

    @Test("a message over the limit ends its call, not the connection")
    func messageLimit() async throws {
        var limits = RPCLimits()
        limits.maxMessageBytes = 1000
        let pair = try await Pair(limits: limits)
        let error = await #expect(throws: RPCStatus.self) {
            _ = try await pair.channel.unary(
                "/test.Echo/Unary", [UInt8](repeating: 0, count: 1001), deadline: .seconds(5))
        }
        #expect(error?.code == .resourceExhausted)
        #expect(
            try await pair.channel.unary("/test.Echo/Unary", [UInt8](repeating: 0, count: 1000), deadline: .seconds(5))
                .count == 1000)
        #expect(pair.states.all == [.connecting, .ready])
        await pair.stop()
    }

    @Test("a sender is told to wait while the reader pauses, and to go on; nothing is lost")
    func backPressure() async throws {
        let pair = try await Pair()
        let recorder = Recorder()
        let call = try await pair.open("/test.Echo/Stream", recorder)
        let message = [UInt8](repeating: 1, count: 64 << 10)
        try await onLoop { call.pauseReading() }
        // The peer echoes: with the reader paused, its queue and then ours must fill.
        var sent = 0
        while try await onLoop({ call.isWritable }), sent < 1000 {
            try await onLoop { call.send(message) }
            sent += 1
        }
        #expect(sent < 200, "12 MiB were taken though nobody reads")
        #expect(try await onLoop { call.bufferedBytes } < 1 << 20)
        try await onLoop { call.resumeReading() }
        try await recorder.wait { $0.contains(.writable) }
        try await onLoop { call.finish() }
        #expect(try await recorder.status() == .ok)
        #expect(recorder.messages.count == sent)
        await pair.stop()
    }

    @Test("refused is told at once; the channel connects when the server appears, and again when it comes back")
    func reconnect() async throws {
        let probe = try await Pair()
        let port = probe.server.port
        await probe.stop()

        let states = StateRecorder()
        let channel = RPCChannel(host: "127.0.0.1", port: port, eventLoop: testLoop) { states.record($0) }
        try await states.wait { states in
            states.contains { if case .disconnected(let why) = $0 { why.reason == .refused } else { false } }
        }
        let error = await #expect(throws: RPCStatus.self) {
            _ = try await channel.unary("/test.Echo/Unary", [], deadline: .seconds(5))
        }
        #expect(error?.code == .unavailable)
        let failed = Recorder()
        _ = try await onLoop { channel.open("/test.Echo/Stream", handler: failed) }
        #expect(try await failed.status().code == .unavailable)

        for round in 1...2 {
            let server = try await RPCServer.start(
                host: "127.0.0.1", port: port, services: [echoService()], on: testLoop, logger: quietLogger)
            try await states.wait { $0.count(where: { $0 == .ready }) == round }
            #expect(try await channel.unary("/test.Echo/Unary", [9], deadline: .seconds(5)) == [9])
            await server.drain(within: .seconds(1))
        }
        channel.close()
        try await states.wait { $0.last == .closed }
        let closed = await #expect(throws: RPCStatus.self) {
            _ = try await channel.unary("/test.Echo/Unary", [], deadline: .seconds(5))
        }
        #expect(closed?.code == .unavailable)
    }

    @Test("waits between attempts double, by a fifth more or less, up to the limit")
    func backoff() async throws {
        let attempts = Mutex<[ContinuousClock.Instant]>([])
        let listener = try await ServerBootstrap(group: testLoop)
            .childChannelInitializer { channel in
                attempts.withLock { $0.append(.now) }
                return channel.close()
            }
            .bind(host: "127.0.0.1", port: 0).get()
        var options = RPCChannel.Options()
        options.minBackoff = .milliseconds(20)
        options.maxBackoff = .milliseconds(100)
        let port = try #require(listener.localAddress?.port)
        let channel = RPCChannel(host: "127.0.0.1", port: port, eventLoop: testLoop, options: options) { _ in }
        let deadline = ContinuousClock.now + .seconds(20)
        while attempts.withLock({ $0.count }) < 7, ContinuousClock.now < deadline {
            try await Task.sleep(for: .milliseconds(5))
        }
        channel.close()
        try await listener.close()
        let times = attempts.withLock { $0 }
        let waits = zip(times.dropFirst(), times).map { $0 - $1 }
        // A busy machine makes them longer, nothing makes them shorter.
        let least: [Duration] = [16, 32, 64, 80, 80, 80].map { .milliseconds($0) }
        #expect(waits.count >= least.count)
        for (wait, least) in zip(waits, least) { #expect(wait >= least - .milliseconds(1)) }
    }

    @Test("a drain lets a running call end, tells health watchers, and then closes what is left")
    func drain() async throws {
        let pair = try await Pair()
        let finishing = Recorder()
        let stuck = Recorder()
        let call = try await pair.open("/test.Echo/Stream", finishing)
        let stuckCall = try await pair.open("/test.Echo/Stream", stuck)
        try await onLoop {
            call.send([1])
            stuckCall.send([1])
        }
        try await finishing.wait { $0.contains(.message([1])) }
        try await stuck.wait { $0.contains(.message([1])) }
        async let drained: Void = pair.server.drain(within: .milliseconds(500))
        try await pair.states.wait { states in
            states.contains { if case .disconnected(let why) = $0 { why.reason == .goAway } else { false } }
        }
        try await onLoop {
            call.send([2])
            call.finish()
        }
        #expect(try await finishing.status() == .ok)
        #expect(finishing.messages == [[1], [2]])
        #expect(try await stuck.status().code == .unavailable)
        await drained
        pair.channel.close()
    }

    @Test("a peer that falls silent is found by pings, and told upward as timed out")
    func silentPeer() async throws {
        let server = try await ServerBootstrap(group: testLoop)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(SettingsOnly())
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        var options = RPCChannel.Options()
        options.limits.keepAliveInterval = .milliseconds(100)
        options.limits.keepAliveTimeout = .milliseconds(100)
        let states = StateRecorder()
        let channel = RPCChannel(
            host: "127.0.0.1", port: server.localAddress!.port!, eventLoop: testLoop, options: options
        ) { states.record($0) }
        try await states.wait { $0.contains(.ready) }
        let recorder = Recorder()
        _ = try await onLoop { channel.open("/test.Echo/Stream", handler: recorder) }
        #expect(try await recorder.status().code == .unavailable)
        try await states.wait { states in
            states.contains { if case .disconnected(let why) = $0 { why.reason == .timedOut } else { false } }
        }
        channel.close()
        try await server.close()
    }

    @Test("pings keep a quiet connection alive")
    func keepAlive() async throws {
        var options = RPCChannel.Options()
        options.limits.keepAliveInterval = .milliseconds(20)
        options.limits.keepAliveTimeout = .seconds(5)
        let pair = try await Pair(options: options)
        try await Task.sleep(for: .milliseconds(300))
        #expect(pair.states.all == [.connecting, .ready])
        await pair.stop()
    }

    @Test("mutual TLS both ways: names are told, a name that is not allowed is refused on either side")
    func mutualTLS() async throws {
        let authority = try TestCertificates()
        func configuration(_ label: String, _ names: [String]) throws -> TLSConfiguration {
            let leaf = try authority.issue(label, names: names)
            return TLSConfiguration(
                authorityFile: authority.authorityFile, certificateFile: leaf.certificateFile, keyFile: leaf.keyFile)
        }
        let simulation = try configuration("simulation", ["DNS:simulation"])
        let gateway = try configuration("gateway", ["DNS:gateway"])
        let registry = try configuration("registry", ["DNS:registry"])
        let names = RPCServiceDefinition(
            name: "test.Names",
            methods: ["Who": .unary { _, context in Array((context.peer.serviceName ?? "nobody").utf8) }])
        let pair = try await Pair(
            services: [names], serverSecurity: .mutualTLS(simulation, allowedPeers: ["gateway"]),
            clientSecurity: .mutualTLS(gateway, allowedPeers: ["simulation"]))
        #expect(try await pair.channel.unary("/test.Names/Who", [], deadline: .seconds(5)) == Array("gateway".utf8))

        for (security, why) in [
            (RPCSecurity.mutualTLS(registry, allowedPeers: ["simulation"]), "the server refuses the client"),
            (.mutualTLS(gateway, allowedPeers: ["consensus"]), "the client refuses the server"),
            (.plaintext, "no TLS at all"),
        ] {
            let states = StateRecorder()
            let stranger = RPCChannel(
                host: "127.0.0.1", port: pair.server.port, security: security, eventLoop: testLoop
            ) { states.record($0) }
            try await states.wait { $0.contains { if case .disconnected = $0 { true } else { false } } }
            #expect(!states.all.contains(.ready), "\(why)")
            stranger.close()
        }
        #expect(try await pair.channel.unary("/test.Names/Who", [], deadline: .seconds(5)) == Array("gateway".utf8))
        await pair.stop()
    }

    @Test("who may ask for the health alone gets that, and no service")
    func healthPeers() async throws {
        let authority = try TestCertificates()
        func configuration(_ name: String) throws -> TLSConfiguration {
            let leaf = try authority.issue(name, names: ["DNS:\(name)"])
            return TLSConfiguration(
                authorityFile: authority.authorityFile, certificateFile: leaf.certificateFile, keyFile: leaf.keyFile)
        }
        let simulation = try configuration("simulation")
        let names = RPCServiceDefinition(name: "test.Names", methods: ["Who": .unary { _, _ in [1] }])
        let pair = try await Pair(
            services: [names],
            serverSecurity: .mutualTLS(simulation, allowedPeers: ["gateway"], healthPeers: ["simulation"]),
            clientSecurity: .mutualTLS(simulation, allowedPeers: ["simulation"]))
        let health = try await pair.channel.unary("/grpc.health.v1.Health/Check", [], deadline: .seconds(5))
        #expect(health == [0x08, 0x01])
        let error = await #expect(throws: RPCStatus.self) {
            _ = try await pair.channel.unary("/test.Names/Who", [], deadline: .seconds(5))
        }
        #expect(error?.code == .permissionDenied)
        let gateway = RPCChannel(
            host: "127.0.0.1", port: pair.server.port,
            security: .mutualTLS(try configuration("gateway"), allowedPeers: ["simulation"]), eventLoop: testLoop)
        #expect(try await gateway.unary("/test.Names/Who", [], deadline: .seconds(5)) == [1])
        gateway.close()
        let states = StateRecorder()
        let stranger = RPCChannel(
            host: "127.0.0.1", port: pair.server.port,
            security: .mutualTLS(try configuration("registry"), allowedPeers: ["simulation"]), eventLoop: testLoop
        ) { states.record($0) }
        try await states.wait { $0.contains { if case .disconnected = $0 { true } else { false } } }
        #expect(!states.all.contains(.ready))
        stranger.close()
        await pair.stop()
    }
}

@Suite("Certificates are renewed without a restart")
struct CertificateTests {
    private static let names = RPCServiceDefinition(
        name: "test.Names",
        methods: ["Who": .unary { _, context in Array(context.peer.certificateNames.joined(separator: " ").utf8) }])

    /// Copies over the files that are in use, the certificate first.
    private func replace(_ used: TestCertificates.Leaf, by new: TestCertificates.Leaf, key: Bool = true) throws {
        try Data(contentsOf: URL(filePath: new.certificateFile)).write(to: URL(filePath: used.certificateFile))
        if key { try Data(contentsOf: URL(filePath: new.keyFile)).write(to: URL(filePath: used.keyFile)) }
    }

    /// The names in the certificate of who answers, as a new connection sees them; of the caller, as the server does.
    private func connect(
        _ port: Int, _ client: TLSConfiguration, allowed: Set<String>
    ) async throws -> (channel: RPCChannel, seenByServer: String) {
        let states = StateRecorder()
        let channel = RPCChannel(
            host: "127.0.0.1", port: port, security: .mutualTLS(client, allowedPeers: allowed), eventLoop: testLoop
        ) { states.record($0) }
        try await states.wait { $0.contains(.ready) }
        let seen = try await channel.unary("/test.Names/Who", [], deadline: .seconds(5))
        return (channel, String(decoding: seen, as: UTF8.self))
    }

    @Test("a new certificate is shown to new connections; a broken one changes nothing; open ones go on")
    func reload() async throws {
        let authority = try TestCertificates()
        let used = try authority.issue("used", names: ["DNS:simulation"])
        let renewed = try authority.issue("renewed", names: ["DNS:simulation", "DNS:second"])
        let gateway = try authority.issue("gateway", names: ["DNS:gateway"])
        let log = LogLines()
        let server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: [Self.names],
            security: .mutualTLS(
                TLSConfiguration(
                    authorityFile: authority.authorityFile, certificateFile: used.certificateFile,
                    keyFile: used.keyFile), allowedPeers: ["gateway"]),
            on: testLoop, logger: log.logger)
        let client = TLSConfiguration(
            authorityFile: authority.authorityFile, certificateFile: gateway.certificateFile, keyFile: gateway.keyFile)
        let first = try await connect(server.port, client, allowed: ["simulation"])
        #expect(first.seenByServer == "gateway")

        // A certificate without its key: the old pair stays, with one line that says so.
        try replace(used, by: renewed, key: false)
        try await Task.sleep(for: .milliseconds(1100))  // the files are looked at once a second
        let second = try await connect(server.port, client, allowed: ["simulation"])
        #expect(log.count == 1)
        try replace(used, by: renewed)
        try await Task.sleep(for: .milliseconds(1100))
        let third = try await connect(server.port, client, allowed: ["second"])
        #expect(third.seenByServer == "gateway")
        #expect(log.count == 2)
        for (channel, _) in [first, second, third] {
            #expect(try await channel.unary("/test.Names/Who", [], deadline: .seconds(5)) == Array("gateway".utf8))
            channel.close()
        }
        await server.drain(within: .seconds(1))
    }

    @Test("a client shows its new certificate when it connects again")
    func reloadClient() async throws {
        let authority = try TestCertificates()
        let simulation = try authority.issue("simulation", names: ["DNS:simulation"])
        let used = try authority.issue("used", names: ["DNS:gateway"])
        let renewed = try authority.issue("renewed", names: ["DNS:gateway", "DNS:renewed"])
        func start(_ port: Int) async throws -> RPCServer {
            try await RPCServer.start(
                host: "127.0.0.1", port: port, services: [Self.names],
                security: .mutualTLS(
                    TLSConfiguration(
                        authorityFile: authority.authorityFile, certificateFile: simulation.certificateFile,
                        keyFile: simulation.keyFile), allowedPeers: ["gateway"]),
                on: testLoop, logger: quietLogger)
        }
        let server = try await start(0)
        let states = StateRecorder()
        let channel = RPCChannel(
            host: "127.0.0.1", port: server.port,
            security: .mutualTLS(
                TLSConfiguration(
                    authorityFile: authority.authorityFile, certificateFile: used.certificateFile,
                    keyFile: used.keyFile), allowedPeers: ["simulation"]), eventLoop: testLoop
        ) { states.record($0) }
        try await states.wait { $0.contains(.ready) }
        #expect(try await channel.unary("/test.Names/Who", [], deadline: .seconds(5)) == Array("gateway".utf8))
        try replace(used, by: renewed)
        try await Task.sleep(for: .milliseconds(1100))
        await server.drain(within: .seconds(1))
        let again = try await start(server.port)
        try await states.wait { $0.count { $0 == .ready } == 2 }
        #expect(try await channel.unary("/test.Names/Who", [], deadline: .seconds(5)) == Array("gateway renewed".utf8))
        channel.close()
        await again.drain(within: .seconds(1))
    }
}
