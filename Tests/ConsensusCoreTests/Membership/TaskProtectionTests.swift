import Testing

@testable import ConsensusCore

@Suite struct TaskProtectionTests {
    @Test("protected while it leads, let go after; asked once for each")
    func follows() {
        var protection = TaskProtection()
        #expect(protection.wanted(leads: false, at: 0) == false, "what a process of before asked for is taken back")
        protection.accepted(false, at: 0)
        #expect(protection.wanted(leads: false, at: 500) == nil)
        #expect(protection.wanted(leads: true, at: 1_000) == true)
        protection.accepted(true, at: 1_010)
        #expect(protection.wanted(leads: true, at: 1_500) == nil)
        #expect(protection.wanted(leads: false, at: 2_000) == false)
    }

    @Test("protection is renewed long before it ends")
    func renews() {
        var protection = TaskProtection()
        protection.accepted(true, at: 1_000)
        #expect(protection.wanted(leads: true, at: 1_000 + TaskProtection.renewal - 1) == nil)
        #expect(protection.wanted(leads: true, at: 1_000 + TaskProtection.renewal) == true)
        #expect(3 * TaskProtection.renewal <= UInt64(TaskProtection.minutes) * 60_000, "two renewals may fail")
        protection.accepted(false, at: 5_000)
        #expect(protection.wanted(leads: false, at: 5_000 + 2 * TaskProtection.renewal) == nil)
    }

    @Test("failures are tried again ever more seldom, and nothing is taken for granted after one")
    func failures() {
        var protection = TaskProtection()
        protection.accepted(true, at: 0)
        var now: Milliseconds = TaskProtection.renewal
        for pause in [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000] as [Milliseconds] {
            #expect(protection.wanted(leads: true, at: now) == true)
            protection.failed(at: now)
            #expect(protection.wanted(leads: true, at: now + pause - 1) == nil)
            #expect(protection.wanted(leads: false, at: now + pause - 1) == nil)
            now += pause
        }
        protection.accepted(true, at: now)
        protection.failed(at: now)
        #expect(protection.wanted(leads: true, at: now + 1_000) == true, "the pause begins anew after a success")
        #expect(protection.wanted(leads: false, at: now + 1_000) == false)
    }
}
