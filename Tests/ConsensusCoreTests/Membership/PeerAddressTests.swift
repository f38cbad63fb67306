import Testing

@testable import ConsensusCore

@Suite struct PeerAddressTests {
    @Test("the registry's address is tried first, then both in turn")
    func both() throws {
        var address = try #require(PeerAddress(registered: "new:1", configured: "old:1"))
        var tried = [address.current]
        for _ in 0..<3 {
            let isOther = address.failed()
            #expect(isOther)
            tried.append(address.current)
        }
        #expect(tried == ["new:1", "old:1", "new:1", "old:1"])
    }

    @Test(
        "one address, by one or by both, is all there is",
        arguments: [("a:1", nil), (nil, "a:1"), ("a:1", "a:1")] as [(String?, String?)])
    func one(registered: String?, configured: String?) throws {
        var address = try #require(PeerAddress(registered: registered, configured: configured))
        let isOther = address.failed()
        #expect(address.current == "a:1" && !address.hasAlternative && !isOther)
    }

    @Test func aPeerThatNobodyKnowsHasNone() { #expect(PeerAddress(registered: nil, configured: nil) == nil) }

    @Test("news of the registry is followed at once, also away from an address that works")
    func news() throws {
        var address = try #require(PeerAddress(registered: nil, configured: "old:1"))
        let followed = address.update(registered: "new:1", configured: "old:1")
        #expect(followed && address.current == "new:1")
        let failed = address.failed()
        #expect(failed && address.current == "old:1")
        // Said again, it is no news: the address in use may be the one that works.
        let again = address.update(registered: "new:1", configured: "old:1")
        #expect(!again && address.current == "old:1")
    }

    @Test("where neither address works, the pauses between attempts double up to two seconds")
    func backoff() throws {
        var address = try #require(PeerAddress(registered: "new:1", configured: "old:1"))
        var pauses: [Milliseconds] = []
        for _ in 0..<7 {
            pauses.append(address.pause)
            _ = address.failed()
        }
        #expect(pauses == [100, 200, 400, 800, 1_600, 2_000, 2_000])
        address.worked()
        #expect(address.pause == 100)
        _ = address.failed()
        _ = address.update(registered: "newer:1", configured: "old:1")
        #expect(address.pause == 100, "news is tried at once")
    }

    @Test("when the configuration has followed, one is left")
    func settled() throws {
        var address = try #require(PeerAddress(registered: "new:1", configured: "old:1"))
        let moved = address.update(registered: "new:1", configured: "new:1")
        #expect(!moved && address.current == "new:1" && !address.hasAlternative)
        let left = address.update(registered: nil, configured: "third:1")
        #expect(left && address.current == "third:1")
    }

    @Test("a registry that falls silent leaves the configuration's; when nobody knows, the last one stays")
    func silence() throws {
        var address = try #require(PeerAddress(registered: "new:1", configured: "old:1"))
        let fellBack = address.update(registered: nil, configured: "old:1")
        #expect(fellBack && address.current == "old:1")
        let forgotten = address.update(registered: nil, configured: nil)
        #expect(!forgotten && address.current == "old:1")
    }
}
