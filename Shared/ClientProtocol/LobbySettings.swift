package import GameCore

/// What a lobby plays. Numbers are as they were written: the game refuses those that it does not know.
package struct LobbySettings: Sendable, Equatable {
    /// The settings of ``Mode/custom``.
    package struct Custom: Sendable, Equatable {
        package var width: UInt32 = 60
        package var height: UInt32 = 40
        package var hasEndZones = true
        /// Cells a second.
        package var speed: UInt32 = 10
        package var food: UInt32 = 10
        package var players: UInt32 = 8
        /// 0: no limit.
        package var minutes: UInt32 = 0

        package init() {}
    }

    /// `nil`: a mode that this server does not know.
    package var mode: Mode?
    package var bots: UInt32 = 0
    /// `nil`: a level that this server does not know.
    package var botLevel: BotLevel? = .normal
    package var isHidden = false
    /// Of ``Mode/custom`` only.
    package var custom: Custom?

    package init(_ mode: Mode?) {
        self.mode = mode
        custom = mode == .custom ? Custom() : nil
    }
}

extension JSONWriter {
    /// The words of `create` and `settings`, which a lobby tells in the same words, so that a client can send back what it got.
    /// - Parameter unknown: Stands for a mode and a level that this build does not know; `nil`: null.
    mutating func members(of settings: LobbySettings, unknown: String? = nil) {
        member("mode", settings.mode?.name ?? unknown)
        member("bots", settings.bots)
        member("botLevel", settings.botLevel?.name ?? unknown)
        member("hidden", settings.isHidden)
        guard let custom = settings.custom else { return }
        member("width", custom.width)
        member("height", custom.height)
        member("zones", custom.hasEndZones)
        member("speed", custom.speed)
        member("food", custom.food)
        member("players", custom.players)
        member("minutes", custom.minutes)
    }
}

extension LobbySettings {
    /// All but the mode may be absent.
    init(_ json: JSONValue) throws(ClientMessageError) {
        guard let mode = json["mode"]?.string else {
            throw ClientMessageError(code: .invalidField, message: "mode must be a string")
        }
        self.init(Mode(name: mode))
        bots = try json.number("bots") ?? bots
        isHidden = try json.flag("hidden") ?? isHidden
        if let level = json["botLevel"] {
            guard let name = level.string else {
                throw ClientMessageError(code: .invalidField, message: "botLevel must be a string")
            }
            botLevel = BotLevel(name: name)
        }
        guard var custom else { return }
        custom.width = try json.number("width") ?? custom.width
        custom.height = try json.number("height") ?? custom.height
        custom.hasEndZones = try json.flag("zones") ?? custom.hasEndZones
        custom.speed = try json.number("speed") ?? custom.speed
        custom.food = try json.number("food") ?? custom.food
        custom.players = try json.number("players") ?? custom.players
        custom.minutes = try json.number("minutes") ?? custom.minutes
        self.custom = custom
    }
}

extension JSONValue {
    /// A member that may be absent. What is too large for the game stays so.
    func number(_ name: String) throws(ClientMessageError) -> UInt32? {
        guard let value = self[name] else { return nil }
        guard let number = value.unsigned else {
            throw ClientMessageError(code: .invalidField, message: "\(name) must be a whole number from 0")
        }
        return UInt32(clamping: number)
    }

    func flag(_ name: String) throws(ClientMessageError) -> Bool? {
        guard let value = self[name] else { return nil }
        guard let flag = value.bool else {
            throw ClientMessageError(code: .invalidField, message: "\(name) must be true or false")
        }
        return flag
    }
}
