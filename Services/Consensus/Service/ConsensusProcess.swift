import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import RegistryAPI
import ServiceLifecycle
package import ServiceRuntime
import Wire

/// One member of the replicated log.
///
/// A node with an identity and a log on disk starts without the registry; a new one waits for it. On SIGTERM leadership is
/// handed over first.
package struct ConsensusProcess: Service {
    private static let drainLimit = Duration.milliseconds(300)

    private let context: ProcessContext
    private let settings: ConsensusSettings
    private var logger: Logger { context.logger }

    package init(context: ProcessContext, settings: ConsensusSettings) {
        self.context = context
        self.settings = settings
    }

    package func run() async throws {
        let disk = try openDisk()
        var options = RPCChannel.Options()
        options.callToken = context.nodeToken
        let registry = RPCChannel(
            host: context.node.loopbackAddress, port: context.node.registryPort, eventLoop: context.eventLoop,
            options: options)
        defer { registry.close() }
        let starting = try await cancelWhenGracefulShutdown {
            try await start(on: disk, registry: registry)
        }
        guard let (driver, reply) = starting else { return }  // told to stop before the registry answered
        try await serve(driver, disk: disk, registry: registry, isConfirmed: reply != nil)
    }

    // MARK: Starting

    private var path: String { "\(context.node.dataDirectory)/consensus" }

    private func openDisk() throws -> PosixDisk {
        do {
            return try PosixDisk(path: path)
        } catch {
            if error.code == .locked { throw ConsensusFailure.locked(path: path) }
            throw error.code == .noSpace ? ConsensusFailure.full("\(error)") : .disk("\(error)")
        }
    }

    /// - Returns: `nil` when the process is to stop before it knows who it is.
    private func start(on disk: PosixDisk, registry: RPCChannel) async throws -> (RaftDriver, JoinReply?)? {
        do {
            if let directory = try NodeDirectory(openingOn: disk) {
                let isBlank = directory.restored.isEmpty
                var reply: JoinReply?
                if isBlank {
                    reply = try await join(as: directory.identity, through: registry)
                    guard let reply else { return nil }
                    if reply.supersededBy != 0 {
                        throw ConsensusFailure.superseded(
                            by: reply.supersededBy, aside: try disk.setAside(suffix: Self.suffix("superseded")))
                    }
                }
                return (try await launch(directory, reply: reply, registry: registry), reply)
            }
            guard let reply = try await join(as: nil, through: registry) else { return nil }
            guard let cluster = ClusterID(checked: reply.clusterID), let node = NodeID(checked: reply.nodeID) else {
                throw RPCStatus(.failedPrecondition, "it gave none")
            }
            let identity = LogIdentity(cluster: cluster, node: node, nonce: .random(in: 1...(.max)))
            let directory = try NodeDirectory(creatingOn: disk, identity: identity)
            return (try await launch(directory, reply: reply, registry: registry), reply)
        } catch let refusal as RPCStatus {
            // Nothing of worth is in a directory that only knows who it is: one with a log starts without asking.
            throw ConsensusFailure.refused(
                reason: refusal.message, aside: try disk.setAside(suffix: Self.suffix("refused")))
        } catch let error as StorageError {
            throw failure(for: error, on: disk)
        } catch let error as RaftError {
            throw failure(for: StorageError(.damaged, error.message), on: disk)
        }
    }

    private func launch(
        _ directory: NodeDirectory<PosixDisk>, reply: JoinReply?, registry: RPCChannel
    ) async throws -> RaftDriver {
        let identity = directory.identity
        var logger = context.logger
        logger[.node] = "\(identity.node)"
        var configuration = RaftConfiguration(
            cluster: identity.cluster, id: identity.node, seed: .random(in: 0...(.max)),
            snapshotEntries: settings.snapshotEntries)
        configuration.rhythmSpan = settings.leaderRhythm
        let node: RaftNode
        if let reply, reply.bootstrap, directory.restored.isEmpty {
            let host = settings.advertisedAddress ?? reply.ipAddress
            let member = ConsensusCore.Member(id: identity.node, address: "\(host):\(context.node.raftPort)")
            node = RaftNode(configuration, bootstrap: member, now: RaftDriver.now())
        } else {
            node = try RaftNode(configuration, restored: directory.restored, now: RaftDriver.now())
        }
        logger.notice(
            "node ready",
            metadata: .data([
                .cluster: "\(identity.cluster)", .term: "\(directory.restored.hardState.term)",
                .index: "\(directory.restored.entries.last?.index ?? directory.restored.snapshot?.index ?? .zero)",
                .reason: directory.restored.isEmpty ? (reply?.bootstrap == true ? "bootstrap" : "joining") : "restart",
            ]))
        if let recovery = directory.recovery {
            logger.notice("this cluster was rebuilt", metadata: .data([.reason: "\(recovery)"]))
        }
        if directory.tornBytes > 0 {
            logger.notice("dropped an unfinished write", metadata: .data([.bytes: "\(directory.tornBytes)"]))
        }
        return RaftDriver(
            RaftDriver.Parts(
                identity: identity, log: directory.log,
                snapshotFiles: SnapshotFiles(store: directory.snapshots, eventLoop: context.eventLoop),
                snapshot: directory.restored.snapshot,
                peerSecurity: context.node.security(allowing: ["consensus"]), registry: registry,
                autopilot: settings.autopilot, worldCopyInterval: settings.worldCopyInterval,
                eventLoop: context.eventLoop, logger: logger),
            node: node)
    }

    /// Which services of the node call which method. Only the operator hands leadership over.
    private static let callers: [String: Set<String>] = [
        ConsensusMethods.follow: ["simulation"],
        ConsensusMethods.propose: ["simulation"],
        ConsensusMethods.readIndex: ["simulation"],
        ConsensusMethods.status: ["simulation"],
        ConsensusMethods.transferLeadership: [],
    ]

    /// Asks until the registry answers.
    /// - Returns: `nil` when the process is told to stop first.
    /// - Throws: The registry's final no (FAILED_PRECONDITION): this identity will never be taken.
    private func join(as identity: LogIdentity?, through registry: RPCChannel) async throws -> JoinReply? {
        let request = JoinRequest(
            clusterID: identity?.cluster.rawValue ?? 0, nodeID: identity?.node.rawValue ?? 0)
        var attempt = 0
        while !Task.isCancelled {
            do {
                return try await RegistryClient(channel: registry).join(request, deadline: .seconds(5))
            } catch {
                if error.code == .failedPrecondition { throw error }
                attempt += 1
                if attempt % 20 == 1 && !Task.isCancelled {
                    logger.notice(
                        "waiting for the registry",
                        metadata: .data([.attempt: "\(attempt)", .error: "\(error)"]))
                }
            }
            try? await Task.sleep(for: .milliseconds(min(100 * attempt, 1_000)))
        }
        return nil
    }

    /// Damage moves the directory out of the way, so that the next start begins anew instead of failing again.
    private func failure(for error: StorageError, on disk: PosixDisk) -> ConsensusFailure {
        switch error.code {
        case .damaged:
            do {
                return .damaged(reason: error.message, aside: try disk.setAside(suffix: Self.suffix("damaged")))
            } catch {
                return .disk("the log is damaged and cannot be moved: \(error)")
            }
        case .newerFormat: return .newerFormat(error.message)
        case .disk: return error.cause?.code == .noSpace ? .full(error.description) : .disk(error.description)
        }
    }

    private static func suffix(_ reason: String) -> String { "\(reason)-\(UInt64.random(in: 1...(.max)))" }

    // MARK: Running

    private func serve(
        _ driver: RaftDriver, disk: PosixDisk, registry: RPCChannel, isConfirmed: Bool
    ) async throws {
        let peers = try await RPCServer.start(
            host: context.node.bindAddress, port: context.node.raftPort,
            services: [.raft(RaftEndpoint(driver: driver))],
            security: context.node.security(allowing: ["consensus"]), on: context.eventLoop, logger: logger)
        let local = try await RPCServer.start(
            host: context.node.loopbackAddress, port: context.node.consensusPort,
            services: [.consensus(ConsensusEndpoint(driver: driver))], callers: context.callers(Self.callers),
            on: context.eventLoop, logger: logger)
        await driver.start()
        let protector = settings.agent.map {
            TaskProtector(agent: $0, eventLoop: context.eventLoop, logger: driver.parts.logger)
        }
        let failure = await withTaskGroup(of: DriverFailure?.self) { group in
            group.addTask {
                for await failure in driver.failures { return failure }
                return nil
            }
            group.addTask {
                try? await gracefulShutdown()
                return nil
            }
            if let protector {
                group.addTask {
                    await protector.follow(driver)
                    return nil
                }
            }
            group.addTask { [self] in
                if !isConfirmed, let heir = await confirm(driver.parts.identity, through: registry) {
                    return .superseded(by: heir)
                }
                try? await gracefulShutdown()
                return nil
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
        if failure == nil {
            await driver.drain()
            await DrainTimes.wait(context.node.drain.waitForSimulation) { await driver.follower == nil }
            _ = await driver.handOver(to: nil, within: .milliseconds(Int64(context.node.drain.handOver)))
            await protector?.look(leads: await driver.leads)
            await driver.dismissCallers()
        }
        await local.drain(within: Self.drainLimit)
        await peers.drain(within: Self.drainLimit)
        _ = try? await RegistryClient(channel: registry).deregister(
            DeregisterRequest(nodeID: driver.parts.identity.node.rawValue), deadline: .seconds(1))
        await driver.stop()
        switch failure {
        case nil: return
        case .removed?: throw ConsensusFailure.removed(aside: try disk.setAside(suffix: Self.suffix("removed")))
        case .superseded(let heir)?:
            throw ConsensusFailure.superseded(by: heir, aside: try disk.setAside(suffix: Self.suffix("superseded")))
        case .disk(let error)?: throw ConsensusFailure.disk("\(error)")
        case .damaged(let error)?: throw self.failure(for: error, on: disk)
        }
    }

    /// Puts this node's row into the registry again; the cluster runs meanwhile.
    /// - Returns: The cluster that took the place of this node's.
    private func confirm(_ identity: LogIdentity, through registry: RPCChannel) async -> UInt64? {
        let reply: JoinReply
        do {
            guard let answer = try await join(as: identity, through: registry) else { return nil }
            reply = answer
        } catch {
            logger.warning(
                "the registry does not take this node; the cluster runs without it being listed",
                metadata: .data([.error: "\(error)"]))
            return nil
        }
        if reply.supersededBy != 0 { return reply.supersededBy }
        if reply.nodeID != identity.node.rawValue || reply.clusterID != identity.cluster.rawValue {
            logger.warning(
                "the registry knows this node under another identity",
                metadata: .data([.cluster: "\(reply.clusterID)", .node: "\(reply.nodeID)"]))
        }
        return nil
    }
}
