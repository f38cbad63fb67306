import ClientProtocol
import GameCore
import GatewayCore
import Identity
import Liveness
import Logging
import NIOCore
import NIOHTTP1
import Observability
import RPC
import RegistryAPI
package import ServiceRuntime
import SimulationAPI
import Wire

/// Whether this gateway can serve players, for load balancers and supervisors.
package struct ReadinessAnswer: Sendable {
    /// What anybody may know.
    enum Code: String {
        case ready, draining
        /// Matches run, and their world stands still.
        case stalled
        case noSimulation = "no_simulation"
        /// Its simulation, or those of others, are not caught up.
        case catchingUp = "catching_up"
        case restoring
    }

    let code: Code
    /// For the operator: names addresses.
    let reason: String

    var isReady: Bool { code == .ready }

    /// Nothing but the code.
    var publicResponse: HTTPResponse {
        .json(
            isReady ? .ok : .serviceUnavailable,
            JSONWriter.object { json in
                json.member("ready", isReady)
                json.member("code", code.rawValue)
            })
    }

    /// The same with the reason.
    package var page: PrivatePage {
        PrivatePage(
            status: isReady ? 200 : 503, type: "application/json",
            body: JSONWriter.object { json in
                json.member("ready", isReady)
                json.member("code", code.rawValue)
                json.member("reason", reason)
            })
    }
}

// The answers that need the gateway's state or another process.
extension Gateway {
    /// Makes an answer that has to wait for others. The request came by a callback, so the wait needs a task of its own;
    /// it runs on the gateway's loop.
    func answer(
        _ response: @escaping @Sendable (isolated Gateway) async -> HTTPResponse
    ) -> EventLoopFuture<HTTPResponse> {
        let promise = eventLoop.makePromise(of: HTTPResponse.self)
        Task { promise.succeed(await response(self)) }
        return promise.futureResult
    }

    /// Ready: some simulation is connected and says that it is caught up. However many ask, the simulations are asked twice a
    /// second at most.
    package func checkReadiness() async -> ReadinessAnswer {
        if isDraining || isLeaving { return ReadinessAnswer(code: .draining, reason: "this gateway was asked to stop") }
        if case .lost(let loss) = reach.state {
            return ReadinessAnswer(code: loss == .standstill ? .stalled : .noSimulation, reason: loss.rawValue)
        }
        let asked = readiness.current(at: now) ?? readiness.begin(Task { await self.askReadiness() })
        let answer = await asked.value
        readiness.made(by: asked, at: now)
        return answer
    }

    private func askReadiness() async -> ReadinessAnswer {
        var answer = ReadinessAnswer(code: .noSimulation, reason: "no simulation is connected")
        for address in directory.usable(at: now) {
            guard let channel = simulations[address] else { continue }
            do {
                let summary = try await PlayClient(channel: channel).summary(
                    SummaryRequest(brief: true), deadline: .seconds(1))
                if address == directory.local, summary.nodeID > 0 { node = NodeID(rawValue: summary.nodeID) }
                if summary.ready {
                    return ReadinessAnswer(code: .ready, reason: "simulation \(address), node \(summary.nodeID)")
                }
                if summary.quarantined, address == directory.local {
                    // This node is to be left alone until its world is right again, though others could be used.
                    return ReadinessAnswer(code: .restoring, reason: "this node's world is being restored")
                }
                answer = ReadinessAnswer(code: .catchingUp, reason: "simulation \(address) is not caught up")
            } catch {
                answer = ReadinessAnswer(code: .noSimulation, reason: "simulation \(address): \(error)")
            }
        }
        return answer
    }

    /// `POST /api/auth/guest` (docs/guide/protocol.md, section 1).
    func createGuest(_ request: HTTPRequest) async -> HTTPResponse {
        await account(request) { (registry, name) async throws(RPCStatus) in
            try await registry.createGuest(CreateGuestRequest(name: name), deadline: .seconds(3))
        }
    }

    /// `POST /api/auth/rename` (docs/guide/protocol.md, section 1).
    func renamePlayer(_ request: HTTPRequest) async -> HTTPResponse {
        let player: ClientProtocol.Player
        do throws(TokenError) {
            let words = (request.fields.values("authorization").first ?? "").split(separator: " ")
            guard words.count == 2, words[0].lowercased() == "bearer" else { throw TokenError(code: .malformed) }
            player = try PlayerToken.verify(String(words[1]), now: secondsSince1970(), keys: settings.tokenKeys).player
        } catch {
            // `bad_token` alone means that the account is lost; others are mended by a renewal.
            return .failure(
                .unauthorized, error.told.code, error.told.message, headers: ["www-authenticate": "Bearer"])
        }
        return await account(request) { (registry, name) async throws(RPCStatus) in
            try await registry.renameUser(
                RenameUserRequest(userID: player.id.rawValue, name: name), deadline: .seconds(3))
        }
    }

    /// Answers with the account of the request's name that the registry gives, and a token for it.
    private func account(
        _ request: HTTPRequest, ask: (RegistryClient, String) async throws(RPCStatus) -> User
    ) async -> HTTPResponse {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: request.body)
        } catch {
            return .failure(.badRequest, "bad_json", "The body is not JSON at byte \(error.offset): \(error.message).")
        }
        guard let given = json["name"]?.string else {
            return .failure(.badRequest, "invalid_name", "The body needs a name, as text.")
        }
        let name: String
        do throws(VisibleText.Fault) {
            name = try VisibleText(given, within: .name).text
        } catch {
            return .failure(.badRequest, "invalid_name", error.sentence(about: "A name"))
        }
        guard takeGuest(from: request.clientAddress) else {
            return refusal(for: .guestRate)
        }
        guard let registry else { return Self.registryIsAway }
        let user: User
        do throws(RPCStatus) {
            user = try await ask(RegistryClient(channel: registry), name)
        } catch {
            if error.code == .invalidArgument { return .failure(.badRequest, "invalid_name", error.message) }
            if error.code == .notFound {
                return .failure(.notFound, "unknown_user", "This account no longer exists here.")
            }
            logger.warning("no account was made or renamed", metadata: .data([.reason: "\(error)"]))
            return Self.registryIsAway
        }
        guard let id = UserID(checked: user.id) else { return Self.registryIsAway }
        return tokenAnswer(ClientProtocol.Player(id: id, name: user.name, isGuest: user.guest))
    }

    /// `POST /api/auth/renew` (docs/guide/protocol.md, section 1): a fresh token for one that this cluster has signed.
    ///
    /// A token that is valid is renewed whatever the registry says, so that no account depends on the database being there.
    /// One that is not, by this gateway's clock, is renewed if the registry knows the account: clocks throw none away.
    func renew(_ request: HTTPRequest) async -> HTTPResponse {
        guard let json = try? JSONValue(parsing: request.body), let text = json["token"]?.string else {
            return .failure(.badRequest, "bad_json", "The body has to be a JSON object with a token.")
        }
        guard ratingsPerAddress.take(IPAddress.limitKey(of: request.clientAddress), now: now) else {
            return refusal(for: .ratingRate)
        }
        let token: PlayerToken
        do throws(TokenError) {
            token = try PlayerToken(text, keys: settings.tokenKeys)
        } catch {
            return .failure(.unauthorized, error.told.code, error.told.message)
        }
        let isGone = HTTPResponse.failure(
            .unauthorized, "bad_token", "This account was not used for long, and is gone.")
        let seconds = secondsSince1970()
        let isValid = (try? token.check(at: seconds)) != nil
        if seconds > token.expires, seconds - token.expires > PlayerToken.renewable { return isGone }
        do throws(RPCStatus) {
            guard let registry else { throw RPCStatus(.unavailable, "the registry is not connected") }
            let user = try await RegistryClient(channel: registry)
                .seen(SeenRequest(userID: token.player.id.rawValue), deadline: .seconds(3))
            // The player may have another name since this token was made.
            return tokenAnswer(ClientProtocol.Player(id: token.player.id, name: user.name, isGuest: user.guest))
        } catch {
            guard isValid else { return error.code == .notFound ? isGone : Self.registryIsAway }
        }
        return tokenAnswer(token.player)
    }

    private func tokenAnswer(_ player: ClientProtocol.Player) -> HTTPResponse {
        let token = PlayerToken.issue(to: player, now: secondsSince1970(), key: settings.tokenKeys.signing)
        return .json(
            .ok,
            JSONWriter.object { json in
                json.member("token", token)
                json.name("user")
                json.user(player)
            })
    }

    /// Whether one more account, or name, may be asked for from this address.
    private func takeGuest(from address: String) -> Bool {
        let raised = settings.addressLimits.raised(for: address).flatMap { perMinute in
            perMinute > settings.guestsPerMinute
                ? TokenBucket.Limit(perMinute: perMinute, burst: perMinute) : nil
        }
        return guestsPerAddress.take(IPAddress.limitKey(of: address), now: now, raised: raised)
    }

    /// `GET /api/replays/{name}` (docs/guide/protocol.md, section 9).
    func replay(_ name: Substring, for clientAddress: String) async -> HTTPResponse {
        guard let name = ReplayName(name) else {
            return .failure(
                .notFound, "not_found",
                "A replay's name is the number of its match, a dash and the first 16 digits of its commitment.")
        }
        guard replaysPerAddress.take(IPAddress.limitKey(of: clientAddress), now: now) else {
            return refusal(for: .replayRate)
        }
        let file: ReplayFile
        do throws(RPCStatus) {
            guard let registry else { throw RPCStatus(.unavailable, "the registry is not connected") }
            file = try await RegistryClient(channel: registry)
                .getReplay(GetReplayRequest(matchID: name.match.rawValue, key: name.key), deadline: .seconds(3))
            // A registry of an older build knows only the number.
            guard Replay.key(ofFile: file.file) == name.key else { throw RPCStatus(.notFound, "another match's") }
        } catch {
            guard error.code == .unavailable || error.code == .deadlineExceeded else {
                return .failure(.notFound, "no_replay", "No replay of that name is kept, or not yet.")
            }
            return .failure(
                .serviceUnavailable, "unavailable", "Replays cannot be read now. Try again in a moment.",
                headers: ["retry-after": "2"])
        }
        return HTTPResponse(
            .ok, "application/octet-stream", ByteBuffer(bytes: file.file),
            headers: [
                "content-disposition": "attachment; filename=\"match-\(name.match).snkr\"",
                // The name holds a digest of the content: what it stands for never changes. Kept for as long as the file.
                "cache-control": "public, max-age=2592000, immutable",
            ])
    }

    private static let registryIsAway = HTTPResponse.failure(
        .serviceUnavailable, "unavailable", "Players cannot be registered now. Try again in a moment.",
        headers: ["retry-after": "2"])
}
