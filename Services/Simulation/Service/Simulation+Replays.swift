import GameCore
import Identity
import Logging
import NIOCore
import Observability
import RPC
import RegistryAPI
import SimulationCore
import Wire

/// What this file alone keeps of replays.
struct ReplayStoring {
    /// One is on its way to the registry, or waits for another try.
    fileprivate var isUnderWay = false

    init() {}
}

/// The way of finished matches into the database: the simulation beside the leader hands them to its registry, and takes
/// them out of the world once they are there.
extension Simulation {
    /// While the registry or its database is away.
    private static let retryDelay = TimeAmount.seconds(2)
    private static let limit = Duration.seconds(5)

    func storeReplays() {
        guard leadership?.isLeader == true, !readiness.isQuarantined, !replayStoring.isUnderWay, let registry,
            let replay = world.nextOutgoingReplay, !queue.contains(.replayStored)
        else { return }
        replayStoring.isUnderWay = true
        let request = StoreReplayRequest(
            clusterID: clusterID, matchID: replay.match.rawValue, file: replay.file,
            players: replay.players, ranked: replay.isRanked)
        // An entry was applied by a callback; the wait for the database needs a task of its own.
        Task {
            do {
                let reply = try await RegistryClient(channel: registry).storeReplay(request, deadline: Self.limit)
                self.stored(replay.match, reply)
            } catch {
                self.notStored(replay.match, error)
            }
        }
    }

    private func stored(_ match: MatchID, _ reply: StoreReplayReply) {
        replayStoring.isUnderWay = false
        let ratings = reply.players.prefix(GameRules.maximumPlayers).compactMap { player in
            UserID(checked: player.userID).flatMap {
                NewRating(user: $0, queue: UInt64(reply.queue), mean: UInt64(player.mean))
            }
        }
        enqueue(.replayStored, .replayStored(match, ratings))
    }

    private func notStored(_ match: MatchID, _ fault: any Error) {
        // Said once in a while at most: the retries are the same story.
        logger.warning("a replay waits", metadata: .data([.match: "\(match)", .reason: "\(fault)"]))
        eventLoop.scheduleTask(in: Self.retryDelay) { [weak self] in
            self?.assumeIsolated { simulation in
                simulation.replayStoring.isUnderWay = false
                simulation.storeReplays()
            }
        }
    }
}
