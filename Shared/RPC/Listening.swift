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
                "the port is in use; stop what listens there, let the connection end that has it as its source port, "
                    + "or choose another port"
            case EADDRNOTAVAIL: "this machine does not have that address"
            case EACCES: "this user may not listen there; choose a port above 1023"
            default: "\(cause)"
            }
        return "cannot listen on \(host):\(port): \(reason)"
    }
}

extension ServerBootstrap {
    /// Binds and accepts.
    /// - Throws: ``ListenError``.
    package func listen(host: String, port: Int) async throws -> any Channel {
        do {
            return try await bind(host: host, port: port).get()
        } catch {
            throw ListenError(host: host, port: port, cause: error)
        }
    }
}
