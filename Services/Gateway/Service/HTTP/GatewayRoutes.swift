import ClientProtocol
import CoreMetrics
package import GatewayCore
package import NIOCore
import NIOHTTP1
import Synchronization

/// What each path of the HTTP side answers.
package struct GatewayRoutes: HTTPResponder {
    private let gateway: Gateway
    private let files: StaticFiles
    private let origins: OriginRules
    private let publicGateways: PublicGateways
    package let trustedProxies: Int
    package let accessLog: AccessLog?
    private let names: RequestNames

    package init(gateway: Gateway, files: StaticFiles, settings: GatewaySettings, accessLog: AccessLog? = nil) {
        self.accessLog = accessLog
        names = RequestNames(prefix: gateway.name)
        self.gateway = gateway
        self.files = files
        origins = OriginRules(allowed: settings.allowedOrigins, gatewayPorts: settings.publicGateways.ports)
        publicGateways = settings.publicGateways
        trustedProxies = settings.trustedProxies
    }

    package func requestName(given: String?) -> String? {
        given.flatMap { RequestName.isValid($0) ? $0 : nil } ?? names.next()
    }

    package var socketEndpoint: SocketEndpoint { .players }

    package var isDraining: Bool { gateway.assumeIsolated { $0.isDraining || $0.isLeaving } }

    package func answer(to request: HTTPRequest) -> HTTPAnswer {
        guard let route = HTTPRoute(path: request.path) else {
            return preview(request)
                ?? .now(files.answer(to: request) ?? .failure(.notFound, "not_found", "There is nothing here."))
        }
        guard route.isForPages else { return answer(to: request, route) }
        switch CrossOrigin(
            origins: request.fields.values("origin"), host: request.host,
            asksFirst: request.method == .OPTIONS && request.fields.contains("access-control-request-method"),
            methods: route.methods, rules: origins)
        {
        case .answer(let fields): return answer(to: request, route).adding(fields)
        case .preflight(let fields): return .now(HTTPResponse(noContentWith: [:])).adding(fields)
        case .refused:
            return .now(.failure(.forbidden, "bad_origin", "A page of this address may not ask here."))
        }
    }

    /// The page of a shared link, with its preview.
    private func preview(_ request: HTTPRequest) -> HTTPAnswer? {
        guard Self.isRead(request), let link = SharedLink(path: request.path), files.hasPreview(at: request.path) else {
            return nil
        }
        let origin = request.host.map { "\(scheme(of: request))://\($0)" }
        let files = self.files
        @Sendable func page(_ preview: LinkPreview) -> HTTPResponse {
            files.answer(to: request, with: preview, origin: origin)
                ?? .failure(.notFound, "not_found", "There is nothing here.")
        }
        switch link {
        case .lobby(let code): return .now(page(LinkPreview(lobby: code)))
        case .replay(let name):
            return later { page(await $0.preview(ofReplay: name, for: request.clientAddress)) }
        }
    }

    /// Whether a browser says so, for a page of this gateway or of one that may open sockets here.
    private func isFromOwnPage(_ request: HTTPRequest) -> Bool {
        let told = request.fields.values("origin")
        return told.count == 1 && origins.allows(told[0], host: request.host)
    }

    /// What the proxy in front says, if there is one that is trusted.
    private func scheme(of request: HTTPRequest) -> String {
        trustedProxies > 0 && request.fields.values("x-forwarded-proto").last?.lowercased() == "https"
            ? "https" : "http"
    }

    private func answer(to request: HTTPRequest, _ route: HTTPRoute) -> HTTPAnswer {
        switch route {
        case .live: read(request) { .json(.ok, JSONWriter.object { $0.member("live", true) }) }
        case .ready: readLater(request) { await $0.checkReadiness().publicResponse }
        case .gateways: read(request) { .publicGateways(publicGateways.urls(for: request.host)) }
        case .cluster: readLater(request) { await $0.cluster() }
        case .kill:
            // Others are kept from answers, and here from asking.
            request.method != .POST || isFromOwnPage(request)
                ? post(request) { await $0.killNode(request) }
                : .now(.failure(.forbidden, "bad_origin", "A page of this address may not ask here."))
        case .guest: post(request) { await $0.createGuest(request) }
        case .rename: post(request) { await $0.renamePlayer(request) }
        case .renew: post(request) { await $0.renew(request) }
        case .replay(let name): readLater(request) { await $0.replay(name, for: request.clientAddress) }
        case .ratings(let user): readLater(request) { await $0.ratings(user, for: request.clientAddress) }
        case .leaderboard(let queue): readLater(request) { await $0.leaderboard(queue) }
        case .socket: .now(.failure(.notFound, "not_found", "There is nothing here."))
        }
    }

    private func read(_ request: HTTPRequest, _ response: () -> HTTPResponse) -> HTTPAnswer {
        .now(Self.isRead(request) ? response() : .methodNotAllowed("GET, HEAD"))
    }

    private func readLater(
        _ request: HTTPRequest, _ response: @escaping @Sendable (isolated Gateway) async -> HTTPResponse
    ) -> HTTPAnswer {
        Self.isRead(request) ? later(response) : .now(.methodNotAllowed("GET, HEAD"))
    }

    /// JSON is named as such: a page of another origin can send other types, and without asking first (Fetch, "CORS-safelisted
    /// request-header").
    private func post(
        _ request: HTTPRequest, _ response: @escaping @Sendable (isolated Gateway) async -> HTTPResponse
    ) -> HTTPAnswer {
        guard request.method == .POST else { return .now(.methodNotAllowed("POST")) }
        guard request.isJSON else {
            return .now(
                .failure(
                    .unsupportedMediaType, "unsupported_media_type",
                    "The body has to be JSON; send it with Content-Type: application/json."))
        }
        return later(response)
    }

    private func later(_ response: @escaping @Sendable (isolated Gateway) async -> HTTPResponse) -> HTTPAnswer {
        .later(gateway.assumeIsolated { $0.answer(response) })
    }

    private static func isRead(_ request: HTTPRequest) -> Bool { request.method == .GET || request.method == .HEAD }

    package func refusal(of upgrade: WebSocketHandshake.Request, from clientAddress: String) -> HTTPResponse? {
        gateway.assumeIsolated { gateway in
            do throws(WebSocketHandshake.Refusal) {
                try WebSocketHandshake.check(upgrade, origins: origins)
            } catch {
                if error.status == 403 {
                    gateway.refusedOrigin(upgrade.origin ?? "", host: upgrade.headers["host"]?.first ?? "")
                }
                guard upgrade.isQuestion else { return .refusal(error) }
                // Without an upgrade the handshake is never complete (426): nothing else is in the way then.
                let inTheWay = error.status == 426 ? gateway.answerToQuestion(from: clientAddress) : nil
                var answer = inTheWay ?? .refusal(error)
                // The page of another gateway may read the reason too; it says nothing about a player.
                answer.headers.replaceOrAdd(name: "access-control-allow-origin", value: "*")
                return answer
            }
            let refusal = gateway.takeHandshake(from: clientAddress)
            if refusal != nil { gateway.metrics.refused.increment() }
            return refusal
        }
    }

    package func refusedRequest(_ status: Int) { gateway.assumeIsolated { $0.metrics.refusedRequest(status) } }

    package func admit(_ connection: UInt64, from peerAddress: String) -> Admission.Verdict {
        gateway.assumeIsolated { $0.admit(connection, from: trustedProxies > 0 ? nil : peerAddress) }
    }

    package func upgraded(_ connection: UInt64) { gateway.assumeIsolated { $0.upgraded(connection) } }

    package func closed(_ connection: UInt64) { gateway.assumeIsolated { $0.connectionClosed(connection) } }

    package func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler {
        let id = gateway.assumeIsolated { $0.open(on: channel, from: clientAddress) }
        return WebSocketHandler(id: id, owner: gateway, maximumMessageSize: SocketEndpoint.players.maximumMessageSize)
    }
}

/// Names that no other request of the cluster has: the gateway's own, and a number.
private final class RequestNames: Sendable {
    private let prefix: String
    private let count = Atomic<UInt64>(0)

    init(prefix: String) { self.prefix = prefix }

    func next() -> String { "\(prefix)-\(count.add(1, ordering: .relaxed).newValue)" }
}

extension HTTPAnswer {
    fileprivate func adding(_ fields: [CrossOrigin.Field]) -> HTTPAnswer {
        switch self {
        case .now(let response): .now(response.adding(fields))
        case .later(let response): .later(response.map { $0.adding(fields) })
        }
    }
}

extension HTTPResponse {
    fileprivate func adding(_ fields: [CrossOrigin.Field]) -> HTTPResponse {
        var response = self
        for field in fields { response.headers.add(name: field.name, value: field.value) }
        return response
    }

    fileprivate static func refusal(_ refusal: WebSocketHandshake.Refusal) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        if refusal.status == 405 { headers = ["allow": "GET"] }
        if refusal.status == 426 { headers = ["upgrade": "websocket", "sec-websocket-version": "13"] }
        return .failure(.init(statusCode: refusal.status), refusal.code, refusal.message, headers: headers)
    }

    /// `GET /gateways.json` (docs/guide/protocol.md, section 2).
    fileprivate static func publicGateways(_ urls: [String]) -> HTTPResponse {
        var json = JSONWriter()
        json.array { json in
            for url in urls { json.string(url) }
        }
        return .json(.ok, json.bytes)
    }
}
