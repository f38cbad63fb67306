import ArgumentParser
import Foundation
import ServiceRuntime

/// One command for everything a person does to a running system.
@main
struct Snaketron: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "snaketron",
        abstract: "Runs and inspects a SnakeTron cluster on this machine.",
        discussion: """
            A node is four processes: registry, consensus, simulation and gateway. Node n uses the address 127.0.0.n and \
            serves players on 127.0.0.1, port 8080 + (n - 1). State, logs and process ids are kept in $SNAKETRON_HOME \
            (default: ./.snaketron).

            With --backend compose before it, a command is about the containers of compose/ instead: status, start, stop, \
            transfer, roll and validate.
            """,
        version: softwareVersion,
        subcommands: [
            Up.self, Down.self, Status.self, Start.self, Stop.self, ReplayCommand.self, VerifyReplay.self,
            ReplaySizes.self, Certs.self, Prepare.self, Validate.self, Token.self, Transfer.self,
            RollCommand.self, Recover.self, Settings.self, NodeAgentCommand.self,
        ])

    @OptionGroup var backend: BackendOptions

    static func main() async {
        signal(SIGPIPE, SIG_IGN)  // a reader that goes away, as `head` does, ends the output, not the work
        do {
            var command = try parseAsRoot()
            if BackendOptions.isCompose, !(command is any KnowsCompose) {
                throw ValidationError(
                    "--backend compose goes with status, start, stop, transfer, roll and validate; for the rest: docker compose"
                )
            }
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch {
            exit(withError: error)
        }
    }
}

/// A sentence for the person at the terminal; exit code 1.
struct ToolError: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
