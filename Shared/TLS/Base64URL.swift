/// base64url without padding (RFC 4648 §5), as in JSON web tokens.
package enum Base64URL {
    package static func encode(_ bytes: [UInt8]) -> String {
        String(decoding: Base64.encode(bytes, alphabet: Base64.urlAlphabet, padded: false), as: UTF8.self)
    }

    /// `nil` for any character outside the alphabet (padding included), an impossible length, or bits left over: every
    /// value has exactly one spelling.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        Base64.decode(text, plus: UInt8(ascii: "-"), slash: UInt8(ascii: "_"))
    }

    package static func decode(_ text: String) -> [UInt8]? { decode(text.utf8) }
}

/// Plain base64 (RFC 4648 §4), as in gRPC's binary metadata.
package enum Base64 {
    static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    static let urlAlphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Without padding.
    package static func encode(_ bytes: [UInt8]) -> [UInt8] { encode(bytes, alphabet: alphabet, padded: false) }

    /// With or without padding; otherwise as strict as ``Base64URL/decode(_:)-(String)``.
    package static func decode(_ text: some Collection<UInt8>) -> [UInt8]? {
        var text = Array(text)
        if text.count % 4 == 0 {
            for _ in 0..<2 where text.last == UInt8(ascii: "=") { text.removeLast() }
        }
        return decode(text, plus: UInt8(ascii: "+"), slash: UInt8(ascii: "/"))
    }

    static func encode(_ bytes: [UInt8], alphabet: [UInt8], padded: Bool) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity((bytes.count + 2) / 3 * 4)
        var index = 0
        while index < bytes.count {
            let left = bytes.count - index
            let first = UInt32(bytes[index]) << 16
            let second = left > 1 ? UInt32(bytes[index + 1]) << 8 : 0
            let third = left > 2 ? UInt32(bytes[index + 2]) : 0
            let group = first | second | third
            output.append(alphabet[Int(group >> 18 & 63)])
            output.append(alphabet[Int(group >> 12 & 63)])
            if left > 1 { output.append(alphabet[Int(group >> 6 & 63)]) }
            if left > 2 { output.append(alphabet[Int(group & 63)]) }
            index += 3
        }
        if padded {
            while output.count % 4 != 0 { output.append(UInt8(ascii: "=")) }
        }
        return output
    }

    static func decode(_ text: some Collection<UInt8>, plus: UInt8, slash: UInt8) -> [UInt8]? {
        var output: [UInt8] = []
        output.reserveCapacity(text.count / 4 * 3 + 2)
        var bits: UInt32 = 0
        var held = 0
        for byte in text {
            let value: UInt8
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = byte - UInt8(ascii: "0") + 52
            case plus: value = 62
            case slash: value = 63
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            held += 6
            if held >= 8 {
                held -= 8
                output.append(UInt8(truncatingIfNeeded: bits >> UInt32(held)))
                bits &= (1 << UInt32(held)) - 1
            }
        }
        // 6 bits held: one lone character. Bits that are not zero: not the canonical spelling.
        guard held < 6, bits == 0 else { return nil }
        return output
    }
}
