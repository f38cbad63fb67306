import GameCore
import Identity
import SimulationCore
import Testing

import enum ClientProtocol.OutcomeCode

@Suite struct ExactlyOnceTests {
    private let noEntropy = Entropy(first: 0, second: 0)

    @Test("a repeated request does not run again and gets its first outcome, even when a new run would end otherwise")
    func repeatedRequest() {
        var driver = WorldDriver()
        driver.attach(1)
        let join = Command.request(key(1), sequence: 1, noEntropy, .queue(.duel))
        #expect(driver.apply(join).outcomes == [.accepted])
        #expect(driver.request(1, .leaveQueue).outcomes == [.accepted])  // sequence 1 again, from the driver's count
        driver.apply(.request(key(1), sequence: 2, noEntropy, .leaveQueue))
        #expect(driver.apply(join).outcomes == [.accepted])
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
        #expect(driver.world.lastSequence(of: key(1)) == 2)
    }

    @Test("a repeated turn is acknowledged by the same bytes, and runs once")
    func repeatedTurn() throws {
        var driver = WorldDriver()
        let id = driver.startDuel(1, 2)
        let turn = Command.input(key(1), sequence: 3, id, stamp: 4, .turn(.up))
        let first = driver.apply(turn)
        #expect(first.outcomes == [.accepted])
        #expect(first.updates(of: id).count == 1)
        driver.tick(7)
        let second = driver.apply(turn)
        #expect(second == first.filter { if case .acknowledged = $0 { true } else { false } })
        #expect(driver.world.outcome(of: key(1), 3) == second.first)
    }

    @Test("resends at any point, also after a snapshot and restore, give the first outcomes")
    func resendsAnywhere() throws {
        let duel = LobbySettings.mode(.duel, bots: 1)
        let script: [Action] = [
            .ready, .queue(.duel), .queue(.freeForAll), .leaveQueue, .leaveQueue, .createLobby(duel),
            .chat(ChatText([65])),
            .joinLobby(nil), .changeSettings(nil), .changeSettings(.mode(.teams)), .start, .changeSettings(duel),
            .chooseTeam(1), .kick(nil), .start, .ready, .leaveMatch, .leaveMatch, .watch(.match(MatchID(rawValue: 1))),
            .unknown,
            .leaveLobby, .leaveLobby, .create(.solo), .rematch, .leaveMatch, .createLobby(nil),
        ]
        let commands = script.enumerated().map { place, action in
            Command.request(key(1), sequence: UInt64(place) + 1, noEntropy, action)
        }
        var plain = WorldDriver()
        plain.attach(1)
        let expected = commands.map { plain.apply($0).outcomes }
        for resent in commands.indices {
            var driver = WorldDriver()
            driver.attach(1)
            for (place, command) in commands.enumerated() {
                #expect(driver.apply(command).outcomes == expected[place])
                guard place >= resent else { continue }
                #expect(driver.apply(commands[resent]).outcomes == expected[resent])
                driver.world = try World(decoding: driver.world.encoded())
                #expect(driver.apply(commands[resent]).outcomes == expected[resent])
            }
            #expect(driver.world.match(of: user(1)) == plain.world.match(of: user(1)))
            #expect(driver.world.matchCount == plain.world.matchCount)
        }
    }

    @Test("64 outcomes are kept; what is older is stale and does not run")
    func window() {
        var driver = WorldDriver()
        driver.attach(1)
        func command(_ sequence: UInt64) -> Command {
            .request(key(1), sequence: sequence, noEntropy, sequence == 1 ? .queue(.duel) : .leaveQueue)
        }
        for sequence in 1...65 { driver.apply(command(UInt64(sequence))) }
        #expect(driver.apply(command(2)).outcomes == [.accepted])
        #expect(driver.apply(command(3)).outcomes == [.notQueued])
        #expect(driver.apply(command(1)).outcomes == [.stale])
        #expect(driver.world.outcome(of: key(1), 1) == nil)
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
    }

    @Test("a sequence that skips others is refused for good, and so are the skipped ones")
    func gap() {
        var driver = WorldDriver()
        driver.attach(1)
        func join(_ sequence: UInt64) -> Command {
            .request(key(1), sequence: sequence, noEntropy, .queue(.duel))
        }
        #expect(driver.apply(join(3)).outcomes == [.stale])
        #expect(driver.apply(join(1)).outcomes == [.stale])
        #expect(driver.apply(join(3)).outcomes == [.stale])
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
        #expect(driver.apply(join(4)).outcomes == [.accepted])
        #expect(driver.apply(join(.max)).outcomes == [.stale])
        #expect(driver.apply(join(.max)).outcomes == [.stale])
    }

    @Test("a command of a session that is not known does not run")
    func unknownSession() {
        var driver = WorldDriver()
        #expect(driver.request(1, .queue(.duel)) == [.refused(key(1))])
        driver.attach(1)
        #expect(driver.request(1, .queue(.duel), session: 2) == [.refused(key(1, 2))])
        #expect(driver.world.queueView(of: user(1)).queues.isEmpty)
    }

    @Test("sessions of one user count apart; a fifth one takes the place of the oldest without a stream")
    func sessions() {
        var driver = WorldDriver()
        for session in 1...4 { driver.attach(1, session: UInt64(session), stream: UInt64(session)) }
        driver.request(1, .queue(.duel), session: 1)
        #expect(driver.request(1, .queue(.duel), session: 2).outcomes == [.alreadyQueued])
        driver.apply(.detach(key(1, 3), attachment: 3))
        driver.attach(1, session: 5, stream: 5)
        #expect(driver.world.lastSequence(of: key(1, 1)) == 1)
        #expect(driver.world.lastSequence(of: key(1, 3)) == nil)
        #expect(driver.world.lastSequence(of: key(1, 5)) == 0)
    }
}
