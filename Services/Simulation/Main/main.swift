import ServiceRuntime
import SimulationService

await ServiceMain.run(
    .simulation, about: "every match of the cluster, replayed from the log, and the players' streams",
    knows: SimulationProcess.knows
) { context in
    [try SimulationProcess(context: context)]
}
