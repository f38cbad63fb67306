import Foundation
import GameCore
import Testing

/// Bytes that are almost a message: what a bug or an attacker sends. `make fuzz` runs this for longer, with AddressSanitizer on
/// protobuf-c's code.
@Suite struct MutationTests {
    private static let workers: UInt64 = 8
    /// Decodings in all.
    private static let executions = setting("SNAKETRON_FUZZ_EXECUTIONS") ?? 240_000
    private static let firstSeed = UInt64(setting("SNAKETRON_FUZZ_SEED") ?? 0)

    private static func setting(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }

    @Test("any bytes give a value or an error", arguments: 0..<workers)
    func mutations(worker: UInt64) async {
        let seed = Self.firstSeed &+ worker
        var random = SplitMix64(seed: seed)
        var accepted = 0
        let goldens = Golden.all
        let rounds = Self.executions / Int(Self.workers)
        var tried: [String: (all: Int, accepted: Int)] = [:]
        for round in 0..<rounds {
            let golden = goldens[random.below(goldens.count)]
            var bytes = golden.bytes
            for _ in 0...random.below(4) {
                mutate(&bytes, with: goldens, &random)
            }
            let isMessage = expectStable(golden, bytes, "SNAKETRON_FUZZ_SEED=\(seed), round \(round)")
            if isMessage { accepted += 1 }
            let name = String(golden.testDescription.prefix { $0 != "," })
            tried[name, default: (0, 0)].all += 1
            tried[name, default: (0, 0)].accepted += isMessage ? 1 : 0
            if round % 100 == 0 { await Task.yield() }  // others have deadlines
        }
        // Both outcomes are common, or the mutations are of no use.
        #expect(accepted > rounds / 20 && accepted < rounds * 19 / 20)
        guard Self.setting("SNAKETRON_FUZZ_EXECUTIONS") != nil else { return }
        for (name, count) in tried.sorted(by: { $0.key < $1.key }) {
            print("fuzz: seed \(seed) \(name): \(count.all) executions, \(count.accepted) were messages")
        }
    }

    private func mutate(_ bytes: inout [UInt8], with goldens: [Golden], _ random: inout SplitMix64) {
        let place = random.below(bytes.count + 1)
        switch random.below(7) {
        case 0 where place < bytes.count:
            bytes[place] ^= 1 << UInt8(random.below(8))
        case 1 where place < bytes.count:
            bytes[place] = [0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF][random.below(6)]
        case 2:
            bytes.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
        case 3 where place < bytes.count:
            bytes.removeSubrange(place..<min(bytes.count, place + 1 + random.below(8)))
        case 4:
            bytes.append(contentsOf: bytes.prefix(place))  // fields repeated, messages merged
        case 5:
            bytes.insert(contentsOf: goldens[random.below(goldens.count)].bytes.prefix(64), at: place)
        default:
            bytes.insert(contentsOf: [0xFF, 0xFF, 0xFF, 0xFF, 0x0F], at: place)  // a length of 4 GiB
        }
    }
}

extension SplitMix64 {
    fileprivate mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }
}
