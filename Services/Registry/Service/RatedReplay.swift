import GameCore
import Identity
import RegistryCore
import RegistryStorage
import Wire

/// Why a match rates nobody.
enum UnratedReason: Error, CustomStringConvertible {
    case notOfAQueue
    case bots
    case noContest
    case tooLong
    case notAReplay
    case falseReplay(ReplayPlayer.Verdict)

    var description: String {
        switch self {
        case .notOfAQueue: "it is of no queue, or its players do not fit it"
        case .bots: "a bot played in it"
        case .noContest: "it was no contest"
        case .tooLong: "it went on after its longest life"
        case .notAReplay: "its replay is damaged, or of other rules"
        case .falseReplay(let verdict): "its replay is false: \(verdict)"
        }
    }
}

extension RatedMatch {
    /// What the replay of a match shows when it is played again: milliseconds of work.
    init(replay file: [UInt8], of match: UInt64, players: [UInt64], isRanked: Bool) throws(UnratedReason) {
        let replay: Replay
        do throws(CodecError) { replay = try Replay(decoding: file) } catch { throw .notAReplay }
        guard replay.matchID == match, replay.parent == 0, players.count == Int(replay.rules.players) else {
            throw .notOfAQueue
        }
        // The tick that ends a match is one or two after its last.
        guard replay.ticks <= SharedLimits.matchTicks + 20 else { throw .tooLong }
        let mode: RatedQueue.Mode? =
            switch replay.rules.mode {
            case .duel: .duel
            case .teams: .teams
            case .freeForAll: .freeForAll
            case .solo, .custom: nil
            }
        guard let mode else { throw .notOfAQueue }
        let users = players.compactMap(UserID.init(checked:))
        guard users.count == players.count, users.allSatisfy({ $0.rawValue <= UInt64(Int64.max) }) else { throw .bots }
        var player = ReplayPlayer(replay)
        let verdict = player.verify()
        guard verdict == .accepted else { throw .falseReplay(verdict) }
        let ranks = replay.result.ranks
        guard ranks.allSatisfy({ $0 > 0 }) else { throw .noContest }
        var sides: [(team: UInt8, users: [UserID], rank: Int)] = []
        for slot in 0..<users.count {
            let team = replay.rules.team(ofSlot: UInt8(slot))
            if let index = sides.firstIndex(where: { $0.team == team }) {
                sides[index].users.append(users[slot])
            } else {
                sides.append((team, [users[slot]], Int(ranks[slot])))
            }
        }
        guard
            let rated = RatedMatch(
                queue: RatedQueue(mode, isRanked: isRanked), sides: sides.map { Side(users: $0.users, rank: $0.rank) })
        else { throw .notOfAQueue }
        self = rated
    }
}

extension QueueRating {
    init(_ row: StoredRating) {
        self.init(
            mode: row.queue.mode.rawValue, ranked: row.queue.isRanked, mean: UInt32(row.rating.mean.rounded()),
            deviation: UInt32(row.rating.deviation.rounded()), division: Rating.name(ofDivision: row.rating.division),
            matches: UInt64(clamping: row.matches), wins: UInt64(clamping: row.wins),
            lastMatchID: row.last?.match.rawValue ?? 0, lastMean: UInt32((row.last?.mean ?? 0).rounded()))
    }
}
