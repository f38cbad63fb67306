/// Why a socket was closed (RFC 6455 section 7.4; from 4000 on: docs/guide/protocol.md, section 2).
package enum CloseCode: UInt16, Sendable, CaseIterable {
    case normal = 1000
    /// The server goes away; come back to another one.
    case goingAway = 1001
    case protocolError = 1002
    case notUTF8 = 1007
    case policyViolation = 1008
    case tooBig = 1009
    case internalError = 1011
    /// Too slow or too many; try again later.
    case tryAgainLater = 1013
    /// A newer socket of the same session took over.
    case replaced = 4001
    /// The token is forged, damaged or expired: get a new one.
    case tokenRefused = 4002
    /// Newer sessions of the same user have taken its place.
    case tooManySessions = 4003
}

/// A close frame's content: the code, and a reason of at most 123 bytes (RFC 6455 section 5.5).
package struct Closure: Sendable, Equatable {
    package let code: CloseCode
    package let reason: String

    package init(_ code: CloseCode, _ reason: String) {
        self.code = code
        self.reason = reason
    }
}
