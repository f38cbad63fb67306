import HTTP2
import Logging
import NIOCore

/// The methods of a server by path.
struct RPCRouter: Sendable {
    /// One method. Its path is text already, so that a call need not make its own.
    final class Route: Sendable {
        let path: String
        fileprivate let bytes: [UInt8]
        let method: RPCMethod
        /// Also for callers without the port's secret, and for peers that are let in for it alone.
        let isOpen: Bool

        fileprivate init(path: String, method: RPCMethod) {
            self.path = path
            bytes = Array(path.utf8)
            self.method = method
            isOpen = RPCCallToken.isOpen(path)
        }
    }

    private let routes: [Route]
    let callers: RPCCallers?
    /// Whose calls are answered, of those that are let in; `nil`: all. Others get the open methods.
    let servedPeers: Set<String>?
    let tasks: RPCTaskExecutor.Pool

    init(_ services: [RPCServiceDefinition], callers: RPCCallers? = nil, servedPeers: Set<String>? = nil) {
        self.callers = callers
        self.servedPeers = servedPeers
        routes = services.flatMap { service in
            service.methods.map { name, method in Route(path: "/\(service.name)/\(name)", method: method) }
        }
        precondition(Set(routes.map(\.path)).count == routes.count, "two methods have one path")
        tasks = RPCTaskExecutor.Pool()
    }

    /// Looks at all: a server has a dozen methods, and the length of its path tells one from most others.
    func route(_ path: Range<Int>, in batch: HTTP2Batch) -> Route? {
        for route in routes where batch.isEqual(path, route.bytes) { return route }
        return nil
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
        guard let route = router.route(pathRange, in: batch) else {
            refuse(stream, RPCStatus(.unimplemented, "no method \(batch.text(pathRange).prefix(200))"))
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
        if let callers = router.callers, !route.isOpen {
            switch callers.judge(headers.metadata, calling: route.path) {
            case .admitted: isKnown = true
            case .notAllowed(let service):
                logger.warning(
                    "a service's call was refused: it may not call this method",
                    metadata: ["rpc.peer": "\(peer.address)", "rpc.service": "\(service)", "rpc.path": "\(route.path)"])
                refuse(stream, RPCStatus(.permissionDenied, "\(service) may not call \(route.path)"))
                return
            case .unknown:
                logger.warning(
                    "a call without the port's secret was refused", metadata: ["rpc.peer": "\(peer.address)"])
                refuse(stream, RPCStatus(.unauthenticated, "this port serves the processes of its own node only"))
                return
            }
        }
        if let served = router.servedPeers, !route.isOpen, served.isDisjoint(with: peer.certificateNames) {
            logger.warning(
                "a call was refused: its peer may ask for the health alone",
                metadata: ["rpc.peer": "\(peer.address)", "rpc.name": "\(peer.certificateNames.prefix(4))"])
            refuse(stream, RPCStatus(.permissionDenied, "this port tells you its health and nothing else"))
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
            .server, eventLoop: eventLoop, peer: peer, deadline: deadline,
            maxMessageBytes: isKnown ? limits.maxMessageBytes : limits.maxMessageBytesOfStrangers, handler: nil)
        call.attach(self, stream)
        let context = RPCContext(
            path: route.path, metadata: headers.metadata, deadline: deadline, peer: peer, eventLoop: eventLoop)
        switch route.method {
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
    /// `application/grpc` or `application/grpc+proto`, with or without parameters. Another encoding of messages is another
    /// language.
    func isGRPC(_ contentType: Range<Int>) -> Bool {
        isMediaType(contentType, "application/grpc") || isMediaType(contentType, "application/grpc+proto")
    }

    private func isMediaType(_ contentType: Range<Int>, _ name: StaticString) -> Bool {
        guard hasPrefix(contentType, name) else { return false }
        let next = contentType.dropFirst(name.utf8CodeUnitCount).first
        return next.map { bytes[$0] == UInt8(ascii: ";") || bytes[$0] == UInt8(ascii: " ") } ?? true
    }
}
