/// The custom metadata of a call: ordered name/value pairs, names may repeat.
///
/// A name that ends in `-bin` carries bytes (base64 on the wire); any other carries printable ASCII.
/// Source: gRPC "gRPC over HTTP2", section "Custom-Metadata".
package struct RPCMetadata: Sendable, Equatable, ExpressibleByDictionaryLiteral {
    package struct Entry: Sendable, Equatable {
        package let name: String
        /// The text's ASCII bytes, or for a `-bin` name the bytes themselves.
        package let value: [UInt8]
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    package init(dictionaryLiteral elements: (String, String)...) {
        for (name, value) in elements { append(name, value) }
    }

    package var isEmpty: Bool { entries.isEmpty }

    /// Adds a text pair.
    /// - Parameters:
    ///   - name: `[0-9a-z_.-]+`, not starting with `grpc-`, not ending in `-bin`. Anything else is our bug and traps.
    ///   - value: Printable ASCII (0x20–0x7E) without leading or trailing spaces. Traps on anything else: text from
    ///     outside goes into a `-bin` name.
    package mutating func append(_ name: String, _ value: String) {
        precondition(Self.isValid(name: name) && !name.hasSuffix("-bin"), "not a text metadata name: \(name)")
        let bytes = Array(value.utf8)
        precondition(Self.isValid(text: bytes), "metadata \(name) is not printable ASCII")
        entries.append(Entry(name: name, value: bytes))
    }

    /// Adds a binary pair. `name` must end in `-bin`; else as for text.
    package mutating func append(_ name: String, bytes: [UInt8]) {
        precondition(Self.isValid(name: name) && name.hasSuffix("-bin"), "not a binary metadata name: \(name)")
        entries.append(Entry(name: name, value: bytes))
    }

    /// The first text value under `name`.
    package subscript(name: String) -> String? {
        guard let entry = entries.first(where: { $0.name == name }) else { return nil }
        return String(decoding: entry.value, as: UTF8.self)
    }

    /// The first binary value under `name`, which ends in `-bin`.
    package subscript(bytes name: String) -> [UInt8]? { entries.first { $0.name == name }?.value }

    /// Adds a pair that came from the peer and was already checked.
    mutating func append(received name: String, value: [UInt8]) {
        entries.append(Entry(name: name, value: value))
    }

    private static func isValid(name: String) -> Bool {
        guard !name.isEmpty, !name.hasPrefix("grpc-") else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "-"):
                true
            default: false
            }
        }
    }

    private static func isValid(text: [UInt8]) -> Bool {
        guard text.first != 0x20, text.last != 0x20 else { return false }
        return text.allSatisfy { (0x20...0x7E).contains($0) }
    }
}
