package import ClientProtocol
package import Identity

/// Why a simulation gives a socket no session.
package enum SessionRefusal: Sendable, Equatable {
    case newerConnection(number: UInt64)
    case tooManySessions
    case worldIsFull
    /// Nothing is wrong with the session or the simulation.
    case attachAgain

    /// How the socket ends; `nil`: it does not.
    package var closure: Closure? {
        switch self {
        case .newerConnection: Closure(.replaced, "a newer connection has the session")
        case .tooManySessions:
            Closure(
                .tooManySessions, "at most \(SessionLimits.sessionsPerUser) sessions of a player; newer ones are open")
        case .worldIsFull: Closure(.tryAgainLater, "no room for another player; try again in a moment")
        case .attachAgain: nil
        }
    }
}

/// One socket's way from its upgrade to its end, without the socket.
///
/// ```
/// awaitingHello ── hello ──> attaching ── attached ──> playing
///       │                     ▲  ▲                        │ simulation lost
///       │ hello of a standby  │  └────────────────────────┘        (any) ── close ──> closed
///       └──> standingBy ─ take ┘
/// ```
/// Commands that come while no simulation is attached wait in the outbox and go out with the rest of it. A standby socket
/// is known and nothing more: no stream, no log entry, no frames, until its client takes it for its own.
///
/// Each event lists every state, also those that it treats alike: Swift 6.3 takes one pattern a case for a state that
/// cannot be copied.
package struct PlayerSession: ~Copyable {
    /// Milliseconds from the upgrade to the hello.
    package static let helloTimeout: Int64 = 5_000
    /// Milliseconds that a socket may stand by: no longer than a long match, so that its token is looked at again.
    package static let standbyTimeout: Int64 = 3_600_000

    private enum State: ~Copyable {
        case awaitingHello(deadline: Int64)
        case standingBy(SessionKey, Player, deadline: Int64)
        case attaching(Identified, Waiting)
        case playing(Identified)
        case closed
    }

    private struct Identified {
        let player: Player
        let session: SessionID
        let claim: ConnectionClaim
        var outbox = CommandOutbox()
        /// The highest sequence that a simulation was sent; 0: none.
        var highestSent: UInt64 = 0

        mutating func sent(_ command: CommandOutbox.Command) { highestSent = max(highestSent, command.sequence) }
    }

    /// The messages that the client has had while it waits.
    private struct Waiting {
        var isWelcomed: Bool
        var knowsOfLoss: Bool
    }

    private var state: State

    private init(_ state: consuming State) { self.state = state }

    /// A socket that was upgraded at `now`, in milliseconds of any clock that only goes forward.
    package init(openedAt now: Int64) {
        state = .awaitingHello(deadline: now + Self.helloTimeout)
    }

    package enum HelloAction: Sendable, Equatable {
        case attach(SessionKey)
        /// Answer that the socket stands by.
        case standBy(SessionKey)
        case close(Closure)
        case ignore
    }

    /// - Parameters:
    ///   - player: The player of the hello's token, which the caller has verified.
    ///   - claim: The client's numbers for this connection; unused for a standby.
    ///   - standsBy: The socket is to wait for ``receivedTake(_:)``.
    ///   - now: Milliseconds of the same clock as at the upgrade.
    package mutating func receivedHello(
        from player: Player, session: SessionID, claim: ConnectionClaim = .none, standsBy: Bool = false, at now: Int64
    ) -> HelloAction {
        let key = SessionKey(user: player.id, session: session)
        switch consume self.state {
        case .awaitingHello:
            if standsBy {
                self = .init(.standingBy(key, player, deadline: now + Self.standbyTimeout))
                return .standBy(key)
            }
            self = .init(Self.attaching(player, session, claim))
            return .attach(key)
        case .standingBy:
            self = .init(.closed)
            return .close(Self.helloTwice)
        case .attaching:
            self = .init(.closed)
            return .close(Self.helloTwice)
        case .playing:
            self = .init(.closed)
            return .close(Self.helloTwice)
        case .closed:
            self = .init(.closed)
            return .ignore  // the peer's bytes can cross our close
        }
    }

    private static func attaching(_ player: Player, _ session: SessionID, _ claim: ConnectionClaim) -> State {
        .attaching(
            Identified(player: player, session: session, claim: claim),
            Waiting(isWelcomed: false, knowsOfLoss: false))
    }

    /// The numbers that a simulation gets for this connection. Below ``ConnectionClaim/nextSequence`` the client has numbered
    /// its commands, or this socket has sent them to a simulation. `nil` before a hello or a take, and after the end.
    package borrowing func claim() -> ConnectionClaim? {
        switch self.state {
        case .awaitingHello: nil
        case .standingBy: nil
        case .attaching(let identified, _): Self.claim(of: identified)
        case .playing(let identified): Self.claim(of: identified)
        case .closed: nil
        }
    }

    private static func claim(of identified: Identified) -> ConnectionClaim {
        let sent = identified.highestSent
        let next = sent == 0 ? 0 : min(sent, SessionLimits.highestNumber - 1) + 1
        return ConnectionClaim(
            connection: identified.claim.connection, nextSequence: max(identified.claim.nextSequence, next))
    }

    package enum TakeAction: Sendable, Equatable {
        case attach(SessionKey)
        /// Tell why; the socket goes on standing by.
        case refuse
        case close(Closure)
        case ignore
    }

    /// The client makes this standby socket its own.
    /// - Parameter isStalled: This gateway reaches no world that moves, so that the client is better off elsewhere.
    package mutating func receivedTake(_ claim: ConnectionClaim = .none, isStalled: Bool = false) -> TakeAction {
        switch consume self.state {
        case .awaitingHello:
            self = .init(.closed)
            return .close(Self.helloIsMissing)
        case .standingBy(let key, let player, let deadline):
            guard !isStalled else {
                self = .init(.standingBy(key, player, deadline: deadline))
                return .refuse
            }
            self = .init(Self.attaching(player, key.session, claim))
            return .attach(key)
        case .attaching:
            self = .init(.closed)
            return .close(Self.notAStandby)
        case .playing:
            self = .init(.closed)
            return .close(Self.notAStandby)
        case .closed:
            self = .init(.closed)
            return .ignore  // the peer's bytes can cross our close
        }
    }

    package enum CommandAction: Sendable, Equatable {
        case forward
        /// Kept; it goes out when a simulation is attached and those before it leave room.
        case hold
        /// Not kept: tell the client to send it again.
        case refuse
        case close(Closure)
        case ignore
    }

    package mutating func receivedCommand(_ command: CommandOutbox.Command) -> CommandAction {
        switch consume self.state {
        case .awaitingHello:
            self = .init(.closed)
            return .close(Self.helloIsMissing)
        case .standingBy:
            self = .init(.closed)
            return .close(Self.takeIsMissing)
        case .attaching(var identified, let waiting):
            let intake = identified.outbox.append(command)
            self = .init(.attaching(identified, waiting))
            return intake == .refuse ? .refuse : .hold
        case .playing(var identified):
            let intake = identified.outbox.append(command)
            if intake == .forward { identified.sent(command) }
            self = .init(.playing(identified))
            return switch intake {
            case .forward: .forward
            case .hold: .hold
            case .refuse: .refuse
            }
        case .closed:
            self = .init(.closed)
            return .ignore  // the peer's bytes can cross our close
        }
    }

    /// For what needs no outcome: a snapshot, the list of games.
    package enum QuestionAction: Sendable, Equatable {
        case forward
        case close(Closure)
        case ignore
    }

    package mutating func receivedQuestion() -> QuestionAction {
        switch consume self.state {
        case .awaitingHello:
            self = .init(.closed)
            return .close(Self.helloIsMissing)
        case .standingBy:
            self = .init(.closed)
            return .close(Self.takeIsMissing)
        case .attaching(let identified, let waiting):
            self = .init(.attaching(identified, waiting))
            return .ignore  // there is nobody to ask
        case .playing(let identified):
            self = .init(.playing(identified))
            return .forward
        case .closed:
            self = .init(.closed)
            return .ignore  // the peer's bytes can cross our close
        }
    }

    package enum AttachedAction: Sendable, Equatable {
        /// The first simulation of this socket. Welcome the client, tell it that play goes on if it was told of a loss, then
        /// send the commands that waited.
        case welcome(Player, SessionID, knewOfLoss: Bool, send: [CommandOutbox.Command])
        /// Another simulation after a loss: tell the client that play goes on, then send the unanswered again.
        case resume(send: [CommandOutbox.Command])
        case ignore
    }

    package mutating func attached() -> AttachedAction {
        switch consume self.state {
        case .awaitingHello:
            fatalError("a simulation was attached for a socket without a hello")
        case .standingBy:
            fatalError("a simulation was attached for a standby socket")
        case .attaching(var identified, let waiting):
            let commands = Array(identified.outbox.sendable)
            for command in commands { identified.sent(command) }
            let (player, session) = (identified.player, identified.session)
            self = .init(.playing(identified))
            return waiting.isWelcomed
                ? .resume(send: commands)
                : .welcome(player, session, knewOfLoss: waiting.knowsOfLoss, send: commands)
        case .playing(let identified):
            self = .init(.playing(identified))
            return .ignore  // a simulation that says so twice changes nothing
        case .closed:
            self = .init(.closed)
            return .ignore  // the simulation's answer can cross the socket's end
        }
    }

    /// No simulation is to be had now. True: tell the client to wait; it does not know yet.
    package mutating func foundNoSimulation() -> Bool {
        switch consume self.state {
        case .awaitingHello:
            fatalError("a simulation was looked for without a hello")
        case .standingBy:
            fatalError("a simulation was looked for by a standby socket")
        case .attaching(let identified, let waiting):
            self = .init(.attaching(identified, Waiting(isWelcomed: waiting.isWelcomed, knowsOfLoss: true)))
            return !waiting.knowsOfLoss
        case .playing(let identified):
            self = .init(.playing(identified))
            return false
        case .closed:
            self = .init(.closed)
            return false
        }
    }

    /// This gateway reaches no world that moves, or does again.
    /// - Returns: Whether the client is to be told. One that is being attached hears the end of it with its welcome.
    package mutating func stalled(_ isStalled: Bool) -> Bool {
        switch consume self.state {
        case .awaitingHello(let deadline):
            self = .init(.awaitingHello(deadline: deadline))
            return false
        case .standingBy(let key, let player, let deadline):
            self = .init(.standingBy(key, player, deadline: deadline))
            return true
        case .attaching(let identified, var waiting):
            if isStalled { waiting.knowsOfLoss = true }
            self = .init(.attaching(identified, waiting))
            return isStalled
        case .playing(let identified):
            self = .init(.playing(identified))
            return true
        case .closed:
            self = .init(.closed)
            return false
        }
    }

    package enum LossAction: Sendable, Equatable {
        /// Tell the client to wait and attach elsewhere.
        case recover
        /// Attach elsewhere; the client waits already.
        case retry
        case ignore
    }

    package mutating func lostSimulation() -> LossAction {
        switch consume self.state {
        case .awaitingHello:
            fatalError("a simulation was lost by a socket without a hello")
        case .standingBy:
            fatalError("a simulation was lost by a standby socket")
        case .attaching(let identified, let waiting):
            self = .init(.attaching(identified, waiting))
            return .retry
        case .playing(let identified):
            self = .init(.attaching(identified, Waiting(isWelcomed: true, knowsOfLoss: true)))
            return .recover
        case .closed:
            self = .init(.closed)
            return .ignore  // our own hanging up comes back as a loss
        }
    }

    /// The fate of one command is on its way to the client.
    /// - Returns: A command that has waited for its place and is to go to the simulation now.
    @discardableResult
    package mutating func receivedOutcome(sequence: UInt64) -> CommandOutbox.Command? {
        switch consume self.state {
        case .playing(var identified):
            let next = identified.outbox.remove(sequence: sequence)
            if let next { identified.sent(next) }
            self = .init(.playing(identified))
            return next
        case .awaitingHello(let deadline): self = .init(.awaitingHello(deadline: deadline))
        case .standingBy(let key, let player, let deadline): self = .init(.standingBy(key, player, deadline: deadline))
        case .attaching(let identified, let waiting): self = .init(.attaching(identified, waiting))
        case .closed: self = .init(.closed)
        }
        return nil
    }

    /// Why the socket must be closed at `now`, if it must.
    package borrowing func overdue(at now: Int64) -> Closure? {
        switch self.state {
        case .awaitingHello(let deadline): now >= deadline ? Closure(.policyViolation, "no hello within 5 s") : nil
        case .standingBy(_, _, let deadline): now >= deadline ? Closure(.goingAway, "stood by for an hour") : nil
        case .attaching: nil
        case .playing: nil
        case .closed: nil
        }
    }

    /// The socket is closed or being closed; nothing that still arrives counts.
    package mutating func close() { self = .init(.closed) }

    private static let helloTwice = Closure(.policyViolation, "hello was said already")
    private static let helloIsMissing = Closure(.policyViolation, "the first message must be hello")
    private static let takeIsMissing = Closure(.policyViolation, "a standby socket must be taken first")
    private static let notAStandby = Closure(.policyViolation, "only a standby socket can be taken")
}
