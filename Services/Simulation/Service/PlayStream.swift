import Identity
import Liveness
import NIOCore
import RPC
import SimulationCore
import Wire

/// One attached stream: a gateway's, for one player's session. Touched only in the simulation's isolation.
final class PlayStream {
    enum Phase {
        case awaitingHello
        /// Its attachment is on its way into the log.
        case attaching
        case live
        case closed
    }

    /// Commands of a session. A whole outbox of 64 fits in at once.
    static let commands = TokenBucket.Limit(rate: 40, burst: 128)

    /// Names the stream in the log; random, so that no two streams of the cluster share it.
    let id: UInt64
    let call: RPCStream<PlayDown>
    var phase = Phase.awaitingHello
    var key: SessionKey?
    /// A digest of the player's address; 0: the gateway did not say.
    var address: UInt64 = 0
    var addressShare = 1
    var number = ConnectionNumber.none
    /// It may stand in the log as the session's, so that its end must as well.
    var isClaiming = false
    var pace = ReaderPace()
    /// When each command came that is not settled yet, by sequence.
    var pending: [UInt64: NIODeadline] = [:]
    var allowance: TokenBucket
    /// Commands that came while a fork is being made, or before an earlier one could be paid; `nil`: none has to wait.
    var waiting: [PlayUp]?
    /// The first of those that waited has been paid.
    var hasPaid = false
    /// A board is to be sent as soon as it is paid.
    var awaitsBoard = false
    /// The making of the fork.
    var forking: Task<Void, Never>?
    var seek = MatchSeek()
    /// The playing of a recording for it.
    var replaying: Task<Void, Never>?

    /// - Parameter now: Milliseconds of the monotonic clock.
    init(id: UInt64, call: RPCStream<PlayDown>, now: Int64) {
        self.id = id
        self.call = call
        allowance = TokenBucket(Self.commands, now: now)
    }

    /// Nothing more comes of it: what is being made for it is made for nobody.
    func close() {
        phase = .closed
        replaying?.cancel()
        forking?.cancel()
    }

    func payer(_ key: SessionKey) -> WorkPayer { WorkPayer(user: key.user, address: address, share: addressShare) }

    var isClosed: Bool {
        switch phase {
        case .closed: true
        case .awaitingHello, .attaching, .live: false
        }
    }

    var isLive: Bool {
        switch phase {
        case .live: true
        case .awaitingHello, .attaching, .closed: false
        }
    }
}

/// Passes the events of one stream to the simulation.
final class PlayStreamHandler: RPCStreamHandler {
    private let simulation: Simulation
    private let id: UInt64

    init(simulation: Simulation, id: UInt64) {
        self.simulation = simulation
        self.id = id
    }

    func received(_ message: PlayUp, on call: RPCStream<PlayDown>) {
        simulation.assumeIsolated { [id] in $0.received(message, stream: id) }
    }

    func receivedEnd(on call: RPCStream<PlayDown>) { call.finish() }

    func closed(_ status: RPCStatus, on call: RPCStream<PlayDown>) {
        simulation.assumeIsolated { [id] in $0.streamClosed(id) }
    }
}
