/// What can be told of a command that is not JSON, or has a field that cannot be read: its type and its sequence.
///
/// Reads the members of the outermost object as far as they go. Strings are not decoded, and what is inside of a member is
/// passed over.
struct JSONSkim: Equatable {
    private(set) var type: String?
    /// A number in plain digits that ends before the text does; `nil` also where two differ.
    private(set) var sequence: UInt64?

    init(type: String?, sequence: UInt64?) {
        self.type = type
        self.sequence = sequence
    }

    init(_ bytes: [UInt8]) {
        var (position, depth, isName, isAmbiguous) = (0, 0, false, false)
        func skipWhitespace() {
            while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) { position += 1 }
        }
        /// The content of the string that begins here, as it is written; the end of the text ends it too.
        func string() -> ArraySlice<UInt8> {
            position += 1
            let start = position
            while position < bytes.count, bytes[position] != UInt8(ascii: "\"") {
                position += bytes[position] == UInt8(ascii: "\\") ? 2 : 1
            }
            let end = min(position, bytes.count)
            position = end + 1
            return bytes[start..<end]
        }
        func digits() -> UInt64? {
            let start = position
            while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
            let text = String(decoding: bytes[start..<position], as: UTF8.self)
            skipWhitespace()
            guard position < bytes.count, [UInt8(ascii: ","), UInt8(ascii: "}")].contains(bytes[position]) else {
                return nil
            }
            return UInt64(text)
        }
        skipWhitespace()
        guard position < bytes.count, bytes[position] == UInt8(ascii: "{") else { return }
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                let content = string()
                guard depth == 1, isName else { continue }
                isName = false
                skipWhitespace()
                guard position < bytes.count, bytes[position] == UInt8(ascii: ":") else { continue }
                position += 1
                skipWhitespace()
                if content.elementsEqual("seq".utf8) {
                    let value = digits()
                    isAmbiguous = isAmbiguous || value == nil || (sequence != nil && sequence != value)
                    sequence = value
                } else if content.elementsEqual("type".utf8), position < bytes.count,
                    bytes[position] == UInt8(ascii: "\"")
                {
                    type = String(validating: string(), as: UTF8.self)
                }
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                depth += 1
                isName = depth == 1
                position += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                depth -= 1
                position += 1
            case UInt8(ascii: ","):
                isName = depth == 1
                position += 1
            default: position += 1
            }
        }
        if isAmbiguous { sequence = nil }
    }
}
