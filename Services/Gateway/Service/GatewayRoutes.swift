import CoreMetrics
package import GatewayCore
package import NIOCore
import NIOHTTP1
package import Observability

/// What each path of the HTTP side answers.
package struct GatewayRoutes: HTTPResponder {
    private let gateway: Gateway
    private let files: StaticFiles
    private let registry: PrometheusRegistry
    private let allowedOrigins: Set<String>
    private let publicGateways: PublicGateways
    package let trustedProxies: Int

    package init(gateway: Gateway, files: StaticFiles, metrics: PrometheusRegistry, settings: GatewaySettings) {
        self.gateway = gateway
        self.files = files
        registry = metrics
        allowedOrigins = settings.allowedOrigins
        publicGateways = settings.publicGateways
        trustedProxies = settings.trustedProxies
    }

    package var socketEndpoint: SocketEndpoint { .players }

    package var isDraining: Bool { gateway.assumeIsolated { $0.isDraining } }

    package func answer(to request: HTTPRequest) -> HTTPAnswer {
        switch request.path {
        case "/health": read(request) { .json(.ok, JSONWriter.object { $0.member("live", true) }) }
        case "/health/ready": readLater(request) { await $0.checkReadiness().response }
        case "/metrics":
            read(request) {
                HTTPResponse(.ok, "text/plain; version=0.0.4; charset=utf-8", ByteBuffer(string: registry.render()))
            }
        case "/gateways.json":
            read(request) { .publicGateways(publicGateways.urls(for: request.host)) }
        case "/api/auth/guest":
            post(request) { await $0.createGuest(request) }
        case "/api/auth/rename":
            post(request) { await $0.renamePlayer(request) }
        case "/api/auth/renew":
            post(request) { await $0.renew(request) }
        case let path where path.hasPrefix("/api/replays/"):
            readLater(request) { await $0.replay(path.dropFirst("/api/replays/".count), for: request.clientAddress) }
        case let path where path.hasPrefix("/api/ratings/"):
            readLater(request) { await $0.ratings(path.dropFirst("/api/ratings/".count), for: request.clientAddress) }
        case let path where path.hasPrefix("/api/leaderboards/"):
            readLater(request) { await $0.leaderboard(path.dropFirst("/api/leaderboards/".count)) }
        default: .now(files.answer(to: request) ?? .failure(.notFound, "not_found", "There is nothing here."))
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
                try WebSocketHandshake.check(
                    upgrade, allowedOrigins: allowedOrigins, gatewayPorts: publicGateways.ports)
            } catch {
                if error.status == 403 {
                    gateway.refusedOrigin(upgrade.origin ?? "", host: upgrade.headers["host"]?.first ?? "")
                }
                guard upgrade.isQuestion else { return .refusal(error) }
                // Without an upgrade the handshake is never complete (426): nothing else is in the way then.
                var answer = (error.status == 426 ? gateway.refusal(from: clientAddress) : nil) ?? .refusal(error)
                // The page of another gateway may read the reason too; it says nothing about a player.
                answer.headers.replaceOrAdd(name: "access-control-allow-origin", value: "*")
                return answer
            }
            let refusal = gateway.refusal(from: clientAddress)
            if refusal != nil { gateway.metrics.refused.increment() }
            return refusal
        }
    }

    package func openSocket(on channel: any Channel, clientAddress: String) -> WebSocketHandler {
        let id = gateway.assumeIsolated { $0.open(on: channel, from: clientAddress) }
        return WebSocketHandler(id: id, owner: gateway, maximumMessageSize: SocketEndpoint.players.maximumMessageSize)
    }
}

extension HTTPResponse {
    fileprivate static func refusal(_ refusal: WebSocketHandshake.Refusal) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        if refusal.status == 405 { headers = ["allow": "GET"] }
        if refusal.status == 426 { headers = ["upgrade": "websocket", "sec-websocket-version": "13"] }
        return .failure(.init(statusCode: refusal.status), refusal.code, refusal.message, headers: headers)
    }

    /// `GET /gateways.json` (docs/protocol.md, section 2).
    fileprivate static func publicGateways(_ urls: [String]) -> HTTPResponse {
        var json = JSONWriter()
        json.array { json in
            for url in urls { json.string(url) }
        }
        return .json(.ok, json.bytes)
    }
}
