import ClientProtocol
import GatewayCore
import Identity
import Liveness
import NIOCore
import RPC
import SimulationAPI
import Wire

/// One player's socket, as the gateway keeps it. Only the gateway's actor touches it.
final class PlayerSocket {
    enum Frame: Sendable {
        case text([UInt8])
        case binary([UInt8])
    }

    /// Who said hello on it.
    struct Identity {
        let player: ClientProtocol.Player
        let key: SessionKey
    }

    /// The stream to a simulation.
    struct Attachment {
        let address: SimulationAddress
        let stream: RPCStream<PlayUp>
        /// Tells this stream's events from those of an earlier one.
        let attempt: Int
        let openedAt: Int64
        var isAttached = false
    }

    let id: SocketID
    let channel: any Channel
    let address: String
    /// What simulations are told of the address; set with the first hello.
    var charge: (digest: UInt64, share: UInt32) = (0, 0)
    var session: PlayerSession
    var queue = DownQueue<Frame>()
    var allowance: TokenBucket
    var identity: Identity?
    /// Of the token that the hello showed; seconds since 1970.
    var tokenExpires: UInt64?
    /// Of the player, for the first Hello; empty when they are not known, and afterwards.
    var ratings: [UInt32] = []
    var attachment: Attachment?
    var attempts = 0
    var lostAt: Int64?
    var lastHeard: Int64
    var lastPing: Int64
    var needsFlush = false

    init(id: SocketID, channel: any Channel, address: String, allowance: TokenBucket.Limit, now: Int64) {
        self.id = id
        self.channel = channel
        self.address = address
        session = PlayerSession(openedAt: now)
        self.allowance = TokenBucket(allowance, now: now)
        lastHeard = now
        lastPing = now
    }
}
