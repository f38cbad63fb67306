import ClientProtocol

/// The opening handshake (RFC 6455 section 4.2.1), judged before anything is answered.
package enum WebSocketHandshake {
    package static let subprotocol = ClientMessage.subprotocol

    package struct Refusal: Error, Sendable, Equatable {
        package let status: Int
        package let code: String
        package let message: String
    }

    package struct Request: Sendable {
        package var method: String
        /// True for HTTP/1.1.
        package var isHTTP11: Bool
        /// Every value of a header, by lower-case name.
        package var headers: [String: [String]]
        /// The origin that a page asks about: browsers do not name it themselves when a page asks its own host.
        package var askedOrigin: String?

        package init(method: String, isHTTP11: Bool, headers: [String: [String]], askedOrigin: String? = nil) {
            self.method = method
            self.isHTTP11 = isHTTP11
            self.headers = headers
            self.askedOrigin = askedOrigin
        }

        /// A GET that asks for no upgrade: what would be said to one?
        package var isQuestion: Bool {
            method == "GET" && !list("upgrade").contains { $0.lowercased() == "websocket" }
        }

        /// The origin of the page, as it is said; `nil`: of no page.
        package var origin: String? { headers["origin"]?.first ?? (isQuestion ? askedOrigin : nil) }

        package init(_ message: HTTPMessage) {
            var headers: [String: [String]] = [:]
            for name in [
                "connection", "upgrade", "origin", "sec-websocket-version", "sec-websocket-key",
                "sec-websocket-protocol",
            ] where message.fields.contains(name) {
                headers[name] = message.fields.values(name)
            }
            headers["host"] = message.host.map { [$0] }
            let asked = (message.query ?? "").split(separator: "&").first { $0.hasPrefix("origin=") }?.dropFirst(7)
            self.init(
                method: message.method, isHTTP11: message.isHTTP11, headers: headers,
                askedOrigin: asked.flatMap { $0.percentDecoded() })
        }

        /// Empty where there is none.
        package var key: String { headers["sec-websocket-key"]?.first ?? "" }

        /// The members of a comma-separated list header, all its lines together.
        func list(_ name: String) -> [String] {
            (headers[name] ?? []).flatMap { $0.split(separator: ",") }.map { $0.trimmingSpaces() }
        }
    }

    /// - Parameters:
    ///   - origins: Whose pages are let in.
    /// - Throws: ``Refusal`` with the status of the answer.
    package static func check(_ request: Request, origins: OriginRules) throws(Refusal) {
        guard request.method == "GET" else {
            throw Refusal(status: 405, code: "method_not_allowed", message: "Use GET.")
        }
        if request.isQuestion, !originIsAllowed(request, origins) { throw badOrigin }
        guard request.isHTTP11,
            request.list("connection").contains(where: { $0.lowercased() == "upgrade" }),
            request.list("upgrade").contains(where: { $0.lowercased() == "websocket" })
        else { throw Refusal(status: 426, code: "upgrade_required", message: "This is a WebSocket.") }
        guard request.headers["sec-websocket-version"] == ["13"] else {
            throw Refusal(status: 426, code: "upgrade_required", message: "Sec-WebSocket-Version must be 13.")
        }
        guard let keys = request.headers["sec-websocket-key"], keys.count == 1, isKey(keys[0]) else {
            throw Refusal(
                status: 400, code: "bad_handshake", message: "Sec-WebSocket-Key must be 16 bytes in Base64, once.")
        }
        guard request.list("sec-websocket-protocol").contains(subprotocol) else {
            throw Refusal(
                status: 400, code: "bad_subprotocol", message: "Sec-WebSocket-Protocol must offer \(subprotocol).")
        }
        guard originIsAllowed(request, origins) else { throw badOrigin }
    }

    private static let badOrigin = Refusal(
        status: 403, code: "bad_origin", message: "A page of this address may not open sockets here.")

    /// 16 bytes in Base64: 22 characters and "==" (RFC 4648 section 4).
    private static func isKey(_ key: String) -> Bool {
        key.utf8.count == 24 && key.hasSuffix("==")
            && key.utf8.dropLast(2).allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "/"): true
                default: false
                }
            }
    }

    /// A browser always sends Origin; a program need not, and carries no other site's rights then (RFC 6455 section 10.2).
    private static func originIsAllowed(_ request: Request, _ rules: OriginRules) -> Bool {
        guard let origin = request.origin else { return true }
        guard (request.headers["origin"]?.count ?? 1) == 1, let hosts = request.headers["host"], hosts.count == 1 else {
            return false
        }
        return rules.allows(origin, host: hosts[0])
    }
}

extension StringProtocol {
    /// `nil` for a `%` without two hexadecimal digits.
    fileprivate func percentDecoded() -> String? {
        var decoded: [UInt8] = []
        var rest = utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                decoded.append(byte)
                continue
            }
            guard let high = rest.popFirst()?.hexadecimalValue, let low = rest.popFirst()?.hexadecimalValue else {
                return nil
            }
            decoded.append(UInt8(high << 4 | low))
        }
        return String(decoding: decoded, as: UTF8.self)
    }

    /// Without the spaces and tabs around it (RFC 9110 section 5.6.3).
    package func trimmingSpaces() -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        guard let first = firstIndex(where: { !isBlank($0) }), let last = lastIndex(where: { !isBlank($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
