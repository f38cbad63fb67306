import Foundation
import GatewayCore
import GatewayService
import Glibc
import Testing

@Suite struct AccessLogTests {
    private func record(_ number: Int) -> AccessRecord {
        AccessRecord(
            id: "r-\(number)", address: "192.0.2.7", request: .init(method: "GET", path: "/\(number)", isHTTP11: true),
            status: 200, bytes: 1, milliseconds: 0)
    }

    @Test("lines come out whole and in order, and nothing is written when it is off")
    func order() async throws {
        #expect(AccessLog(.off) == nil)
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let log = try #require(AccessLog(.common, descriptor: ends[1]))
        for number in 0..<500 { log.write(record(number)) }
        await log.finish()
        close(ends[1])
        let lines = readAll(ends[0]).split(separator: "\n")
        #expect(lines.count == 500 && log.lost == 0)
        for (number, line) in lines.enumerated() { #expect(line.contains("\"GET /\(number) HTTP/1.1\"")) }
        close(ends[0])
    }

    @Test("who does not read costs lines, which are counted, and no time")
    func stoppedReader() async throws {
        var ends: [Int32] = [0, 0]
        try #require(pipe(&ends) == 0)
        let log = try #require(AccessLog(.json, descriptor: ends[1]))
        // Far more than the pipe and the buffer hold: this would never return if it waited.
        for number in 0..<40_000 { log.write(record(number)) }
        #expect(log.lost > 0)
        let lost = log.lost
        // The thread that writes goes on as soon as somebody reads.
        let reader = ends[0]
        let text = await withCheckedContinuation { continuation in
            let thread = Thread { continuation.resume(returning: readLines(reader, 40_000 - lost)) }
            thread.start()
        }
        #expect(text == 40_000 - lost)
        await log.finish()
        for end in ends { close(end) }
    }

    @Test("each answer names its request; a trusted proxy's name is kept, a stranger's is not")
    func requestNames() async throws {
        func name(_ gateway: GatewayUnderTest, _ headers: String = "") throws -> String? {
            var client = try RawClient(port: gateway.port)
            try client.send("GET /health HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
            return try client.readResponse().headers["x-request-id"]
        }
        try await withGateway { gateway in
            let first = try #require(try name(gateway))
            let second = try #require(try name(gateway, "X-Request-Id: mine\r\n"))
            #expect(first != second && second != "mine" && RequestName.isValid(first))
            var client = try RawClient(port: gateway.port)
            try client.send("nonsense\r\n\r\n")
            let refused = try client.readResponse()
            #expect(refused.status == 400 && refused.headers["x-request-id"] != nil)
        }
        try await withGateway(["trust.forwarded.for": "1"]) { gateway in
            let kept = try name(gateway, "X-Request-Id: edge-7\r\n")
            let replaced = try name(gateway, "X-Request-Id: a b\r\n")
            #expect(kept == "edge-7" && replaced != "a b")
        }
    }
}

private func readAll(_ descriptor: Int32) -> String {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
        bytes += buffer[..<count]
    }
}

/// Reads until so many lines have come.
/// - Returns: How many came.
private func readLines(_ descriptor: Int32, _ wanted: Int) -> Int {
    var lines = 0
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while lines < wanted {
        let count = read(descriptor, &buffer, buffer.count)
        guard count > 0 else { return lines }
        lines += buffer[..<count].count { $0 == UInt8(ascii: "\n") }
    }
    return lines
}
