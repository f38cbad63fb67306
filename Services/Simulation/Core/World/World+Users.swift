import GameCore
package import Identity

/// Sessions come and go.
extension World {
    /// Those of the start for a user who is not known.
    package func ratings(of user: UserID) -> Ratings { users[user]?.ratings ?? Ratings() }

    /// The number of the newest connection of a session; `nil` for an unknown session.
    package func connectionNumber(of key: SessionKey) -> ConnectionNumber? {
        users[key.user]?.session(key.session)?.number
    }

    mutating func attach(
        _ key: SessionKey, _ attachment: Attachment, name: [UInt8], _ ratings: Ratings, _ events: inout [WorldEvent]
    ) {
        let refuse = { (refusal: AttachmentRefusal, events: inout [WorldEvent]) in
            events.append(.attachmentRefused(key, attachment: attachment.stream, refusal))
        }
        guard makeRoom(for: key.user) else { return refuse(.worldIsFull, &events) }
        var user = users[key.user] ?? User(name: name)
        let wasConnected = user.isConnected
        let index = user.sessions.firstIndex { $0.id == key.session }
        var session =
            index.map { user.sessions[$0] }
            ?? Session(
                id: key.session, after: user.takeDisplaced(key.session), nextSequence: attachment.nextSequence)
        switch session.judge(attachment) {
        case .older: return refuse(.newerConnection, &events)
        case .repeated: break
        case .newer: session.attach(attachment)
        }
        if let index {
            user.sessions[index] = session
        } else {
            if user.sessions.count == WorldRules.sessionsPerUser, let oldest = user.displaceOldestSession(),
                oldest.attachment != 0
            {
                events.append(.displaced(SessionKey(user: key.user, session: oldest.id)))
            }
            user.sessions.append(session)
        }
        user.name = name
        user.ratings = ratings
        users[key.user] = user
        touch(key)
        events.append(.attached(key, attachment: attachment.stream))
        if !wasConnected { connectionChanged(of: key.user, &events) }
    }

    mutating func detach(_ key: SessionKey, attachment: UInt64, _ events: inout [WorldEvent]) {
        guard users[key.user]?.session(key.session)?.attachment == attachment else { return }
        touch(key)
        streamEnded(of: key, &events)
    }

    /// What a node's streams carried is without a connection now. A session with a later entry than `seen` has come back.
    mutating func nodeLost(_ node: NodeID, seen: LogIndex, _ events: inout [WorldEvent]) {
        for key in sessions(at: node, seen: seen) {
            events.append(.detached(key))
            streamEnded(of: key, &events)
        }
    }

    /// Those that ``nodeLost(_:seen:_:)`` is about, in the order of their users' ids.
    package func sessions(at node: NodeID, seen: LogIndex) -> [SessionKey] {
        users.keys.sorted().flatMap { user in
            users[user]!.sessions.filter { $0.node == node.rawValue && $0.lastActive <= seen.rawValue }
                .map { SessionKey(user: user, session: $0.id) }
        }
    }

    /// Nodes at which a session's stream ends, in ascending order.
    package var servingNodes: [NodeID] {
        // deterministic: sorted
        let nodes = users.values.reduce(into: Set<UInt64>()) { nodes, user in
            for session in user.sessions where session.attachment != 0 { nodes.insert(session.node) }
        }
        return nodes.sorted().map(NodeID.init(rawValue:))
    }

    private mutating func streamEnded(of key: SessionKey, _ events: inout [WorldEvent]) {
        update(key) { $0.detach() }
        guard users[key.user]?.isConnected == false else { return }
        users[key.user]?.lostAt = tick
        connectionChanged(of: key.user, &events)
    }

    private mutating func connectionChanged(of user: UserID, _ events: inout [WorldEvent]) {
        announceLobby(of: user, &events)
        guard case .match(let id) = users[user]?.place, let index = indexOfMatch(id) else { return }
        if matches[index].phase == .running, let slot = matches[index].slot(of: user) {
            connectionChanged(of: slot, in: index)
        }
        events.append(.matchChanged(id))
    }

    /// Changes a known session in place.
    mutating func update(_ key: SessionKey, _ change: (inout Session) -> Void) {
        users[key.user]?.update(key.session, change)
    }

    /// Notes that this entry came from the session.
    mutating func touch(_ key: SessionKey) {
        users[key.user]?.touch(key.session, at: appliedIndex.rawValue, tick: tick)
    }

    /// Makes sure that the user is known or can become so: when the world is full, the user who was silent longest and
    /// is neither connected, queued, in a lobby nor in a match is forgotten.
    /// - Returns: Whether there is room.
    private mutating func makeRoom(for user: UserID) -> Bool {
        guard users[user] == nil, users.count >= WorldRules.maximumUsers else { return true }
        // deterministic: the least `lastActive` is unique, so the order of the dictionary cannot show
        let idle = users.filter { $0.value.isIdle && !$0.value.isConnected }
        guard let oldest = idle.min(by: { $0.value.lastActive < $1.value.lastActive }) else { return false }
        users[oldest.key] = nil
        return true
    }

    /// Forgets users that have been away for ``WorldRules/abandonTicks``.
    mutating func forgetIdleUsers() {
        // deterministic: each is judged by itself
        users = users.filter { _, user in
            user.isConnected || !user.isIdle || tick - user.lastActiveTick < WorldRules.abandonTicks
        }
    }
}
