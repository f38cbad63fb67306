package import Logging
package import NIOCore

package enum RPCChannelState: Sendable, Equatable {
    case connecting
    case ready
    /// Not connected; the next attempt comes by itself.
    case disconnected(RPCDisconnect)
    /// ``RPCChannel/close()`` was called.
    case closed
}

/// A client's connection to one server. Connects by itself at once, and again with jittered backoff whenever it is lost.
///
/// All callbacks run on `eventLoop`.
package final class RPCChannel: Sendable {
    package struct Options: Sendable {
        package var limits = RPCLimits()
        /// The first wait after a lost connection or a failed attempt; doubles up to `maxBackoff`. Each wait is
        /// multiplied by a random factor of 0.8 to 1.2.
        package var minBackoff: TimeAmount = .milliseconds(50)
        package var maxBackoff: TimeAmount = .seconds(2)
        /// Sent with each call, for a server that asks for it.
        package var callToken: RPCCallToken?
        package var logger = Logger(label: "rpc.channel")
        package init() {}
    }

    package let eventLoop: any EventLoop
    private let core: ChannelCore

    /// - Parameters:
    ///   - host: An IP address, or a name that is looked up at each attempt.
    ///   - onStateChange: Told of every change, the first (`connecting`) included.
    package init(
        host: String, port: Int, security: RPCSecurity = .plaintext, eventLoop: any EventLoop,
        options: Options = Options(), onStateChange: (@Sendable (RPCChannelState) -> Void)? = nil
    ) {
        self.eventLoop = eventLoop
        let core = ChannelCore(
            host: host, port: port, security: security, eventLoop: eventLoop, options: options,
            onStateChange: onStateChange)
        self.core = core
        eventLoop.execute { core.connect() }
    }

    deinit {
        let core = core
        eventLoop.execute { core.close() }
    }

    /// One request, one answer. From any task; its cancellation cancels the call.
    ///
    /// While an attempt to connect is running the call waits for its end; when it fails, or the channel is
    /// disconnected, the call fails at once with UNAVAILABLE.
    package func unary(
        _ path: String, _ request: [UInt8], deadline: Duration, metadata: RPCMetadata = RPCMetadata()
    ) async throws(RPCStatus) -> [UInt8] {
        let cancellation = UnaryCancellation()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Result<[UInt8], RPCStatus>, Never>) in
                let start: @Sendable () -> Void = {
                    cancellation.call = self.unary(path, request, deadline: deadline, metadata: metadata) {
                        continuation.resume(returning: $0)
                    }
                    if Task.isCancelled || cancellation.isCancelled { cancellation.call?.cancel() }
                }
                if eventLoop.inEventLoop { start() } else { eventLoop.execute(start) }
            }
        } onCancel: {
            eventLoop.execute { cancellation.cancel() }
        }
        return try result.get()
    }

    /// The same for the hot path: on the event loop, no task. `completion` never runs before this returns.
    @discardableResult
    package func unary(
        _ path: String, _ request: [UInt8], deadline: Duration, metadata: RPCMetadata = RPCMetadata(),
        completion: @escaping (Result<[UInt8], RPCStatus>) -> Void
    ) -> RPCCall {
        let call = core.open(
            path, deadline: deadline, metadata: metadata, waitsForAttempt: true,
            handler: UnaryClientHandler(completion), first: request)
        return call
    }

    /// Opens a call of any kind. On the event loop.
    ///
    /// When the channel is not ready, the handler's `closed` follows in the next loop turn with UNAVAILABLE. Beyond the
    /// number of calls that the peer allows, the call waits for its turn, or for its deadline.
    package func open(
        _ path: String, deadline: Duration? = nil, metadata: RPCMetadata = RPCMetadata(), handler: any RPCCallHandler
    ) -> RPCCall {
        core.open(path, deadline: deadline, metadata: metadata, waitsForAttempt: false, handler: handler, first: nil)
    }

    /// On the event loop only.
    package var state: RPCChannelState {
        eventLoop.assertInEventLoop()
        return core.state
    }

    /// Ends every call with UNAVAILABLE and stays closed. From any thread. Dropping the channel does the same.
    package func close() {
        let core = core
        eventLoop.execute { core.close() }
    }
}

/// Carries a cancelled task's wish to its call. Guarded by the event loop.
private final class UnaryCancellation: @unchecked Sendable {
    var call: RPCCall?
    var isCancelled = false

    func cancel() {
        isCancelled = true
        call?.cancel()
    }
}

/// Collects the one answer of a unary call.
private final class UnaryClientHandler: RPCCallHandler {
    private let completion: (Result<[UInt8], RPCStatus>) -> Void
    private var answer: [UInt8]?

    init(_ completion: @escaping (Result<[UInt8], RPCStatus>) -> Void) { self.completion = completion }

    func received(_ message: [UInt8], on call: RPCCall) {
        guard answer == nil else {
            call.fail(RPCStatus(.internalError, "a unary method answers with one message"))
            return
        }
        answer = message
    }

    func closed(_ status: RPCStatus, on call: RPCCall) {
        guard status.isOK else {
            completion(.failure(status))
            return
        }
        completion(answer.map { .success($0) } ?? .failure(RPCStatus(.internalError, "the answer has no message")))
    }
}
