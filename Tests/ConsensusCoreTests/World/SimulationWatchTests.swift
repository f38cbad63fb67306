import Identity
import Testing

@testable import ConsensusCore

@Suite struct SimulationWatchTests {
    /// A leader and its simulation, 25 ms a step. While a game runs and the simulation lives, an entry is committed every 50 ms
    /// and worlds are reported; when it does not live, time stands still: nothing is committed or reported any more.
    private struct Stage {
        var watch = SimulationWatch()
        var now: Milliseconds = 1_000
        var leads = true
        var runs = true
        var isAlive = true
        /// How long a question takes; `nil`: it says something of its own every 75 ms, before it is asked.
        var answerTime: Milliseconds?
        /// Of the clock, in milliseconds: what was committed by then is applied; `nil`: all that was.
        var appliedUntil: Milliseconds?
        /// Other nodes' players send commands: entries are committed though nothing is moved on.
        var isAskedFor = false
        /// Other nodes' worlds move on: another node leads still, or did so a moment ago.
        var othersReport = false
        var orders: [(at: Milliseconds, fault: SimulationWatch.Fault)] = []
        var questions = 0
        private var answerDue: Milliseconds?
        private var committed = LogIndex.zero

        init(isConnected: Bool = true) {
            if isConnected { watch.connected() }
        }

        /// - Parameter pause: What one step takes, of this process too.
        mutating func run(for time: Milliseconds, pause: Milliseconds = SimulationWatch.interval) {
            let end = now + time
            while now < end {
                now += pause
                if runs && isAlive || othersReport { watch.reported(at: now) }
                if runs && isAlive || isAskedFor { committed = LogIndex(rawValue: now / 50) }
                if isAlive, runs, answerTime == nil, now % 75 < pause { watch.heard(at: now) }
                if let due = answerDue, isAlive, due <= now {
                    watch.heard(at: now)
                    answerDue = nil
                }
                guard watch.isNeeded(at: now) || isAskedFor else { continue }
                let applied = appliedUntil.map { LogIndex(rawValue: $0 / 50) } ?? committed
                switch watch.passed(leads: leads, committed: committed, applied: applied, at: now) {
                case .wait: break
                case .ask:
                    questions += 1
                    answerDue = now + (answerTime ?? 0)
                case .handOver(let fault): orders.append((now, fault))
                }
            }
        }
    }

    @Test("one that tells how far it is stays, and is hardly asked; where no game runs nobody is asked")
    func keepsUp() {
        var stage = Stage()
        stage.run(for: 60_000)
        #expect(stage.orders.isEmpty && stage.questions == 0)
        stage.runs = false
        stage.run(for: 1_000)
        #expect(!stage.watch.isNeeded(at: stage.now))
        let questions = stage.questions
        stage.isAlive = false
        stage.run(for: 60_000)
        #expect(
            stage.orders.isEmpty && stage.questions == questions && questions <= 10, "in its last second, if at all")
    }

    @Test("one that hangs costs the leadership within 300 ms of its last word")
    func hangs() throws {
        var stage = Stage()
        stage.run(for: 10_000)
        stage.isAlive = false
        let lastWord = stage.now
        stage.run(for: 1_000)
        let order = try #require(stage.orders.first)
        #expect(stage.orders.count == 1 && stage.questions >= 1)
        #expect(order.at - lastWord <= 300)
        guard case .silent(let time) = order.fault else { throw Wrong(order.fault) }
        #expect(time <= 300)
    }

    @Test("one whose connection closes costs it at once while a game runs, and else when the next one begins")
    func gone() {
        var stage = Stage()
        stage.run(for: 10_000)
        stage.watch.lost()
        let action = stage.watch.passed(leads: true, committed: .zero, applied: .zero, at: stage.now)
        #expect(action == .handOver(.gone))

        stage = Stage()
        stage.run(for: 1_000)
        stage.runs = false
        stage.run(for: 10_000)
        stage.watch.lost()
        stage.isAlive = false
        stage.run(for: 10_000)
        #expect(stage.orders.isEmpty)
        stage.isAskedFor = true
        stage.appliedUntil = stage.now
        stage.run(for: 100)
        #expect(stage.orders.map(\.fault) == [.gone], "a command is committed: somebody wants to play")

        // The node was started again without its simulation, and others' worlds move on under an earlier leader.
        stage = Stage(isConnected: false)
        stage.isAlive = false
        stage.leads = false
        stage.othersReport = true
        stage.run(for: 1_000)
        stage.othersReport = false
        stage.leads = true
        stage.run(for: 25)
        #expect(stage.orders.map(\.fault) == [.gone])
    }

    @Test("one that does not know the version in force costs it at once, game or no game; a new one is trusted")
    func stopped() {
        var stage = Stage()
        stage.runs = false
        stage.run(for: 2_000)
        stage.watch.stopped()
        #expect(stage.watch.isNeeded(at: stage.now))
        let action = stage.watch.passed(leads: true, committed: .zero, applied: .zero, at: stage.now)
        #expect(action == .handOver(.stopped))
        stage.watch.connected()
        stage.run(for: 60_000)
        #expect(stage.orders.isEmpty)
    }

    @Test("one that is back is trusted again, and a node that never had one leads as well as any other")
    func back() {
        var stage = Stage()
        stage.watch.lost()
        stage.watch.connected()
        stage.run(for: 10_000)
        #expect(stage.orders.isEmpty)
        stage = Stage(isConnected: false)
        stage.isAlive = false
        stage.isAskedFor = true
        stage.run(for: 10_000)
        #expect(stage.orders.isEmpty && !stage.watch.isNeeded(at: stage.now))
    }

    @Test("one that answers and does not apply costs it after 2 s, one that is half a second late does not")
    func crawls() throws {
        var stage = Stage()
        stage.appliedUntil = stage.now
        let began = stage.now
        stage.run(for: 3_000)
        let order = try #require(stage.orders.first)
        guard case .behind = order.fault else { throw Wrong(order.fault) }
        #expect((2_000...2_100).contains(order.at - began))

        stage = Stage()
        for _ in 0..<600 {
            stage.appliedUntil = stage.now - 500
            stage.run(for: 100)
        }
        #expect(stage.orders.isEmpty)
    }

    @Test("only a leader's matters, from the moment on in which it leads")
    func follower() throws {
        var stage = Stage()
        stage.leads = false
        stage.run(for: 60_000)
        stage.isAlive = false
        #expect(stage.orders.isEmpty && stage.questions == 0)
        stage.leads = true
        let began = stage.now
        stage.run(for: 500)
        #expect(try #require(stage.orders.first).at - began >= 250)
    }

    @Test("where all are gone, a node hands over ever more rarely, and soon again after a calm minute")
    func allGone() {
        var stage = Stage()
        stage.run(for: 1_000)
        stage.watch.lost()
        stage.isAlive = false
        stage.run(for: 100_000)
        let gaps = zip(stage.orders, stage.orders.dropFirst()).map { ($1.at - $0.at) / 1_000 }
        #expect(gaps == [2, 4, 8, 16, 32, 32])
        stage.watch.connected()
        stage.isAlive = true
        stage.run(for: 61_000)
        stage.watch.lost()
        stage.isAlive = false
        let count = stage.orders.count
        stage.run(for: 4_100)
        #expect(stage.orders.count == count + 2)
    }

    @Test("a simulation that is killed again and again, 15 s after it had its players back, costs its leader each time")
    func againAndAgain() {
        var stage = Stage()
        for _ in 0..<20 {
            stage.run(for: 15_000)
            stage.watch.lost()
            stage.isAlive = false
            stage.run(for: 100)
            stage.watch.connected()
            stage.isAlive = true
        }
        #expect(stage.orders.map(\.fault) == Array(repeating: .gone, count: 20))
    }

    @Test("leadership that comes back again and again is handed over at once each time, if games ran in between")
    func comesBack() {
        var stage = Stage()
        var waits: [Milliseconds] = []
        for _ in 0..<5 {
            stage.run(for: 1_000)
            stage.watch.lost()
            stage.isAlive = false
            let (lost, count) = (stage.now, stage.orders.count)
            while stage.orders.count == count { stage.run(for: 25) }
            waits.append(stage.now - lost)
            // Another node leads, and its simulation moves the games on.
            (stage.leads, stage.othersReport) = (false, true)
            stage.run(for: 1_200)
            (stage.leads, stage.othersReport) = (true, false)
            stage.watch.connected()
            stage.isAlive = true
        }
        #expect(waits.allSatisfy { $0 <= 50 }, "\(waits)")
    }

    @Test(
        "what crawls moves on too: where leadership goes round among crawling simulations, each orders ever more rarely"
    )
    func crawlingRound() {
        var stage = Stage()
        stage.runs = false
        stage.isAskedFor = true
        stage.appliedUntil = 0
        var orders: [Milliseconds] = []
        while stage.now < 60_000 {
            let count = stage.orders.count
            (stage.leads, stage.othersReport) = (true, true)
            stage.run(for: 25)
            guard stage.orders.count > count else { continue }
            orders.append(stage.now)
            stage.leads = false
            stage.run(for: 1_500)
        }
        #expect((3...6).contains(orders.count), "\(orders)")
    }

    @Test("where leadership goes round among nodes without simulations, each orders ever more rarely")
    func roundAndRound() {
        for nodes in 2...5 {
            var paces = [OrderPace](repeating: OrderPace(), count: nodes)
            var (now, orders) = (0 as Milliseconds, 0)
            // A leader orders as soon as it may; an election takes 100 ms.
            while now < 60_000 {
                let leader = orders % nodes
                if paces[leader].allows(at: now) {
                    paces[leader].ordered(at: now)
                    orders += 1
                    now += 100
                } else {
                    now += 25
                }
            }
            // Each at 0, 2, 6, 14 and 30 s.
            #expect(orders <= 6 * nodes, "\(nodes) nodes")
        }
    }

    @Test(
        "a machine that takes 100 ms for every step, and for a question what it takes, is not mistaken for a hung one")
    func slowMachine() {
        for answerTime in [100, 200, 300] as [Milliseconds] {
            var stage = Stage()
            stage.answerTime = answerTime
            stage.run(for: 20_000, pause: 100)
            #expect(stage.orders.isEmpty && stage.questions > 10, "\(answerTime) ms")
        }
        // After such answers it is given more time, also at full speed, be it longer than a game is taken to run.
        var stage = Stage()
        for answerTime in [140, 400] as [Milliseconds] {
            stage.answerTime = answerTime
            stage.run(for: 5_000)
        }
        #expect(stage.orders.isEmpty)
        stage.isAlive = false
        let lastWord = stage.now
        stage.run(for: 2_000)
        #expect(stage.orders.first.map { (600...1_300).contains($0.at - lastWord) } == true)
    }

    @Test("a process that stood still itself does not blame its simulation; a clock that goes back does not trap")
    func stoodStill() {
        var stage = Stage()
        stage.run(for: 1_000)
        stage.isAlive = false
        stage.run(for: 4 * 60_000, pause: 60_000)
        #expect(stage.orders.isEmpty)
        let action = stage.watch.passed(leads: true, committed: .zero, applied: .zero, at: 0)
        if case .handOver = action { Issue.record("\(action)") }
    }

    private struct Wrong: Error {
        let fault: SimulationWatch.Fault
        init(_ fault: SimulationWatch.Fault) { self.fault = fault }
    }
}
