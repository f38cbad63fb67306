import ConsensusCore
import GameCore
import Testing

@Suite struct SplitMix64Tests {
    @Test("the game and consensus draw the numbers of the reference implementation (prng.di.unimi.it/splitmix64.c)")
    func reference() {
        var (game, consensus) = (GameCore.SplitMix64(seed: 1_234_567), ConsensusCore.SplitMix64(seed: 1_234_567))
        for expected: UInt64 in [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ] {
            #expect(game.next() == expected)
            #expect(consensus.next() == expected)
        }
    }
}
