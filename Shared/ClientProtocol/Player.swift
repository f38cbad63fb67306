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
