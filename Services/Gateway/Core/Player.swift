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
