// Prints the vocabulary of the client protocol as JSON, for scripts/generate-protocol, which compiles this together with
// Shared/Identity, Shared/GameCore and Shared/ClientProtocol.

private func entries<Element>(
    _ json: inout JSONWriter, _ name: StaticString, _ elements: [Element],
    _ body: (inout JSONWriter, Element) -> Void
) {
    json.name(name)
    json.array { json in for element in elements { json.object { json in body(&json, element) } } }
}

@main struct Vocabulary {
    static func main() {
        let text = JSONWriter.object { json in
            json.member("version", ClientMessage.version)
            json.member("subprotocol", ClientMessage.subprotocol)
            entries(&json, "modes", Mode.offered) { json, mode in
                json.member("name", mode.name)
                json.member("number", mode.rawValue)
                json.member("fewest", mode.players.lowerBound)
                json.member("most", mode.players.upperBound)
            }
            entries(&json, "botLevels", BotLevel.allCases) { json, level in
                json.member("name", level.name)
                json.member("number", level.rawValue)
            }
            entries(&json, "endReasons", EndReason.allCases.filter { $0 != .none }) { json, reason in
                json.member("name", reason.name)
                json.member("number", reason.rawValue)
            }
            entries(&json, "emotes", Emote.allCases) { json, emote in
                json.member("name", emote.name)
                json.member("number", emote.rawValue)
            }
            entries(&json, "outcomes", OutcomeCode.allCases) { json, code in
                json.member("name", code.name)
                json.member("number", code.rawValue)
            }
            entries(&json, "closeCodes", CloseCode.allCases) { json, code in
                json.member("name", "\(code)")
                json.member("number", code.rawValue)
            }
            json.name("limits")
            json.object { json in
                json.member("nameCharacters", VisibleText.Bounds.name.characters)
                json.member("nameBytes", VisibleText.Bounds.name.bytes)
                json.member("chatCharacters", VisibleText.Bounds.chatLine.characters)
                json.member("chatBytes", VisibleText.Bounds.chatLine.bytes)
                json.member("textBytes", MessageLimits.textBytes)
                json.member("commandBytes", MessageLimits.commandBytes)
                json.member("messagesPerSecond", MessageLimits.perSecond)
                json.member("messagesAtOnce", MessageLimits.atOnce)
                json.member("commandsUnderWay", SessionLimits.commandsUnderWay)
                json.member("commandsKept", SessionLimits.commandsKept)
                json.member("sessionsPerUser", SessionLimits.sessionsPerUser)
                json.member("socketsPerUser", SessionLimits.socketsPerUser)
            }
        }
        print(String(decoding: text, as: UTF8.self))
    }
}
