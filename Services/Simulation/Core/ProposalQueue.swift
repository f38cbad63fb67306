/// The commands of one simulation on their way into the log, in order.
///
/// One proposal is under way at a time and carries all that waited, so that the commands of a session never overtake each
/// other. A command stays until its proposal is committed or its effect is seen in the world; until then it is proposed
/// again, which the world's sequences make harmless.
package struct ProposalQueue: Sendable {
    /// Which command it is, to recognise its effect.
    package enum Label: Hashable, Sendable {
        case probe
        case replayStored
        case nodeLost(UInt64)
        case attach(stream: UInt64)
        case detach(stream: UInt64)
        case command(stream: UInt64, sequence: UInt64)
    }

    package struct Item: Sendable {
        package let label: Label
        package let command: [UInt8]

        package init(label: Label, command: [UInt8]) {
            self.label = label
            self.command = command
        }
    }

    /// Bytes of commands in one proposal; consensus takes 64 KiB.
    package static let maximumBytes = 32 << 10

    private var items: [Item] = []
    /// How many of the first items the proposal under way carries.
    private var carried = 0
    private var underWay: UInt64?

    package init() {}

    package var count: Int { items.count }

    package mutating func append(_ item: Item) { items.append(item) }

    package func contains(_ label: Label) -> Bool { items.contains { $0.label == label } }

    /// Begins a proposal of what waits.
    /// - Returns: Its commands; `nil` when one is under way or nothing waits.
    package mutating func begin(id: UInt64) -> [[UInt8]]? {
        guard underWay == nil, !items.isEmpty else { return nil }
        var bytes = 0
        carried = 0
        for item in items {
            bytes += item.command.count
            guard carried == 0 || bytes <= Self.maximumBytes else { break }
            carried += 1
        }
        underWay = id
        return items.prefix(carried).map(\.command)
    }

    /// The proposal of that id is in the log: its commands need no more.
    /// - Returns: Those commands; `nil` for the id of a proposal that was given up.
    package mutating func committed(id: UInt64) -> [Item]? {
        guard underWay == id else { return nil }
        defer { giveUp() }
        let committed = Array(items.prefix(carried))
        items.removeFirst(carried)
        return committed
    }

    /// The proposal of that id is lost or its fate unknown: its commands wait again, before all others.
    /// - Returns: Whether it was the one under way.
    package mutating func failed(id: UInt64) -> Bool {
        guard underWay == id else { return false }
        giveUp()
        return true
    }

    /// The same for whatever proposal is under way.
    package mutating func giveUp() {
        underWay = nil
        carried = 0
    }

    /// The effect of a command is seen in the world.
    package mutating func settled(_ label: Label) {
        guard let index = items.firstIndex(where: { $0.label == label }) else { return }
        if index < carried { carried -= 1 }
        items.remove(at: index)
    }

    /// A stream has gone: what it still waited for is not proposed again. Its detachment stays.
    package mutating func drop(stream: UInt64) {
        for index in items.indices.reversed() {
            switch items[index].label {
            case .attach(stream), .command(stream, _):
                if index < carried { carried -= 1 }
                items.remove(at: index)
            case .attach, .command, .detach, .nodeLost, .probe, .replayStored: break
            }
        }
    }
}
