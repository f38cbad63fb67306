import GRPCCore
import GRPCNIOTransportHTTP2
import NIOPosix

/// `bench.Echo` on grpc-swift-2: GRPCSwiftPeer PORT [CERTIFICATE KEY]. Bytes pass unparsed, as in the other peers.
struct Echo: RegistrableRPCService {
    private struct Bytes: MessageSerializer, MessageDeserializer {
        func serialize<B: GRPCContiguousBytes>(_ message: [UInt8]) -> B { B(message) }
        func deserialize<B: GRPCContiguousBytes>(_ bytes: B) -> [UInt8] {
            bytes.withUnsafeBytes { [UInt8]($0) }
        }
    }

    func registerMethods<Transport: ServerTransport>(with router: inout RPCRouter<Transport>) {
        for name in ["Unary", "Stream"] {
            router.registerHandler(
                forMethod: MethodDescriptor(fullyQualifiedService: "bench.Echo", method: name),
                deserializer: Bytes(), serializer: Bytes()
            ) { request, _ in
                StreamingServerResponse { writer in
                    for try await message in request.messages { try await writer.write(message) }
                    return [:]
                }
            }
        }
    }
}

let arguments = CommandLine.arguments
let security: HTTP2ServerTransport.Posix.TransportSecurity =
    arguments.count > 3
    ? .tls(
        certificateChain: [.file(path: arguments[2], format: .pem)],
        privateKey: .file(path: arguments[3], format: .pem))
    : .plaintext
let server = GRPCServer(
    transport: .http2NIOPosix(
        address: .ipv4(host: "127.0.0.1", port: Int(arguments[1])!), transportSecurity: security,
        config: .defaults { config in
            config.http2.maxConcurrentStreams = 8192
            config.rpc.maxRequestPayloadSize = 8 << 20
        },
        // One loop, as the other peers have one thread.
        eventLoopGroup: MultiThreadedEventLoopGroup(numberOfThreads: 1)),
    services: [Echo()])
try await server.serve()
