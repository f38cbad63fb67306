import RegistryService
import ServiceRuntime

await ServiceMain.run(
    .registry, about: "the only holder of the database: who is there, who founds the cluster, accounts"
) { context in
    [RegistryService(context: context, settings: try RegistrySettings(config: context.config, node: context.node))]
}
