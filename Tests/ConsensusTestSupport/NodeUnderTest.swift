import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Foundation
package import Identity
import Logging
package import NIOCore
import NIOPosix
package import RPC
import Synchronization
import Wire

@testable package import ConsensusService

/// A cluster of one node: its driver, its log in a temporary folder, and its two servers on free ports of the loopback
/// interface. Nothing listens where it looks for its registry.
package struct NodeUnderTest {
    package static let cluster = ClusterID(rawValue: 77)
    package static let id = NodeID(rawValue: 5)
    private struct NoLeader: Error {}

    /// Of the process: what ends late finds it running.
    package let loop: any EventLoop
    package let driver: RaftDriver
    /// Where a simulation connects.
    package let consensusPort: Int
    /// What other nodes call, and what the processes of this node call.
    package let raft: RPCChannel
    package let local: RPCChannel
    private let servers: [RPCServer]
    private let registry: RPCChannel
    private let folder: URL

    /// Runs `body` with a node that leads, and stops it whatever happens.
    package static func run(_ body: (NodeUnderTest) async throws -> Void) async throws {
        let node = try await start()
        do {
            try await node.lead()
            try await body(node)
        } catch {
            try await node.stop()
            throw error
        }
        try await node.stop()
    }

    private static func start() async throws -> NodeUnderTest {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        var logger = Logger(label: "node")
        logger.logLevel = .critical
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("snaketron-node-\(UUID())")
        let directory = try NodeDirectory(
            creatingOn: try PosixDisk(path: folder.path), identity: LogIdentity(cluster: cluster, node: id, nonce: 1))
        let registry = RPCChannel(host: "127.0.0.1", port: 1, eventLoop: loop)
        let driver = RaftDriver(
            RaftDriver.Parts(
                identity: directory.identity, log: directory.log,
                snapshotFiles: SnapshotFiles(store: directory.snapshots, eventLoop: loop), peerSecurity: .plaintext,
                registry: registry, autopilot: Autopilot.Settings(), worldCopyInterval: 0, eventLoop: loop,
                logger: logger),
            node: RaftNode(
                RaftConfiguration(cluster: cluster, id: id, seed: 1),
                bootstrap: ConsensusCore.Member(id: id, address: "127.0.0.1:1"), now: RaftDriver.now()))
        func serve(_ service: RPCServiceDefinition) async throws -> RPCServer {
            try await RPCServer.start(host: "127.0.0.1", port: 0, services: [service], on: loop, logger: logger)
        }
        let peers = try await serve(.raft(RaftEndpoint(driver: driver)))
        let local = try await serve(.consensus(ConsensusEndpoint(driver: driver)))
        await driver.start()
        return NodeUnderTest(
            loop: loop, driver: driver, consensusPort: local.port,
            raft: RPCChannel(host: "127.0.0.1", port: peers.port, eventLoop: loop),
            local: RPCChannel(host: "127.0.0.1", port: local.port, eventLoop: loop), servers: [peers, local],
            registry: registry, folder: folder)
    }

    /// Waits until it leads, and until both channels are open.
    private func lead() async throws {
        for _ in 0..<2_000 {
            let reply = try await RaftClient(channel: raft).identify(IdentifyRequest(), deadline: .seconds(5))
            let status = try await ConsensusClient(channel: local).status(StatusRequest(), deadline: .seconds(5))
            // The first entry of its term is committed.
            if reply.leaderID == Self.id.rawValue, status.commitIndex > 0 { return }
            try await Task.sleep(for: .milliseconds(5))
        }
        throw NoLeader()
    }

    private func stop() async throws {
        raft.close()
        local.close()
        for server in servers { await server.drain(within: .zero) }
        await driver.stop()
        registry.close()
        try FileManager.default.removeItem(at: folder)
    }
}

/// One side of a call that a test has made: what comes, in order, and how it ends.
package final class StreamUnderTest<Outgoing: RPCMessage, Incoming: RPCMessage>: Sendable {
    private final class Handler: RPCStreamHandler {
        let messages: AsyncStream<Incoming>.Continuation
        let end: AsyncStream<RPCStatus>.Continuation

        init(_ messages: AsyncStream<Incoming>.Continuation, _ end: AsyncStream<RPCStatus>.Continuation) {
            self.messages = messages
            self.end = end
        }

        func received(_ message: Incoming, on call: RPCStream<Outgoing>) { messages.yield(message) }

        func closed(_ status: RPCStatus, on call: RPCStream<Outgoing>) {
            messages.finish()
            end.yield(status)
            end.finish()
        }
    }

    private let stream: RPCStream<Outgoing>
    private let messages: AsyncStream<Incoming>
    private let ends: AsyncStream<RPCStatus>

    /// - Parameter path: Of the method. The channel is open.
    package init(_ channel: RPCChannel, _ path: String) async throws {
        let (messages, inward) = AsyncStream.makeStream(of: Incoming.self)
        let (ends, end) = AsyncStream.makeStream(of: RPCStatus.self)
        self.messages = messages
        self.ends = ends
        stream = try await channel.eventLoop.submit {
            channel.openStream(path, deadline: nil, handler: Handler(inward, end))
        }.get()
    }

    package func send(_ all: Outgoing...) {
        stream.eventLoop.execute { [stream] in for message in all { stream.send(message) } }
    }

    /// Nothing more is sent.
    package func finish() { stream.eventLoop.execute { [stream] in stream.finish() } }

    /// The next message; `nil`: the stream has ended. To one caller at a time.
    package func next() async -> Incoming? {
        for await message in messages { return message }
        return nil
    }

    /// Waits for a message that this is something for.
    package func first<Value>(_ value: (Incoming) -> Value?) async -> Value? {
        while let message = await next() {
            if let value = value(message) { return value }
        }
        return nil
    }

    /// Waits for the end. Once.
    package func end() async -> RPCStatus? {
        for await status in ends { return status }
        return nil
    }
}
