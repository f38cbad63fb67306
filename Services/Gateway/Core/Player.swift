package import Identity

/// Who plays: what a verified token says.
package struct Player: Sendable, Equatable {
    package let id: UserID
    package let name: String
    package let isGuest: Bool

    package init(id: UserID, name: String, isGuest: Bool) {
        self.id = id
        self.name = name
        self.isGuest = isGuest
    }

    /// The name without white space around it, or `nil` if that is not 1 to 16 characters (64 bytes at most) or holds a
    /// control character.
    package static func checkedName(_ text: String) -> String? {
        guard text.utf8.count <= 256 else { return nil }
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        let name = String(scalars[first...last])
        guard name.count <= 16, name.utf8.count <= 64, !name.unicodeScalars.contains(where: isControl) else {
            return nil
        }
        return name
    }

    /// Control, format (bidirectional overrides among them), line and paragraph separators, private use.
    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate, .unassigned: true
        case .format: scalar.value != 0x200D  // the joiner inside emoji
        default: false
        }
    }
}

/// One player's page load: the scope of command sequences (docs/protocol.md, section 3).
package struct SessionKey: Sendable, Hashable {
    package let user: UserID
    package let session: SessionID

    package init(user: UserID, session: SessionID) {
        self.user = user
        self.session = session
    }
}
