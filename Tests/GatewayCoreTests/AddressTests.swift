import GatewayCore
import Liveness
import Testing

@Suite struct IPAddressTests {
    @Test(
        "an address is read in each of its forms",
        arguments: [
            ("0.0.0.0", 0xFFFF << 32), ("10.1.2.3", 0xFFFF << 32 | 0x0A01_0203),
            ("255.255.255.255", 0xFFFF << 32 | 0xFFFF_FFFF),
            ("::", 0), ("::1", 1), ("1::", 1 << 112), ("::ffff:10.1.2.3", 0xFFFF << 32 | 0x0A01_0203),
            ("2001:db8::ff00:42:8329", 0x2001_0db8_0000_0000_0000_ff00_0042_8329),
            ("2001:DB8:0:0:0:FF00:42:8329", 0x2001_0db8_0000_0000_0000_ff00_0042_8329),
            ("64:ff9b::192.0.2.33", 0x0064_ff9b_0000_0000_0000_0000_c000_0221),
            ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004_0005_0006_0007_0000),
        ] as [(String, UInt128)])
    func read(text: String, bits: UInt128) {
        #expect(IPAddress(text)?.bits == bits)
    }

    @Test(
        "what is no address is none",
        arguments: [
            "", "1", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.04", "1.2.3.-4", "1.2.3.+4", " 1.2.3.4", "1.2.3.4 ",
            "1.2.3.4:80", "a.b.c.d",
            ":", ":::", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1::2::3", "12345::", "g::", "::1%eth0", "[::1]", "+1::",
            "1:2:3:4:5:6:7:1.2.3.4",
            "1.2.3.4::", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8", "1.2.3.4/8", "localhost", "１.2.3.4",
        ])
    func none(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("limits count IPv4 by address, however it is spelled, and IPv6 by /64")
    func limitKeys() {
        #expect(IPAddress.limitKey(of: "::ffff:10.1.2.3") == IPAddress.limitKey(of: "10.1.2.3"))
        #expect(IPAddress.limitKey(of: "10.1.2.4") != IPAddress.limitKey(of: "10.1.2.3"))
        #expect(IPAddress.limitKey(of: "2001:db8::1") == IPAddress.limitKey(of: "2001:DB8:0:0:ffff::2"))
        #expect(IPAddress.limitKey(of: "2001:db8:0:1::1") != IPAddress.limitKey(of: "2001:db8::1"))
        #expect(IPAddress.limitKey(of: "") == "")
    }

    @Test("loopback is 127.0.0.0/8 and ::1")
    func loopback() {
        for text in ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"] {
            #expect(IPAddress(text)?.isLoopback == true)
        }
        for text in ["128.0.0.1", "126.255.255.255", "::", "::2", "::127.0.0.1"] {
            #expect(IPAddress(text)?.isLoopback == false)
        }
    }

    @Test("a network has the addresses that begin as it does")
    func networks() throws {
        func holds(_ network: String, _ address: String) throws -> Bool {
            try IPNetwork(network).contains(#require(IPAddress(address)))
        }
        #expect(
            try holds("10.1.0.0/16", "10.1.255.255") && !holds("10.1.0.0/16", "10.2.0.0")
                && !holds("10.1.0.0/16", "10.0.255.255"))
        #expect(
            try holds("10.1.2.3", "10.1.2.3") && !holds("10.1.2.3", "10.1.2.2")
                && holds("10.1.2.3/32", "::ffff:10.1.2.3"))
        #expect(try holds("0.0.0.0/0", "255.1.1.1") && !holds("0.0.0.0/0", "2001:db8::1") && holds("::/0", "10.1.2.3"))
        #expect(try holds("2001:db8::/33", "2001:db8:7fff::1") && !holds("2001:db8::/33", "2001:db8:8000::1"))
        #expect(try holds("2001:db8::1", "2001:db8::1") && !holds("2001:db8::1/128", "2001:db8::2"))
    }

    @Test(
        "a network that says two things is refused",
        arguments: [
            ("10.1.2.3/16", .hostBits), ("2001:db8::1/64", .hostBits), ("10.0.0.0/33", .badPrefix(most: 32)),
            ("::/129", .badPrefix(most: 128)),
            ("10.0.0.0/", .badPrefix(most: 32)), ("10.0.0.0/-1", .badPrefix(most: 32)),
            ("10.0.0.0/+8", .badPrefix(most: 32)),
            ("10.0.0.0/8/8", .badPrefix(most: 32)), ("10.0.0.0/99999999999999999999", .badPrefix(most: 32)),
            ("/8", .notAnAddress),
            ("", .notAnAddress), ("school/8", .notAnAddress),
        ] as [(String, IPNetwork.Fault)])
    func refused(text: String, fault: IPNetwork.Fault) {
        #expect(throws: fault) { try IPNetwork(text) }
    }
}

@Suite struct AddressLimitsTests {
    @Test("the longest prefix that an address is in sets its limit; else the usual one holds")
    func longest() throws {
        let limits = try AddressLimits(
            usual: 64, listing: "10.0.0.0/8:100, 10.1.0.0/16:500,10.1.2.3:7, 2001:db8::/32:200")
        for (address, sockets) in [
            ("10.9.9.9", 100), ("10.1.9.9", 500), ("10.1.2.3", 7), ("::ffff:10.1.2.3", 7), ("11.0.0.1", 64),
            ("2001:db8::1", 200),
            ("2001:db9::1", 64), ("unknown", 64), ("", 64),
        ] {
            #expect(limits.sockets(of: address) == sockets, "\(address)")
        }
        #expect(limits.raised(for: "11.0.0.1") == nil && limits.raised(for: "10.1.2.3") == 7)
        #expect(try AddressLimits(usual: 64, listing: " , ") == AddressLimits(usual: 64))
    }

    @Test(
        "a listing that is wrong is refused with what is wrong",
        arguments: [
            ("10.1.0.0/16", "write them like 10.1.0.0/16:500"), ("10.1.0.0/16:", "a number of 1 to 100000"),
            ("10.1.0.0/16:0", "a number of 1"),
            ("10.1.0.0/16:x", "a number"), ("10.1.0.0/16:+5", "a number"), ("10.1.0.0/16:100001", "a number"),
            ("2001:db8::1:5", "write them like"),
            ("10.1.2.3/16:5", "bits set beyond its prefix"), ("10.1.0.0/40:5", "from 0 to 32"),
            ("school/8:5", "not an IPv4 or IPv6 network"),
            ("10.1.0.0/16:5,10.1.0.0/16:6", "listed twice"), (":5", "not an IPv4"),
            ((0..<257).map { "10.0.\($0 / 256).\($0 % 256):5" }.joined(separator: ","), "at most 256"),
        ])
    func refused(listing: String, words: String) {
        do throws(AddressLimits.Fault) {
            _ = try AddressLimits(usual: 64, listing: listing)
            Issue.record("\(listing) is taken")
        } catch {
            #expect(error.message.contains(words), "\(error.message)")
        }
    }

    @Test("a key with a limit of its own is counted by that one")
    func census() {
        var census = Census<String>(limit: 1)
        #expect(census.enter("a", limit: 2) && census.enter("a", limit: 2) && !census.enter("a", limit: 2))
        #expect(census.enter("b") && !census.enter("b"))
        var limiter = RateLimiter<String>(.init(rate: 1, burst: 1))
        let raised = TokenBucket.Limit(rate: 2, burst: 2)
        #expect(limiter.take("a", now: 0, raised: raised) && limiter.take("a", now: 0, raised: raised))
        #expect(!limiter.take("a", now: 0, raised: raised) && limiter.take("b", now: 0) && !limiter.take("b", now: 0))
    }
}

@Suite struct PublicGatewaysTests {
    private func urls(_ listing: String, _ host: String?) throws -> [String] {
        try PublicGateways(listing: listing).urls(for: host)
    }

    @Test(
        "a page that was not opened on this machine is told no address of this machine's own",
        arguments: [
            "192.168.1.5:8080", "play.example", "[fe80::1]:8080", "10.0.0.1", "localhost.example", "x y", "a@localhost",
            "",
        ])
    func unreachable(host: String) throws {
        let listing =
            "ws://127.0.0.1:8080/ws, ws://localhost/ws,ws://[::1]:8080/ws, ws://127.9.9.9:1/ws, ws://a.localhost/ws, wss://a.example/ws"
        #expect(try urls(listing, host) == ["wss://a.example/ws"])
        #expect(try urls(listing, nil) == ["wss://a.example/ws"])
    }

    @Test(
        "one that was is told all",
        arguments: ["127.0.0.1:8080", "localhost:8080", "LOCALHOST", "[::1]:8080", "127.0.0.9"])
    func loopback(host: String) throws {
        #expect(
            try urls("ws://127.0.0.1:8081/ws, wss://a.example/ws", host) == [
                "ws://127.0.0.1:8081/ws", "wss://a.example/ws",
            ])
    }

    @Test("a port is one of the page's own host, as the page calls it")
    func ports() throws {
        #expect(try urls(":8080, :8081", "localhost:8080") == ["ws://localhost:8080/ws", "ws://localhost:8081/ws"])
        #expect(try urls(":8081", "192.168.1.5:8080") == ["ws://192.168.1.5:8081/ws"])
        #expect(try urls(":8081", "Play.Example") == ["ws://play.example:8081/ws"])
        #expect(try urls(":8081", "[fe80::1]:8080") == ["ws://[fe80::1]:8081/ws"])
        for host in [nil, "", "a/b", "a@b", "a b", "[::1", ":80", "a:b", "a:99999", "a:0"] {
            #expect(try urls(":8081", host) == [], "\(host ?? "nil")")
        }
        #expect(try PublicGateways(listing: ":8080,wss://a.example/ws,:8081").ports == [8080, 8081])
    }

    @Test(
        "what is neither is refused",
        arguments: [
            "http://x", "ws://", "wss:///ws", "ws://a b/ws", "ws://u@a/ws", ":", ":x", ":0", ":65536", "a.example",
        ])
    func refused(listing: String) {
        #expect(throws: PublicGateways.Fault.self) { try PublicGateways(listing: listing) }
    }

    @Test("a page of one gateway of this host may open a socket at another, and no other page of this host")
    func origins() {
        func isTaken(_ origin: String, at host: String) -> Bool {
            let headers = [
                "connection": ["Upgrade"], "upgrade": ["websocket"], "sec-websocket-version": ["13"],
                "sec-websocket-key": ["dGhlIHNhbXBsZSBub25jZQ=="], "sec-websocket-protocol": ["snaketron.v1"],
                "origin": [origin], "host": [host],
            ]
            let request = WebSocketHandshake.Request(method: "GET", isHTTP11: true, headers: headers)
            return
                (try? WebSocketHandshake.check(request, origins: OriginRules(allowed: [], gatewayPorts: [8080, 8081])))
                != nil
        }
        #expect(isTaken("http://localhost:8080", at: "localhost:8081"))
        #expect(isTaken("http://192.168.1.5:8081", at: "192.168.1.5:8080"))
        #expect(isTaken("http://localhost:8080", at: "localhost:8080"))
        #expect(!isTaken("http://localhost:9000", at: "localhost:8081"))
        #expect(!isTaken("http://localhost", at: "localhost:8081"))
        #expect(!isTaken("http://evil.example:8080", at: "localhost:8081"))
        #expect(!isTaken("http://localhost:8080@evil.example", at: "localhost:8081"))
        #expect(!isTaken("null", at: "localhost:8081"))
    }
}
