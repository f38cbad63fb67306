import HTTP2
import NIOCore
import Testing

/// What happened on one side, with the bytes copied out of the batches.
struct Seen: Equatable {
    var headers: [HTTP2StreamID: [[String: String]]] = [:]
    var body: [HTTP2StreamID: [UInt8]] = [:]
    var ended: [HTTP2StreamID] = []
    var closed: [HTTP2StreamID: HTTP2ErrorCode] = [:]
    var pings: [UInt64] = []
    var goAway: HTTP2StreamID?
    var settings = 0
}

/// A session and what it saw.
final class Endpoint {
    var session: HTTP2Session
    var seen = Seen()
    /// Gives windows back at once.
    var consumes = true

    init(_ role: HTTP2Role, _ settings: HTTP2Settings = HTTP2Settings()) { session = HTTP2Session(role, settings) }

    var fault: HTTP2Error? { session.fault }
    var isFinished: Bool { session.isFinished }

    func output() -> [UInt8] {
        var buffer = ByteBuffer()
        #expect(session.send(into: &buffer, atMost: .max))
        look()
        return Array(buffer.readableBytesView)
    }

    func receive(_ bytes: some Collection<UInt8>) throws(HTTP2Error) {
        let bytes = Array(bytes)
        defer { look(at: bytes) }
        try session.receive(bytes.span.bytes)
    }

    /// - Parameter received: What events of DATA point into.
    private func look(at received: [UInt8] = []) {
        while let batch = session.takeBatch() {
            for event in batch.events {
                switch event {
                case .headers(let id, _, let fields):
                    var block: [String: String] = [:]
                    for field in batch.fields[fields] { block[batch.text(field.name)] = batch.text(field.value) }
                    seen.headers[id, default: []].append(block)
                case .data(let id, let range):
                    seen.body[id, default: []] += received[range]
                    session.consumeConnection(range.count)
                    if consumes { session.consume(range.count, of: id) }
                case .endOfStream(let id): seen.ended.append(id)
                case .closed(let id, let code): seen.closed[id] = code
                case .pingAcknowledged(let number): seen.pings.append(number)
                case .goAway(let last, _): seen.goAway = last
                case .settings: seen.settings += 1
                }
            }
            session.recycle(batch)
        }
    }
}

private let request: HTTP2Headers = {
    var headers = HTTP2Headers()
    headers.append(":method", "POST")
    headers.append(":scheme", "http")
    headers.append(":path", "/x")
    headers.append(":authority", "a")
    headers.append("name", "value")
    return headers
}()

private func fields(_ pairs: (String, String)...) -> HTTP2Headers {
    var headers = HTTP2Headers()
    for (name, value) in pairs { headers.append(name, value) }
    return headers
}

private func exchange(_ client: Endpoint, _ server: Endpoint) throws(HTTP2Error) {
    while true {
        let up = client.output()
        if !up.isEmpty { try server.receive(up) }
        let down = server.output()
        if !down.isEmpty { try client.receive(down) }
        if up.isEmpty, down.isEmpty { return }
    }
}

@Suite("HTTP/2 between two sessions in memory")
struct HTTP2SessionTests {
    private let none: [5 of UInt8] = [0, 0, 0, 0, 0]

    @Test("a request and its answer with trailers, in bytes cut anywhere", arguments: [1, 2, 7, 100, 100_000])
    func roundTrip(piece: Int) throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        let stream = client.session.open(request)
        client.session.write(prefix: none, [1, 2, 3], on: stream)
        client.session.end(stream)
        var up = client.output()[...]
        while !up.isEmpty {
            try server.receive(up.prefix(piece))
            up = up.dropFirst(piece)
        }
        #expect(server.seen.settings == 1)
        #expect(
            server.seen.headers[1] == [
                [":method": "POST", ":scheme": "http", ":path": "/x", ":authority": "a", "name": "value"]
            ])
        #expect(server.seen.body[1] == [0, 0, 0, 0, 0, 1, 2, 3])
        #expect(server.seen.ended == [1])

        let answer = server.session.accept(1)
        server.session.respond(fields((":status", "200")), on: answer)
        server.session.write(prefix: none, [9], on: answer)
        server.session.end(answer, trailers: fields(("grpc-status", "0")))
        var down = server.output()[...]
        while !down.isEmpty {
            try client.receive(down.prefix(piece))
            down = down.dropFirst(piece)
        }
        #expect(client.seen.headers[1] == [[":status": "200"], ["grpc-status": "0"]])
        #expect(client.seen.body[1] == [0, 0, 0, 0, 0, 9])
        #expect(client.seen.closed == [1: .noError])
        #expect(server.seen.closed == [1: .noError])
    }

    @Test("a header block that is cut between batches keeps its fields, and those of others")
    func splitHeaders() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        try exchange(client, server)
        // One stream's data and the next one's headers in one piece, cut inside the headers.
        let first = client.session.open(request)
        client.session.write(prefix: none, [UInt8](repeating: 7, count: 100), on: first)
        let begin = client.output()
        _ = client.session.open(request)
        let next = client.output()
        try server.receive(begin + next.prefix(next.count / 2))
        try server.receive(next.dropFirst(next.count / 2))
        #expect(server.seen.headers[1] == server.seen.headers[3])
        #expect(server.seen.headers[3]?.first?["name"] == "value")
        #expect(server.seen.body[1]?.count == 105)
    }

    @Test("a sender stops at the stream's window and goes on when the reader gives it back")
    func flowControl() throws {
        var settings = HTTP2Settings()
        settings.streamWindow = 65_535
        let client = Endpoint(.client)
        let server = Endpoint(.server, settings)
        server.consumes = false
        try exchange(client, server)
        let stream = client.session.open(request)
        let other = client.session.open(request)
        client.session.write(prefix: none, [UInt8](repeating: 1, count: 1 << 20), on: stream)
        client.session.end(stream)
        try exchange(client, server)
        #expect(server.seen.body[stream.id]?.count == 65_535)
        #expect(stream.bufferedBytes == (1 << 20) + 5 - 65_535)
        // The other stream is not held up.
        client.session.write(prefix: none, [5], on: other)
        try exchange(client, server)
        #expect(server.seen.body[other.id]?.count == 6)

        server.consumes = true
        server.session.consume(65_535, of: stream.id)
        try exchange(client, server)
        #expect(server.seen.body[stream.id]?.count == (1 << 20) + 5)
        #expect(server.seen.ended == [stream.id])
        #expect(stream.bufferedBytes == 0)
    }

    @Test("a server that answers early resets with NO_ERROR after the whole answer (RFC 9113 §8.1)")
    func earlyAnswer() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        let stream = client.session.open(request)
        try exchange(client, server)
        let answer = server.session.accept(stream.id)
        server.session.respond(fields((":status", "200")), on: answer)
        server.session.write(prefix: none, [9], on: answer)
        server.session.end(answer, trailers: fields(("grpc-status", "5")))
        try exchange(client, server)
        #expect(client.seen.headers[1] == [[":status": "200"], ["grpc-status": "5"]])
        #expect(client.seen.ended == [1])
        #expect(client.seen.closed == [1: .noError])
        #expect(server.seen.closed == [1: .noError])
    }

    @Test("a reset reaches the other side with its code, and drops what is queued")
    func reset() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        let stream = client.session.open(request)
        try exchange(client, server)
        client.session.write(prefix: none, [1], on: stream)
        client.session.reset(stream, .cancel)
        try exchange(client, server)
        #expect(server.seen.closed == [1: .cancel])
        #expect(server.seen.body[1] == nil)
        client.session.write(prefix: none, [1], on: stream)  // after the end: nothing
        client.session.end(stream)
        #expect(client.output().isEmpty)
    }

    @Test("a stream's object is used again when nobody holds it, and carries nothing over")
    func reuse() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        for round in 0..<20 as Range<UInt8> {
            let large = round % 2 == 0
            let stream = client.session.open(request)
            if round % 3 == 0 { try exchange(client, server) }  // it is on the wire, else it only waits
            client.session.write(prefix: none, [UInt8](repeating: round, count: large ? 5_000 : 5), on: stream)
            client.session.end(stream, trailers: fields(("left", "over")))
            client.session.reset(stream, .cancel)  // with all of it queued
            try exchange(client, server)
        }
        let held = client.session.open(request)
        client.session.reset(held, .cancel)
        try exchange(client, server)
        let next = client.session.open(request)
        #expect(next !== held)
        client.session.write(prefix: none, [1, 2], on: held)  // is over: nothing
        client.session.write(prefix: none, [3], on: next)
        client.session.end(next)
        try exchange(client, server)
        #expect(server.seen.body == [next.id: [0, 0, 0, 0, 0, 3]])
        #expect(server.seen.headers[next.id]?.count == 1)
        #expect(client.session.queuedBytes == 0)
        #expect(client.session.streamCount == 1)
    }

    @Test("what is sent stops at the end of a frame when the buffer has enough, and goes on from there")
    func limitedOutput() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        try exchange(client, server)
        let stream = client.session.open(request)
        let body = (0..<60_000).map { UInt8(truncatingIfNeeded: $0) }
        client.session.write(prefix: none, body, on: stream)
        client.session.end(stream)
        var rounds = 0
        var isAll = false
        while !isAll {
            var buffer = ByteBuffer()
            isAll = client.session.send(into: &buffer, atMost: 1_000)
            #expect(buffer.readableBytes < 1_000 + 9 + 16_384)
            #expect(isAll || buffer.readableBytes >= 1_000)
            try server.receive(buffer.readableBytesView)
            rounds += 1
        }
        #expect(rounds >= 4)
        #expect(server.seen.body[1] == [0, 0, 0, 0, 0] + body)
        #expect(server.seen.ended == [1])
    }

    @Test("streams beyond the peer's limit wait and then run")
    func concurrency() throws {
        var settings = HTTP2Settings()
        settings.maxConcurrentStreams = 2
        let client = Endpoint(.client)
        let server = Endpoint(.server, settings)
        try exchange(client, server)
        for _ in 0..<5 { client.session.end(client.session.open(request)) }
        try exchange(client, server)
        #expect(server.seen.ended == [1, 3])
        for id in [1, 3, 5, 7, 9] as [HTTP2StreamID] {
            #expect(server.seen.ended.contains(id))
            let answer = server.session.accept(id)
            server.session.respondOnly(fields((":status", "200")), on: answer)
            try exchange(client, server)
        }
        #expect(client.seen.closed.count == 5)
    }

    @Test("an orderly shutdown takes what is on its way and refuses what comes after (RFC 9113 §6.8)")
    func shutdown() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        let before = client.session.open(request)
        try exchange(client, server)
        server.session.announceShutdown()
        server.session.ping(42)
        let onItsWay = client.session.open(request)
        let crossing = client.output()
        try client.receive(server.output())
        #expect(client.seen.goAway == HTTP2StreamID.max)
        let canOpen = client.session.canOpenStream
        #expect(!canOpen)
        try server.receive(crossing)
        try server.receive(client.output())
        #expect(server.seen.pings == [42])
        server.session.goAway()
        try exchange(client, server)
        #expect(client.seen.goAway == onItsWay.id)
        #expect(client.seen.closed.isEmpty)
        for stream in [before, onItsWay] {
            client.session.end(stream)
            try exchange(client, server)
            server.session.respondOnly(fields((":status", "200")), on: server.session.accept(stream.id))
            try exchange(client, server)
        }
        #expect(client.seen.closed == [before.id: .noError, onItsWay.id: .noError])
        let bothFinished = client.isFinished && server.isFinished
        #expect(bothFinished)
    }

    @Test(
        "garbage instead of the preface is an error at once (RFC 9113 §3.4)",
        arguments: ["GET / HTTP/1.1\r\n\r\n", "\u{16}\u{3}\u{1}"])
    func garbage(text: String) throws {
        let server = Endpoint(.server)
        let error = #expect(throws: HTTP2Error.self) { try server.receive(text.utf8) }
        #expect(error?.code == .badPreface)
    }

    @Test("a frame over 16 KiB is a connection error with GOAWAY(FRAME_SIZE_ERROR) (RFC 9113 §4.2)")
    func oversizedFrame() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        try exchange(client, server)
        // DATA on stream 1, 16 MiB - 1.
        try server.receive([0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0, 1])
        let lastWords = server.output()
        #expect(lastWords.dropFirst(3).first == 7)  // GOAWAY
        #expect(Array(lastWords.suffix(from: 9 + 4).prefix(4)) == [0, 0, 0, 6])
        let finished = server.isFinished
        #expect(finished)
        #expect(server.fault?.code == .peerFault)
    }

    @Test("a header block over the limit resets its stream; the connection goes on")
    func headerLimit() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        try exchange(client, server)
        var large = request
        for n in 0..<20 { large.append("x-\(n)", [UInt8](repeating: 0x61, count: 1000)) }
        let bad = client.session.open(large)
        try exchange(client, server)
        #expect(server.seen.headers[bad.id] == nil)
        #expect(client.seen.closed[bad.id] == .internalError)
        let good = client.session.open(request)
        try exchange(client, server)
        #expect(server.seen.headers[good.id]?.count == 1)
    }

    @Test("resets past the allowed rate end the connection (CVE-2023-44487)")
    func rapidReset() throws {
        var settings = HTTP2Settings()
        settings.resetBurst = 100
        settings.resetRate = 1
        let client = Endpoint(.client)
        let server = Endpoint(.server, settings)
        try exchange(client, server)
        var resets = 0
        while !server.session.isFinished, resets < 1000 {
            let stream = client.session.open(request)
            try server.receive(client.output())
            client.session.reset(stream, .cancel)
            do throws(HTTP2Error) { try server.receive(client.output()) } catch { break }
            _ = server.output()
            resets += 1
        }
        #expect((100...110).contains(resets))
    }

    @Test("a flood of pings whose answers are not read is an error, not memory")
    func pingFlood() throws {
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        try exchange(client, server)
        let ping: [UInt8] = [0, 0, 8, 6, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8]
        var sent = 0
        let error = #expect(throws: HTTP2Error.self) {
            while sent < 100_000 {
                try server.receive(ping)
                sent += 1
            }
        }
        #expect(error?.code == .flooded)
        #expect(sent < 2000)
    }

    @Test("random bytes after the preface never trap", arguments: 0..<200)
    func fuzz(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let client = Endpoint(.client)
        let server = Endpoint(.server)
        let stream = client.session.open(request)
        client.session.write(prefix: none, [UInt8](repeating: 3, count: 300), on: stream)
        client.session.end(stream)
        var bytes = client.output()
        for _ in 0..<(1 + random.next() % 8) {
            bytes[24 + Int(random.next() % UInt64(bytes.count - 24))] = UInt8(truncatingIfNeeded: random.next())
        }
        try server.receive(bytes)  // the preface is whole, so nothing is thrown
        for id in server.seen.headers.keys {
            server.session.respondOnly(fields((":status", "200")), on: server.session.accept(id))
        }
        _ = server.output()
        #expect(server.isFinished == (server.fault != nil))
    }
}

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators", 2014.
private struct SplitMix {
    var state: UInt64
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
