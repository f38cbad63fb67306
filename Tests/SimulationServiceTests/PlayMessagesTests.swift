import GameCore
import Identity
import SimulationCore
import Testing
import Wire

import enum ClientProtocol.Emote

@testable import SimulationService

/// What players ask for, from the wire into the world; and what cannot be played does not get there.
@Suite struct PlayMessagesTests {
    private typealias Asked = Wire.Request.Action
    private typealias Done = SimulationCore.Action
    private typealias Inside = SimulationCore.LobbySettings

    private static let custom = CustomGame(
        width: 40, height: 30, endZones: false, speed: 20, food: 12, players: 4, minutes: 0)

    private func settings(_ mode: Wire.Mode, bots: UInt32 = 0, custom: CustomGame? = nil) -> Wire.LobbySettings {
        Wire.LobbySettings(mode: mode, bots: bots, botLevel: .normal, hidden: true, custom: custom)
    }

    @Test("the requests without numbers are the world's of the same name")
    func plain() {
        for (asked, done) in [
            (.leaveQueue(LeaveQueue()), .leaveQueue), (.leaveLobby(LeaveLobby()), .leaveLobby),
            (.start(Start()), .start), (.ready(Ready()), .ready), (.leaveMatch(LeaveMatch()), .leaveMatch),
            (.rematch(Rematch()), .rematch),
        ] as [(Asked, Done)] { #expect(Done(asked) == done) }
        #expect(Done(nil) == .unknown, "of a newer gateway")
    }

    @Test("a queue is joined for all modes that were asked for, or not at all")
    func queue() {
        let modes = QueueModes([.duel, .freeForAll])
        #expect(
            Done(.joinQueue(JoinQueue(modes: [.duel, .freeForAll], ranked: true)))
                == modes.map { .joinQueue($0, isRanked: true) } && modes != nil)
        for unknown: Wire.Mode in [.unspecified, Wire.Mode(rawValue: 99), Wire.Mode(rawValue: -1)] {
            #expect(Done(.joinQueue(JoinQueue(modes: [.duel, unknown], ranked: false))) == .unknown)
        }
        #expect(Done(.joinQueue(JoinQueue(modes: [], ranked: false))) == .unknown)
    }

    @Test("a team is wished for by 1 and 2, 0 is no wish, and there is no third")
    func teams() {
        #expect(Done(.chooseTeam(ChooseTeam(team: 0))) == .chooseTeam(nil))
        #expect(Done(.chooseTeam(ChooseTeam(team: 1))) == .chooseTeam(0))
        #expect(Done(.chooseTeam(ChooseTeam(team: 2))) == .chooseTeam(1))
        for team: UInt32 in [3, 256, 257, .max] { #expect(Done(.chooseTeam(ChooseTeam(team: team))) == .unknown) }
    }

    @Test("texts and numbers that mean nothing become requests that the world refuses by name")
    func meaningless() {
        #expect(Done(.joinLobby(JoinLobby(code: "not a code"))) == .joinLobby(nil))
        #expect(Done(.kick(Kick(userID: 0))) == .kick(nil))
        #expect(Done(.kick(Kick(userID: 7))) == .kick(UserID(rawValue: 7)))
        #expect(Done(.chat(Chat(text: ""))) == .chat(nil))
        #expect(Done(.chat(Chat(text: "well played"))) == .chat(ChatText(Array("well played".utf8))))
        #expect(Done(.emote(SendEmote(kind: .unspecified))) == .unknown)
        for emote in Emote.allCases {
            #expect(Done(.emote(SendEmote(kind: EmoteKind(rawValue: Int32(emote.rawValue))))) == .emote(emote))
        }
        #expect(Done(.watch(Watch(matchID: 0, code: "?", from: 0))) == .watch(.lobby(nil)))
        #expect(
            Done(.watch(Watch(matchID: 9, code: "?", from: 0))) == .watch(.match(MatchID(rawValue: 9))),
            "the number comes before the code")
    }

    @Test("settings that can be played come back from the world as they were sent", arguments: GameCore.Mode.allCases)
    func settingsRoundTrip(mode: GameCore.Mode) throws {
        let sent = settings(
            Wire.Mode(rawValue: Int32(mode.rawValue)), custom: mode == .custom ? Self.custom : nil)
        let inside = try #require(Inside(sent))
        #expect(inside.setup.mode == mode && inside.isHidden && inside.botLevel == .normal)
        #expect(Wire.LobbySettings(inside) == sent)
        #expect(Done(.createLobby(CreateLobby(settings: sent))) == .createLobby(inside))
        #expect(Done(.changeSettings(ChangeSettings(settings: sent))) == .changeSettings(inside))
    }

    @Test("settings of a mode that takes none are passed over, and a custom game needs them")
    func customSettings() throws {
        let duel = try #require(Inside(settings(.duel, custom: Self.custom)))
        #expect(duel.setup.custom == nil)
        #expect(Inside(settings(.custom)) == nil)
        #expect(Inside(nil) == nil)
        #expect(Inside(settings(.unspecified)) == nil)
        #expect(Inside(settings(.duel, bots: 2)) == nil, "a seat is left for the player")
        // 256 more than what can be played: a number that is cut to a byte would pass.
        #expect(Inside(settings(.duel, bots: 257)) == nil)
        var level = settings(.duel)
        level.botLevel = .none
        #expect(Inside(level) == nil)
        for field: WritableKeyPath<CustomGame, UInt32> in [
            \.width, \.height, \.speed, \.food, \.players, \.minutes,
        ] {
            var game = Self.custom
            game[keyPath: field] += 256
            #expect(CustomSettings(game) == nil, "\(field)")
            #expect(Inside(settings(.custom, custom: game)) == nil)
        }
    }
}
