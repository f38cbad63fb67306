package import Identity

/// The one row of a cluster's name.
package struct ClusterRecord: Sendable, Equatable {
    package var id: ClusterID
    /// The node that was told to start as the only voter.
    package var claimant: NodeID
    /// A second member has joined at some time: the claim has done its work and never lapses again.
    package var isEstablished: Bool

    package init(id: ClusterID, claimant: NodeID, isEstablished: Bool) {
        self.id = id
        self.claimant = claimant
        self.isEstablished = isEstablished
    }
}

/// The identity on a node's disk.
package struct NodeIdentity: Sendable, Hashable {
    package var cluster: ClusterID
    package var node: NodeID

    package init(cluster: ClusterID, node: NodeID) {
        self.cluster = cluster
        self.node = node
    }
}
