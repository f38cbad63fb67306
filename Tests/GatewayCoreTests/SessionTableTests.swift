import GatewayCore
import Identity
import Testing

@Suite struct SessionTableTests {
    private let key = SessionKey(user: UserID(rawValue: 17), session: SessionID(rawValue: 5))

    @Test("the highest connection has the session, whichever hello comes last; an equal one is no higher")
    func highest() {
        var table = SessionTable<Int>()
        #expect(table.claim(key, by: 1, connection: 3) == .has(insteadOf: nil))
        #expect(table.claim(key, by: 2, connection: 2) == .newerHasIt(connection: 3))
        #expect(table.claim(key, by: 2, connection: 3) == .newerHasIt(connection: 3))
        #expect(table.has(key, 1))
        #expect(table.claim(key, by: 4, connection: 4) == .has(insteadOf: 1))
        table.leave(key, 1)
        #expect(table.has(key, 4), "the end of an older one changes nothing")
        table.leave(key, 4)
        #expect(table.claim(key, by: 5, connection: 1) == .has(insteadOf: nil), "the world knows better")
    }

    @Test("of clients that do not count the last one has the session")
    func uncounted() {
        var table = SessionTable<Int>()
        #expect(table.claim(key, by: 1, connection: 0) == .has(insteadOf: nil))
        #expect(table.claim(key, by: 2, connection: 0) == .has(insteadOf: 1))
        #expect(table.claim(key, by: 3, connection: 7) == .has(insteadOf: 2))
        #expect(table.claim(key, by: 4, connection: 0) == .has(insteadOf: 3))
    }

    @Test(
        "a standby is beside the session's own socket, replaces an older standby, and is none any more once it is taken"
    )
    func standby() {
        var table = SessionTable<Int>()
        _ = table.claim(key, by: 1, connection: 1)
        #expect(table.standBy(key, 2) == nil)
        #expect(table.standBy(key, 3) == 2)
        #expect(table.sessionCount == 1 && table.standbyCount == 1)
        #expect(table.claim(key, by: 3, connection: 2) == .has(insteadOf: 1))
        #expect(table.standbyCount == 0)
        table.leave(key, 3)
        #expect(table.sessionCount == 0)
    }
}
