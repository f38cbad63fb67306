import GatewayService
import ServiceRuntime

await ServiceMain.run(
    .gateway, about: "the players' door: HTTP, WebSocket and the browser client's files"
) { context in
    [try GatewayProcess(context: context)]
}
