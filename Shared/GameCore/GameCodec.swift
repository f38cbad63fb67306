/// The canonical encoding of a game; docs/guide/rules.md, "Canonical state", is its specification.
extension Game {
    package static let encodingVersion: UInt8 = 2

    package func encode<Sink: ByteSink>(into sink: inout Sink) {
        sink.put(Self.encodingVersion)
        rules.encode(into: &sink)
        sink.put(tick)
        sink.put(ending.rawValue)
        sink.put(banks.zero)
        sink.put(banks.one)
        for snake in snakes { encode(snake, into: &sink) }
        for ticks in padTicks { sink.put(ticks) }
        sink.put(UInt8(truncatingIfNeeded: food.count))
        for cell in food { sink.put(cell) }
        sink.put(UInt16(truncatingIfNeeded: inputs.count))
        for input in inputs {
            sink.put(input.tick)
            sink.put(input.slot)
            sink.put(input.action.code)
        }
    }

    package func encoded() -> [UInt8] {
        var writer = ByteWriter(reserving: 256)
        encode(into: &writer)
        return writer.bytes
    }

    /// 64-bit FNV-1a of the canonical encoding. docs/guide/rules.md, section 9.
    package var stateHash: UInt64 {
        var hash = FNV1a64()
        encode(into: &hash)
        return hash.value
    }

    private func encode<Sink: ByteSink>(_ snake: Snake, into sink: inout Sink) {
        sink.put(snake.status.rawValue)
        sink.put(snake.direction.rawValue)
        sink.put(
            snake.turns.count | (snake.turns.first?.rawValue ?? 0) << 2 | (snake.turns.second?.rawValue ?? 0) << 4)
        sink.put(snake.credit)
        sink.put(snake.growth)
        sink.put(snake.score)
        sink.put(snake.carried)
        sink.put(snake.combo)
        sink.put(snake.comboTicks)
        sink.put(snake.charge | (snake.isBoostHeld ? 0x80 : 0))
        sink.put(UInt16(truncatingIfNeeded: snake.body.count))
        guard snake.body.count > 0 else { return }
        sink.put(snake.body.head)
        // The way from each segment to the next one towards the tail: two bits each, the lowest first.
        var links: UInt8 = 0
        var filled: UInt8 = 0
        for index in 1..<snake.body.count {
            links |= arena.direction(from: snake.body[index - 1], to: snake.body[index]).rawValue << filled
            filled += 2
            if filled == 8 {
                sink.put(links)
                links = 0
                filled = 0
            }
        }
        if filled > 0 { sink.put(links) }
    }

    // MARK: - Decoding

    /// Any bytes give a playable game or an error; nothing is allocated by a count before its bytes are seen.
    package init(decoding bytes: [UInt8]) throws(CodecError) {
        var reader = ByteReader(bytes)
        self = try Game(from: &reader)
        try reader.end()
    }

    package init(from reader: inout ByteReader) throws(CodecError) {
        guard try reader.u8() == Self.encodingVersion else { throw .unknownKind }
        self.init(undecoded: try GameRules(from: &reader))
        tick = try Self.counter(&reader)
        guard let ending = EndReason(rawValue: try reader.u8()) else { throw .invalidValue }
        banks.zero = try Self.counter(&reader)
        banks.one = try Self.counter(&reader)
        guard rules.hasTeams || (banks.zero == 0 && banks.one == 0) else { throw .invalidValue }
        for slot in 0..<rules.players { snakes.append(try decodeSnake(slot, &reader)) }
        for _ in 0..<arena.padCount {
            padTicks.append(try reader.u8())
            guard padTicks[padTicks.count - 1] <= GameRules.padCooldown else { throw .invalidValue }
        }
        try decodeFood(&reader)
        try decodeInputs(&reader)
        // How the game stands follows from the rest, but for the start: a game is judged at the end of each step.
        guard ending == judge() else { throw .invalidValue }
        self.ending = ending
    }

    private static func counter(_ reader: inout ByteReader) throws(CodecError) -> UInt32 {
        let value = try reader.u32()
        guard value < GameRules.counterLimit else { throw .invalidValue }
        return value
    }

    private mutating func decodeSnake(_ slot: UInt8, _ reader: inout ByteReader) throws(CodecError) -> Snake {
        guard let status = Snake.Status(rawValue: try reader.u8()),
            let direction = Direction(rawValue: try reader.u8())
        else { throw .invalidValue }
        var snake = Snake(status: status, direction: direction)
        try Self.decodeTurns(of: &snake, try reader.u8())
        snake.credit = try reader.u32()
        snake.growth = try reader.u16()
        snake.score = try Self.counter(&reader)
        snake.carried = try Self.counter(&reader)
        snake.combo = try reader.u8()
        snake.comboTicks = try reader.u8()
        let boost = try reader.u8()
        snake.charge = boost & 0x7f
        snake.isBoostHeld = boost & 0x80 != 0
        guard snake.credit < GameRules.creditPerCell, snake.carried <= snake.score, snake.combo <= 3,
            snake.comboTicks <= GameRules.comboTicks, (snake.combo == 0) == (snake.comboTicks == 0),
            snake.charge <= GameRules.fullCharge,
            !rules.isSolo || snake.charge == (status == .playing ? GameRules.fullCharge : 0)
        else { throw .invalidValue }
        let length = Int(try reader.u16())
        guard status == .playing else {
            var blank = Snake(status: status, direction: direction)
            blank.score = snake.score
            blank.isBoostHeld = snake.isBoostHeld && status == .waiting
            guard length == 0, snake == blank, rules.hasTeams ? status != .dead : status != .waiting
            else { throw .invalidValue }
            return snake
        }
        guard length >= GameRules.startLength, length <= arena.cellCount else { throw .invalidValue }
        try decodeBody(of: &snake, slot, length: length, &reader)
        return snake
    }

    private static func decodeTurns(of snake: inout Snake, _ packed: UInt8) throws(CodecError) {
        let (count, first, second) = (packed & 3, Direction(lowBits: packed >> 2), Direction(lowBits: packed >> 4))
        guard count < 3, packed >> (2 + 2 * count) == 0 else { throw .invalidValue }
        if count > 0 {
            guard !snake.isReversing(first) else { throw .invalidValue }
            snake.turns.push(first)
        }
        if count > 1 {
            guard !snake.isReversing(second) else { throw .invalidValue }
            snake.turns.push(second)
        }
    }

    private mutating func decodeBody(
        of snake: inout Snake, _ slot: UInt8, length: Int, _ reader: inout ByteReader
    ) throws(CodecError) {
        var cell = try reader.u16()
        try occupy(cell, slot, &snake)
        var links: UInt8 = 0
        for index in 1..<length {
            if index % 4 == 1 { links = try reader.u8() }
            let link = Direction(lowBits: links)
            links >>= 2
            guard index > 1 || link == snake.direction.opposite,
                let next = arena.neighbour(of: cell, link)
            else { throw .invalidValue }
            cell = next
            try occupy(cell, slot, &snake)
        }
        guard links == 0 else { throw .invalidValue }
    }

    private mutating func occupy(_ cell: UInt16, _ slot: UInt8, _ snake: inout Snake) throws(CodecError) {
        guard isFree(cell) else { throw .invalidValue }
        field[cell] = Content(snake: slot)
        snake.body.pushTail(cell)
    }

    private mutating func decodeFood(_ reader: inout ByteReader) throws(CodecError) {
        for _ in 0..<(try reader.u8()) {
            let cell = try reader.u16()
            guard takesFood(cell), cell > food.last ?? 0 || food.isEmpty, arena.zoneOwner(cell) == nil,
                food.count < Int(rules.foodTarget)
            else { throw .invalidValue }
            field[cell] = .food
            food.append(cell)
        }
    }

    private mutating func decodeInputs(_ reader: inout ByteReader) throws(CodecError) {
        for _ in 0..<(try reader.u16()) {
            let runs = try Self.counter(&reader)
            let slot = try reader.u8()
            guard let action = ScheduledInput.Action(code: try reader.u8()) else { throw .invalidValue }
            let input = ScheduledInput(tick: runs, slot: slot, action: action)
            let count = inputs.count
            if let last = inputs.last, !last.precedes(input) { throw .invalidValue }
            guard insert(input, through: tick + GameRules.horizon), inputs.count == count + 1
            else { throw .invalidValue }
        }
    }
}

extension GameRules {
    package func encode<Sink: ByteSink>(into sink: inout Sink) {
        sink.put(mode.rawValue)
        sink.put(players)
        sink.put(width)
        sink.put(height)
        sink.put(endZoneDepth)
        sink.put(speed)
        sink.put(bankTarget)
        sink.put(foodTarget)
        sink.put(timeLimit)
    }

    package init(from reader: inout ByteReader) throws(CodecError) {
        guard let mode = Mode(rawValue: try reader.u8()) else { throw .invalidValue }
        let players = try reader.u8()
        let width = try reader.u8()
        let height = try reader.u8()
        let endZoneDepth = try reader.u8()
        let speed = try reader.u16()
        let bankTarget = try reader.u16()
        let foodTarget = try reader.u8()
        let timeLimit = try reader.u8()
        guard
            let rules = GameRules(
                mode: mode, players: players, width: width, height: height, endZoneDepth: endZoneDepth, speed: speed,
                bankTarget: bankTarget, foodTarget: foodTarget, timeLimit: timeLimit)
        else { throw .invalidValue }
        self = rules
    }
}
