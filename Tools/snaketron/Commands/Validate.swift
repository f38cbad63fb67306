import ArgumentParser
import ClientProtocol
import Foundation
import GameCore
import Identity

struct Validate: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Plays a match on a running system, for example after a deployment, and reports each check.",
        discussion: """
            Asks for the page, the cluster's nodes and the gateways, makes two guests, opens their sockets at two gateways where \
            there is more than one, has them play a duel with each other, and plays its replay again. A line a step; the first \
            that fails ends it with exit code 1 and the reason. What it leaves behind: two guests and a casual duel.
            """)

    @Argument(
        help: "Where the system is, such as https://play.example; with --backend compose, its balancer's unless given.")
    var url: String?

    @Option(help: "The address of the API and the sockets, if it is not that of the page.")
    var api: String?

    @Option(help: "The expected number of nodes, each ready and one leading (default: as many as there are).")
    var nodes: Int?

    @Option(help: "The longest time in seconds until the nodes are ready.")
    var patience = 60

    @Option(help: "A PEM file of the authority to trust, instead of the system's.")
    var authority: String?

    @Flag(help: "Do not check the page: it is served elsewhere, or not at all.")
    var withoutPage = false

    func validate() throws {
        guard url != nil || BackendOptions.isCompose else {
            throw ValidationError("name the address, such as http://127.0.0.1:8080")
        }
        guard nodes.map({ (1...99).contains($0) }) ?? true else { throw ValidationError("--nodes takes 1 to 99") }
        guard (0...3_600).contains(patience) else { throw ValidationError("--patience takes 0 to 3600 seconds") }
    }

    func run() throws {
        let stack = url == nil ? try BackendOptions.compose() : nil
        guard let url = url ?? stack?.address else {
            throw ToolError("the stack's balancer is not running, or publishes no port; name the address")
        }
        let page = try WebClient(url, authority: authority)
        let client = try api.map { try WebClient($0, authority: authority) } ?? page
        if !withoutPage { try step("page") { try checkPage(page) } }
        try step("ready") { try checkReadiness(client) }
        let count = try step("nodes") { try checkNodes(client, expected: nodes ?? stack?.nodes.count) }
        let (ada, grace) = try step("guests") {
            let players = (try ValidationPlayer("Validation A", client), try ValidationPlayer("Validation B", client))
            return (players, "two guests")
        }
        try step("sockets") { try openSockets(client, ada, grace, nodes: count) }
        try step("duel") { try makeDuel(ada, grace) }
        try step("play") { try play(ada, grace) }
        try step("replay") { try checkReplay(of: ada, client) }
        ada.leave()
        grace.leave()
        print("everything works")
    }

    @discardableResult
    private func step<Answer>(_ name: String, _ body: () throws -> (Answer, String)) throws -> Answer {
        let began = ContinuousClock.now
        do {
            let (answer, words) = try body()
            let milliseconds = Int((ContinuousClock.now - began) / .milliseconds(1))
            print("ok    \(name): \(words) (\(milliseconds) ms)")
            fflush(nil)
            return answer
        } catch {
            print("FAIL  \(name): \(error)")
            throw ExitCode(1)
        }
    }

    // MARK: The steps.

    private func checkPage(_ client: WebClient) throws -> (Void, String) {
        let page = try client.get("/")
        guard page.status == 200, page.headers["content-type"]?.hasPrefix("text/html") == true else {
            throw ToolError("GET / answers \(page.status), \(page.headers["content-type"] ?? "without a type")")
        }
        guard page.headers["cache-control"]?.contains("no-cache") == true else {
            throw ToolError(
                "the page may be kept by caches (cache-control: \(page.headers["cache-control"] ?? "none"))")
        }
        guard let script = page.text.firstMatch(of: /src="(\/assets\/[^"]+\.js)"/)?.1 else {
            throw ToolError("the page names no script")
        }
        let code = try client.get(String(script))
        guard code.status == 200, code.headers["content-type"]?.contains("javascript") == true else {
            throw ToolError("its script \(script) is answered with \(code.status)")
        }
        guard code.headers["cache-control"]?.contains("max-age=31536000") == true else {
            throw ToolError(
                "\(script) is not kept by caches (cache-control: \(code.headers["cache-control"] ?? "none"))")
        }
        return ((), "\(page.body.count) bytes, never cached; its script \(code.body.count) bytes, cached for a year")
    }

    private func checkReadiness(_ client: WebClient) throws -> (Void, String) {
        try untilPatienceEnds {
            let answer = try client.get("/health/ready")
            guard answer.status == 200 else {
                throw ToolError("GET /health/ready answers \(answer.status): \(answer.text)")
            }
            return ((), "a gateway takes players")
        }
    }

    /// Of `GET /api/cluster` (docs/guide/protocol.md, section 1).
    private struct Cluster: Decodable {
        struct Node: Decodable {
            var node: String
            var state: String
            var voter: Bool?
            var ready: Bool?
            var draining: Bool?
            var build: String?
        }

        var leader: String?
        var mayTakeANode: Bool?
        var whyNot: String?
        var nodes: [Node]
    }

    private func checkNodes(_ client: WebClient, expected wanted: Int?) throws -> (Int, String) {
        try untilPatienceEnds {
            let answer = try client.get("/api/cluster")
            guard answer.status == 200 else { throw ToolError("GET /api/cluster answers \(answer.status)") }
            guard let cluster = try? JSONDecoder().decode(Cluster.self, from: Data(answer.body)) else {
                throw ToolError("the answer of GET /api/cluster cannot be read: \(answer.text.prefix(200))")
            }
            guard let leader = cluster.leader else { throw ToolError("no node leads") }
            let well = cluster.nodes.filter { $0.state != "unreachable" && $0.ready != false && $0.draining != true }
            let expected = wanted ?? cluster.nodes.count
            // A node that was replaced has given its vote away, and stays listed for ten minutes.
            let members = cluster.nodes.filter { wanted == nil || $0.state != "unreachable" || $0.voter != false }
            guard well.count == expected, members.count == expected else {
                let states = cluster.nodes.map { "\($0.node) is \($0.state)\($0.ready == false ? ", not ready" : "")" }
                throw ToolError("\(well.count) of \(expected) nodes are well: \(states.joined(separator: "; "))")
            }
            guard expected < 3 || cluster.mayTakeANode != false else {
                throw ToolError("no node may be lost now: \(cluster.whyNot ?? "the voters are not whole")")
            }
            let builds = Set(cluster.nodes.compactMap(\.build)).sorted().joined(separator: " and ")
            return (expected, "\(expected), node \(leader) leads" + (builds.isEmpty ? "" : ", version \(builds)"))
        }
    }

    /// Gateways with addresses of their own, which a page may choose from (docs/guide/protocol.md, section 1); empty behind one address.
    private func listedGateways(_ client: WebClient) throws -> [WebClient] {
        let answer = try client.get("/gateways.json")
        guard answer.status == 200 else { return [] }
        guard let list = try? JSONDecoder().decode([String].self, from: Data(answer.body)) else {
            throw ToolError("the answer of GET /gateways.json is not a list of addresses")
        }
        return try list.map { address in
            guard var parts = URLComponents(string: address), let scheme = parts.scheme, ["ws", "wss"].contains(scheme)
            else { throw ToolError("GET /gateways.json names '\(address)', which is not the address of a socket") }
            parts.scheme = scheme == "ws" ? "http" : "https"
            parts.path = ""
            return try WebClient(parts.string ?? address, authority: authority)
        }
    }

    private func openSockets(
        _ client: WebClient, _ ada: ValidationPlayer, _ grace: ValidationPlayer, nodes: Int
    ) throws -> (Void, String) {
        try ada.connect()
        var tries = 1
        let others = try listedGateways(client)
        try grace.connect(to: others.first)
        while nodes > 1, grace.gateway == ada.gateway, tries < 4 * nodes {
            try grace.connect(to: others.isEmpty ? nil : others[tries % others.count])
            tries += 1
        }
        guard nodes == 1 || grace.gateway != ada.gateway else {
            throw ToolError("all of \(tries + 1) sockets came to one gateway of \(nodes)")
        }
        let standby = try ada.gatewayOfStandby(at: others.last)
        let names = Set([ada.gateway, grace.gateway, standby].compactMap { $0 })
        return (
            (),
            "two players at \(nodes > 1 ? "two gateways" : "one gateway"), a third socket stands by; \(names.count) gateways seen"
        )
    }

    private func makeDuel(_ ada: ValidationPlayer, _ grace: ValidationPlayer) throws -> (Void, String) {
        var settings = LobbySettings(.duel)
        settings.isHidden = true
        try ada.command(.createLobby(settings), with: [grace])
        try ValidationPlayer.wait([ada, grace], 10, "the lobby's code") { ada.lobby != nil }
        let code = ada.lobby ?? ""
        try grace.command(.joinLobby(code: code), with: [ada])
        try ada.command(.start, with: [grace])
        try ValidationPlayer.wait([ada, grace], 10, "a match for both") {
            ada.match?.id != nil && ada.match?.id == grace.match?.id
        }
        try ada.command(.ready, with: [grace])
        try grace.command(.ready, with: [ada])
        try ValidationPlayer.wait([ada, grace], 30, "the start of the match") {
            ada.match?.phase == .running && grace.match?.phase == .running
        }
        return ((), "match \(ada.match?.id.description ?? "") of lobby \(code) runs")
    }

    private func play(_ ada: ValidationPlayer, _ grace: ValidationPlayer) throws -> (Void, String) {
        let (wanted, players) = (5, [ada, grace])
        let deadline = ContinuousClock.now + .seconds(30)
        while players.contains(where: { $0.turnsAccepted < wanted || $0.updates < 2 * wanted }) {
            guard ContinuousClock.now < deadline, players.allSatisfy({ $0.match?.phase == .running }) else {
                let counts = players.map {
                    "\($0.name): \($0.turnsAccepted) of \($0.turnsSent) turns, \($0.updates) updates"
                }
                throw ToolError("the match came to nothing within 30 s: \(counts.joined(separator: "; "))")
            }
            for player in players { try player.turn() }
            let next = ContinuousClock.now + .milliseconds(300)
            try ValidationPlayer.wait(players, 5, "the next turn") { ContinuousClock.now >= next }
        }
        // A match that is over, by a crash, cannot be left.
        if grace.match?.phase == .running { try? grace.command(.leaveMatch, with: [ada]) }
        try ValidationPlayer.wait(players, 10, "the end of the match") { ada.match?.phase == .ended }
        let turns = players.reduce(0) { $0 + $1.turnsAccepted }
        return (
            (),
            "\(turns) turns acknowledged, both saw every state as it was; the end: \(ada.match?.endReason.name ?? "")"
        )
    }

    private func checkReplay(of player: ValidationPlayer, _ client: WebClient) throws -> (Void, String) {
        guard let match = player.match, !match.commitment.isEmpty, !match.seed.isEmpty else {
            throw ToolError("the end of the match names no seed")
        }
        let path = "/api/replays/\(match.id)-\(hexadecimal(match.commitment.prefix(8)))"
        let file = try untilPatienceEnds {
            let answer = try client.get(path)
            guard answer.status == 200 else { throw ToolError("GET \(path) answers \(answer.status)") }
            return answer.body
        }
        let replay: Replay
        do throws(CodecError) {
            replay = try Replay(decoding: file)
        } catch {
            throw ToolError("\(path) is no replay: \(error)")
        }
        guard replay.seed == match.seed, SHA256.digest(replay.seed) == match.commitment else {
            throw ToolError("the replay's seed is not the one that the players were promised")
        }
        var replayed = ReplayPlayer(replay)
        let verdict = replayed.verify()
        guard verdict == .accepted else { throw ToolError("the replay is false: \(verdict.sentence)") }
        return ((), "\(file.count) bytes, \(replay.ticks) ticks, played again with the same result")
    }

    /// Tries until it works, for ``patience`` seconds.
    private func untilPatienceEnds<Answer>(_ body: () throws -> Answer) throws -> Answer {
        let deadline = ContinuousClock.now + .seconds(patience)
        while true {
            do {
                return try body()
            } catch {
                guard ContinuousClock.now < deadline else { throw error }
                usleep(500_000)
            }
        }
    }
}
