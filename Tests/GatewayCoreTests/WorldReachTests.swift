import GatewayCore
import Testing

@Suite struct WorldReachTests {
    private let own = SimulationAddress(host: "127.0.0.1", port: 50051)
    private let other = SimulationAddress(host: "127.0.0.2", port: 50051)

    /// Passes every 250 ms from `from` on, and answers what is asked as `answer` says; nil: not at all.
    private func run(
        _ reach: inout WorldReach, from: Int64, to: Int64, usable: [SimulationAddress],
        _ answer: (SimulationAddress, Int64) -> WorldReach.Report?
    ) -> [(at: Int64, asked: [SimulationAddress])] {
        var all: [(at: Int64, asked: [SimulationAddress])] = []
        for now in stride(from: from, to: to, by: Int(WorldReach.interval)) {
            let asked = reach.passed(at: now, usable: usable)
            all.append((now, asked))
            for address in asked {
                if let report = answer(address, now) {
                    reach.answered(address, report)
                } else {
                    reach.failed(address)
                }
            }
        }
        return all
    }

    /// A world of which matches run, whose tick is that of the time, 50 ms each.
    private func moving(_ now: Int64) -> WorldReach.Report {
        WorldReach.Report(isReady: true, tick: UInt64(now / 50), hasMatches: true)
    }

    private let resting = WorldReach.Report(isReady: true, tick: 7, hasMatches: false)

    @Test("a simulation that is ready and moves is reached, and the others are left in peace")
    func reached() {
        var reach = WorldReach()
        #expect(reach.state == .unknown)
        let passes = run(&reach, from: 0, to: 60_000, usable: [own, other]) { _, now in moving(now) }
        #expect(reach.state == .reached)
        #expect(passes[0].asked == [own, other])
        #expect(passes.dropFirst().allSatisfy { $0.asked == [own] })
    }

    @Test("a world without matches may rest for as long as it likes")
    func rests() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 600_000, usable: [own]) { _, _ in resting }
        #expect(reach.state == .reached)
    }

    @Test("matches whose world stands still for a second are a loss; an election is none")
    func standstill() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 10_000, usable: [own]) { _, now in moving(now) }
        _ = run(&reach, from: 10_000, to: 10_750, usable: [own]) { _, _ in moving(10_000) }
        #expect(reach.state == .reached)
        _ = run(&reach, from: 10_750, to: 11_500, usable: [own]) { _, _ in moving(10_000) }
        #expect(reach.state == .lost(.standstill))
        _ = run(&reach, from: 11_500, to: 12_000, usable: [own]) { _, now in moving(now) }
        #expect(reach.state == .reached)
    }

    @Test("a simulation that is not ready, does not answer or is gone is a loss after a second", arguments: [0, 1, 2])
    func silence(how: Int) {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 10_000, usable: [own]) { _, now in moving(now) }
        let unready = WorldReach.Report(isReady: false, tick: 300, hasMatches: false)
        let answer = { (_: SimulationAddress, _: Int64) in how == 0 ? unready : nil }
        let usable = how == 2 ? [] : [own]
        _ = run(&reach, from: 10_000, to: 10_750, usable: usable, answer)
        #expect(reach.state == .reached)
        _ = run(&reach, from: 10_750, to: 11_500, usable: usable, answer)
        #expect(reach.state == .lost(.noSimulation))
    }

    @Test("while the own simulation does not do, another one that does is enough")
    func another() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 10_000, usable: [own, other]) { _, now in moving(now) }
        let passes = run(&reach, from: 10_000, to: 20_000, usable: [own, other]) { address, now in
            address == other ? moving(now) : nil
        }
        #expect(reach.state == .reached)
        #expect(passes.last?.asked == [own, other])
        _ = run(&reach, from: 20_000, to: 30_000, usable: [other]) { _, now in moving(now) }
        #expect(reach.state == .reached)
    }

    @Test("where no other one does either, that is a loss, and the first that moves ends it")
    func allOfThem() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 10_000, usable: [own, other]) { _, now in moving(now) }
        _ = run(&reach, from: 10_000, to: 13_000, usable: [own, other]) { _, _ in nil }
        #expect(reach.state == .lost(.noSimulation))
        _ = run(&reach, from: 13_000, to: 13_500, usable: [own, other]) { address, now in
            address == other ? moving(now) : nil
        }
        #expect(reach.state == .reached)
    }

    @Test("a node that is alone has lost its world at once, until one that moves is heard")
    func alone() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 10_000, usable: [own, other]) { _, now in moving(now) }
        reach.isAlone()
        #expect(reach.state == .lost(.noSimulation))
        let unready = WorldReach.Report(isReady: false, tick: 200, hasMatches: true)
        _ = run(&reach, from: 10_000, to: 10_500, usable: [own, other]) { address, _ in address == own ? unready : nil }
        #expect(reach.state == .lost(.standstill))
        _ = run(&reach, from: 10_500, to: 11_000, usable: [own, other]) { _, now in moving(now) }
        #expect(reach.state == .reached)
    }

    @Test("a gateway that has never reached one says so after a second")
    func never() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 750, usable: []) { _, _ in nil }
        #expect(reach.state == .unknown)
        _ = run(&reach, from: 750, to: 1_500, usable: []) { _, _ in nil }
        #expect(reach.state == .lost(.noSimulation))
    }

    @Test("one that has not answered yet is not asked again")
    func onceAtATime() {
        var reach = WorldReach()
        #expect(reach.passed(at: 0, usable: [own]) == [own])
        #expect(reach.passed(at: 250, usable: [own]) == [])
        reach.failed(own)
        #expect(reach.passed(at: 500, usable: [own]) == [own])
    }

    @Test("a pause of this process, however long, counts for one step")
    func pause() {
        var reach = WorldReach()
        _ = run(&reach, from: 0, to: 10_000, usable: [own]) { _, now in moving(now) }
        _ = reach.passed(at: 3_000_000, usable: [own])
        #expect(reach.state == .reached)
        _ = reach.passed(at: .max, usable: [own])
        _ = reach.passed(at: 0, usable: [own])
        #expect(reach.state == .reached)
    }
}
