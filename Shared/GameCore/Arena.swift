/// Where a snake starts: its head, and the way it faces. The body lies straight behind the head.
package struct Start: Sendable, Equatable {
    package let head: UInt16
    package let direction: Direction
}

/// The ground of a game: size, walls, end zones, starts. Follows from the rules alone. docs/guide/rules.md, section 3.
///
/// A cell is `y * width + x`; the origin is top left, y grows downwards.
package struct Arena: Sendable, Equatable {
    package let width: UInt16
    package let height: UInt16
    package let endZoneDepth: UInt16
    private let hasPads: Bool

    package init(_ rules: GameRules) {
        width = UInt16(rules.width)
        height = UInt16(rules.height)
        endZoneDepth = UInt16(rules.endZoneDepth)
        hasPads = !rules.isSolo
    }

    package var cellCount: Int { Int(width) * Int(height) }
    package var hasEndZones: Bool { endZoneDepth > 0 }

    package func cell(x: UInt16, y: UInt16) -> UInt16 { y * width + x }
    package func x(_ cell: UInt16) -> UInt16 { cell % width }
    package func y(_ cell: UInt16) -> UInt16 { cell / width }

    /// The cell next to `cell`, or nil outside the arena.
    package func neighbour(of cell: UInt16, _ direction: Direction) -> UInt16? {
        switch direction {
        case .up: cell >= width ? cell - width : nil
        case .right: x(cell) + 1 < width ? cell + 1 : nil
        case .down: y(cell) + 1 < height ? cell + width : nil
        case .left: x(cell) > 0 ? cell - 1 : nil
        }
    }

    /// The way from a cell to a neighbouring one. Only for neighbours.
    func direction(from cell: UInt16, to next: UInt16) -> Direction {
        if next > cell { return next - cell == 1 ? .right : .down }
        return cell - next == 1 ? .left : .up
    }

    /// The open rows of each zone's wall: a fifth of the height, odd, at least 3, centred. Only with end zones.
    package var goalRows: Range<UInt16> {
        let size = max(3, ((height * 2 + 5) / 10) | 1)
        let top = height / 2 - size / 2
        return top..<top + size
    }

    package func isWall(_ cell: UInt16) -> Bool {
        guard hasEndZones else { return false }
        let x = x(cell)
        return (x == endZoneDepth - 1 || x == width - endZoneDepth) && !goalRows.contains(y(cell))
    }

    /// The team whose end zone holds `cell`, walls included; nil on the field.
    package func zoneOwner(_ cell: UInt16) -> UInt8? {
        guard hasEndZones else { return nil }
        let x = x(cell)
        if x < endZoneDepth { return 0 }
        return x >= width - endZoneDepth ? 1 : nil
    }

    // MARK: - Boost pads. docs/guide/rules.md, section 6.

    /// Four big pads (numbers 0–3) and eight small ones (4–11), the same in each quarter of the field; none in Solo.
    package var padCount: Int { hasPads ? 12 : 0 }

    /// Where the pads of the field's top left quarter lie, in a field of 40 × 40: the big one's top left cell at (4, 4), the
    /// small ones at (16, 12) and (12, 16). Other fields scale these, rounding down.
    private var padPlaces: (big: (UInt16, UInt16), small: ((UInt16, UInt16), (UInt16, UInt16))) {
        let field = width - 2 * endZoneDepth
        return (
            (field / 10, height / 10), ((field * 2 / 5, height * 3 / 10), (field * 3 / 10, height * 2 / 5))
        )
    }

    /// The number of the pad that `cell` belongs to.
    package func pad(at cell: UInt16) -> Int? {
        guard hasPads, zoneOwner(cell) == nil else { return nil }
        let (x, y) = (x(cell) - endZoneDepth, y(cell))
        let (mirroredX, mirroredY) = (width - 2 * endZoneDepth - 1 - x, height - 1 - y)
        let quarter = (mirroredX < x ? 1 : 0) + (mirroredY < y ? 2 : 0)
        let (column, row) = (min(x, mirroredX), min(y, mirroredY))
        let places = padPlaces
        if column &- places.big.0 < 2, row &- places.big.1 < 2 { return quarter }
        if column == places.small.0.0, row == places.small.0.1 { return 4 + quarter }
        return column == places.small.1.0 && row == places.small.1.1 ? 8 + quarter : nil
    }

    /// The top left cell of a pad.
    package func padCell(_ number: Int) -> UInt16 {
        let places = padPlaces
        let (column, row) =
            switch number >> 2 {
            case 0: places.big
            case 1: places.small.0
            default: places.small.1
            }
        let size = Self.padSize(number)
        let x = number & 1 == 0 ? column : width - 2 * endZoneDepth - size - column
        let y = number & 2 == 0 ? row : height - size - row
        return cell(x: endZoneDepth + x, y: y)
    }

    /// Cells along each side.
    package static func padSize(_ number: Int) -> UInt16 { number < 4 ? 2 : 1 }

    /// Ticks of boost that a pad holds.
    static func padCharge(_ number: Int) -> UInt8 {
        number < 4 ? GameRules.fullCharge : GameRules.smallPadCharge
    }

    /// The start of a slot. docs/guide/rules.md, sections 2 and 3.
    package func start(ofSlot slot: UInt8, players: UInt8) -> Start {
        hasEndZones
            ? teamStart(team: slot & 1, member: slot >> 1, members: (players + 1 - slot & 1) / 2)
            : openStart(slot: slot, players: players)
    }

    private func teamStart(team: UInt8, member: UInt8, members: UInt8) -> Start {
        // Every other row around the middle: one player starts on it, two on either side of it.
        let y = height / 2 + 1 + 2 * UInt16(member) - UInt16(members)
        return team == 0
            ? Start(head: cell(x: endZoneDepth - 2, y: y), direction: .right)
            : Start(head: cell(x: width - endZoneDepth + 1, y: y), direction: .left)
    }

    private func openStart(slot: UInt8, players: UInt8) -> Start {
        // Even slots left, odd slots right; a single player on the right.
        let right = players == 1 || slot & 1 == 1
        let rows = UInt16(right ? max(players / 2, 1) : (players + 1) / 2)
        let y = (2 * UInt16(slot / 2) + 1) * height / (2 * rows)
        return right
            ? Start(head: cell(x: width - 6, y: y), direction: .left)
            : Start(head: cell(x: 5, y: y), direction: .right)
    }
}
