import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct AttachmentTests {
    private func attached(_ stream: UInt64) -> WorldEvent { .attached(key(1), attachment: stream) }

    private func refused(_ stream: UInt64) -> WorldEvent {
        .attachmentRefused(key(1), attachment: stream, .newerConnection)
    }

    /// Who has the session: only that stream's end is news.
    private func carrier(_ driver: WorldDriver, of streams: ClosedRange<UInt64>) -> [UInt64] {
        driver.world.servingNodes.isEmpty
            ? []
            : streams.filter { stream in
                var copy = driver
                copy.apply(.detach(key(1), attachment: stream))
                return copy.world.servingNodes.isEmpty
            }
    }

    private func permutations(_ values: [UInt64]) -> [[UInt64]] {
        guard let first = values.first else { return [[]] }
        return permutations(Array(values.dropFirst())).flatMap { rest in
            (0...rest.count).map { Array(rest[..<$0]) + [first] + Array(rest[$0...]) }
        }
    }

    @Test("the newest connection of a session has it, whatever the log's order")
    func newestWins() throws {
        // Streams 1 to 4, the newest last: two attempts of a gateway that was left, then two of the next one.
        let numbers: [ConnectionNumber] = [number(1, 1), number(1, 9), number(2, 1), number(2, 2)]
        for order in permutations([1, 2, 3, 4]) {
            var driver = WorldDriver()
            var newest: UInt64 = 0
            for stream in order {
                let events = driver.attach(1, stream: stream, node: stream, number: numbers[Int(stream) - 1])
                #expect(events == [stream > newest ? attached(stream) : refused(stream)], "\(order)")
                newest = max(newest, stream)
                driver.world = try World(decoding: driver.world.encoded())
            }
            #expect(carrier(driver, of: 1...4) == [4], "\(order)")
            #expect(driver.world.connectionNumber(of: key(1)) == number(2, 2))
        }
    }

    @Test("a gateway that was left does not take the session back once the newer stream has ended either")
    func leftForGood() {
        var driver = WorldDriver()
        driver.attach(1, stream: 1, number: number(1))
        driver.attach(1, stream: 2, number: number(2))
        driver.apply(.detach(key(1), attachment: 2))
        #expect(driver.attach(1, stream: 3, number: number(1, 2)) == [refused(3)])
        #expect(driver.world.servingNodes.isEmpty)
        #expect(driver.attach(1, stream: 4, number: number(2, 2)) == [attached(4)])
    }

    @Test(
        "attaching is idempotent: a repeated entry changes nothing, and does not bring back what was replaced or ended")
    func repeated() {
        for number in [ConnectionNumber.none, number(1)] {
            var driver = WorldDriver()
            driver.attach(1, stream: 1, number: number)
            #expect(driver.attach(1, stream: 1, number: number) == [attached(1)])
            driver.attach(1, stream: 2, number: number == .none ? .none : SimulationCoreTests.number(1, 2))
            #expect(driver.attach(1, stream: 1, number: number) == [refused(1)])
            #expect(carrier(driver, of: 1...2) == [2])
        }
        var driver = WorldDriver()
        driver.attach(1, stream: 1, number: number(1))
        driver.apply(.detach(key(1), attachment: 1))
        #expect(driver.attach(1, stream: 1, number: number(1)) == [refused(1)])
    }

    @Test("clients that do not count get what the log says last, and lower no number")
    func uncounted() {
        var driver = WorldDriver()
        driver.attach(1, stream: 1)
        #expect(driver.attach(1, stream: 2) == [attached(2)])
        #expect(driver.attach(1, stream: 3, number: number(5)) == [attached(3)])
        #expect(driver.attach(1, stream: 4) == [attached(4)])
        #expect(driver.attach(1, stream: 5, number: number(5)) == [refused(5)])
        #expect(driver.attach(1, stream: 6, number: number(6)) == [attached(6)])
    }

    @Test("the numbers of different sessions, and of different users, are apart")
    func apart() {
        var driver = WorldDriver()
        driver.attach(1, stream: 1, number: number(7))
        #expect(
            driver.attach(1, session: 2, stream: 2, number: number(1)).contains(.attached(key(1, 2), attachment: 2)))
        #expect(driver.attach(2, stream: 3, number: number(1)).contains(.attached(key(2), attachment: 3)))
    }

    @Test("numbers are bounded, and an attempt without a connection is none")
    func bounds() {
        #expect(ConnectionNumber(connection: SessionLimits.highestNumber, attempt: SessionLimits.highestNumber) != nil)
        #expect(ConnectionNumber(connection: SessionLimits.highestNumber + 1, attempt: 0) == nil)
        #expect(ConnectionNumber(connection: 1, attempt: .max) == nil)
        #expect(ConnectionNumber(connection: 0, attempt: 1) == nil)
        #expect(ConnectionNumber(connection: 0, attempt: 0) == ConnectionNumber.none)
    }

    @Test("a refused attachment leaves the session's user as it was")
    func refusedChangesNothing() {
        var driver = WorldDriver()
        driver.attach(1, stream: 1, number: number(2))
        var other = driver
        other.apply(.probe)
        let older = Attachment(stream: 2, node: NodeID(rawValue: 9), number: number(1))
        driver.apply(.attach(key(1), older, name: [65], Ratings([1, 2, 3])))
        #expect(driver.world == other.world)
    }

    // MARK: Bounds

    @Test("the newest session of a user has a place: it displaces the oldest, whose stream is told")
    func displaced() {
        var driver = WorldDriver()
        for session in 1...4 as ClosedRange<UInt64> { driver.attach(1, session: session, stream: session) }
        let fifth = driver.attach(1, session: 5, stream: 5)
        #expect(fifth == [.displaced(key(1, 1)), .attached(key(1, 5), attachment: 5)])
        driver.apply(.detach(key(1, 3), attachment: 3))
        #expect(
            driver.attach(1, session: 6, stream: 6) == [.attached(key(1, 6), attachment: 6)],
            "one without a stream has nobody to tell, and goes first")
        #expect(driver.world.lastSequence(of: key(1, 2)) == 0)
    }

    @Test("the bounds of sessions, sockets and commands agree")
    func agree() {
        #expect(WorldRules.sessionsPerUser == SessionLimits.sessionsPerUser)
        #expect(SessionLimits.socketsPerUser >= 2 * SessionLimits.sessionsPerUser)
        #expect(WorldRules.outcomesKept >= SessionLimits.commandsUnderWay)
    }

    @Test("a world without room for another user says so to the stream that asked")
    func full() {
        var driver = WorldDriver()
        driver.keepsLog = false
        for number in 1...UInt64(WorldRules.maximumUsers) { driver.attach(number) }
        let one = UInt64(WorldRules.maximumUsers) + 1
        #expect(driver.attach(one, stream: 9) == [.attachmentRefused(key(one), attachment: 9, .worldIsFull)])
    }

    // MARK: Forgotten sessions

    private let noEntropy = Entropy(first: 0, second: 0)

    private func queue(_ sequence: UInt64) -> Command {
        .request(key(1), sequence: sequence, noEntropy, .queue(.duel))
    }

    @Test("what a forgotten session had numbered does not run again; what it numbers then does")
    func forgotten() throws {
        var driver = WorldDriver()
        driver.attach(1, number: number(2), nextSequence: 4)
        for sequence in 1...3 as ClosedRange<UInt64> {
            #expect(driver.apply(queue(sequence)).outcomes == [.stale], "\(sequence)")
            driver.world = try World(decoding: driver.world.encoded())
        }
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
        #expect(driver.apply(queue(4)).outcomes == [.accepted])
        #expect(driver.apply(queue(4)).outcomes == [.accepted], "its first outcome")
    }

    @Test("of a displaced session nothing runs again, whatever its client says; it goes on with the next sequence")
    func displacedAndBack() throws {
        for (number, next) in [(ConnectionNumber.none, 0), (number(2), 0), (number(2), 1), (number(2), 3)]
            as [(ConnectionNumber, UInt64)]
        {
            var driver = WorldDriver()
            driver.attach(1, stream: 1, number: number == .none ? .none : SimulationCoreTests.number(1))
            driver.apply(queue(1))
            driver.apply(.request(key(1), sequence: 2, noEntropy, .leaveQueue))
            for session in 2...5 as ClosedRange<UInt64> { driver.attach(1, session: session, stream: session) }
            #expect(driver.world.lastSequence(of: key(1)) == nil)
            driver.world = try World(decoding: driver.world.encoded())
            driver.attach(1, stream: 6, number: number, nextSequence: next)
            #expect(driver.world.lastSequence(of: key(1)) == 2)
            for sequence in 1...2 as ClosedRange<UInt64> { #expect(driver.apply(queue(sequence)).outcomes == [.stale]) }
            #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
            #expect(driver.apply(queue(3)).outcomes == [.accepted])
        }
    }

    @Test("a displaced session is not given to a gateway that it had left")
    func displacedAndLeft() {
        var driver = WorldDriver()
        driver.attach(1, stream: 1, number: number(2))
        for session in 2...5 as ClosedRange<UInt64> { driver.attach(1, session: session, stream: session) }
        #expect(driver.attach(1, stream: 6, number: number(1, 7)) == [refused(6)])
        #expect(driver.world.lastSequence(of: key(1)) == nil, "and displaces nobody for it")
        #expect(driver.attach(1, stream: 7, number: number(1, 8)) == [refused(7)], "also when it tries again")
    }

    @Test("the number of displaced sessions that are remembered is bounded")
    func displacedBound() throws {
        var driver = WorldDriver()
        for session in 1...40 as ClosedRange<UInt64> { driver.attach(1, session: session, stream: session) }
        let size = driver.world.encoded().count
        for session in 41...80 as ClosedRange<UInt64> { driver.attach(1, session: session, stream: session) }
        #expect(driver.world.encoded().count <= size + 16)
        #expect(try World(decoding: driver.world.encoded()) == driver.world)
    }

    @Test("a new session, and one that is known, run what comes next")
    func notForgotten() {
        var driver = WorldDriver()
        driver.attach(1, stream: 1, number: number(1), nextSequence: 1)
        driver.attach(1, stream: 2, number: number(2), nextSequence: 9)
        #expect(driver.apply(queue(1)).outcomes == [.accepted])
    }
}
