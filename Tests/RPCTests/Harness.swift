import Logging
import NIOCore
import NIOPosix
import RPC
import Synchronization
import Testing

/// One event loop for all tests of the process, as a service has.
let testLoop: any EventLoop = MultiThreadedEventLoopGroup(numberOfThreads: 1).next()

let quietLogger: Logger = {
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    return logger
}()

/// Runs on the test loop and waits.
func onLoop<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await testLoop.submit(body).get()
}

/// What a call's owner was told, in order; tests wait for the part they need. Used on the loop.
final class Recorder: RPCCallHandler, @unchecked Sendable {
    enum Event: Equatable {
        case headers(RPCMetadata)
        case message([UInt8])
        case end
        case writable
        case closed(RPCStatus)
    }

    private(set) var events: [Event] = []
    private var waiters: [(condition: ([Event]) -> Bool, promise: EventLoopPromise<[Event]>)] = []
    /// Reacts at once, on the loop.
    var onEvent: (@Sendable (Event, RPCCall) -> Void)?

    init(_ onEvent: (@Sendable (Event, RPCCall) -> Void)? = nil) { self.onEvent = onEvent }

    func receivedHeaders(_ metadata: RPCMetadata, on call: RPCCall) { record(.headers(metadata), call) }
    func received(_ message: [UInt8], on call: RPCCall) { record(.message(message), call) }
    func receivedEnd(on call: RPCCall) { record(.end, call) }
    func becameWritable(on call: RPCCall) { record(.writable, call) }
    func closed(_ status: RPCStatus, on call: RPCCall) { record(.closed(status), call) }

    private func record(_ event: Event, _ call: RPCCall) {
        events.append(event)
        onEvent?(event, call)
        waiters.removeAll { waiter in
            guard waiter.condition(events) else { return false }
            waiter.promise.succeed(events)
            return true
        }
    }

    /// The events as soon as they satisfy `condition`.
    @discardableResult
    func wait(within: TimeAmount = .seconds(20), _ condition: @escaping @Sendable ([Event]) -> Bool) async throws
        -> [Event]
    {
        let promise = testLoop.makePromise(of: [Event].self)
        testLoop.execute {
            if condition(self.events) { return promise.succeed(self.events) }
            self.waiters.append((condition, promise))
            testLoop.scheduleTask(in: within) {
                promise.fail(
                    TimedOut(seen: "\(self.events.count) events, last \("\(self.events.last as Any)".prefix(200))"))
            }
        }
        return try await promise.futureResult.get()
    }

    func status(within: TimeAmount = .seconds(20)) async throws -> RPCStatus {
        let events = try await wait(within: within) { if case .closed? = $0.last { true } else { false } }
        guard case .closed(let status)? = events.last else { throw TimedOut(seen: "") }
        return status
    }

    var messages: [[UInt8]] { events.compactMap { if case .message(let bytes) = $0 { bytes } else { nil } } }
}

struct TimedOut: Error { let seen: String }

/// A list of states that tests can wait on.
final class StateRecorder: Sendable {
    private let states = Mutex<[RPCChannelState]>([])

    func record(_ state: RPCChannelState) { states.withLock { $0.append(state) } }
    var all: [RPCChannelState] { states.withLock { $0 } }

    @discardableResult
    func wait(_ condition: @Sendable ([RPCChannelState]) -> Bool) async throws -> [RPCChannelState] {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if condition(all) { return all }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw TimedOut(seen: "\(all)")
    }
}

/// The service that tests and outside peers talk to.
func echoService(_ log: CallLog = CallLog()) -> RPCServiceDefinition {
    RPCServiceDefinition(
        name: "test.Echo",
        methods: [
            "Unary": .unary { request, context in
                if let wanted = context.metadata["want-status"], let code = Int(wanted),
                    let code = RPCStatus.Code(rawValue: code)
                {
                    throw RPCStatus(
                        code,
                        context.metadata[bytes: "want-message-bin"].map { String(decoding: $0, as: UTF8.self) } ?? "",
                        details: context.metadata[bytes: "want-details-bin"] ?? [])
                }
                return request
            },
            "Hang": .unary { _, _ in
                log.add("hang started")
                do { try await Task.sleep(for: .seconds(60)) } catch { log.add("hang cancelled") }
                return []
            },
            "Stream": .stream { call, context in
                call.sendHeaders(context.metadata)
                return Recorder { event, call in
                    switch event {
                    case .message(let bytes): call.send(bytes)
                    case .end:
                        var trailers = RPCMetadata()
                        trailers.append("trailer-bin", bytes: [0, 255])
                        call.finish(.ok, trailers: trailers)
                    case .closed(let status): log.add("stream closed \(status.code)")
                    case .headers, .writable: break
                    }
                }
            },
        ])
}

/// What the server side saw.
final class CallLog: Sendable {
    private let lines = Mutex<[String]>([])
    func add(_ line: String) { lines.withLock { $0.append(line) } }
    var all: [String] { lines.withLock { $0 } }
    func wait(for line: String) async throws {
        let deadline = ContinuousClock.now + .seconds(10)
        while ContinuousClock.now < deadline {
            if lines.withLock({ $0.contains(line) }) { return }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw TimedOut(seen: "\(lines.withLock { $0 })")
    }
}

/// A server and a channel to it, ready.
struct Pair {
    let server: RPCServer
    let channel: RPCChannel
    let states = StateRecorder()
    let log = CallLog()

    init(
        services: [RPCServiceDefinition]? = nil, limits: RPCLimits = RPCLimits(),
        options: RPCChannel.Options = RPCChannel.Options(), serverSecurity: RPCSecurity = .plaintext,
        clientSecurity: RPCSecurity = .plaintext
    ) async throws {
        server = try await RPCServer.start(
            host: "127.0.0.1", port: 0, services: services ?? [echoService(log)], security: serverSecurity,
            limits: limits, on: testLoop, logger: quietLogger)
        channel = RPCChannel(
            host: "127.0.0.1", port: server.port, security: clientSecurity, eventLoop: testLoop, options: options
        ) { [states] in states.record($0) }
        try await states.wait { $0.contains(.ready) }
    }

    func open(_ path: String, deadline: Duration? = nil, metadata: RPCMetadata = [:], _ handler: Recorder) async throws
        -> RPCCall
    {
        try await onLoop { channel.open(path, deadline: deadline, metadata: metadata, handler: handler) }
    }

    func stop() async {
        channel.close()
        await server.drain(within: .seconds(1))
    }
}
