import Logging
import NIOCore
import Synchronization
package import TLS

/// How a connection is protected.
package enum RPCSecurity: Sendable {
    case plaintext
    /// Both sides show a certificate of the configured authority, and the peer's must carry one of `allowedPeers` as a
    /// DNS name in its SAN. The names are services, not hosts: nodes come and go under any address. A server answers those of
    /// `healthPeers` too, but only `grpc.health.v1.Health` and reflection.
    case mutualTLS(TLSConfiguration, allowedPeers: Set<String>, healthPeers: Set<String> = [])

    /// Whom a server serves in full; `nil`: whoever is let in.
    var servedPeers: Set<String>? {
        guard case .mutualTLS(_, let allowed, let health) = self, !health.isEmpty else { return nil }
        return allowed
    }
    /// Only the server shows a certificate. A client checks it against `serverName`; a server ignores that.
    case serverTLS(TLSConfiguration, serverName: String)
}

/// The certificates of an ``RPCSecurity``, read and checked; read again when their files have changed, so that a renewed
/// certificate needs no restart. Connections that are open keep what they were opened with.
final class SecureTransport: Sendable {
    /// How often a new connection looks at the files, at most.
    private static let lookInterval = TimeAmount.seconds(1)

    private struct State {
        var context: TLSContext
        /// Of the files as they were last looked at, whether they could be used or not.
        var stamps: TLSFileStamps
        var lookedAt: NIODeadline
    }

    private let configuration: TLSConfiguration
    private let role: TLSRole
    private let isMutual: Bool
    private let allowedPeers: Set<String>?
    private let serverName: String?
    private let logger: Logger
    private let state: Mutex<State>

    /// - Returns: `nil` for plaintext.
    static func make(_ security: RPCSecurity, _ role: TLSRole, logger: Logger) throws(TLSError) -> SecureTransport? {
        switch security {
        case .plaintext: nil
        case .mutualTLS(let configuration, let allowedPeers, let healthPeers):
            try SecureTransport(
                configuration, role, isMutual: true,
                allowedPeers: role == .server ? allowedPeers.union(healthPeers) : allowedPeers, serverName: nil, logger)
        case .serverTLS(let configuration, let serverName):
            try SecureTransport(
                configuration, role, isMutual: false, allowedPeers: nil, serverName: role == .client ? serverName : nil,
                logger)
        }
    }

    private init(
        _ configuration: TLSConfiguration, _ role: TLSRole, isMutual: Bool, allowedPeers: Set<String>?,
        serverName: String?, _ logger: Logger
    ) throws(TLSError) {
        self.configuration = configuration
        self.role = role
        self.isMutual = isMutual
        self.allowedPeers = allowedPeers
        self.serverName = serverName
        self.logger = logger
        // The stamps come first: a file that changes while it is read is read again later.
        let stamps = TLSFileStamps(of: configuration)
        let context = try TLSContext(configuration, role, isMutual: isMutual)
        state = Mutex(State(context: context, stamps: stamps, lookedAt: .now()))
    }

    func makeHandler() throws(TLSError) -> TLSHandler {
        TLSHandler(try TLSSession(current(), serverName: serverName), allowedPeers: allowedPeers)
    }

    /// New files that cannot be used, such as a certificate whose key has not been written yet, change nothing.
    private func current() -> TLSContext {
        state.withLock { state in
            let now = NIODeadline.now()
            guard now - state.lookedAt >= Self.lookInterval else { return state.context }
            state.lookedAt = now
            let stamps = TLSFileStamps(of: configuration)
            guard stamps != state.stamps else { return state.context }
            state.stamps = stamps
            do throws(TLSError) {
                state.context = try TLSContext(configuration, role, isMutual: isMutual)
                logger.notice(
                    "new certificates are in use", metadata: ["path": "\(configuration.certificateFile ?? "")"])
            } catch {
                logger.warning(
                    "changed certificates cannot be used; the ones of before stay", metadata: ["reason": "\(error)"])
            }
            return state.context
        }
    }
}
