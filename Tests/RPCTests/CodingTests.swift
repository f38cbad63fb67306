import NIOCore
import Testing

@testable import RPC

@Suite("How gRPC spells things")
struct CodingTests {
    @Test(
        "a timeout is read in each of its units",
        arguments: [
            ("1n", 1), ("99999999u", 99_999_999_000), ("250m", 250_000_000), ("3S", 3_000_000_000),
            ("2M", 120_000_000_000), ("1H", 3_600_000_000_000), ("99999999H", 31_536_000_000_000_000),
        ] as [(String, Int64)])
    func timeout(text: String, nanoseconds: Int64) {
        #expect(TimeoutCoding.decode(text.utf8) == .nanoseconds(nanoseconds))
    }

    @Test(
        "what is not a timeout is refused", arguments: ["", "S", "1", "123456789S", "-1S", "1.5S", "1s", "1 S", "٣S"])
    func badTimeout(text: String) {
        #expect(TimeoutCoding.decode(text.utf8) == nil)
    }

    @Test(
        "a timeout is written with at most 8 digits and never shorter than meant",
        arguments: [1, 99_999_999, 100_000_000, 100_000_001, 1_500_000_000, 86_400_000_000_000, 31_536_000_000_000_000])
    func writesTimeout(nanoseconds: Int64) throws {
        let text = TimeoutCoding.encode(.nanoseconds(nanoseconds))
        let read = try #require(TimeoutCoding.decode(text.utf8))
        #expect(read >= .nanoseconds(nanoseconds))
        // Units are a factor of 1000 apart, so at least 5 of the 8 digits are used.
        #expect(read.nanoseconds - nanoseconds <= nanoseconds / 100_000)
    }

    @Test("status messages are percent-encoded as the specification's rules say")
    func percent() {
        #expect(PercentCoding.encode("a%b é\n") == Array("a%25b %C3%A9%0A".utf8))
        #expect(PercentCoding.encode(" x ") == Array("%20x%20".utf8))
        #expect(PercentCoding.decode("a%25b %c3%A9".utf8) == "a%b é")
        #expect(PercentCoding.decode("100%".utf8) == "100%")
        #expect(PercentCoding.decode("%4".utf8) == "%4")
        #expect(PercentCoding.decode("%zz".utf8) == "%zz")
    }

    @Test("messages are cut out of a stream that is cut anywhere", arguments: [1, 2, 3, 4, 5, 6, 100])
    func reader(piece: Int) throws {
        let messages: [[UInt8]] = [[], [1], Array(repeating: 2, count: 300), [], [3, 4]]
        var stream: [UInt8] = []
        for message in messages {
            stream += [0, 0, 0, UInt8(message.count >> 8), UInt8(message.count & 255)] + message
        }
        var reader = MessageReader(maxMessageBytes: 300)
        var read: [[UInt8]] = []
        for start in Swift.stride(from: 0, to: stream.count, by: piece) {
            try stream[start..<min(start + piece, stream.count)].withUnsafeBytes { bytes in
                var rest = bytes[...]
                while let message = try reader.next(&rest) { read.append(message) }
                #expect(rest.isEmpty)
            }
        }
        #expect(read == messages)
        #expect(reader.isAtBoundary)
    }

    @Test(
        "bad prefixes are refused before their bytes",
        arguments: [
            ([0, 0, 0, 1, 45], .resourceExhausted), ([0, 255, 255, 255, 255], .resourceExhausted),
            ([1, 0, 0, 0, 1], .internalError), ([2, 0, 0, 0, 1], .internalError),
        ] as [([UInt8], RPCStatus.Code)])
    func badPrefix(prefix: [UInt8], code: RPCStatus.Code) {
        var reader = MessageReader(maxMessageBytes: 300)
        let error = #expect(throws: RPCStatus.self) {
            try prefix.withUnsafeBytes { bytes in
                var rest = bytes[...]
                _ = try reader.next(&rest)
            }
        }
        #expect(error?.code == code)
    }
}
