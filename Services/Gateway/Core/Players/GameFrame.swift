package import ClientProtocol

/// What the gateway looks at in a binary frame (docs/guide/protocol.md, section 6): its kind and, for commands and their
/// acknowledgements, the sequence. Everything else passes undecoded.
package enum GameFrame {
    /// The longest binary frame a client may send, bytes.
    package static let maximumCommandSize = MessageLimits.commandBytes

    private static let turn: UInt8 = 0x01
    private static let boost: UInt8 = 0x02
    private static let snapshot: UInt8 = 0x10
    private static let update: UInt8 = 0x11
    private static let acknowledgement: UInt8 = 0x12

    package struct CommandError: Error, Equatable {
        package let closure: Closure
    }

    /// The sequence of a client's command frame.
    package static func commandSequence(_ frame: [UInt8]) throws(CommandError) -> UInt64 {
        guard frame.count <= maximumCommandSize else {
            throw CommandError(closure: Closure(.tooBig, "a command has at most \(maximumCommandSize) bytes"))
        }
        guard frame.first == turn || frame.first == boost else {
            throw CommandError(closure: Closure(.policyViolation, "not a command of this version"))
        }
        var position = 1
        guard let sequence = varint(frame, at: &position), sequence != 0 else {
            throw CommandError(closure: Closure(.policyViolation, "seq must be a varint of the shortest form, from 1"))
        }
        return sequence
    }

    package enum Kind: Sendable, Equatable {
        /// Makes all frames before it needless.
        case snapshot
        /// Worth nothing to a client that misses one before it.
        case update
        /// Says what became of one command; nothing repeats it.
        case acknowledgement(sequence: UInt64)
        case other
    }

    /// The kind of a frame from the simulation.
    package static func kind(_ frame: [UInt8]) -> Kind {
        switch frame.first {
        case snapshot: return .snapshot
        case update: return .update
        case acknowledgement:
            var position = 1
            guard varint(frame, at: &position) != nil, let sequence = varint(frame, at: &position) else {
                return .other
            }
            return .acknowledgement(sequence: sequence)
        default: return .other
        }
    }

    /// Unsigned LEB128, at most 10 bytes, shortest form; `nil` for anything else. `position` moves past it.
    static func varint(_ bytes: [UInt8], at position: inout Int) -> UInt64? {
        var value: UInt64 = 0
        for index in 0..<10 {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            let part = UInt64(byte & 0x7F)
            guard index < 9 || part <= 1 else { return nil }  // the tenth byte holds bit 63 alone
            value |= part << (7 * UInt64(index))
            if byte & 0x80 == 0 { return index > 0 && byte == 0 ? nil : value }
        }
        return nil
    }
}
