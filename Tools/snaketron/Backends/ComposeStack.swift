import Foundation

/// A stack of compose/compose.yaml or single.yaml, as the engine has it: node `n` is the container `node-n`, whose network
/// namespace the four of `registry-n`, `consensus-n`, `simulation-n` and `gateway-n` share.
struct ComposeStack: Sendable {
    struct Container: Sendable {
        var id: String
        /// Of the compose file.
        var service: String
        var image: String
        var pid: Int32
        var isRunning: Bool
        /// It ended because it was asked to.
        var isStopped: Bool
        /// In the stack's network; empty for those that share another container's.
        var address: String
        /// By the path where it is mounted: a volume's name, or a folder of the machine.
        var mounts: [String: String]
    }

    struct Node: Sendable {
        var number: Int
        var holder: Container
        var services: [ServiceName: Container]

        /// The tag that the images of all four have; `nil`: they differ, or one is not there.
        var version: String? {
            let tags = Set(services.values.map { Self.tag(of: $0.image) })
            return services.count == ServiceName.allCases.count && tags.count == 1 ? tags.first : nil
        }

        static func tag(of image: String) -> String {
            let name = image.split(separator: "/").last ?? ""
            return name.firstIndex(of: ":").map { String(name[name.index(after: $0)...]) } ?? "latest"
        }

        func container(_ service: ServiceName) throws -> Container {
            guard let container = services[service] else {
                throw ToolError(
                    "node \(number) has no container of \(service.rawValue); make it with: docker compose up -d")
            }
            return container
        }
    }

    let project: String
    let nodes: [Node]
    /// Where players are served, if the balancer publishes it.
    let address: String?
    /// The compose files, as they were named at `up`, and the folder they were named in.
    private let files: [String]
    private let folder: String

    /// What of `docker inspect` is read here. Its keys begin with a capital.
    private struct Inspected: Decodable {
        struct Condition: Decodable {
            var status: String
            var pid: Int32
            var exitCode: Int
            var oomKilled: Bool?
        }
        struct Origin: Decodable {
            var image: String
            var labels: [String: String]?
        }
        struct Mount: Decodable {
            var name: String?
            var source: String
            var destination: String
        }
        struct Port: Decodable {
            var hostIp: String
            var hostPort: String
        }
        struct Network: Decodable { var iPAddress: String }
        struct Reach: Decodable {
            var ports: [String: [Port]?]?
            var networks: [String: Network]?
        }

        var id: String
        var state: Condition
        var config: Origin
        var mounts: [Mount]
        var networkSettings: Reach

        func label(_ name: String) -> String { config.labels?["com.docker.compose.\(name)"] ?? "" }

        private struct Key: CodingKey {
            var stringValue: String
            var intValue: Int?
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { return nil }
        }

        static func decode(_ text: String) -> [Inspected]? {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .custom { path in
                let name = path.last?.stringValue ?? ""
                return Key(stringValue: name.prefix(1).lowercased() + name.dropFirst())
            }
            return try? decoder.decode([Inspected].self, from: Data(text.utf8))
        }
    }

    /// - Parameter project: `nil`: the only one with nodes on this engine, or `COMPOSE_PROJECT_NAME`.
    static func find(project wanted: String?) throws -> ComposeStack {
        let outer = ProcessInfo.processInfo.environment["COMPOSE_PROJECT_NAME"] ?? ""
        let wanted = wanted ?? (outer.isEmpty ? nil : outer)
        let ids = try Docker.ask("ps", "-aq", "--no-trunc", "--filter", "label=com.docker.compose.service").split(
            whereSeparator: \.isNewline
        ).map(String.init)
        let all = try ids.isEmpty ? [] : inspect(ids)
        let projects = Set(all.filter { $0.label("service") == "node-1" }.map { $0.label("project") })
        guard let project = wanted ?? projects.sorted().first, projects.contains(project) else {
            throw ToolError(
                wanted.map { "no stack of the project \($0) is here" }
                    ?? "no stack of containers with nodes is here; start one with: docker compose -f compose/compose.yaml up -d"
            )
        }
        guard wanted != nil || projects.count == 1 else {
            throw ToolError(
                "several stacks are here (\(projects.sorted().joined(separator: ", "))); choose one with --project")
        }
        // One that compose is replacing has its name and its successor's.
        let own = all.filter { $0.label("project") == project && $0.label("oneoff").lowercased() != "true" }
        return try ComposeStack(project, own)
    }

    private static func inspect(_ ids: [String]) throws -> [Inspected] {
        // One that has gone meanwhile fails the call; the others are printed all the same.
        let found = try Docker.run(["docker", "inspect", "--type", "container"] + ids)
        guard let all = Inspected.decode(found.output) else {
            throw ToolError("docker inspect: \(found.reason)")
        }
        return all
    }

    private init(_ project: String, _ containers: [Inspected]) throws {
        self.project = project
        var byService: [String: Container] = [:]
        for found in containers {
            let container = Container(
                id: found.id, service: found.label("service"), image: found.config.image, pid: found.state.pid,
                isRunning: ["running", "paused"].contains(found.state.status),
                isStopped: found.state.status == "created"
                    || [0, 130, 137, 143].contains(found.state.exitCode) && found.state.oomKilled != true,
                address: found.networkSettings.networks?.values.map(\.iPAddress).first { !$0.isEmpty } ?? "",
                mounts: Dictionary(
                    found.mounts.map { ($0.destination, $0.name ?? $0.source) }, uniquingKeysWith: { $1 }))
            if byService[container.service]?.isRunning != true { byService[container.service] = container }
        }
        nodes = (1...99).compactMap { number in
            guard let holder = byService["node-\(number)"] else { return nil }
            var services: [ServiceName: Container] = [:]
            for name in ServiceName.allCases {
                services[name] =
                    byService["\(name.rawValue)-\(number)"] ?? (number == 1 ? byService[name.rawValue] : nil)
            }
            return Node(number: number, holder: holder, services: services)
        }
        let published =
            containers.first { $0.label("service") == "balancer" }?.networkSettings.ports?["8080/tcp"] ?? nil
        address = published?.first.map { port in
            let host = ["0.0.0.0", "::", ""].contains(port.hostIp) ? "127.0.0.1" : port.hostIp
            return "http://\(host):\(port.hostPort)"
        }
        let holder = containers.first { $0.label("service") == "node-1" }
        files = holder?.label("project.config_files").split(separator: ",").map(String.init) ?? []
        folder = holder?.label("project.working_dir") ?? ""
    }

    func node(_ number: Int) throws -> Node {
        guard let node = nodes.first(where: { $0.number == number }) else {
            throw ToolError(
                "there is no node \(number); this stack has nodes \(nodes.map { String($0.number) }.joined(separator: ", "))"
            )
        }
        return node
    }

    // MARK: Changes.

    /// In the order in which nobody misses the next one; a service has 25 s to drain before the engine kills it.
    func stop(_ services: [ServiceName], of node: Node, kill: Bool = false) throws {
        for service in ServiceName.allCases.reversed() where services.contains(service) {
            guard let container = node.services[service], container.isRunning else {
                say("node \(node.number): \(service.rawValue) is not running")
                continue
            }
            // Both tell the engine that it is wanted: it starts nothing again.
            _ = try kill ? Docker.ask("kill", container.id) : Docker.ask("stop", "-t", "25", container.id)
            say("node \(node.number): \(kill ? "killed" : "stopped") \(service.rawValue)")
        }
    }

    func start(_ services: [ServiceName], of node: Node) throws {
        if !node.holder.isRunning {
            let lost = node.services.values.filter(\.isRunning).map(\.service).sorted()
            guard lost.isEmpty else {
                throw ToolError("the container node-\(node.number) is gone under \(list(lost)); stop them first")
            }
            _ = try Docker.ask("start", node.holder.id)
        }
        for service in ServiceName.allCases where services.contains(service) {
            let container = try node.container(service)
            guard !container.isRunning else {
                say("node \(node.number): \(service.rawValue) is running already")
                continue
            }
            _ = try Docker.ask("start", container.id)
            say("node \(node.number): started \(service.rawValue)")
        }
    }

    /// Ends the node's four containers in order and makes them anew from the images of that version. Its volume stays.
    func replace(_ node: Node, by version: String) throws {
        for service in ServiceName.allCases.reversed() {
            guard let container = node.services[service], container.isRunning else { continue }
            _ = try Docker.ask("stop", "-t", "25", container.id)
        }
        let names = try ServiceName.allCases.map { try node.container($0).service }
        let command = try Self.composeCommand() + ["-p", project] + composeFiles()
        let found = try Docker.run(
            command + ["up", "-d", "--no-deps", "--no-build"] + names, environment: ["VERSION": version])
        guard found.status == 0 else { throw ToolError("docker compose up: \(found.reason)") }
    }

    /// docker-compose 1.29 notes the files as they were named, Compose 2 by their whole path.
    private func composeFiles() throws -> [String] {
        guard !files.isEmpty else { throw ToolError("the containers do not say which compose files made them") }
        return try files.flatMap { file in
            let beside = "\(folder)/\(file.split(separator: "/").last ?? "")"
            guard let path = [file, beside].first(where: { FileManager.default.isReadableFile(atPath: $0) }) else {
                throw ToolError(
                    "\(file), of which the stack was made, is not here; call snaketron where it was started")
            }
            return ["-f", path]
        }
    }

    private static func composeCommand() throws -> [String] {
        if try Docker.run(["docker", "compose", "version"]).status == 0 { return ["docker", "compose"] }
        return ["docker-compose"]
    }

    // MARK: Images.

    /// The image of a program beside those that a node runs: `snaketron/tool:dev` beside `snaketron/gateway:dev`.
    func image(of program: String, version: String? = nil) throws -> String {
        guard let service = ServiceName.allCases.first(where: { nodes.first?.services[$0] != nil }),
            let known = nodes.first?.services[service]?.image, let slash = known.lastIndex(of: "/")
        else { throw ToolError("node 1 has no containers of services; make them with: docker compose up -d") }
        return "\(known[..<slash])/\(program):\(version ?? Node.tag(of: known))"
    }
}

private func list(_ names: [String]) -> String { names.joined(separator: ", ") }
