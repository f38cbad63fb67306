import GameCore
import Identity

// Pieces that commands and snapshots share.

extension ByteSink {
    mutating func put(_ key: SessionKey) {
        putVarint(key.user.rawValue)
        putVarint(key.session.rawValue)
    }
}

extension ByteReader {
    mutating func nonZero() throws(CodecError) -> UInt64 {
        let value = try varint()
        guard value != 0 else { throw .invalidValue }
        return value
    }

    mutating func sessionKey() throws(CodecError) -> SessionKey {
        let user = UserID(rawValue: try nonZero())
        return SessionKey(user: user, session: SessionID(rawValue: try nonZero()))
    }

    mutating func count(atMost limit: Int) throws(CodecError) -> Int {
        Int(try varint32(atMost: UInt32(limit)))
    }

    /// UTF-8, not empty.
    mutating func name() throws(CodecError) -> [UInt8] {
        let text = try block(atMost: WorldRules.maximumNameBytes)
        guard !text.isEmpty, String(validating: text, as: UTF8.self) != nil else { throw .invalidValue }
        return text
    }

    mutating func lobbyCode() throws(CodecError) -> LobbyCode {
        let text = try block(atMost: LobbyCode.length)
        guard let code = LobbyCode(text), code.characters == text else { throw .invalidValue }
        return code
    }

    mutating func mode() throws(CodecError) -> Mode {
        guard let mode = Mode(rawValue: try u8()) else { throw .invalidValue }
        return mode
    }
}
