package import GameCore

/// What all players of this process together saw of each match: whether nothing is lost, doubled or different for two of them.
///
/// A match is judged once, when it is over and has been quiet, or at the end of the run, when all outcomes are known.
package struct MatchLedger: Sendable {
    /// Microseconds without a frame or an Ack after which a match that is over is judged.
    private static let quiet: Int64 = 10_000_000

    private struct Record: Sendable {
        /// The FNV-1a of each Update's bytes, by its sequence.
        var updates: [UInt64: UInt64] = [:]
        var newest: UInt64 = 0
        /// The last tick that an Update told of.
        var toldUntil: UInt32 = 0
        /// Inputs by ``key(_:_:_:)``, and how often they were told or accepted.
        var told: [UInt64: Int] = [:]
        var accepted: [UInt64: Int] = [:]
        /// Slots that players of this process have.
        var own: Set<UInt8> = []
        /// Of those, slots whose player may have missed an Ack or an Update, or that a bot steered at some time.
        var uncertain: Set<UInt8> = []
        var isOver = false
        var touched: Int64 = 0
    }

    package struct Fault: Sendable, Equatable {
        package let match: UInt64
        package let words: String
    }

    private var records: [UInt64: Record] = [:]
    /// Matches that were judged.
    package private(set) var judged = 0
    /// Of those, the ones that nobody here saw whole: what an Update told then is no proof.
    package private(set) var partial = 0

    package init() {}

    /// An Update as it came.
    /// - Returns: What differs from what another player was told.
    package mutating func told(_ bytes: [UInt8], _ match: UInt64, _ stream: UInt64, at now: Int64) -> Fault? {
        var digest = FNV1a64()
        for byte in bytes { digest.put(byte) }
        if let known = records[match]?.updates[stream] {
            guard known != digest.value else { return nil }
            return Fault(match: match, words: "Update \(stream) is not the same for two players")
        }
        guard let update = try? UpdateFrame(decoding: bytes) else {
            return Fault(match: match, words: "Update \(stream) cannot be read")
        }
        var record = records[match, default: Record()]
        record.updates[stream] = digest.value
        record.newest = max(record.newest, stream)
        record.toldUntil = max(record.toldUntil, update.tick)
        record.touched = now
        for input in update.inputs {
            guard let key = Self.key(input) else { continue }
            record.told[key, default: 0] += 1
        }
        records[match] = record
        return nil
    }

    package mutating func seated(_ slot: UInt8, in match: UInt64, at now: Int64) {
        guard slot < GameRules.maximumPlayers else { return }
        records[match, default: Record()].own.insert(slot)
        records[match]?.touched = now
    }

    /// What became of this slot's inputs may have passed by its player.
    package mutating func uncertain(_ slot: UInt8, in match: UInt64) { records[match]?.uncertain.insert(slot) }

    package mutating func accepted(
        _ input: PlayerInput, _ slot: UInt8, at tick: UInt32, in match: UInt64, at now: Int64
    ) {
        guard let key = Self.key(ScheduledInput(tick: tick, slot: slot, action: .init(input))) else { return }
        records[match, default: Record()].accepted[key, default: 0] += 1
        records[match]?.touched = now
    }

    package mutating func ended(_ match: UInt64, at now: Int64) {
        guard records[match]?.isOver == false else { return }
        records[match]?.isOver = true
        records[match]?.touched = now
    }

    /// Judges what is over and quiet.
    package mutating func review(at now: Int64) -> [Fault] {
        var faults: [Fault] = []
        for (match, record) in records where record.isOver && now - record.touched > Self.quiet {
            faults += judge(match, record)
            records[match] = nil
        }
        return faults.sorted { $0.match < $1.match }
    }

    /// Judges all that is left. Call it when no command is without its outcome any more, and all Updates have come.
    package mutating func close() -> [Fault] {
        var faults: [Fault] = []
        for (match, record) in records { faults += judge(match, record) }
        records = [:]
        return faults.sorted { $0.match < $1.match }
    }

    private mutating func judge(_ match: UInt64, _ record: Record) -> [Fault] {
        guard !record.own.isEmpty else { return [] }
        judged += 1
        let isWhole = UInt64(record.updates.count) == record.newest
        if !isWhole { partial += 1 }
        var faults: [Fault] = []
        for (key, times) in record.accepted where Self.tick(key) <= record.toldUntil {
            let told = record.told[key] ?? 0
            if told > times || isWhole && told != times {
                faults.append(
                    Fault(
                        match: match,
                        words: "\(Self.words(key)) was accepted \(times) times and is in the Updates \(told) times"))
            }
        }
        for (key, told) in record.told where record.accepted[key] == nil {
            let slot = UInt8(truncatingIfNeeded: key >> 8)
            if told > 1 || record.own.contains(slot) && !record.uncertain.contains(slot) {
                faults.append(
                    Fault(
                        match: match, words: "\(Self.words(key)) is in the Updates \(told) times and was never accepted"
                    ))
            }
        }
        return faults
    }

    // MARK: One number for an input: tick, slot and action.

    /// - Returns: `nil` for a leave, which is no input of a player.
    private static func key(_ input: ScheduledInput) -> UInt64? {
        let action: UInt64
        switch input.action {
        case .turn(let direction): action = UInt64(direction.rawValue)
        case .boost(let held): action = held ? 6 : 5
        case .leave: return nil
        }
        return UInt64(input.tick) << 16 | UInt64(input.slot) << 8 | action
    }

    private static func tick(_ key: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: key >> 16) }

    private static func words(_ key: UInt64) -> String {
        let actions = ["up", "right", "down", "left", "leave", "boost let go", "boost held"]
        return "the input '\(actions[Int(key & 7) % 7])' of slot \(key >> 8 & 0xFF) at tick \(tick(key))"
    }
}
