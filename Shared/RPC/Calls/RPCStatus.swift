/// How a call ended: a gRPC status code and a sentence for people.
///
/// Source: gRPC "Status codes and their use in gRPC", `doc/statuscodes.md`.
package struct RPCStatus: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Int, Sendable, CaseIterable {
        case ok = 0
        case cancelled = 1
        case unknown = 2
        case invalidArgument = 3
        case deadlineExceeded = 4
        case notFound = 5
        case alreadyExists = 6
        case permissionDenied = 7
        case resourceExhausted = 8
        case failedPrecondition = 9
        case aborted = 10
        case outOfRange = 11
        case unimplemented = 12
        case internalError = 13
        case unavailable = 14
        case dataLoss = 15
        case unauthenticated = 16
    }

    package var code: Code
    /// Any Unicode text; percent-encoded on the wire, cut there at 1 KiB.
    package var message: String
    /// An encoded `google.rpc.Status`, which says more to programs (`grpc-status-details-bin`); empty for none. Not sent
    /// when longer than 4 KiB, for it travels in the trailers.
    package var details: [UInt8]

    package static let maxDetailsBytes = 4 << 10

    package init(_ code: Code, _ message: String = "", details: [UInt8] = []) {
        self.code = code
        self.message = message
        self.details = details
    }

    package static let ok = RPCStatus(.ok)

    package var isOK: Bool { code == .ok }

    package var description: String { message.isEmpty ? "\(code)" : "\(code): \(message)" }
}
