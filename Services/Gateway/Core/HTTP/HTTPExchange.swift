/// The life of one client's HTTP/1.1 connection: whose turn it is, what is waited for, and until when.
///
/// Requests are taken one at a time. The next request is read when the answer before it has been written, and only then more
/// bytes are asked for. So a connection holds at most ``HTTPLimit/inbox``, one request and one answer.
///
/// Each event returns what to do. Every order of events is answered: a client decides when it sends, stops and leaves.
/// Times are milliseconds of any clock that only goes forward.
package struct HTTPExchange: ~Copyable {
    /// Time limits, in milliseconds.
    package enum Patience {
        /// From the opening of the connection to the end of the first request.
        package static let first: Int64 = 10_000
        /// From a request's first byte to its last.
        package static let request: Int64 = 10_000
        /// Milliseconds until the service has its answer.
        package static let answer: Int64 = 30_000
        /// Milliseconds for each piece of an answer, ``pieceSize`` bytes. A client that reads 1.1 KiB a second gets all of it.
        package static let piece: Int64 = 60_000
        /// Between requests. Above a load balancer's 60 s, so that it is the one to close.
        package static let idle: Int64 = 75_000
        /// From the end of our half to the end of the connection.
        package static let lingering: Int64 = 1_000
    }

    /// Bytes of an answer that are given to the connection at a time.
    package static let pieceSize = 64 * 1024

    /// How an answer goes out.
    package struct Framing: Sendable, Equatable {
        /// The connection stays open for another request.
        package let keepsAlive: Bool
        /// False for HEAD.
        package let hasBody: Bool
        /// The client's version is 1.0: it must be told that the connection stays open.
        package let isHTTP10: Bool
    }

    package enum Action: Sendable, Equatable {
        case none
        /// Find the answer, then call ``answered(closing:now:)``.
        case answer(HTTPMessage)
        /// Write this answer, then call ``written(now:)``.
        case refuse(HTTPRefusal, Framing)
        /// Write `100 Continue`.
        case sendContinue
        /// Call ``resume(now:)``, in a later turn of the loop, so that no request is answered inside another's answer.
        case resumeLater
        /// End our half; the other's may still be on its way, and a full close would take the answer with it.
        case closeOutput
        case close
    }

    private enum State {
        case receiving
        case answering(Framing)
        case writing(Framing)
        case lingering
        case upgraded
        case closed
    }

    private var parser = HTTPRequestParser()
    private var state = State.receiving
    private var isFirst = true
    private var isTimed = false
    /// The client has ended its half: nothing more will come.
    package private(set) var peerHasEnded = false
    /// When ``deadlinePassed(now:)`` is to be called; it may move later or earlier with each event. `Int64.max`: never.
    package private(set) var deadline: Int64

    package init(now: Int64) { deadline = now + Patience.first }

    /// Bytes may be read from the connection: they would be looked at, or thrown away, at once.
    package var wantsBytes: Bool {
        switch state {
        case .receiving: !peerHasEnded
        case .lingering: true
        case .answering, .writing, .upgraded, .closed: false
        }
    }

    /// Bytes that arrived and were not read yet.
    package var waitingBytes: Int { parser.waitingBytes }

    /// No request has begun, and no answer is on its way: nobody loses anything if the connection ends now.
    package var isIdle: Bool {
        if case .receiving = state { !parser.isInside } else { false }
    }

    // MARK: The client

    package mutating func received(_ bytes: some Collection<UInt8>, now: Int64) -> Action {
        switch state {
        case .receiving:
            parser.receive(bytes)
            return resume(now: now)
        case .answering, .writing:
            // Not asked for: at the end of a stream everything is delivered.
            parser.receive(bytes)
            return .none
        case .lingering, .upgraded, .closed: return .none
        }
    }

    /// The client has ended its half. Its earlier requests are still answered.
    package mutating func peerEnded(now: Int64) -> Action {
        peerHasEnded = true
        switch state {
        case .receiving: return resume(now: now)
        case .lingering:
            close()
            return .close
        case .answering, .writing, .upgraded, .closed: return .none
        }
    }

    /// Looks for the next request in what has come.
    package mutating func resume(now: Int64) -> Action {
        guard case .receiving = state else { return .none }  // closed since this was asked for
        switch parser.next() {
        case .needsBytes:
            guard !peerHasEnded, !parser.hasOverflowed else {
                close()
                return .close
            }
            waitForBytes(now)
            return .none
        case .expectsContinue:
            waitForBytes(now)
            return .sendContinue
        case .request(let message):
            isFirst = false
            isTimed = false
            state = .answering(
                Framing(
                    keepsAlive: message.keepsAlive, hasBody: message.method != "HEAD", isHTTP10: !message.isHTTP11))
            deadline = now + Patience.answer
            return .answer(message)
        case .refused(let refusal): return refuse(refusal, now)
        }
    }

    private mutating func waitForBytes(_ now: Int64) {
        guard !isFirst, parser.isInside, !isTimed else { return }
        isTimed = true
        deadline = now + Patience.request
    }

    private mutating func refuse(_ refusal: HTTPRefusal, _ now: Int64) -> Action {
        .refuse(refusal, lastAnswer(until: now + Patience.piece))
    }

    /// The connection is one too many: it is answered before it has asked, and gets a second to read that.
    /// - Returns: How to write the answer; then ``written(now:)`` is to be called.
    package mutating func turnedAway(now: Int64) -> Framing { lastAnswer(until: now + Patience.lingering) }

    private mutating func lastAnswer(until deadline: Int64) -> Framing {
        let framing = Framing(keepsAlive: false, hasBody: true, isHTTP10: false)
        parser.forget()
        state = .writing(framing)
        self.deadline = deadline
        return framing
    }

    // MARK: The answer

    /// The service has the answer.
    /// - Parameter closing: The connection is to end with it.
    /// - Returns: How to write it; then ``written(now:)`` is to be called. `nil`: the client has stopped waiting.
    package mutating func answered(closing: Bool, now: Int64) -> Framing? {
        guard case .answering(let asked) = state else { return nil }
        let framing = Framing(
            keepsAlive: asked.keepsAlive && !closing, hasBody: asked.hasBody, isHTTP10: asked.isHTTP10)
        state = .writing(framing)
        deadline = now + Patience.piece
        return framing
    }

    /// A piece of the answer has been taken by the connection, and another is on its way.
    package mutating func progressed(now: Int64) {
        guard case .writing = state else { return }
        deadline = now + Patience.piece
    }

    /// The whole answer has been taken by the connection.
    package mutating func written(now: Int64) -> Action {
        guard case .writing(let framing) = state else { return .none }  // closed meanwhile
        if framing.keepsAlive {
            state = .receiving
            deadline = now + Patience.idle
            return parser.waitingBytes > 0 || peerHasEnded ? .resumeLater : .none
        }
        parser.forget()
        guard !peerHasEnded else {
            close()
            return .close
        }
        state = .lingering
        deadline = now + Patience.lingering
        return .closeOutput
    }

    /// The connection becomes something else, in the place of an answer.
    /// - Returns: The bytes after the request. `nil`: the client has gone or ended its half, and the connection is to be
    ///   closed.
    package mutating func upgraded() -> [UInt8]? {
        guard case .answering = state, !peerHasEnded, !parser.hasOverflowed else {
            close()
            return nil
        }
        state = .upgraded
        deadline = .max
        return parser.takeRest()
    }

    // MARK: The end

    /// ``deadline`` may have passed.
    package mutating func deadlinePassed(now: Int64) -> Action {
        guard now >= deadline else { return .none }
        switch state {
        case .receiving where parser.isInside:
            return refuse(HTTPRefusal(408, "request_timeout", "The request took too long."), now)
        case .receiving, .answering, .writing, .lingering:
            close()
            return .close
        case .upgraded, .closed: return .none
        }
    }

    /// The connection is gone.
    package mutating func closed() { close() }

    private mutating func close() {
        state = .closed
        deadline = .max
        parser.forget()
    }
}
