package import Logging

/// The keys of structured log data, in one place, so that a search for `raft.term` finds every line that has one.
package enum LogKey: String, Sendable {
    case service
    case node = "node.id"
    case cluster = "cluster.id"
    case peer = "peer.id"
    case address = "net.address"
    case port = "net.port"
    case reason
    case error
    case durationMs = "duration.ms"
    case attempt
    case count
    case limit
    case bytes
    case path
    case role = "raft.role"
    case term = "raft.term"
    case leader = "raft.leader"
    case index = "raft.index"
    case commit = "raft.commit"
    case applied = "raft.applied"
    case match = "match.id"
    case mode = "match.mode"
    case tick = "match.tick"
    case worldTick = "world.tick"
    case version = "behaviour.version"
    case hash = "state.hash"
    case majorityHash = "state.hash.majority"
    case session = "session.id"
    case user = "user.id"
    case database = "db.system"
    case migration = "db.migration"
}

extension Logger {
    /// `logger[.term] = "7"` binds a key to every line of this copy of the logger.
    package subscript(key: LogKey) -> Logger.MetadataValue? {
        get { self[metadataKey: key.rawValue] }
        set { self[metadataKey: key.rawValue] = newValue }
    }
}

extension Logger.Metadata {
    /// Log data from typed keys: `logger.notice("became leader", metadata: .data([.term: "\(term)"]))`.
    package static func data(_ pairs: KeyValuePairs<LogKey, Logger.MetadataValue>) -> Logger.Metadata {
        Dictionary(pairs.map { ($0.key.rawValue, $0.value) }) { _, last in last }
    }
}
