import GameCore
import Identity
import SimulationCore

/// A world of duels whose players turn twice a second, as the simulation of a node applies it: for counts of instructions and
/// allocations. `world-bench busy PLAYERS SECONDS`; the difference of two lengths is without the beginning.
struct BusyWorld {
    private var world = World()
    private var index: UInt64 = 0
    private var events: [WorldEvent] = []
    private var sequences: [UInt64]
    private let players: Int
    /// Bytes of frames, so that nothing is optimised away.
    private(set) var bytes = 0

    init(players: Int) {
        self.players = players
        sequences = Array(repeating: 0, count: players)
        for player in 0..<players {
            let attachment = Attachment(stream: UInt64(player + 1), node: NodeID(rawValue: 1))
            apply(.attach(key(player), attachment, name: Array("p\(player)".utf8), Ratings()))
            request(player, .joinQueue(QueueModes([.duel])!, isRanked: false))
        }
        for player in 0..<players { request(player, .ready) }
        for _ in 0..<80 { advance() }
    }

    private func key(_ player: Int) -> SessionKey {
        SessionKey(user: UserID(rawValue: UInt64(player + 1)), session: SessionID(rawValue: UInt64(player + 1)))
    }

    private mutating func request(_ player: Int, _ action: Action) {
        sequences[player] += 1
        apply(.request(key(player), sequence: sequences[player], Entropy(first: UInt64(player), second: 7), action))
    }

    private mutating func apply(_ command: Command) {
        index += 1
        world.apply(LogEntry(index: LogIndex(rawValue: index), command: command.encoded()), events: &events)
        for event in events { tell(event) }
        events.removeAll(keepingCapacity: true)
    }

    /// Whom an event reaches, as the service asks.
    private mutating func tell(_ event: WorldEvent) {
        switch event {
        case .update(let id, let frame): for _ in world.audience(of: id) { bytes += frame.count }
        case .acknowledged(_, _, let frame): bytes += frame.count
        case .matchChanged(let id):
            for user in world.audience(of: id) { bytes += world.matchView(id, for: user) == nil ? 0 : 1 }
        default: break
        }
    }

    private mutating func advance() {
        apply(.advance(tick: world.tick + 1))
        bytes += Int(truncatingIfNeeded: world.boardsDigest & 1)
    }

    /// One tick with the players' turns: squares of ten ticks a side, a tenth of the players each tick.
    mutating func tick(hashes: Bool) {
        let turn = Int(world.tick)
        for player in 0..<players where player % 10 == turn % 10 {
            sequences[player] += 1
            let command = Command.input(
                key(player), sequence: sequences[player], MatchID(rawValue: UInt64(player / 2 + 1)),
                stamp: UInt64(turn), .turn(Direction(lowBits: UInt8(truncatingIfNeeded: turn / 10))))
            apply(command)
        }
        advance()
        bytes += world.playerCount
        if hashes, world.tick % 20 == 0 { bytes += world.digest.bytes }
    }

    var summary: String { "\(world.playerCount) players play after \(world.tick) ticks, \(bytes) bytes" }
}
