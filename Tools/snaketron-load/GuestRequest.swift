import Foundation
import LoadCore
import NIOCore

/// `POST /api/auth/guest` on a connection of its own (docs/guide/protocol.md, section 1). On its event loop only.
final class GuestRequest: ChannelInboundHandler, @unchecked Sendable {  // confined to the engine's event loop
    typealias InboundIn = ByteBuffer

    enum Answer {
        case token(String, user: String)
        /// Microseconds to wait at least.
        case refused(retryAfter: Int64, String)
    }

    private struct Account: Decodable {
        struct User: Decodable { let id: String }
        let token: String
        let user: User
    }

    private let request: String
    private var answer: [UInt8] = []
    private var done: ((Answer) -> Void)?

    init(name: String, host: String, done: @escaping (Answer) -> Void) {
        let body = #"{"name":"\#(name)"}"#
        request =
            "POST /api/auth/guest HTTP/1.1\r\nHost: \(host)\r\nContent-Type: application/json\r\nConnection: close\r\n"
            + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
        self.done = done
    }

    func channelActive(context: ChannelHandlerContext) {
        context.writeAndFlush(NIOAny(ByteBuffer(string: request)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        answer.append(contentsOf: unwrapInboundIn(data).readableBytesView)
        if answer.count > 65_536 { context.close(promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) { finish() }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func failed(_ error: any Error) { finish() }

    private func finish() {
        guard let done else { return }
        self.done = nil
        done(parsed())
    }

    private func parsed() -> Answer {
        guard let end = answer.firstRange(of: [13, 10, 13, 10]) else {
            return .refused(retryAfter: 500_000, "no answer")
        }
        let lines = String(decoding: answer[..<end.lowerBound], as: UTF8.self).split(separator: "\r\n")
        if lines[0].hasPrefix("HTTP/1.1 200 "),
            let account = try? JSONDecoder().decode(Account.self, from: Data(answer[end.upperBound...]))
        {
            return .token(account.token, user: account.user.id)
        }
        let wait = lines.first { $0.lowercased().hasPrefix("retry-after:") }
            .flatMap { Int64($0.dropFirst(12).trimmingCharacters(in: .whitespaces)) }
        return .refused(retryAfter: min(max(wait ?? 1, 0), 60) * 1_000_000, String(lines[0]))
    }
}
