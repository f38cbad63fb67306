import ClientProtocol
import GatewayCore
import Identity
import Testing

@Suite struct PlayerSessionTests {
    private let ada = Player(id: UserID(rawValue: 17), name: "Ada", isGuest: true)
    private let sessionID = SessionID(rawValue: 5)

    private func command(_ sequence: UInt64) -> CommandOutbox.Command {
        CommandOutbox.Command(sequence: sequence, payload: .request(.ready))
    }

    @Test("hello, then a simulation, then play")
    func ordinary() {
        var session = PlayerSession(openedAt: 0)
        #expect(
            session.receivedHello(from: ada, session: sessionID, at: 0)
                == .attach(SessionKey(user: ada.id, session: sessionID)))
        #expect(session.attached() == .welcome(ada, sessionID, knewOfLoss: false, send: []))
        #expect(session.receivedCommand(command(1)) == .forward)
        #expect(session.receivedQuestion() == .forward)
    }

    @Test("what comes before a simulation is attached goes out with the welcome, in order")
    func early() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        #expect(session.receivedCommand(command(1)) == .hold)
        #expect(session.receivedCommand(command(2)) == .hold)
        #expect(session.receivedQuestion() == .ignore)
        #expect(session.lostSimulation() == .retry)
        #expect(session.attached() == .welcome(ada, sessionID, knewOfLoss: false, send: [command(1), command(2)]))
    }

    @Test("after a loss the unanswered commands go to the next simulation, the answered ones do not")
    func loss() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        _ = session.attached()
        for sequence in 1...4 { #expect(session.receivedCommand(command(UInt64(sequence))) == .forward) }
        session.receivedOutcome(sequence: 1)
        session.receivedOutcome(sequence: 3)
        #expect(session.lostSimulation() == .recover)
        #expect(session.receivedCommand(command(5)) == .hold)
        #expect(session.lostSimulation() == .retry)
        #expect(session.attached() == .resume(send: [command(2), command(4), command(5)]))
        #expect(session.receivedCommand(command(6)) == .forward)
    }

    @Test("the client hears once that there is no simulation, and that there is one again")
    func waiting() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        #expect(session.foundNoSimulation() == true)
        #expect(session.foundNoSimulation() == false)
        #expect(session.attached() == .welcome(ada, sessionID, knewOfLoss: true, send: []))
        #expect(session.lostSimulation() == .recover)
        #expect(session.foundNoSimulation() == false, "the loss was told")
        #expect(session.attached() == .resume(send: []))
    }

    @Test("a command repeated on one socket is forwarded again but waits once")
    func repeated() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        _ = session.attached()
        #expect(session.receivedCommand(command(1)) == .forward)
        #expect(session.receivedCommand(command(1)) == .forward)
        _ = session.lostSimulation()
        #expect(session.attached() == .resume(send: [command(1)]))
    }

    @Test("nothing may come before hello")
    func helloFirst() {
        var first = PlayerSession(openedAt: 0)
        guard case .close(let closure) = first.receivedCommand(command(1)) else {
            Issue.record("a command came before hello")
            return
        }
        #expect(closure.code == .policyViolation)
        #expect(first.receivedHello(from: ada, session: sessionID, at: 0) == .ignore)
        var second = PlayerSession(openedAt: 0)
        guard case .close = second.receivedQuestion() else {
            Issue.record("a resync came before hello")
            return
        }
    }

    @Test("a second hello closes", arguments: [false, true])
    func helloOnce(isPlaying: Bool) {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        if isPlaying { _ = session.attached() }
        guard case .close(let closure) = session.receivedHello(from: ada, session: sessionID, at: 0) else {
            Issue.record("a second hello was taken")
            return
        }
        #expect(closure.code == .policyViolation)
    }

    @Test("the hello has five seconds")
    func helloTimeout() {
        var session = PlayerSession(openedAt: 1_000)
        #expect(session.overdue(at: 5_999) == nil)
        #expect(session.overdue(at: 6_000)?.code == .policyViolation)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        #expect(session.overdue(at: 60_000) == nil)
    }

    // MARK: Standby

    private func standingBy() -> PlayerSession {
        var session = PlayerSession(openedAt: 0)
        #expect(
            session.receivedHello(from: ada, session: sessionID, standsBy: true, at: 0)
                == .standBy(SessionKey(user: ada.id, session: sessionID)))
        return session
    }

    @Test("a standby socket is attached when it is taken, and plays from then on like any other")
    func take() {
        var session = standingBy()
        #expect(session.receivedTake() == .attach(SessionKey(user: ada.id, session: sessionID)))
        #expect(session.receivedCommand(command(1)) == .hold)
        #expect(session.attached() == .welcome(ada, sessionID, knewOfLoss: false, send: [command(1)]))
        #expect(session.receivedCommand(command(2)) == .forward)
        #expect(session.lostSimulation() == .recover)
        #expect(session.attached() == .resume(send: [command(1), command(2)]))
    }

    @Test("only a standby socket can be taken, and once", arguments: ["before hello", "attaching", "playing", "taken"])
    func takeOnce(when: String) {
        var session = when == "taken" ? standingBy() : PlayerSession(openedAt: 0)
        if when == "taken" { _ = session.receivedTake() }
        if when == "attaching" || when == "playing" { _ = session.receivedHello(from: ada, session: sessionID, at: 0) }
        if when == "playing" { _ = session.attached() }
        guard case .close(let closure) = session.receivedTake() else {
            Issue.record("taken \(when)")
            return
        }
        #expect(closure.code == .policyViolation)
        #expect(session.receivedTake() == .ignore)
        #expect(session.attached() == .ignore)
    }

    @Test("a standby socket takes nothing but its take: it cannot run or ask for anything beside the session's own")
    func standbyIsIdle() {
        for send in [
            { (session: inout PlayerSession) in session.receivedCommand(self.command(1)) == .close(self.missing) },
            { session in session.receivedQuestion() == .close(self.missing) },
            { session in
                session.receivedHello(from: self.ada, session: SessionID(rawValue: 6), at: 0)
                    == .close(Closure(.policyViolation, "hello was said already"))
            },
        ] {
            var session = standingBy()
            let isClosed = send(&session)
            #expect(isClosed)
            #expect(session.receivedTake() == .ignore)
        }
    }

    private var missing: Closure { Closure(.policyViolation, "a standby socket must be taken first") }

    @Test("a socket stands by for an hour; once taken it has no limit")
    func standbyTimeout() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, standsBy: true, at: 4_000)
        #expect(session.overdue(at: 3_603_999) == nil)
        #expect(session.overdue(at: 3_604_000)?.code == .goingAway)
        _ = session.receivedTake()
        #expect(session.overdue(at: .max) == nil)
    }

    @Test("64 commands are under way, in recovery as in play; those after them go one by one as places become free")
    func bounded() {
        for isPlaying in [false, true] {
            var session = PlayerSession(openedAt: 0)
            _ = session.receivedHello(from: ada, session: sessionID, at: 0)
            if isPlaying { _ = session.attached() }
            for sequence in 1...64 {
                #expect(session.receivedCommand(command(UInt64(sequence))) == (isPlaying ? .forward : .hold))
            }
            #expect(session.receivedCommand(command(65)) == .hold)
            #expect(session.receivedCommand(command(66)) == .hold)
            if !isPlaying {
                let sent = (1...64).map { command($0) }
                #expect(session.attached() == .welcome(ada, sessionID, knewOfLoss: false, send: sent))
            }
            #expect(session.receivedOutcome(sequence: 7) == command(65))
            #expect(session.receivedOutcome(sequence: 7) == nil)
            #expect(session.receivedOutcome(sequence: 1) == command(66))
            #expect(session.receivedOutcome(sequence: 2) == nil)
            #expect(session.receivedCommand(command(67)) == .forward)
        }
    }

    @Test("what is sent again leaves the outbox with its outcome, however often it was sent")
    func answeredLeaves() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        _ = session.attached()
        for _ in 0..<3 {
            for sequence in 1...64 as ClosedRange<UInt64> {
                #expect(session.receivedCommand(command(sequence)) == .forward)
                session.receivedOutcome(sequence: sequence)
            }
        }
        #expect(session.lostSimulation() == .recover)
        #expect(session.attached() == .resume(send: []))
    }

    @Test("past 128 a command must be sent again, and those after it too: no sequence is left out")
    func refusedInOrder() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        _ = session.attached()
        for sequence in 1...128 as ClosedRange<UInt64> { _ = session.receivedCommand(command(sequence)) }
        #expect(session.receivedCommand(command(129)) == .refuse)
        #expect(session.receivedCommand(command(130)) == .refuse)
        session.receivedOutcome(sequence: 1)
        session.receivedOutcome(sequence: 2)
        #expect(session.receivedCommand(command(130)) == .refuse, "129 comes first")
        #expect(session.receivedCommand(command(129)) == .hold)
        #expect(session.receivedCommand(command(130)) == .hold)
        #expect(session.receivedCommand(command(131)) == .refuse)
    }

    @Test("a re-attached socket keeps its connection's number, and says how far its commands went")
    func claim() {
        var session = PlayerSession(openedAt: 0)
        #expect(session.claim() == nil)
        let claim = ConnectionClaim(connection: 3, nextSequence: 5)
        _ = session.receivedHello(from: ada, session: sessionID, claim: claim, at: 0)
        _ = session.receivedCommand(command(5))
        #expect(session.claim() == claim, "no simulation has seen it")
        _ = session.attached()
        #expect(session.claim() == ConnectionClaim(connection: 3, nextSequence: 6))
        _ = session.receivedCommand(command(6))
        _ = session.lostSimulation()
        #expect(session.claim() == ConnectionClaim(connection: 3, nextSequence: 7))
        _ = session.attached()
        #expect(session.receivedCommand(command(.max)) == .forward)
        #expect(session.claim()?.nextSequence == SessionLimits.highestNumber)
        var taken = standingBy()
        #expect(taken.claim() == nil)
        _ = taken.receivedTake(claim)
        #expect(taken.claim() == claim)
    }

    @Test("a gateway that reaches no world refuses to be taken, and the socket goes on standing by")
    func stalledTake() {
        var session = standingBy()
        #expect(session.receivedTake(isStalled: true) == .refuse)
        #expect(session.receivedTake() == .attach(SessionKey(user: ada.id, session: sessionID)))
    }

    @Test(
        "that a gateway reaches no world is told on every socket with a hello, and its end with the welcome or by itself"
    )
    func stalled() {
        var session = PlayerSession(openedAt: 0)
        #expect(session.stalled(true) == false)
        var second = standingBy()
        #expect(second.stalled(true) == true)
        #expect(second.stalled(false) == true)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        #expect(session.stalled(true) == true)
        #expect(session.stalled(false) == false)
        #expect(session.attached() == .welcome(ada, sessionID, knewOfLoss: true, send: []))
        #expect(session.stalled(true) == true)
        #expect(session.stalled(false) == true)
        session.close()
        #expect(session.stalled(true) == false)
    }

    @Test("a closed session takes nothing more")
    func closed() {
        var session = PlayerSession(openedAt: 0)
        _ = session.receivedHello(from: ada, session: sessionID, at: 0)
        session.close()
        #expect(session.receivedHello(from: ada, session: sessionID, at: 0) == .ignore)
        #expect(session.receivedCommand(command(1)) == .ignore)
        #expect(session.receivedQuestion() == .ignore)
        #expect(session.attached() == .ignore)
        #expect(session.lostSimulation() == .ignore)
        session.receivedOutcome(sequence: 1)
        #expect(session.overdue(at: .max) == nil)
    }
}
