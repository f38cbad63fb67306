import NIOCore
import NIOEmbedded
import Testing

@testable import RPC

@Suite("A connection on a loop that stands still")
struct ConnectionTests {
    private final class Owner: RPCConnectionOwner {
        func ready(_ connection: RPCConnection) {}
        func draining(_ connection: RPCConnection) {}
        func closed(_ connection: RPCConnection, _ reason: RPCDisconnect) {}
    }

    @Test(
        "is let go when it closes, not when its timers would have fired",
        arguments: [
            ("before the handshake", [], ""), ("with pings due", Frame.preface + Frame.settings(), ""),
            ("with a deadline due", Frame.preface + Frame.settings(), "1H"),
        ] as [(String, [UInt8], String)])
    func release(when: String, bytes: [UInt8], timeout: String) throws {
        let owner = Owner()
        let channel = EmbeddedChannel()
        weak var connection: RPCConnection?
        do {
            let made = RPCConnection(
                side: .server, eventLoop: channel.eventLoop, limits: RPCLimits(), isSecure: false,
                router: RPCRouter([echoService()]), owner: owner, logger: quietLogger)
            connection = made
            try channel.pipeline.syncOperations.addHandler(made)
        }
        try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
        if !bytes.isEmpty { try channel.writeInbound(ByteBuffer(bytes: bytes)) }
        if !timeout.isEmpty {
            let request = Frame.request(adding: [("grpc-timeout", timeout)])
            try channel.writeInbound(ByteBuffer(bytes: Frame.headers(1, request)))
        }
        #expect(connection != nil)
        channel.close(promise: nil)  // `finish` would run what is scheduled
        channel.embeddedEventLoop.run()
        #expect(connection == nil)
        withExtendedLifetime((channel, owner)) {}
    }
}
