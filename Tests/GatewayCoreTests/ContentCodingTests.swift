import GatewayCore
import Testing

@Suite struct ContentCodingTests {
    @Test(
        "the coding with the highest weight is chosen, at equal weights the smaller file",
        arguments: [
            ([], .identity), (["gzip"], .gzip), (["gzip", "deflate", "br"], .brotli), (["x-gzip"], .gzip),
            (["GZIP;Q=0.5"], .gzip), (["br;q=0", "gzip"], .gzip), (["br;q=0.2", "gzip;q=0.3"], .gzip),
            (["*"], .brotli), (["*;q=0"], .identity), (["br;q=0", "*"], .gzip), (["gzip;q=0"], .identity),
            (["gzip;q=0.5", "identity"], .identity), (["gzip", "identity;q=0.5"], .gzip), (["identity;q=0"], .identity),
            (["deflate", "zstd"], .identity), (["gzip;q=2"], .identity), (["gzip;q=x"], .identity),
            (["gzip;q=0.0001"], .identity), (["gzip;q=1.000"], .gzip), (["gzip;q=1.001"], .identity),
            (["gzip ; q=0.001"], .gzip), (["gzip;q=1;x"], .identity), (["gzip;q=0."], .identity),
            (["identity"], .identity),
        ] as [([String], ContentCoding)])
    func choice(accepted: [String], expected: ContentCoding) {
        #expect(ContentCoding.choose(accepted: accepted, available: [.gzip, .brotli]) == expected)
    }

    @Test("only what is there is chosen")
    func available() {
        #expect(ContentCoding.choose(accepted: ["br", "gzip;q=0.1"], available: [.gzip]) == .gzip)
        #expect(ContentCoding.choose(accepted: ["br", "gzip"], available: []) == .identity)
    }
}
