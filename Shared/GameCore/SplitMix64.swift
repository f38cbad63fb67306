/// SplitMix64 (Steele, Lea, Flood, 2014): small and fast; for play, never for what must not be guessed.
///
/// ConsensusCore has the same one, since this module is the game's alone.
package struct SplitMix64: RandomNumberGenerator, Sendable, Equatable {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    /// Below `bound`, which is small against 2⁶⁴.
    package mutating func below(_ bound: UInt32) -> UInt32 { UInt32(truncatingIfNeeded: next() % UInt64(bound)) }
}
