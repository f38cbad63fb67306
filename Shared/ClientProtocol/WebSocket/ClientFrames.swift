/// A client's half of RFC 6455: the server's frames come apart, and what is sent is masked.
package struct ClientFrames: Sendable {
    package enum Received: Sendable, Equatable {
        case text([UInt8])
        case binary([UInt8])
        case ping([UInt8])
        case pong
        /// `code` is 1005 where the server gave none.
        case close(code: UInt16, reason: String)
        /// Against RFC 6455. Nothing after it can be understood.
        case broken(String)
    }

    package enum Opcode: UInt8, Sendable { case text = 1, binary = 2, close = 8, ping = 9, pong = 10 }

    /// The largest message that is taken: a Snapshot or a list of games is far below.
    private static let limit = 1 << 20

    private var inbox: [UInt8] = []
    private var position = 0
    private var message: [UInt8]?
    private var messageIsText = false

    package init() {}

    package mutating func receive(_ bytes: some Collection<UInt8>) {
        if position == inbox.count {
            inbox.removeAll(keepingCapacity: inbox.capacity <= 4096)
        } else if position > 0 {
            inbox.removeSubrange(..<position)
        }
        position = 0
        inbox.append(contentsOf: bytes)
    }

    /// - Returns: `nil` until more bytes come.
    package mutating func next() -> Received? {
        while let (first, payload) = frame() {
            guard first & 0x70 == 0, payload != nil, let payload else {
                return .broken("a masked, reserved or oversized frame")
            }
            let isFinal = first & 0x80 != 0
            switch first & 0x0F {
            case 0, 1, 2:
                guard (first & 0x0F == 0) == (message != nil) else { return .broken("a message inside another") }
                if first & 0x0F != 0 { messageIsText = first & 0x0F == 1 }
                let whole = (message ?? []) + payload
                guard whole.count <= Self.limit else { return .broken("a message of more than 1 MiB") }
                message = isFinal ? nil : whole
                if isFinal { return messageIsText ? .text(whole) : .binary(whole) }
            case 8:
                let code = payload.count >= 2 ? UInt16(payload[0]) << 8 | UInt16(payload[1]) : 1005
                return .close(code: code, reason: String(decoding: payload.dropFirst(2), as: UTF8.self))
            case 9: return .ping(payload)
            case 10: return .pong
            default: return .broken("a reserved opcode")
            }
        }
        return nil
    }

    /// - Returns: The first byte and the payload, which is `nil` when the frame cannot be taken; `nil` until it is whole.
    private mutating func frame() -> (UInt8, [UInt8]?)? {
        let available = inbox.count - position
        guard available >= 2 else { return nil }
        let (first, second) = (inbox[position], inbox[position + 1])
        guard second & 0x80 == 0 else { return (first, nil) }
        var header = 2
        var length = UInt64(second)
        if length > 125 {
            let size = length == 126 ? 2 : 8
            header += size
            guard available >= header else { return nil }
            length = inbox[(position + 2)..<(position + header)].reduce(0) { $0 << 8 | UInt64($1) }
        }
        guard length <= UInt64(Self.limit) else { return (first, nil) }
        guard available >= header + Int(length) else { return nil }
        let start = position + header
        position = start + Int(length)
        return (first, Array(inbox[start..<position]))
    }

    /// One whole masked frame.
    /// - Parameter mask: 32 random bits (section 5.3); not a secret here.
    package static func encode(_ opcode: Opcode, _ payload: [UInt8], mask: UInt32) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 14)
        bytes.append(0x80 | opcode.rawValue)
        switch payload.count {
        case ...125: bytes.append(0x80 | UInt8(payload.count))
        case ...0xFFFF:
            bytes += [0x80 | 126, UInt8(payload.count >> 8), UInt8(payload.count & 0xFF)]
        default:
            bytes.append(0x80 | 127)
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(payload.count >> shift & 0xFF)) }
        }
        let key = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: mask >> UInt32($0)) }
        bytes += key
        for (index, byte) in payload.enumerated() { bytes.append(byte ^ key[index & 3]) }
        return bytes
    }
}
