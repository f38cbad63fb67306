import FoundationEssentials
import NIOCore
import NIOPosix
import RegistryCore
import ServiceRuntime

/// Finds out the address that others reach this node under.
struct AddressDiscovery: Sendable {
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    let eventLoop: any EventLoop

    func address(from source: AddressRules.Source) async throws -> String {
        switch source {
        case .fixed(let address): return address
        case .route(let host, let port): return try await routedAddress(host: host, port: port)
        case .ecs(let uri): return try await ecsAddress(uri)
        }
    }

    private static let limit = TimeAmount.seconds(5)

    /// Connecting a datagram socket sends nothing; it makes the kernel choose the interface.
    private func routedAddress(host: String, port: Int) async throws -> String {
        let connected = eventLoop.makePromise(of: (any Channel).self)
        // The name servers may be silent for longer than a start may take.
        let limit = eventLoop.scheduleTask(in: Self.limit) {
            connected.fail(Failure(description: "the name '\(host)' was not found in time"))
        }
        let attempt = DatagramBootstrap(group: eventLoop).connect(host: host, port: port)
        attempt.cascade(to: connected)
        connected.futureResult.whenFailure { _ in attempt.whenSuccess { $0.close(promise: nil) } }
        defer { limit.cancel() }
        let channel: any Channel
        do {
            channel = try await connected.futureResult.get()
        } catch {
            throw Failure(description: "no way to the database at \(host): \(error); set ADVERTISE_ADDR")
        }
        let address = channel.localAddress?.ipAddress
        try await channel.close()
        do throws(AddressRules.Fault) {
            return try AddressRules.routed(address, host: host)
        } catch {
            throw Failure(description: error.message)
        }
    }

    private func ecsAddress(_ uri: String) async throws -> String {
        guard let url = URL(string: uri), let host = url.host else {
            throw Failure(description: "ECS_CONTAINER_METADATA_URI_V4 is not a URL: '\(uri)'")
        }
        let request = ShortRequest(
            to: host, port: url.port ?? 80, path: url.path.isEmpty ? "/" : url.path(percentEncoded: true),
            largestAnswer: 256 << 10)
        let answer: ShortRequest.Answer
        do {
            answer = try await request.answer(within: .seconds(4), on: eventLoop)
        } catch {
            throw Failure(description: "the ECS agent does not answer (\(error)); set ADVERTISE_ADDR")
        }
        guard answer.status == 200 else {
            throw Failure(description: "the ECS agent answers \(answer.status); set ADVERTISE_ADDR")
        }
        let metadata = try? JSONDecoder().decode(
            ECSContainerMetadata.self, from: Data(answer.body.readableBytesView))
        guard let address = metadata?.address else {
            throw Failure(description: "the ECS agent names no address; set ADVERTISE_ADDR")
        }
        return address
    }
}
