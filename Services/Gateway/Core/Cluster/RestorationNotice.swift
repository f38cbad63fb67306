package import ClientProtocol
package import Identity

/// Tells players that their cluster was rebuilt: each session once, on the socket on which it comes back.
package struct RestorationNotice: Sendable, Equatable {
    /// Milliseconds from the recovery on; as long as the registry tells of it.
    package static let told: Int64 = 600_000
    /// Sessions that are remembered, so that nobody is told twice by one gateway; later ones may be.
    private static let maximumRemembered = 10_000

    private struct Restoration: Sendable, Equatable {
        /// The rebuilt one.
        var cluster: ClusterID
        /// Milliseconds since 1970; 0: from a node's disk.
        var worldAsOf: UInt64
        var ends: Int64
    }

    private var restoration: Restoration?
    private var remembered: Set<SessionID> = []

    package init() {}

    /// The registry's list says so.
    /// - Parameters:
    ///   - cluster: The rebuilt one.
    ///   - ago: Milliseconds since the recovery.
    ///   - worldAsOf: Milliseconds since 1970 when the copy was taken that the world comes from; 0: it is from a node's disk.
    package mutating func heard(of cluster: ClusterID, ago: UInt32, worldAsOf: UInt64, at now: Int64) {
        guard restoration?.cluster != cluster else { return }
        remembered = []
        restoration = Restoration(cluster: cluster, worldAsOf: worldAsOf, ends: now + Self.told - Int64(ago))
    }

    /// The registry's list tells of none.
    package mutating func heardOfNone() {
        restoration = nil
        remembered = []
    }

    /// What a session is told that a simulation has just taken; `nil`: nothing.
    package mutating func message(for session: SessionID, at now: Int64) -> ServerMessage? {
        guard let restoration else { return nil }
        // It stays known: the registry may tell of it a little longer, and nobody is told twice.
        guard now < restoration.ends, !remembered.contains(session) else { return nil }
        if remembered.count < Self.maximumRemembered { remembered.insert(session) }
        return .error(code: "restored", message: Self.sentence(worldAsOf: restoration.worldAsOf))
    }

    private static func sentence(worldAsOf: UInt64) -> String {
        guard worldAsOf > 0 else {
            return "The servers were lost and have been restored. The last moments of your game may be missing."
        }
        let time = HTTPDate(secondsSince1970: worldAsOf / 1_000).description.dropLast(4).suffix(8)
        return "All servers were lost and have been restored. Play goes on as it was at \(time) UTC; "
            + "what came after is lost."
    }
}
