import GameCore
import Identity
import Logging
import NIOCore
import Observability
import RPC
import SimulationCore
import Wire

/// Watching a match from an earlier tick on: its recording is played again, and told as a Snapshot and Updates that lead to
/// the live ones without a gap. docs/decisions/0808-watching-from-any-tick.md.
extension Simulation {
    /// The past of a match is told in no more, so that no buffer on the way to the player drops it.
    private static let maximumPastBytes = 48 << 10

    /// A match that is watched already is shown from another tick on.
    func seek(_ stream: PlayStream, to tick: UInt32) {
        guard let key = stream.key else { return }
        let watched = watched(by: key.user)
        show(stream.seek.sought(tick, watching: watched) { recording(of: $0, for: stream, key) }, to: stream)
    }

    /// A match that is about to be watched is to be shown from a tick on.
    func seek(_ stream: PlayStream, for watch: Watch, sequence: UInt64) {
        guard let key = stream.key else { return }
        let watched = watched(by: key.user)
        let showing = stream.seek.asked(
            toWatch: MatchID(checked: watch.matchID), from: watch.from > 0 ? watch.from - 1 : nil, sequence: sequence,
            watching: watched
        ) { recording(of: $0, for: stream, key) }
        show(showing, to: stream)
    }

    /// Shows what the stream asked for, when it watches that match now.
    /// - Returns: Whether the past is shown, instead of a live Snapshot.
    func showPast(to stream: PlayStream, of user: UserID) -> Bool {
        guard let key = stream.key else { return false }
        let watched = watched(by: user)
        return show(stream.seek.boardDue(watching: watched) { recording(of: $0, for: stream, key) }, to: stream)
    }

    private func watched(by user: UserID) -> MatchID? {
        world.match(of: user).flatMap { world.isWatching(user, $0) ? $0 : nil }
    }

    /// `nil`: there is none, or it cannot be paid.
    private func recording(of match: MatchID, for stream: PlayStream, _ key: SessionKey) -> PastOfMatch? {
        guard let past = world.past(of: match) else { return nil }
        let price = WorkPrice.replay(ticks: past.length)
        let delay = budget.take(price, by: stream.payer(key), at: Self.microseconds, while: world.thrift)
        return delay == 0 ? past : nil
    }

    /// Minutes of a match take milliseconds to play again, which the loop must not wait for.
    @discardableResult
    private func show(_ showing: MatchSeek.Showing<PastOfMatch>?, to stream: PlayStream) -> Bool {
        guard let showing else { return false }
        let id = stream.id
        stream.replaying = Task {
            let frames = await self.replays.oneOfFew { await Self.frames(of: showing.recording, from: showing.tick) }
            self.pastIsReady(frames ?? nil, stream: id)
        }
        return true
    }

    @concurrent private static func frames(of past: PastOfMatch, from tick: UInt32) async -> [[UInt8]]? {
        past.frames(from: tick, atMost: maximumPastBytes) { !Task.isCancelled }
    }

    private func pastIsReady(_ frames: [[UInt8]]?, stream id: UInt64) {
        guard let stream = streams[id] else { return }
        stream.replaying = nil
        let past = stream.seek.replayed()
        guard stream.isLive, let key = stream.key else { return }
        if let past { show(frames, past, to: stream, of: key.user) }
        guard stream.isLive else { return }
        let watched = watched(by: key.user)
        show(stream.seek.next(watching: watched) { recording(of: $0, for: stream, key) }, to: stream)
    }

    private func show(_ frames: [[UInt8]]?, _ past: MatchSeek.Past, to stream: PlayStream, of user: UserID) {
        guard let frames else {
            logger.warning("the past of a match was not shown", metadata: .data([.match: "\(past.match)"]))
            return sendBoard(to: stream, of: user)
        }
        metrics.pastShown()
        for frame in frames { send(.frame(frame), to: stream) }
        for message in past.held where stream.isLive { stream.call.call.send(message) }
    }
}
