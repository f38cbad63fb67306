import Dispatch
import Foundation
import Synchronization

/// Notes SIGINT and SIGTERM instead of ending the process.
final class Interrupts: Sendable {
    private let seen = Atomic<Bool>(false)

    init() {
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                self.seen.store(true, ordering: .releasing)
                _ = source  // lives as long as the process
            }
            source.resume()
        }
    }

    var pending: Bool { seen.load(ordering: .acquiring) }
}
