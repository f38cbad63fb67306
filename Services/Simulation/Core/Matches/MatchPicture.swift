import GameCore

extension Game {
    /// Runs of cells that are told of a snake; what lies farther back is left out.
    static let runsPictured = 24

    /// The field in a few letters, for those who look for a match to watch: `60x40:10 0@1234r3d12 2@88`.
    ///
    /// Width, height and depth of the end zones in cells; then each snake on the field by its slot: the cell of its head
    /// (`y * width + x`), and how its body goes on from there to the tail, `u`p, `r`ight, `d`own, `l`eft, and how many cells
    /// that way. At most 8 snakes, so 700 bytes; mostly a few dozen. docs/guide/protocol.md, section 5.
    package var picture: String {
        var text = "\(rules.width)x\(rules.height):\(rules.endZoneDepth)"
        for (slot, snake) in snakes.enumerated() where snake.status == .playing && snake.body.count > 0 {
            text += " \(slot)@\(snake.body.head)"
            var run: (way: Character, cells: Int)?
            var runs = 0
            for index in 1..<max(1, snake.body.count) {
                guard let way = way(from: snake.body[index - 1], to: snake.body[index]) else { break }
                if let last = run, last.way != way {
                    text += "\(last.way)\(last.cells)"
                    runs += 1
                    run = nil
                    if runs == Self.runsPictured { break }
                }
                run = (way, (run?.cells ?? 0) + 1)
            }
            if let run { text += "\(run.way)\(run.cells)" }
        }
        return text
    }

    /// `nil`: the cells are not next to each other.
    private func way(from cell: UInt16, to next: UInt16) -> Character? {
        switch Int(next) - Int(cell) {
        case -Int(rules.width): "u"
        case 1: "r"
        case Int(rules.width): "d"
        case -1: "l"
        default: nil
        }
    }
}
