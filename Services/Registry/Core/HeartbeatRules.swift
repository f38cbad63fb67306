/// How long a server counts after its last heartbeat, by the database's clock.
package enum HeartbeatRules {
    package static let interval: Duration = .seconds(10)
    /// Listed up to this age: two heartbeats may be lost.
    package static let healthy: Duration = .seconds(30)
    /// Past this age the row is removed. Its id is not used again.
    package static let dead: Duration = .seconds(60)
    /// After the database was away: every living node has reached it again and sent a heartbeat.
    package static let settling: Duration = .seconds(5)
    /// The database's clock was set when it differs from ours by this much more or less than at the last reading. It is
    /// less than the time that a healthy server has left, and more than an answer takes.
    package static let clockJump: Duration = .seconds(10)
    /// After the database's clock was set: every living node has written a heartbeat by the new time.
    package static let settlingAfterJump: Duration = .seconds(15)
}
