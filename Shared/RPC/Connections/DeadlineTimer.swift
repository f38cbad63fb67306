import NIOCore

/// One timer for the deadlines of all calls of a connection. It fires at the earliest one known when it was set; calls
/// that ended before then cost nothing.
struct DeadlineTimer {
    private var at: NIODeadline?
    private var scheduled: Scheduled<Void>?

    /// It will fire in time for `deadline`.
    func isSet(before deadline: NIODeadline) -> Bool {
        guard let at else { return false }
        return at <= deadline
    }

    mutating func set(_ deadline: NIODeadline, on loop: any EventLoop, _ fire: @escaping @Sendable () -> Void) {
        scheduled?.cancel()
        at = deadline
        scheduled = loop.scheduleTask(deadline: deadline, fire)
    }

    mutating func fired() {
        at = nil
        scheduled = nil
    }

    mutating func cancel() {
        scheduled?.cancel()
        fired()
    }
}
