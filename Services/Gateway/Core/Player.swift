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
        return shown(text, atMost: 16, bytes: 64)
    }

    /// `text` without the white space around it; `nil` when nothing is left, or it is too long or holds what does not show.
    static func shown(_ text: String, atMost characters: Int, bytes: Int) -> String? {
        let scalars = text.unicodeScalars
        guard let first = scalars.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = scalars.lastIndex(where: { !$0.properties.isWhitespace })
        else { return nil }
        let shown = String(scalars[first...last])
        guard shown.utf8.count <= bytes, shown.count <= characters, !shown.unicodeScalars.contains(where: isControl)
        else {
            return nil
        }
        return shown
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
