import ConsensusAPI
import Foundation
import Logging
import NIOCore
import NIOPosix
import RPC
import Wire

/// Commits small values as fast as they are answered, to this project's consensus or to etcd, both over this project's gRPC client:
///
///     consensus-bench-load etcd HOST PORT CLIENTS BYTES MILLISECONDS [PER-SECOND]
///     consensus-bench-load ours HOST …
///
/// The second is what the simulations are to consensus: it takes what is committed on each node, gives a snapshot of a few bytes when asked,
/// and for each line `HOST CLIENTS BYTES MILLISECONDS [PER-SECOND]` that it reads it proposes there, on the connection that follows. Each client
/// has one value on its way. PER-SECOND paces all of them together. `NODE_SECRET` opens our port. Prints one line for each measurement:
/// commits, seconds, and latencies p50 and p99 in µs.
private final class Load: @unchecked Sendable {  // guarded by its event loop
    let loop: any EventLoop
    let done: EventLoopPromise<Void>
    var latencies: [UInt32] = []
    var calls: [RPCCall] = []
    var isOver = false
    var inFlight = 0
    /// Time between two values of one client; `nil`: the next goes when one is answered.
    let interval: TimeAmount?

    init(loop: any EventLoop, interval: TimeAmount?) {
        self.loop = loop
        self.interval = interval
        done = loop.makePromise()
        latencies.reserveCapacity(1_000_000)
    }

    func sent() -> NIODeadline {
        inFlight += 1
        return .now()
    }

    func committed(_ began: NIODeadline, next: @escaping @Sendable () -> Void) {
        inFlight -= 1
        let took = NIODeadline.now() - began
        latencies.append(UInt32(clamping: took.nanoseconds / 1000))
        if isOver {
            if inFlight == 0 { done.succeed() }
        } else if let interval {
            loop.scheduleTask(in: .nanoseconds(max(0, interval.nanoseconds - took.nanoseconds))) {
                if !self.isOver { next() } else if self.inFlight == 0 { self.done.succeed() }
            }
        } else {
            next()
        }
    }
}

/// One stream of proposals, one of them on its way.
private final class Proposing: RPCCallHandler, @unchecked Sendable {
    private let load: Load
    private let command: [UInt8]
    private var id: UInt64 = 0
    private var began = NIODeadline.now()

    init(_ load: Load, _ command: [UInt8]) {
        self.load = load
        self.command = command
    }

    func propose(on call: RPCCall) {
        id += 1
        began = load.sent()
        call.send(Proposal(id: id, commands: [command]).encoded())
    }

    func received(_ message: [UInt8], on call: RPCCall) {
        guard let result = try? ProposalResult(decoding: message), result.id == id, result.result == .committed else {
            fail("a proposal was not committed")
        }
        load.committed(began) { self.propose(on: call) }
    }

    func closed(_ status: RPCStatus, on call: RPCCall) { if !load.isOver { fail("\(status)") } }
}

/// A state machine that counts.
private final class Following: RPCCallHandler, @unchecked Sendable {
    private var applied: UInt64 = 0
    private var reportIsDue = false

    func received(_ message: [UInt8], on call: RPCCall) {
        switch (try? FollowDown(decoding: message))?.event {
        case .committed(let entries):
            applied = max(applied, entries.throughIndex)
            reportSoon(on: call)
        case .takeSnapshot:
            let chunk = SnapshotChunk(index: applied, offset: 0, data: [1, 2, 3], last: true)
            call.send(FollowUp(event: .snapshot(chunk)).encoded())
        case .snapshot(let chunk): if chunk.last { applied = chunk.index }
        case .report: report(on: call)
        case .leadership: break
        case nil: fail("an event that cannot be read")
        }
    }

    /// Within 100 ms, as the simulation does.
    private func reportSoon(on call: RPCCall) {
        guard !reportIsDue else { return }
        reportIsDue = true
        call.eventLoop.scheduleTask(in: .milliseconds(100)) { [self] in
            reportIsDue = false
            report(on: call)
        }
    }

    private func report(on call: RPCCall) {
        call.send(FollowUp(event: .applied(Applied(index: applied, stateHash: 0))).encoded())
    }

    func closed(_ status: RPCStatus, on call: RPCCall) { fail("\(status)") }
}

private func fail(_ message: String) -> Never {
    FileHandle.standardError.write(Data("consensus-bench-load: \(message)\n".utf8))
    exit(1)
}

private func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }

private func makeOptions() -> RPCChannel.Options {
    var options = RPCChannel.Options()
    options.limits.keepAliveInterval = .seconds(60)
    options.logger.logLevel = .error
    if let secret = ProcessInfo.processInfo.environment["NODE_SECRET"], !secret.isEmpty {
        options.callToken = RPCCallToken(secret: secret)
    }
    return options
}

private func connect(_ host: String, _ port: Int) async throws -> RPCChannel {
    let loop = loops.next()
    let ready = loop.makePromise(of: Void.self)
    let channel = RPCChannel(host: host, port: port, security: .plaintext, eventLoop: loop, options: makeOptions()) {
        state in
        if state == .ready { ready.succeed() }
    }
    try await ready.futureResult.get()
    return channel
}

/// `etcdserverpb.PutRequest`: key (1) and value (2), bytes both.
@Sendable private func put(_ client: Int, _ value: [UInt8], on channel: RPCChannel, _ load: Load) {
    let key = Array("bench-\(client)".utf8)
    let size =
        [UInt8(truncatingIfNeeded: value.count & 127 | (value.count > 127 ? 128 : 0))]
        + (value.count > 127 ? [UInt8(value.count >> 7)] : [])
    let request: [UInt8] = [0x0A, UInt8(key.count)] + key + [0x12] + size + value
    let began = load.sent()
    channel.unary("/etcdserverpb.KV/Put", request, deadline: .seconds(60)) { result in
        if case .failure(let status) = result { fail("\(status)") }
        load.committed(began) { put(client, value, on: channel, load) }
    }
}

/// - Parameter words: CLIENTS BYTES MILLISECONDS [PER-SECOND]
private func measure(_ words: [String], toEtcd: Bool, on channel: RPCChannel) async throws -> String {
    guard (3...4).contains(words.count), let clients = Int(words[0]), let bytes = Int(words[1]), bytes < 16_000,
        let milliseconds = Int64(words[2])
    else { fail("\(words) is not CLIENTS BYTES MILLISECONDS [PER-SECOND]") }
    let perSecond = words.count > 3 ? Double(words[3]) : nil
    let interval = perSecond.map { TimeAmount.nanoseconds(Int64(1e9 * Double(clients) / $0)) }
    let value = (0..<bytes).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let loop = channel.eventLoop
    let load = Load(loop: loop, interval: interval)
    let began = NIODeadline.now()
    loop.execute {
        for client in 0..<clients {
            if toEtcd {
                put(client, value, on: channel, load)
            } else {
                let proposing = Proposing(load, value)
                let call = channel.open("/snaketron.v1.Consensus/Propose", handler: proposing)
                load.calls.append(call)
                proposing.propose(on: call)
            }
        }
        loop.scheduleTask(in: .milliseconds(milliseconds)) { load.isOver = true }
    }
    try await load.done.futureResult.get()
    let seconds = Double((NIODeadline.now() - began).nanoseconds) / 1e9
    let latencies = try await loop.submit {
        for call in load.calls { call.finish() }
        return load.latencies.sorted()
    }.get()
    func percentile(_ share: Double) -> UInt32 {
        latencies[min(latencies.count - 1, Int(share * Double(latencies.count)))]
    }
    return "\(latencies.count) \(seconds) \(percentile(0.5)) \(percentile(0.99))"
}

private let loops = MultiThreadedEventLoopGroup(numberOfThreads: 3)
private let arguments = CommandLine.arguments
if arguments.count > 2, arguments[1] == "ours" {
    var channels: [String: RPCChannel] = [:]
    for host in arguments[2...] {
        let channel = try await connect(host, 50053)
        try await channel.eventLoop.submit {
            let call = channel.open("/snaketron.v1.Consensus/Follow", handler: Following())
            call.send(FollowUp(event: .start(FollowStart(appliedIndex: 0, newestBehaviour: 1, clusterID: 0))).encoded())
        }.get()
        channels[host] = channel
    }
    while let line = readLine() {
        let words = line.split(separator: " ").map(String.init)
        guard let channel = words.first.flatMap({ channels[$0] }) else { fail("\(line): not one of the nodes") }
        say(try await measure(Array(words.dropFirst()), toEtcd: false, on: channel))
    }
} else if arguments.count > 4, arguments[1] == "etcd", let port = Int(arguments[3]) {
    say(try await measure(Array(arguments[4...]), toEtcd: true, on: try await connect(arguments[2], port)))
} else {
    fail("usage: consensus-bench-load etcd HOST PORT CLIENTS BYTES MILLISECONDS [PER-SECOND], or ours HOST …")
}
exit(0)
