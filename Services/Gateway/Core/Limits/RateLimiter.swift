package import Liveness

/// Token buckets by key, in bounded memory: no key is refused for what others did.
///
/// Two generations of half the capacity. A key that is used moves to the younger one; when that is full, the older one
/// is dropped with the keys that were not used while half the capacity of others came. Such a key starts anew with a
/// full bucket. Each call costs the same, however many keys there are.
package struct RateLimiter<Key: Hashable & Sendable>: Sendable {
    private let limit: TokenBucket.Limit
    private let half: Int
    private var recent: [Key: TokenBucket] = [:]
    private var older: [Key: TokenBucket] = [:]

    /// - Parameter capacity: Keys that are held, at least 2.
    package init(_ limit: TokenBucket.Limit, capacity: Int = 10_000) {
        precondition(capacity >= 2)
        self.limit = limit
        half = capacity / 2
    }

    package var count: Int { recent.count + older.count }

    /// Whether ``take(_:now:raised:)`` would let an event through.
    package func allows(_ key: Key, now: Int64) -> Bool {
        (recent[key] ?? older[key])?.allows(now: now) ?? true
    }

    /// - Parameter raised: The limit of this key, in place of the usual one; always the same for one key.
    package mutating func take(_ key: Key, now: Int64, raised: TokenBucket.Limit? = nil) -> Bool {
        if let index = recent.index(forKey: key) { return recent.values[index].take(now: now) }
        var bucket = older.removeValue(forKey: key) ?? TokenBucket(raised ?? limit, now: now)
        let isTaken = bucket.take(now: now)
        if recent.count == half {
            older = recent
            recent = [:]
        }
        recent[key] = bucket
        return isTaken
    }
}

/// How many of something each key holds, with a limit.
package struct Census<Key: Hashable & Sendable>: Sendable {
    private let limit: Int
    private var counts: [Key: Int] = [:]

    package init(limit: Int) { self.limit = limit }

    package func count(_ key: Key) -> Int { counts[key] ?? 0 }

    /// `false`: `key` holds the limit already, its own or the usual one.
    package mutating func enter(_ key: Key, limit raised: Int? = nil) -> Bool {
        guard count(key) < raised ?? limit else { return false }
        counts[key, default: 0] += 1
        return true
    }

    package mutating func leave(_ key: Key) {
        guard let held = counts[key] else { preconditionFailure("\(key) left without having entered") }
        counts[key] = held == 1 ? nil : held - 1
    }
}
