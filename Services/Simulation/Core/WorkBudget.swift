package import Identity

/// Work that a player can cause on a node, priced in microseconds of a slow core before it is done.
package enum WorkPrice: Sendable, Equatable {
    /// A log entry: bytes to every disk, an application on every node, an answer.
    case request
    case list
    case resync
    /// A match that is decoded and played again, of so many ticks.
    case replay(ticks: Int)

    package var microseconds: Int {
        switch self {
        case .request: 200
        case .list: 500
        case .resync: 300
        // The price of each begun minute of it, besides the rest.
        case .replay(let ticks): 3_000 + 1_500 * (min(max(ticks, 0), 1 << 20) / 1_200 + 1)
        }
    }

    /// Apart from the rest, so that few dear things hold up none of many cheap ones.
    var isReplay: Bool { if case .replay = self { true } else { false } }
}

/// The budgets that pay for work: the user's, and that of all who come by one address.
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
/// Work that cannot be paid yet waits; the caller is told for how long. While the cluster saves work (``Thrift``), a node gives
/// a small part of that time: matches that run come first.
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
    package static let address = Rate(burst: 320_000, perSecond: 30_000)

    static func address(shares: Int) -> Rate {
        Rate(burst: address.burst * shares, perSecond: address.perSecond * shares)
    }

    /// Twice, for matches that are played again and for all else: together 40 % of 0.25 CPU.
    package static let node = Rate(burst: 500_000, perSecond: 50_000)

    /// The node's budget while the cluster saves work.
    package static func node(while thrift: Thrift) -> Rate {
        let part = thrift == .none ? 1 : 5
        return Rate(burst: node.burst / part, perSecond: node.perSecond / part)
    }

    /// Users and addresses that are kept apart. Beyond that, payers whose budget is whole are forgotten, which changes nothing.
    package static let maximumPayers = 16_384

    private struct Bucket: Sendable {
        private var debt = 0
        private var asOf = 0

        /// The part that has not been refilled yet.
        func debt(_ rate: Rate, at now: Int) -> Int {
            // Longer than any debt takes; the product stays far from the bounds.
            let elapsed = min(max(now - asOf, 0), 1_000_000_000)
            return max(debt - elapsed * rate.perSecond / 1_000_000, 0)
        }

        /// How long until `price` is there; 0: it is.
        func delay(_ price: Int, _ rate: Rate, at now: Int) -> Int {
            let missing = debt(rate, at: now) + min(price, rate.burst) - rate.burst
            return missing <= 0 ? 0 : (missing * 1_000_000 + rate.perSecond - 1) / rate.perSecond
        }

        mutating func take(_ price: Int, _ rate: Rate, at now: Int) {
            debt = debt(rate, at: now) + price
            asOf = now
        }

        /// Nobody waits for what was spent at another rate.
        mutating func cap(_ rate: Rate, at now: Int) {
            debt = min(debt(rate, at: now), rate.burst)
            asOf = now
        }
    }

    private var users: [UserID: Bucket] = [:]
    private var addresses: [UInt64: Bucket] = [:]
    private var (replays, others) = (Bucket(), Bucket())
    private var thrift = Thrift.none

    package init() {}

    /// How many users and addresses have not got their whole budget.
    package var payerCount: Int { users.count + addresses.count }

    /// Charges work, if it can be paid now. More than a burst is charged in full, and begins when a burst is there.
    /// - Returns: How long to wait before the next try; 0: it is paid.
    package mutating func take(_ price: WorkPrice, by payer: WorkPayer, at now: Int, while thrift: Thrift) -> Int {
        note(thrift, at: now)
        let delay = delay(price, by: payer, at: now)
        if delay == 0 { charge(price, by: payer, at: now) }
        return delay
    }

    private func delay(_ price: WorkPrice, by payer: WorkPayer, at now: Int) -> Int {
        let cost = price.microseconds
        return max(
            (users[payer.user] ?? Bucket()).delay(cost, Self.user, at: now),
            payer.address == 0
                ? 0
                : (addresses[payer.address] ?? Bucket()).delay(
                    cost, Self.address(shares: payer.share), at: now),
            (price.isReplay ? replays : others).delay(cost, Self.node(while: thrift), at: now))
    }

    private mutating func charge(_ price: WorkPrice, by payer: WorkPayer, at now: Int) {
        forgetWhole(at: now)
        let (cost, node) = (price.microseconds, Self.node(while: thrift))
        users[payer.user, default: Bucket()].take(cost, Self.user, at: now)
        if payer.address != 0 {
            addresses[payer.address, default: Bucket()].take(cost, Self.address(shares: payer.share), at: now)
        }
        if price.isReplay { replays.take(cost, node, at: now) } else { others.take(cost, node, at: now) }
    }

    /// Charges work that will be done, now or later: who waits has a place in time, and need not ask again.
    /// - Returns: How long to wait until it is paid; 0: it is.
    package mutating func book(_ price: WorkPrice, by payer: WorkPayer, at now: Int, while thrift: Thrift) -> Int {
        note(thrift, at: now)
        let delay = delay(price, by: payer, at: now)
        charge(price, by: payer, at: now)
        return delay
    }

    private mutating func note(_ thrift: Thrift, at now: Int) {
        guard thrift != self.thrift else { return }
        self.thrift = thrift
        replays.cap(Self.node(while: thrift), at: now)
        others.cap(Self.node(while: thrift), at: now)
    }

    private mutating func forgetWhole(at now: Int) {
        guard payerCount >= Self.maximumPayers else { return }
        // deterministic: each is judged by itself, and nothing of a node's budget is replicated
        users = users.filter { $0.value.debt(Self.user, at: now) > 0 }
        // deterministic: as above; by the rate of one share, which forgets nobody too soon
        addresses = addresses.filter { $0.value.debt(Self.address, at: now) > 0 }
        // As many debtors as that: nobody remembers what the first of them owed, but the node's own budget holds.
        if payerCount >= Self.maximumPayers { (users, addresses) = ([:], [:]) }
    }
}
