import ClusterControl
import Testing

/// Rolling a build through a cluster: what is done to which node, and when it is given up.
@Suite("Roll")
struct RollTests {
    private static let old = Roll.Build(name: "old", knows: 1...2)
    private static let new = Roll.Build(name: "new", knows: 2...3)

    /// A cluster that does what the roll says, a quarter of a second a step.
    private struct Stage {
        var nodes: [Roll.Node]
        var now = 1_000
        var behaviour: Int? = 2
        var divergences = 0
        var requests = 0
        var errors = 0
        /// Nodes that do not get whole on the new build.
        var broken: Set<Int> = []
        var startFails: Set<Int> = []
        var leads: Int? = 1
        var roll: Roll
        var replaced: [String] = []
        var transfers: [Int] = []
        var said: [String] = []
        var outcome: Roll.Outcome?
        /// Changes the stage before each step.
        var meddle: (inout Stage) -> Void = { _ in }

        init(nodes count: Int = 3, learners: Set<Int> = [], quiet: Int = 2_000) {
            nodes = (1...count).map {
                Roll.Node(number: $0, build: "old", isWhole: true, votes: !learners.contains($0))
            }
            var settings = Roll.Settings()
            settings.quiet = quiet
            settings.readyLimit = 10_000
            roll = Roll(from: RollTests.old, to: RollTests.new, settings: settings, at: now)
        }

        var view: Roll.View {
            let leader = leads
            return Roll.View(
                nodes: nodes.map { node in
                    var node = node
                    node.leads = node.number == leader
                    return node
                }, mayTakeANode: leads != nil && nodes.allSatisfy(\.isWhole),
                whyNot: leads == nil ? "" : "a voter is new",
                behaviour: behaviour, divergences: divergences, requests: requests, errors: errors)
        }

        mutating func run(steps: Int = 1_000) {
            for _ in 0..<steps where outcome == nil {
                now += 250
                meddle(&self)
                carryOut(roll.saw(view, at: now))
            }
        }

        private mutating func carryOut(_ actions: [Roll.Action]) {
            for action in actions {
                switch action {
                case .say(let line): said.append(line)
                case .transferLeadership(let to):
                    transfers.append(to)
                    leads = to
                case .replace(let node, let build):
                    replaced.append("\(node) \(build)")
                    guard node != leads || nodes.count == 1 else { return said.append("took the leader") }
                    now += 1_000
                    guard !(build == "new" && startFails.contains(node)) else {
                        nodes[node - 1].build = nil
                        nodes[node - 1].isWhole = false
                        carryOut(roll.couldNotReplace(node, because: "it ends at once", seeing: view, at: now))
                        continue
                    }
                    nodes[node - 1].build = build
                    nodes[node - 1].isWhole = build == "old" || !broken.contains(node)
                    carryOut(roll.replaced(node, at: now))
                case .end(let outcome): self.outcome = outcome
                }
            }
        }
    }

    @Test("learners first, then followers, the leader last after it has handed over")
    func order() {
        var stage = Stage(nodes: 5, learners: [2, 5])
        stage.run()
        #expect(stage.outcome == .done)
        #expect(stage.replaced == ["2 new", "5 new", "3 new", "4 new", "1 new"])
        #expect(stage.transfers == [3])
        #expect(!stage.said.contains("took the leader"))
    }

    @Test("nothing is taken while a node may not be, and each node is watched for the quiet time")
    func patience() {
        var stage = Stage(quiet: 5_000)
        var times: [Int] = []
        stage.nodes[2].isWhole = false
        stage.meddle = { stage in if stage.now > 6_000 { stage.nodes[2].isWhole = true } }
        var seen = 0
        for _ in 0..<200 where stage.outcome == nil {
            stage.run(steps: 1)
            if stage.replaced.count > seen {
                seen = stage.replaced.count
                times.append(stage.now)
            }
        }
        #expect(stage.outcome == .done && times.count == 3)
        #expect(times[0] > 6_000)
        #expect(zip(times, times.dropFirst()).allSatisfy { $1 - $0 >= 5_000 })
    }

    @Test("a node that does not get whole in time is given the build before, and so are those before it")
    func notReady() {
        var stage = Stage()
        stage.broken = [3]
        stage.run()
        #expect(stage.replaced == ["2 new", "3 new", "3 old", "2 old"])
        guard case .rolledBack(let reason)? = stage.outcome else {
            return #expect(Bool(false), "\(stage.outcome as Any)")
        }
        #expect(reason.contains("node 3"))
        #expect(stage.nodes.allSatisfy { $0.build == "old" && $0.isWhole })
    }

    @Test("so is one that cannot be started")
    func cannotStart() {
        var stage = Stage()
        stage.startFails = [2]
        stage.run()
        #expect(stage.replaced == ["2 new", "2 old"])
        #expect(stage.outcome == .rolledBack("node 2 could not be replaced: it ends at once"))
    }

    @Test("no leader for 5 s, and no sooner, brings the build before back")
    func leaderless() {
        for (duration, gives) in [(4_500, false), (6_000, true)] {
            var stage = Stage(quiet: 20_000)
            var lostAt: Int?
            stage.meddle = { stage in
                guard stage.replaced == ["2 new"], stage.nodes[1].isWhole else { return }
                if lostAt == nil { lostAt = stage.now }
                stage.leads = stage.now - lostAt! < duration ? nil : 1
                // What fails meanwhile fails because nobody leads.
                stage.requests += 3
                stage.errors += stage.leads == nil && duration > 5_000 ? 2 : 0
            }
            stage.run()
            #expect(stage.replaced.contains("2 old") == gives)
            if gives, case .rolledBack(let reason)? = stage.outcome { #expect(reason.contains("no node has led")) }
            if !gives { #expect(stage.outcome == .done) }
        }
    }

    @Test("more than 5 % of requests failed, or a world that differs, brings the build before back")
    func errorsAndDivergence() {
        for percent in [5, 6] {
            var stage = Stage()
            stage.meddle = { stage in
                stage.requests += 100
                stage.errors += stage.replaced.isEmpty ? 0 : percent
            }
            stage.run()
            #expect((stage.outcome == .done) == (percent == 5))
        }
        var stage = Stage()
        stage.meddle = { if $0.replaced.count == 2 { $0.divergences = 1 } }
        stage.run()
        #expect(stage.outcome == .rolledBack("the worlds of nodes differ"))
        #expect(stage.nodes.allSatisfy { $0.build == "old" })
    }

    @Test("once behaviour was raised past the build before, nothing is brought back")
    func raised() {
        var stage = Stage()
        stage.broken = [3]
        stage.meddle = { if $0.replaced.count == 2 { $0.behaviour = 3 } }
        stage.run()
        guard case .stopped(let reason)? = stage.outcome else { return #expect(Bool(false), "\(stage.outcome as Any)") }
        #expect(reason.contains("Behaviour 3 is in force"))
        #expect(stage.replaced == ["2 new", "3 new"])
    }

    @Test("a roll that was stopped goes on where it was, whichever nodes are done")
    func resumed() {
        for done in [[2], [3], [2, 3], [1]] {
            var stage = Stage()
            for node in done { stage.nodes[node - 1].build = "new" }
            stage.run()
            #expect(stage.outcome == .done)
            #expect(Set(stage.replaced) == Set([1, 2, 3].filter { !done.contains($0) }.map { "\($0) new" }))
        }
        // One that was stopped while a node was down.
        var stage = Stage()
        stage.nodes[2].build = nil
        stage.nodes[2].isWhole = false
        stage.run()
        #expect(stage.outcome == .done && stage.replaced.first == "3 new")
    }

    @Test("a node whose build does not know the version in force is given one that does, without waiting for it")
    func mended() {
        var stage = Stage()
        for node in [0, 1] { stage.nodes[node].build = "new" }
        stage.nodes[2].isWhole = false
        stage.nodes[2].stopped = "behaviour 3 is in force"
        stage.meddle = { if $0.nodes[2].build == "new" { $0.nodes[2].stopped = "" } }
        stage.run()
        #expect(stage.outcome == .done && stage.replaced == ["3 new"])
    }

    @Test("a cluster that does not get ready is not touched")
    func untouched() {
        var stage = Stage()
        stage.nodes[1].isWhole = false
        stage.run()
        #expect(stage.replaced == [])
        guard case .stopped(let reason)? = stage.outcome else { return #expect(Bool(false), "\(stage.outcome as Any)") }
        #expect(reason.contains("nothing was touched"))
    }

    @Test("a cluster of one node is replaced without a handover")
    func single() {
        var stage = Stage(nodes: 1)
        stage.run()
        #expect(stage.outcome == .done && stage.replaced == ["1 new"] && stage.transfers == [])
    }

    @Test("a build that does not know the version in force, or is no neighbour, is refused before anything is touched")
    func refusals() throws {
        let view = Stage().view
        #expect(Roll.refusal(of: Self.new, from: Self.old, in: view) == nil)
        var raised = view
        raised.behaviour = 3
        let reason = try #require(Roll.refusal(of: Self.old, from: Self.new, in: raised))
        #expect(reason.contains("behaviour 3 is in force") && reason.contains("1 to 2"))
        let far = Roll.Build(name: "far", knows: 3...4)
        #expect(Roll.refusal(of: far, from: Self.old, in: view) != nil)
        var silent = view
        silent.behaviour = nil
        #expect(Roll.refusal(of: Self.new, from: Self.old, in: silent) != nil)
    }
}
