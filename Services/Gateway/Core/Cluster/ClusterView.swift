import ClientProtocol

/// The cluster as `GET /api/cluster` tells it (docs/guide/protocol.md, section 1): put together from what its nodes say of themselves
/// and of each other. Nodes are named by their ids; no address is in it.
package struct ClusterView: Sendable {
    package enum State: String, Sendable {
        case leader, follower, candidate, learner, joining
        /// Neither the leader nor this gateway hears its consensus.
        case unreachable
    }

    package enum EventKind: String, Sendable {
        case elected, joined, left, promoted, demoted, unreachable, reachable
    }

    package struct Event: Sendable, Equatable {
        package var kind: EventKind
        package var node: UInt64
        package var term: UInt64
        /// Milliseconds.
        package var age: UInt32

        package init(_ kind: EventKind, node: UInt64, term: UInt64, age: UInt32) {
            self.kind = kind
            self.node = node
            self.term = term
            self.age = age
        }
    }

    /// The report of a node's simulation.
    package struct Report: Sendable {
        package var node: UInt64
        package var isReady = false
        package var isQuarantined = false
        /// Index in the log.
        package var applied: UInt64 = 0
        /// Players' streams that end there.
        package var sessions: UInt32 = 0
        package var matches: UInt32 = 0
        package var players: UInt32 = 0
        package var lobbies: UInt32 = 0
        package var spectators: UInt32 = 0
        /// `nil`: its consensus did not answer, or the node is of an older build.
        package var consensus: Consensus?

        package init(node: UInt64) { self.node = node }
    }

    /// The report of a node's consensus.
    package struct Consensus: Sendable {
        package struct Member: Sendable {
            package var node: UInt64
            package var isVoter: Bool
            /// Its log ends here, as the leader knows it.
            package var match: UInt64
            /// Milliseconds, as the leader knows it.
            package var silentFor: UInt32

            package init(node: UInt64, isVoter: Bool, match: UInt64, silentFor: UInt32) {
                self.node = node
                self.isVoter = isVoter
                self.match = match
                self.silentFor = silentFor
            }
        }

        package var state: State
        package var term: UInt64
        package var lastIndex: UInt64 = 0
        package var commitIndex: UInt64 = 0
        package var members: [Member] = []
        package var voterSeats: UInt32 = 0
        package var build = ""
        package var mayTakeANode = false
        package var whyNot = ""
        package var events: [Event] = []

        package init(state: State, term: UInt64) {
            self.state = state
            self.term = term
        }
    }

    package struct Node: Sendable, Equatable {
        package var id: UInt64
        package var state: State
        package var isVoter: Bool
        package var term: UInt64?
        package var applied: UInt64?
        /// Entries committed and not applied here, or (its simulation away) not in its log.
        package var lag: UInt64?
        package var silentFor: UInt32?
        package var isReady: Bool
        package var isQuarantined: Bool
        package var isDraining: Bool
        package var build: String?
        package var sessions: UInt32?
    }

    /// Milliseconds of silence after which a member counts as unreachable.
    package static let silence: UInt32 = 1_000
    package static let maximumEvents = 100

    package private(set) var leader: UInt64?
    package private(set) var term: UInt64 = 0
    package private(set) var commit: UInt64 = 0
    package private(set) var voterSeats: UInt32?
    package private(set) var mayTakeANode = false
    package private(set) var whyNot: String?
    /// The world's numbers, as the node has them that has applied most.
    package private(set) var world: Report?
    /// By id.
    package private(set) var nodes: [Node] = []
    /// The newest first.
    package private(set) var events: [Event] = []

    /// - Parameter draining: Nodes that were asked to stop, as the registry has it.
    package init(_ reports: [Report], draining: Set<UInt64>) {
        var known: [UInt64: Report] = [:]
        for report in reports where report.node > 0 { known[report.node] = report }
        let reports = known.values.sorted { $0.node < $1.node }
        term = reports.compactMap(\.consensus?.term).max() ?? 0
        commit = reports.compactMap(\.consensus?.commitIndex).max() ?? 0
        world = reports.max { $0.applied < $1.applied }
        let leading = reports.first { $0.consensus?.state == .leader && $0.consensus?.term == term }
        leader = leading?.node
        // Without a leader: the members as the node has them that knows most of the log.
        let source = leading?.consensus ?? reports.compactMap(\.consensus).max { $0.lastIndex < $1.lastIndex }
        voterSeats = source?.voterSeats
        mayTakeANode = leading?.consensus?.mayTakeANode ?? false
        if !mayTakeANode {
            whyNot = leading.map { $0.consensus?.whyNot ?? "" } ?? "no node is known to lead"
        }
        let members = source?.members ?? []
        let ids = Set(members.map(\.node)).union(reports.map(\.node))
        nodes = ids.sorted().map { id in
            node(
                id, report: known[id], member: members.first { $0.node == id }, leading: leading,
                isDraining: draining.contains(id))
        }
        events = Self.merge(reports.flatMap { $0.consensus?.events ?? [] })
    }

    private func node(
        _ id: UInt64, report: Report?, member: Consensus.Member?, leading: Report?, isDraining: Bool
    ) -> Node {
        let own = report?.consensus
        let silence = leading.flatMap { $0.node == id ? nil : member?.silentFor }
        let state: State
        if let own {
            // A node that leads an older term has been replaced, and will learn it.
            state = own.state == .leader && own.term < term ? .follower : own.state
        } else if let silence, let member, silence < Self.silence {
            state = member.isVoter ? .follower : .learner
        } else {
            state = .unreachable
        }
        let end = leading.flatMap { leading in
            member.map { (leading.consensus?.lastIndex ?? 0, $0.match) }
        }
        let lag = report.map { commit - min($0.applied, commit) } ?? end.map { $0 - min($1, $0) }
        return Node(
            id: id, state: state, isVoter: member?.isVoter ?? false, term: own?.term, applied: report?.applied,
            lag: lag, silentFor: silence, isReady: report?.isReady ?? false,
            isQuarantined: report?.isQuarantined ?? false, isDraining: isDraining,
            build: own.flatMap { $0.build.isEmpty ? nil : String($0.build.prefix(64)) }, sessions: report?.sessions)
    }

    /// Each event once, though several nodes have seen it: who was away sees it late. An id joins and leaves once; a vote and
    /// contact are got and lost in turn.
    private static func merge(_ told: [Event]) -> [Event] {
        let oldestFirst = told.sorted { left, right in
            (right.age, left.node, left.kind.rawValue) < (left.age, right.node, right.kind.rawValue)
        }
        var terms: Set<UInt64> = []
        var once: Set<[UInt64]> = []
        var votes: [UInt64: EventKind] = [:]
        var contacts: [UInt64: EventKind] = [:]
        let news = oldestFirst.filter { event in
            switch event.kind {
            case .elected: terms.insert(event.term).inserted
            case .joined: once.insert([0, event.node]).inserted
            case .left: once.insert([1, event.node]).inserted
            case .promoted, .demoted: votes.updateValue(event.kind, forKey: event.node) != event.kind
            case .unreachable, .reachable:
                contacts.updateValue(event.kind, forKey: event.node) ?? .reachable != event.kind
            }
        }
        return Array(news.reversed().prefix(maximumEvents))
    }

    /// - Parameters:
    ///   - gateway: The name of the gateway that answers.
    ///   - node: Of that gateway, once it knows.
    ///   - mayKill: A page of this machine may kill a node through it.
    package func json(gateway: String, node: UInt64?, mayKill: Bool = false) -> [UInt8] {
        JSONWriter.object { json in
            json.member("gateway", gateway)
            json.member("node", node.map(String.init))
            json.member("leader", leader.map(String.init))
            json.member("term", term)
            json.member("commit", commit)
            json.member("voterSeats", number: voterSeats)
            json.member("mayTakeANode", mayTakeANode)
            json.member("whyNot", whyNot)
            json.member("mayKill", mayKill)
            json.member("players", number: world?.players)
            json.member("matches", number: world?.matches)
            json.member("lobbies", number: world?.lobbies)
            json.member("spectators", number: world?.spectators)
            json.name("nodes")
            json.array { json in for node in nodes { json.object { node.write(to: &$0) } } }
            json.name("events")
            json.array { json in for event in events { json.object { event.write(to: &$0) } } }
        }
    }
}

extension ClusterView.Node {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("node", String(id))
        json.member("state", state.rawValue)
        json.member("voter", isVoter)
        json.member("term", number: term)
        json.member("applied", number: applied)
        json.member("lag", number: lag)
        json.member("silentMs", number: silentFor)
        json.member("ready", isReady)
        json.member("quarantined", isQuarantined)
        json.member("draining", isDraining)
        json.member("build", build)
        json.member("sessions", number: sessions)
    }
}

extension ClusterView.Event {
    fileprivate func write(to json: inout JSONWriter) {
        json.member("kind", kind.rawValue)
        json.member("node", String(node))
        json.member("term", term)
        json.member("agoMs", age)
    }
}

extension JSONWriter {
    /// `nil` is written as null.
    fileprivate mutating func member(_ name: StaticString, number value: (some BinaryInteger)?) {
        member(name, raw: value.map { String($0) } ?? "null")
    }
}
