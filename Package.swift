// swift-tools-version: 6.2
import PackageDescription

let nio: Target.Dependency = .product(name: "NIOCore", package: "swift-nio")
let nioPosix: Target.Dependency = .product(name: "NIOPosix", package: "swift-nio")
let nioHTTP1: Target.Dependency = .product(name: "NIOHTTP1", package: "swift-nio")
let nioWebSocket: Target.Dependency = .product(name: "NIOWebSocket", package: "swift-nio")
let nioEmbedded: Target.Dependency = .product(name: "NIOEmbedded", package: "swift-nio")
let log: Target.Dependency = .product(name: "Logging", package: "swift-log")
let metrics: Target.Dependency = .product(name: "Metrics", package: "swift-metrics")
let coreMetrics: Target.Dependency = .product(name: "CoreMetrics", package: "swift-metrics")
let configuration: Target.Dependency = .product(name: "Configuration", package: "swift-configuration")
let lifecycle: Target.Dependency = .product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
let argumentParser: Target.Dependency = .product(name: "ArgumentParser", package: "swift-argument-parser")
let deque: Target.Dependency = .product(name: "DequeModule", package: "swift-collections")

let package = Package(
    name: "snaketron",
    products: [
        .executable(name: "snaketron", targets: ["snaketron"]),
        .executable(name: "snaketron-gateway", targets: ["snaketron-gateway"]),
        .executable(name: "snaketron-simulation", targets: ["snaketron-simulation"]),
        .executable(name: "snaketron-consensus", targets: ["snaketron-consensus"]),
        .executable(name: "snaketron-registry", targets: ["snaketron-registry"]),
        .executable(name: "snaketron-load", targets: ["snaketron-load"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics", from: "2.13.0"),
        // Without its JSON files: they alone would bring all of Foundation into each service.
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // MARK: C libraries. Each is imported by exactly one Swift module, which leaks no pointer.
        .systemLibrary(
            name: "CNGHTTP2", path: "Shared/CModules/CNGHTTP2", pkgConfig: "libnghttp2",
            providers: [.apt(["libnghttp2-dev"])]),
        .systemLibrary(
            name: "COpenSSL", path: "Shared/CModules/COpenSSL", pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"])]),
        .systemLibrary(
            name: "CPostgres", path: "Shared/CModules/CPostgres", pkgConfig: "libpq",
            providers: [.apt(["libpq-dev"])]),
        .systemLibrary(
            name: "CSQLite", path: "Shared/CModules/CSQLite", pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]),
        .systemLibrary(name: "CHeap", path: "Shared/CModules/CHeap"),
        .systemLibrary(
            name: "CZlib", path: "Shared/CModules/CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(
            name: "CProtobufC", path: "Shared/CModules/CProtobufC", pkgConfig: "libprotobuf-c",
            providers: [.apt(["libprotobuf-c-dev"])]),
        .target(
            name: "CSnakeTronProtos", dependencies: ["CProtobufC"], path: "Shared/CModules/CSnakeTronProtos"),

        // MARK: Values and rules. No I/O, no clock, no randomness of their own.
        .target(name: "Identity", path: "Shared/Identity"),
        .target(name: "Liveness", path: "Shared/Liveness"),
        .target(name: "GameCore", path: "Shared/GameCore"),
        .target(name: "ClientProtocol", dependencies: ["GameCore", "Identity"], path: "Shared/ClientProtocol"),
        .target(
            name: "Compression", dependencies: ["CZlib"], path: "Shared/Compression",
            swiftSettings: [.strictMemorySafety()]),
        .target(
            name: "Wire", dependencies: ["CSnakeTronProtos", "CProtobufC"], path: "Shared/Wire",
            swiftSettings: [.strictMemorySafety()]),

        // MARK: Transport.
        .target(
            name: "TLS", dependencies: ["COpenSSL", nio], path: "Shared/TLS", swiftSettings: [.strictMemorySafety()]),
        .target(
            name: "HTTP2", dependencies: ["CNGHTTP2", nio], path: "Shared/HTTP2", swiftSettings: [.strictMemorySafety()]
        ),
        .target(
            name: "RPC", dependencies: ["HTTP2", "Liveness", "TLS", nio, nioPosix, deque, log], path: "Shared/RPC"),

        // MARK: What every process needs to run.
        .target(name: "Observability", dependencies: [log, coreMetrics], path: "Shared/Observability"),
        .target(
            name: "ServiceRuntime",
            dependencies: [
                "CHeap", "Observability", "RPC", "TLS", configuration, lifecycle, log, metrics, coreMetrics, nio,
                nioPosix,
                nioHTTP1,
            ], path: "Shared/ServiceRuntime"),

        // MARK: Service contracts: all that other services may import.
        .target(name: "RegistryAPI", dependencies: ["Wire", "RPC"], path: "Services/Registry/API"),
        .target(name: "ConsensusAPI", dependencies: ["Wire", "RPC"], path: "Services/Consensus/API"),
        .target(
            name: "SimulationAPI", dependencies: ["ClientProtocol", "GameCore", "Wire", "RPC"],
            path: "Services/Simulation/API"),

        // MARK: Registry: the only holder of the database.
        .target(name: "RegistryCore", dependencies: ["ClientProtocol", "Identity"], path: "Services/Registry/Core"),
        .target(
            name: "RegistryStorage",
            dependencies: ["RegistryCore", "ClientProtocol", "Identity", "CPostgres", "CSQLite"],
            path: "Services/Registry/Storage", swiftSettings: [.strictMemorySafety()]),
        .target(
            name: "RegistryService",
            dependencies: [
                "RegistryAPI", "RegistryCore", "RegistryStorage", "ClientProtocol", "GameCore", "Identity", "Wire",
                "RPC",
                "ServiceRuntime",
                "Observability", configuration, lifecycle, log, metrics, nio, nioPosix,
            ], path: "Services/Registry/Service"),
        .executableTarget(
            name: "snaketron-registry", dependencies: ["RegistryService", "ServiceRuntime"],
            path: "Services/Registry/Main"),

        // MARK: Consensus: the replicated log.
        .target(name: "ConsensusCore", dependencies: ["Identity", "Liveness"], path: "Services/Consensus/Core"),
        .target(
            name: "ConsensusStorage", dependencies: ["ConsensusCore", "Identity"], path: "Services/Consensus/Storage"),
        .target(
            name: "ConsensusRecovery", dependencies: ["ConsensusStorage", "ConsensusCore", "Compression", "Identity"],
            path: "Services/Consensus/Recovery"),
        .target(
            name: "ConsensusService",
            dependencies: [
                "ConsensusAPI", "ConsensusCore", "ConsensusStorage", "RegistryAPI", "Compression", "Identity", "Wire",
                "RPC",
                "ServiceRuntime", "Observability", configuration, lifecycle, log, metrics, nio,
            ], path: "Services/Consensus/Service"),
        .executableTarget(
            name: "snaketron-consensus", dependencies: ["ConsensusService", "ServiceRuntime"],
            path: "Services/Consensus/Main"),

        // MARK: Simulation: the replicated world of games.
        .target(
            name: "SimulationCore", dependencies: ["ClientProtocol", "Identity", "GameCore"],
            path: "Services/Simulation/Core"),
        .target(
            name: "SimulationService",
            dependencies: [
                "SimulationAPI", "SimulationCore", "ConsensusAPI", "RegistryAPI", "ClientProtocol", "GameCore",
                "Identity",
                "Liveness",
                "Wire", "RPC",
                "ServiceRuntime", "Observability", configuration, lifecycle, log, metrics, coreMetrics, nio,
                unixSignals,
            ], path: "Services/Simulation/Service"),
        .executableTarget(
            name: "snaketron-simulation", dependencies: ["SimulationService", "ServiceRuntime"],
            path: "Services/Simulation/Main"),

        // MARK: Gateway: the players' sockets.
        .target(
            name: "GatewayCore", dependencies: ["ClientProtocol", "Identity", "Liveness"], path: "Services/Gateway/Core"
        ),
        .target(
            name: "GatewayService",
            dependencies: [
                "GatewayCore", "ClientProtocol", "GameCore", "Liveness", "SimulationAPI", "RegistryAPI", "Identity",
                "Wire", "RPC", "TLS", "ServiceRuntime", "Observability", configuration, lifecycle, log, metrics,
                coreMetrics,
                nio, nioPosix, nioHTTP1, nioWebSocket,
            ], path: "Services/Gateway/Service"),
        .executableTarget(
            name: "snaketron-gateway", dependencies: ["GatewayService", "ServiceRuntime"],
            path: "Services/Gateway/Main"),

        // MARK: Tools.
        .target(name: "ClusterControl", path: "Tools/ClusterControl"),
        .executableTarget(
            name: "snaketron",
            dependencies: [
                "ClusterControl", "ConsensusAPI", "ConsensusRecovery", "RegistryAPI", "SimulationAPI",
                "SimulationCore", "ClientProtocol", "GameCore",
                "Identity", "Wire",
                "RPC", "ServiceRuntime",
                "TLS", argumentParser, nio, nioPosix,
            ], path: "Tools/snaketron"),

        .target(name: "LoadCore", dependencies: ["ClientProtocol", "GameCore", "Identity"], path: "Tools/LoadCore"),
        .executableTarget(
            name: "snaketron-load",
            dependencies: ["LoadCore", "ClientProtocol", "GameCore", argumentParser, nio, nioPosix],
            path: "Tools/snaketron-load"),

        // MARK: Tests.
        .target(name: "TestSupport", path: "Shared/TestSupport"),
        .testTarget(name: "IdentityTests", dependencies: ["Identity"]),
        .testTarget(name: "ClientProtocolTests", dependencies: ["ClientProtocol", "GameCore", "Identity"]),
        .testTarget(name: "LivenessTests", dependencies: ["Liveness"]),
        .testTarget(name: "CompressionTests", dependencies: ["Compression"]),
        .testTarget(name: "GameCoreTests", dependencies: ["GameCore"], exclude: ["Fixtures"]),
        .testTarget(name: "WireTests", dependencies: ["GameCore", "Wire"], exclude: ["Fixtures"]),
        .testTarget(name: "TLSTests", dependencies: ["TLS", "TestSupport", nio]),
        .testTarget(name: "HTTP2Tests", dependencies: ["HTTP2", nio]),
        .testTarget(
            name: "RPCTests",
            dependencies: ["RPC", "HTTP2", "TLS", "GameCore", "TestSupport", log, nio, nioPosix, nioEmbedded]),
        .testTarget(
            name: "ServiceRuntimeTests",
            dependencies: ["ServiceRuntime", "Observability", "Identity", configuration, coreMetrics]),
        .testTarget(name: "ClusterControlTests", dependencies: ["ClusterControl"]),
        .testTarget(name: "LoadCoreTests", dependencies: ["LoadCore", "GameCore"]),
        .testTarget(name: "RegistryCoreTests", dependencies: ["RegistryCore", "ClientProtocol", "Identity"]),
        .testTarget(
            name: "RegistryStorageTests", dependencies: ["RegistryStorage", "RegistryCore", "Identity", "TestSupport"]),
        .testTarget(
            name: "RegistryServiceTests",
            dependencies: [
                "RegistryService", "RegistryStorage", "RegistryCore", "GameCore", "Identity", "RPC", "Wire",
                "TestSupport", log, nio, nioPosix,
            ]),
        .testTarget(name: "ConsensusCoreTests", dependencies: ["ConsensusCore", "Identity"]),
        .testTarget(
            name: "ConsensusStorageTests",
            dependencies: [
                "ConsensusRecovery", "ConsensusStorage", "ConsensusCore", "Compression", "Identity", "TestSupport",
            ],
            exclude: ["Fixtures"]),
        .target(
            name: "ConsensusTestSupport",
            dependencies: [
                "ConsensusService", "ConsensusAPI", "ConsensusStorage", "ConsensusCore", "Identity", "RPC", "Wire", log,
                nio, nioPosix,
            ], path: "Tests/ConsensusTestSupport"),
        .testTarget(
            name: "ConsensusServiceTests",
            dependencies: [
                "ConsensusService", "ConsensusTestSupport", "ConsensusAPI", "ConsensusStorage", "ConsensusCore",
                "Compression", "Identity", "RPC", "Wire", "ServiceRuntime", configuration, nio, nioPosix,
            ]),
        .testTarget(
            name: "ClusterTests", dependencies: ["ConsensusCore", "ConsensusStorage", "Identity", "TestSupport"],
            exclude: ["Scenarios/Fixtures"]),
        .testTarget(
            name: "SimulationCoreTests",
            dependencies: ["SimulationCore", "ConsensusCore", "RPC", "ClientProtocol", "GameCore", "Identity"]),
        .testTarget(
            name: "SimulationServiceTests",
            dependencies: [
                "SimulationService", "ConsensusTestSupport", "SimulationAPI", "SimulationCore", "ClientProtocol",
                "GameCore", "Identity", "RPC", "Wire", log, nio,
            ]),
        .testTarget(name: "GatewayCoreTests", dependencies: ["GatewayCore", "ClientProtocol", "Identity", "Liveness"]),
        .testTarget(
            name: "GatewayServiceTests",
            dependencies: [
                "GatewayService", "GatewayCore", "ClientProtocol", "GameCore", "SimulationAPI", "RegistryAPI",
                "ServiceRuntime",
                "RPC", "Wire", "TLS", "Identity", configuration, log, nio, nioPosix, nioHTTP1,
                nioWebSocket, nioEmbedded,
            ]),
    ]
)

// SNAKETRON_BENCHMARKS=1 adds what only measures. A package of its own could not: what it measures is `package`.
if Context.environment["SNAKETRON_BENCHMARKS"] == "1" {
    for (name, path) in [("rpc-bench-server", "Benchmarks/RPC/Server"), ("rpc-bench-load", "Benchmarks/RPC/Load")] {
        package.targets.append(
            .executableTarget(name: name, dependencies: ["RPC", "TLS", nio, nioPosix, log], path: path))
    }
    package.targets.append(
        .executableTarget(
            name: "consensus-bench-load", dependencies: ["ConsensusAPI", "RPC", "Wire", nio, nioPosix, log],
            path: "Benchmarks/Consensus/Load"))
    package.targets.append(
        .executableTarget(
            name: "game-bench", dependencies: ["SimulationCore", "GameCore", "Identity"],
            path: "Benchmarks/Game/Matches"))
    package.targets.append(
        .executableTarget(
            name: "world-bench", dependencies: ["GameCore", "SimulationCore", "Identity"], path: "Benchmarks/World"))
}

for target in package.targets where target.type != .system && target.name != "CSnakeTronProtos" {
    target.swiftSettings =
        (target.swiftSettings ?? []) + [.swiftLanguageMode(.v6), .treatAllWarnings(as: .error)]
        + ["ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility", "NonisolatedNonsendingByDefault"]
        .map { .enableUpcomingFeature($0) }
        // Running and testing share one optimised build (docs/decisions/0002).
        + [.unsafeFlags(["-enable-testing"], .when(configuration: .release))]
}

// Most tests are compiled as they stand: to optimise them takes longer than they run. Those that simulate are optimised.
let simulating = ["ClusterTests", "ConsensusStorageTests", "GameCoreTests", "SimulationCoreTests"]
for target in package.targets where target.type == .test && !simulating.contains(target.name) {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-Onone"], .when(configuration: .release))]
}

// SNAKETRON_NEXT=1 builds the stand-in for a next version, which is tried beside this one (Tests/Integration/Versions/test_rolling.py),
// in a build folder of its own: scripts/build-next.
if Context.environment["SNAKETRON_NEXT"] == "1" {
    for target in package.targets where ["SimulationCore", "SimulationService"].contains(target.name) {
        target.swiftSettings = (target.swiftSettings ?? []) + [.define("NEXT_VERSION")]
    }
}

// Checks at run time that no variable is changed while it is read cost a seventh of a call (docs/decisions/0102). These
// modules run on one event loop and are tested with the checks in debug builds.
let unchecked = ["HTTP2", "RPC", "ConsensusCore", "ConsensusStorage", "ConsensusService"]
for target in package.targets where unchecked.contains(target.name) {
    let flags = SwiftSetting.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))
    target.swiftSettings = (target.swiftSettings ?? []) + [flags]
}

// SNAKETRON_TARGETS=RPCTests,snaketron-gateway builds just those targets and what they need: the images, which have no tests,
// and a quick edit-and-test loop use it.
if let only = Context.environment["SNAKETRON_TARGETS"], !only.isEmpty {
    var wanted: [String] = only.split(separator: ",").map(String.init)
    var kept: Set<String> = []
    while let name = wanted.popLast() {
        guard kept.insert(name).inserted, let target = package.targets.first(where: { $0.name == name }) else {
            continue
        }
        for dependency in target.dependencies {
            if case .byNameItem(let name, _) = dependency { wanted.append(name) }
        }
    }
    package.targets.removeAll { !kept.contains($0.name) }
    package.products.removeAll { !kept.contains($0.name) }
}
