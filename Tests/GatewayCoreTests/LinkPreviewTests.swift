import GatewayCore
import Testing

@Suite("previews of shared links")
struct LinkPreviewTests {
    @Test("a duel is told with both sides around the score, the winner first")
    func duel() {
        let preview = LinkPreview(sides: [(["Ada"], 25), (["Bob"], 12)], mode: "Duel", seconds: 92)
        #expect(preview.title == "Ada 25 : 12 Bob")
        #expect(preview.description.hasPrefix("Duel, 1:32. "))
    }

    @Test("teams share a score; more than two sides, or one, stand in a list")
    func sides() {
        let teams = LinkPreview(
            sides: [(["Ada", "Cy"], 25), (["Bob", "Dee"], 3)], mode: "Two against two", seconds: 5)
        #expect(teams.title == "Ada & Cy 25 : 3 Bob & Dee")
        #expect(teams.description.hasPrefix("Two against two, 0:05. "))
        let all = LinkPreview(sides: [(["Ada"], 9), (["Bob"], 7), (["Cy"], 0)], mode: "Free for all", seconds: 600)
        #expect(all.title == "Ada 9, Bob 7, Cy 0")
        #expect(LinkPreview(sides: [(["Ada"], 40)], mode: "Solo", seconds: 1).title == "Ada 40")
    }

    @Test("no name leaves its place: HTML is escaped in text and attributes")
    func escapes() {
        let name = #""><script>alert('&')</script>"#
        let preview = LinkPreview(sides: [([name], 1), (["Bob"], 0)], mode: "Duel", seconds: 1)
        let tags = preview.tags(origin: "http://a", path: "/replay/x", picture: "/card.jpg")
        #expect(!tags.contains("<script") && !tags.contains("'"))
        let escaped = "&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;"
        #expect(tags.contains("<title>\(escaped) 1 : 0 Bob · SnakeTron</title>"))
        #expect(tags.contains("<meta property=\"og:title\" content=\"\(escaped) 1 : 0 Bob\">"))
    }

    @Test("addresses are whole where the page's own is known")  // ogp.me: og:image and og:url are URLs
    func addresses() {
        let lobby = LinkPreview(lobby: "K7PQ2")
        let whole = lobby.tags(origin: "https://play.example", path: "/lobby/K7PQ2", picture: "/card.jpg")
        #expect(whole.contains(#"<meta property="og:image" content="https://play.example/card.jpg">"#))
        #expect(whole.contains(#"<meta property="og:url" content="https://play.example/lobby/K7PQ2">"#))
        #expect(lobby.tags(origin: nil, path: "/lobby/K7PQ2", picture: "/card.jpg").contains(#"content="/card.jpg""#))
    }

    @Test("the page keeps all but what stands between the two comments")
    func template() throws {
        let page = Array("<head>a<!-- preview -->old<!-- /preview -->b</head>".utf8)
        let template = try #require(PreviewTemplate(page))
        #expect(String(decoding: template.filled(with: "new"), as: UTF8.self) == "<head>anewb</head>")
        for page in ["", "<!-- preview -->", "<!-- /preview --><!-- preview -->", "<head></head>"] {
            #expect(PreviewTemplate(Array(page.utf8)) == nil, "\(page)")
        }
    }

    @Test("lobbies by a code that can be one, replays by whatever is there, and nothing else is shared")
    func links() {
        #expect(SharedLink(path: "/lobby/K7PQ2") == .lobby("K7PQ2"))
        #expect(SharedLink(path: "/lobby/k7pq2/") == .lobby("K7PQ2"))
        #expect(SharedLink(path: "/replay/12-9f86d081884c7d65") == .replay("12-9f86d081884c7d65"))
        for path in [
            "/", "/lobby", "/lobby/", "/lobby/K7PQ", "/lobby/K7PQ22", "/lobby/K7PQ0", "/lobby/K7PQI", "/lobby/ß7PQ2",
            "/replay", "/replay/a/b", "/watch", "lobby/K7PQ2", "/settings/K7PQ2",
        ] {
            #expect(SharedLink(path: path) == nil, "\(path)")
        }
    }
}
