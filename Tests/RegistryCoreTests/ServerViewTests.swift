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
        #expect(steps.map { view.read($0.0, at: start) } == steps.map(\.isNews))
    }

    @Test("servers that have not yet found the returned database stay listed for a while")
    func returning() {
        var view = ServerView<ContinuousClock.Instant>()
        view.databaseReturned(at: start)
        _ = view.read([server(1), server(2), server(3)], at: start)
        view.databaseReturned(at: start + .seconds(600))
        #expect(!view.isSettled(at: start + .seconds(604)))
        let early = view.read([server(2)], at: start + .seconds(601))
        #expect(!early)
        #expect(nodes(view) == [1, 2, 3])
        _ = view.read([], at: start + .seconds(602))  // 2 has said that it leaves
        #expect(nodes(view) == [1, 3])
        #expect(view.isSettled(at: start + .seconds(605)))
        let late = view.read([server(1), server(2)], at: start + .seconds(605))
        #expect(late)
        #expect(nodes(view) == [1, 2])
    }

    @Test("who stands at an address is not listed beside who stood there before")
    func replaced() {
        var view = ServerView<ContinuousClock.Instant>()
        _ = view.read([server(1), server(2)], at: start)
        view.databaseReturned(at: start)
        _ = view.read([server(9, at: 1)], at: start)
        #expect(nodes(view) == [2, 9])
    }

    @Test("a server that leaves while the database is there goes at once")
    func leaving() {
        var view = ServerView<ContinuousClock.Instant>()
        view.databaseReturned(at: start)
        _ = view.read([server(1), server(2)], at: start)
        let late = view.read([server(1)], at: start)
        #expect(late)
        #expect(nodes(view) == [1])
    }
}
