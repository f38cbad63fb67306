import ClientProtocol
import GatewayCore
import Identity
import NIOHTTP1
import Observability
import RPC
import RegistryAPI
import Wire

// What the registry knows of players' strength (docs/guide/rules.md, section 12).
extension Gateway {
    /// A player may have to wait for it before the first match of a page, never for longer.
    private static let ratingsLimit = Duration.milliseconds(150)
    private static let readLimit = Duration.seconds(3)
    /// How old a leaderboard, or the news that there is none, may be, in milliseconds: however many look at it, the registry is
    /// asked once.
    private static let leaderboardAge: Int64 = 5_000
    private static let leaderboardRows: UInt32 = 100
    private static let modes = ["duel", "2v2", "ffa"]

    /// Attaches a player who has just said hello, once it is known what the player is rated. Without an answer the simulation
    /// keeps to what it knows of the player.
    func attachRated(_ socket: PlayerSocket) {
        guard let registry, let identity = socket.identity else {
            attach(socket)
            return
        }
        let (id, user) = (socket.id, identity.key.user.rawValue)
        // The hello came by a callback, so the wait needs a task of its own; it runs on the gateway's loop.
        Task {
            let known = try? await RegistryClient(channel: registry)
                .getRatings(GetRatingsRequest(userID: user), deadline: Self.ratingsLimit)
            // Closed meanwhile, or its session is a newer socket's, which an older one's stream must not push out.
            guard let socket = self.sockets[id], self.sessions.has(identity.key, id) else { return }
            if let known { socket.ratings = Self.means(known.ratings) }
            self.attach(socket)
        }
    }

    /// As a Hello tells them; 1000 for a queue that was not played.
    private static func means(_ ratings: [QueueRating]) -> [UInt32] {
        [false, true].flatMap { ranked in
            modes.map { mode in ratings.first { $0.mode == mode && $0.ranked == ranked }?.mean ?? 1000 }
        }
    }

    /// `GET /api/ratings/{user}` (docs/guide/protocol.md, section 1).
    func ratings(_ id: Substring, for clientAddress: String) async -> HTTPResponse {
        guard let user = UInt64(id).flatMap(UserID.init(checked:)) else {
            return .failure(.notFound, "not_found", "The address of ratings ends with the number of a player.")
        }
        guard ratingsPerAddress.take(IPAddress.limitKey(of: clientAddress), now: now) else {
            return refusal(for: .ratingRate)
        }
        do throws(RPCStatus) {
            guard let registry else { throw RPCStatus(.unavailable, "the registry is not connected") }
            let known = try await RegistryClient(channel: registry)
                .getRatings(GetRatingsRequest(userID: user.rawValue), deadline: Self.readLimit)
            return .json(
                .ok,
                JSONWriter.object { json in
                    json.member("user", "\(user)")
                    json.name("ratings")
                    json.array { json in for rating in known.ratings { json.object { $0.rating(rating) } } }
                })
        } catch {
            return error.code == .invalidArgument
                ? .failure(.notFound, "not_found", "There is no such player.") : Self.ratingsAreAway
        }
    }

    /// `GET /api/leaderboards/{casual or ranked}/{mode}` (docs/guide/protocol.md, section 1).
    func leaderboard(_ path: Substring) async -> HTTPResponse {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, ["casual", "ranked"].contains(parts[0]), Self.modes.contains(parts[1]) else {
            return .failure(
                .notFound, "not_found",
                "Leaderboards are at /api/leaderboards/casual or ranked, then /duel, /2v2 or /ffa.")
        }
        let key = String(path)
        let request = GetLeaderboardRequest(mode: parts[1], ranked: parts[0] == "ranked", rows: Self.leaderboardRows)
        var shared = leaderboards[key] ?? SharedAnswer(age: Self.leaderboardAge)
        let answer = shared.current(at: now) ?? shared.begin(Task { await self.leaderboard(request) })
        leaderboards[key] = shared
        let response = await answer.value
        leaderboards[key]?.made(by: answer, at: now)
        return response
    }

    private func leaderboard(_ request: GetLeaderboardRequest) async -> HTTPResponse {
        do throws(RPCStatus) {
            guard let registry else { throw RPCStatus(.unavailable, "the registry is not connected") }
            return .json(
                .ok,
                Self.json(
                    try await RegistryClient(channel: registry).getLeaderboard(request, deadline: Self.readLimit)))
        } catch {
            return Self.ratingsAreAway
        }
    }

    private static func json(_ page: LeaderboardPage) -> [UInt8] {
        JSONWriter.object { json in
            json.name("season")
            json.object { json in
                json.member("year", page.season / 4)
                json.member("quarter", page.season % 4 + 1)
            }
            json.name("rows")
            json.array { json in
                for row in page.rows {
                    guard let rating = row.rating else { continue }
                    json.object { json in
                        json.member("user", "\(row.userID)")
                        json.member("name", row.name)
                        json.rating(rating)
                    }
                }
            }
        }
    }

    private static let ratingsAreAway = HTTPResponse.failure(
        .serviceUnavailable, "unavailable", "Ratings cannot be read now. Try again in a moment.",
        headers: ["retry-after": "2"])
}

extension JSONWriter {
    fileprivate mutating func rating(_ rating: QueueRating) {
        member("mode", rating.mode)
        member("ranked", rating.ranked)
        member("rating", rating.mean)
        member("deviation", rating.deviation)
        member("division", rating.division)
        member("matches", rating.matches)
        member("wins", rating.wins)
        guard rating.lastMatchID > 0 else { return }
        name("last")
        object { json in
            json.member("match", "\(rating.lastMatchID)")
            json.member("before", rating.lastMean)
        }
    }
}
