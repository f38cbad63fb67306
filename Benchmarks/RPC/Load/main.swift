import Foundation
import Logging
import NIOCore
import NIOPosix
import RPC
import TLS

/// The one load generator for all peers: rpc-bench-load PORT MODE STREAMS BYTES MILLISECONDS [AUTHORITY NAME]
///
/// MODE is unary (STREAMS calls in flight, each followed by the next), task (the same, on a method that runs as a task) or
/// both-way (one stream with STREAMS messages in flight). Prints one line: calls, seconds, and latencies p50 and p99 in µs.
private final class Load: @unchecked Sendable {  // guarded by its event loop
    let channel: RPCChannel
    let loop: any EventLoop
    let payload: [UInt8]
    var latencies: [UInt32] = []
    var isOver = false
    var inFlight = 0
    let done: EventLoopPromise<Void>

    init(_ channel: RPCChannel, loop: any EventLoop, bytes: Int) {
        self.channel = channel
        self.loop = loop
        payload = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        latencies.reserveCapacity(4_000_000)
        done = loop.makePromise()
    }

    func record(_ began: NIODeadline) {
        latencies.append(UInt32(clamping: (NIODeadline.now() - began).nanoseconds / 100))
    }

    func call(_ path: String) {
        let began = NIODeadline.now()
        inFlight += 1
        channel.unary(path, payload, deadline: .seconds(60)) { [self] result in
            inFlight -= 1
            switch result {
            case .success(let answer):
                guard answer.count == payload.count else { fail("an answer of \(answer.count) bytes") }
                record(began)
            case .failure(let status): fail("\(status)")
            }
            if !isOver { call(path) } else if inFlight == 0 { done.succeed() }
        }
    }
}

/// Sends the next message as soon as one is answered.
private final class Pipeline: RPCCallHandler {
    private let load: Load
    private var sent: [NIODeadline] = []
    private var head = 0

    init(_ load: Load) { self.load = load }

    func send(on call: RPCCall) {
        sent.append(.now())
        call.send(load.payload)
    }

    func received(_ message: [UInt8], on call: RPCCall) {
        guard message.count == load.payload.count else { fail("an answer of \(message.count) bytes") }
        load.record(sent[head])
        head += 1
        if head == 65_536 {
            sent.removeFirst(head)
            head = 0
        }
        if !load.isOver { send(on: call) } else if head == sent.count { call.finish() }
    }

    func closed(_ status: RPCStatus, on call: RPCCall) {
        guard status.isOK else { fail("\(status)") }
        load.done.succeed()
    }
}

private func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("rpc-bench-load: \(message)\n".utf8))
    exit(1)
}

private let arguments = CommandLine.arguments
guard arguments.count >= 6, let port = Int(arguments[1]), let streams = Int(arguments[3]),
    let bytes = Int(arguments[4]), let milliseconds = Int64(arguments[5])
else { fail("usage: rpc-bench-load PORT unary|task|both-way STREAMS BYTES MILLISECONDS [AUTHORITY NAME]") }
private let mode = arguments[2]
private let security: RPCSecurity =
    arguments.count > 7
    ? .serverTLS(TLSConfiguration(authorityFile: arguments[6]), serverName: arguments[7]) : .plaintext
private var options = RPCChannel.Options()
options.limits.maxMessageBytes = 8 << 20
options.limits.keepAliveInterval = .seconds(60)
options.logger.logLevel = .error
private let loop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()
private let ready = loop.makePromise(of: Void.self)
private let channel = RPCChannel(
    host: "127.0.0.1", port: port, security: security, eventLoop: loop, options: options
) { state in if state == .ready { ready.succeed() } }
try await ready.futureResult.get()
private let load = Load(channel, loop: loop, bytes: bytes)
private let began = NIODeadline.now()
loop.execute {
    switch mode {
    case "unary": for _ in 0..<streams { load.call("/bench.Echo/Unary") }
    case "task": for _ in 0..<streams { load.call("/bench.Echo/Task") }
    case "both-way":
        let pipeline = Pipeline(load)
        let call = channel.open("/bench.Echo/Stream", handler: pipeline)
        for _ in 0..<streams { pipeline.send(on: call) }
    default: fail("unknown mode \(mode)")
    }
    loop.scheduleTask(in: .milliseconds(milliseconds)) { load.isOver = true }
}
try await load.done.futureResult.get()
private let seconds = Double((NIODeadline.now() - began).nanoseconds) / 1e9
private let latencies = try await loop.submit { load.latencies.sorted() }.get()
private func microseconds(_ share: Double) -> Double {
    Double(latencies[min(latencies.count - 1, Int(share * Double(latencies.count)))]) / 10
}
print(latencies.count, seconds, microseconds(0.5), microseconds(0.99))
exit(0)
