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
    /// `host:port`.
    let address: String
    let channel: RPCChannel
    /// Tells this link's callbacks from those of an earlier one.
    let serial: Int
    var stream: RPCStream<Wire.RaftMessage>?
}

extension RaftDriver {
    /// Messages to a peer that does not read are dropped past this; Raft sends them again.
    private static let maximumBufferedBytes = 1 << 20

    /// Sends when there is a connection with room. Else the message is lost, which the protocol expects.
    func send(_ message: ConsensusCore.RaftMessage) {
        if links[message.to] == nil { connect(to: message.to) }
        guard let stream = links[message.to]?.stream, stream.bufferedBytes < Self.maximumBufferedBytes else {
            return metrics.messageUnsent()
        }
        stream.send(Wire.RaftMessage(message))
        metrics.messageSent()
    }

    /// Where a node listens: as the configuration has it, else as the registry has it.
    private func address(of id: NodeID) -> String? {
        node.membership.address(of: id) ?? registered[id].map { "\($0.ipAddress):\($0.raftPort)" }
    }

    /// Keeps a connection with every member, and drops those whose address has changed or that nobody knows any more.
    func reconcileLinks() {
        for (id, link) in links where address(of: id) != link.address { disconnect(from: id) }
        for member in node.membership.members where member.id != node.id && links[member.id] == nil {
            connect(to: member.id)
        }
    }

    private func disconnect(from id: NodeID) {
        guard let link = links.removeValue(forKey: id) else { return }
        link.channel.close()
    }

    private func connect(to id: NodeID) {
        guard id != node.id, let address = address(of: id), let (host, port) = Self.split(address) else { return }
        serial += 1
        let linkSerial = serial
        var options = RPCChannel.Options()
        options.maxBackoff = .milliseconds(500)
        options.logger = logger
        let channel = RPCChannel(
            host: host, port: port, security: parts.peerSecurity, eventLoop: parts.eventLoop, options: options
        ) { [self] state in
            assumeIsolated { $0.link(to: id, serial: linkSerial, changedTo: state) }
        }
        links[id] = PeerLink(address: address, channel: channel, serial: linkSerial)
        if channel.state == .ready { openStream(to: id) }
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
        case .ready: openStream(to: id)
        case .disconnected(let disconnect):
            links[id]?.stream = nil
            switch disconnect.reason {
            case .refused, .reset, .closedByPeer:
                if node.leadership.leader == id { note(cause: "the connection to leader \(id) broke") }
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

    fileprivate func received(_ wire: Wire.RaftMessage, on call: RPCStream<RaftStreamEnd>) {
        let message: ConsensusCore.RaftMessage
        do {
            message = try ConsensusCore.RaftMessage(wire)
        } catch {
            metrics.messageMalformed()
            logger.warning(
                "malformed Raft message", metadata: .data([.address: "\(call.peer.address)", .reason: "\(error)"]))
            return call.finish(RPCStatus(.invalidArgument, error.message))
        }
        guard message.cluster == parts.identity.cluster, message.to == node.id else {
            return metrics.messageMisdirected()  // addresses are used again by others
        }
        metrics.messageReceived()
        if message.body == .timeoutNow { note(cause: "leader \(message.from) hands over") }
        incoming[message.from] = call
        post(.message(message))
    }

    fileprivate func incomingClosed(_ call: RPCStream<RaftStreamEnd>) {
        incoming = incoming.filter { $0.value.call !== call.call }
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

    init(driver: RaftDriver) { self.driver = driver }

    func received(_ message: Wire.RaftMessage, on call: RPCStream<RaftStreamEnd>) {
        driver.assumeIsolated { $0.received(message, on: call) }
    }

    func receivedEnd(on call: RPCStream<RaftStreamEnd>) { call.finish() }

    func closed(_ status: RPCStatus, on call: RPCStream<RaftStreamEnd>) {
        driver.assumeIsolated { $0.incomingClosed(call) }
    }
}
