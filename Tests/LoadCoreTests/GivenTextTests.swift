import GameCore
import Testing

@testable import LoadCore

/// What a person writes on the command line.
@Suite struct GivenTextTests {
    @Test(
        "a gate is a metric, a sign and a bound in the metric's unit",
        arguments: [
            ("ack.p99<50ms", 50_000.0, 50_000.0, false), ("ack.p99<50ms", 50_000, 49_999, true),
            ("gap.max <= 0.35s", 350_000, 350_000, true), ("playing.min>=95%", 95, 94.9, false),
            ("faults<=0", 0, 0, true), ("faults<=0", 0, 1, false), ("node.memory<100MB", 100, 99.5, true),
            ("simulation.cpu<250us", 250, 251, false), ("acks>1000", 1_000, 1_001, true),
        ])
    func gates(text: String, bound: Double, value: Double, holds: Bool) throws {
        let gate = try Gate(text)
        #expect(gate.bound == bound)
        #expect((gate.verdict(on: value) == nil) == holds)
    }

    @Test("a gate over what was not measured is broken")
    func unmeasured() throws { #expect(try Gate("ack.p50<1s").verdict(on: nil)?.contains("no measurement") == true) }

    @Test(
        "a gate that cannot be meant is refused with what is wrong",
        arguments: [
            ("ack.p99", "has no <"), ("ack.p98<5ms", "names no metric"), ("ack.p99<50", "needs a unit"),
            ("<5ms", "names no metric"),
            ("ack.p99<", "needs a unit"), ("ack.p99<5xs", "duration"), ("faults<=many", "whole number"),
            ("faults<=-1", "whole number"),
            ("playing.min>nan%", "a share"), ("ack.p99<-5ms", "duration"), ("ack.p99==5ms", "has no <"),
        ])
    func badGates(text: String, words: String) {
        #expect { try Gate(text) } throws: { "\($0)".contains(words) }
    }

    @Test("each metric that can be named has a unit and a value or none", arguments: LoadMetrics.names)
    func metrics(name: String) {
        #expect(LoadMetrics.quantity(of: name) != nil)
        _ = LoadReport().value(of: name)
    }

    @Test("any run of players has the mix, to within one player each")
    func shares() throws {
        var mix = try Mix<Play>("duel=4,2v2=3,ffa=2,custom=1")
        var given: [Play: Int] = [:]
        for count in 1...200 {
            given[mix.next(), default: 0] += 1
            for (mode, weight) in [
                (Play(.duel), 0.4), (Play(.teams), 0.3), (Play(.freeForAll), 0.2), (Play(.custom), 0.1),
            ] {
                #expect(abs(Double(given[mode] ?? 0) - weight * Double(count)) <= 1.0001)
            }
        }
    }

    @Test("modes against bots are in lobbies, solo and custom always")
    func plays() throws {
        #expect(try Play(parsing: "2v2+bots").bots == 3)
        #expect(try !Play(parsing: "2v2").withBots)
        #expect(try Play(parsing: "custom").withBots && Play(parsing: "solo").withBots)
        for name in ["duel", "2v2", "ffa", "solo", "custom", "duel+bots", "2v2+bots", "ffa+bots"] {
            #expect(try Play(parsing: name).name == name)
        }
    }

    @Test(
        "a mix that cannot be meant is refused with what is wrong",
        arguments: [
            ("", "empty part"), ("duel,", "empty part"), ("duel=0", "weight"), ("duel=-1", "weight"),
            ("duel=nan", "weight"),
            ("duel=x", "weight"), ("duel,duel=2", "twice"), ("chess", "no mode 'chess'"), ("duel=1e9", "weight"),
            ("=3", "empty part"),
        ])
    func badMixes(text: String, words: String) {
        #expect { try Mix<Play>(text) } throws: { "\($0)".contains(words) }
    }

    @Test("a link has a delay, and perhaps jitter and loss")
    func links() throws {
        #expect(try LinkQuality(parsing: "good").isGood)
        let phone = try LinkQuality(parsing: "phone")
        #expect(phone.delay == 60_000 && phone.jitter == 30_000 && phone.loss == 0.01)
        let own = try LinkQuality(parsing: "80ms/2.5%")
        #expect(own.delay == 80_000 && own.jitter == 0 && own.loss == 0.025)
        for text in ["", "80", "80ms~", "80ms/2", "80ms/91%", "-1ms", "6000ms", "nanms", "80ms~1ms/2%/3%"] {
            #expect(throws: LoadError.self, "\(text)") { try LinkQuality(parsing: text) }
        }
    }

    @Test("a length of time has a unit, or is seconds")
    func spans() throws {
        for (text, value) in [
            ("90s", 90_000_000), ("5m", 300_000_000), ("2h", 7_200_000_000), ("250ms", 250_000), ("40us", 40),
            ("3", 3_000_000),
        ] {
            #expect(try Span.parse(text) == value)
        }
        for text in ["", "s", "-1s", "1e300h", "inf", "nan", "8000h", "1x"] {
            #expect(throws: LoadError.self, "\(text)") { try Span.parse(text) }
        }
    }
}
