import Compression
import ConsensusCore
import Foundation
import Identity
import Testing

@testable import ConsensusRecovery
@testable import ConsensusStorage

@Suite struct CopiedWorldTests {
    private let world = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 / 7) }
    private var membership: Membership {
        Membership(bootstrap: Member(id: NodeID(rawValue: 4), address: "10.0.0.1:50052"))
    }

    private func copy() -> (CopiedWorld.Description, [UInt8]) {
        let packer = Packer()
        let packed = packer.append(world) + packer.finish()
        return (
            CopiedWorld.Description(
                cluster: 7, term: 3, index: 500, membership: membership.encoded(), size: UInt64(world.count),
                packedSize: UInt64(packed.count), checksum: CRC32C.checksum(of: packed)), packed
        )
    }

    @Test("a copy becomes the snapshot that it was, from which a cluster can be rebuilt")
    func whole() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("copy-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let (description, packed) = copy()
        let copied = try CopiedWorld(description, packed: packed)
        #expect(copied.world == world)
        let lost = try copied.written(to: folder, from: "the database")
        #expect(lost.path == "the database" && lost.cluster == ClusterID(rawValue: 7) && lost.node == nil)
        #expect((lost.lastTerm.rawValue, lost.lastIndex.rawValue) == (3, 500))
        #expect(lost.commitIndex == lost.lastIndex && lost.voters == [NodeID(rawValue: 4)])
    }

    @Test("damaged bytes are refused wherever the damage is")
    func damagedBytes() throws {
        let (description, packed) = copy()
        for position in stride(from: 0, to: packed.count, by: 53) {
            var wrong = packed
            wrong[position] ^= 1
            #expect(throws: RecoveryError.self) { _ = try CopiedWorld(description, packed: wrong) }
        }
        #expect(throws: RecoveryError.self) { _ = try CopiedWorld(description, packed: Array(packed.dropLast())) }
        #expect(throws: RecoveryError.self) { _ = try CopiedWorld(description, packed: packed + [0]) }
        #expect(throws: RecoveryError.self) { _ = try CopiedWorld(description, packed: []) }
    }

    @Test("a description that cannot be is refused")
    func damagedDescription() {
        let (good, packed) = copy()
        for change: (inout CopiedWorld.Description) -> Void in [
            { $0.cluster = 0 }, { $0.term = 0 }, { $0.index = 0 }, { $0.index = .max }, { $0.size = 0 },
            { $0.size -= 1 }, { $0.size += 1 }, { $0.size = .max }, { $0.packedSize += 1 }, { $0.checksum ^= 1 },
            { $0.membership = [] }, { $0.membership.removeLast() }, { $0.membership = Membership().encoded() },
        ] {
            var bad = good
            change(&bad)
            #expect(throws: RecoveryError.self) { _ = try CopiedWorld(bad, packed: packed) }
        }
    }

    @Test("a directory without a log ends nowhere")
    func noLog() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("end-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        #expect(try LogEnd(ofLogIn: folder) == .nothing)
        let disk = try PosixDisk(path: folder)
        #expect(try LogEnd(ofLogIn: folder) == .inUse)
        _ = disk
    }
}
