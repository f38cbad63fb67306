import GatewayCore
import Identity
import Testing

@Suite("Which connections, handshakes and hellos a gateway takes") struct AdmissionTests {
    private func origin(_ address: String, _ limits: AddressLimits? = nil) throws -> Admission.Origin {
        try (limits ?? AddressLimits(usual: 64)).origin(address)
    }

    private func limits(_ change: (inout Admission.Limits) -> Void) -> Admission.Limits {
        var limits = Admission.Limits()
        change(&limits)
        return limits
    }

    @Test(
        "an address has so many connections at a time; one that ends or becomes a socket makes room; others do not notice"
    )
    func perAddress() throws {
        var admission = Admission(limits { $0.connectionsPerAddress = 3 })
        let (one, other) = (try origin("192.0.2.1"), try origin("192.0.2.2"))
        for id in 1...3 as ClosedRange<UInt64> { #expect(admission.opened(id, from: one, now: 0) == .admitted) }
        #expect(admission.opened(4, from: one, now: 0) == .refused(.addressConnections))
        #expect(admission.opened(5, from: other, now: 0) == .admitted)
        admission.closed(1)
        #expect(admission.opened(6, from: one, now: 0) == .admitted)
        #expect(admission.opened(7, from: one, now: 0) == .refused(.addressConnections))
        admission.upgraded(6)
        #expect(admission.opened(8, from: one, now: 0) == .admitted)
        #expect(admission.opened(9, from: one, now: 0) == .refused(.addressConnections))
        for id in 1...9 as ClosedRange<UInt64> { admission.closed(id) }
        for id in 1...9 as ClosedRange<UInt64> { admission.closed(id) }
        #expect(admission.count == 0 && admission.plainCount == 0 && admission.refusedCount == 0)
    }

    @Test("an IPv6 address counts by its /64, and IPv4 as IPv6 maps it")
    func networks() throws {
        #expect(try origin("2001:db8::1") == origin("2001:db8:0:0:ffff::2"))
        #expect(try origin("2001:db8::1") != origin("2001:db8:0:1::1"))
        #expect(try origin("::ffff:192.0.2.1") == origin("192.0.2.1"))
    }

    @Test("a network that may have more sockets has more of everything")
    func shares() throws {
        let networks = try AddressLimits(usual: 64, listing: "192.0.2.0/24:129, 198.51.100.0/24:1")
        #expect(try origin("192.0.2.9", networks).share == 3)
        #expect(try origin("198.51.100.9", networks).share == 1)
        #expect(try origin("203.0.113.9", networks).share == 1)
        var admission = Admission(
            limits {
                $0.connectionsPerAddress = 2
                $0.handshakesPerMinute = 5
                $0.hellosPerMinute = 4
                $0.connectionsPerMinute = 7
            })
        for (address, share) in [("192.0.2.9", 3), ("203.0.113.9", 1)] {
            let origin = try origin(address, networks)
            let base = UInt64(share) * 1000
            let verdicts = (0..<30).map { admission.opened(base + $0, from: origin, now: 0) }
            #expect(verdicts.count { $0 == .admitted } == 2 * share)
            #expect(verdicts.count { $0 == .refused(.addressConnections) } == 5 * share)
            #expect(verdicts.count { $0 == .refused(.connectionRate) } == 30 - 7 * share)
            #expect((0..<30).count { _ in admission.takeHandshake(from: origin, now: 0) == nil } == 5 * share)
            #expect((0..<30).count { _ in admission.takeHello(from: origin, now: 0) } == 4 * share)
        }
    }

    @Test("rates come back in a minute, and a question whether a handshake would be taken costs none")
    func rates() throws {
        var admission = Admission(
            limits {
                $0.handshakesPerMinute = 2
                $0.hellosPerMinute = 1
                $0.connectionsPerMinute = 1
            })
        let one = try origin("192.0.2.1")
        for _ in 0..<9 { #expect(admission.refusalOfHandshake(from: one, now: 0) == nil) }
        for _ in 0..<2 { #expect(admission.takeHandshake(from: one, now: 0) == nil) }
        #expect(admission.refusalOfHandshake(from: one, now: 0) == .handshakeRate)
        #expect(admission.takeHandshake(from: one, now: 0) == .handshakeRate)
        #expect(try admission.takeHandshake(from: origin("192.0.2.2"), now: 0) == nil)
        #expect(admission.refusalOfHandshake(from: one, now: 30_000) == nil)
        #expect(admission.takeHandshake(from: one, now: 30_000) == nil)
        #expect(admission.takeHandshake(from: one, now: 30_000) == .handshakeRate)
        #expect(admission.takeHello(from: one, now: 0) && !admission.takeHello(from: one, now: 59_999))
        #expect(admission.takeHello(from: one, now: 60_000) == true)
        #expect(admission.opened(1, from: one, now: 0) == .admitted)
        #expect(admission.opened(2, from: one, now: 1) == .refused(.connectionRate))
        #expect(admission.opened(3, from: one, now: 60_000) == .admitted)
    }

    @Test("a network that may say no hello opens no socket")
    func handshakesNeedHellos() throws {
        var admission = Admission(limits { $0.hellosPerMinute = 1 })
        let (one, other) = (try origin("192.0.2.1"), try origin("192.0.2.2"))
        #expect(admission.takeHandshake(from: one, now: 0) == nil)
        #expect(admission.takeHello(from: one, now: 0) == true)
        #expect(admission.refusalOfHandshake(from: one, now: 59_999) == .helloRate)
        #expect(admission.takeHandshake(from: one, now: 59_999) == .helloRate)
        #expect(admission.takeHandshake(from: other, now: 0) == nil)
        #expect(admission.takeHandshake(from: one, now: 60_000) == nil)
    }

    @Test("a player says twelve hellos at once and thirty a minute, and others do not notice")
    func playerHellos() throws {
        var admission = Admission(Admission.Limits())
        let (one, other) = (UserID(rawValue: 1), UserID(rawValue: 2))
        #expect((0..<100).count { _ in admission.takeHello(of: one, now: 0) } == 12)
        let later = (1...60_000 as ClosedRange<Int64>).count { admission.takeHello(of: one, now: $0) }
        #expect(later == 30)
        #expect(admission.takeHello(of: other, now: 60_000) == true)
        var strict = Admission(limits { $0.playerHellosPerMinute = 1 })
        #expect(strict.takeHello(of: one, now: 0) && !strict.takeHello(of: one, now: 59_999))
        #expect(strict.takeHello(of: one, now: 60_000) == true)
    }

    @Test("behind proxies connections have no address, and only the gateway's own limit holds")
    func proxies() {
        var admission = Admission(
            limits {
                $0.connections = 10
                $0.connectionsPerAddress = 1
                $0.connectionsPerMinute = 1
            })
        for id in 1...10 as ClosedRange<UInt64> { #expect(admission.opened(id, from: nil, now: 0) == .admitted) }
        #expect(admission.opened(11, from: nil, now: 0) == .refused(.connections))
        admission.closed(5)
        #expect(admission.opened(12, from: nil, now: 0) == .admitted)
    }

    @Test(
        "however many come and in whatever order they end, descriptors suffice, and a part is kept for answers",
        arguments: [8, 16, 52, 300, 5_000])
    func descriptors(number: Int) {
        var random = SystemRandomNumberGenerator()
        var admission = Admission(limits { $0.descriptors = number })
        var open: [UInt64] = []
        var refused = 0
        for id in 1...UInt64(number * 4) {
            switch admission.opened(id, from: nil, now: 0) {
            case .admitted:
                open.append(id)
                if Bool.random(using: &random) { admission.upgraded(id) }
            case .refused(let reason):
                open.append(id)
                refused += 1
                #expect(reason == .descriptors || reason == .connections)
            case .dropped: break
            }
            #expect(open.count == admission.count && admission.count <= number)
            #expect(admission.refusedCount <= min(64, max(4, number / 4)))
            if Int.random(in: 0..<3, using: &random) == 0, !open.isEmpty {
                let index = open.indices.randomElement(using: &random)!
                admission.closed(open.remove(at: index))
            }
        }
        #expect(refused > 0)
        for id in open { admission.closed(id) }
        #expect(admission.count == 0 && admission.plainCount == 0 && admission.refusedCount == 0)
        #expect(admission.opened(.max, from: nil, now: 0) == .admitted)
    }

    @Test("each refusal of a client says what is wrong and when to come again")
    func words() {
        for reason in Admission.Reason.allCases {
            let refusal = reason.refusal
            #expect([429, 503].contains(refusal.status) && (refusal.retryAfter ?? 0) > 0 && refusal.message.count > 20)
        }
    }

    @Test("a connection that is turned away is answered before it asks, reads on for a second, and is closed")
    func turnedAway() {
        var exchange = HTTPExchange(now: 0)
        let framing = exchange.turnedAway(now: 0)
        #expect(!framing.keepsAlive && !exchange.wantsBytes)
        #expect(exchange.deadline == HTTPExchange.Patience.lingering)
        #expect(exchange.received(Array("GET / HTTP/1.1\r\n\r\n".utf8), now: 1) == .none)
        #expect(exchange.written(now: 2) == .closeOutput)
        #expect(exchange.wantsBytes == true)
        #expect(exchange.received(Array("GET / HTTP/1.1\r\n\r\n".utf8), now: 3) == .none)
        #expect(exchange.deadlinePassed(now: 2 + HTTPExchange.Patience.lingering) == .close)
        // One that never takes the answer is cut off as well.
        var stuck = HTTPExchange(now: 0)
        _ = stuck.turnedAway(now: 0)
        #expect(stuck.deadlinePassed(now: HTTPExchange.Patience.lingering) == .close)
    }
}
