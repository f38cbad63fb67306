package import NIOCore

/// The connections of one event loop that speak HTTP: those that became a WebSocket are not among them.
package final class HTTPConnections: Sendable {
    private static let step = TimeAmount.milliseconds(20)

    private let eventLoop: any EventLoop
    private let open: NIOLoopBoundBox<[ObjectIdentifier: HTTPConnection]>

    package init(on eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
        open = .makeBoxSendingValue([:], eventLoop: eventLoop)
    }

    func began(_ connection: HTTPConnection) { open.value[ObjectIdentifier(connection)] = connection }

    func ended(_ connection: HTTPConnection) { open.value[ObjectIdentifier(connection)] = nil }

    /// Once no new ones come and none is kept alive: closes those that ask nothing, lets requests be answered and answers be
    /// read, and returns when all have ended. What is left then is cut off.
    /// - Parameter limit: In milliseconds.
    package func finish(within limit: Int) async {
        let deadline = NIODeadline.now() + .milliseconds(Int64(limit))
        while await endIdle(all: NIODeadline.now() >= deadline) > 0 {
            try? await eventLoop.scheduleTask(in: Self.step) {}.futureResult.get()
        }
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
