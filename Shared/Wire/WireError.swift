/// Why bytes are not the message they were taken for.
package struct WireError: Error, Sendable, Equatable {
    package enum Code: Sendable, Equatable {
        /// Not protobuf, cut off, or a field of another wire type than the contract's.
        case malformed
        /// A `string` field that is not UTF-8 (RFC 3629).
        case invalidUTF8
        /// Its decoded form would need more memory than ``ProtobufCoding/decodingBudget(for:)`` allows.
        case tooLarge
    }

    package let code: Code
    package let message: String
}
