import Foundation
import NIOCore
import TLS
import TestSupport
import Testing

@Suite("TLS between two sessions in memory")
struct TLSSessionTests {
    private let authority: TestCertificates
    private let server: TestCertificates.Leaf
    private let client: TestCertificates.Leaf

    init() throws {
        authority = try TestCertificates()
        server = try authority.issue("server", names: ["DNS:consensus", "DNS:consensus.snaketron", "IP:127.0.0.1"])
        client = try authority.issue("client", names: ["DNS:simulation"])
    }

    private func configuration(_ leaf: TestCertificates.Leaf?, authority: TestCertificates? = nil) -> TLSConfiguration {
        TLSConfiguration(
            authorityFile: (authority ?? self.authority).authorityFile, certificateFile: leaf?.certificateFile,
            keyFile: leaf?.keyFile)
    }

    /// Carries bytes both ways until both sides are done.
    private func shake(_ client: inout TLSSession, _ server: inout TLSSession) throws(TLSError) {
        _ = try client.handshake()
        var up = TLSProgress.handshaking
        var down = TLSProgress.handshaking
        var nothing = ByteBuffer()
        for _ in 0..<10 where up != .open || down != .open {
            if let bytes = client.takeOutput() { up = try server.receive(bytes.readableBytesSpan, into: &nothing) }
            if let bytes = server.takeOutput() { down = try client.receive(bytes.readableBytesSpan, into: &nothing) }
            if down == .handshaking, try client.handshake() { down = .open }
        }
        guard up == .open, down == .open, nothing.readableBytes == 0 else {
            throw TLSError(code: .handshakeFailed, message: "no end after 10 turns")
        }
    }

    private func pair(
        serverLeaf: TestCertificates.Leaf? = nil, clientLeaf: TestCertificates.Leaf?, mutual: Bool = true,
        clientAuthority: TestCertificates? = nil, serverName: String? = nil
    ) throws -> ([String], [String]) {
        var clientSession = try TLSSession(
            TLSContext(configuration(clientLeaf, authority: clientAuthority), .client, isMutual: clientLeaf != nil),
            serverName: serverName)
        var serverSession = try TLSSession(
            TLSContext(configuration(serverLeaf ?? server), .server, isMutual: mutual))
        try shake(&clientSession, &serverSession)
        return (clientSession.peerNames, serverSession.peerNames)
    }

    @Test("under mutual TLS each side learns the other's DNS names, in order")
    func names() throws {
        let (server, client) = try pair(clientLeaf: client)
        #expect(server == ["consensus", "consensus.snaketron"])
        #expect(client == ["simulation"])
    }

    @Test("a client without a certificate is refused")
    func noClientCertificate() throws {
        #expect(throws: TLSError.self) { _ = try pair(clientLeaf: nil) }
    }

    @Test("a certificate of another authority is refused, on either side")
    func otherAuthority() throws {
        let other = try TestCertificates()
        let stranger = try other.issue("stranger", names: ["DNS:simulation"])
        let error = #expect(throws: TLSError.self) { _ = try pair(clientLeaf: stranger, clientAuthority: authority) }
        #expect(error?.code == .handshakeFailed)
        #expect(throws: TLSError.self) { _ = try pair(clientLeaf: client, clientAuthority: other) }
    }

    @Test("an expired certificate is refused")
    func expired() throws {
        let old = try authority.issue("old", names: ["DNS:simulation"], days: -1)
        let error = #expect(throws: TLSError.self) { _ = try pair(clientLeaf: old) }
        #expect(error?.message.contains("expired") == true)
    }

    @Test("a client that asks for a name gets that name or nothing", arguments: ["consensus", "127.0.0.1"])
    func serverName(name: String) throws {
        _ = try pair(clientLeaf: nil, mutual: false, serverName: name)
        #expect(throws: TLSError.self) { _ = try pair(clientLeaf: nil, mutual: false, serverName: "registry") }
        #expect(throws: TLSError.self) { _ = try pair(clientLeaf: nil, mutual: false, serverName: "127.0.0.2") }
    }

    @Test(
        "bytes arrive whole and in order, however the encrypted stream is cut",
        arguments: [1, 16_384, 16_385, 1_000_000])
    func data(size: Int) throws {
        var clientSession = try TLSSession(TLSContext(configuration(client), .client, isMutual: true))
        var serverSession = try TLSSession(TLSContext(configuration(server), .server, isMutual: true))
        try shake(&clientSession, &serverSession)
        let sent = (0..<size).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        try clientSession.write(sent.span.bytes)
        let taken = clientSession.takeOutput()
        let encrypted = try #require(taken)
        let more = clientSession.takeOutput()
        #expect(more == nil)
        var received = ByteBuffer()
        var rest = encrypted.readableBytesView[...]
        while !rest.isEmpty {
            let piece = Array(rest.prefix(1 + rest.count % 7001))
            rest = rest.dropFirst(piece.count)
            #expect(try serverSession.receive(piece.span.bytes, into: &received) == .open)
        }
        #expect(Array(received.readableBytesView) == sent)
    }

    @Test("close_notify reads as an end, a changed byte as an error")
    func endings() throws {
        var clientSession = try TLSSession(TLSContext(configuration(client), .client, isMutual: true))
        var serverSession = try TLSSession(TLSContext(configuration(server), .server, isMutual: true))
        try shake(&clientSession, &serverSession)
        clientSession.shutdown()
        var received = ByteBuffer()
        let taken = clientSession.takeOutput()
        let farewell = try #require(taken)
        #expect(try serverSession.receive(farewell.readableBytesSpan, into: &received) == .ended)

        try serverSession.write(Array("answer".utf8).span.bytes)
        let answer = serverSession.takeOutput()
        var encrypted = Array(try #require(answer).readableBytesView)
        encrypted[encrypted.count - 1] ^= 1
        let error = #expect(throws: TLSError.self) {
            _ = try clientSession.receive(encrypted.span.bytes, into: &received)
        }
        #expect(received.readableBytes == 0)
        #expect(error?.code == .protocolViolation)
    }

    @Test("plain HTTP instead of TLS fails the handshake")
    func garbage() throws {
        var session = try TLSSession(TLSContext(configuration(server), .server, isMutual: true))
        var plain = ByteBuffer()
        #expect(throws: TLSError.self) {
            _ = try session.receive(Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8).span.bytes, into: &plain)
        }
    }

    @Test(
        "a peer that does not offer h2, or nothing newer than TLS 1.1 or than ciphers without authentication, is refused",
        arguments: [
            ["-alpn", "http/1.1"], ["-tls1_1", "-alpn", "h2"],
            ["-tls1_2", "-alpn", "h2", "-cipher", "ECDHE-ECDSA-AES256-SHA384:ECDHE-RSA-AES256-SHA384:AES128-SHA"],
            ["-tls1_2", "-alpn", "h2", "-cipher", "AES128-GCM-SHA256"],
        ])
    func oldPeers(arguments: [String]) throws {
        #expect(throws: TLSError.self) { try receiveHello(arguments) }
    }

    @Test("TLS 1.2 with an authenticated cipher is let in")
    func authenticatedCiphers() throws {
        try receiveHello([
            "-tls1_2", "-alpn", "h2", "-cipher", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256",
        ])
    }

    /// What a server makes of the hello of the openssl command with these arguments.
    private func receiveHello(_ arguments: [String]) throws {
        // The openssl command speaks first; its hello is all that is needed.
        let listener = try LoopbackListener()
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments =
            ["s_client", "-connect", "127.0.0.1:\(listener.port)", "-cipher", "ALL:@SECLEVEL=0"] + arguments
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        defer {
            process.terminate()
            process.waitUntilExit()
        }
        let hello = try listener.acceptAndRead()
        #expect(hello.first == 0x16)  // a handshake record
        var session = try TLSSession(TLSContext(configuration(server), .server, isMutual: true))
        var plain = ByteBuffer()
        _ = try session.receive(hello.span.bytes, into: &plain)
    }

    @Test("unusable files are named")
    func badConfiguration() throws {
        var missing = configuration(server)
        missing.certificateFile = "/nonexistent/certificate.pem"
        let error = #expect(throws: TLSError.self) { _ = try TLSContext(missing, .server, isMutual: true) }
        #expect(error?.code == .badConfiguration)
        #expect(error?.message.contains("/nonexistent/certificate.pem") == true)

        var swapped = configuration(server)
        swapped.keyFile = client.keyFile
        #expect(throws: TLSError.self) { _ = try TLSContext(swapped, .server, isMutual: true) }
        #expect(throws: TLSError.self) {
            _ = try TLSContext(
                TLSConfiguration(certificateFile: server.certificateFile, keyFile: server.keyFile), .server,
                isMutual: true)
        }
    }
}
