import Testing

@testable import ConsensusCore

@Suite struct LeaderRhythmTests {
    private func rhythm(_ gaps: [Milliseconds], span: Milliseconds = 1_000) -> LeaderRhythm {
        var rhythm = LeaderRhythm()
        var clock: Milliseconds = 0
        rhythm.heard(after: nil, clock: clock, span: span)
        for gap in gaps {
            clock += gap
            rhythm.heard(after: gap, clock: clock, span: span)
        }
        return rhythm
    }

    @Test("unknown until a whole span has passed")
    func unknown() {
        #expect(LeaderRhythm().patience(least: 250) == nil)
        #expect(rhythm(Array(repeating: 100, count: 9)).patience(least: 250) == nil)
        #expect(rhythm(Array(repeating: 100, count: 11)).patience(least: 250) == 250)
    }

    @Test("three stalls in the time that counts are incidents, a fourth makes them the rhythm", arguments: 0...6)
    func incidents(stalls: Int) {
        let long = Array(repeating: Milliseconds(100), count: 31)
        let patience = rhythm(long + Array(repeating: 260, count: stalls), span: 3_000).patience(least: 250)
        #expect(patience == (stalls > 3 ? 650 : 250))
    }

    @Test("the fourth longest gap of this span and the last counts, two and a half times over")
    func fourthLongest() {
        let regular = Array(repeating: Milliseconds(100), count: 10)
        // Two in each of two spans, the first of them at an end.
        let spread = regular + [100, 500, 300] + [100, 400, 260, 100]
        #expect(rhythm(spread).patience(least: 250) == 650)
        #expect(rhythm(spread + regular + regular + regular).patience(least: 250) == 250, "and then no more")
    }

    @Test("unknown again after a time in which nobody was heard")
    func forgotten() {
        var rhythm = rhythm(Array(repeating: 100, count: 11))
        rhythm.heard(after: nil, clock: 3_600_000, span: 1_000)
        #expect(rhythm.patience(least: 250) == nil)
        rhythm.heard(after: 100, clock: 3_601_000, span: 1_000)
        #expect(rhythm.patience(least: 250) == 250)
    }

    @Test("regular words, however close, do not make it less patient than the least")
    func least() {
        #expect(rhythm(Array(repeating: 1, count: 3_000)).patience(least: 250) == 250)
    }
}
