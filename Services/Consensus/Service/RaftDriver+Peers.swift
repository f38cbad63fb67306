import ConsensusAPI
import ConsensusCore
import ConsensusStorage
import Identity
import Logging
import NIOCore
import Observability
import RPC
import Wire

/// The connection that carries this node's messages to one peer.
struct PeerLink {
    var address: PeerAddress
    let channel: RPCChannel
    /// Tells this link's callbacks from those of an earlier one.
    let serial: Int
    /// There has been a connection.
    var wasReady = false
    var stream: RPCStream<Wire.RaftMessage>?
}

extension RaftDriver {
    /// Messages to a peer that does not read are dropped past this; Raft sends them again.
    private static let maximumBufferedBytes = 1 << 20
    /// A link that was cut carries nothing for some time after it is whole again: TCP waits ever longer before it tries once
    /// more. A new connection does not. So a connection that is silent for this long, and does not answer for this long, is
    /// given up.
    private static let keepAliveInterval = TimeAmount.seconds(1)
    private static let keepAliveTimeout = TimeAmount.milliseconds(1_500)
    /// The longest attempt at one of a peer's two addresses.
    private static let alternativeTimeout = TimeAmount.milliseconds(1_500)
    /// Nodes that may have a stream to this one: every member of a configuration, and those that were or will be one.
    private static let maximumIncoming = 2 * Membership.maximumMembers

    /// Sends when there is a connection with room. Else the message is lost, which the protocol expects.
    func send(_ message: ConsensusCore.RaftMessage) {
        if links[message.to] == nil { connect(to: message.to) }
        guard let stream = links[message.to]?.stream, stream.bufferedBytes < Self.maximumBufferedBytes else {
            return metrics.messageUnsent()
        }
        stream.send(Wire.RaftMessage(message))
        metrics.messageSent()
    }

    private func registeredAddress(of id: NodeID) -> String? {
        servers.byID[id].map { "\($0.ipAddress):\($0.raftPort)" }
    }

    /// Keeps a connection with every member, follows those that move, and drops those that are no longer known.
    func reconcileLinks() {
        for (id, link) in links {
            let (told, configured) = (registeredAddress(of: id), node.membership.address(of: id))
            guard told != nil || configured != nil else {
                disconnect(from: id)
                continue
            }
            var address = link.address
            let isOther = address.update(registered: told, configured: configured)
            links[id]?.address = address
            if isOther {
                disconnect(from: id)
                connect(to: id, at: address)
            }
        }
        for member in node.membership.members where member.id != node.id && links[member.id] == nil {
            connect(to: member.id)
        }
    }

    private func disconnect(from id: NodeID) {
        guard let link = links.removeValue(forKey: id) else { return }
        link.channel.close()
    }

    private func connect(to id: NodeID) {
        let address = PeerAddress(registered: registeredAddress(of: id), configured: node.membership.address(of: id))
        if let address { connect(to: id, at: address) }
    }

    private func connect(to id: NodeID, at address: PeerAddress) {
        guard id != node.id, let (host, port) = Self.split(address.current) else { return }
        serial += 1
        let linkSerial = serial
        var options = RPCChannel.Options()
        options.maxBackoff = .milliseconds(500)
        options.limits.keepAliveInterval = Self.keepAliveInterval
        options.limits.keepAliveTimeout = Self.keepAliveTimeout
        if address.hasAlternative { options.limits.handshakeTimeout = Self.alternativeTimeout }
        options.logger = logger
        let channel = RPCChannel(
            host: host, port: port, security: parts.peerSecurity, eventLoop: parts.eventLoop, options: options
        ) { [self] state in
            assumeIsolated { $0.link(to: id, serial: linkSerial, changedTo: state) }
        }
        links[id] = PeerLink(address: address, channel: channel, serial: linkSerial)
        if channel.state == .ready { openStream(to: id) }
    }

    /// Tries the peer's other address, if it has one; else the channel tries the same again.
    private func linkFailed(to id: NodeID, serial: Int) {
        guard let pause = links[id]?.address.pause else { return }
        parts.eventLoop.scheduleTask(in: .milliseconds(Int64(pause))) { [self] in
            assumeIsolated { driver in
                guard !driver.isStopped, var link = driver.links[id], link.serial == serial,
                    link.channel.state != .ready, link.address.failed()
                else { return }
                driver.disconnect(from: id)
                driver.connect(to: id, at: link.address)
            }
        }
    }

    /// `nil` when the text is not `host:port`.
    static func split(_ address: String) -> (host: String, port: Int)? {
        guard let colon = address.lastIndex(of: ":"), let port = UInt16(address[address.index(after: colon)...]),
            port != 0, colon != address.startIndex
        else { return nil }
        return (String(address[..<colon]), Int(port))
    }

    private func link(to id: NodeID, serial: Int, changedTo state: RPCChannelState) {
        guard links[id]?.serial == serial else { return }
        switch state {
        case .ready:
            links[id]?.wasReady = true
            links[id]?.address.worked()
            openStream(to: id)
        case .disconnected(let disconnect):
            links[id]?.stream = nil
            linkFailed(to: id, serial: serial)
            // Nobody listens at an address that the peer has left.
            guard let link = links[id], link.wasReady || !link.address.hasAlternative else { return }
            switch disconnect.reason {
            case .refused, .reset, .closedByPeer:
                if node.leadership.leader == id {
                    reasons.note("the connection to leader \(id) was \(disconnect.reason.told)")
                }
                post(.peerLost(id))
            case .goAway, .timedOut, .unreachable, .tls, .protocolError, .closedHere: break
            }
        case .connecting, .closed: break
        }
    }

    private func openStream(to id: NodeID) {
        guard let link = links[id], link.stream == nil else { return }
        links[id]?.stream = RaftClient(channel: link.channel)
            .messages(handler: OutgoingHandler(driver: self, peer: id, serial: link.serial))
    }

    fileprivate func streamClosed(to id: NodeID, serial: Int) {
        guard let link = links[id], link.serial == serial else { return }
        links[id]?.stream = nil
        guard link.channel.state == .ready else { return }  // it is opened when the connection is back
        parts.eventLoop.scheduleTask(in: .milliseconds(100)) { [self] in
            assumeIsolated { driver in
                guard let link = driver.links[id], link.serial == serial, link.channel.state == .ready else { return }
                driver.openStream(to: id)
            }
        }
    }

    // MARK: Incoming

    /// A stream speaks for the one node that its first message names. So the state of senders is bounded by the open streams,
    /// and by ``maximumIncoming``. A newer stream of the same node replaces the older.
    /// - Returns: For whom the stream speaks.
    fileprivate func received(
        _ wire: Wire.RaftMessage, on call: RPCStream<RaftStreamEnd>, from speaker: NodeID?
    ) -> NodeID? {
        guard wire.body != nil else {
            metrics.messageUnknown()  // of a newer version's kind: the rest of its stream is as good as ever
            return speaker
        }
        let message: ConsensusCore.RaftMessage
        do {
            message = try ConsensusCore.RaftMessage(wire)
        } catch {
            refuse(call, error.message)
            return speaker
        }
        guard message.cluster == parts.identity.cluster, message.to == node.id else {
            metrics.messageMisdirected()  // addresses are used again by others
            return speaker
        }
        metrics.messageReceived()
        if let speaker {
            guard speaker == message.from else {
                refuse(call, "this stream carries messages of node \(speaker), not of node \(message.from)")
                return speaker
            }
        } else {
            guard incoming[message.from] != nil || incoming.count < Self.maximumIncoming else {
                call.finish(RPCStatus(.resourceExhausted, "\(incoming.count) nodes send to this one already"))
                return nil
            }
            incoming[message.from] = call
        }
        reasons.heard(message)
        post(.message(message))
        return message.from
    }

    private func refuse(_ call: RPCStream<RaftStreamEnd>, _ reason: String) {
        metrics.messageMalformed()
        logger.warning(
            "malformed Raft message", metadata: .data([.address: "\(call.peer.address)", .reason: "\(reason)"]))
        call.finish(RPCStatus(.invalidArgument, reason))
    }

    fileprivate func incomingClosed(_ call: RPCStream<RaftStreamEnd>, from speaker: NodeID?) {
        if let speaker, incoming[speaker]?.call === call.call { incoming[speaker] = nil }
    }

    /// Raft rests on disks that keep what they have acknowledged. A majority of such nodes has lost committed entries.
    func acknowledgedWasLost(_ reversion: Reversion) {
        metrics.acknowledgedLost()
        logger.error(
            "a voter has lost entries that its disk had acknowledged: replace its disk and let it join again",
            metadata: .data([
                .peer: "\(reversion.peer)", .index: "\(reversion.acknowledged)",
                .reason: "its log agrees with the leader's through entry \(reversion.held) at most",
            ]))
    }

    func peerBrokeProtocol(_ fault: PeerFault) {
        metrics.messageMalformed()
        logger.warning(
            "a peer broke the protocol", metadata: .data([.peer: "\(fault.peer)", .reason: "\(fault.reason)"]))
        incoming.removeValue(forKey: fault.peer)?.finish(RPCStatus(.invalidArgument, fault.reason.message))
    }
}

/// The stream to a peer: only its end is of interest.
private final class OutgoingHandler: RPCStreamHandler {
    private let driver: RaftDriver
    private let peer: NodeID
    private let serial: Int

    init(driver: RaftDriver, peer: NodeID, serial: Int) {
        self.driver = driver
        self.peer = peer
        self.serial = serial
    }

    func received(_ message: RaftStreamEnd, on call: RPCStream<Wire.RaftMessage>) {}

    func closed(_ status: RPCStatus, on call: RPCStream<Wire.RaftMessage>) {
        let (peer, serial) = (peer, serial)
        driver.assumeIsolated { $0.streamClosed(to: peer, serial: serial) }
    }
}

/// A peer's stream to this node.
final class IncomingHandler: RPCStreamHandler {
    private let driver: RaftDriver
    /// The sender of the stream's messages: set by the first.
    private var speaker: NodeID?

    init(driver: RaftDriver) { self.driver = driver }

    func received(_ message: Wire.RaftMessage, on call: RPCStream<RaftStreamEnd>) {
        let speaker = speaker
        self.speaker = driver.assumeIsolated { $0.received(message, on: call, from: speaker) }
    }

    func receivedEnd(on call: RPCStream<RaftStreamEnd>) { call.finish() }

    func closed(_ status: RPCStatus, on call: RPCStream<RaftStreamEnd>) {
        let speaker = speaker
        driver.assumeIsolated { $0.incomingClosed(call, from: speaker) }
    }
}

extension RPCDisconnect.Reason {
    /// What happened to the connection, as a participle.
    fileprivate var told: String {
        switch self {
        case .refused: "refused"
        case .reset: "reset"
        case .closedByPeer, .goAway, .closedHere: "closed"
        case .timedOut, .unreachable, .tls, .protocolError: "lost"
        }
    }
}
