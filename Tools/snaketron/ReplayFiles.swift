import ClientProtocol
import Foundation
import GameCore
import TLS

/// What both commands need of a file.
enum ReplayFiles {
    private static let limit = Replay.sizeLimit

    static func read(_ path: String) throws -> Replay {
        guard let handle = FileHandle(forReadingAtPath: path),
            let data = try? handle.read(upToCount: limit + 1), data.count <= limit
        else { throw ToolError("\(path) cannot be read, or is larger than a replay can be (\(limit) bytes)") }
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
        var lines = [
            "match \(replay.matchID): \(mode(replay)), \(replay.rules.width)×\(replay.rules.height), \(replay.ticks) ticks "
                + "(\(replay.ticks / 20).\(replay.ticks % 20 / 2) s), \(replay.inputs.count) inputs, ended by \(replay.result.reason)"
        ]
        if let start = replay.start {
            lines.append("forked from match \(replay.parent) at tick \(start.tick)")
        }
        for slot in 0..<replay.rules.players {
            let (score, rank) = (replay.result.scores[Int(slot)], replay.result.ranks[Int(slot)])
            lines.append("\(rank == 0 ? "–" : "\(rank).") \(replay.name(slot)): \(score)")
        }
        let best = replay.result.ranks.filter { $0 > 0 }.min()
        let winners = replay.result.ranks.indices.filter { replay.result.ranks[$0] == best }
        if winners.count < replay.result.ranks.count {
            lines.append("won by \(winners.map { replay.name(UInt8($0)) }.joined(separator: " and "))")
        }
        lines.append("final state \(hexadecimal(replay.finalHash))")
        lines.append("seed \(hexadecimal(replay.seed)), SHA-256 \(hexadecimal(Crypto.sha256(replay.seed)))")
        return lines.map { indent + $0 }.joined(separator: "\n")
    }

    static func mode(_ replay: Replay) -> String {
        switch replay.rules.mode {
        case .duel: "Duel"
        case .teams: "2v2"
        case .freeForAll: "Free for all"
        case .solo: "Solo"
        case .custom: "Custom"
        }
    }

    /// `1:07.35  tick 1347`, in columns.
    static func time(_ tick: UInt32) -> String {
        let (minutes, rest) = (tick / 1200, tick % 1200)
        func pad(_ number: UInt32, _ width: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, width - text.count)) + text
        }
        return "\(minutes):\(pad(rest / 20, 2)).\(pad(rest % 20 * 5, 2))  tick \(tick)  "
    }

    /// What the last step brought.
    static func printEvents(_ player: ReplayPlayer, after before: Game) {
        let (game, events) = (player.game, player.events)
        func say(_ slot: UInt8, _ words: String) { print(time(game.tick), letter(slot), words) }
        for slot in 0..<game.rules.players {
            let snake = game.snakes[Int(slot)]
            if events.ate.contains(slot) { say(slot, "eats, score \(snake.score)") }
            if events.charged.contains(slot) { say(slot, "takes a boost pad") }
            if let cause = events.deaths[Int(slot)] {
                let lost = before.snakes[Int(slot)].carried
                switch cause {
                case .banked:
                    let team = game.rules.team(ofSlot: slot)
                    say(slot, "banks for team \(team), which has \(game.banks[team])")
                default: say(slot, "dies: \(cause)" + (lost > 0 ? ", loses \(lost)" : ""))
                }
            }
            if events.respawned.contains(slot) { say(slot, "comes back") }
            if events.left.contains(slot) { say(slot, "has left") }
        }
        if events.ended { print(time(game.tick), "the game ends: \(game.ending)") }
    }

    /// In words, what of two states differs, the first few things.
    static func difference(_ a: Game, _ b: Game) -> String {
        var found: [String] = []
        if a.tick != b.tick { found.append("tick \(a.tick) against \(b.tick)") }
        if a.ending != b.ending { found.append("end \(a.ending) against \(b.ending)") }
        if a.banks != b.banks {
            found.append("banks \(a.banks.zero):\(a.banks.one) against \(b.banks.zero):\(b.banks.one)")
        }
        for (slot, (one, other)) in zip(a.snakes, b.snakes).enumerated() where one != other {
            func place(_ snake: Snake) -> String {
                guard snake.body.count > 0 else { return "\(snake.status)" }
                let (x, y) = (snake.body.head % a.arena.width, snake.body.head / a.arena.width)
                return "at (\(x), \(y)) going \(snake.direction), length \(snake.body.count), score \(snake.score)"
            }
            let (here, there) = (place(one), place(other))
            found.append(
                "\(letter(UInt8(slot))) " + (here == there ? "in hidden state" : "\(here) against \(there)"))
        }
        if a.food != b.food {
            let (lost, more) = (Set(a.food).subtracting(b.food), Set(b.food).subtracting(a.food))
            func cells(_ set: Set<UInt16>) -> String {
                set.sorted().map { "(\($0 % a.arena.width), \($0 / a.arena.width))" }.joined(separator: " ")
            }
            found.append(
                "food \(lost.isEmpty ? "nowhere" : cells(lost)) against \(more.isEmpty ? "nowhere" : cells(more))")
        }
        if a.padTicks != b.padTicks { found.append("boost pads") }
        if a.inputs != b.inputs { found.append("inputs that wait") }
        return found.isEmpty ? "in hidden state" : found.joined(separator: "; ")
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
    func name(_ slot: UInt8) -> String {
        let text = String(decoding: names[Int(slot)], as: UTF8.self).unicodeScalars
            .filter { $0.properties.generalCategory != .control && $0.properties.generalCategory != .format }
        return text.isEmpty ? "player \(slot + 1)" : String(String.UnicodeScalarView(text))
    }
}

extension ReplayPlayer.Verdict {
    var sentence: String {
        switch self {
        case .accepted: "accepted"
        case .falseState(let tick): "refused: tick \(tick) is the first whose state is not the one that the file claims"
        case .falseInput(let tick): "refused: before tick \(tick) there is an input that no server can have decided"
        case .falseLength(let tick): "refused: the game ends at tick \(tick), the file elsewhere"
        case .falseResult: "refused: the game is the file's, but its result is another"
        }
    }
}

func hexadecimal(_ value: UInt64) -> String {
    let text = String(value, radix: 16)
    return String(repeating: "0", count: 16 - text.count) + text
}
