import ConsensusTestSupport
import GameCore
import Identity
import Logging
import NIOCore
import RPC
import SimulationAPI
import SimulationCore
import Testing
import Wire

@testable import SimulationService

/// Gateways' streams to a running simulation, whose log is a real node's.
@Suite(.serialized, .timeLimit(.minutes(1))) struct AttachmentTests {
    private typealias Playing = StreamUnderTest<PlayUp, PlayDown>

    private struct NotReady: Error {}

    private struct Rig {
        let simulation: Simulation
        let channel: RPCChannel

        func stream() async throws -> Playing { try await Playing(channel, PlayMethods.attach) }

        /// A stream whose session is attached.
        func attached(_ hello: Hello) async throws -> Playing {
            let stream = try await stream()
            stream.send(PlayUp(event: .hello(hello)))
            guard case .attached? = await stream.next()?.event else { throw NotReady() }
            return stream
        }
    }

    private func withSimulation(_ body: (Rig) async throws -> Void) async throws {
        try await NodeUnderTest.run { node in
            var logger = Logger(label: "simulation")
            logger.logLevel = .critical
            let simulation = Simulation(
                loopbackHost: "127.0.0.1", consensusPort: node.consensusPort, registryPort: 1,
                nodeToken: RPCCallToken(secret: "of the tests"), eventLoop: node.loop, logger: logger)
            let server = try await RPCServer.start(
                host: "127.0.0.1", port: 0, services: [.play(PlayEndpoint(simulation: simulation))], on: node.loop,
                logger: logger)
            let channel = RPCChannel(host: "127.0.0.1", port: server.port, eventLoop: node.loop)
            await simulation.start()
            let rig = Rig(simulation: simulation, channel: channel)
            var isReady = false
            for _ in 0..<2_000 where !isReady {
                // Also opens the channel.
                isReady = try await PlayClient(channel: channel)
                    .summary(SummaryRequest(brief: true), deadline: .seconds(5)).ready
                if !isReady { try await Task.sleep(for: .milliseconds(5)) }
            }
            try #require(isReady)
            try await body(rig)
            channel.close()
            await server.drain(within: .zero)
            await simulation.stop()
        }
    }

    private static func hello(_ user: UInt64 = 17, connection: UInt64 = 0, attempt: UInt64 = 0) -> Hello {
        Hello(userID: user, sessionID: 0xA1, name: "Ada", connection: connection, attempt: attempt)
    }

    private func request(_ sequence: UInt64, _ action: Request.Action = .leaveQueue(LeaveQueue())) -> PlayUp {
        PlayUp(event: .request(Request(sequence: sequence, action: action)))
    }

    private func outcome(of stream: Playing) async -> Outcome? {
        await stream.first { if case .outcome(let outcome) = $0.event { outcome } else { nil } }
    }

    @Test(
        "a session is attached, told where it stands, and each of its commands has one outcome, however often it comes")
    func play() async throws {
        try await withSimulation { rig in
            let stream = try await rig.stream()
            stream.send(PlayUp(event: .hello(Self.hello())))
            var kinds: [String] = []
            for _ in 0..<4 {
                switch await stream.next()?.event {
                case .attached(let attached):
                    #expect(attached.lastSequence == 0 && attached.nodeID == NodeUnderTest.id.rawValue)
                    kinds.append("attached")
                case .queue: kinds.append("queue")
                case .lobby: kinds.append("lobby")
                case .match: kinds.append("match")
                case let other: Issue.record("\(String(describing: other))")
                }
            }
            #expect(kinds == ["attached", "queue", "lobby", "match"])
            let join = Request.Action.joinQueue(JoinQueue(modes: [.duel]))
            stream.send(request(1, join))
            #expect(await outcome(of: stream) == Outcome(sequence: 1, code: .accepted))
            stream.send(request(2, join))
            #expect(await outcome(of: stream) == Outcome(sequence: 2, code: .alreadyQueued))
            stream.send(request(1, join))
            #expect(await outcome(of: stream) == Outcome(sequence: 1, code: .accepted), "it is not run again")
            let again = try await rig.attached(Self.hello())
            again.send(request(2, join))
            #expect(await outcome(of: again) == Outcome(sequence: 2, code: .alreadyQueued), "nor by a new stream")
        }
    }

    @Test("a hello without a user, a session or a name, or with numbers that are none, ends its stream")
    func badHello() async throws {
        try await withSimulation { rig in
            for spoil: (inout Hello) -> Void in [
                { $0.userID = 0 }, { $0.sessionID = 0 }, { $0.name = "" },
                { $0.name = String(repeating: "a", count: 17) }, { $0.nextSequence = 1 << 53 },
                { $0.connection = 1 << 53 },
            ] {
                var hello = Self.hello(connection: 1, attempt: 1)
                spoil(&hello)
                let stream = try await rig.stream()
                stream.send(PlayUp(event: .hello(hello)))
                #expect(await stream.end()?.code == .invalidArgument, "\(hello)")
            }
        }
    }

    @Test("hello comes first and once, and sequences count from 1")
    func outOfTurn() async throws {
        try await withSimulation { rig in
            let early = try await rig.stream()
            early.send(request(1))
            #expect(await early.end()?.code == .invalidArgument)

            let twice = try await rig.attached(Self.hello())
            twice.send(PlayUp(event: .hello(Self.hello())))
            #expect(await twice.end()?.code == .invalidArgument)

            let zero = try await rig.attached(Self.hello(18))
            zero.send(request(0))
            #expect(await zero.end()?.code == .invalidArgument)
        }
    }

    @Test("a frame that is none is answered in its place, and ends the stream only where it has none")
    func frames() async throws {
        try await withSimulation { rig in
            let stream = try await rig.attached(Self.hello())
            var frame = InputFrame(sequence: 1, matchID: 5, tick: 0, .turn(.up)).encoded()
            frame.removeLast()
            stream.send(PlayUp(event: .frame(frame)), request(2))
            let first = await outcome(of: stream)
            #expect(first?.sequence == 1 && first?.code != .accepted)
            #expect(await outcome(of: stream)?.sequence == 2)
            stream.send(PlayUp(event: .frame([])))
            #expect(await stream.end()?.code == .invalidArgument)
        }
    }

    @Test("the newer connection has the session: the older stream is refused, whichever hello comes last")
    func connections() async throws {
        try await withSimulation { rig in
            func refusal(of stream: Playing) async -> Refused? {
                await stream.first { if case .refused(let refused) = $0.event { refused } else { nil } }
            }
            let older = try await rig.attached(Self.hello(connection: 1, attempt: 1))
            let newer = try await rig.attached(Self.hello(connection: 2, attempt: 1))
            #expect(await refusal(of: older) == Refused(reason: .newerConnection, connection: 2))
            #expect(await older.end()?.code == .aborted)

            let late = try await rig.stream()
            late.send(PlayUp(event: .hello(Self.hello(connection: 1, attempt: 9))))
            #expect(await refusal(of: late) == Refused(reason: .newerConnection, connection: 2))
            #expect(await late.end()?.code == .aborted)
            newer.send(request(1))
            #expect(await outcome(of: newer)?.sequence == 1, "it is not touched by that")
        }
    }

    @Test("a stream that sends more commands than its allowance is ended, and others are not")
    func flood() async throws {
        try await withSimulation { rig in
            let other = try await rig.attached(Self.hello(18))
            let stream = try await rig.attached(Self.hello())
            for sequence in 1...400 as ClosedRange<UInt64> { stream.send(request(sequence)) }
            #expect(await stream.end()?.code == .resourceExhausted)
            other.send(request(1))
            #expect(await outcome(of: other)?.sequence == 1)
        }
    }

    @Test("a simulation that drains sends its players away, takes no new ones, and is forsaken then")
    func drain() async throws {
        try await withSimulation { rig in
            let stream = try await rig.attached(Self.hello())
            #expect(await !rig.simulation.isForsaken)
            await rig.simulation.drain()
            let end = await stream.end()
            #expect(end?.code == .unavailable && end?.message == "this simulation is stopping")
            let late = try await rig.stream()
            late.send(PlayUp(event: .hello(Self.hello(18))))
            #expect(await late.end()?.code == .unavailable)
            // The server hears of a stream's end by itself.
            var isForsaken = false
            for _ in 0..<1_000 where !isForsaken {
                isForsaken = await rig.simulation.isForsaken
                if !isForsaken { try await Task.sleep(for: .milliseconds(5)) }
            }
            #expect(isForsaken)
        }
    }
}
