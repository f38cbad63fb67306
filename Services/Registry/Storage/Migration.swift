/// One step of the database's history. Applied once, in a transaction of its own, and never changed afterwards.
struct Migration: Sendable {
    let number: Int
    let title: String
    /// The least number that a build must know to use the database from here on: its own for a change that breaks older
    /// builds, an earlier one for a change that only adds.
    let needs: Int
    let statements: [String]

    init(number: Int, title: String, needs: Int = 1, statements: [String]) {
        self.number = number
        self.title = title
        self.needs = needs
        self.statements = statements
    }
}

/// A step that a database has taken.
struct SchemaState: Sendable, Equatable {
    let number: Int
    let title: String
    /// As ``Migration/needs``; the number itself where that is not written.
    let needs: Int

    /// Why a build that knows these steps must not use the database; `nil`: it may.
    static func refusal(of done: [SchemaState], known: [Migration]) -> String? {
        let newest = known.map(\.number).max() ?? 0
        guard let newer = done.filter({ $0.number > newest && $0.needs > newest }).max(by: { $0.number < $1.number })
        else { return nil }
        return
            "a newer version wrote the database's schema: its step \(newer.number) ('\(newer.title)') needs a build that "
            + "knows step \(newer.needs), and this one knows \(newest); start that version"
    }
}
