import Identity
import Logging
import NIOCore
import Observability
import RPC
import RegistryAPI
import RegistryCore
import RegistryStorage
import ServiceLifecycle
package import ServiceRuntime

/// The registry process: the database on one side, this node's processes on the other.
package struct RegistryProcess: Service {
    private let context: ProcessContext
    private let settings: RegistrySettings

    package init(context: ProcessContext, settings: RegistrySettings) {
        self.context = context
        self.settings = settings
    }

    package func run() async throws {
        let store = try openStore()
        let registry = Registry(
            store: store, template: try await template(), eventLoop: context.eventLoop, logger: context.logger)
        let server = try await RPCServer.start(
            host: context.node.loopbackAddress, port: context.node.registryPort,
            services: [.registry(RegistryEndpoint(registry: registry))], callers: context.callers(Self.callers),
            on: context.eventLoop, logger: context.logger)
        context.logger.info(
            "serving",
            metadata: .data([
                .address: "\(context.node.loopbackAddress)", .port: "\(server.port)", .database: "\(store.name)",
            ]))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                for await event in store.events { try await registry.received(event) }
            }
            group.addTask { await every(store.pollInterval) { await registry.refresh() } }
            group.addTask {
                await every(HeartbeatRules.interval) {
                    await registry.heartbeat()
                    await registry.removeDead()
                }
            }
            group.addTask {
                var hasMore = false
                await every(hasMore ? .seconds(1) : .seconds(60)) { hasMore = await registry.tidy() }
            }
            group.addTask {
                do { try await gracefulShutdown() } catch { return }  // another task has failed
                await DrainTimes.wait(context.node.drain.waitForConsensus) { await registry.isAlone }
                await registry.leave()
                await server.drain(within: .seconds(1))
                await store.close()
            }
            // The first that ends is the shutdown, or one that cannot go on; the others run for as long as this does.
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    /// Which services of the node call which method. Only the operator recovers a cluster.
    private static let callers: [String: Set<String>] = [
        RegistryMethods.join: ["consensus"],
        RegistryMethods.reportHealth: ["consensus"],
        RegistryMethods.deregister: ["consensus"],
        RegistryMethods.watchServers: ["consensus", "gateway"],
        RegistryMethods.listServers: [],
        RegistryMethods.createGuest: ["gateway"],
        RegistryMethods.renameUser: ["gateway"],
        RegistryMethods.seen: ["gateway"],
        RegistryMethods.getRatings: ["gateway"],
        RegistryMethods.getLeaderboard: ["gateway"],
        RegistryMethods.getReplay: ["gateway", "simulation"],
        RegistryMethods.storeReplay: ["simulation"],
        RegistryMethods.beginRecovery: [],
        RegistryMethods.finishRecovery: [],
        RegistryMethods.storeCopyPart: ["consensus"],
        RegistryMethods.finishCopy: ["consensus"],
        RegistryMethods.getCopy: [],
        RegistryMethods.getCopyPart: [],
    ]

    private func openStore() throws -> any RegistryStore {
        switch settings.database {
        case .postgres(let conninfo, let address):
            return PostgresStore(conninfo: conninfo, address: address, cluster: context.node.cluster)
        case .sqlite(let path):
            do throws(StoreError) {
                return try SQLiteStore(path: path, cluster: context.node.cluster)
            } catch {
                throw RegistryFailure(
                    exitCode: Self.exitCode(error.code),
                    description: "the database \(path) cannot be opened: \(error.message)")
            }
        }
    }

    private static func exitCode(_ code: StoreError.Code) -> ExitCode {
        switch code {
        case .failed: .damagedData
        case .newer: .newerData
        case .unavailable, .undecided, .refused: .unavailable
        }
    }

    private func template() async throws -> ServerRecord {
        let address: String
        do {
            address = try await AddressDiscovery(eventLoop: context.eventLoop).address(from: settings.address)
        } catch {
            throw RegistryFailure(
                exitCode: .unavailable, description: "this node's address cannot be found out: \(error)")
        }
        return ServerRecord(
            node: NodeID(rawValue: 0), ipAddress: address, grpcPort: context.node.grpcPort,
            raftPort: context.node.raftPort, gatewayPort: context.node.gatewayPort, build: "1", rulesVersion: 0)
    }
}

/// Why the registry cannot start.
struct RegistryFailure: ProcessFailure {
    let exitCode: ExitCode
    let description: String
}

/// Calls `body` at once and again after each pause, until the task is cancelled.
private func every(_ pause: @autoclosure () -> Duration, _ body: () async -> Void) async {
    while !Task.isCancelled {
        await body()
        try? await Task.sleep(for: pause())
    }
}
