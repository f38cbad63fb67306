import ClientProtocol
import GatewayCore
import GatewayService
import Testing

@Suite("Limits by address at a gateway's port") struct AdmissionLimitTests {
    private func code(_ response: RawClient.Response) throws -> String? {
        try JSONValue(parsing: Array(response.body.utf8))["error"]?["code"]?.string
    }

    /// Polls for what the gateway's loop brings about; fails after 5 s.
    private func eventually(_ condition: () throws -> Bool) async throws {
        for _ in 0..<500 {
            if try condition() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        Issue.record("not within 5 s")
    }

    private func health(_ port: Int) throws -> RawClient.Response {
        var client = try RawClient(port: port)
        try client.send("GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        return try client.readResponse()
    }

    @Test("the connection beyond an address's limit is told so before it asks; when one ends there is room again")
    func connections() async throws {
        try await withGateway(["gateway.max.connections.per.address": "2"]) { gateway in
            do {
                let first = try RawClient(port: gateway.port)
                var second = try RawClient(port: gateway.port)
                try second.send("GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try second.readResponse().status == 200)
                var third = try RawClient(port: gateway.port)
                let refused = try third.readResponse()
                #expect(try refused.status == 429 && code(refused) == "too_many_connections")
                #expect(refused.headers["retry-after"] == "5" && refused.headers["connection"] == "close")
                #expect(try third.readToEnd() == "")
                // A socket is no plain connection any more.
                #expect(try second.upgrade().status == 101)
                #expect(try health(gateway.port).status == 200)
                first.endSending()
            }
            try await eventually { try health(gateway.port).status == 200 }
        }
    }

    @Test("behind a proxy all connections are the proxy's, and none counts by its address")
    func proxy() async throws {
        let changes = ["gateway.max.connections.per.address": "1", "trust.forwarded.for": "1"]
        try await withGateway(changes) { gateway in
            let held = try (0..<5).map { _ in try HeldConnection(port: gateway.port) }
            #expect(try health(gateway.port).status == 200)
            #expect(held.count == 5)
        }
    }

    @Test("connections, handshakes and hellos of an address have a rate; a question costs no handshake")
    func rates() async throws {
        try await withGateway(["gateway.handshakes.per.minute": "2"]) { gateway in
            for _ in 0..<3 {
                var question = try RawClient(port: gateway.port)
                try question.send("GET /ws?origin=http://x HTTP/1.1\r\nHost: x\r\n\r\n")
                #expect(try question.readResponse().status == 426)
            }
            for _ in 0..<2 {
                var client = try RawClient(port: gateway.port)
                #expect(try client.upgrade().status == 101)
            }
            var third = try RawClient(port: gateway.port)
            let refused = try third.upgrade()
            #expect(try refused.status == 429 && code(refused) == "too_many_handshakes")
            #expect(refused.headers["retry-after"] != nil)
            // A page is told the reason, by the question that it may ask.
            var question = try RawClient(port: gateway.port)
            try question.send("GET /ws?origin=http://x HTTP/1.1\r\nHost: x\r\n\r\n")
            #expect(try code(question.readResponse()) == "too_many_handshakes")
        }
        try await withGateway(["gateway.hellos.per.minute": "2"]) { gateway in
            var late = try RawClient(port: gateway.port)
            #expect(try late.upgrade().status == 101)
            for user in 1...2 as ClosedRange<UInt64> {
                var client = try RawClient(port: gateway.port)
                #expect(try client.upgrade().status == 101)
                try client.sendText(GatewayUnderTest.hello(user: user, standsBy: true))
                #expect(try client.readFrame().text.contains("standby"))
            }
            try late.sendText(GatewayUnderTest.hello(user: 3, standsBy: true))
            #expect(try late.readFrame().text.contains("too_many_hellos"))
            #expect(try late.readClose() == 1013)
            // Now a socket would be of no use.
            var fourth = try RawClient(port: gateway.port)
            let refused = try fourth.upgrade()
            #expect(try refused.status == 429 && code(refused) == "too_many_hellos")
        }
        try await withGateway(["gateway.connections.per.minute": "2"]) { gateway in
            #expect(try health(gateway.port).status == 200)
            #expect(try health(gateway.port).status == 200)
            var third = try RawClient(port: gateway.port)
            #expect(try code(third.readResponse()) == "too_many_connections")
        }
    }
}

/// A connection that is held open for as long as the value lives.
private final class HeldConnection {
    private let client: RawClient
    init(port: Int) throws { client = try RawClient(port: port) }
}
