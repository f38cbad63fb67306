package import Identity

/// What Raft says of a node.
package struct RaftReport: Sendable, Equatable {
    package var role = ""
    package var term: UInt64 = 0
    package var leader: UInt64 = 0
    package var commitIndex: UInt64 = 0
    package var appliedIndex: UInt64 = 0

    package init() {}
}

/// A node as its own registry writes it.
package struct ServerRecord: Sendable, Equatable {
    package var node: NodeID
    package var ipAddress: String
    package var grpcPort: Int
    package var raftPort: Int
    package var gatewayPort: Int
    package var raft = RaftReport()
    package var build: String
    package var rulesVersion: Int
    package var isDraining = false

    package init(
        node: NodeID, ipAddress: String, grpcPort: Int, raftPort: Int, gatewayPort: Int, build: String,
        rulesVersion: Int
    ) {
        self.node = node
        self.ipAddress = ipAddress
        self.grpcPort = grpcPort
        self.raftPort = raftPort
        self.gatewayPort = gatewayPort
        self.build = build
        self.rulesVersion = rulesVersion
    }
}

/// A node as others read it.
package struct ListedServer: Sendable, Equatable {
    package var record: ServerRecord
    /// Since its last heartbeat, by the database's clock. Milliseconds, not negative.
    package var heartbeatAge: Int

    package init(record: ServerRecord, heartbeatAge: Int) {
        self.record = record
        self.heartbeatAge = heartbeatAge
    }
}

/// What a watcher of servers wants to hear of: who is there, where, and whether it drains. Not how Raft is doing.
package struct Topology: Sendable, Equatable {
    private struct Node: Sendable, Equatable {
        let node: NodeID
        let ipAddress: String
        let ports: [Int]
        let isDraining: Bool
    }

    private let nodes: [Node]

    package init(_ servers: [ListedServer]) {
        nodes = servers.map(\.record).map {
            Node(
                node: $0.node, ipAddress: $0.ipAddress, ports: [$0.grpcPort, $0.raftPort, $0.gatewayPort],
                isDraining: $0.isDraining)
        }
    }
}
