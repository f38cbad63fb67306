import Identity
import RegistryCore
import Testing

@Suite struct ServerViewTests {
    let start = ContinuousClock.Instant.now

    func server(_ number: Int, at address: Int? = nil, age: Int = 0, draining: Bool = false) -> ListedServer {
        var record = ServerRecord(
            node: NodeID(rawValue: UInt64(number)), ipAddress: "10.0.0.\(address ?? number)", grpcPort: 1, raftPort: 2,
            gatewayPort: 3, build: "", rulesVersion: 1)
        record.isDraining = draining
        return ListedServer(record: record, heartbeatAge: age)
    }

    func nodes(_ view: ServerView<ContinuousClock.Instant>) -> [UInt64] { view.servers.map(\.record.node.rawValue) }

    @Test("watchers hear of who comes, goes, moves or drains, and of the first list; not of heartbeats")
    func changes() {
        let steps: [([ListedServer], isNews: Bool)] = [
            ([], true),
            ([server(1)], true),
            ([server(1, age: 9000)], false),
            ([server(1), server(2)], true),
            ([server(1), server(2, at: 7)], true),
            ([server(1), server(2, at: 7, draining: true)], true),
            ([server(2, at: 7, draining: true)], true),
            ([server(2, at: 7, draining: true)], false),
        ]
        var view = ServerView<ContinuousClock.Instant>()
        #expect(steps.map { view.read($0.0, clock: 0, at: start).isNews } == steps.map(\.isNews))
    }

    @Test("servers that have not yet found the returned database stay listed for a while")
    func returning() {
        var view = ServerView<ContinuousClock.Instant>()
        view.databaseReturned(at: start)
        _ = view.read([server(1), server(2), server(3)], clock: 0, at: start)
        view.databaseReturned(at: start + .seconds(600))
        #expect(!view.isSettled(at: start + .seconds(604)))
        let early = view.read([server(2)], clock: 601_000, at: start + .seconds(601)).isNews
        #expect(!early)
        #expect(nodes(view) == [1, 2, 3])
        _ = view.read([], clock: 602_000, at: start + .seconds(602))  // 2 has said that it leaves
        #expect(nodes(view) == [1, 3])
        #expect(view.isSettled(at: start + .seconds(605)))
        let late = view.read([server(1), server(2)], clock: 605_000, at: start + .seconds(605)).isNews
        #expect(late)
        #expect(nodes(view) == [1, 2])
    }

    @Test("who stands at an address is not listed beside who stood there before")
    func replaced() {
        var view = ServerView<ContinuousClock.Instant>()
        _ = view.read([server(1), server(2)], clock: 0, at: start)
        view.databaseReturned(at: start)
        _ = view.read([server(9, at: 1)], clock: 0, at: start)
        #expect(nodes(view) == [2, 9])
    }

    @Test("a server that leaves while the database is there goes at once")
    func leaving() {
        var view = ServerView<ContinuousClock.Instant>()
        view.databaseReturned(at: start)
        _ = view.read([server(1), server(2)], clock: 0, at: start)
        let late = view.read([server(1)], clock: 0, at: start).isNews
        #expect(late)
        #expect(nodes(view) == [1])
    }

    @Test(
        "a database's clock that is set, forward or back, makes nobody leave; who has not written by then goes",
        arguments: [3_600_000, -3_600_000])
    func clockIsSet(step: Int64) {
        var view = ServerView<ContinuousClock.Instant>()
        view.databaseReturned(at: start)
        _ = view.read([server(1), server(2), server(3)], clock: 0, at: start + .seconds(60))
        let jumped = view.read([], clock: 5_000 + step, at: start + .seconds(65))
        #expect(jumped.clockWasSet && !jumped.isNews)
        #expect(nodes(view) == [1, 2, 3])
        #expect(!view.isSettled(at: start + .seconds(79)), "so no row is removed either")
        let next = view.read([server(1), server(2)], clock: 15_000 + step, at: start + .seconds(75))
        #expect(!next.clockWasSet && !next.isNews)
        #expect(view.isSettled(at: start + .seconds(80)))
        let settled = view.read([server(1), server(2)], clock: 21_000 + step, at: start + .seconds(81))
        #expect(settled.isNews)
        #expect(nodes(view) == [1, 2])
    }

    @Test("an answer that takes seconds is no set clock")
    func slowAnswers() {
        var view = ServerView<ContinuousClock.Instant>()
        _ = view.read([server(1)], clock: 0, at: start)
        #expect(!view.read([server(1)], clock: 14_000, at: start + .seconds(5)).clockWasSet)
        #expect(!view.read([server(1)], clock: 14_000, at: start + .seconds(14)).clockWasSet)
        #expect(!view.read([server(1)], clock: 14_000 + 86_400_000, at: start + .seconds(14 + 86_400)).clockWasSet)
    }
}
