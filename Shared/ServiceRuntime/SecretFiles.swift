import Glibc

/// Secrets that stand in files, as container platforms hand them over: `JWT_SECRET_FILE` names the file that holds what
/// `JWT_SECRET` would.
package enum SecretFiles {
    /// Bytes.
    package static let largest = 64 << 10

    /// Reads the files that the environment names for the secrets of one program.
    /// - Returns: Key of a setting to what its file holds, without the line's end.
    /// - Throws: If a secret is given both ways, or a file cannot be used. No contents are told.
    package static func load(
        for reader: SettingReader, from environment: [String: String]
    ) throws(SettingsError) -> [String: String] {
        var found: [String: String] = [:]
        for setting in Setting.all(for: reader) {
            guard let name = setting.fileName, let path = environment[name], !path.isEmpty else { continue }
            guard environment[setting.name]?.isEmpty ?? true else {
                throw SettingsError(key: name, message: "\(setting.name) is set too; set one of the two")
            }
            do throws(Fault) {
                found[setting.key] = try contents(of: path)
            } catch {
                throw SettingsError(key: name, message: "\(path): \(error.reason)")
            }
        }
        return found
    }

    private struct Fault: Error {
        let reason: String
    }

    private static func contents(of path: String) throws(Fault) -> String {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard file >= 0 else { throw Fault(reason: unsafe String(cString: strerror(errno))) }
        defer { close(file) }
        var bytes = [UInt8](repeating: 0, count: largest + 1)
        var count = 0
        while count < bytes.count {
            let read = unsafe bytes.withUnsafeMutableBytes { buffer in
                unsafe Glibc.read(file, buffer.baseAddress! + count, buffer.count - count)
            }
            if read < 0, errno == EINTR { continue }
            guard read >= 0 else { throw Fault(reason: unsafe String(cString: strerror(errno))) }
            if read == 0 { break }
            count += read
        }
        guard count <= largest else { throw Fault(reason: "it is larger than \(largest) bytes") }
        guard let text = String(validating: bytes[..<count], as: UTF8.self), !text.contains("\0") else {
            throw Fault(reason: "it is not text")
        }
        let line = text.last == "\n" || text.last == "\r\n" ? text.dropLast() : text[...]
        guard !line.isEmpty else { throw Fault(reason: "it is empty") }
        return String(line)
    }
}
