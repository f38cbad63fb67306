import GameCore
import Identity
import Testing

@testable import SimulationCore

/// Which version of behaviour is in force, and what a build does with what it does not know.
@Suite struct VersionTests {
    private let first = Behaviour.first
    private let second = Behaviour(rawValue: 2)
    private let third = Behaviour(rawValue: 3)

    private func apply(_ command: Command, to world: inout World) -> VersionGap? {
        apply(bytes: command.encoded(), to: &world)
    }

    private func apply(bytes: [UInt8], to world: inout World) -> VersionGap? {
        var events: [WorldEvent] = []
        let next = LogIndex(rawValue: world.appliedIndex.rawValue + 1)
        return world.apply(LogEntry(index: next, command: bytes), events: &events)
    }

    @Test("a new world has the first version; builds that do not know it wait for an entry that says one")
    func beginning() {
        #expect(World(knowing: first...first).behaviour == first)
        #expect(World(knowing: first...second).behaviour == first)
        var later = World(knowing: second...third)
        #expect(later.behaviour == .none)
        #expect(apply(.probe, to: &later) == nil)
        // Entries of builds that said no version.
        #expect(apply(.advance(tick: 1), to: &later) == .behaviour(first))
        #expect(apply(.raise(second), to: &later) == nil)
        #expect(later.behaviour == second)
    }

    @Test("a raise by one is taken, any other changes nothing, and nothing lowers the version")
    func raises() {
        var world = World(knowing: first...third)
        for version in [first, third, Behaviour(rawValue: 0), Behaviour(rawValue: .max)] {
            #expect(apply(.raise(version), to: &world) == nil)
            #expect(world.behaviour == first)
        }
        #expect(apply(.raise(second), to: &world) == nil)
        #expect(world.behaviour == second)
        #expect(apply(.raise(first), to: &world) == nil)
        #expect(apply(.raise(second), to: &world) == nil)
        #expect(world.behaviour == second)
    }

    @Test("a version that a build does not know stops it before the entry, with all that it had unchanged")
    func unknownVersion() {
        var world = World(knowing: first...first)
        _ = apply(.advance(tick: 1), to: &world)
        let before = world
        #expect(apply(.raise(second), to: &world) == .behaviour(second))
        #expect(world == before)
    }

    @Test("builds agree on every raise: one that stops does so where the other's version changes, and nowhere else")
    func agreement() {
        var random = SplitMix(5)
        for _ in 0..<200 {
            var old = World(knowing: first...second)
            var new = World(knowing: first...third)
            for _ in 0..<12 {
                let command = Command.raise(Behaviour(rawValue: UInt32(random.below(5))))
                #expect(apply(command, to: &new) == nil || new.behaviour == third)
                if let gap = apply(command, to: &old) {
                    #expect(gap == .behaviour(third) && new.behaviour == third && old.behaviour == second)
                    break
                }
                #expect(old.behaviour == new.behaviour)
            }
        }
    }

    @Test("an entry of an unknown kind, or a broken one, stops the world and is not passed over")
    func unknownCommand() {
        var world = World()
        _ = apply(.advance(tick: 1), to: &world)
        let before = world
        #expect(apply(bytes: [200, 1, 2], to: &world) == .command(kind: 200))
        #expect(apply(bytes: [], to: &world) == .command(kind: nil))
        #expect(apply(bytes: Command.advance(tick: 2).encoded() + [0], to: &world) == .command(kind: 1))
        #expect(world == before)
    }

    @Test("the next version is proposed only when all know it, and this build too")
    func proposals() {
        func proposal(_ inForce: Behaviour, _ known: ClosedRange<Behaviour>, _ common: UInt32) -> Behaviour? {
            Raise.proposal(inForce: inForce, known: known, common: common)
        }
        #expect(proposal(first, first...second, 2) == second)
        #expect(proposal(first, first...second, 9) == second)
        #expect(proposal(first, first...second, 1) == nil)
        #expect(proposal(first, first...second, 0) == nil)
        #expect(proposal(first, first...first, 2) == nil)
        #expect(proposal(second, first...second, 9) == nil)
        // A new cluster begins with the older of the two.
        #expect(proposal(.none, second...third, 0) == second)
    }

    @Test("a world's encoding says its version, and only a build that knows it reads it")
    func snapshots() throws {
        var world = World(knowing: first...third)
        // The first version is written as builds wrote it that knew of none: format 11, which says no version.
        #expect(world.encoded().first == 11)
        #expect(try World(decoding: world.encoded(), knowing: first...third) == world)
        _ = apply(.raise(second), to: &world)
        let bytes = world.encoded()
        #expect(Array(bytes.prefix(2)) == [12, 2])
        #expect(try World(decoding: bytes, knowing: first...third) == world)
        #expect(World.gap(inSnapshot: bytes, knowing: first...third) == nil)

        #expect(World.gap(inSnapshot: bytes, knowing: first...first) == .behaviour(second))
        #expect(throws: CodecError.unknownKind) { try World(decoding: bytes, knowing: first...first) }
        #expect(World.gap(inSnapshot: World().encoded(), knowing: second...third) == .behaviour(first))
        #expect(World.gap(inSnapshot: [13] + bytes.dropFirst(), knowing: first...third) == .format(13))
        #expect(World.gap(inSnapshot: [10] + bytes.dropFirst(), knowing: first...third) == .format(10))
        #expect(throws: CodecError.invalidValue) {
            try World(decoding: [12, 1] + bytes.dropFirst(2), knowing: first...third)
        }
        var unset = World(knowing: second...third)
        _ = apply(.probe, to: &unset)
        #expect(try World(decoding: unset.encoded(), knowing: second...third) == unset)
    }
}
