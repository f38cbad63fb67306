package import Identity
import Liveness

/// Admission control of a gateway: which TCP connections it takes before it reads a byte of them, and how many handshakes and
/// hellos an address, and a player, gets through in a minute. Times are milliseconds of a clock that only goes forward.
///
/// An address is counted by its key (``IPAddress/limitKey(of:)``) and has as many shares as ``AddressLimits`` says. Where
/// proxies stand in front, a connection has no address: then only the limits of the whole gateway hold for connections.
package struct Admission: Sendable {
    package struct Limits: Sendable, Equatable {
        /// Connections that carry no socket: of the gateway, and of one address.
        package var connections = 2_000
        package var connectionsPerAddress = 256
        /// Of one address in a minute, which may all come at once.
        package var connectionsPerMinute = 6_000
        package var handshakesPerMinute = 600
        package var hellosPerMinute = 300
        /// Of one player in a minute, two fifths of them at once: enough for eight tabs that all lose their gateway.
        package var playerHellosPerMinute = 30
        /// Connections of any kind for which the process has descriptors.
        package var descriptors = 1_000_000

        package init() {}

        /// Refused connections that are answered at a time, a part of ``descriptors``; others are closed without an answer.
        var answered: Int { min(64, max(4, descriptors / 4)) }
    }

    /// Why something is not admitted.
    package enum Reason: String, CaseIterable, Sendable {
        case descriptors, connections
        case addressConnections = "address_connections"
        case connectionRate = "connection_rate"
        case handshakeRate = "handshake_rate"
        case helloRate = "hello_rate"
        case playerHelloRate = "player_hello_rate"
        case guestRate = "guest_rate"
        case ratingRate = "rating_rate"
        case replayRate = "replay_rate"
    }

    package enum Verdict: Sendable, Equatable {
        case admitted
        /// To be answered with ``Reason/refusal`` and closed.
        case refused(Reason)
        /// To be closed at once: enough refused ones are being answered.
        case dropped(Reason)
    }

    /// Who counts: the key of an address, and how many shares of each limit it has, at least 1.
    package struct Origin: Sendable, Hashable {
        package let key: String
        package let share: Int

        package init(key: String, share: Int) {
            self.key = key
            self.share = max(1, share)
        }
    }

    private enum Stage {
        /// Takes requests.
        case plain(Origin?)
        case socket
        case refused
    }

    private let limits: Limits
    private var stages: [UInt64: Stage] = [:]
    private var perAddress = Census<String>(limit: .max)
    private var rate: RateLimiter<String>
    private var handshakes: RateLimiter<String>
    private var hellos: RateLimiter<String>
    private var playerHellos: RateLimiter<UserID>
    /// Connections that take requests, carry no socket, and were not refused.
    package private(set) var plainCount = 0
    /// Refused connections that are being answered.
    package private(set) var refusedCount = 0

    package init(_ limits: Limits) {
        self.limits = limits
        rate = RateLimiter(Self.perMinute(limits.connectionsPerMinute, 1))
        handshakes = RateLimiter(Self.perMinute(limits.handshakesPerMinute, 1))
        hellos = RateLimiter(Self.perMinute(limits.hellosPerMinute, 1))
        let ofPlayer = limits.playerHellosPerMinute
        playerHellos = RateLimiter(TokenBucket.Limit(perMinute: ofPlayer, burst: max(1, ofPlayer * 2 / 5)))
    }

    /// All connections, sockets included.
    package var count: Int { stages.count }

    private static func perMinute(_ number: Int, _ share: Int) -> TokenBucket.Limit {
        TokenBucket.Limit(perMinute: number * share, burst: number * share)
    }

    // MARK: Connections

    /// A connection was accepted by the kernel.
    /// - Parameters:
    ///   - id: New, and never used again.
    ///   - origin: `nil` if the peer is a proxy.
    package mutating func opened(_ id: UInt64, from origin: Origin?, now: Int64) -> Verdict {
        guard let reason = refusal(of: origin, now: now) else {
            stages[id] = .plain(origin)
            plainCount += 1
            // The limit was looked at before.
            if let origin { _ = perAddress.enter(origin.key) }
            return .admitted
        }
        guard refusedCount < limits.answered, stages.count < limits.descriptors else { return .dropped(reason) }
        stages[id] = .refused
        refusedCount += 1
        return .refused(reason)
    }

    private mutating func refusal(of origin: Origin?, now: Int64) -> Reason? {
        if let origin,
            !rate.take(
                origin.key, now: now, raised: Self.perMinute(limits.connectionsPerMinute, origin.share))
        {
            return .connectionRate
        }
        if stages.count - refusedCount >= limits.descriptors - limits.answered { return .descriptors }
        if plainCount >= limits.connections { return .connections }
        if let origin, perAddress.count(origin.key) >= limits.connectionsPerAddress * origin.share {
            return .addressConnections
        }
        return nil
    }

    /// The connection became a socket, which has limits of its own.
    package mutating func upgraded(_ id: UInt64) {
        guard case .plain(let origin)? = stages[id] else { return }
        leave(origin)
        stages[id] = .socket
    }

    /// The connection is gone. One that was dropped may be told of or not.
    package mutating func closed(_ id: UInt64) {
        switch stages.removeValue(forKey: id) {
        case .plain(let origin): leave(origin)
        case .refused: refusedCount -= 1
        case .socket, nil: break
        }
    }

    private mutating func leave(_ origin: Origin?) {
        plainCount -= 1
        if let origin { perAddress.leave(origin.key) }
    }

    // MARK: Handshakes and hellos

    /// Why one more handshake would not be let through now; `nil`: it would.
    ///
    /// A socket is of no use without a hello, so where no hello is let through a handshake is refused: that costs the least.
    package func refusalOfHandshake(from origin: Origin, now: Int64) -> Reason? {
        if !hellos.allows(origin.key, now: now) { return .helloRate }
        return handshakes.allows(origin.key, now: now) ? nil : .handshakeRate
    }

    /// - Returns: Why the handshake is refused; `nil`: it is let through, and counts.
    package mutating func takeHandshake(from origin: Origin, now: Int64) -> Reason? {
        if let reason = refusalOfHandshake(from: origin, now: now) { return reason }
        _ = handshakes.take(
            origin.key, now: now, raised: Self.perMinute(limits.handshakesPerMinute, origin.share))
        return nil
    }

    package mutating func takeHello(from origin: Origin, now: Int64) -> Bool {
        hellos.take(origin.key, now: now, raised: Self.perMinute(limits.hellosPerMinute, origin.share))
    }

    /// After its token was verified: nobody is refused for what others say in the player's name.
    package mutating func takeHello(of player: UserID, now: Int64) -> Bool { playerHellos.take(player, now: now) }
}

extension Admission.Reason {
    /// What a client is told.
    package var refusal: HTTPRefusal {
        switch self {
        case .descriptors, .connections:
            HTTPRefusal(503, "full", "This gateway has no room left.", retryAfter: 5)
        case .addressConnections:
            HTTPRefusal(
                429, "too_many_connections",
                "Too many connections from your network at this server. Close other tabs, or try again later.",
                retryAfter: 5)
        case .connectionRate:
            HTTPRefusal(
                429, "too_many_connections", "Your network opens connections too fast. Try again in a moment.",
                retryAfter: 5)
        case .handshakeRate:
            HTTPRefusal(
                429, "too_many_handshakes", "Your network opens sockets too fast. Try again in a moment.",
                retryAfter: 5)
        case .helloRate:
            HTTPRefusal(
                429, "too_many_hellos", "Your network says hello too often. Try again in a moment.", retryAfter: 5)
        case .playerHelloRate:
            HTTPRefusal(429, "too_many_hellos", "You connect too often. Try again in a moment.", retryAfter: 5)
        case .guestRate:
            HTTPRefusal(
                429, "too_many_requests", "Too many new names from your network. Try again in a minute.",
                retryAfter: 60)
        case .ratingRate, .replayRate:
            HTTPRefusal(
                429, "too_many_requests", "Too many questions from your address. Try again in a moment.",
                retryAfter: 2)
        }
    }
}
