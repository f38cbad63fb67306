package import NIOCore

/// The peer of a connection.
package struct RPCPeer: Sendable, Equatable {
    /// IP address and port as text, for logs.
    package let address: String
    /// The DNS names of the peer's certificate; empty unless mutual TLS (server side) or TLS (client side) is on.
    package let certificateNames: [String]

    /// The name of the peer's service: the first DNS name of its certificate.
    package var serviceName: String? { certificateNames.first }
}

/// The facts about a call besides its messages.
package struct RPCContext: Sendable {
    /// `/package.Service/Method`.
    package let path: String
    package let metadata: RPCMetadata
    /// When the caller stops waiting. The call is then closed with DEADLINE_EXCEEDED without the service's doing.
    package let deadline: NIODeadline?
    package let peer: RPCPeer
    package let eventLoop: any EventLoop
}

/// Events for the owner of a call. All methods run on the call's event loop, never from within a method of ``RPCCall``.
package protocol RPCCallHandler: AnyObject {
    /// The server's initial metadata (client side only, at most once, before the first message).
    func receivedHeaders(_ metadata: RPCMetadata, on call: RPCCall)
    /// One whole message.
    func received(_ message: [UInt8], on call: RPCCall)
    /// The client has half-closed (server side only, at most once, after the last message).
    func receivedEnd(on call: RPCCall)
    /// ``RPCCall/isWritable`` was false and is true again.
    func becameWritable(on call: RPCCall)
    /// The call is over. Exactly once, last. Later messages are dropped.
    func closed(_ status: RPCStatus, on call: RPCCall)
}

extension RPCCallHandler {
    package func receivedHeaders(_ metadata: RPCMetadata, on call: RPCCall) {}
    package func receivedEnd(on call: RPCCall) {}
    package func becameWritable(on call: RPCCall) {}
}

/// One method of a service.
package enum RPCMethod: Sendable {
    /// One request, one answer. Runs as a task on the connection's event loop; the task is cancelled when the call ends
    /// early. A thrown ``RPCStatus`` is the answer; any other error is logged and answered with UNKNOWN.
    case unary(@Sendable ([UInt8], RPCContext) async throws -> [UInt8])
    /// Every other kind, and unary methods on the hot path. Called on the event loop when the call arrives, before its
    /// first message. The handler is kept until the call is closed.
    case stream(@Sendable (RPCCall, RPCContext) -> any RPCCallHandler)
}

/// A service and its methods by their short names.
package struct RPCServiceDefinition: Sendable {
    /// For example `snaketron.v1.Play`.
    package var name: String
    package var methods: [String: RPCMethod]
    /// Its description for reflection; without one only its name is listed.
    package var file: RPCFileDescriptor?

    package init(name: String, methods: [String: RPCMethod], file: RPCFileDescriptor? = nil) {
        self.name = name
        self.methods = methods
        self.file = file
    }
}

/// A proto file as server reflection serves it. Text, so that it lies in the binary and costs no memory until it is asked for.
package struct RPCFileDescriptor: Sendable, Equatable {
    /// As protoc knows it, such as `snaketron/v1/play.proto`. It imports no other.
    package let name: String
    /// Full names of its messages, enums, services and methods, separated by spaces.
    package let symbols: String
    /// An encoded `FileDescriptorProto` in base64 without padding.
    package let base64: String

    package init(name: String, symbols: String, base64: String) {
        self.name = name
        self.symbols = symbols
        self.base64 = base64
    }
}
