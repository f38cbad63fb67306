import GatewayCore
import Testing

@Suite struct CrossOriginTests {
    private let rules = OriginRules(allowed: ["https://play.example"], gatewayPorts: [8080, 8081])

    private func judge(_ origins: [String], asksFirst: Bool = false, host: String? = "api.example") -> CrossOrigin {
        CrossOrigin(origins: origins, host: host, asksFirst: asksFirst, methods: ["GET", "HEAD"], rules: rules)
    }

    private func fields(_ answer: CrossOrigin) -> [String: String] {
        switch answer {
        case .answer(let fields), .preflight(let fields):
            Dictionary(fields.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
        case .refused: [:]
        }
    }

    @Test(
        "a page of a configured origin, of this host and of its other gateways may read; its own name is allowed, never *"
    )
    func allowed() {
        for (origin, host) in [
            ("https://play.example", "api.example"), ("https://PLAY.example", "api.example"),
            ("http://api.example", "api.example"), ("http://127.0.0.1:8081", "127.0.0.1:8080"),
        ] {
            let told = fields(judge([origin], host: host))
            #expect(told["access-control-allow-origin"] == origin)
            #expect(told["vary"] == "origin")
            #expect(told["access-control-expose-headers"]?.contains("retry-after") == true)
            #expect(told["access-control-allow-credentials"] == nil)
        }
    }

    @Test(
        "others are answered as if they were no page, and told nothing that lets them read it",
        arguments: [
            [], ["https://evil.example"], ["null"], ["https://play.example:444"], ["http://play.example"],
            ["https://play.example", "https://play.example"], ["https://play.example.evil.example"],
            ["http://api.example:9000"], ["*"], [""],
        ])
    func notAllowed(origins: [String]) {
        #expect(fields(judge(origins)) == ["vary": "origin"])
    }

    @Test("a browser that asks first learns what it may send; a page that is not let in is refused")
    func preflight() {
        let answer = judge(["https://play.example"], asksFirst: true)
        guard case .preflight = answer else {
            Issue.record("\(answer)")
            return
        }
        let told = fields(answer)
        #expect(told["access-control-allow-methods"] == "GET, HEAD")
        #expect(told["access-control-allow-headers"] == "authorization, content-type, x-request-id")
        #expect(told["access-control-max-age"] == "7200")
        #expect(told["access-control-allow-origin"] == "https://play.example")
        #expect(judge(["https://evil.example"], asksFirst: true) == .refused)
        #expect(fields(judge([], asksFirst: true)) == ["vary": "origin"], "no page asks")
    }

    @Test("each path is found by the path that its template describes, and others are not")
    func routes() {
        for route in HTTPRoute.all {
            let path = route.template.replacing("{name}", with: "").replacing("{user}", with: "")
                .replacing("{kind}/{mode}", with: "")
            #expect(HTTPRoute(path: path) == route, "\(path)")
            #expect(!route.methods.isEmpty)
        }
        #expect(Set(HTTPRoute.all.map(\.template)).count == HTTPRoute.all.count)
        for path in ["/", "/index.html", "/api", "/api/", "/health/", "/metrics", "/api/cluster/", "/api/replays"] {
            #expect(HTTPRoute(path: path) == nil, "\(path)")
        }
        #expect(HTTPRoute(path: "/api/leaderboards/ranked/duel") == .leaderboard("ranked/duel"))
    }
}
