import NIOCore

/// Decides when a silent peer is asked for a sign of life, and when it is taken for dead.
struct KeepAlive {
    let interval: TimeAmount
    let timeout: TimeAmount
    private var lastHeard = NIODeadline.uptimeNanoseconds(0)
    private var pinged: NIODeadline?
    private var next = NIODeadline.uptimeNanoseconds(0)
    private var scheduled: Scheduled<Void>?

    init(interval: TimeAmount, timeout: TimeAmount) {
        self.interval = interval
        self.timeout = timeout
    }

    enum Action { case wait, ping, dead }

    mutating func heard(at now: NIODeadline) {
        lastHeard = now
        pinged = nil
    }

    /// The next time to look is set by this.
    mutating func due(at now: NIODeadline) -> Action {
        if let pinged {
            next = pinged + timeout
            return now >= next ? .dead : .wait
        }
        guard now - lastHeard >= interval else {
            next = lastHeard + interval
            return .wait
        }
        pinged = now
        next = now + timeout
        return .ping
    }

    mutating func start(on loop: any EventLoop, _ fire: @escaping @Sendable () -> Void) {
        lastHeard = .now()
        next = lastHeard + interval
        schedule(on: loop, fire)
    }

    mutating func schedule(on loop: any EventLoop, _ fire: @escaping @Sendable () -> Void) {
        scheduled = loop.scheduleTask(deadline: next, fire)
    }

    mutating func cancel() { scheduled?.cancel() }
}
