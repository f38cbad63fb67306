/// An answer that all share who ask while it is being made, or before it is too old: however many ask, one is made at a time.
struct SharedAnswer<Answer: Sendable>: Sendable {
    /// Milliseconds from its making.
    private let age: Int64
    private var task: Task<Answer, Never>?
    /// `nil`: it is being made.
    private var madeAt: Int64?

    init(age: Int64) { self.age = age }

    /// - Returns: What is to be waited for; `nil`: make another one.
    func current(at now: Int64) -> Task<Answer, Never>? {
        if let madeAt, now - madeAt >= age { return nil }
        return task
    }

    mutating func begin(_ task: Task<Answer, Never>) -> Task<Answer, Never> {
        self.task = task
        madeAt = nil
        return task
    }

    /// Everyone who waited says so; the first one counts.
    mutating func made(by task: Task<Answer, Never>, at now: Int64) {
        if self.task == task, madeAt == nil { madeAt = now }
    }
}
