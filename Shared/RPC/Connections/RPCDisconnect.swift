import Glibc
import NIOCore
import NIOPosix
import TLS

/// Why a connection was lost or could not be made.
package struct RPCDisconnect: Error, Sendable, Equatable {
    package enum Reason: Sendable {
        /// Nobody listens there: the process is dead (its host is not).
        case refused
        /// An open connection was reset: the process died.
        case reset
        /// The peer closed in order, or its process died: the kernel closes its sockets with FIN when nothing was unread.
        case closedByPeer
        /// The peer drains and takes no new calls.
        case goAway
        /// No answer: connecting or a keep-alive ping timed out.
        case timedOut
        /// No route, no such name.
        case unreachable
        /// Certificates do not match, or the other side speaks no TLS.
        case tls
        /// The other side does not speak HTTP/2, or breaks its rules.
        case protocolError
        /// We closed it.
        case closedHere
    }
    package let reason: Reason
    package let message: String
}

extension RPCDisconnect {
    /// What came of a connection, in words for a person.
    package init(_ error: any Error) {
        switch error {
        case let error as RPCDisconnect: self = error
        case let error as IOError: self.init(errno: error.errnoCode)
        case let error as NIOConnectionError:
            // One failure for each address of the name; the first speaks for all.
            if let first = error.connectionErrors.first {
                self.init(first.error)
            } else {
                self.init(reason: .unreachable, message: "no such host: \(error.host)")
            }
        case let error as ChannelError:
            switch error {
            case .connectTimeout: self.init(reason: .timedOut, message: "connecting timed out")
            default: self.init(reason: .unreachable, message: "\(error)")
            }
        case let error as TLSError: self.init(reason: .tls, message: error.message)
        default: self.init(reason: .unreachable, message: "\(error)")
        }
    }

    private init(errno: CInt) {
        let reason: Reason =
            switch errno {
            case ECONNREFUSED: .refused
            case ECONNRESET, EPIPE: .reset
            case ETIMEDOUT: .timedOut
            default: .unreachable
            }
        self.init(reason: reason, message: unsafe String(cString: strerror(errno)))
    }
}
