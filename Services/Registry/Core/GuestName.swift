/// The name of a player, as others see it.
package struct GuestName: Sendable, Hashable {
    /// Trimmed; 1 to 16 characters, at most 64 Unicode scalars.
    package let text: String

    package enum Fault: Error, Sendable, Equatable {
        case empty
        case tooLong
        /// Control, format, private or unassigned characters, which could disguise one name as another.
        case forbiddenCharacter
    }

    package static let maxCharacters = 16
    /// A character may be built of any number of scalars; this bounds what is stored.
    package static let maxScalars = 64

    package init(validating text: String) throws(Fault) {
        guard text.utf8.count <= 1024 else { throw .tooLong }
        let scalars = text.unicodeScalars
        let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
        guard let first = scalars.firstIndex(where: { !isSpace($0) }),
            let last = scalars.lastIndex(where: { !isSpace($0) })
        else { throw .empty }
        let trimmed = String(scalars[first...last])
        guard trimmed.unicodeScalars.allSatisfy(Self.isAllowed) else { throw .forbiddenCharacter }
        guard trimmed.count <= Self.maxCharacters, trimmed.unicodeScalars.count <= Self.maxScalars else {
            throw .tooLong
        }
        self.text = trimmed
    }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        if scalar == "\u{200D}" { return true }  // joins emoji
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return false
        default:
            return true
        }
    }
}

extension GuestName.Fault: CustomStringConvertible {
    package var description: String {
        switch self {
        case .empty: "the name is empty; it needs 1 to \(GuestName.maxCharacters) characters"
        case .tooLong: "the name is too long; at most \(GuestName.maxCharacters) characters are allowed"
        case .forbiddenCharacter: "the name holds a character that cannot be shown; use letters, digits, signs or emoji"
        }
    }
}
