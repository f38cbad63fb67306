import Foundation

/// Files that nobody else may read, from their first byte on.
enum PrivateFile {
    /// Replaces the file whole or not at all, also when the power fails meanwhile.
    /// - Parameter mode: What it is to be when it stands in its place; until then only its user may read it.
    static func replace(_ file: URL, with bytes: [UInt8], mode: mode_t = 0o600) throws {
        let new = file.appendingPathExtension("new")
        unlink(new.plainPath)
        let descriptor = try write(bytes, to: new)
        defer { close(descriptor) }
        guard fchmod(descriptor, mode) == 0, fsync(descriptor) == 0 else { throw fault("write", new) }
        guard rename(new.plainPath, file.plainPath) == 0 else { throw fault("replace", file) }
    }

    /// Makes the file unless it is there.
    /// - Returns: What is in it then; of several makers, all get what the first one wrote.
    static func contents(of file: URL, orMake make: () -> [UInt8]) throws -> [UInt8] {
        if let known = try? Data(contentsOf: file) { return [UInt8](known) }
        let own = file.appendingPathExtension("\(getpid())")
        unlink(own.plainPath)
        close(try write(make(), to: own))
        defer { unlink(own.plainPath) }
        guard link(own.plainPath, file.plainPath) == 0 || errno == EEXIST else { throw fault("make", file) }
        guard let made = try? Data(contentsOf: file) else { throw fault("read", file) }
        return [UInt8](made)
    }

    private static func write(_ bytes: [UInt8], to file: URL) throws -> Int32 {
        let descriptor = open(file.plainPath, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw fault("make", file) }
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress.map { unsafe $0 + written }, buffer.count - written)
            }
            guard count > 0 || errno == EINTR else {
                let error = fault("write", file)
                close(descriptor)
                throw error
            }
            written += max(0, count)
        }
        return descriptor
    }

    private static func fault(_ what: String, _ file: URL) -> ToolError {
        ToolError("cannot \(what) \(file.plainPath): \(String(cString: strerror(errno)))")
    }
}
