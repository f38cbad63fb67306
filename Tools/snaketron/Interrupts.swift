import Dispatch
import Foundation
import Synchronization

/// Notes SIGINT, SIGTERM and SIGHUP instead of ending the process. A signal that the caller has told to be ignored, as `nohup`
/// does with SIGHUP, stays ignored.
final class Interrupts: Sendable {
    private let seen = Atomic<Int>(0)

    init() {
        for number in [SIGINT, SIGTERM, SIGHUP] {
            // SIG_IGN is 1 as a pointer.
            guard unsafeBitCast(signal(number, SIG_IGN), to: Int.self) != 1 else { continue }
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                self.seen.add(1, ordering: .releasing)
                _ = source  // lives as long as the process
            }
            source.resume()
        }
    }

    var pending: Bool { count > 0 }
    /// How often the process was asked to end.
    var count: Int { seen.load(ordering: .acquiring) }
}
