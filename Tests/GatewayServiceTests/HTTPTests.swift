import ClientProtocol
import GatewayCore
import GatewayService
import Glibc
import ServiceRuntime
import Testing

@Suite struct HTTPTests {
    private func get(_ path: String, _ port: Int, headers: String = "", method: String = "GET") throws
        -> RawClient.Response
    {
        var client = try RawClient(port: port)
        try client.send("\(method) \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
        return try client.readResponse(hasBody: method != "HEAD")
    }

    private func errorCode(_ response: RawClient.Response) throws -> String? {
        try JSONValue(parsing: Array(response.body.utf8))["error"]?["code"]?.string
    }

    @Test("the fixed paths answer, and only to the methods they know")
    func routes() async throws {
        try await withGateway { gateway in
            let health = try get("/health", gateway.port)
            #expect(health.status == 200)
            #expect(health.body == #"{"live":true}"#)
            #expect(health.headers["x-content-type-options"] == "nosniff")
            #expect(health.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            #expect(health.headers["referrer-policy"] == "no-referrer")
            #expect(try get("/health?x=1", gateway.port).status == 200)
            let head = try get("/health", gateway.port, method: "HEAD")
            #expect(head.status == 200)
            #expect(head.headers["content-length"] == "13")
            let ready = try get("/health/ready", gateway.port)
            #expect(ready.status == 503)
            #expect(ready.body == #"{"ready":false,"code":"no_simulation"}"#)
            #expect(try get("/metrics", gateway.port).status == 404, "the operator's port has it")
            for (path, method) in [
                ("/health", "POST"), ("/api/cluster", "DELETE"), ("/api/auth/guest", "GET"), ("/health/ready", "PUT"),
            ] {
                let response = try get(path, gateway.port, headers: "Content-Length: 0\r\n", method: method)
                #expect(response.status == 405)
                #expect(response.headers["allow"] != nil)
                #expect(try errorCode(response) == "method_not_allowed")
            }
            for path in ["/api/replays/", "/api/replays/0", "/api/replays/7", "/api/replays/7-1", "/api/replays/7/8"] {
                #expect(try errorCode(get(path, gateway.port)) == "not_found")
            }
            #expect(try get("/api/replays/7-9f86d081884c7d65", gateway.port).status == 503)
            for path in [
                "/api/ratings/", "/api/ratings/0", "/api/ratings/x", "/api/leaderboards/", "/api/leaderboards/ranked",
                "/api/leaderboards/ranked/solo", "/api/leaderboards/other/duel", "/api/leaderboards/ranked/duel/",
            ] {
                #expect(try errorCode(get(path, gateway.port)) == "not_found", "\(path)")
            }
            #expect(try get("/api/ratings/7", gateway.port).status == 503)
            #expect(try get("/api/leaderboards/casual/2v2", gateway.port).status == 503)
            for path in ["/", "/index.html", "/nothing", "/health/", "/api", "//health", "/health/../health", "*"] {
                #expect(try get(path, gateway.port).status == 404, "\(path)")
            }
        }
    }

    @Test("replays are not to be tried out: an address has 100 questions at once, then five a second")
    func replayLimit() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            func ask(_ name: String) throws -> RawClient.Response {
                try client.send("GET /api/replays/\(name) HTTP/1.1\r\nHost: x\r\n\r\n")
                return try client.readResponse()
            }
            let statuses = try (0..<200).map { _ in try ask("7-9f86d081884c7d65").status }
            #expect(statuses.prefix(100).allSatisfy { $0 == 503 } && Set(statuses) == [503, 429])
            let refused = try #require(
                try (0..<10).lazy.map { _ in try ask("7-9f86d081884c7d65") }.first { $0.status == 429 })
            #expect(try refused.headers["retry-after"] == "2" && errorCode(refused) == "too_many_requests")
            #expect(try ask("7").status == 404, "what is no name costs nothing")
        }
    }

    @Test("a page learns which gateways it may fail over to")
    func publicGateways() async throws {
        try await withGateway { gateway in
            let none = try get("/gateways.json", gateway.port)
            #expect(none.body == "[]")
        }
        try await withGateway(["public.gateways": "ws://127.0.0.1:8080/ws, wss://b.example/ws"]) { gateway in
            var client = try RawClient(port: gateway.port)
            try client.send("GET /gateways.json HTTP/1.1\r\nHost: localhost:1\r\n\r\n")
            let response = try client.readResponse()
            #expect(response.body == #"["ws://127.0.0.1:8080/ws","wss://b.example/ws"]"#)
            #expect(response.headers["cache-control"] == "no-store")
        }
        try await withGateway(["public.gateways": "ws://127.0.0.1:8080/ws, :8081"]) { gateway in
            var client = try RawClient(port: gateway.port)
            try client.send("GET /gateways.json HTTP/1.1\r\nHost: 192.168.1.5:8080\r\n\r\n")
            #expect(try client.readResponse().body == #"["ws://192.168.1.5:8081/ws"]"#, "no other's loopback")
        }
        await #expect(throws: SettingsError.self) { try await withGateway(["public.gateways": "http://x"]) { _ in } }
    }

    @Test("pages of configured origins may read the API, after asking first where that is needed")
    func crossOrigin() async throws {
        try await withGateway(["allowed.origins": "https://play.example"]) { gateway in
            let page = "Origin: https://play.example\r\n"
            let asked = page + "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Headers: content-type\r\n"
            let first = try get("/api/auth/guest", gateway.port, headers: asked, method: "OPTIONS")
            #expect(first.status == 204 && first.body.isEmpty && first.headers["content-length"] == nil)
            #expect(first.headers["access-control-allow-origin"] == "https://play.example")
            #expect(first.headers["access-control-allow-methods"] == "POST")
            for path in ["/api/cluster", "/gateways.json", "/api/ratings/x", "/api/leaderboards/casual/duel"] {
                let answer = try get(path, gateway.port, headers: page)
                #expect(answer.headers["access-control-allow-origin"] == "https://play.example", "\(path)")
                #expect(answer.headers["vary"] == "origin", "\(path)")
                let stranger = try get(path, gateway.port, headers: "Origin: https://evil.example\r\n")
                #expect(stranger.status == answer.status, "who is no page of ours learns nothing by it")
                #expect(stranger.headers["access-control-allow-origin"] == nil)
                let asks = "Origin: https://evil.example\r\nAccess-Control-Request-Method: GET\r\n"
                #expect(try get(path, gateway.port, headers: asks, method: "OPTIONS").status == 403)
            }
            #expect(try get("/health", gateway.port, headers: page).headers["access-control-allow-origin"] == nil)
            #expect(try get("/api/cluster", gateway.port, method: "OPTIONS").status == 405, "that is no preflight")
        }
    }

    @Test("without a node, the cluster is empty, and says so")
    func emptyCluster() async throws {
        try await withGateway { gateway in
            let answer = try get("/api/cluster", gateway.port)
            #expect(answer.status == 200)
            #expect(answer.body.hasSuffix(#""nodes":[],"events":[]}"#))
            #expect(try JSONValue(parsing: Array(answer.body.utf8))["whyNot"]?.string == "no node is known to lead")
        }
    }

    @Test("one connection carries many requests, pipelined ones in order")
    func keepAlive() async throws {
        try await withGateway { gateway in
            var client = try RawClient(port: gateway.port)
            try client.send(
                "GET /health HTTP/1.1\r\nHost: x\r\n\r\nGET /health/ready HTTP/1.1\r\nHost: x\r\n\r\nGET /none HTTP/1.1\r\nHost: x\r\n\r\n"
            )
            #expect(try client.readResponse().status == 200)
            #expect(try client.readResponse().status == 503)
            #expect(try client.readResponse().status == 404)
            let upgraded = try client.upgrade()
            #expect(upgraded.status == 101, "a connection that was used may still become a socket")
        }
    }

    @Test("HTTP/1.0 and Connection: close end the connection after the answer")
    func close() async throws {
        try await withGateway { gateway in
            for request in [
                "GET /health HTTP/1.0\r\n\r\n", "GET /health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            ] {
                var client = try RawClient(port: gateway.port)
                try client.send(request)
                #expect(try client.readToEnd().hasSuffix(#"{"live":true}"#))
            }
        }
    }

    @Test("what is not HTTP/1.1, or too much of it, is answered and cut off")
    func badInput() async throws {
        try await withGateway { gateway in
            let long = String(repeating: "a", count: 20_000)
            let cases: [(String, Int)] = [
                ("\r\n\r\nnonsense\r\n\r\n", 400), ("GET / HTTP/3.0\r\n\r\n", 505),
                ("GET /\u{1} HTTP/1.1\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nBad Name: x\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nHost: x\r\nX: \(long)\r\n\r\n", 431),
                ("GET /\(long) HTTP/1.1\r\nHost: x\r\n\r\n", 414),
                ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400),
                ("GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n", 400),
                ("GET / HTTP/1.1\r\nHost: x\r\n" + (0..<100).map { "X\($0): y\r\n" }.joined() + "\r\n", 431),
                ("POST /api/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Length: 99999\r\n\r\n", 413),
                ("POST /api/auth/guest HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4e20\r\n\(long)", 413),
            ]
            for (request, status) in cases {
                var client = try RawClient(port: gateway.port)
                try client.send(request)
                let answer = try client.readToEnd()
                #expect(answer.hasPrefix("HTTP/1.1 \(status) "), "\(request.prefix(60)) → \(answer.prefix(60))")
            }
            #expect(try get("/health", gateway.port).status == 200)
        }
    }

    @Test("a guest's name is checked before anyone is asked; without a registry the answer is 503")
    func guests() async throws {
        try await withGateway(["gateway.guests.per.minute": "3"]) { gateway in
            func post(_ body: String) throws -> RawClient.Response {
                var client = try RawClient(port: gateway.port)
                try client.send(
                    "POST /api/auth/guest HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                        + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
                return try client.readResponse()
            }
            for (body, code) in [
                ("", "bad_json"), ("{", "bad_json"), ("[]", "invalid_name"), ("{}", "invalid_name"),
                (#"{"name":5}"#, "invalid_name"),
                (#"{"name":""}"#, "invalid_name"), (#"{"name":"12345678901234567"}"#, "invalid_name"),
                (#"{"name":"a\u0000b"}"#, "invalid_name"),
            ] {
                let response = try post(body)
                #expect(response.status == 400)
                #expect(try errorCode(response) == code)
            }
            for _ in 0..<3 { #expect(try errorCode(try post(#"{"name":"Ada"}"#)) == "unavailable") }
            let limited = try post(#"{"name":"Ada"}"#)
            #expect(limited.status == 429)
            #expect(limited.headers["retry-after"] == "60")
        }
    }

    private func killed(
        _ port: Int, host: String = "127.0.0.1", origin: String? = "http://127.0.0.1", more: String = "",
        body: String = #"{"node":"1"}"#
    ) throws -> RawClient.Response {
        var client = try RawClient(port: port)
        let origin = origin.map { "Origin: \($0)\r\n" } ?? ""
        try client.send(
            "POST /api/cluster/kill HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\n\(origin)\(more)"
                + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
        return try client.readResponse()
    }

    @Test("no node is killed where that is off, by another machine's name, or through a proxy")
    func kills() async throws {
        try await withGateway { gateway in
            let refused = try killed(gateway.port)
            #expect(refused.status == 404)
            #expect(try get("/api/cluster", gateway.port).body.contains(#""mayKill":false"#))
        }
        try await withGateway(["allow.node.kill": "true", "snaketron.home": "/nowhere"]) { gateway in
            let cluster = try get("/api/cluster", gateway.port)
            #expect(cluster.body.contains(#""mayKill":true"#))
            #expect(try errorCode(killed(gateway.port)) == "unknown_node")
            #expect(try killed(gateway.port, host: "play.example", origin: "http://play.example").status == 404)
            for header in ["X-Forwarded-For: 127.0.0.1", "Forwarded: for=127.0.0.1", "Via: 1.1 proxy"] {
                #expect(try errorCode(killed(gateway.port, more: header + "\r\n")) == "not_found", "\(header)")
            }
            for origin in ["http://evil.example", "null", "", nil] {
                #expect(try errorCode(killed(gateway.port, origin: origin)) == "bad_origin", "\(origin ?? "none")")
            }
            #expect(try errorCode(killed(gateway.port, more: "Origin: http://127.0.0.1\r\n")) == "bad_origin", "twice")
            for body in ["", "{}", #"{"node":1}"#, #"{"node":"-1"}"#, #"{"node":"99999999999999999999999"}"#] {
                #expect(try errorCode(killed(gateway.port, body: body)) == "bad_json", "\(body)")
            }
        }
        for changes in [["gateway.bind.addr": "0.0.0.0"], ["trust.forwarded.for": "1"]] {
            await #expect(throws: SettingsError.self) {
                try await withGateway(changes.merging(["allow.node.kill": "true"]) { $1 }) { _ in }
            }
        }
    }
}

@Suite struct ContentTypeTests {
    @Test("what is posted has to be named JSON, which a page of another origin cannot do without being asked first")
    func contentType() async throws {
        try await withGateway { gateway in
            for (header, isTaken) in [
                ("", false), ("Content-Type: text/plain\r\n", false),
                ("Content-Type: application/x-www-form-urlencoded\r\n", false),
                ("Content-Type: application/jsonp\r\n", false),
                ("Content-Type: text/plain\r\nContent-Type: application/json\r\n", false),
                ("Content-Type: text/plain; a=application/json\r\n", false), ("Content-Type: \r\n", false),
                ("Content-Type: application/json\r\n", true),
                ("Content-Type: Application/JSON ; charset=utf-8\r\n", true),
            ] {
                for path in ["/api/auth/guest", "/api/auth/renew"] {
                    var client = try RawClient(port: gateway.port)
                    try client.send("POST \(path) HTTP/1.1\r\nHost: x\r\n\(header)Content-Length: 2\r\n\r\n{}")
                    let response = try client.readResponse()
                    #expect(response.status == (isTaken ? 400 : 415), "\(path) \(header)")
                }
            }
        }
    }
}

@Suite struct StaticFileTests {
    private func withFiles(
        index: String = "<!doctype html>", pages: String = "play\nassets\n",
        _ body: (GatewayUnderTest, String) async throws -> Void
    ) async throws {
        var template = Array("/tmp/snaketron-files-XXXXXX".utf8CString)
        let root = String(cString: mkdtemp(&template))
        defer {
            for name in [
                "site/sub/app-0A1B2C3D.js", "site/sub/game.wasm", "site/index.html", "site/.hidden", "site/link",
                "site/.pages", "secret", "site/sub/game.wasm.gz", "site/sub/game.wasm.br", "site/sub/alone.gz",
                "site/.immutable",
                "site/sub/x-20240101.png", "site/sub/y-ORIGINAL.png", "site/sub/z-LISTEDAB.js",
            ] { unlink("\(root)/\(name)") }
            for name in ["site/sub", "site", ""] { rmdir("\(root)/\(name)") }
        }
        for folder in ["site", "site/sub"] { mkdir("\(root)/\(folder)", 0o755) }
        func write(_ name: String, _ text: String) {
            let file = fopen("\(root)/\(name)", "wb")
            fputs(text, file)
            fclose(file)
        }
        write("site/index.html", index)
        write("site/sub/app-0A1B2C3D.js", "//")
        write("site/sub/game.wasm", "wasm, the whole of it")
        write("site/sub/game.wasm.gz", "wasm by gzip")
        write("site/sub/game.wasm.br", "wasm by brotli, which is no smaller here")
        write("site/sub/alone.gz", "an archive")
        for name in ["x-20240101.png", "y-ORIGINAL.png", "z-LISTEDAB.js"] { write("site/sub/\(name)", "") }
        write("site/.immutable", "sub/z-LISTEDAB.js\nsub/gone-01234567.js\n")
        write("site/.pages", pages)
        write("site/.hidden", "hidden")
        write("secret", "secret")
        symlink("\(root)/secret", "\(root)/site/link")
        try await withGateway(files: try StaticFiles(directory: "\(root)/site")) { try await body($0, root) }
    }

    private func get(_ path: String, _ port: Int, headers: String = "", method: String = "GET") throws
        -> RawClient.Response
    {
        var client = try RawClient(port: port)
        try client.send("\(method) \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n")
        return try client.readResponse(hasBody: method != "HEAD")
    }

    @Test("files have their types, and caches what they may keep")
    func types() async throws {
        try await withFiles { gateway, _ in
            let page = try get("/", gateway.port)
            #expect(page.status == 200)
            #expect(page.body == "<!doctype html>")
            #expect(page.headers["content-type"] == "text/html; charset=utf-8")
            #expect(page.headers["cache-control"] == "no-cache")
            let script = try get("/sub/app-0A1B2C3D.js?v=1", gateway.port)
            #expect(script.headers["content-type"] == "text/javascript; charset=utf-8")
            #expect(script.headers["cache-control"] == "public, max-age=31536000, immutable")
            let module = try get("/sub/game.wasm", gateway.port)
            #expect(module.headers["content-type"] == "application/wasm")
            #expect(module.headers["cache-control"] == "no-cache")
            let tag = try #require(page.headers["etag"])
            let known = try get("/index.html", gateway.port, headers: "If-None-Match: \"x\", \(tag)\r\n")
            #expect(known.status == 304)
            #expect(known.headers["etag"] == tag)
            #expect(try get("/sub/game.wasm", gateway.port, headers: "If-None-Match: \(tag)\r\n").status == 200)
            let head = try get("/", gateway.port, method: "HEAD")
            #expect(head.headers["content-length"] == "15")
            #expect(try get("/", gateway.port, headers: "Content-Length: 0\r\n", method: "POST").status == 405)
        }
    }

    @Test("a date or a word in a name is no hash; what the build lists may be kept for ever")
    func hashes() async throws {
        try await withFiles { gateway, _ in
            for (path, isKept) in [
                ("/sub/app-0A1B2C3D.js", true), ("/sub/x-20240101.png", false), ("/sub/y-ORIGINAL.png", false),
                ("/sub/z-LISTEDAB.js", true),
            ] {
                let control = try get(path, gateway.port).headers["cache-control"]
                #expect(control == (isKept ? "public, max-age=31536000, immutable" : "no-cache"), "\(path)")
            }
            #expect(try get("/.immutable", gateway.port).status == 404)
        }
    }

    @Test("what the build compressed is sent to whom it suits, with a tag of its own")  // RFC 9110 section 12.5.3
    func compressed() async throws {
        try await withFiles { gateway, _ in
            let plain = try get("/sub/game.wasm", gateway.port)
            #expect(plain.body == "wasm, the whole of it" && plain.headers["content-encoding"] == nil)
            #expect(plain.headers["vary"] == "accept-encoding")
            let coded = try get("/sub/game.wasm", gateway.port, headers: "Accept-Encoding: br, gzip;q=0.9\r\n")
            #expect(coded.body == "wasm by gzip" && coded.headers["content-encoding"] == "gzip")
            #expect(coded.headers["vary"] == "accept-encoding" && coded.headers["content-type"] == "application/wasm")
            #expect(coded.headers["content-length"] == "12")
            let tag = try #require(coded.headers["etag"])
            #expect(tag != plain.headers["etag"])
            let known = "Accept-Encoding: gzip\r\nIf-None-Match: \(tag)\r\n"
            let same = try get("/sub/game.wasm", gateway.port, headers: known)
            #expect(same.status == 304 && same.headers["etag"] == tag && same.headers["vary"] == "accept-encoding")
            #expect(try get("/sub/game.wasm", gateway.port, headers: "If-None-Match: \(tag)\r\n").status == 200)
            #expect(
                try get("/sub/game.wasm", gateway.port, headers: "Accept-Encoding: gzip;q=0\r\n").body == plain.body)
            #expect(try get("/sub/game.wasm.gz", gateway.port).status == 404)
            #expect(try get("/sub/alone.gz", gateway.port).body == "an archive")
            #expect(try get("/", gateway.port, headers: "Accept-Encoding: gzip\r\n").headers["vary"] == nil)
        }
    }

    @Test(
        "no path leads out of the folder",
        arguments: [
            "/../secret", "/sub/../../secret", "/%2e%2e/secret", "/..%2fsecret", "/sub/..%2f..%2fsecret", "//secret",
            "/./index.html",
            "/link", "/.hidden", "/sub", "/sub/", "/index.html/", "/index.html%00.js", "/../site/index.html",
            "\\..\\secret",
        ])
    func traversal(path: String) async throws {
        try await withFiles { gateway, root in
            let response = try get(path, gateway.port)
            #expect(response.status == 404 || response.status == 400)
            #expect(!response.body.contains("secret") && !response.body.contains("hidden"))
        }
    }

    @Test("an address of the client's own is answered by its page, a missing file is not")
    func pages() async throws {
        try await withFiles { gateway, _ in
            for path in ["/play", "/play/duel", "/play/2v2?t=1", "/play/", "/assets/none"] {
                let page = try get(path, gateway.port)
                #expect(page.status == 200 && page.body == "<!doctype html>", "\(path)")
                #expect(page.headers["cache-control"] == "no-cache")
            }
            #expect(try get("/sub/alone.gz", gateway.port).body == "an archive")
            for path in ["/player", "/play/x.js", "/play/%2e%2e/secret", "/x/play", "/none", "/sub/gone.js"] {
                #expect(try get(path, gateway.port).status == 404, "\(path)")
            }
            #expect(try get("/play", gateway.port, headers: "Content-Length: 0\r\n", method: "POST").status == 405)
        }
    }

    @Test("shared links have a preview in the page, with the caching of the page; other addresses have none")
    func previews() async throws {
        let index = "<head><!-- preview --><title>SnakeTron</title><!-- /preview --></head>"
        try await withFiles(index: index, pages: "lobby\nreplay\n") { gateway, _ in
            let lobby = try get("/lobby/k7pq2?gateway=:8081", gateway.port)
            #expect(lobby.status == 200 && lobby.headers["content-type"] == "text/html; charset=utf-8")
            #expect(lobby.body.contains("<title>Lobby K7PQ2 · SnakeTron</title>"))
            #expect(lobby.body.contains(#"content="http://x/lobby/k7pq2""#), "by the name that it was asked for")
            #expect(lobby.headers["cache-control"] == "no-cache")
            #expect(lobby.headers["content-security-policy"]?.contains("default-src 'none'") == true)
            let tag = try #require(lobby.headers["etag"])
            #expect(try get("/lobby/k7pq2", gateway.port, headers: "If-None-Match: \(tag)\r\n").status == 304)
            #expect(try get("/lobby/22222", gateway.port, headers: "If-None-Match: \(tag)\r\n").status == 200)
            let replay = try get("/replay/7-9f86d081884c7d65", gateway.port)
            #expect(
                replay.status == 200 && replay.body.contains("<title>Replay · SnakeTron</title>"),
                "no registry, no names")
            #expect(try get("/replay/not-a-replay", gateway.port).body.contains("<title>Replay · SnakeTron</title>"))
            for path in ["/", "/lobby/", "/lobby/K7PQ0"] {
                #expect(try get(path, gateway.port).body.contains("<title>SnakeTron</title>"), "\(path)")
            }
            #expect(
                try get("/lobby/k7pq2", gateway.port, headers: "Content-Length: 0\r\n", method: "POST").status == 405)
        }
    }

    @Test("a folder without a client is refused with the fix")
    func empty() {
        let error = #expect(throws: SettingsError.self) { try StaticFiles(directory: "/proc/self/fd") }
        #expect(error?.key == "client.dir")
        #expect(throws: SettingsError.self) { try StaticFiles(directory: "/nowhere") }
    }
}
