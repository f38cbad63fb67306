package import Identity

/// One node of the cluster and where its Raft service listens (`host:port`, 1–255 bytes of UTF-8).
package struct Member: Sendable, Equatable {
    package var id: NodeID
    package var address: String

    package init(id: NodeID, address: String) {
        self.id = id
        self.address = address
    }
}

/// A whole configuration, as one log entry holds it. All lists ascend by id without repeats.
package struct Membership: Sendable, Equatable {
    /// Everyone below, with addresses.
    package internal(set) var members: [Member] = []
    package internal(set) var voters: [NodeID] = []
    /// The old voters of a joint configuration; empty otherwise (Raft §6).
    package internal(set) var outgoing: [NodeID] = []
    package internal(set) var learners: [NodeID] = []
    /// Ids that were members and never will be again. The oldest are forgotten past ``maximumTombstones``.
    package internal(set) var tombstones: [NodeID] = []

    package static let maximumMembers = 64
    package static let maximumTombstones = 4_096

    /// Knows nobody: a node that has not joined yet.
    package init() {}

    /// The first configuration of a cluster: one voter.
    package init(bootstrap member: Member) {
        members = [member]
        voters = [member.id]
    }

    package var isJoint: Bool { !outgoing.isEmpty }

    package func address(of id: NodeID) -> String? { members.first { $0.id == id }?.address }

    package func contains(_ id: NodeID) -> Bool { members.contains { $0.id == id } }

    /// Whether the node's vote counts, in the new set or the old.
    package func isVoter(_ id: NodeID) -> Bool { voters.contains(id) || outgoing.contains(id) }
}

/// One change of the membership. Changes of voters go through a joint configuration that is left by itself.
package enum MembershipChange: Sendable, Equatable {
    /// A new node, or a new address of a member.
    case addLearner(Member)
    /// Learners become voters and voters become learners, in one joint change.
    case changeVoters(promote: [NodeID], demote: [NodeID])
    /// A learner leaves for good.
    case removeLearner(NodeID)
}
