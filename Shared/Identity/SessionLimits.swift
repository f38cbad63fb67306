/// Bounds of one user's sessions that several processes and the page must agree on.
package enum SessionLimits {
    /// Commands of one session that may wait for their outcome at a time, and how many outcomes the world keeps of it: what is
    /// sent again must find its outcome.
    package static let commandsUnderWay = 64
    /// Commands of one session that a gateway keeps, the 64 under way among them: more than a client may send at once. The one after
    /// them is to be sent again.
    package static let commandsKept = 2 * commandsUnderWay
    /// Sessions of one user that the world carries. A newer one takes the place of one without a connection, else of the one that was silent
    /// longest.
    package static let sessionsPerUser = 4
    /// Sockets of one user at one gateway: for each session its own, and one that stands by or is being left.
    package static let socketsPerUser = 2 * sessionsPerUser
    /// The highest number of a connection, and of a sequence in a hello: every JSON reader keeps it whole.
    package static let highestNumber: UInt64 = 1 << 53 - 1
}
