import GameCore
import LoadCore
import Testing

@Suite struct LedgerTests {
    private static let turn = PlayerInput.turn(.up)

    private func update(_ stream: UInt64, tick: UInt32, _ inputs: [ScheduledInput] = [], hash: UInt64 = 1) -> [UInt8] {
        UpdateFrame(matchID: 7, streamSequence: stream, tick: tick, hash: hash, inputs: inputs, food: []).encoded()
    }

    private func input(_ tick: UInt32, _ slot: UInt8 = 0) -> ScheduledInput {
        ScheduledInput(tick: tick, slot: slot, action: .turn(.up))
    }

    /// Two players in slots 0 and 1, Updates as given.
    private func ledger(_ updates: [[UInt8]]) -> MatchLedger {
        var ledger = MatchLedger()
        ledger.seated(0, in: 7, at: 0)
        ledger.seated(1, in: 7, at: 0)
        for (index, bytes) in updates.enumerated() { #expect(ledger.told(bytes, 7, UInt64(index + 1), at: 0) == nil) }
        return ledger
    }

    @Test("an accepted input that is told once is no fault")
    func told() {
        var ledger = ledger([update(1, tick: 5, [input(6)]), update(2, tick: 10)])
        ledger.accepted(Self.turn, 0, at: 6, in: 7, at: 0)
        #expect(ledger.close() == [])
        #expect(ledger.judged == 1 && ledger.partial == 0)
    }

    @Test("an accepted input that no Update told is lost")
    func lost() {
        var ledger = ledger([update(1, tick: 5), update(2, tick: 10)])
        ledger.accepted(Self.turn, 0, at: 6, in: 7, at: 0)
        #expect(
            ledger.close().map(\.words) == [
                "the input 'up' of slot 0 at tick 6 was accepted 1 times and is in the Updates 0 times"
            ])
    }

    @Test("one that runs after the last Update is not judged")
    func later() {
        var ledger = ledger([update(1, tick: 5)])
        ledger.accepted(Self.turn, 0, at: 6, in: 7, at: 0)
        #expect(ledger.close() == [])
    }

    @Test("one that is told twice is doubled, whoever gave it")
    func doubled() {
        var ledger = ledger([
            update(1, tick: 5, [input(6), input(6)]), update(2, tick: 10, [input(11, 3), input(11, 3)]),
        ])
        ledger.accepted(Self.turn, 0, at: 6, in: 7, at: 0)
        #expect(ledger.close().count == 2)
    }

    @Test("one that nobody gave is told, unless a bot may have given it, or its Ack passed by the player")
    func foreign() {
        let updates = [update(1, tick: 5, [input(6, 1)]), update(2, tick: 10, [input(11, 2)])]
        var certain = ledger(updates)
        #expect(certain.close().count == 1)
        var uncertain = ledger(updates)
        uncertain.uncertain(1, in: 7)
        #expect(uncertain.close() == [])
    }

    @Test("two players that are told different things of one Update")
    func differs() {
        var ledger = ledger([update(1, tick: 5)])
        #expect(ledger.told(update(1, tick: 5), 7, 1, at: 0) == nil)
        #expect(ledger.told(update(1, tick: 5, hash: 2), 7, 1, at: 0)?.words.contains("not the same") == true)
    }

    @Test("where an Update was seen by nobody, what is missing is no proof")
    func partial() {
        var ledger = MatchLedger()
        ledger.seated(0, in: 7, at: 0)
        _ = ledger.told(update(2, tick: 10), 7, 2, at: 0)
        ledger.accepted(Self.turn, 0, at: 6, in: 7, at: 0)
        #expect(ledger.close() == [] && ledger.partial == 1)
    }

    @Test("a match is judged once, after it is over and quiet for 10 s")
    func review() {
        var ledger = ledger([update(1, tick: 10)])
        ledger.accepted(Self.turn, 0, at: 6, in: 7, at: 0)
        #expect(ledger.review(at: 60_000_000) == [])
        ledger.ended(7, at: 60_000_000)
        #expect(ledger.review(at: 70_000_000) == [])
        #expect(ledger.review(at: 70_000_001).count == 1)
        #expect(ledger.close() == [])
    }
}
