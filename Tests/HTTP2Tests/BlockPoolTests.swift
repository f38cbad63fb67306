import Testing

@testable import HTTP2

@Suite("Memory of the library")
struct BlockPoolTests {
    @Test("blocks are apart, keep their bytes when they grow, and are zero when asked for zero", arguments: 0..<20)
    func blocks(seed: UInt64) {
        var pool = BlockPool.Blocks()
        defer { pool.freeAll() }
        var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
        func random(_ bound: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(bound))
        }
        func size() -> Int { random(2) == 0 ? random(300) : random(3_000) }
        // Each block is filled with a byte of its own.
        var held: [(block: UnsafeMutableRawPointer, size: Int, mark: UInt8)] = []
        func check(_ block: UnsafeMutableRawPointer, _ size: Int, _ mark: UInt8) -> Bool {
            UnsafeRawBufferPointer(start: block, count: size).allSatisfy { $0 == mark }
        }
        func fill(_ block: UnsafeMutableRawPointer, _ size: Int) -> UInt8 {
            let mark = UInt8(random(256))
            UnsafeMutableRawBufferPointer(start: block, count: size).initializeMemory(as: UInt8.self, repeating: mark)
            return mark
        }
        for _ in 0..<5_000 {
            switch random(5) {
            case 0, 1:
                let size = size()
                guard let block = pool.allocate(size) else { continue }
                #expect(UInt(bitPattern: block) % 16 == 0)
                held.append((block, size, fill(block, size)))
            case 2:
                let size = size()
                guard let block = pool.allocateZero(size, 1) else { continue }
                #expect(check(block, size, 0))
                held.append((block, size, fill(block, size)))
            case 3 where !held.isEmpty:
                let index = random(held.count)
                let old = held[index]
                let size = size()
                guard let block = pool.resize(old.block, to: size) else { continue }
                #expect(check(block, min(size, old.size), old.mark))
                held[index] = (block, size, fill(block, size))
            default:
                guard !held.isEmpty else { continue }
                let one = held.remove(at: random(held.count))
                #expect(check(one.block, one.size, one.mark))
                pool.release(one.block)
            }
        }
        for one in held {
            #expect(check(one.block, one.size, one.mark))
            pool.release(one.block)
        }
    }

    @Test("a freed block is the next one of its size; sizes that no memory has are refused")
    func reuse() {
        var pool = BlockPool.Blocks()
        defer { pool.freeAll() }
        let first = pool.allocate(150)
        pool.release(first)
        let other = pool.allocate(20)
        let second = pool.allocate(190)
        #expect(second != nil && second == first && other != first)
        let refused = [pool.allocate(-1), pool.allocateZero(.max, 2), pool.resize(second, to: -1)]
        #expect(refused == [nil, nil, nil])
        pool.release(nil)
        pool.release(second)
        pool.release(other)
    }
}
