/// Where a snake heads. Raw values are those of the wire and of the canonical state.
package enum Direction: UInt8, Sendable, Equatable {
    case up = 0
    case right = 1
    case down = 2
    case left = 3

    package init(lowBits: UInt8) {
        switch lowBits & 3 {
        case 0: self = .up
        case 1: self = .right
        case 2: self = .down
        default: self = .left
        }
    }

    package var opposite: Direction { Direction(lowBits: rawValue &+ 2) }
}
