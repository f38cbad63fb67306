import ArgumentParser
import ConsensusAPI
import Dispatch
import Foundation
import NIOCore
import NIOPosix
import RPC
import Wire

/// What ``NodeAgentCommand`` says.
struct NodeAnswer: Codable, Sendable {
    var report: NodeReport?
    /// Its gateway is ready for players.
    var serves: Bool?
    var leader: UInt64?
    var term: UInt64?
    var fault: String?
}

/// A container with ``NodeAgentCommand`` in a node's network namespace, for as long as this object lives.
final class NodeAgent: Sendable {
    /// Of an answer, in milliseconds; the first one waits for the container.
    private static let patience: Int32 = 4_000
    private static let patienceAtStart: Int32 = 15_000

    // Touched on `queue` alone, and by `init` before there is anybody else.
    private final class Conversation: @unchecked Sendable {
        let process = Process()
        let (input, output) = (Pipe(), Pipe())
        var rest: [UInt8] = []
        var hasAnswered = false
        var isOver = false
    }

    private let queue = DispatchQueue(label: "node-agent")
    private let talk = Conversation()

    init(_ node: ComposeStack.Node, of stack: ComposeStack) throws {
        let image = try stack.image(of: "tool")
        guard let data = node.services.values.compactMap({ $0.mounts["/data"] }).first else {
            throw ToolError("node \(node.number) has no volume at /data")
        }
        var words = [
            "docker", "run", "--rm", "--interactive", "--network", "container:\(node.holder.id)", "--user",
            "65532:65532",
            "--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges:true", "--memory", "64m",
            "--label", "snaketron.agent=\(stack.project)", "--volume", "\(data):/data:ro", "--env",
            "NODE_SECRET_FILE=/data/node-secret", "--env", "SNAKETRON_HOME=/data/none",
        ]
        // Where nodes speak TLS, it comes to the simulation as the gateway would.
        if let secrets = node.services[.gateway]?.mounts["/run/snaketron"], stack.nodes.count > 1 {
            words += ["--volume", "\(secrets):/run/snaketron:ro"]
            for (name, file) in [("TLS_CA", "ca.pem"), ("TLS_CERT", "tls.pem"), ("TLS_KEY", "tls.key")] {
                words += ["--env", "\(name)=/run/snaketron/\(file)"]
            }
        }
        talk.process.executableURL = URL(filePath: "/usr/bin/env")
        talk.process.arguments = words + [image, "node-agent"]
        talk.process.standardInput = talk.input
        talk.process.standardOutput = talk.output
        talk.process.standardError = FileHandle.nullDevice
        do { try talk.process.run() } catch { throw ToolError("docker cannot be run: \(error)") }
        try? talk.input.fileHandleForReading.close()
        try? talk.output.fileHandleForWriting.close()
    }

    /// - Returns: `nil` if the node's namespace is gone, or the engine lets nothing run.
    func ask(_ question: String) async -> NodeAnswer? {
        await withCheckedContinuation { continuation in
            queue.async { [talk] in continuation.resume(returning: Self.exchange(question, talk)) }
        }
    }

    /// The container ends by itself when its input does.
    func close() {
        queue.async { [talk] in
            try? talk.input.fileHandleForWriting.close()
            talk.process.waitUntilExit()
        }
        queue.sync {}
    }

    private static func exchange(_ question: String, _ talk: Conversation) -> NodeAnswer? {
        guard !talk.isOver else { return nil }
        do {
            try talk.input.fileHandleForWriting.write(contentsOf: Data("\(question)\n".utf8))
        } catch {
            talk.isOver = true
            return nil
        }
        let limit = talk.hasAnswered ? patience : patienceAtStart
        let deadline = ContinuousClock.now + .milliseconds(Int(limit))
        let descriptor = talk.output.fileHandleForReading.fileDescriptor
        var piece = [UInt8](repeating: 0, count: 16_384)
        while true {
            if let end = talk.rest.firstIndex(of: 0x0A) {
                let line = Data(talk.rest[..<end])
                talk.rest.removeFirst(end + 1)
                talk.hasAnswered = true
                return try? JSONDecoder().decode(NodeAnswer.self, from: line)
            }
            var state = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
            let left = Int32(clamping: Int64((deadline - .now) / .milliseconds(1)))
            guard left > 0, unsafe poll(&state, 1, left) == 1 else { break }
            let count = unsafe read(descriptor, &piece, piece.count)
            guard count > 0 else { break }
            talk.rest += piece[..<count]
        }
        // An answer that comes after all would be taken for the next one.
        talk.isOver = true
        return nil
    }
}
