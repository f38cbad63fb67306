import GameCore
import Identity
import Testing

import enum ClientProtocol.Emote
import enum ClientProtocol.OutcomeCode

@testable import SimulationCore

/// Emotes: who may show them, who sees them, how often, and what a build does that does not know them.
@Suite struct EmoteTests {
    /// A driver whose world is of the version that brought them.
    private func driver() -> WorldDriver {
        var driver = WorldDriver()
        driver.apply(.raise(.second))
        return driver
    }

    private func shown(_ events: [WorldEvent]) -> [WorldEvent] {
        events.filter { if case .emoted = $0 { true } else { false } }
    }

    @Test(
        "a player's emote is told once, with the player's slot, from the countdown to the result",
        arguments: Emote.allCases)
    func telling(emote: Emote) throws {
        var driver = driver()
        let match = driver.startDuel(1, 2)
        let slot = UInt8(try #require(driver.match(of: 2)?.yourSlot))
        #expect(driver.match(of: 2)?.hasEmotes == true)
        let events = driver.request(2, .emote(emote))
        #expect(shown(events) == [.emoted(match, slot: slot, emote)])
        #expect(events.outcomes == [.accepted])
        driver.request(1, .leaveMatch)
        driver.tick()
        #expect(driver.match(of: 2)?.phase == .ended)
        #expect(shown(driver.request(2, .emote(emote))).count == 1)
    }

    @Test("an emote changes neither the board nor the replay, and keeps nobody in the match")
    func boardIsUntouched() {
        var plain = driver()
        let match = plain.startDuel(1, 2)
        var other = plain
        for _ in 1...3 { other.request(1, .emote(.wow)) }
        for _ in 0..<Int(WorldRules.idleTicks) + 2 {
            plain.tick()
            other.tick()
            #expect(
                plain.world.snapshotFrame(of: match, for: user(1)) == other.world.snapshotFrame(of: match, for: user(1))
            )
        }
        #expect(plain.world.past(of: match)?.replay() == other.world.past(of: match)?.replay())
        #expect(plain.match(of: 1)?.phase == other.match(of: 1)?.phase)
    }

    @Test("those who play nothing, get ready, watch, or have left show none")
    func refusals() {
        var driver = driver()
        driver.attach(1)
        #expect(driver.request(1, .emote(.hello)).outcomes == [.notInMatch])
        driver.attach(2)
        for user in [1, 2] as [UInt64] { driver.request(user, .queue(.duel)) }
        #expect(driver.match(of: 1)?.phase == .readying)
        #expect(driver.request(1, .emote(.hello)).outcomes == [.notAllowed])
        for user in [1, 2] as [UInt64] { driver.request(user, .ready) }
        #expect(driver.match(of: 1)?.phase == .countdown)
        #expect(driver.request(1, .emote(.hello)).outcomes == [.accepted])
        driver.attach(3)
        driver.request(3, .watch(.match(driver.world.match(of: user(1))!)))
        let events = driver.request(3, .emote(.hello))
        #expect(events.outcomes == [.notInMatch] && shown(events).isEmpty)
        driver.request(2, .leaveMatch)
        #expect(driver.request(2, .emote(.hello)).outcomes == [.notInMatch])
    }

    @Test("emotes and lines count together: five at once, then one a second")
    func rate() {
        var driver = driver()
        driver.gather(1...1, .mode(.duel, bots: 1))
        driver.request(1, .start)
        for _ in 1...2 { #expect(driver.request(1, .chat(ChatText([0x21]))).outcomes == [.accepted]) }
        for _ in 1...3 { #expect(driver.request(1, .emote(.laugh)).outcomes == [.accepted]) }
        let events = driver.request(1, .emote(.laugh))
        #expect(events.outcomes == [.tooManyMessages] && shown(events).isEmpty)
        #expect(driver.request(1, .chat(ChatText([0x21]))).outcomes == [.tooManyMessages])
        driver.tick(20)
        #expect(driver.request(1, .emote(.laugh)).outcomes == [.accepted])
        #expect(driver.request(1, .emote(.laugh)).outcomes == [.tooManyMessages])
    }

    @Test("one that is sent again is not shown again")
    func resend() {
        var driver = driver()
        _ = driver.startDuel(1, 2)
        let sequence = driver.world.lastSequence(of: key(1))! + 1
        let command = Command.request(key(1), sequence: sequence, Entropy(first: 1, second: 2), .emote(.goodGame))
        #expect(shown(driver.apply(command)).count == 1)
        let again = driver.apply(command)
        #expect(shown(again).isEmpty && again.outcomes == [.accepted])
    }

    @Test("before its version is in force an emote is written as unknown, and one in the log stops every build alike")
    func early() {
        var driver = WorldDriver()
        let match = driver.startDuel(1, 2)
        #expect(driver.match(of: 1)?.hasEmotes == false)
        #expect(driver.world.asWritten(.emote(.hello)) == .unknown)
        #expect(driver.world.asWritten(.ready) == .ready)
        let outcome = driver.request(1, driver.world.asWritten(.emote(.hello)))
        #expect(outcome.outcomes == [.invalid])
        let sequence = driver.world.lastSequence(of: key(1))! + 1
        let emote = Command.request(key(1), sequence: sequence, Entropy(first: 1, second: 2), .emote(.hello))
        let before = driver.world
        #expect(driver.world.gap(before: emote) == .early(.second))
        var events: [WorldEvent] = []
        let next = LogIndex(rawValue: before.appliedIndex.rawValue + 1)
        #expect(driver.world.apply(LogEntry(index: next, command: emote.encoded()), events: &events) == .early(.second))
        #expect(driver.world == before && events.isEmpty)

        driver.apply(.raise(.second))
        #expect(driver.world.asWritten(.emote(.hello)) == .emote(.hello))
        #expect(driver.match(of: 1)?.hasEmotes == true)
        #expect(driver.world.match(of: user(1)) == match)
    }

    @Test("an emote of a number that this build does not know is no command of it")
    func unknownEmote() throws {
        var bytes = Command.request(key(1), sequence: 1, Entropy(first: 1, second: 2), .emote(.goodGame)).encoded()
        #expect(bytes.last == Emote.goodGame.rawValue)
        for number in [0, 7, 255] as [UInt8] {
            bytes[bytes.count - 1] = number
            #expect(throws: CodecError.self) { try Command(decoding: bytes) }
        }
    }
}
