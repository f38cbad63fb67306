import Identity
import SimulationCore
import Testing

@Suite struct WorkBudgetTests {
    private func payer(_ user: UInt64, _ address: UInt64 = 0) -> WorkPayer {
        WorkPayer(user: UserID(rawValue: user), address: address)
    }

    @Test("a whole outbox is paid at once, junk beyond the rate waits, and what is waited for is there then")
    func userRate() {
        var budget = WorkBudget()
        var (now, paid) = (0, 0)
        let cost = WorkPrice.request.microseconds
        while budget.take(.request, by: payer(1), at: now, while: .none) == 0 { paid += 1 }
        #expect(paid == WorkBudget.user.burst / cost)
        #expect(paid >= 64)
        // Ten seconds of trying: the rate, and no more.
        paid = 0
        while now < 10_000_000 {
            let delay = budget.take(.request, by: payer(1), at: now, while: .none)
            if delay == 0 { paid += 1 }
            now += delay
        }
        #expect(abs(paid - 10 * WorkBudget.user.perSecond / cost) <= 1)
        #expect(budget.take(.request, by: payer(2), at: now, while: .none) == 0, "another user is not held up")
    }

    @Test("who waits has a place in time: one after the other is paid, and nobody has to ask again")
    func places() {
        var budget = WorkBudget()
        while budget.take(.request, by: payer(1), at: 0, while: .none) == 0 {}
        let waits = (0..<10).map { _ in budget.book(.request, by: payer(1), at: 0, while: .none) }
        let each = WorkPrice.request.microseconds * 1_000_000 / WorkBudget.user.perSecond
        for (before, after) in zip(waits, waits.dropFirst()) { #expect(after - before == each) }
        // What was booked is charged: the next one comes behind all of them.
        #expect(budget.take(.request, by: payer(1), at: waits[9], while: .none) > 0)
        #expect(budget.take(.request, by: payer(1), at: waits[9] + each, while: .none) == 0)
    }

    @Test(
        "an address that stands for ten has ten times the budget, and never more than it was said to",
        arguments: [1, 3, 10])
    func shares(share: Int) {
        var budget = WorkBudget()
        var paid = 0
        var user: UInt64 = 0
        // At one moment: what an address gets, up to what the node has. Times are rounded up, so each price is a little less.
        let price = WorkPrice.replay(ticks: 60 * 1_200)
        while true {
            user += 1
            let payer = WorkPayer(user: UserID(rawValue: user), address: 7, share: share)
            guard budget.take(price, by: payer, at: 0, while: .none) == 0 else { break }
            paid += 1
        }
        #expect(paid == min(share * WorkBudget.address.burst, WorkBudget.node.burst) / price.microseconds)
    }

    @Test("a share out of bounds is clamped", arguments: [(Int.min, 1), (0, 1), (1_000, 1_000), (Int.max, 1_000)])
    func bounds(said: Int, meant: Int) {
        let payer = WorkPayer(user: UserID(rawValue: 1), address: 7, share: said)
        #expect(payer.share == meant)
        var budget = WorkBudget()
        #expect(budget.take(.request, by: payer, at: 0, while: .none) == 0)
    }

    @Test("the users of one address share a budget, whatever their number; others do not notice")
    func addressRate() {
        var budget = WorkBudget()
        var paid = 0
        for now in stride(from: 0, to: 20_000_000, by: 20_000) {
            for user in 1...64 as ClosedRange<UInt64> {
                if budget.take(.request, by: payer(user, 7), at: now, while: .none) == 0 { paid += 1 }
            }
        }
        let most = WorkBudget.address.burst + 20 * WorkBudget.address.perSecond
        #expect(paid <= most / WorkPrice.request.microseconds + 1)
        #expect(paid >= most / WorkPrice.request.microseconds - 64)
    }

    @Test("all together take no more than the node's share, and each of many who ask for little is served")
    func nodeRate() {
        var budget = WorkBudget()
        var taken = 0
        for now in stride(from: 0, to: 10_000_000, by: 10_000) {
            for user in 1...200 as ClosedRange<UInt64> {
                let price = WorkPrice.replay(ticks: 36_000)
                if budget.take(price, by: payer(user, user), at: now, while: .none) == 0 { taken += price.microseconds }
            }
        }
        let last = WorkPrice.replay(ticks: 36_000).microseconds
        #expect(taken <= WorkBudget.node.burst + 10 * WorkBudget.node.perSecond + last)
    }

    @Test("a longer match costs more, and no number from outside costs nothing or overflows")
    func prices() {
        func cost(_ ticks: Int) -> Int { WorkPrice.replay(ticks: ticks).microseconds }
        #expect(cost(0) < cost(1_200))
        #expect(cost(36_000) > 10 * cost(0))
        #expect(cost(.max) > 0 && cost(.min) > 0)
        var budget = WorkBudget()
        #expect(budget.take(.replay(ticks: .max), by: payer(1), at: 0, while: .none) == 0, "begins with a whole burst")
        #expect(budget.take(.request, by: payer(1), at: 1_000_000, while: .none) > 1_000_000, "and is paid in full")
    }

    @Test("while the cluster saves work a node gives a fifth, and what was spent before holds up nobody")
    func saving() {
        var budget = WorkBudget()
        func paid(from start: Int, for time: Int, _ price: WorkPrice, while thrift: Thrift) -> Int {
            var paid = 0
            for now in stride(from: start, to: start + time, by: 1_000) {
                for user in 1...200 as ClosedRange<UInt64> {
                    if budget.take(price, by: payer(user), at: now, while: thrift) == 0 { paid += price.microseconds }
                }
            }
            return paid
        }
        let second = 1_000_000
        _ = paid(from: 0, for: second, .request, while: .none)
        // The burst is spent: from here on the rate.
        let usual = paid(from: second, for: 4 * second, .request, while: .none)
        #expect(abs(usual - 4 * WorkBudget.node.perSecond) <= 2 * WorkPrice.request.microseconds)
        let saving = paid(from: 5 * second, for: 4 * second, .request, while: .thinkLess)
        #expect(abs(saving - usual / 5) <= 2 * WorkPrice.request.microseconds)
        let again = paid(from: 9 * second, for: 4 * second, .request, while: .none)
        #expect(again >= usual - WorkPrice.request.microseconds)
    }

    @Test("matches that are played again hold up no requests, however many wait")
    func apart() {
        var budget = WorkBudget()
        for user in 1...100 as ClosedRange<UInt64> {
            _ = budget.book(.replay(ticks: 72_000), by: payer(user), at: 0, while: .hold)
        }
        #expect(budget.take(.request, by: payer(1_000), at: 0, while: .hold) == 0)
        #expect(budget.take(.replay(ticks: 0), by: payer(1_000), at: 0, while: .hold) > 0)
    }

    @Test("memory is bounded, whoever comes")
    func bounded() {
        var budget = WorkBudget()
        var now = 0
        for user in 1...40_000 as ClosedRange<UInt64> {
            now += budget.take(.request, by: payer(user, user), at: now, while: .none)
            _ = budget.take(.request, by: payer(user, user), at: now, while: .none)
            #expect(budget.payerCount <= WorkBudget.maximumPayers + 2)
        }
    }
}
