package import Identity

/// Which socket of this gateway has each session, and which stands by for it.
package struct SessionTable<Socket: Hashable & Sendable>: Sendable {
    private struct Owner {
        let socket: Socket
        let connection: UInt64
    }

    private var owners: [SessionKey: Owner] = [:]
    /// The newest standby socket of each session that has one here.
    private var standbys: [SessionKey: Socket] = [:]

    package init() {}

    package var sessionCount: Int { owners.count }
    package var standbyCount: Int { standbys.count }

    package enum Answer: Sendable, Equatable {
        /// The session is the socket's; the one that had it, if any, is to be closed.
        case has(insteadOf: Socket?)
        /// Another socket has a connection of that number or a higher one.
        case newerHasIt(connection: UInt64)
    }

    /// A socket is to have the session.
    /// - Parameter connection: As the client counts; 0: it does not, and the last one wins.
    package mutating func claim(_ key: SessionKey, by socket: Socket, connection: UInt64) -> Answer {
        if standbys[key] == socket { standbys[key] = nil }
        if let owner = owners[key], connection > 0, owner.connection >= connection {
            return .newerHasIt(connection: owner.connection)
        }
        let older = owners.updateValue(Owner(socket: socket, connection: connection), forKey: key)?.socket
        return .has(insteadOf: older == socket ? nil : older)
    }

    /// - Returns: The standby socket whose place this one takes.
    package mutating func standBy(_ key: SessionKey, _ socket: Socket) -> Socket? {
        standbys.updateValue(socket, forKey: key)
    }

    package mutating func leave(_ key: SessionKey, _ socket: Socket) {
        if owners[key]?.socket == socket { owners[key] = nil }
        if standbys[key] == socket { standbys[key] = nil }
    }

    package func has(_ key: SessionKey, _ socket: Socket) -> Bool { owners[key]?.socket == socket }
}
