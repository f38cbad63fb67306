import RegistryService
import ServiceRuntime

await ServiceMain.run(
    .registry, about: "the only process with access to the database: nodes, the founding of the cluster, accounts"
) { context in
    [RegistryProcess(context: context, settings: try RegistrySettings(config: context.config, node: context.node))]
}
