import Identity
import SimulationCore
import Testing

@Suite struct MatchSeekTests {
    private static let (match, other) = (MatchID(rawValue: 7), MatchID(rawValue: 8))

    /// A stream's seek, and the recordings that it was given: each is named by its match.
    private struct Stream {
        var seek = MatchSeek()
        var watched: MatchID?
        var canPay = true
        var asked: [MatchID] = []

        private mutating func recording(of match: MatchID) -> MatchID? {
            asked.append(match)
            return canPay ? match : nil
        }

        mutating func sought(_ tick: UInt32) -> Told? {
            with { seek, watched, obtain in seek.sought(tick, watching: watched, obtain: obtain) }
        }

        mutating func asks(for match: MatchID?, from tick: UInt32?, _ sequence: UInt64) -> Told? {
            with { seek, watched, obtain in
                seek.asked(toWatch: match, from: tick, sequence: sequence, watching: watched, obtain: obtain)
            }
        }

        mutating func boardDue() -> Told? {
            with { seek, watched, obtain in seek.boardDue(watching: watched, obtain: obtain) }
        }

        mutating func next() -> Told? {
            with { seek, watched, obtain in seek.next(watching: watched, obtain: obtain) }
        }

        private mutating func with(
            _ event: (inout MatchSeek, MatchID?, (MatchID) -> MatchID?) -> MatchSeek.Showing<MatchID>?
        ) -> Told? {
            var seek = seek
            let showing = event(&seek, watched) { recording(of: $0) }
            self.seek = seek
            return showing.map { Told(match: $0.recording, tick: $0.tick) }
        }
    }

    private struct Told: Equatable {
        let match: MatchID
        let tick: UInt32
    }

    private func watching(_ match: MatchID = Self.match) -> Stream {
        var stream = Stream()
        stream.watched = match
        return stream
    }

    @Test("who watches a match already is shown it from the tick at once; who watches none is not")
    func seek() {
        var nobody = Stream()
        #expect(nobody.sought(5) == nil)
        #expect(nobody.asked.isEmpty)
        nobody.watched = Self.match
        #expect(nobody.boardDue() == nil, "the wish was for what it watched then")

        var stream = watching()
        #expect(stream.sought(5) == Told(match: Self.match, tick: 5))
        #expect(stream.seek.past?.match == Self.match)
        #expect(stream.seek.replayed()?.match == Self.match)
        #expect(stream.seek.past == nil)
        #expect(stream.next() == nil, "a wish is fulfilled once")
    }

    @Test("a wish that cannot be paid shows the present, and is not kept")
    func unpaid() {
        var stream = watching()
        stream.canPay = false
        #expect(stream.sought(5) == nil)
        #expect(stream.seek.past == nil)
        stream.canPay = true
        #expect(stream.boardDue() == nil)
    }

    @Test("one recording at a time is played again, and of the wishes that come meanwhile the newest counts")
    func oneAtATime() {
        var stream = watching()
        #expect(stream.sought(5) != nil)
        #expect(stream.sought(6) == nil)
        #expect(stream.sought(7) == nil)
        #expect(stream.asked == [Self.match], "nothing is paid for what is not played")
        #expect(stream.seek.replayed() != nil, "the past that was made is shown all the same")
        #expect(stream.next() == Told(match: Self.match, tick: 7))
        #expect(stream.seek.replayed() != nil)
        #expect(stream.next() == nil)
    }

    @Test("a match that a command is to show is shown when its entry is applied, and only that match")
    func watch() {
        var stream = Stream()
        #expect(stream.asks(for: Self.match, from: 0, 4) == nil)
        stream.watched = Self.other
        #expect(stream.boardDue() == nil, "another one")
        stream.watched = Self.match
        #expect(stream.boardDue() == Told(match: Self.match, tick: 0))

        var byCode = Stream()
        #expect(byCode.asks(for: nil, from: 9, 4) == nil)
        byCode.watched = Self.other
        #expect(byCode.boardDue() == Told(match: Self.other, tick: 9), "whichever it is")

        var live = Stream()
        #expect(live.asks(for: Self.match, from: 3, 4) == nil)
        #expect(live.asks(for: Self.match, from: nil, 5) == nil)
        live.watched = Self.match
        #expect(live.boardDue() == nil, "the newer command wants the present")
    }

    @Test("a match that is watched already is shown when the command comes: no entry would show it")
    func watchedAlready() {
        var stream = watching()
        #expect(stream.asks(for: Self.match, from: 3, 4) == Told(match: Self.match, tick: 3))
        #expect(stream.asks(for: Self.match, from: 6, 5) == nil, "the first is still played")
        stream.seek.settled(5)
        _ = stream.seek.replayed()
        #expect(stream.next() == Told(match: Self.match, tick: 6), "its outcome does not take it back")
    }

    @Test("the outcome of a command takes its wish back, and nobody else's")
    func settled() {
        var stream = Stream()
        _ = stream.asks(for: Self.match, from: 3, 4)
        stream.seek.settled(3)
        stream.watched = Self.match
        var kept = stream
        #expect(kept.boardDue() != nil)
        stream.seek.settled(4)
        #expect(stream.boardDue() == nil)
    }

    @Test("the wish of a command that is on its way does not go with the end of another recording")
    func waitsForItsEntry() {
        var stream = watching()
        _ = stream.sought(5)
        #expect(stream.asks(for: Self.other, from: 8, 4) == nil)
        _ = stream.seek.replayed()
        #expect(stream.next() == nil)
        stream.watched = Self.other
        #expect(stream.boardDue() == Told(match: Self.other, tick: 8))
    }

    @Test("a wish whose entry comes while a recording is played waits for its end")
    func entryWhilePlaying() {
        var stream = watching()
        _ = stream.sought(5)
        _ = stream.asks(for: Self.other, from: 8, 4)
        stream.watched = Self.other
        #expect(stream.boardDue() == nil)
        #expect(stream.seek.past == nil, "the other match is no longer shown")
        stream.seek.settled(4)
        #expect(stream.seek.replayed() == nil)
        #expect(stream.next() == Told(match: Self.other, tick: 8))
    }

    @Test("live messages wait for the past, in order, up to the bound; then the present takes its place")
    func held() throws {
        var stream = watching()
        _ = stream.sought(5)
        let half = [UInt8](repeating: 1, count: MatchSeek.Past.maximumHeldBytes / 2)
        #expect(stream.seek.hold(half) == true)
        #expect(stream.seek.hold(half.map { _ in 2 }) == true)
        let past = try #require(stream.seek.past)
        #expect(past.held.map { $0[0] } == [1, 2])
        #expect(stream.seek.hold([3]) == false, "a byte too many")
        #expect(stream.boardDue() == nil)
        #expect(stream.seek.past == nil)
        #expect(stream.seek.replayed() == nil)

        var idle = watching()
        #expect(idle.seek.hold([1]) == false, "nothing is being made")
    }
}

@Suite struct ReplayTurnsTests {
    @Test(
        "few matches are played again at a time, the rest in the order in which they came, and no more than a bound waits"
    )
    func turns() {
        var turns = ReplayTurns()
        for _ in 0..<ReplayTurns.maximumRunning { #expect(turns.arrived() == .now) }
        var waiting: [Int] = []
        for _ in 0..<ReplayTurns.maximumWaiting {
            guard case .later(let number) = turns.arrived() else {
                Issue.record("it has a turn, or none")
                return
            }
            waiting.append(number)
        }
        #expect(Set(waiting).count == ReplayTurns.maximumWaiting)
        #expect(turns.arrived() == .never)
        #expect(turns.ended() == waiting[0])
        #expect(turns.running == ReplayTurns.maximumRunning, "the turn has gone on")
        guard case .later(let last) = turns.arrived() else {
            Issue.record("there is room for one more")
            return
        }
        for number in waiting.dropFirst() + [last] { #expect(turns.ended() == number) }
        for left in (0..<ReplayTurns.maximumRunning).reversed() {
            #expect(turns.ended() == nil)
            #expect(turns.running == left)
        }
        #expect(turns.arrived() == .now)
    }
}
