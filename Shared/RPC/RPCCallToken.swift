import TLS

/// A secret that callers of a port must know, where a connection itself does not say who is calling: ports on loopback, which
/// every user of the machine reaches. Travels as `authorization: Bearer …` metadata with each call.
package struct RPCCallToken: Sendable, CustomStringConvertible {
    private let header: [UInt8]

    /// - Parameter secret: Of any characters and length; the header carries a digest of it.
    package init(secret: String) {
        let digest = Crypto.sha256(Array("snaketron call token ".utf8) + secret.utf8)
        let digits = Array("0123456789abcdef".utf8)
        header = Array("Bearer ".utf8) + digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    }

    /// Never the secret.
    package var description: String { "call token" }

    static let headerName = "authorization"
    var headerText: String { String(decoding: header, as: UTF8.self) }

    /// In time that does not depend on where the texts differ.
    func admits(_ metadata: RPCMetadata) -> Bool {
        guard let given = metadata.entries.first(where: { $0.name == Self.headerName }) else { return false }
        return Crypto.constantTimeEqual(given.value, header)
    }

    /// Health and reflection are for everyone: they tell nothing of data.
    static func isOpen(_ path: String) -> Bool { path.hasPrefix("/grpc.") }
}
