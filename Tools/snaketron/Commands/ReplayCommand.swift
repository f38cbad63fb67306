import ArgumentParser
import ClientProtocol
import Foundation
import GameCore
import TLS

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plays a replay file again and shows the board.",
        discussion: """
            Heads are capital letters, bodies small ones, food is *, walls are #. With --timeline all that happened is listed \
            first; with --until-tick it stops there and shows the state. With --diff the games of two files are compared tick by \
            tick instead, and the first difference is named; exit code 1 if they differ. A file that is none, or that is damaged, \
            ends with exit code 1 and a sentence; one whose game is not what it claims is shown, and then ends so too.
            """)

    @Argument(help: "A replay file, as `GET /api/replays/<name>` gives it.")
    var file: String

    @Option(help: "Stop after this tick, of 50 ms each; without it, at the end.")
    var untilTick: UInt32?

    @Flag(help: "Print each input and each state on the way: a line `tick hash …` a state, as Updates carry them.")
    var trace = false

    @Flag(help: "List what happened: turns, boosts, food, deaths, banks, with their ticks.")
    var timeline = false

    @Option(help: "Write the state at the tick it stopped at, as a fork starts from it, for the snake of --slot.")
    var forkState: String?

    @Option(help: "The slot of the snake that --fork-state is for, from 0.")
    var slot: UInt8 = 0

    @Option(help: "Name the first tick at which this other file's game differs.")
    var diff: String?

    func run() throws {
        let replay = try ReplayFiles.read(file)
        if let diff {
            try compare(replay, try ReplayFiles.read(diff))
            return
        }
        var player = ReplayPlayer(replay)
        while player.game.tick < untilTick ?? .max {
            if trace || timeline { printInputs(&player) }
            let before = player.game
            guard player.step() else { break }
            if timeline { ReplayFiles.printEvents(player, after: before) }
            if trace { print(player.game.tick, hexadecimal(player.game.stateHash)) }
        }
        print(ReplayFiles.summary(replay))
        print("tick \(player.game.tick) of \(replay.ticks), state \(hexadecimal(player.game.stateHash))")
        print(ReplayFiles.board(player.game))
        for slot in 0..<replay.rules.players {
            let snake = player.game.snakes[Int(slot)]
            print(
                "\(ReplayFiles.letter(slot)) \(replay.name(slot)): \(snake.status), length \(snake.body.count), score "
                    + "\(player.game.score(ofSlot: slot))" + (snake.carried > 0 ? ", carries \(snake.carried)" : ""))
        }
        if let forkState {
            guard let fork = player.game.fork(for: slot) else {
                throw ToolError(
                    "tick \(player.game.tick) cannot be played on from: the game is over, or slot \(slot) is out")
            }
            try Data(fork.encoded()).write(to: URL(filePath: forkState))
        }
        if let fault = player.fault { throw ToolError(fault.sentence) }
    }

    private func printInputs(_ player: inout ReplayPlayer) {
        while let input = player.takeInput() {
            let action =
                switch input.action {
                case .turn(let direction): "turns \(direction)"
                case .boost(let held): held ? "holds the boost" : "lets go of the boost"
                case .leave: "leaves"
                }
            let words = "\(ReplayFiles.letter(input.slot)) \(action) at tick \(input.tick)"
            if trace {
                print(player.game.tick, hexadecimal(player.game.stateHash), words)
            } else {
                print(ReplayFiles.time(player.game.tick), words)
            }
        }
    }

    private func compare(_ first: Replay, _ second: Replay) throws {
        var (a, b) = (ReplayPlayer(first), ReplayPlayer(second))
        guard first.rules == second.rules else {
            print(
                "they differ from the start: \(ReplayFiles.mode(first)) of \(first.rules.players) on "
                    + "\(first.rules.width)×\(first.rules.height), and \(ReplayFiles.mode(second)) of \(second.rules.players) on "
                    + "\(second.rules.width)×\(second.rules.height), or other settings")
            throw ExitCode(1)
        }
        guard a.game == b.game else {
            print("they differ from the start: at ticks \(a.game.tick) and \(b.game.tick)")
            throw ExitCode(1)
        }
        while a.game.tick < untilTick ?? .max {
            let before = a.game
            let (told, toldToo) = (Self.inputs(&a), Self.inputs(&b))
            let (went, wentToo) = (a.step(), b.step())
            guard went || wentToo else { break }
            guard went == wentToo else {
                print("they are equal up to tick \(min(a.game.tick, b.game.tick)), where one ends")
                throw ExitCode(1)
            }
            guard a.game == b.game else {
                print(
                    "they differ first at tick \(a.game.tick): state \(hexadecimal(a.game.stateHash)) in \(file), "
                        + "\(hexadecimal(b.game.stateHash)) in \(diff ?? "the other")")
                print("  " + ReplayFiles.difference(a.game, b.game))
                if told != toldToo {
                    print("  decided after tick \(before.tick): \(Self.list(told)) against \(Self.list(toldToo))")
                } else if first.seed != second.seed {
                    print("  the inputs are the same so far; the seeds are not")
                }
                throw ExitCode(1)
            }
        }
        print("they are equal through tick \(a.game.tick)")
    }
}

extension ReplayCommand {
    private static func inputs(_ player: inout ReplayPlayer) -> [ScheduledInput] {
        var inputs: [ScheduledInput] = []
        while let input = player.takeInput() { inputs.append(input) }
        return inputs
    }

    private static func list(_ inputs: [ScheduledInput]) -> String {
        inputs.isEmpty
            ? "nothing"
            : inputs.map { "\(ReplayFiles.letter($0.slot)) \($0.action) at \($0.tick)" }.joined(separator: ", ")
    }
}
