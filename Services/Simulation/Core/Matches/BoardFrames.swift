import GameCore
import Identity

import enum ClientProtocol.OutcomeCode

/// What the board's players are sent (docs/guide/protocol.md, section 6), and its place in a snapshot of the world.
extension Board {
    /// The next Update frame: all that is new, the tick and the hash.
    mutating func takeUpdate(of id: MatchID) -> [UInt8] {
        streamSequence += 1
        lastUpdate = game.tick
        let frame = UpdateFrame(
            matchID: id.rawValue, streamSequence: streamSequence, tick: game.tick, hash: stateHash(),
            inputs: newInputs, food: newFood)
        newInputs.removeAll(keepingCapacity: true)
        newFood.removeAll(keepingCapacity: true)
        return frame.encoded()
    }

    func snapshotFrame(of id: MatchID, slot: UInt8?) -> [UInt8] {
        SnapshotFrame(
            matchID: id.rawValue, streamSequence: streamSequence, slot: slot ?? SnapshotFrame.spectator, game: game
        ).encoded()
    }

    func encode(into sink: inout some ByteSink) {
        game.encode(into: &sink)
        food.encode(into: &sink)
        recording.encode(into: &sink)
        sink.putVarint(streamSequence)
        sink.putVarint(UInt64(lastUpdate))
        for bytes in recorded { sink.putVarint(UInt64(bytes)) }
    }

    init(from input: inout ByteReader) throws(CodecError) {
        game = try Game(from: &input)
        food = try FoodGenerator(from: &input)
        recording = try Recording(from: &input)
        guard !recording.isWhole || recording.lastTick == game.tick else { throw .invalidValue }
        streamSequence = try input.counter()
        lastUpdate = try input.varint32(atMost: game.tick)
        recorded = []
        for _ in 0..<game.rules.players {
            recorded.append(try input.varint32(atMost: UInt32(Recording.byteLimit)))
        }
        guard !recording.isWhole || recorded.reduce(0, { $0 + Int($1) }) == recording.inputs.bytes.count else {
            throw .invalidValue
        }
    }
}

extension RecordedOutcome {
    func event(for key: SessionKey, _ sequence: UInt64) -> WorldEvent {
        guard let receipt else { return .outcome(key, sequence: sequence, code) }
        let frame = AckFrame(
            matchID: receipt.match.rawValue, sequence: sequence, outcome: code.rawValue, tick: receipt.tick,
            late: receipt.late)
        return .acknowledged(key, sequence: sequence, frame: frame.encoded())
    }
}
