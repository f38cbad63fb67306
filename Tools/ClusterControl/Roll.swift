/// Replaces the build of a running cluster, one node at a time. It is a value: it is fed with views of the cluster, and says
/// what to do next. Followers come first, the leader last, after it has handed over.
///
/// It holds no plan that could be lost. Each view says which nodes run which build, so an interrupted roll continues by
/// starting another one. Times are milliseconds of a monotonic clock, from any origin.
package struct Roll: Sendable {
    package typealias Milliseconds = Int

    /// A folder of programs, or an image, and what they can apply.
    package struct Build: Sendable, Equatable {
        package var name: String
        /// Versions of behaviour.
        package var knows: ClosedRange<Int>

        package init(name: String, knows: ClosedRange<Int>) {
            self.name = name
            self.knows = knows
        }
    }

    package struct Settings: Sendable, Equatable {
        /// After a node is whole again, before the next one.
        package var quiet: Milliseconds = 60_000
        /// A node may take so long to be whole, and the cluster before a node is taken.
        package var readyLimit: Milliseconds = 120_000
        package var leaderlessLimit: Milliseconds = 5_000
        /// Of 100 requests, while a node is replaced and watched; no fewer than ``leastRequests`` are judged.
        package var errorPercent = 5
        package var leastRequests = 40

        package init() {}
    }

    /// One node, as it is seen now.
    package struct Node: Sendable, Equatable {
        package var number: Int
        /// The build that all of its processes run; `nil`: they differ, or some do not run.
        package var build: String?
        /// It serves players, and has applied what is committed.
        package var isWhole: Bool
        package var leads: Bool
        package var votes: Bool
        /// Why its simulation cannot go on; empty as a rule.
        package var stopped: String

        package init(
            number: Int, build: String?, isWhole: Bool, leads: Bool = false, votes: Bool = true, stopped: String = ""
        ) {
            self.number = number
            self.build = build
            self.isWhole = isWhole
            self.leads = leads
            self.votes = votes
            self.stopped = stopped
        }
    }

    /// The cluster, as it is seen now.
    package struct View: Sendable, Equatable {
        package var nodes: [Node]
        /// By the leader's word.
        package var mayTakeANode: Bool
        package var whyNot: String
        /// The version of behaviour in force; `nil`: nobody says.
        package var behaviour: Int?
        /// Worlds that were found to differ, since this roll began.
        package var divergences: Int
        /// Requests to nodes that should answer, and how many were not answered well, since this roll began.
        package var requests: Int
        package var errors: Int

        package init(
            nodes: [Node], mayTakeANode: Bool, whyNot: String = "", behaviour: Int?, divergences: Int = 0,
            requests: Int = 0, errors: Int = 0
        ) {
            self.nodes = nodes
            self.mayTakeANode = mayTakeANode
            self.whyNot = whyNot
            self.behaviour = behaviour
            self.divergences = divergences
            self.requests = requests
            self.errors = errors
        }

        fileprivate var leader: Node? {
            let leaders = nodes.filter(\.leads)
            return leaders.count == 1 ? leaders[0] : nil
        }
    }

    package enum Action: Sendable, Equatable {
        /// A line for the person who watches.
        case say(String)
        /// Stop this node in order, and start it with that build; then say ``replaced(_:at:)`` or ``couldNotReplace(_:because:)``.
        case replace(node: Int, build: String)
        case transferLeadership(to: Int)
        case end(Outcome)
    }

    package enum Outcome: Sendable, Equatable {
        /// All nodes run the new build.
        case done
        /// All nodes run the build before again, for this reason.
        case rolledBack(String)
        /// Nothing more is done; a person must look.
        case stopped(String)
    }

    private enum Phase: Equatable {
        /// Waits until a node may be taken.
        case choosing(since: Milliseconds)
        case transferring(from: Int, since: Milliseconds)
        /// The back end is at work.
        case replacing(Int)
        case settling(Int, since: Milliseconds, wholeSince: Milliseconds?)
        case ended
    }

    private let settings: Settings
    private let before: Build
    private let new: Build
    /// Why the build before is to be brought back; `nil`: it is not.
    private var reason: String?
    private var phase: Phase
    private var isTouched = false
    private var leaderlessSince: Milliseconds?
    private var baseline: (requests: Int, errors: Int) = (0, 0)
    private var seenDivergences = 0
    private var lastObstacle = ""
    private var transfers = 0

    /// It brings the build before back, for a fault.
    package var isGoingBack: Bool { reason != nil }

    private var target: Build { reason == nil ? new : before }

    /// - Parameters:
    ///   - before: The build of the nodes that are not on the new build.
    ///   - new: The build that all of them are to run.
    package init(from before: Build, to new: Build, settings: Settings = Settings(), at now: Milliseconds) {
        self.before = before
        self.new = new
        self.settings = settings
        phase = .choosing(since: now)
    }

    /// Why the roll must not begin: checked before anything is touched. `nil`: it may.
    package static func refusal(of new: Build, from before: Build, in view: View) -> String? {
        guard let behaviour = view.behaviour else { return "no node says which version of behaviour is in force" }
        guard new.knows.contains(behaviour) else {
            return "behaviour \(behaviour) is in force, and the build \(new.name) knows \(range(new.knows)) only: "
                + (new.knows.upperBound < behaviour
                    ? "the version was raised, so there is no way back to it" : "roll to a build between them first")
        }
        guard new.knows.overlaps(before.knows) else {
            return "the builds are no neighbours: \(before.name) knows behaviour \(range(before.knows)), \(new.name) "
                + "\(range(new.knows)); roll to a build between them first"
        }
        return nil
    }

    private static func range(_ known: ClosedRange<Int>) -> String {
        known.count == 1 ? "\(known.lowerBound)" : "\(known.lowerBound) to \(known.upperBound)"
    }

    // MARK: Events

    /// To be told several times a second, while nothing is under way.
    package mutating func saw(_ view: View, at now: Milliseconds) -> [Action] {
        guard phase != .ended else { return [] }
        if let fault = fault(in: view, at: now) { return failed(fault, view, at: now) }
        switch phase {
        case .choosing(let since): return choose(view, since: since, at: now)
        case .transferring(let from, let since): return transferring(from, view, since: since, at: now)
        case .replacing: return []
        case .settling(let node, let since, let wholeSince):
            return settle(node, view, since: since, wholeSince: wholeSince, at: now)
        case .ended: return []
        }
    }

    /// The node's processes run the build that they were to run.
    package mutating func replaced(_ node: Int, at now: Milliseconds) -> [Action] {
        guard phase == .replacing(node) else { return [] }
        phase = .settling(node, since: now, wholeSince: nil)
        leaderlessSince = nil
        return []
    }

    package mutating func couldNotReplace(
        _ node: Int, because fault: String, seeing view: View, at now: Milliseconds
    ) -> [Action] {
        guard phase == .replacing(node) else { return [] }
        return failed("node \(node) could not be replaced: \(fault)", view, at: now)
    }

    // MARK: Faults

    /// On the way back only time counts: what is wrong is what is being mended.
    private mutating func fault(in view: View, at now: Milliseconds) -> String? {
        guard reason == nil else { return nil }
        defer { seenDivergences = max(seenDivergences, view.divergences) }
        if view.leader == nil {
            let since = leaderlessSince ?? now
            leaderlessSince = since
            if now - since >= settings.leaderlessLimit { return "no node has led for \(Self.seconds(now - since))" }
        } else {
            leaderlessSince = nil
        }
        if view.divergences > seenDivergences { return "the worlds of nodes differ" }
        if let node = view.nodes.first(where: { !$0.stopped.isEmpty && $0.build == target.name }) {
            return "the simulation of node \(node.number) cannot go on: \(node.stopped)"
        }
        // Without a leader nobody is served: that has a limit of its own, and its name tells more than what follows from it.
        guard view.leader != nil else { return nil }
        let requests = view.requests - baseline.requests
        let errors = view.errors - baseline.errors
        if requests >= settings.leastRequests, errors * 100 > settings.errorPercent * requests {
            return "\(errors) of \(requests) requests failed, more than \(settings.errorPercent) %"
        }
        return nil
    }

    private mutating func failed(_ fault: String, _ view: View, at now: Milliseconds) -> [Action] {
        guard reason == nil else {
            phase = .ended
            return [.end(.stopped("while the build before was brought back: \(fault). Look with: snaketron status"))]
        }
        guard isTouched else {
            phase = .ended
            return [.end(.stopped("\(fault); nothing was touched"))]
        }
        if let behaviour = view.behaviour, !before.knows.contains(behaviour) {
            phase = .ended
            return [
                .end(
                    .stopped(
                        "\(fault). Behaviour \(behaviour) is in force, which the build before does not know: it is not brought back"
                    ))
            ]
        }
        reason = fault
        begin(view, at: now)
        return [.say("\(fault): brings back \(before.name)")]
    }

    // MARK: Steps

    private mutating func begin(_ view: View, at now: Milliseconds) {
        phase = .choosing(since: now)
        leaderlessSince = nil
        baseline = (view.requests, view.errors)
        lastObstacle = ""
        transfers = 0
    }

    private mutating func choose(_ view: View, since: Milliseconds, at now: Milliseconds) -> [Action] {
        let left = view.nodes.filter { $0.build != target.name }
        guard !left.isEmpty else {
            phase = .ended
            return [.end(reason.map(Outcome.rolledBack) ?? .done)]
        }
        // A node that runs two builds, or not at all, is mended first: it is no loss. One that is whole is: its programs' files
        // were replaced while they ran, so nobody can say which build they are.
        if let broken = left.first(where: { $0.build == nil && !$0.isWhole && !$0.leads }) {
            return replace(broken, view)
        }
        if let sick = sick(in: view) { return replace(sick, view) }
        guard view.mayTakeANode, view.nodes.allSatisfy({ $0.isWhole }) else {
            let obstacle = obstacle(in: view)
            if now - since >= settings.readyLimit {
                return failed("no node may be taken after \(Self.seconds(now - since)): \(obstacle)", view, at: now)
            }
            // The same one with other numbers is no news.
            let kind = obstacle.filter { !$0.isNumber }
            guard kind != lastObstacle else { return [] }
            lastObstacle = kind
            return [.say("waits: \(obstacle)")]
        }
        if let next = left.filter({ !$0.leads }).min(by: {
            ($0.votes ? 1 : 0, $0.number) < ($1.votes ? 1 : 0, $1.number)
        }) {
            return replace(next, view)
        }
        return handOver(from: left[0], view, at: now)
    }

    /// A node that is useless now and can only win: its build does not know the version in force, or it is not whole on the way
    /// back.
    private func sick(in view: View) -> Node? {
        view.nodes.first {
            $0.build != target.name && !$0.leads && (!$0.stopped.isEmpty || (reason != nil && !$0.isWhole))
        }
    }

    private func obstacle(in view: View) -> String {
        if let node = view.nodes.first(where: { !$0.isWhole }) {
            return "node \(node.number) is not ready and caught up"
        }
        return view.whyNot.isEmpty ? "no node leads" : view.whyNot
    }

    private mutating func replace(_ node: Node, _ view: View) -> [Action] {
        let done = view.nodes.count { $0.build == target.name }
        isTouched = true
        phase = .replacing(node.number)
        baseline = (view.requests, view.errors)
        lastObstacle = ""
        return [
            .say("node \(node.number) (\(done + 1) of \(view.nodes.count)): replaces its build by \(target.name)"),
            .replace(node: node.number, build: target.name),
        ]
    }

    /// A cluster of one node has nobody to hand over to.
    private mutating func handOver(from leader: Node, _ view: View, at now: Milliseconds) -> [Action] {
        guard let heir = view.nodes.first(where: { $0.number != leader.number && $0.votes }) else {
            return replace(leader, view)
        }
        transfers += 1
        guard transfers <= 3 else {
            return failed("node \(leader.number) leads still after three transfers", view, at: now)
        }
        phase = .transferring(from: leader.number, since: now)
        return [
            .say("node \(leader.number) leads and is the last: hands leadership to node \(heir.number)"),
            .transferLeadership(to: heir.number),
        ]
    }

    private mutating func transferring(
        _ from: Int, _ view: View, since: Milliseconds, at now: Milliseconds
    ) -> [Action] {
        guard let leader = view.leader, leader.number != from else {
            if now - since >= settings.leaderlessLimit { phase = .choosing(since: now) }
            return []
        }
        phase = .choosing(since: now)
        return [.say("node \(leader.number) leads")]
    }

    private mutating func settle(
        _ number: Int, _ view: View, since: Milliseconds, wholeSince: Milliseconds?, at now: Milliseconds
    ) -> [Action] {
        let node = view.nodes.first { $0.number == number }
        let isStarted = node?.build == target.name
        // The one that was just started joins first: two voters at once may be one too many.
        if isStarted, node?.isWhole == true || view.leader == nil, sick(in: view) != nil {
            begin(view, at: now)
            return choose(view, since: now, at: now)
        }
        guard isStarted, view.mayTakeANode, view.nodes.allSatisfy(\.isWhole) else {
            let since = wholeSince == nil ? since : now
            phase = .settling(number, since: since, wholeSince: nil)
            guard now - since >= settings.readyLimit else { return [] }
            return failed(
                "node \(number) is not whole after \(Self.seconds(now - since)): \(obstacle(in: view))", view, at: now)
        }
        guard let wholeSince else {
            phase = .settling(number, since: since, wholeSince: now)
            return [
                .say(
                    "node \(number): ready and caught up after \(Self.seconds(now - since)), all voters whole; "
                        + "watches for \(Self.seconds(settings.quiet))")
            ]
        }
        guard now - wholeSince >= settings.quiet else { return [] }
        begin(view, at: now)
        return choose(view, since: now, at: now)
    }

    private static func seconds(_ time: Milliseconds) -> String { "\(time / 1_000).\(time % 1_000 / 100) s" }
}
