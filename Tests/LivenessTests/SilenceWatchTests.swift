import Liveness
import Testing

@Suite struct SilenceWatchTests {
    /// What the watch wants, step by step of 25 ms.
    private func actions(
        _ watch: inout SilenceWatch, steps: Int, from now: UInt64 = 0, isExpected: Bool = true
    ) -> [SilenceWatch.Action] {
        (1...steps).map { watch.passed(25, isExpected: isExpected, at: now + 25 * UInt64($0)) }
    }

    @Test("silence is asked about once, and left 150 ms later, until something is heard")
    func silence() {
        var watch = SilenceWatch()
        let first = actions(&watch, steps: 10)
        let waits = [SilenceWatch.Action](repeating: .wait, count: 5)
        #expect(first == [.wait, .wait, .wait, .ask] + waits + [.leave(after: 250)])
        #expect(actions(&watch, steps: 2, from: 250) == [.leave(after: 275), .leave(after: 300)])
        watch.heard(at: 300)
        #expect(actions(&watch, steps: 3, from: 300) == [.wait, .wait, .wait])
    }

    @Test("of whom nothing is expected nobody asks, and a new beginning forgets what was asked")
    func unexpected() {
        var watch = SilenceWatch()
        #expect(actions(&watch, steps: 100, isExpected: false).allSatisfy { $0 == .wait })
        let asked = watch.passed(25, isExpected: true, at: 2_525)
        watch.reset()
        #expect(asked == .ask && actions(&watch, steps: 3, from: 2_525) == [.wait, .wait, .wait])
    }

    @Test("an answer may take three times the longest of the last fifty, a second at most")
    func slowAnswers() {
        func left(after answers: [UInt64]) -> UInt64 {
            var watch = SilenceWatch()
            var now: UInt64 = 0
            for answer in answers {
                while watch.passed(25, isExpected: true, at: now) != .ask { now += 25 }
                now += answer
                watch.heard(at: now)
            }
            for action in actions(&watch, steps: 200, from: now) {
                if case .leave(let silence) = action { return silence }
            }
            return .max
        }
        #expect(left(after: [100]) == 400)
        #expect(left(after: [100] + Array(repeating: 1, count: 49)) == 400)
        #expect(left(after: [100] + Array(repeating: 1, count: 50)) == 250)
        #expect(left(after: [900]) == 1_100)
        #expect(left(after: [1_001]) == 250, "that one hung")
        #expect(left(after: [.max / 2]) == 250)
    }

    @Test("a step of time counts for 50 ms at most, and a clock that goes back for nothing")
    func awake() {
        var time = AwakeTime()
        let steps = [60_000, 60_025, 60_065, 61_000, 5, 30].map { time.step(to: $0) }
        #expect(steps == [50, 25, 40, 50, 0, 25])
    }
}
