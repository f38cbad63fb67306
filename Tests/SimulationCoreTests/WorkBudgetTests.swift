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
        var now = 0
        var paid = 0
        while budget.take(WorkPrice.request, by: payer(1), at: now) == 0 { paid += 1 }
        #expect(paid == WorkBudget.user.burst / WorkPrice.request)
        #expect(paid >= 64)
        // Ten seconds of trying: the rate, and no more.
        paid = 0
        while now < 10_000_000 {
            let delay = budget.take(WorkPrice.request, by: payer(1), at: now)
            if delay == 0 { paid += 1 }
            now += delay
        }
        #expect(abs(paid - 10 * WorkBudget.user.perSecond / WorkPrice.request) <= 1)
        #expect(budget.take(WorkPrice.request, by: payer(2), at: now) == 0, "another user is not held up")
    }

    @Test("who waits has a place in time: one after the other is paid, and nobody has to ask again")
    func places() {
        var budget = WorkBudget()
        while budget.take(WorkPrice.request, by: payer(1), at: 0) == 0 {}
        let waits = (0..<10).map { _ in budget.book(WorkPrice.request, by: payer(1), at: 0) }
        let each = WorkPrice.request * 1_000_000 / WorkBudget.user.perSecond
        for (before, after) in zip(waits, waits.dropFirst()) { #expect(after - before == each) }
        // What was booked is charged: the next one comes behind all of them.
        #expect(budget.take(WorkPrice.request, by: payer(1), at: waits[9]) > 0)
        #expect(budget.take(WorkPrice.request, by: payer(1), at: waits[9] + each) == 0)
    }

    @Test(
        "an address that stands for ten has ten times the budget, and never more than it was said to",
        arguments: [1, 3, 10])
    func shares(share: Int) {
        var budget = WorkBudget()
        var paid = 0
        var user: UInt64 = 0
        // At one moment: what an address gets, up to what the node has. Times are rounded up, so each price is a little less.
        let price = WorkBudget.user.burst - 100
        while true {
            user += 1
            let payer = WorkPayer(user: UserID(rawValue: user), address: 7, share: share)
            guard budget.take(price, by: payer, at: 0) == 0 else { break }
            paid += 1
        }
        #expect(paid == min(share * WorkBudget.address.burst, WorkBudget.node.burst) / price)
    }

    @Test("a share out of bounds is clamped", arguments: [(Int.min, 1), (0, 1), (1_000, 1_000), (Int.max, 1_000)])
    func bounds(said: Int, meant: Int) {
        let payer = WorkPayer(user: UserID(rawValue: 1), address: 7, share: said)
        #expect(payer.share == meant)
        var budget = WorkBudget()
        #expect(budget.take(WorkPrice.request, by: payer, at: 0) == 0)
    }

    @Test("the users of one address share a budget, whatever their number; others do not notice")
    func addressRate() {
        var budget = WorkBudget()
        var paid = 0
        for now in stride(from: 0, to: 20_000_000, by: 20_000) {
            for user in 1...64 as ClosedRange<UInt64> {
                if budget.take(WorkPrice.request, by: payer(user, 7), at: now) == 0 { paid += 1 }
            }
        }
        let most = WorkBudget.address.burst + 20 * WorkBudget.address.perSecond
        #expect(paid <= most / WorkPrice.request + 1)
        #expect(paid >= most / WorkPrice.request - 64)
    }

    @Test("all together take no more than the node's share, and each of many who ask for little is served")
    func nodeRate() {
        var budget = WorkBudget()
        var taken = 0
        for now in stride(from: 0, to: 10_000_000, by: 10_000) {
            for user in 1...200 as ClosedRange<UInt64> {
                let price = WorkPrice.replay(ofTicks: 36_000)
                if budget.take(price, by: payer(user, user), at: now) == 0 { taken += price }
            }
        }
        #expect(taken <= WorkBudget.node.burst + 10 * WorkBudget.node.perSecond + WorkPrice.replay(ofTicks: 36_000))
    }

    @Test("a longer match costs more, and no number from outside costs nothing or overflows")
    func prices() {
        #expect(WorkPrice.replay(ofTicks: 0) < WorkPrice.replay(ofTicks: 1_200))
        #expect(WorkPrice.replay(ofTicks: 36_000) > 10 * WorkPrice.replay(ofTicks: 0))
        #expect(WorkPrice.replay(ofTicks: .max) > 0 && WorkPrice.replay(ofTicks: .min) > 0)
        var budget = WorkBudget()
        #expect(budget.take(WorkPrice.replay(ofTicks: .max), by: payer(1), at: 0) == 0, "begins with a whole burst")
        #expect(budget.take(WorkPrice.request, by: payer(1), at: 1_000_000) > 1_000_000, "and is paid in full")
    }

    @Test("memory is bounded, whoever comes")
    func bounded() {
        var budget = WorkBudget()
        var now = 0
        for user in 1...40_000 as ClosedRange<UInt64> {
            now += budget.take(WorkPrice.request, by: payer(user, user), at: now)
            _ = budget.take(WorkPrice.request, by: payer(user, user), at: now)
            #expect(budget.payerCount <= WorkBudget.maximumPayers + 2)
        }
    }
}
