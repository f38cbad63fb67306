import ClusterControl
import Testing

@Suite("Restart policy")
struct RestartPolicyTests {
    @Test("each death in a row waits twice as long, up to the longest delay")
    func backoff() {
        var policy = RestartPolicy()
        let delays = (0..<9).map { _ in policy.ended(.signaled(number: 9), ran: 100) }
        #expect(delays == [500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000].map { .start(after: $0) })
    }

    @Test("a steady run forgives what was before it")
    func steady() {
        var policy = RestartPolicy()
        for _ in 0..<5 { _ = policy.ended(.unknown, ran: 0) }
        #expect(policy.ended(.exited(code: 70), ran: RestartPolicy.steady) == .start(after: RestartPolicy.firstDelay))
        #expect(policy.ended(.exited(code: 70), ran: RestartPolicy.steady - 1) == .start(after: 1_000))
    }

    @Test("an exit code that no further start can mend is given up", arguments: [64, 65, 126, 127])
    func hopeless(code: Int32) {
        var policy = RestartPolicy()
        #expect(policy.ended(.exited(code: code), ran: 90_000) == .giveUp)
    }

    @Test("every other ending is started again", arguments: [0, 1, 69, 70, 71, 73, 74, 75])
    func mendable(code: Int32) {
        var policy = RestartPolicy()
        #expect(policy.ended(.exited(code: code), ran: 0) == .start(after: RestartPolicy.firstDelay))
    }

    @Test("any number of deaths is counted without overflow")
    func many() {
        var policy = RestartPolicy()
        for _ in 0..<10_000 { _ = policy.ended(.unknown, ran: 0) }
        #expect(policy.ended(.unknown, ran: 0) == .start(after: RestartPolicy.longestDelay))
    }
}
