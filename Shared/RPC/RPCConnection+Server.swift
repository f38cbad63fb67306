import HTTP2
import Logging
import NIOCore

/// The methods of a server by path.
struct RPCRouter: Sendable {
    let methods: [String: RPCMethod]
    let callToken: RPCCallToken?
    let tasks: RPCTaskExecutor.Pool

    init(_ services: [RPCServiceDefinition], callToken: RPCCallToken?) {
        self.callToken = callToken
        var methods: [String: RPCMethod] = [:]
        for service in services {
            for (name, method) in service.methods {
                let path = "/\(service.name)/\(name)"
                precondition(methods.updateValue(method, forKey: path) == nil, "two methods are named \(path)")
            }
        }
        self.methods = methods
        tasks = RPCTaskExecutor.Pool()
    }
}

extension RPCConnection {
    /// A new request.
    func accept(_ id: HTTP2StreamID, _ headers: ReceivedHeaders, _ batch: HTTP2Batch) {
        guard let router else { return }
        let stream = session.accept(id)
        guard headers.method.map({ batch.isEqual($0, "POST") }) == true,
            let contentType = headers.contentType, batch.isGRPC(contentType), let pathRange = headers.path
        else {
            // Not gRPC at all, so it gets an HTTP answer (gRPC "gRPC over HTTP2", "Content-Type").
            var answer = HTTP2Headers()
            answer.append(":status", "415")
            session.respondOnly(answer, on: stream)
            requestPump()
            return
        }
        let path = batch.text(pathRange)
        guard let method = router.methods[path] else {
            refuse(stream, RPCStatus(.unimplemented, "no method \(path.prefix(200))"))
            return
        }
        if let encoding = headers.encoding, !batch.isEqual(encoding, "identity") {
            refuse(stream, RPCStatus(.unimplemented, "compression is not supported"), acceptsIdentityOnly: true)
            return
        }
        if let malformed = headers.malformed {
            refuse(stream, RPCStatus(.invalidArgument, "metadata \(malformed.prefix(100)) is not base64"))
            return
        }
        if let token = router.callToken, !RPCCallToken.isOpen(path), !token.admits(headers.metadata) {
            logger.warning("a call without the port's secret was refused", metadata: ["rpc.peer": "\(peer.address)"])
            refuse(stream, RPCStatus(.unauthenticated, "this port serves the processes of its own node only"))
            return
        }
        var deadline: NIODeadline?
        if let timeout = headers.timeout {
            guard let amount = TimeoutCoding.decode(batch.bytes[timeout]) else {
                refuse(stream, RPCStatus(.invalidArgument, "grpc-timeout is not a timeout"))
                return
            }
            guard amount.nanoseconds > 0 else {
                refuse(stream, RPCStatus(.deadlineExceeded, "the deadline has passed"))
                return
            }
            deadline = .now() + amount
        }
        let call = RPCCall(
            .server, eventLoop: eventLoop, peer: peer, deadline: deadline, maxMessageBytes: limits.maxMessageBytes,
            handler: nil)
        call.attach(self, stream)
        let context = RPCContext(
            path: path, metadata: headers.metadata, deadline: deadline, peer: peer, eventLoop: eventLoop)
        switch method {
        case .unary(let body):
            call.setHandler(
                UnaryServerHandler(body, context, tasks: router.tasks.executor(for: eventLoop), logger: logger))
        case .stream(let make): call.setHandler(make(call, context))
        }
        // The handler may have ended the call already; it hears of it when the stream closes.
        if call.connection != nil { insert(call, id) }
    }

    private func refuse(_ stream: HTTP2Stream, _ status: RPCStatus, acceptsIdentityOnly: Bool = false) {
        var answer = HTTP2Headers.response
        if acceptsIdentityOnly { answer.append("grpc-accept-encoding", "identity") }
        answer.append(status)
        session.respondOnly(answer, on: stream)
        requestPump()
    }
}

extension HTTP2Batch {
    /// `application/grpc`, with `+proto`, `+json`, … or parameters after it.
    func isGRPC(_ contentType: Range<Int>) -> Bool {
        let name: StaticString = "application/grpc"
        guard hasPrefix(contentType, name) else { return false }
        let rest = contentType.dropFirst(name.utf8CodeUnitCount)
        guard let next = rest.first else { return true }
        return bytes[next] == UInt8(ascii: "+") || bytes[next] == UInt8(ascii: ";")
    }
}
