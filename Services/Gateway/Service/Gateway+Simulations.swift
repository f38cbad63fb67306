import ClientProtocol
import CoreMetrics
import GatewayCore
import Identity
import Logging
import NIOCore
import Observability
import RPC
import RegistryAPI
import ServiceRuntime
import SimulationAPI
import Wire

// Which simulations there are, and the streams to them.
extension Gateway {
    // MARK: Channels

    func connect(_ address: SimulationAddress) {
        simulations[address] = RPCChannel(
            host: address.host, port: address.port, security: settings.node.security(allowing: ["simulation"]),
            eventLoop: eventLoop, options: channelOptions()
        ) { [weak self] state in
            self?.assumeIsolated { $0.channelChanged(address, state) }
        }
    }

    /// A lost connection is tried again soon: a restarted simulation is wanted back within a second.
    private func channelOptions() -> RPCChannel.Options {
        var options = RPCChannel.Options()
        options.maxBackoff = .seconds(1)
        options.logger = logger
        return options
    }

    private func channelChanged(_ address: SimulationAddress, _ state: RPCChannelState) {
        switch state {
        case .connecting: return
        case .ready:
            logger.notice("a simulation is connected", metadata: .data([.address: "\(address)"]))
            _ = directory.connectionChanged(address, isConnected: true)
            attachWaiting()
        case .disconnected(let fault):
            logger.debug("no simulation", metadata: .data([.address: "\(address)", .reason: "\(fault.message)"]))
            if directory.connectionChanged(address, isConnected: false) { disconnect(address) }
        case .closed:
            _ = directory.connectionChanged(address, isConnected: false)
        }
    }

    private func disconnect(_ address: SimulationAddress) {
        simulations.removeValue(forKey: address)?.close()
    }

    // MARK: The registry's list

    func connectRegistry() {
        let node = settings.node
        var options = channelOptions()
        options.callToken = nodeToken
        registry = RPCChannel(
            host: node.loopbackAddress, port: node.registryPort, eventLoop: eventLoop, options: options
        ) { [weak self] state in
            guard state == .ready else { return }
            self?.assumeIsolated { $0.watchServers() }
        }
    }

    private func watchServers() {
        guard let registry, !isDraining else { return }
        let call = RegistryClient(channel: registry).watchServers(handler: ServerListHandler(gateway: self))
        call.send(ListServersRequest())
        call.finish()
    }

    fileprivate func received(_ list: ServerList) {
        drainingNodes = Set(list.servers.filter(\.draining).map(\.nodeID))
        if let restoration = list.restoration, let cluster = ClusterID(checked: restoration.clusterID) {
            restorationNotice.heard(
                of: cluster, ago: restoration.agoMs, worldAsOf: restoration.worldAsOfMs, at: now)
        } else {
            restorationNotice.heardOfNone()
        }
        let listings = list.servers.compactMap { server -> SimulationDirectory.Listing? in
            guard (1...65535).contains(server.grpcPort), !server.ipAddress.isEmpty else { return nil }
            return .init(
                address: SimulationAddress(host: server.ipAddress, port: Int(server.grpcPort)),
                isDraining: server.draining)
        }
        let change = directory.update(listings)
        change.connect.forEach(connect)
        change.disconnect.forEach(disconnect)
    }

    /// The list stays as it is while the registry is away.
    fileprivate func serverListEnded(_ status: RPCStatus) {
        guard let registry, !isDraining, registry.state == .ready else { return }  // a new connection asks again
        eventLoop.scheduleTask(in: .seconds(1)) { self.assumeIsolated { $0.watchServers() } }
    }

    // MARK: Attaching

    func attach(_ socket: PlayerSocket) {
        // What was said to it last may have closed it.
        guard sockets[socket.id] === socket, let claim = socket.session.claim() else { return }
        guard let identity = socket.identity else { preconditionFailure("attached without a hello") }
        guard let address = directory.choose(for: identity.key.session, at: now), let channel = simulations[address]
        else {
            wait(socket)
            return
        }
        unattached.remove(socket.id)
        socket.attempts += 1
        let handler = AttachHandler(gateway: self, socket: socket.id, attempt: socket.attempts)
        let stream = PlayClient(channel: channel).attach(handler: handler)
        socket.attachment = PlayerSocket.Attachment(
            address: address, stream: stream, attempt: socket.attempts, openedAt: now)
        attachments[address, default: 0] += 1
        watch(address)
        stream.send(
            .hello(
                identity.player, session: identity.key.session, ratings: socket.ratings, claim: claim,
                attempt: socket.attempts, charge: socket.charge))
    }

    private func wait(_ socket: PlayerSocket) {
        guard sockets[socket.id] === socket else { return }
        // Later ones are asked for by `judgeSimulations`, once for all that wait.
        let isFirst = unattached.isEmpty
        unattached.insert(socket.id)
        if isFirst { surveySimulations() }
        if !directory.isHopeful(at: now), socket.session.foundNoSimulation(), !isStalled {
            send(.status(.recovering), to: socket)
        }
        retryAttaching(in: .milliseconds(50))
    }

    /// Within that time at the latest.
    func retryAttaching(in delay: TimeAmount) {
        let due = NIODeadline.now() + delay
        guard !unattached.isEmpty, retryIsDue.map({ due < $0 }) ?? true else { return }
        retryIsDue = due
        eventLoop.scheduleTask(deadline: due) {
            self.assumeIsolated { gateway in
                guard gateway.retryIsDue == due else { return }  // another one came before it
                gateway.retryIsDue = nil
                gateway.attachWaiting()
            }
        }
    }

    private func attachWaiting() {
        for id in unattached.sorted(by: { $0.rawValue < $1.rawValue }) {
            if let socket = sockets[id] { attach(socket) }
        }
    }

    func attached(_ attached: Attached, _ socket: PlayerSocket) {
        if let attachment = socket.attachment {
            watches[attachment.address]?.attached(after: now - attachment.openedAt)
            if attachment.address == directory.local { node = NodeID(rawValue: attached.nodeID) }
        }
        socket.attachment?.isAttached = true
        socket.ratings = []  // The world knows them from now on, and learns of changes by itself.
        if let lostAt = socket.lostAt {
            socket.lostAt = nil
            metrics.recovery.recordMilliseconds(now - lostAt)
        }
        switch socket.session.attached() {
        case .welcome(let player, let session, let knewOfLoss, let commands):
            send(
                .welcome(
                    player, session, lastSequence: attached.lastSequence, node: NodeID(rawValue: attached.nodeID),
                    gateway: name),
                to: socket)
            if knewOfLoss, !isStalled { send(.status(.ok), to: socket) }
            if let notice = restorationNotice.message(for: session, at: now) { send(notice, to: socket) }
            resend(commands, of: socket)
        case .resume(let commands):
            // A simulation that answers may still be one whose world stands still; its return is told to all.
            if !isStalled { send(.status(.ok), to: socket) }
            metrics.resent.increment(by: commands.count)
            // Its gateway outlived the cluster that it played in.
            if let key = socket.identity?.key, let notice = restorationNotice.message(for: key.session, at: now) {
                send(notice, to: socket)
            }
            resend(commands, of: socket)
        case .ignore: break
        }
    }

    private func resend(_ commands: [CommandOutbox.Command], of socket: PlayerSocket) {
        for command in commands { socket.attachment?.stream.send(PlayUp(command)) }
    }

    /// The stream of a socket ended, or its simulation does not answer.
    func lost(_ socket: PlayerSocket, because status: RPCStatus) {
        guard let attachment = socket.attachment else { return }
        logger.debug(
            "a session lost its simulation",
            metadata: .data([
                .session: "\(socket.id.rawValue)", .address: "\(attachment.address)", .reason: "\(status)",
            ]))
        detach(socket)
        switch status.code {
        case .aborted: return closeReplaced(socket, by: 0)  // of an older build, which says no number
        // Any simulation would say the same.
        case .invalidArgument, .permissionDenied: return close(socket, Closure(.policyViolation, status.message))
        case .resourceExhausted: return close(socket, Closure(.tryAgainLater, status.message))
        default: break
        }
        metrics.losses.increment()
        directory.refused(attachment.address, at: now)
        attachAgain(socket)
    }

    /// The simulation does not give, or no longer gives, this socket the session. That is nothing against the simulation.
    func refused(_ refusal: SessionRefusal, _ socket: PlayerSocket) {
        guard let attachment = socket.attachment else { return }
        logger.debug(
            "a session was refused",
            metadata: .data([
                .session: "\(socket.id.rawValue)", .address: "\(attachment.address)", .reason: "\(refusal)",
            ]))
        detach(socket)
        guard let closure = refusal.closure else { return attachAgain(socket) }
        if case .newerConnection(let number) = refusal { return closeReplaced(socket, by: number) }
        close(socket, closure)
    }

    private func attachAgain(_ socket: PlayerSocket) {
        if socket.lostAt == nil { socket.lostAt = now }
        socket.queue.restarted()
        switch socket.session.lostSimulation() {
        case .recover:
            // To be told that its gateway reaches no world is news enough.
            if !isStalled { send(.status(.recovering), to: socket) }
            attach(socket)
        case .retry:
            wait(socket)
        case .ignore: break
        }
    }

    /// Ends the stream: what was sent on it still arrives, and then it is cut off.
    func detach(_ socket: PlayerSocket) {
        guard let attachment = socket.attachment else { return }
        let stream = attachment.stream
        socket.attachment = nil
        let left = (attachments[attachment.address] ?? 1) - 1
        attachments[attachment.address] = left > 0 ? left : nil
        stream.finish()
        eventLoop.scheduleTask(in: .seconds(1)) { stream.cancel() }
    }

    fileprivate func received(_ message: PlayDown, socket id: SocketID, attempt: Int) {
        guard let socket = sockets[id], let attachment = socket.attachment, attachment.attempt == attempt else {
            return
        }
        heard(attachment.address, message)
        received(message, for: socket)
    }

    fileprivate func streamClosed(_ status: RPCStatus, socket id: SocketID, attempt: Int) {
        guard let socket = sockets[id], socket.attachment?.attempt == attempt else { return }
        lost(socket, because: status)
    }
}

/// Hands the events of one stream to the gateway, which tells by the attempt whether they still count.
private final class AttachHandler: RPCStreamHandler {
    private let gateway: Gateway
    private let socket: SocketID
    private let attempt: Int

    init(gateway: Gateway, socket: SocketID, attempt: Int) {
        self.gateway = gateway
        self.socket = socket
        self.attempt = attempt
    }

    func received(_ message: PlayDown, on call: RPCStream<PlayUp>) {
        let (socket, attempt) = (socket, attempt)
        gateway.assumeIsolated { $0.received(message, socket: socket, attempt: attempt) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<PlayUp>) {
        let (socket, attempt) = (socket, attempt)
        gateway.assumeIsolated { $0.streamClosed(status, socket: socket, attempt: attempt) }
    }
}

private final class ServerListHandler: RPCStreamHandler {
    private let gateway: Gateway

    init(gateway: Gateway) { self.gateway = gateway }

    func received(_ message: ServerList, on call: RPCStream<ListServersRequest>) {
        gateway.assumeIsolated { $0.received(message) }
    }

    func closed(_ status: RPCStatus, on call: RPCStream<ListServersRequest>) {
        gateway.assumeIsolated { $0.serverListEnded(status) }
    }
}
