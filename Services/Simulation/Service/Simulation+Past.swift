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
        guard let key = stream.key, let match = world.match(of: key.user), world.isWatching(key.user, match)
        else { return }
        stream.seek = PlayStream.Seek(tick: tick, match: match)
        guard !stream.isReplaying else { return }  // the newest wish waits for it
        _ = showPast(to: stream, of: key.user)
        stream.seek = nil
    }

    /// A match that is about to be watched is to be shown from a tick on. That it is watched is an entry of the log; where it
    /// begins is between this stream and this node.
    func seek(_ stream: PlayStream, for watch: Watch, sequence: UInt64) {
        stream.seek = nil
        guard watch.from > 0, let key = stream.key else { return }
        let tick = watch.from - 1
        stream.seek = PlayStream.Seek(tick: tick, match: MatchID(checked: watch.matchID), sequence: sequence)
        // It may be watched already; then nothing else will show it.
        if let match = MatchID(checked: watch.matchID), world.match(of: key.user) == match {
            if stream.isReplaying {
                stream.seek = PlayStream.Seek(tick: tick, match: match)
            } else {
                _ = showPast(to: stream, of: key.user)
            }
        }
    }

    /// Shows what the stream asked for, when it watches that match now. One recording at a time is played again for a stream:
    /// while one is, the wish waits for its end.
    /// - Returns: Whether the past is shown, instead of a live Snapshot.
    func showPast(to stream: PlayStream, of user: UserID) -> Bool {
        stream.past = nil
        guard let seek = stream.seek, let id = world.match(of: user), seek.match == nil || seek.match == id,
            world.isWatching(user, id)
        else { return false }
        guard !stream.isReplaying else {
            // Without a sequence: the outcome of its command does not take it back.
            stream.seek = PlayStream.Seek(tick: seek.tick, match: id)
            return false
        }
        guard let past = world.past(of: id), let key = stream.key,
            budget.take(.replay(ticks: past.length), by: stream.payer(key), at: Self.microseconds, while: world.thrift)
                == 0
        else { return false }
        stream.seek = nil
        stream.past = PlayStream.Past(match: id)
        let streamID = stream.id
        // Minutes of a match take milliseconds to play again, which the loop must not wait for.
        stream.replaying = Task {
            let frames = await self.oneOfFew { await Self.frames(of: past, from: seek.tick) } ?? nil
            self.pastIsReady(frames, stream: streamID)
        }
        return true
    }

    /// Plays a match again, when fewer than ``WorkBudget/maximumReplays`` are; else in turn.
    /// - Returns: `nil` when too many wait already, or it is not wanted any more.
    func oneOfFew<Value: Sendable>(_ play: @Sendable () async -> Value) async -> Value? {
        if replaysRunning >= WorkBudget.maximumReplays {
            guard replaysWaiting.count < WorkBudget.maximumReplaysWaiting else { return nil }
            await withCheckedContinuation { replaysWaiting.append($0) }
        } else {
            replaysRunning += 1
        }
        defer {
            // The turn goes to the one that has waited longest.
            if replaysWaiting.isEmpty {
                replaysRunning -= 1
            } else {
                replaysWaiting.removeFirst().resume()
            }
        }
        guard !Task.isCancelled else { return nil }
        return await play()
    }

    @concurrent private static func frames(of past: PastOfMatch, from tick: UInt32) async -> [[UInt8]]? {
        past.frames(from: tick, atMost: maximumPastBytes) { !Task.isCancelled }
    }

    private func pastIsReady(_ frames: [[UInt8]]?, stream id: UInt64) {
        guard let stream = streams[id] else { return }
        stream.replaying = nil
        guard stream.isLive, let key = stream.key else { return }
        // There is none if a live Snapshot was sent meanwhile.
        if let past = stream.past { show(frames, past, to: stream, of: key.user) }
        // A wish that came meanwhile; that of a `watch` waits for the log instead.
        guard stream.isLive, let seek = stream.seek, seek.sequence == nil else { return }
        _ = showPast(to: stream, of: key.user)
        stream.seek = nil
    }

    private func show(_ frames: [[UInt8]]?, _ past: PlayStream.Past, to stream: PlayStream, of user: UserID) {
        stream.past = nil
        guard let frames else {
            logger.warning("the past of a match was not shown", metadata: .data([.match: "\(past.match)"]))
            return sendBoard(to: stream, of: user)
        }
        metrics.pastShown()
        for frame in frames { send(.frame(frame), to: stream) }
        for message in past.held where stream.isLive { stream.call.call.send(message) }
    }
}
