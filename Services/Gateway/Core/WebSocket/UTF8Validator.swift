/// Checks UTF-8 piece by piece (RFC 3629; the table of well-formed sequences is Unicode's 3-7).
package struct UTF8Validator: Sendable {
    /// Continuation bytes that the character under way still needs, and the range of the next one.
    private var missing = 0
    private var next: ClosedRange<UInt8> = 0x80...0xBF

    package init() {}

    /// True between characters.
    package var isComplete: Bool { missing == 0 }

    /// `false` at the first byte that no valid text has at this place.
    package mutating func accept(_ bytes: some Sequence<UInt8>) -> Bool {
        for byte in bytes {
            if missing > 0 {
                guard next.contains(byte) else { return false }
                missing -= 1
                next = 0x80...0xBF
                continue
            }
            switch byte {
            case 0x00...0x7F: break
            case 0xC2...0xDF: missing = 1
            case 0xE0: (missing, next) = (2, 0xA0...0xBF)  // shorter forms exist
            case 0xED: (missing, next) = (2, 0x80...0x9F)  // surrogates
            case 0xE1...0xEF: missing = 2
            case 0xF0: (missing, next) = (3, 0x90...0xBF)  // shorter forms exist
            case 0xF1...0xF3: missing = 3
            case 0xF4: (missing, next) = (3, 0x80...0x8F)  // past U+10FFFF
            default: return false
            }
        }
        return true
    }
}
