import GameCore
import GatewayCore
import Identity
import RPC
import RegistryAPI
import Wire

/// What the preview of a shared replay says.
extension Gateway {
    /// A page that is opened by a player waits no longer for it.
    private static let previewLimit = Duration.milliseconds(700)
    static let previewsKept = 256

    /// A replay that cannot be had is described without its players.
    func preview(ofReplay text: Substring, for clientAddress: String) async -> LinkPreview {
        guard let name = ReplayName(text) else { return .someReplay }
        if let known = previews[name] { return known }
        guard let registry, replaysPerAddress.take(IPAddress.limitKey(of: clientAddress), now: now),
            let file = try? await RegistryClient(channel: registry)
                .getReplay(
                    GetReplayRequest(matchID: name.match.rawValue, key: name.key), deadline: Self.previewLimit
                ).file,
            Replay.key(ofFile: file) == name.key, let replay = try? Replay(decoding: file)
        else { return .someReplay }
        let preview = LinkPreview(replay)
        if previews.count >= Self.previewsKept { previews.removeAll(keepingCapacity: true) }
        previews[name] = preview
        return preview
    }
}

extension LinkPreview {
    private static let ticksPerSecond: UInt32 = 20

    init(_ replay: Replay) {
        let rules = replay.rules
        var sides: [(names: [String], score: UInt32, rank: UInt8)] = []
        for side in 0..<rules.sides {
            let slots = (0..<rules.players).filter { rules.team(ofSlot: $0) == side }
            guard let first = slots.first else { continue }
            let names = slots.map { slot in
                let name = String(decoding: replay.names[Int(slot)], as: UTF8.self)
                return name.isEmpty ? "Player \(slot + 1)" : name
            }
            sides.append((names, replay.result.scores[Int(first)], replay.result.ranks[Int(first)]))
        }
        // Without a contest there are no ranks: then as they sat.
        sides = sides.enumerated().sorted { ($0.element.rank, $0.offset) < ($1.element.rank, $1.offset) }.map(\.element)
        let mode =
            switch rules.mode {
            case .duel: "Duel"
            case .teams: "Two against two"
            case .freeForAll: "Free for all"
            case .solo: "Solo"
            case .custom: "A custom game"
            }
        self.init(sides: sides.map { ($0.names, $0.score) }, mode: mode, seconds: replay.ticks / Self.ticksPerSecond)
    }
}
