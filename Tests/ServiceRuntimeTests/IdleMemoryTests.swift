import Testing

@testable import ServiceRuntime

@Suite("Memory that nobody uses goes back to the operating system")
struct IdleMemoryTests {
    private let burst = 5 * IdleMemory.threshold

    /// The first sample of a series at which the heap is trimmed, counted from 1.
    private func firstTrim(_ samples: [Int], _ memory: inout IdleMemory) -> Int? {
        var first: Int?
        for (index, bytes) in samples.enumerated() where memory.sample(bytes) && first == nil { first = index + 1 }
        return first
    }

    @Test("after a whole minute, not before")
    func minute() {
        var memory = IdleMemory()
        let samples = Array(repeating: burst, count: IdleMemory.samples)
        #expect(firstTrim(samples, &memory) == IdleMemory.samples)
    }

    @Test("what is used now and then stays")
    func busy() {
        var memory = IdleMemory()
        let samples = (0..<100).map { $0.isMultiple(of: IdleMemory.samples) ? 0 : burst }
        #expect(firstTrim(samples, &memory) == nil)
    }

    @Test("a little stays")
    func little() {
        var memory = IdleMemory()
        #expect(firstTrim(Array(repeating: IdleMemory.threshold - 1, count: 100), &memory) == nil)
    }

    @Test("what was given back is not given back again, until it was taken again")
    func again() {
        var memory = IdleMemory()
        let quiet = Array(repeating: burst, count: 100)
        #expect(firstTrim(quiet, &memory) == IdleMemory.samples)
        #expect(firstTrim(quiet, &memory) == nil)
        #expect(firstTrim([0], &memory) == nil)
        #expect(firstTrim(quiet, &memory) == IdleMemory.samples)
    }

    @Test("a second burst is given back beside the first, which still counts as free")
    func second() {
        var memory = IdleMemory()
        #expect(firstTrim(Array(repeating: burst, count: 20), &memory) == IdleMemory.samples)
        #expect(firstTrim(Array(repeating: 2 * burst, count: 20), &memory) == IdleMemory.samples)
    }
}
