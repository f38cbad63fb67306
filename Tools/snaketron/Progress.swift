import Foundation

/// A progress line.
func say(_ line: String) {
    print("  \(line)")
    fflush(nil)
}

func seconds(since start: ContinuousClock.Instant) -> String {
    let tenths = Int((ContinuousClock.now - start) / .milliseconds(100))
    return "\(tenths / 10).\(tenths % 10) s"
}
