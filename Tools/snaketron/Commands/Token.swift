import ArgumentParser
import Foundation
import RPC

struct Token: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Prints the token of a service, for NODE_TOKEN in place of the node's secret.",
        discussion: """
            Consensus and registry of a node let each service call what it needs, by its token. The simulation and the \
            gateway run with their token alone. Reads NODE_SECRET or NODE_SECRET_FILE, else the secret of a node of this \
            machine's cluster.
            """)

    @Argument(help: "simulation or gateway.")
    var service: ServiceName

    @Option(help: "The node of the cluster in SNAKETRON_HOME whose secret is used if NODE_SECRET is not set.")
    var node = 1

    func validate() throws {
        guard [.simulation, .gateway].contains(service) else {
            throw ValidationError(
                "\(service.rawValue) serves others, and needs NODE_SECRET itself; tokens are for simulation and gateway"
            )
        }
    }

    func run() throws {
        print(RPCNodeSecret(try secret()).token(of: service.rawValue).text)
    }

    private func secret() throws -> String {
        if let secret = try GivenSecret.read() { return secret }
        let file = Home().node(node).appending(path: "node-secret")
        guard let secret = try? String(contentsOf: file, encoding: .utf8) else {
            throw ToolError("set NODE_SECRET, or start the cluster first: there is no \(file.plainPath)")
        }
        return secret
    }
}
