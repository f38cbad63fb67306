import ClientProtocol
import CoreMetrics
package import GatewayCore
import Identity
import Liveness
import RPC
import SimulationAPI
import Wire

#if canImport(Glibc)
    import Glibc
#endif

// What players say, and what is said to them.
extension Gateway: WebSocketOwner {
    package nonisolated func socket(_ id: SocketID, received message: WebSocketConversation.Message) {
        assumeIsolated { $0.received(message, from: id) }
    }

    package nonisolated func socketHeard(_ id: SocketID) {
        assumeIsolated { gateway in _ = gateway.sockets[id].map { gateway.heard($0) } }
    }

    package nonisolated func socketBecameWritable(_ id: SocketID) {
        assumeIsolated { gateway in gateway.sockets[id].map { gateway.pump($0) } }
    }

    package nonisolated func socketClosed(_ id: SocketID) {
        assumeIsolated { $0.closed(id) }
    }

    /// `false`: that was one frame too many, and the socket is closed.
    private func heard(_ socket: PlayerSocket) -> Bool {
        let now = self.now
        socket.lastHeard = now
        guard socket.allowance.take(now: now) else {
            close(socket, Closure(.policyViolation, "more than \(Self.messageLimit.rate) messages a second"))
            return false
        }
        return true
    }

    private func received(_ message: WebSocketConversation.Message, from id: SocketID) {
        guard let socket = sockets[id], heard(socket) else { return }
        switch message {
        case .text(let bytes):
            do throws(ClientMessageError) {
                try perform(ClientMessage(parsing: bytes), from: socket)
            } catch {
                send(.error(code: error.code.rawValue, message: error.message), to: socket)
                if let code = error.code.closeCode { close(socket, Closure(code, error.message)) }
            }
        case .binary(let bytes):
            do throws(GameFrame.CommandError) {
                let sequence = try GameFrame.commandSequence(bytes)
                perform(CommandOutbox.Command(sequence: sequence, payload: .frame(bytes)), from: socket)
            } catch {
                close(socket, error.closure)
            }
        }
    }

    private func perform(_ message: ClientMessage, from socket: PlayerSocket) {
        switch message {
        case .hello(let hello): greet(hello, from: socket)
        case .take(let claim):
            switch socket.session.receivedTake(claim, isStalled: isStalled) {
            case .refuse:
                send(
                    .error(code: "stalled", message: "This server reaches no game that moves. Take another one."),
                    to: socket)
            case .attach(let key):
                metrics.taken.increment()
                if takeOver(socket, key) { attach(socket) }
            case .close(let closure): close(socket, closure)
            case .ignore: break
            }
        case .command(let sequence, let command):
            perform(CommandOutbox.Command(sequence: sequence, payload: .request(command)), from: socket)
        case .resync:
            switch socket.session.receivedQuestion() {
            case .forward: askForSnapshot(socket)
            case .close(let closure): close(socket, closure)
            case .ignore: break  // attaching brings a snapshot by itself
            }
        case .seek(let tick):
            switch socket.session.receivedQuestion() {
            case .forward: socket.attachment?.stream.send(PlayUp(event: .seek(Seek(tick: tick))))
            case .close(let closure): close(socket, closure)
            case .ignore: break  // attaching brings a live snapshot; the client asks again
            }
        case .listGames:
            switch socket.session.receivedQuestion() {
            case .forward: socket.attachment?.stream.send(PlayUp(event: .listGames(ListGames())))
            case .close(let closure): close(socket, closure)
            case .ignore: break  // nobody knows now; the client asks again
            }
        case .ping(let t):
            guard socket.identity != nil else {
                close(socket, Closure(.policyViolation, "the first message is hello"))
                return
            }
            send(.pong(t: t), to: socket)
        }
    }

    private func perform(_ command: CommandOutbox.Command, from socket: PlayerSocket) {
        metrics.commands.increment()
        switch socket.session.receivedCommand(command) {
        case .forward: socket.attachment?.stream.send(PlayUp(command))
        case .refuse: send(.tooManyWaiting(sequence: command.sequence), to: socket)
        case .close(let closure): close(socket, closure)
        case .hold, .ignore: break
        }
    }

    private func greet(_ hello: ClientHello, from socket: PlayerSocket) {
        guard takeHello(from: socket.address) else {
            refuse(.helloRate, "too many hellos of this address", to: socket)
            return
        }
        let token: PlayerToken
        do throws(TokenError) {
            token = try PlayerToken.verify(hello.token, now: secondsSince1970(), keys: settings.tokenKeys)
        } catch {
            let (code, message) = error.told
            send(.error(code: code, message: message), to: socket)
            close(socket, Closure(.tokenRefused, message))
            return
        }
        let player = token.player
        guard takeHello(of: player.id) else {
            refuse(.playerHelloRate, "too many hellos of this player", to: socket)
            return
        }
        socket.tokenExpires = token.expires
        socket.charge = settings.charge(for: socket.address)
        switch socket.session.receivedHello(
            from: player, session: hello.session, claim: hello.claim, standsBy: hello.standsBy, at: now)
        {
        case .attach(let key):
            guard takeOver(socket, key) else { return }
            if admit(socket, as: PlayerSocket.Identity(player: player, key: key)) {
                attachRated(socket)
            }
            tellIfStalled(socket)
        case .standBy(let key):
            standBy(socket, key)
            if admit(socket, as: PlayerSocket.Identity(player: player, key: key)) {
                send(.standby(gateway: name, node: node), to: socket)
            }
            tellIfStalled(socket)
        case .close(let closure): close(socket, closure)
        case .ignore: break
        }
    }

    private func refuse(_ reason: Admission.Reason, _ why: String, to socket: PlayerSocket) {
        send(.error(code: reason.refusal.code, message: reason.refusal.message), to: socket)
        close(socket, Closure(.tryAgainLater, why))
    }

    func askForSnapshot(_ socket: PlayerSocket) {
        guard let attachment = socket.attachment, attachment.isAttached else { return }  // attaching brings one
        attachment.stream.send(PlayUp(event: .resync(Resync())))
    }

    /// One message from the socket's simulation.
    func received(_ message: PlayDown, for socket: PlayerSocket) {
        switch message.event {
        case .attached(let attached): self.attached(attached, socket)
        case .outcome(let outcome):
            settled(outcome.sequence, of: socket)
            send(.outcome(sequence: outcome.sequence, ClientProtocol.OutcomeCode(outcome.code) ?? .invalid), to: socket)
        case .queue(let state): send(ServerMessage(state), to: socket)
        case .match(let state): send(ServerMessage(state), to: socket)
        case .lobby(let state): send(ServerMessage(state), to: socket)
        case .chat(let lines): send(ServerMessage(lines), to: socket)
        case .emote(let shown): if let message = ServerMessage(shown) { send(message, to: socket) }
        case .games(let list): send(ServerMessage(list), to: socket)
        case .frame(let bytes):
            switch GameFrame.kind(bytes) {
            case .snapshot: send(.binary(bytes), class: .snapshot, to: socket)
            case .update: send(.binary(bytes), class: .update, to: socket)
            case .acknowledgement(let sequence):
                settled(sequence, of: socket)
                send(.binary(bytes), class: .lasting, to: socket)
            case .other: send(.binary(bytes), class: .lasting, to: socket)
            }
        case .refused(let refused): self.refused(SessionRefusal(refused), socket)
        case nil: break  // of a newer version
        }
    }

    private func settled(_ sequence: UInt64, of socket: PlayerSocket) {
        guard let next = socket.session.receivedOutcome(sequence: sequence) else { return }
        socket.attachment?.stream.send(PlayUp(next))
    }

    nonisolated func secondsSince1970() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UInt64(max(0, time.tv_sec))
    }
}
