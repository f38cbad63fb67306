import Foundation
import GameCore
import Testing

/// Rules section 9: one and the same game natively and in WebAssembly.
@Suite("Native and WebAssembly", .serialized)
struct ParityTests {
    private struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// The page's module, built from this tree's sources.
    private static let module = Result { try built([]) }
    /// The same sources with what compares builds.
    private static let parity = Result { try built(["--parity"]) }

    private static func built(_ options: [String]) throws -> URL {
        let output = FileManager.default.temporaryDirectory.appendingPathComponent("game-\(UUID()).wasm")
        _ = try run([root.appendingPathComponent("scripts/build-wasm").path] + options + [output.path])
        return output
    }

    /// What a command printed; its errors are thrown.
    static func run(_ command: [String]) throws -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let complaint = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Failure(description: "\(command): \(complaint)\(text)") }
        return text
    }

    private static let games: UInt32 = 1000
    private static let ticksPerGame: UInt32 = 100

    /// `make determinism` compares longer games, and debug and arm64 builds besides.
    @Test(
        "9.2, 9.3 1000 games of each mode are the same under node, which goes on from decoded states now and then",
        .timeLimit(.minutes(5)))
    func node() throws {
        let script = """
            const fs = require("fs");
            const [, file, games, ticks] = process.argv;
            WebAssembly.instantiate(fs.readFileSync(file), {}).then(({ instance: { exports: game } }) => {
                for (let mode = 1; mode <= 5; mode++) {
                    game.parity_start(20_001n, mode, Number(ticks));
                    console.log(BigInt.asUintN(64, game.parity_games(Number(games))).toString(16));
                }
            });
            """
        let theirs = try Self.run(
            ["node", "-e", script, Self.parity.get().path, String(Self.games), String(Self.ticksPerGame)]
        ).split(separator: "\n").map(String.init)
        let ours = (1...5 as ClosedRange<UInt8>).map { mode in
            var play = RandomPlay(seed: 20_001, mode: Mode(rawValue: mode), ticksPerGame: Self.ticksPerGame)
            for _ in 0..<Self.games { play.playGame() }
            return String(play.digest, radix: 16)
        }
        #expect(theirs == ours)
    }

    @Test(
        "9.3 games that go on from decoded states have the same future as those that do not",
        arguments: 1...5 as ClosedRange<UInt8>)
    func decoded(mode: UInt8) {
        var plain = RandomPlay(seed: 11, mode: Mode(rawValue: mode), ticksPerGame: 300)
        var decoded = RandomPlay(seed: 11, mode: Mode(rawValue: mode), ticksPerGame: 300, decodes: true)
        for _ in 0..<200 {
            plain.playGame()
            decoded.playGame()
            #expect(plain.digest == decoded.digest)
        }
    }

    @Test("9.2 and under wasmkit", .timeLimit(.minutes(5)))
    func wasmkit() throws {
        let theirs = try Self.run(["wasmkit", "run", Self.parity.get().path, "parity_run", "i32:10000"])
        var play = RandomPlay(seed: 0)
        for _ in 0..<10_000 { play.step() }
        #expect(theirs.contains("\(play.digest)") || theirs.contains("\(Int64(bitPattern: play.digest))"), "\(theirs)")
    }

    @Test("the page's calls: a Duel through the module is the native one, view and all", .timeLimit(.minutes(5)))
    func exports() throws {
        var server = MatchServer(try #require(Game(mode: .duel, playerCount: 2)))
        var client = ClientMatch(matchID: MatchServer.matchID)
        var frames = [server.snapshot(slot: 1)]
        for tick in UInt32(1)...200 {
            if tick % 7 == 0 {
                let direction = [Direction.up, .left, .down, .left][Int(tick / 7) % 4]
                _ = try server.receive(
                    InputFrame(sequence: UInt64(tick), matchID: 12, tick: tick + 1, .turn(direction)).encoded(),
                    from: 1)
            }
            server.step()
            if let update = server.update() { frames.append(update) }
        }
        var now: Int64 = 1_000_000
        for frame in frames {
            _ = client.receive(frame, at: now)
            now += 50_000
        }
        client.measured(roundTrip: 187_654)
        let first = client.predict(at: now)
        let frame = client.send(.boost(true), sequence: 9)
        let turn = try #require(frame)
        #expect(try InputFrame(decoding: turn).input == .boost(true))
        let second = client.predict(at: now + 333_333)
        let script = """
            const fs = require("fs");
            const [, file, frames] = process.argv;
            WebAssembly.instantiate(fs.readFileSync(file), {}).then(({ instance: { exports: game } }) => {
                game.match_start(12n);
                const say = (value) => console.log(String(value));
                let received, now = 1000000n;
                for (const hex of frames.split(",")) {
                    const bytes = Buffer.from(hex, "hex");
                    const at = game.game_input(bytes.length);
                    new Uint8Array(game.memory.buffer, at, bytes.length).set(bytes);
                    received = game.match_receive(bytes.length, now);
                    now += 50000n;
                    if (received !== 1 && received !== 2) throw new Error("received " + received);
                }
                game.match_round_trip(187654n);
                say(game.match_predict(now));
                const tick = game.match_stamp(6);
                say(tick);
                say(game.match_add(9n, tick, 6));
                say(game.match_predict(now + 333333n));
                for (const state of [0, 1]) {
                    say(BigInt.asUintN(64, game.match_hash(state)).toString(16));
                    const at = game.match_view(state);
                    const words = new Int32Array(game.memory.buffer, at, 24)[19];
                    say(Array.from(new Int32Array(game.memory.buffer, at, words)).join(" "));
                }
            });
            """
        let hex = frames.map { $0.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined() }
        let theirs = try Self.run(
            ["node", "-e", script, Self.module.get().path, hex.joined(separator: ",")]
        ).split(separator: "\n").map(String.init)
        try #require(theirs.count == 8)
        #expect([theirs[0], theirs[3]] == [first, second].compactMap { $0.map { "\($0)" } })
        #expect(theirs[1] == "\(try InputFrame(decoding: turn).tick)")
        #expect(theirs[2] == "1")
        for (state, at) in [(client.committed, 4), (client.predicted, 6)] {
            let game = try #require(state)
            #expect(theirs[at] == String(game.stateHash, radix: 16))
            let words = theirs[at + 1].split(separator: " ").compactMap { Int($0) }
            let banks = [Int(game.banks.zero), Int(game.banks.one)]
            #expect(
                Array(words[..<16])
                    == [2, 1, 60, 40, 10, 16, 25, 25, Int(game.tick), Int(game.ending.rawValue)] + banks + [
                        1, 2, game.food.count, 56,
                    ])
            #expect(Array(words[16...]).prefix(4) == [16, 20, 50, words.count])
            #expect(words[20] == 12 && words[22] == 0 && words[23] == 60)
            for pad in 0..<12 {
                let cell = game.arena.padCell(pad)
                #expect(
                    Array(words[(words[21] + 3 * pad)...].prefix(3))
                        == [Int(cell), pad < 4 ? 2 : 1, Int(game.padTicks[pad])])
            }
            #expect(Array(words[56..<56 + game.food.count]) == game.food.map { Int($0) })
            for (slot, snake) in game.snakes.enumerated() {
                let fields = Array(words[(24 + 16 * slot)..<(40 + 16 * slot)])
                #expect(Array(fields[..<4]) == [slot, slot, Int(snake.status.rawValue), Int(snake.direction.rawValue)])
                #expect(fields[5] == Int(snake.credit) && fields[6] == (snake.isBoosting ? 75_000 : 50_000))
                #expect(
                    fields[14] == Int(snake.charge) && fields[15] == (snake.isBoostHeld ? snake.charge > 0 ? 2 : 1 : 0))
                #expect(
                    Array(words[fields[13]..<fields[13] + fields[12]])
                        == (0..<snake.body.count).map { Int(snake.body[$0]) })
            }
        }
    }
}
