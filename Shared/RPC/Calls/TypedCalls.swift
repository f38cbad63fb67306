package import NIOCore

/// A value with bytes on the wire. The generated messages conform in the API module of their service.
package protocol RPCMessage: Sendable {
    init(decoding bytes: [UInt8]) throws
    func encoded() -> [UInt8]
}

/// One call that sends typed messages. The typed face of ``RPCCall``; usable on its event loop only.
package struct RPCStream<Outgoing: RPCMessage>: Sendable {
    package let call: RPCCall

    package init(_ call: RPCCall) { self.call = call }

    package var eventLoop: any EventLoop { call.eventLoop }
    package var peer: RPCPeer { call.peer }
    package var isWritable: Bool { call.isWritable }
    package var bufferedBytes: Int { call.bufferedBytes }

    package func send(_ message: Outgoing) { call.send(message.encoded()) }
    package func finish() { call.finish() }
    package func finish(_ status: RPCStatus) { call.finish(status) }
    package func cancel() { call.cancel() }
}

/// What the owner of a typed call is told; see ``RPCCallHandler`` for when.
package protocol RPCStreamHandler<Incoming, Outgoing>: AnyObject {
    associatedtype Incoming: RPCMessage
    associatedtype Outgoing: RPCMessage

    func received(_ message: Incoming, on call: RPCStream<Outgoing>)
    func receivedEnd(on call: RPCStream<Outgoing>)
    func becameWritable(on call: RPCStream<Outgoing>)
    /// Exactly once, last. INTERNAL when the peer sent bytes that are no `Incoming`.
    func closed(_ status: RPCStatus, on call: RPCStream<Outgoing>)
}

extension RPCStreamHandler {
    package func receivedEnd(on call: RPCStream<Outgoing>) {}
    package func becameWritable(on call: RPCStream<Outgoing>) {}
}

extension RPCChannel {
    /// One typed request, one typed answer; INTERNAL for an answer that is no `Reply`.
    package func call<Request: RPCMessage, Reply: RPCMessage>(
        _ path: String, _ request: Request, deadline: Duration
    ) async throws(RPCStatus) -> Reply {
        let bytes = try await unary(path, request.encoded(), deadline: deadline)
        return try decoded(bytes, of: path)
    }

    /// Opens a typed call. On the event loop.
    package func openStream<Handler: RPCStreamHandler>(
        _ path: String, deadline: Duration?, handler: Handler
    ) -> RPCStream<Handler.Outgoing> {
        RPCStream(open(path, deadline: deadline, handler: TypedCallHandler(handler, path: path, isServer: false)))
    }
}

extension RPCMethod {
    /// A unary method; INTERNAL for a request that is no `Request`.
    package static func call<Request: RPCMessage, Reply: RPCMessage>(
        _ serve: @escaping @Sendable (Request, RPCContext) async throws -> Reply
    ) -> RPCMethod {
        .unary { bytes, context in
            try await serve(decoded(bytes, of: context.path), context).encoded()
        }
    }

    /// A method of any other kind.
    package static func openStream<Incoming: RPCMessage, Outgoing: RPCMessage>(
        _ start: @escaping @Sendable (RPCStream<Outgoing>, RPCContext) -> any RPCStreamHandler<Incoming, Outgoing>
    ) -> RPCMethod {
        .stream { call, context in
            func adapt(_ handler: some RPCStreamHandler<Incoming, Outgoing>) -> any RPCCallHandler {
                TypedCallHandler(handler, path: context.path, isServer: true)
            }
            return adapt(start(RPCStream(call), context))
        }
    }
}

/// gRPC answers bytes that do not parse with INTERNAL on either side (`doc/statuscodes.md`).
private func decoded<Message: RPCMessage>(_ bytes: [UInt8], of path: String) throws(RPCStatus) -> Message {
    do {
        return try Message(decoding: bytes)
    } catch {
        throw RPCStatus(.internalError, "\(path): \(error)")
    }
}

/// Decodes what arrives for a typed handler. A message that does not parse ends the call; the handler hears of nothing
/// after it but the end.
private final class TypedCallHandler<Handler: RPCStreamHandler>: RPCCallHandler {
    private let handler: Handler
    private let path: String
    private let isServer: Bool
    private var failure: RPCStatus?

    init(_ handler: Handler, path: String, isServer: Bool) {
        self.handler = handler
        self.path = path
        self.isServer = isServer
    }

    func received(_ message: [UInt8], on call: RPCCall) {
        guard failure == nil else { return }
        do throws(RPCStatus) {
            handler.received(try decoded(message, of: path), on: RPCStream(call))
        } catch {
            failure = error
            if isServer { call.finish(error) } else { call.cancel() }
        }
    }

    func receivedEnd(on call: RPCCall) {
        if failure == nil { handler.receivedEnd(on: RPCStream(call)) }
    }

    func becameWritable(on call: RPCCall) {
        if failure == nil { handler.becameWritable(on: RPCStream(call)) }
    }

    func closed(_ status: RPCStatus, on call: RPCCall) {
        handler.closed(failure ?? status, on: RPCStream(call))
    }
}
