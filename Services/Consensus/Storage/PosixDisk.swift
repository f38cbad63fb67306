import Glibc

/// `O_DIRECT` (open(2)). Glibc shows it only to who defines `_GNU_SOURCE`, and its number differs by machine.
#if arch(arm64)
    private let pastPageCache: Int32 = 0o200000
#else
    private let pastPageCache: Int32 = 0o40000
#endif

/// A real directory, held under an exclusive `flock` for as long as this value lives.
///
/// Safe to use from several threads at once: it holds only the directory's descriptor, and every call is one or more system
/// calls that are atomic by themselves.
package final class PosixDisk: Disk, Sendable {
    package let path: String
    private let directory: Int32

    /// Opens the directory.
    /// - Parameter create: Make it (and its parents) when it is missing.
    /// - Throws: ``DiskError/Code/locked`` when another process holds it, ``DiskError/Code/notFound`` when it is missing
    ///   and not to be made.
    package init(path: String, create: Bool = true) throws(DiskError) {
        if create { try Self.createDirectories(path) }
        let descriptor = Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw Self.fault("open \(path)") }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            let fault = Self.fault("lock \(path)")
            Glibc.close(descriptor)
            throw fault
        }
        self.path = path
        directory = descriptor
    }

    deinit { Glibc.close(directory) }

    package func names() throws(DiskError) -> [String] {
        let duplicate = openat(directory, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard duplicate >= 0 else { throw Self.fault("list \(path)") }
        guard let stream = fdopendir(duplicate) else {
            let fault = Self.fault("list \(path)")
            Glibc.close(duplicate)
            throw fault
        }
        defer { closedir(stream) }
        guard let names = Self.names(in: stream) else { throw Self.fault("list \(path)") }
        return names
    }

    /// - Returns: `nil` when the list could not be read to its end; `errno` says why. The end and an error look the same but
    ///   for that, and a list that was cut short must not pass for a whole one: an empty one means a blank node.
    static func names(in stream: OpaquePointer) -> [String]? {
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else { return errno == 0 ? names : nil }
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
    }

    package func open(_ name: String, create: Bool) throws(DiskError) -> DiskFile {
        let flags = O_RDWR | O_CLOEXEC | (create ? O_CREAT | O_EXCL : 0)
        let descriptor = openat(directory, name, flags, 0o600)
        guard descriptor >= 0 else { throw Self.fault("open \(name)") }
        return DiskFile(descriptor: descriptor)
    }

    /// With `O_DSYNC` and, where the file system has it, `O_DIRECT`: no page cache, no writeback, no second call.
    package func openForBlocks(_ name: String) throws(DiskError) -> DiskFile {
        let flags = O_RDWR | O_CLOEXEC | O_DSYNC
        var descriptor = openat(directory, name, flags | pastPageCache)
        if descriptor < 0 && errno == EINVAL { descriptor = openat(directory, name, flags) }
        guard descriptor >= 0 else { throw Self.fault("open \(name)") }
        return DiskFile(descriptor: descriptor, writesThrough: true)
    }

    package func size(of file: DiskFile) throws(DiskError) -> Int {
        var status = stat()
        guard fstat(file.descriptor, &status) == 0 else { throw Self.fault("stat") }
        return status.st_size
    }

    package func availableBytes() throws(DiskError) -> Int {
        var status = statvfs()
        guard fstatvfs(directory, &status) == 0 else { throw Self.fault("statvfs \(path)") }
        let (bytes, overflow) = UInt64(status.f_bavail).multipliedReportingOverflow(by: UInt64(status.f_frsize))
        return overflow ? .max : Int(clamping: bytes)
    }

    package func read(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        var fault: DiskError?
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            while filled < count {
                let got = pread(file.descriptor, buffer.baseAddress! + filled, count - filled, offset + filled)
                if got > 0 {
                    filled += got
                } else if got == 0 {
                    return
                } else if errno != EINTR {
                    fault = Self.fault("read")
                    return
                }
            }
        }
        if let fault { throw fault }
        return bytes
    }

    package func write(_ bytes: UnsafeRawBufferPointer, to file: DiskFile, at offset: Int) throws(DiskError) {
        var written = 0
        while written < bytes.count {
            let put = pwrite(file.descriptor, bytes.baseAddress! + written, bytes.count - written, offset + written)
            if put > 0 {
                written += put
                continue
            }
            let fault = Self.fault("write")
            guard put < 0, fault.errno == EINTR || fault.errno == EINVAL && Self.useCache(for: file) else {
                throw fault
            }
        }
    }

    /// The file system wants larger blocks than ours, or the rest of a write that it cut in the middle of one.
    /// - Returns: Whether the file was written past the page cache so far.
    private static func useCache(for file: DiskFile) -> Bool {
        let flags = fcntl(file.descriptor, F_GETFL)
        return flags >= 0 && flags & pastPageCache != 0 && fcntl(file.descriptor, F_SETFL, flags & ~pastPageCache) == 0
    }

    package func sync(_ file: DiskFile) throws(DiskError) {
        guard !file.writesThrough else { return }
        while fdatasync(file.descriptor) != 0 {
            guard errno == EINTR else { throw Self.fault("fdatasync") }
        }
    }

    package func close(_ file: DiskFile) { Glibc.close(file.descriptor) }

    package func rename(_ name: String, to newName: String) throws(DiskError) {
        guard renameat(directory, name, directory, newName) == 0 else {
            throw Self.fault("rename \(name) to \(newName)")
        }
    }

    package func remove(_ name: String) throws(DiskError) {
        guard unlinkat(directory, name, 0) == 0 else { throw Self.fault("remove \(name)") }
    }

    package func syncDirectory() throws(DiskError) {
        while fsync(directory) != 0 {
            guard errno == EINTR else { throw Self.fault("fsync \(path)") }
        }
    }

    /// Moves the whole directory out of the way, to `<path>.<suffix>`, and makes the move survive a crash. The lock
    /// goes with it.
    /// - Returns: The new path.
    package func setAside(suffix: String) throws(DiskError) -> String {
        let target = "\(path).\(suffix)"
        try move(to: target)
        return target
    }

    /// Moves the whole directory within its parent.
    package func move(to target: String) throws(DiskError) {
        guard Glibc.rename(path, target) == 0 else { throw Self.fault("rename \(path) to \(target)") }
        try Self.syncParent(of: path)
    }

    private static func createDirectories(_ path: String) throws(DiskError) {
        guard mkdir(path, 0o700) != 0 else { return try syncParent(of: path) }
        switch errno {
        case EEXIST: return
        case ENOENT:
            let parent = Self.parent(of: path)
            guard parent != path else { throw fault("mkdir \(path)") }
            try createDirectories(parent)
            guard mkdir(path, 0o700) == 0 || errno == EEXIST else { throw fault("mkdir \(path)") }
            try syncParent(of: path)
        default: throw fault("mkdir \(path)")
        }
    }

    private static func syncParent(of path: String) throws(DiskError) {
        let parent = Self.parent(of: path)
        let descriptor = Glibc.open(parent, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { throw fault("open \(parent)") }
        defer { Glibc.close(descriptor) }
        guard fsync(descriptor) == 0 else { throw fault("fsync \(parent)") }
    }

    private static func parent(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// The fault that `errno` tells of.
    private static func fault(_ operation: String) -> DiskError {
        let number = errno
        let code: DiskError.Code =
            switch number {
            case ENOENT: .notFound
            case EEXIST: .exists
            case ENOSPC, EDQUOT: .noSpace
            case EWOULDBLOCK: .locked
            default: .failed
            }
        return DiskError(code, operation: operation, errno: number)
    }
}
