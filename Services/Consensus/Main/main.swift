import ConsensusService
import ServiceRuntime

await ServiceMain.run(
    .consensus, about: "the replicated log (Raft) that every node's simulation follows"
) { context in
    [ConsensusProcess(context: context, settings: try ConsensusSettings(config: context.config))]
}
