import SimulationCore
import Testing

@Suite struct ReadinessTests {
    /// A node that serves players.
    private func ready() -> Readiness {
        var readiness = Readiness()
        _ = readiness.leader(isKnown: true, isCutOff: false)
        readiness.caughtUp()
        return readiness
    }

    @Test("players are served once all that was committed is applied, and not before")
    func catchingUp() {
        var readiness = Readiness()
        #expect(readiness.leader(isKnown: true, isCutOff: false) == nil)
        #expect(!readiness.isReady)
        readiness.caughtUp()
        #expect(readiness.isReady)
        #expect(readiness.lostLog() == .lostLog)
        #expect(!readiness.isReady)
        readiness.follows()
        readiness.caughtUp()
        #expect(readiness.isReady)
    }

    @Test("a short time without a leader is waited out, a long one is not, and a node that is cut off does not wait")
    func leader() {
        var short = ready()
        #expect(short.leader(isKnown: false, isCutOff: false) == nil)
        #expect(short.isReady)
        #expect(short.leader(isKnown: true, isCutOff: false) == nil)
        #expect(short.leaderLimitPassed() == nil, "there is one again")
        #expect(short.isReady)

        var long = ready()
        _ = long.leader(isKnown: false, isCutOff: false)
        #expect(long.leaderLimitPassed() == .noLeader)
        #expect(!long.isReady)
        #expect(long.leader(isKnown: false, isCutOff: false) == nil)
        #expect(!long.isReady, "another message does not make it better")
        _ = long.leader(isKnown: true, isCutOff: false)
        #expect(long.isReady)

        var cutOff = ready()
        #expect(cutOff.leader(isKnown: false, isCutOff: true) == .noLeader)
        #expect(!cutOff.isReady)

        var silent = ready()
        _ = silent.leader(isKnown: false, isCutOff: false)
        _ = silent.lostLog()
        #expect(silent.leaderLimitPassed() == nil, "what consensus said last counts no more")
    }

    @Test("a wrong world serves nobody until it is restored, or forgotten with its stream")
    func quarantine() {
        var readiness = ready()
        #expect(readiness.quarantined(true) == .wrongWorld)
        #expect(readiness.quarantined(true) == nil, "it is said once")
        #expect(!readiness.isReady)
        #expect(readiness.startedOver(empty: false) == .startedOver)
        #expect(!readiness.isReady, "consensus says when")
        #expect(readiness.quarantined(false) == nil)
        #expect(readiness.isReady)
        _ = readiness.quarantined(true)
        _ = readiness.lostLog()
        #expect(!readiness.isQuarantined)
    }

    @Test("a build that does not know what comes next serves nobody until its world is another one")
    func version() {
        var readiness = ready()
        #expect(readiness.stopped() == .otherVersion)
        #expect(!readiness.isReady)
        _ = readiness.lostLog()
        readiness.caughtUp()
        #expect(!readiness.isReady, "the entry is still the next one")
        _ = readiness.startedOver(empty: false)
        #expect(readiness.isReady)
        _ = readiness.stopped()
        _ = readiness.startedOver(empty: true)
        #expect(!readiness.isReady && !readiness.isCaughtUp)
        readiness.caughtUp()
        #expect(readiness.isReady)
        // A wrong world that has stopped is forgotten as a whole.
        _ = readiness.stopped()
        _ = readiness.quarantined(true)
        _ = readiness.lostLog()
        readiness.caughtUp()
        #expect(readiness.isReady)
    }

    @Test("a node that drains stays so")
    func draining() {
        var readiness = ready()
        #expect(readiness.drains() == .draining)
        _ = readiness.leader(isKnown: true, isCutOff: false)
        readiness.caughtUp()
        #expect(!readiness.isReady && readiness.isDraining)
    }
}
