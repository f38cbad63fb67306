import ClientProtocol
package import GatewayCore
package import NIOCore
package import NIOHTTP1

/// One request, whole.
package struct HTTPRequest: Sendable {
    package let method: HTTPMethod
    /// Without the query.
    package let path: String
    package let query: String?
    package let host: String?
    package let fields: HTTPFields
    package let body: [UInt8]
    /// The player's address, as far as it is known.
    package let clientAddress: String

    package init(_ message: HTTPMessage, clientAddress: String) {
        method = HTTPMethod(rawValue: message.method)
        path = message.path
        query = message.query
        host = message.host
        fields = message.fields
        body = message.body
        self.clientAddress = clientAddress
    }
}

extension HTTPRequest {
    /// Its one `Content-Type` is `application/json`, with or without parameters.
    var isJSON: Bool {
        let types = fields.values("content-type")
        guard types.count == 1, let name = types[0].split(separator: ";", omittingEmptySubsequences: false).first else {
            return false
        }
        return name.trimmingSpaces().lowercased() == "application/json"
    }
}

/// One answer, whole. ``HTTPConnection`` adds length, date, and the security headers.
package struct HTTPResponse: Sendable {
    package var status: HTTPResponseStatus
    package var headers: HTTPHeaders
    package var body: ByteBuffer

    package init(_ status: HTTPResponseStatus, _ contentType: String, _ body: ByteBuffer, headers: HTTPHeaders = [:]) {
        self.status = status
        self.headers = headers
        self.body = body
        self.headers.replaceOrAdd(name: "content-type", value: contentType)
    }

    /// 204.
    package init(noContentWith headers: HTTPHeaders) {
        status = .noContent
        self.headers = headers
        body = ByteBuffer()
    }

    package static func json(_ status: HTTPResponseStatus, headers: HTTPHeaders = [:], _ text: [UInt8]) -> HTTPResponse
    {
        var headers = headers
        headers.replaceOrAdd(name: "cache-control", value: "no-store")
        return HTTPResponse(status, "application/json", ByteBuffer(bytes: text), headers: headers)
    }

    /// `{"error":{"code":…,"message":…}}` (docs/guide/protocol.md, section 1).
    package static func failure(
        _ status: HTTPResponseStatus, _ code: String, _ message: String, headers: HTTPHeaders = [:]
    ) -> HTTPResponse {
        json(
            status, headers: headers,
            JSONWriter.object { json in
                json.name("error")
                json.object { json in
                    json.member("code", code)
                    json.member("message", message)
                }
            })
    }

    package static func failure(_ refusal: HTTPRefusal) -> HTTPResponse {
        var headers: HTTPHeaders = [:]
        if let seconds = refusal.retryAfter { headers.add(name: "retry-after", value: String(seconds)) }
        return failure(
            HTTPResponseStatus(statusCode: refusal.status), refusal.code, refusal.message, headers: headers)
    }

    package static func methodNotAllowed(_ allowed: String) -> HTTPResponse {
        failure(.methodNotAllowed, "method_not_allowed", "Use \(allowed).", headers: ["allow": allowed])
    }
}

/// Headers of every answer. Scripts and styles come from this origin alone; WebAssembly may be compiled; sockets may go
/// to other gateways, which judge the page's origin themselves.
let securityHeaders: [(String, String)] = [
    (
        "content-security-policy",
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; "
            + "font-src 'self'; media-src 'self'; connect-src 'self' ws: wss:; manifest-src 'self'; worker-src 'self'; "
            + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
]
