import ArgumentParser
import Foundation
import GameCore
import TLS

struct VerifyReplay: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Plays replay files again and says whether the result in each is true.",
        discussion: """
            A file is accepted when its seed and inputs give the state it claims after every tick, and the result it \
            claims at the end; otherwise the first false tick is named. Compare the SHA-256 of the seed with the \
            commitment that the players were shown before the match. Exit code 1 if any file is not accepted.
            """)

    @Argument(help: "Replay files, as `GET /api/replays/<name>` gives them.")
    var files: [String]

    func run() throws {
        var refused = 0
        for path in files {
            do {
                let replay = try ReplayFiles.read(path)
                var player = ReplayPlayer(replay)
                let verdict = player.verify()
                print("\(path): \(verdict.sentence)")
                if verdict == .accepted {
                    print(ReplayFiles.summary(replay, indent: "  "))
                } else {
                    refused += 1
                }
            } catch let error as ToolError {
                print("\(path): \(error.description)")
                refused += 1
            }
        }
        if refused > 0 { throw ExitCode(1) }
    }
}
