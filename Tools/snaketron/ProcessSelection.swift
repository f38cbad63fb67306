import ArgumentParser

/// Which processes of the cluster a command means.
struct ProcessSelection: ParsableArguments {
    @Option(help: "The node's number, from 1.")
    var node: Int

    @Option(help: "registry, consensus, simulation or gateway; without it, all four.")
    var service: ServiceName?

    var services: [ServiceName] { service.map { [$0] } ?? ServiceName.allCases }
}
