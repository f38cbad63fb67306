package import Identity

/// What a player can cause on a node, priced in microseconds of a slow core before it is done.
package enum WorkPrice {
    /// A log entry: bytes to every disk, an application on every node, an answer.
    package static let request = 200
    package static let list = 500
    package static let resync = 300
    /// A match that is played again: what each minute of it takes, besides the rest.
    package static let replay = 3_000
    package static let replayMinute = 1_500

    /// - Parameter ticks: Of the recording that is decoded and played again.
    package static func replay(ofTicks ticks: Int) -> Int {
        let minutes = min(max(ticks, 0), 1 << 20) / 1_200 + 1
        return replay + replayMinute * minutes
    }
}

/// Who is charged for work: the user, and all who come by one address.
package struct WorkPayer: Sendable, Hashable {
    package let user: UserID
    /// A digest of the address, the same at every gateway; 0: not known.
    package let address: UInt64
    /// How many usual addresses that one stands for, 1 to ``maximumShare``.
    package let share: Int

    /// More than that many are not more than one node has.
    package static let maximumShare = 1_000

    /// - Parameter share: Clamped: what a peer says is no error.
    package init(user: UserID, address: UInt64 = 0, share: Int = 1) {
        self.user = user
        self.address = address
        self.share = min(max(share, 1), Self.maximumShare)
    }
}

/// The time that a node gives to what players ask for besides playing: for each user, for each address, and for all together.
/// Inputs of running matches are not charged here; they have their own rate. Times are microseconds of one clock.
///
/// Work that cannot be paid yet waits; the caller is told for how long.
package struct WorkBudget: Sendable {
    /// Microseconds that may be taken at once, and that come back in a second.
    package struct Rate: Sendable, Equatable {
        package let burst: Int
        package let perSecond: Int

        package init(burst: Int, perSecond: Int) {
            self.burst = burst
            self.perSecond = perSecond
        }
    }

    /// 100 requests a second, 800 at once: many whole outboxes fit.
    package static let user = Rate(burst: 160_000, perSecond: 20_000)
    /// Of one share.
    package static let address = Rate(burst: 640_000, perSecond: 60_000)

    static func address(shares: Int) -> Rate {
        Rate(burst: address.burst * shares, perSecond: address.perSecond * shares)
    }

    /// 40 hundredths of 0.25 CPU.
    package static let node = Rate(burst: 1_000_000, perSecond: 100_000)
    /// Users and addresses that are kept apart. Past that those whose budget is whole are forgotten, which changes nothing.
    package static let maximumPayers = 16_384
    /// Matches that are played again at a time; ``maximumReplaysWaiting`` more wait.
    package static let maximumReplays = 2
    package static let maximumReplaysWaiting = 32

    /// The time at which it is whole again: one number is a bucket.
    private struct Bucket: Sendable {
        var wholeAt: Int = 0

        /// How long until `price` is there; 0: it is.
        func delay(_ price: Int, _ rate: Rate, at now: Int) -> Int {
            let missing = max(wholeAt - now, 0)
            let after = missing + WorkBudget.time(min(price, rate.burst), rate)
            return max(after - WorkBudget.time(rate.burst, rate), 0)
        }

        mutating func take(_ price: Int, _ rate: Rate, at now: Int) {
            wholeAt = max(wholeAt, now) + WorkBudget.time(price, rate)
        }
    }

    private var users: [UserID: Bucket] = [:]
    private var addresses: [UInt64: Bucket] = [:]
    private var all = Bucket()

    package init() {}

    /// How many users and addresses have not got their whole budget.
    package var payerCount: Int { users.count + addresses.count }

    /// Charges work, if it can be paid now.
    /// - Parameter price: At least 0; more than a burst is charged in full, and begins when a burst is there.
    /// - Returns: How long to wait before the next try; 0: it is paid.
    package mutating func take(_ price: Int, by payer: WorkPayer, at now: Int) -> Int {
        let delay = delay(price, by: payer, at: now)
        if delay == 0 { charge(price, by: payer, at: now) }
        return delay
    }

    private func delay(_ price: Int, by payer: WorkPayer, at now: Int) -> Int {
        max(
            (users[payer.user] ?? Bucket()).delay(price, Self.user, at: now),
            payer.address == 0
                ? 0
                : (addresses[payer.address] ?? Bucket()).delay(
                    price, Self.address(shares: payer.share), at: now),
            all.delay(price, Self.node, at: now))
    }

    private mutating func charge(_ price: Int, by payer: WorkPayer, at now: Int) {
        forgetWhole(at: now)
        users[payer.user, default: Bucket()].take(price, Self.user, at: now)
        if payer.address != 0 {
            addresses[payer.address, default: Bucket()].take(price, Self.address(shares: payer.share), at: now)
        }
        all.take(price, Self.node, at: now)
    }

    /// Charges work that will be done, now or later: who waits has a place in time, and need not ask again.
    /// - Returns: How long to wait until it is paid; 0: it is.
    package mutating func book(_ price: Int, by payer: WorkPayer, at now: Int) -> Int {
        let delay = delay(price, by: payer, at: now)
        charge(price, by: payer, at: now)
        return delay
    }

    private mutating func forgetWhole(at now: Int) {
        guard payerCount >= Self.maximumPayers else { return }
        // deterministic: each is judged by itself, and nothing of a node's budget is replicated
        users = users.filter { $0.value.wholeAt > now }
        // deterministic: as above
        addresses = addresses.filter { $0.value.wholeAt > now }
        // As many debtors as that: nobody remembers what the first of them owed, but the node's own budget holds.
        if payerCount >= Self.maximumPayers { (users, addresses) = ([:], [:]) }
    }

    /// Microseconds in which `price` comes back, rounded up.
    private static func time(_ price: Int, _ rate: Rate) -> Int {
        (price * 1_000_000 + rate.perSecond - 1) / rate.perSecond
    }
}
