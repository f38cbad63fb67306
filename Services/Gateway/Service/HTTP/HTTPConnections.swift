package import NIOCore

/// The connections of one event loop that speak HTTP: those that became a WebSocket are not among them.
package final class HTTPConnections: Sendable {
    private static let step = TimeAmount.milliseconds(20)
    /// Requests that have come behind others, taken in one turn of the loop, by all connections together.
    private static let requestsInTurn = 8
    /// In which the loop looks at its sockets. A task that is due at once would be run before that, and so on without end.
    private static let pause = TimeAmount.milliseconds(1)

    private struct Turns {
        var waiting: [() -> Void] = []
        var isScheduled = false
    }

    private let eventLoop: any EventLoop
    private let open: NIOLoopBoundBox<[ObjectIdentifier: HTTPConnection]>
    private let turns: NIOLoopBoundBox<Turns>

    package init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        open = .makeBoxSendingValue([:], eventLoop: eventLoop)
        turns = .makeBoxSendingValue(Turns(), eventLoop: eventLoop)
    }

    /// Calls `resume` when it is its turn: first come, first served, and a few each time, so that clients that send requests
    /// without waiting for answers leave the loop to the others.
    func inTurn(_ resume: @escaping () -> Void) {
        turns.value.waiting.append(resume)
        guard !turns.value.isScheduled else { return }
        turns.value.isScheduled = true
        scheduleTurn()
    }

    private func scheduleTurn() {
        eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { self.takeTurn() }
    }

    private func takeTurn() {
        let batch = turns.value.waiting.prefix(Self.requestsInTurn)
        turns.value.waiting.removeFirst(batch.count)
        for resume in batch { resume() }
        if turns.value.waiting.isEmpty {
            turns.value.isScheduled = false
        } else {
            scheduleTurn()
        }
    }

    /// How many there are.
    package var count: Int {
        get async { (try? await eventLoop.submit { [open] in open.value.count }.get()) ?? 0 }
    }

    func began(_ connection: HTTPConnection) { open.value[ObjectIdentifier(connection)] = connection }

    func ended(_ connection: HTTPConnection) { open.value[ObjectIdentifier(connection)] = nil }

    /// Once no new ones come and none is kept alive: closes those that ask nothing, lets requests be answered and answers be
    /// read, and returns when all have ended. What is left then is cut off.
    /// - Parameter limit: In milliseconds.
    package func finish(within limit: Int) async {
        let deadline = NIODeadline.now() + .milliseconds(Int64(limit))
        // The first step comes before the first look: what has arrived is read by then.
        repeat {
            try? await eventLoop.scheduleTask(in: Self.step) {}.futureResult.get()
        } while await endIdle(all: NIODeadline.now() >= deadline) > 0
    }

    /// - Returns: How many are left.
    private func endIdle(all: Bool) async -> Int {
        let left = eventLoop.submit { [open] in
            for connection in Array(open.value.values) {
                if all { connection.close() } else { connection.closeIfIdle() }
            }
            return open.value.count
        }
        return (try? await left.get()) ?? 0
    }
}
