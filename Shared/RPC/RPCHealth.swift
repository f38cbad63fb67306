/// What `grpc.health.v1.Health` answers. The empty name is the process as a whole; it starts as serving.
package final class RPCHealth: Sendable {
    package func set(_ service: String, serving: Bool) { fatalError("unimplemented") }
}
