package import ClientProtocol
package import GameCore
package import Wire

// The vocabulary of the client protocol has the numbers of play.proto; 0 there is what is absent here.

extension Wire.Mode {
    package init(_ mode: GameCore.Mode?) { self.init(rawValue: Int32(mode?.rawValue ?? 0)) }
}

extension GameCore.Mode {
    /// `nil`: none, or one that this build does not know.
    package init?(_ mode: Wire.Mode) { self.init(wire: mode.rawValue) }
}

extension Wire.BotLevel {
    package init(_ level: Bot.Level?) { self.init(rawValue: Int32(level?.rawValue ?? 0)) }
}

extension Bot.Level {
    /// `nil`: none, or one that this build does not know.
    package init?(_ level: Wire.BotLevel) { self.init(wire: level.rawValue) }
}

extension Wire.EndReason {
    package init(_ reason: GameCore.EndReason) { self.init(rawValue: Int32(reason.rawValue)) }
}

extension GameCore.EndReason {
    /// `nil`: one that this build does not know.
    package init?(_ reason: Wire.EndReason) { self.init(wire: reason.rawValue) }
}

extension Wire.OutcomeCode {
    package init(_ code: ClientProtocol.OutcomeCode) { self.init(rawValue: Int32(code.rawValue)) }
}

extension ClientProtocol.OutcomeCode {
    /// `nil`: one that this build does not know.
    package init?(_ code: Wire.OutcomeCode) { self.init(wire: code.rawValue) }
}

extension EmoteKind {
    package init(_ emote: Emote?) { self.init(rawValue: Int32(emote?.rawValue ?? 0)) }
}

extension Emote {
    /// `nil`: none, or one that this build does not know.
    package init?(_ kind: EmoteKind) { self.init(wire: kind.rawValue) }
}

extension RawRepresentable<UInt8> {
    fileprivate init?(wire number: Int32) {
        guard let number = UInt8(exactly: number) else { return nil }
        self.init(rawValue: number)
    }
}
