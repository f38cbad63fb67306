import Liveness
package import Logging
package import NIOCore
package import NIOPosix

#if canImport(Glibc)
    import Glibc
#endif

/// A listening socket that could not be had, said so that a person knows what to do.
package struct ListenError: Error, CustomStringConvertible {
    package let host: String
    package let port: Int
    let cause: any Error

    package var description: String {
        let reason =
            switch (cause as? IOError)?.errnoCode {
            case EADDRINUSE:
                "the port is in use; stop the process that listens there, wait for the connection that has it as its source port, "
                    + "or choose another port"
            case EADDRNOTAVAIL: "this machine does not have that address"
            case EACCES: "this user may not listen there; choose a port above 1023"
            default: "\(cause)"
            }
        return "cannot listen on \(host):\(port): \(reason)"
    }
}

extension ServerBootstrap {
    /// Binds and accepts. While the process has no descriptor for a connection, it waits before it accepts again.
    /// - Throws: ``ListenError``.
    package func listen(host: String, port: Int, logger: Logger) async throws -> any Channel {
        do {
            return try await serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptPause(logger: logger))
                }
            }.bind(host: host, port: port).get()
        } catch {
            throw ListenError(host: host, port: port, cause: error)
        }
    }
}

/// Stops accepting for a while after an accept that failed, with one line of the log a minute.
///
/// A connection that cannot be accepted stays in the kernel's queue, so the listening socket stays readable. SwiftNIO's own
/// handler only delays the next read and leaves the socket in the poll set, which makes the loop spin: turning automatic
/// reading off takes it out.
private final class AcceptPause: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// In which a descriptor may become free; at most four accepts a second fail.
    private static let pause = TimeAmount.milliseconds(250)

    private let logger: Logger
    private var failures = Occasional(interval: 60_000)
    private var isPaused = false

    init(logger: Logger) { self.logger = logger }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? IOError, Self.isShortage(error.errnoCode) else {
            context.fireErrorCaught(error)
            return
        }
        let now = Int64(context.eventLoop.now.uptimeNanoseconds / 1_000_000)
        if let count = failures.happened(now: now) {
            logger.error(
                "connections cannot be accepted: the process, or the machine, has no room for more",
                metadata: ["error": "\(error)", "count": "\(count)"])
        }
        guard !isPaused else { return }
        isPaused = true
        let channel = context.channel
        setReading(false, channel)
        context.eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in
            isPaused = false
            setReading(true, channel)
        }
    }

    /// Fails only when the channel is closed.
    private func setReading(_ isOn: Bool, _ channel: any Channel) {
        _ = try? channel.syncOptions?.setOption(.autoRead, value: isOn)
    }

    private static func isShortage(_ code: CInt) -> Bool { [EMFILE, ENFILE, ENOBUFS, ENOMEM].contains(code) }
}

/// How many files and sockets this process may have open now.
package enum OpenFiles {
    package static var limit: Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        return Int(clamping: limit.rlim_cur)
    }
}
