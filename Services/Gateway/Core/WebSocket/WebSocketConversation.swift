package import ClientProtocol

/// The rules of RFC 6455 that hold between frames and inside them, for a server that negotiated no extension.
///
/// Frames go in as a decoder cut them, already unmasked; what to do comes out. After ``Action/close`` or
/// ``Action/answerClose`` everything is ignored.
package struct WebSocketConversation: Sendable {
    package enum Opcode: UInt8, Sendable {
        case continuation = 0x0
        case text = 0x1
        case binary = 0x2
        case close = 0x8
        case ping = 0x9
        case pong = 0xA
    }

    package enum Message: Sendable, Equatable {
        case text([UInt8])
        case binary([UInt8])
    }

    package enum Action: Sendable, Equatable {
        case deliver(Message)
        case pong([UInt8])
        /// The peer closed: echo its code (`nil`: it gave none), then end the connection.
        case answerClose(UInt16?)
        /// The peer broke a rule.
        case close(Closure)
        case none
    }

    private struct Partial {
        let isText: Bool
        var bytes: [UInt8]
        var validator = UTF8Validator()
    }

    private let maximumMessageSize: Int
    private var partial: Partial?
    private var isClosed = false

    /// - Parameter maximumMessageSize: Bytes of a whole message, all fragments together.
    package init(maximumMessageSize: Int) { self.maximumMessageSize = maximumMessageSize }

    /// - Parameters:
    ///   - opcode: The low four bits of the first byte.
    ///   - reservedBits: True if any of RSV1-3 is set.
    ///   - isMasked: Whether the frame was masked, as every client's must be (section 5.1).
    package mutating func received(
        opcode: UInt8, isFinal: Bool, reservedBits: Bool, isMasked: Bool, payload: [UInt8]
    ) -> Action {
        guard !isClosed else { return .none }
        let action = judge(
            opcode: opcode, isFinal: isFinal, reservedBits: reservedBits, isMasked: isMasked, payload: payload)
        switch action {
        case .close, .answerClose:
            isClosed = true
            partial = nil
        case .deliver, .pong, .none: break
        }
        return action
    }

    private mutating func judge(
        opcode: UInt8, isFinal: Bool, reservedBits: Bool, isMasked: Bool, payload: [UInt8]
    ) -> Action {
        guard isMasked else { return fault("a client's frame must be masked") }
        guard !reservedBits else { return fault("a reserved bit is set without an extension") }
        guard let opcode = Opcode(rawValue: opcode) else { return fault("a reserved opcode") }
        switch opcode {
        case .close, .ping, .pong:
            guard isFinal, payload.count <= 125 else {
                return fault("a control frame is one frame of at most 125 bytes")
            }
            return control(opcode, payload)
        case .text, .binary:
            guard partial == nil else { return fault("a message began inside another") }
            partial = Partial(isText: opcode == .text, bytes: [])
            return append(payload, isFinal: isFinal)
        case .continuation:
            guard partial != nil else { return fault("a continuation of nothing") }
            return append(payload, isFinal: isFinal)
        }
    }

    private mutating func append(_ payload: [UInt8], isFinal: Bool) -> Action {
        guard var message = partial.take() else { preconditionFailure("append is called inside a message") }
        guard message.bytes.count + payload.count <= maximumMessageSize else {
            return .close(Closure(.tooBig, "a message has at most \(maximumMessageSize) bytes"))
        }
        if message.isText {
            guard message.validator.accept(payload), !isFinal || message.validator.isComplete else {
                return .close(Closure(.notUTF8, "text must be UTF-8"))
            }
        }
        if message.bytes.isEmpty { message.bytes = payload } else { message.bytes += payload }
        guard isFinal else {
            partial = message
            return .none
        }
        return .deliver(message.isText ? .text(message.bytes) : .binary(message.bytes))
    }

    private func control(_ opcode: Opcode, _ payload: [UInt8]) -> Action {
        switch opcode {
        case .ping: return .pong(payload)
        case .close: return closed(payload)
        case .pong, .text, .binary, .continuation: return .none
        }
    }

    /// RFC 6455 sections 5.5.1 and 7.4.
    private func closed(_ payload: [UInt8]) -> Action {
        if payload.isEmpty { return .answerClose(nil) }
        guard payload.count >= 2 else { return fault("a close code has two bytes") }
        let code = UInt16(payload[0]) << 8 | UInt16(payload[1])
        switch code {
        case 1000...1003, 1007...1014, 3000...4999: break
        default: return fault("a close code that may not be sent")
        }
        var validator = UTF8Validator()
        guard validator.accept(payload[2...]), validator.isComplete else {
            return .close(Closure(.notUTF8, "a close reason must be UTF-8"))
        }
        return .answerClose(code)
    }

    private func fault(_ reason: String) -> Action { .close(Closure(.protocolError, reason)) }
}
