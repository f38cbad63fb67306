import ClientProtocol
import GatewayCore
import Identity
import Liveness
import Testing

@Suite struct DownQueueTests {
    private func filled(_ count: Int, bytes: Int, class kind: DownQueue<Int>.Class) -> DownQueue<Int> {
        var queue = DownQueue<Int>()
        for frame in 0..<count { #expect(queue.offer(frame, size: bytes, class: kind, now: 0) == .queued) }
        return queue
    }

    private func drain(_ queue: inout DownQueue<Int>, now: Int64 = 0) -> [Int] {
        var frames: [Int] = []
        while let frame = queue.next(now: now) { frames.append(frame) }
        return frames
    }

    @Test("frames come out in their order")
    func order() {
        var queue = filled(40, bytes: 100, class: .update)
        #expect(queue.waitingBytes == 4000)
        #expect(drain(&queue) == Array(0..<40))
        #expect(queue.waitingBytes == 0)
        #expect(queue.needsSnapshot() == false)
    }

    @Test("a frame may pass by the queue only if nothing waits and nothing was dropped")
    func open() {
        var queue = DownQueue<Int>()
        #expect(queue.isOpen)
        _ = queue.offer(0, size: DownQueue<Int>.byteLimit, class: .update, now: 0)
        #expect(!queue.isOpen, "a frame waits")
        #expect(queue.offer(1, size: 1, class: .update, now: 0) == .shed)
        #expect(queue.isEmpty && !queue.isOpen, "frames were dropped")
        #expect(queue.needsSnapshot() == true)
        #expect(!queue.isOpen, "the snapshot has not come")
        _ = queue.offer(2, size: 1, class: .snapshot, now: 0)
        #expect(drain(&queue) == [2])
        #expect(queue.isOpen)
    }

    @Test("past the limit game frames go, lasting ones stay, and one snapshot closes the gap")
    func shedding() {
        var queue = DownQueue<Int>()
        #expect(queue.offer(-1, size: 10, class: .lasting, now: 0) == .queued)
        #expect(queue.offer(0, size: DownQueue<Int>.byteLimit - 10, class: .update, now: 0) == .queued)
        #expect(queue.offer(1, size: 1, class: .update, now: 0) == .shed)
        #expect(queue.waitingBytes == 10)
        #expect(queue.offer(2, size: 1, class: .update, now: 0) == .dropped)
        #expect(queue.offer(3, size: 1, class: .snapshot, now: 0) == .dropped)
        #expect(queue.offer(-2, size: 10, class: .lasting, now: 0) == .queued)
        #expect(queue.needsSnapshot() == false)
        #expect(drain(&queue) == [-1, -2])
        #expect(queue.needsSnapshot() == true)
        #expect(queue.needsSnapshot() == false, "one snapshot is asked for, not two")
        #expect(queue.offer(4, size: 1, class: .update, now: 0) == .dropped)
        #expect(queue.offer(-3, size: 1, class: .lasting, now: 0) == .queued)
        #expect(queue.offer(5, size: 1, class: .snapshot, now: 0) == .queued)
        #expect(queue.offer(6, size: 1, class: .update, now: 0) == .queued)
        #expect(drain(&queue) == [-3, 5, 6])
    }

    @Test("lasting frames alone past the limit close the socket")
    func tooMuch() {
        var queue = filled(48, bytes: 1024, class: .lasting)
        guard case .close(let closure) = queue.offer(48, size: 1, class: .lasting, now: 0) else {
            Issue.record("the queue has no bound")
            return
        }
        #expect(closure.code == .tryAgainLater)
    }

    @Test("ten seconds without a move close the socket; a move starts them anew")
    func stuck() {
        var queue = filled(2, bytes: 10, class: .lasting)
        #expect(queue.overdue(at: 9_999) == nil)
        #expect(queue.overdue(at: 10_000)?.code == .tryAgainLater)
        _ = queue.next(now: 9_999)
        #expect(queue.overdue(at: 19_998) == nil)
        #expect(queue.overdue(at: 19_999) != nil)
        _ = queue.next(now: 20_000)
        #expect(queue.overdue(at: 1_000_000) == nil, "nothing waits")
        _ = queue.offer(3, size: 1, class: .lasting, now: 1_000_000)
        #expect(queue.overdue(at: 1_000_001) == nil, "it has only just begun to wait")
    }
}

@Suite struct LimitTests {
    @Test("a limiter counts each key by itself")
    func limiter() {
        var limiter = RateLimiter<String>(.init(rate: 1, burst: 2), capacity: 4)
        #expect(limiter.take("a", now: 0) && limiter.take("a", now: 0) && !limiter.take("a", now: 0))
        #expect(limiter.take("b", now: 0) == true)
        #expect(limiter.take("a", now: 1_000) && !limiter.take("a", now: 1_000))
    }

    @Test("a limiter that many keys pass through takes each new one, holds few, and keeps whoever comes back")
    func limiterUnderManyKeys() {
        var limiter = RateLimiter<Int>(.init(rate: 1, burst: 2), capacity: 100)
        #expect(limiter.take(-1, now: 0) && limiter.take(-1, now: 0))
        for key in 0..<10_000 {
            #expect(limiter.take(key, now: 0) == true, "key \(key)")
            #expect(limiter.count <= 100)
            if key % 40 == 0 { #expect(limiter.take(-1, now: 0) == false, "it was never away for long") }
        }
    }

    @Test("a census counts in and out")
    func census() {
        var census = Census<String>(limit: 2)
        #expect(census.enter("a") == true)
        #expect(census.enter("a") == true)
        #expect(census.enter("a") == false)
        #expect(census.enter("b") == true)
        census.leave("a")
        #expect(census.count("a") == 1)
        #expect(census.enter("a") == true)
    }
}

@Suite struct SimulationDirectoryTests {
    private let local = SimulationAddress(host: "127.0.0.1", port: 50051)
    private let second = SimulationAddress(host: "127.0.0.2", port: 50051)
    private let third = SimulationAddress(host: "127.0.0.3", port: 50051)
    private let session = SessionID(rawValue: 7)

    private func directory() -> SimulationDirectory {
        var directory = SimulationDirectory(local: local)
        let change = directory.update([local, third, second].map { .init(address: $0, isDraining: false) })
        #expect(change.connect == [second, third])
        #expect(change.disconnect == [])
        return directory
    }

    /// All that are asked answer.
    private func survey(_ directory: inout SimulationDirectory, at now: Int64) {
        for address in directory.passed(at: now) { directory.survey.answered(address, askedAt: now, at: now) }
    }

    /// Who is asked while time passes in steps of 25 ms.
    private func newQuestions(
        of directory: inout SimulationDirectory, from first: Int64, through last: Int64
    ) -> [SimulationAddress] {
        var asked: [SimulationAddress] = []
        for now in stride(from: first, through: last, by: 25) { asked += directory.passed(at: now) }
        return asked
    }

    @Test("the own node's simulation is taken while it is there")
    func preference() {
        var directory = directory()
        #expect(directory.choose(for: session, at: 0) == nil)
        _ = directory.connectionChanged(second, isConnected: true)
        survey(&directory, at: 0)
        #expect(directory.choose(for: session, at: 0) == second)
        _ = directory.connectionChanged(local, isConnected: true)
        #expect(directory.choose(for: session, at: 0) == local)
        _ = directory.connectionChanged(local, isConnected: false)
        #expect(directory.choose(for: session, at: 0) == second)
    }

    @Test("another node's is taken only when it has just answered: its connection may be over a link that was cut")
    func proven() {
        var directory = directory()
        for address in [local, second, third] { _ = directory.connectionChanged(address, isConnected: true) }
        directory.refused(local, at: 0)
        #expect(directory.choose(for: session, at: 0) == nil && directory.isHopeful(at: 0))
        #expect(directory.passed(at: 0) == [second, third])
        directory.survey.answered(third, askedAt: 0, at: 1)
        #expect((1...4).map { directory.choose(for: SessionID(rawValue: $0), at: 99) } == [third, third, third, third])
        #expect(directory.choose(for: session, at: 100) == nil, "that was a while ago")
        #expect(directory.passed(at: 100) == [third], "the other question is still open")
    }

    @Test("a node whose own simulation is of no use, and that hears no other, is alone; only when time has shown it")
    func alone() {
        var directory = directory()
        for address in [local, second, third] { _ = directory.connectionChanged(address, isConnected: true) }
        directory.refused(local, at: 0)
        for now in stride(from: Int64(0), through: 75, by: 25) {
            _ = directory.passed(at: now)
            #expect(!directory.isAlone(at: now) && directory.isHopeful(at: now))
        }
        _ = directory.passed(at: 100)
        #expect(directory.isAlone(at: 100) && !directory.isHopeful(at: 100))
        #expect(!directory.isAlone(at: 500), "the own one may be asked again")
        directory.refused(local, at: 500)
        directory.survey.failed(second)
        #expect(directory.isAlone(at: 500), "a question that came to nothing is no sign of life")
        directory.survey.answered(third, askedAt: 0, at: 500)
        #expect(!directory.isAlone(at: 500))
        var single = SimulationDirectory(local: local)
        single.refused(local, at: 0)
        _ = single.passed(at: 0)
        #expect(!single.isAlone(at: 1_000), "without others it is the cluster, not the node")
    }

    @Test("an answer over a long way counts for a moment, and the next question may take as long")
    func longWay() {
        var directory = directory()
        for address in [local, second] { _ = directory.connectionChanged(address, isConnected: true) }
        directory.refused(local, at: 0)
        _ = directory.passed(at: 0)
        directory.survey.answered(second, askedAt: 0, at: 180)
        #expect(directory.choose(for: session, at: 204) == second)
        #expect(directory.choose(for: session, at: 205) == nil)
        #expect(directory.passed(at: 205) == [second])
        #expect(newQuestions(of: &directory, from: 230, through: 505).isEmpty, "that one is open")
        #expect(!directory.isAlone(at: 505), "300 of twice 180 ms")
        #expect(newQuestions(of: &directory, from: 530, through: 580).isEmpty)
        directory.refused(local, at: 580)
        #expect(directory.isAlone(at: 580))
    }

    @Test("silence that was found before a break in the asking says nothing of now")
    func oldSilence() {
        var directory = directory()
        for address in [local, second] { _ = directory.connectionChanged(address, isConnected: true) }
        #expect(newQuestions(of: &directory, from: 0, through: 100) == [second])
        directory.refused(local, at: 100)
        #expect(directory.isAlone(at: 100))
        directory.survey.failed(second)
        directory.refused(local, at: 60_000)
        #expect(directory.passed(at: 60_000) == [second])
        #expect(!directory.isAlone(at: 60_000))
    }

    @Test("a pause of this process, however long, leaves nobody alone")
    func pause() {
        var directory = directory()
        _ = directory.connectionChanged(second, isConnected: true)
        _ = directory.passed(at: 0)
        _ = directory.passed(at: 60_000)
        #expect(!directory.isAlone(at: 60_000))
        _ = directory.passed(at: 0)
        #expect(!directory.isAlone(at: 0))
    }

    @Test("one that hangs is not taken until it is back, be it the own node's; a new connection is another process")
    func silent() {
        var directory = directory()
        for address in [local, second] { _ = directory.connectionChanged(address, isConnected: true) }
        directory.fellSilent(local, true)
        survey(&directory, at: 1_000_000)
        #expect(directory.choose(for: session, at: 1_000_000) == second)
        #expect(directory.usable(at: 0) == [second])
        directory.fellSilent(local, false)
        #expect(directory.choose(for: session, at: 0) == local)
        directory.fellSilent(local, true)
        _ = directory.connectionChanged(local, isConnected: false)
        _ = directory.connectionChanged(local, isConnected: true)
        #expect(directory.choose(for: session, at: 0) == local)
    }

    @Test("without it the sessions are spread over the others")
    func spread() {
        var directory = directory()
        _ = directory.connectionChanged(second, isConnected: true)
        _ = directory.connectionChanged(third, isConnected: true)
        survey(&directory, at: 0)
        let choices = (1...100).map { directory.choose(for: SessionID(rawValue: $0), at: 0) }
        #expect(choices.count { $0 == second } == 50)
        #expect(choices.count { $0 == third } == 50)
    }

    @Test("a simulation that refused rests for half a second")
    func refusal() {
        var directory = directory()
        _ = directory.connectionChanged(local, isConnected: true)
        _ = directory.connectionChanged(second, isConnected: true)
        directory.refused(local, at: 1_000)
        survey(&directory, at: 1_499)
        #expect(directory.choose(for: session, at: 1_499) == second)
        #expect(directory.choose(for: session, at: 1_500) == local)
        directory.refused(local, at: 2_000)
        _ = directory.connectionChanged(local, isConnected: true)
        #expect(directory.choose(for: session, at: 2_001) == local, "a new connection is a new start")
    }

    @Test("a draining simulation gets no session")
    func draining() {
        var directory = directory()
        _ = directory.connectionChanged(local, isConnected: true)
        _ = directory.connectionChanged(second, isConnected: true)
        _ = directory.update([.init(address: local, isDraining: true), .init(address: second, isDraining: false)])
        survey(&directory, at: 0)
        #expect(directory.choose(for: session, at: 0) == second)
    }

    @Test("a server that left the list is kept while its connection works")
    func unlisted() {
        var directory = directory()
        _ = directory.connectionChanged(second, isConnected: true)
        let change = directory.update([])
        #expect(change.connect == [])
        #expect(change.disconnect == [third])
        survey(&directory, at: 0)
        #expect(directory.choose(for: session, at: 0) == second)
        #expect(directory.connectionChanged(second, isConnected: false) == true, "its channel may be closed now")
        #expect(directory.choose(for: session, at: 0) == nil)
        #expect(directory.connectionChanged(local, isConnected: false) == false, "the own node's is never given up")
    }

    @Test("the own simulation's public address is not taken for another one")
    func alias() {
        var directory = SimulationDirectory(local: local, aliases: [second])
        let change = directory.update([second, third].map { .init(address: $0, isDraining: false) })
        #expect(change.connect == [third])
    }
}

@Suite struct GameFrameTests {
    @Test("a command's sequence is found")
    func sequence() throws {
        #expect(try GameFrame.commandSequence([0x01, 0x05, 0x0C, 0x20, 0x01]) == 5)
        #expect(try GameFrame.commandSequence([0x01, 0xAC, 0x02]) == 300)
        #expect(try GameFrame.commandSequence([0x02, 0x05, 0x0C]) == 5)
        #expect(try GameFrame.commandSequence([0x01] + [UInt8](repeating: 0xFF, count: 9) + [0x01]) == .max)
    }

    @Test(
        "what is no command is refused",
        arguments: [
            [], [0x03, 0x05], [0x10, 0x05], [0x01], [0x01, 0x00], [0x01, 0x80], [0x01, 0x85, 0x00],
            [0x01] + [UInt8](repeating: 0xFF, count: 9) + [0x02], [0x01] + [UInt8](repeating: 0xFF, count: 11),
            [0x01] + [UInt8](repeating: 1, count: 64),
        ])
    func refused(frame: [UInt8]) {
        #expect(throws: GameFrame.CommandError.self) { try GameFrame.commandSequence(frame) }
    }

    @Test("the kinds of frames from the simulation are told apart")
    func kinds() {
        #expect(GameFrame.kind([0x10, 0x01]) == .snapshot)
        #expect(GameFrame.kind([0x11, 0x01]) == .update)
        #expect(GameFrame.kind([0x12, 0xAC, 0x02, 0x07, 0x00, 0x05, 0x00]) == .acknowledgement(sequence: 7))
        #expect(GameFrame.kind([0x12, 0x80]) == .other)
        #expect(GameFrame.kind([]) == .other)
        #expect(GameFrame.kind([0x77]) == .other)
    }
}

@Suite struct SimulationWatchTests {
    /// Calls ``SimulationWatch/passed(at:)`` as often as it wants, from `now` on, and tells what it wanted when.
    private func pass(
        _ watch: inout SimulationWatch, _ now: inout Int64, until end: Int64, step: Int64 = SimulationWatch.interval,
        _ react: (inout SimulationWatch, SimulationWatch.Action, Int64) -> Void = { _, _, _ in }
    ) -> [(action: SimulationWatch.Action, at: Int64)] {
        var actions: [(SimulationWatch.Action, Int64)] = []
        while now < end {
            now += step
            let action = watch.passed(at: now)
            if action != .wait { actions.append((action, now)) }
            react(&watch, action, now)
        }
        return actions
    }

    private func withUpdate(isLocal: Bool = true, at now: Int64) -> SimulationWatch {
        var watch = SimulationWatch(isLocal: isLocal, at: now)
        _ = watch.heard(isUpdate: true, at: now)
        return watch
    }

    private func anotherAnswers(_ watch: inout SimulationWatch, _ action: SimulationWatch.Action, _ now: Int64) {
        if case .askAnother(let question) = action { watch.anotherAnswered(question) }
    }

    @Test("one that says nothing is asked, another one too, and it is left within 250 ms of its last word; once")
    func hangs() {
        var now: Int64 = 5_000
        var watch = withUpdate(at: now)
        let actions = pass(&watch, &now, until: 5_250, anotherAnswers)
        #expect(actions.map(\.action) == [.ask, .askAnother(question: 1), .leave] && watch.isSilent)
        // It is asked whether it is back, until it is.
        #expect(pass(&watch, &now, until: 8_000).allSatisfy { $0.action == .ask })
        let isBack = [watch.answered(after: 3_000, at: now), watch.heard(isUpdate: true, at: now)]
        #expect(isBack == [true, false] && !watch.isSilent)
    }

    /// Linux sends a lost segment again after 200 ms and the round trip, here 75 ms, at the earliest.
    @Test("over a network a lost segment is waited for; one that hangs is left within half a second of its last word")
    func lostSegment() {
        var now: Int64 = 0
        var watch = withUpdate(isLocal: false, at: 0)
        _ = watch.answered(after: 75, at: 0)
        var due: Int64?
        let actions = pass(&watch, &now, until: 10_000) { watch, action, now in
            anotherAnswers(&watch, action, now)
            if action == .ask { due = now + 275 }
            if let answer = due, answer <= now {
                // Not as an answer: those that took long would make it wait for longer still.
                _ = watch.heard(isUpdate: true, at: now)
                due = nil
            }
        }
        #expect(!actions.contains { $0.action == .leave } && actions.count > 10)
        _ = watch.heard(isUpdate: true, at: now)
        let lastWord = now
        let left = pass(&watch, &now, until: now + 2_000, anotherAnswers).filter { $0.action == .leave }
        #expect(left.count == 1 && left[0].at - lastWord <= 375)
    }

    @Test("matches that say nothing for 100 ms may be waiting for their log, whatever else is said")
    func still() {
        var now: Int64 = 0
        var watch = withUpdate(at: 0)
        #expect(!watch.isStill(at: now))
        _ = pass(&watch, &now, until: 75) { watch, _, now in _ = watch.answered(after: 1, at: now) }
        #expect(!watch.isStill(at: now))
        _ = pass(&watch, &now, until: 100) { watch, _, now in _ = watch.answered(after: 1, at: now) }
        #expect(watch.isStill(at: now))
        _ = watch.heard(isUpdate: true, at: now)
        #expect(!watch.isStill(at: now))
        _ = pass(&watch, &now, until: 3_000)
        #expect(!watch.isStill(at: now), "no match runs any more")
    }

    @Test("an attachment that waited for an election is no measure any more once ten questions were answered")
    func attachedDuringElection() {
        func leaves(afterAnswers count: Int) -> Int64? {
            var now: Int64 = 0
            var watch = withUpdate(at: 0)
            watch.attached(after: 2_000)
            for _ in 0..<count { _ = watch.answered(after: 1, at: 0) }
            return pass(&watch, &now, until: 3_000) { watch, action, now in
                anotherAnswers(&watch, action, now)
                if !watch.isSilent, now == 900 { _ = watch.heard(isUpdate: true, at: now) }
            }.first { $0.action == .leave }?.at
        }
        #expect(leaves(afterAnswers: 10).map { $0 <= 250 } == true)
        #expect(leaves(afterAnswers: 9).map { $0 > 1_900 } == true, "until then a slow machine is given all the time")
    }

    @Test("one that answers is not left, nor where no other one answers; nobody is asked where no match runs")
    func lives() {
        var now: Int64 = 0
        var watch = withUpdate(at: 0)
        let quiet = pass(&watch, &now, until: 1_000) { watch, action, now in
            if action == .ask { _ = watch.answered(after: 1, at: now) }
        }
        #expect(quiet.allSatisfy { $0.action == .ask } && (10...25).contains(quiet.count))
        #expect(pass(&watch, &now, until: 60_000).isEmpty, "the last Update is long ago")

        watch = withUpdate(at: now)
        let alone = pass(&watch, &now, until: 70_000)
        #expect(!alone.contains { $0.action == .leave } && alone.filter { $0.action != .ask }.count > 10, "it asks on")
        // An answer to a question of before is none to this one.
        _ = watch.heard(isUpdate: true, at: now)
        let stale = pass(&watch, &now, until: 72_000) { watch, _, _ in watch.anotherAnswered(1) }
        #expect(!stale.contains { $0.action == .leave })
    }

    @Test(
        "a machine that takes 100 ms for every step, and for questions what it takes, is not mistaken for a hung simulation"
    )
    func slowMachine() {
        for delay in [100, 200, 300] as [Int64] {
            var now: Int64 = 0
            var watch = withUpdate(at: 0)
            watch.attached(after: delay)
            var due: Int64?
            let actions = pass(&watch, &now, until: 20_000, step: 100) { watch, action, now in
                anotherAnswers(&watch, action, now)
                if action == .ask { due = now + delay }
                if let answer = due, answer <= now {
                    _ = watch.answered(after: delay, at: now)
                    _ = watch.heard(isUpdate: true, at: now)
                    due = nil
                }
            }
            #expect(!actions.contains { $0.action == .leave } && actions.count > 10, "\(delay) ms")
        }
        // After such answers it is given more time, also at full speed.
        var now: Int64 = 0
        var watch = withUpdate(at: 0)
        _ = watch.answered(after: 200, at: 0)
        let actions = pass(&watch, &now, until: 2_000, anotherAnswers).filter { $0.action == .leave }
        #expect(actions.count == 1 && (650...700).contains(actions[0].at))
    }

    @Test("a pause of this process, however long, counts for next to nothing")
    func paused() {
        var now: Int64 = 0
        var watch = withUpdate(at: 0)
        for _ in 0..<4 {
            now += 30_000
            let action = watch.passed(at: now)
            #expect(action != .leave)
        }
        // Nor does a clock that goes back trap.
        let action = watch.passed(at: now - 1_000_000)
        #expect(action != .leave)
    }
}
