import ArgumentParser
import Foundation
import Synchronization

/// Where the cluster runs that a command is about.
enum Backend: String, CaseIterable, ExpressibleByArgument {
    /// Processes of this machine, started by `snaketron up`.
    case local
    /// Containers of compose/, found through the command `docker`.
    case compose
}

/// `--backend` and what belongs to it: before the command's name, since it is about all of them.
struct BackendOptions: ParsableArguments {
    @Option(help: "Where the cluster runs: local (by snaketron up) or compose (containers of compose/).")
    var backend = Backend.local

    @Option(help: "With --backend compose: the stack's project, if several run here.")
    var project: String?

    func validate() throws {
        guard project == nil || backend == .compose else {
            throw ValidationError("--project goes with --backend compose")
        }
        let chosen = Choice(backend: backend, project: project)
        Self.choice.withLock { $0 = chosen }
    }

    struct Choice {
        var backend = Backend.local
        var project: String?
    }

    /// The command's own options do not hold those before its name.
    private static let choice = Mutex(Choice())

    /// The stack of containers that the command is about; `nil`: it is about processes of this machine.
    static func compose() throws -> ComposeStack? {
        let choice = choice.withLock { $0 }
        return choice.backend == .compose ? try ComposeStack.find(project: choice.project) : nil
    }

    static var isCompose: Bool { choice.withLock { $0.backend == .compose } }
}

/// A command that also works on containers.
protocol KnowsCompose: ParsableCommand {}

extension Status: KnowsCompose {}
extension Start: KnowsCompose {}
extension Stop: KnowsCompose {}
extension Transfer: KnowsCompose {}
extension RollCommand: KnowsCompose {}
extension Validate: KnowsCompose {}
