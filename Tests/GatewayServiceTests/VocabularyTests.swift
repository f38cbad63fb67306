import ClientProtocol
import GameCore
import SimulationAPI
import Testing
import Wire

/// The client protocol and play.proto number the same values alike.
@Suite struct VocabularyTests {
    @Test("each number is known to both or to neither", arguments: Int32(0)...255)
    func numbers(number: Int32) throws {
        let byte = UInt8(number)
        func isKnown<Value>(_ value: Value) -> Bool { !"\(value)".hasPrefix("unrecognized") }
        #expect(isKnown(Wire.OutcomeCode(rawValue: number)) == (OutcomeCode(rawValue: byte) != nil))
        #expect(isKnown(Wire.EndReason(rawValue: number)) == (GameCore.EndReason(rawValue: byte) != nil))
        guard number > 0 else { return }  // 0 says that there is none
        #expect(isKnown(Wire.Mode(rawValue: number)) == (GameCore.Mode(rawValue: byte) != nil))
        #expect(isKnown(EmoteKind(rawValue: number)) == (Emote(rawValue: byte) != nil))
        #expect(isKnown(Wire.BotLevel(rawValue: number)) == (Bot.Level(rawValue: byte) != nil))
    }

    @Test("each value comes back from the wire as it was, and its name is the contract's")
    func names() {
        for code in ClientProtocol.OutcomeCode.allCases {
            let wire = Wire.OutcomeCode(code)
            #expect(ClientProtocol.OutcomeCode(wire) == code && "\(wire)" == "\(code)")
        }
        for mode in GameCore.Mode.allCases {
            let wire = Wire.Mode(mode)
            #expect(GameCore.Mode(wire) == mode && "\(wire)" == "\(mode)")
        }
        for level in Bot.Level.allCases {
            let wire = Wire.BotLevel(level)
            #expect(Bot.Level(wire) == level && "\(wire)" == "\(level)")
        }
        for emote in Emote.allCases {
            let wire = EmoteKind(emote)
            #expect(Emote(wire) == emote && "\(wire)" == "\(emote)")
        }
        for reason in GameCore.EndReason.allCases { #expect(GameCore.EndReason(Wire.EndReason(reason)) == reason) }
    }

    @Test("none and what this build does not know is no value")
    func unknown() {
        #expect(GameCore.Mode(Wire.Mode.unspecified) == nil && Wire.Mode(nil as GameCore.Mode?) == .unspecified)
        #expect(Bot.Level(Wire.BotLevel.none) == nil && Wire.BotLevel(nil as Bot.Level?) == .none)
        for number: Int32 in [-1, 100, 256, .max, .min] {
            #expect(GameCore.Mode(Wire.Mode(rawValue: number)) == nil)
            #expect(ClientProtocol.OutcomeCode(Wire.OutcomeCode(rawValue: number)) == nil)
        }
    }
}
