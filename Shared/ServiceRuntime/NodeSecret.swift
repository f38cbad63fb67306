import Configuration
import Glibc
import RPC
import TLS

/// What the processes of one node know and others on the machine do not. Consensus and registry, which listen on loopback,
/// take calls only from who has it (docs/decisions/0103).
enum NodeSecret {
    static let shortest = 16

    /// `NODE_SECRET` where it is set, else the contents of `DATA_DIR/node-secret`, which the first process of a node makes.
    static func load(_ node: NodeSettings) throws(SettingsError) -> String {
        if let secret = node.secret { return secret }
        let path = "\(node.dataDirectory)/node-secret"
        if let secret = try read(path) { return secret }
        try make(path, in: node.dataDirectory)
        guard let secret = try read(path) else { throw fault(path, "it went away again") }
        return secret
    }

    /// `NODE_TOKEN`, for a service whose own ports check no tokens: it then never learns the node's secret.
    static func token(
        of service: SettingReader, config: ConfigReader, _ node: NodeSettings
    ) throws(SettingsError) -> RPCCallToken? {
        guard Setting.nodeToken.readers.contains(service), let text = config.text(.nodeToken) else { return nil }
        guard node.secret == nil else {
            throw SettingsError(.nodeToken, "NODE_SECRET is set too; a process needs one of them, so unset the other")
        }
        guard let token = RPCCallToken(text: text) else {
            throw SettingsError(
                .nodeToken,
                "it is not 64 lower-case hexadecimal digits; make it with: snaketron token \(service.rawValue)")
        }
        return token
    }

    private static func read(_ path: String) throws(SettingsError) -> String? {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
        guard file >= 0 else {
            if errno == ENOENT { return nil }
            throw fault(path, unsafe String(cString: strerror(errno)))
        }
        defer { close(file) }
        var status = stat()
        guard unsafe fstat(file, &status) == 0, status.st_mode & 0o077 == 0 else {
            throw fault(path, "others than its user may read it; delete it, or chmod 600")
        }
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = unsafe Glibc.read(file, &bytes, bytes.count)
        guard count >= shortest else { throw fault(path, "it is shorter than \(shortest) bytes; delete it") }
        return String(decoding: bytes[..<count], as: UTF8.self)
    }

    /// Written beside and linked, so that of processes that start together all read what the first one wrote, whole.
    private static func make(_ path: String, in folder: String) throws(SettingsError) {
        if unsafe mkdir(folder, 0o700) != 0, errno != EEXIST {
            throw fault(folder, unsafe String(cString: strerror(errno)))
        }
        let own = "\(path).\(getpid())"
        unsafe unlink(own)
        let file = unsafe open(own, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw fault(own, unsafe String(cString: strerror(errno))) }
        let secret = Array(Base64URL.encode(Crypto.randomBytes(32)).utf8)
        let written = unsafe write(file, secret, secret.count)
        let reason = errno
        close(file)
        defer { unsafe unlink(own) }
        guard written == secret.count else { throw fault(own, unsafe String(cString: strerror(reason))) }
        if unsafe link(own, path) != 0, errno != EEXIST { throw fault(path, unsafe String(cString: strerror(errno))) }
    }

    private static func fault(_ path: String, _ reason: String) -> SettingsError {
        SettingsError(
            key: "node.secret", message: "\(path): \(reason), or set NODE_SECRET for all processes of the node")
    }
}
