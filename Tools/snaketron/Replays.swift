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

    @Argument(help: "Replay files, as `GET /api/replays/<match>` gives them.")
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

struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Plays a replay file again and shows the board.",
        discussion: """
            Heads are capital letters, bodies small ones, food is *, walls are #. With --diff the states of two files are \
            compared tick by tick instead; exit code 1 if they differ.
            """)

    @Argument(help: "A replay file, as `GET /api/replays/<match>` gives it.")
    var file: String

    @Option(help: "Stop after this tick, of 50 ms each; without it, at the end.")
    var untilTick: UInt32?

    @Flag(help: "Print each input and each state on the way: a line `tick hash …` a state, as Updates carry them.")
    var trace = false

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
            if trace { printInputs(&player) }
            guard player.step() else { break }
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
            print(
                player.game.tick, hexadecimal(player.game.stateHash),
                "\(ReplayFiles.letter(input.slot)) \(action) at tick \(input.tick)")
        }
    }

    private func compare(_ first: Replay, _ second: Replay) throws {
        var (a, b) = (ReplayPlayer(first), ReplayPlayer(second))
        guard a.game == b.game else {
            print("they differ from the start: other rules")
            throw ExitCode(1)
        }
        while a.game.tick < untilTick ?? .max {
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
                throw ExitCode(1)
            }
        }
        print("they are equal through tick \(a.game.tick)")
    }
}

/// What both commands need of a file.
private enum ReplayFiles {
    /// Larger than any file of a match.
    private static let limit = 1 << 20

    static func read(_ path: String) throws -> Replay {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: limit + 1), data.count <= limit
        else { throw ToolError("\(path) cannot be read, or is larger than a replay can be (1 MiB)") }
        do throws(CodecError) {
            return try Replay(decoding: [UInt8](data))
        } catch {
            switch error {
            case .unknownKind:
                throw ToolError(
                    "no replay, or one of rules that this build does not know (it plays version \(GameRules.version))")
            case .truncated: throw ToolError("the file ends too early; download it again")
            case .trailingBytes, .badVarint, .invalidValue:
                throw ToolError("the file is damaged: its checksum or a value in it is wrong; download it again")
            }
        }
    }

    static func summary(_ replay: Replay, indent: String = "") -> String {
        let mode =
            switch replay.rules.mode {
            case .duel: "Duel"
            case .teams: "2v2"
            case .freeForAll: "Free for all"
            case .solo: "Solo"
            case .custom: "Custom"
            }
        var lines = [
            "match \(replay.matchID): \(mode), \(replay.rules.width)×\(replay.rules.height), \(replay.ticks) ticks "
                + "(\(replay.ticks / 20).\(replay.ticks % 20 / 2) s), \(replay.inputs.count) inputs, ended by \(replay.result.reason)"
        ]
        for slot in 0..<replay.rules.players {
            let (score, rank) = (replay.result.scores[Int(slot)], replay.result.ranks[Int(slot)])
            lines.append("\(rank == 0 ? "–" : "\(rank).") \(replay.name(slot)): \(score)")
        }
        lines.append("seed \(hexadecimal(replay.seed)), SHA-256 \(hexadecimal(Crypto.sha256(replay.seed)))")
        return lines.map { indent + $0 }.joined(separator: "\n")
    }

    static func letter(_ slot: UInt8) -> Character { Character(Unicode.Scalar(UInt8(ascii: "A") + slot)) }

    static func board(_ game: Game) -> String {
        let width = Int(game.arena.width)
        var cells = (0..<UInt16(game.arena.cellCount)).map { cell -> Character in
            if game.arena.isWall(cell) { return "#" }
            return game.arena.zoneOwner(cell) == nil ? " " : "·"
        }
        for cell in game.food { cells[Int(cell)] = "*" }
        for (slot, snake) in game.snakes.enumerated() where snake.body.count > 0 {
            let head = letter(UInt8(slot))
            for index in 1..<snake.body.count { cells[Int(snake.body[index])] = Character(head.lowercased()) }
            cells[Int(snake.body.head)] = head
        }
        let edge = "+" + String(repeating: "-", count: width) + "+"
        let rows = stride(from: 0, to: cells.count, by: width).map { "|" + String(cells[$0..<$0 + width]) + "|" }
        return ([edge] + rows + [edge]).joined(separator: "\n")
    }
}

extension Replay {
    /// Without what could write elsewhere on a terminal.
    fileprivate func name(_ slot: UInt8) -> String {
        let text = String(decoding: names[Int(slot)], as: UTF8.self).unicodeScalars
            .filter { $0.properties.generalCategory != .control && $0.properties.generalCategory != .format }
        return text.isEmpty ? "player \(slot + 1)" : String(String.UnicodeScalarView(text))
    }
}

extension ReplayPlayer.Verdict {
    fileprivate var sentence: String {
        switch self {
        case .accepted: "accepted"
        case .falseState(let tick): "refused: tick \(tick) is the first whose state is not the one that the file claims"
        case .falseInput(let tick): "refused: before tick \(tick) stands an input that no server can have decided"
        case .falseLength(let tick): "refused: the game ends at tick \(tick), the file elsewhere"
        case .falseResult: "refused: the game is the file's, but its result is another"
        }
    }
}

private func hexadecimal(_ bytes: [UInt8]) -> String { bytes.map { hexadecimal($0, digits: 2) }.joined() }

private func hexadecimal(_ value: some FixedWidthInteger, digits: Int = 16) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
}
