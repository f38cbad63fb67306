import ClientProtocol

/// Header fields of one request, in the order in which they came (RFC 9110 section 5).
///
/// The bytes are kept as they were; text is made of a field only when it is asked for.
package struct HTTPFields: Sendable, Equatable {
    private struct Field: Sendable, Equatable {
        let start: Int
        let nameEnd: Int
        let end: Int
    }

    private var bytes: [UInt8] = []
    private var fields: [Field] = []

    package init() {}

    /// - Parameters:
    ///   - name: A token; its case does not matter.
    ///   - value: Without white space around it.
    mutating func append(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>) {
        let start = bytes.count
        for byte in name { bytes.append(byte.lowercasedASCII) }
        let nameEnd = bytes.count
        bytes += value
        fields.append(Field(start: start, nameEnd: nameEnd, end: bytes.count))
    }

    /// The value of each line of that name.
    /// - Parameter name: In lower case.
    package func values(_ name: String) -> [String] {
        var values: [String] = []
        for field in fields where isNamed(field, name) {
            values.append(String(decoding: bytes[field.nameEnd..<field.end], as: UTF8.self))
        }
        return values
    }

    package func contains(_ name: String) -> Bool { fields.contains { isNamed($0, name) } }

    /// The members of a comma-separated list, of all its lines together, without empty ones.
    package func list(_ name: String) -> [String] {
        values(name).flatMap { $0.split(separator: ",") }.map { $0.trimmingSpaces() }.filter { !$0.isEmpty }
    }

    private func isNamed(_ field: Field, _ name: String) -> Bool {
        field.nameEnd - field.start == name.utf8.count && bytes[field.start..<field.nameEnd].elementsEqual(name.utf8)
    }
}

extension UInt8 {
    var lowercasedASCII: UInt8 { (0x41...0x5A).contains(self) ? self | 0x20 : self }

    var isDigit: Bool { (0x30...0x39).contains(self) }

    var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

    /// The value of a hexadecimal digit.
    var hexadecimalValue: Int? {
        switch self {
        case 0x30...0x39: Int(self) - 0x30
        case 0x41...0x46: Int(self) - 0x41 + 10
        case 0x61...0x66: Int(self) - 0x61 + 10
        default: nil
        }
    }

    /// `tchar` of RFC 9110 section 5.6.2.
    var isTokenCharacter: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"),
            UInt8(ascii: "'"), UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."),
            UInt8(ascii: "^"), UInt8(ascii: "_"), UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
            true
        default: false
        }
    }

    /// What a field value may hold (RFC 9110 section 5.5): visible characters, bytes above ASCII, spaces and tabs.
    var isFieldContent: Bool { self == 0x09 || (self >= 0x20 && self != 0x7F) }

    var isBlank: Bool { self == 0x20 || self == 0x09 }
}
