package import Identity

/// The recent events of the cluster, as one node saw them. In memory only: a restarted process knows nothing.
///
/// Elections and changes of the membership are seen by every node, lost contact by the leader alone. The state that a node
/// finds at its start is not an event: it may be old.
package struct ClusterHistory: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// The node leads in a new term.
        case elected
        /// It is a member now, or no longer one.
        case joined, left
        /// It got, or lost, its vote.
        case promoted, demoted
        /// The leader hears nothing of it; hears it again, or for the first time since it leads.
        case unreachable, reachable
    }

    package struct Event: Sendable, Equatable {
        package var kind: Kind
        package var node: NodeID
        /// In which it was seen.
        package var term: Term
        /// On the monotonic clock of the node that saw it.
        package var at: Milliseconds
    }

    /// Milliseconds.
    package static let age: Milliseconds = 3_600_000
    package static let maximumEvents = 128
    /// Milliseconds without an answer after which the leader says that a member is unreachable.
    package static let silence: Milliseconds = 1_000

    /// How much older than the status the time of an observation may be.
    private static let skew: Milliseconds = 200

    /// Ascends by time.
    package private(set) var events: [Event] = []
    private var membership: Membership?
    /// The newest leader.
    private var leader: Lead?
    /// While this node leads.
    private var contacts: Contacts?

    private struct Lead: Sendable, Equatable {
        var id: NodeID
        var term: Term
    }

    private struct Contacts: Sendable, Equatable {
        struct Peer: Sendable, Equatable {
            var id: NodeID
            var isHeard: Bool
        }

        var term: Term
        var since: Milliseconds
        /// Those of which this leader can tell.
        var peers: [Peer] = []
    }

    package init() {}

    /// - Parameter now: Never less than before.
    package mutating func observed(_ status: RaftStatus, at now: Milliseconds) {
        observeLeader(status, at: now)
        observeMembership(status, at: now)
        observeContacts(status, at: now)
        let over = events.count - Self.maximumEvents
        if over > 0 { events.removeFirst(over) }
        events.removeAll { now - min($0.at, now) > Self.age }
    }

    private mutating func observeLeader(_ status: RaftStatus, at now: Milliseconds) {
        guard let id = status.leadership.leader else { return }
        let term = status.leadership.term
        guard leader.map({ $0.term < term }) ?? true else { return }
        // The first leader that a node sees may have led for long, unless it is the node itself.
        if leader != nil || id == status.id {
            events.append(Event(kind: .elected, node: id, term: term, at: now))
        }
        leader = Lead(id: id, term: term)
    }

    private mutating func observeMembership(_ status: RaftStatus, at now: Milliseconds) {
        let after = status.membership
        defer { membership = after }
        guard let before = membership, before != after, !before.members.isEmpty else { return }
        let changes: [(Kind, [NodeID])] = [
            (.joined, after.members.map(\.id).filter { !before.contains($0) }),
            (.promoted, after.voters.filter { before.contains($0) && !before.voters.contains($0) }),
            (.demoted, before.voters.filter { after.contains($0) && !after.voters.contains($0) }),
            (.left, before.members.map(\.id).filter { !after.contains($0) }),
        ]
        for (kind, nodes) in changes {
            for node in nodes {
                events.append(Event(kind: kind, node: node, term: status.leadership.term, at: now))
            }
        }
    }

    private mutating func observeContacts(_ status: RaftStatus, at now: Milliseconds) {
        guard status.leadership.role == .leader else {
            contacts = nil
            return
        }
        let term = status.leadership.term
        var contacts = contacts.flatMap { $0.term == term ? $0 : nil } ?? Contacts(term: term, since: now)
        contacts.peers.removeAll { known in !status.peers.contains { $0.id == known.id } }
        for peer in status.peers {
            // A new leader's silences begin with its election: at first it cannot tell who lives.
            let wasHeard = peer.silentFor + Self.skew < now - contacts.since
            let isSilent = peer.silentFor >= Self.silence
            guard wasHeard || isSilent else { continue }
            if let place = contacts.peers.firstIndex(where: { $0.id == peer.id }) {
                guard contacts.peers[place].isHeard == isSilent else { continue }
                contacts.peers[place].isHeard = !isSilent
            } else {
                contacts.peers.append(.init(id: peer.id, isHeard: !isSilent))
            }
            events.append(
                Event(kind: isSilent ? .unreachable : .reachable, node: peer.id, term: term, at: now))
        }
        self.contacts = contacts
    }
}
