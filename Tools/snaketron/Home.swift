import Foundation

/// The folder of a cluster: `$SNAKETRON_HOME`, else `.snaketron` in the current folder.
///
/// `snaketron up` takes a folder that is empty or not there, and marks it as its own. `snaketron down` removes from a folder of
/// its own the files of the tool's names, `certs` and `node-1` to `node-9` whole, and nothing else: not what others put beside
/// them, and not the folder if it was there before.
struct Home {
    /// Absolute, without links and without a slash at its end, so that one folder has one name.
    let folder: URL

    init() {
        let name =
            ProcessInfo.processInfo.environment["SNAKETRON_HOME"].flatMap { $0.isEmpty ? nil : $0 } ?? ".snaketron"
        folder = URL(
            filePath: name, directoryHint: .isDirectory,
            relativeTo: URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        ).absoluteURL.standardizedFileURL.resolvingSymlinksInPath()
    }

    var path: String { folder.plainPath }
    var description: URL { folder.appending(path: "cluster.json") }
    var tokenSecret: URL { folder.appending(path: "jwt-secret") }
    var database: URL { folder.appending(path: "registry.sqlite") }
    var certificates: URL { folder.appending(path: "certs") }
    func node(_ number: Int) -> URL { folder.appending(path: "node-\(number)") }

    private var marker: URL { folder.appending(path: "snaketron-home") }
    private static let madeHere = "folder: made by snaketron up\n"

    /// Whether `up` has made this folder its own. Folders of earlier versions are known by a description that can be read: a
    /// file of that name may be anybody's.
    var isOwn: Bool { exists(marker) || (try? Stack.described(in: self)) != nil }

    private func exists(_ file: URL) -> Bool { FileManager.default.fileExists(atPath: file.plainPath) }

    // MARK: The lock.

    /// Held while processes are started or noted, and while the folder is taken or removed: of two commands at once, one waits.
    final class Lock {
        fileprivate let descriptor: Int32
        fileprivate init(_ descriptor: Int32) { self.descriptor = descriptor }
        deinit { close(descriptor) }
    }

    /// Locks a folder that is there.
    /// - Returns: `nil` if there is no such folder.
    func lock() async throws -> Lock? {
        let began = ContinuousClock.now
        var said = false
        while true {
            switch try tryLock() {
            case .locked(let lock): return lock
            case .missing: return nil
            case .busy:
                if !said, ContinuousClock.now - began > .seconds(1) {
                    say("waiting for another snaketron command that works on \(path)")
                    said = true
                }
                try await Task.sleep(for: .milliseconds(20))
            }
        }
    }

    enum Attempt {
        case locked(Lock)
        case busy, missing
    }

    func tryLock() throws -> Attempt {
        let descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else {
            guard errno == ENOENT else { throw fault("open") }
            return .missing
        }
        let lock = Lock(descriptor)
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK || errno == EINTR else { throw fault("lock") }
            return .busy
        }
        // Whoever held it before may have removed the folder: then another one of that name counts.
        var held = stat()
        var named = stat()
        guard fstat(descriptor, &held) == 0, stat(path, &named) == 0, held.st_ino == named.st_ino,
            held.st_dev == named.st_dev
        else { return .busy }
        return .locked(lock)
    }

    private func fault(_ what: String) -> ToolError {
        ToolError("cannot \(what) \(path): \(String(cString: strerror(errno))); SNAKETRON_HOME names another folder")
    }

    // MARK: Taking and leaving it.

    /// Makes the folder if it is not there, locks it, and marks it as this tool's own.
    /// - Returns: `isNew`: it was not the tool's own before, so that it holds nothing that is worth keeping.
    /// - Throws: ``ToolError`` if it holds anything that the tool has not put there.
    func claim() async throws -> (lock: Lock, isNew: Bool) {
        while true {
            let parent = folder.deletingLastPathComponent()
            do {
                try FileManager.default.createDirectory(at: parent, withIntermediateDirectories: true)
            } catch {
                throw ToolError(
                    "cannot make \(parent.plainPath): \(reason(error)); SNAKETRON_HOME names another folder")
            }
            let made = mkdir(path, 0o700) == 0
            guard made || errno == EEXIST else { throw fault("make") }
            guard let lock = try await lock() else { continue }  // removed between the two
            guard !isOwn else { return (lock, false) }
            let foreign = try contents().filter { !isEmptyNodeFolder($0) }
            guard foreign.isEmpty else {
                throw ToolError(
                    "\(path) is not empty, and snaketron up did not make it (it holds \(list(foreign))); "
                        + "nothing was touched. Set SNAKETRON_HOME to a folder that is empty or not there yet")
            }
            let note =
                "This folder belongs to a SnakeTron cluster on this machine. What snaketron up puts here, snaketron down removes.\n"
            try PrivateFile.replace(marker, with: Array((note + (made ? Self.madeHere : "")).utf8))
            return (lock, true)
        }
    }

    /// A disk of its own for a node may be mounted before the start.
    private func isEmptyNodeFolder(_ name: String) -> Bool {
        guard Self.nodeNames.contains(name) else { return false }
        let inside = try? FileManager.default.contentsOfDirectory(atPath: "\(path)/\(name)")
        return inside?.allSatisfy { $0 == "lost+found" } == true
    }

    private static let nodeNames = Set((1...Stack.maximumNodes).map { "node-\($0)" })

    private func contents() throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: path).sorted() } catch {
            throw ToolError("cannot list \(path): \(reason(error))")
        }
    }

    /// How many nodes' logs lie here, counted through the last one: the members that a smaller cluster would miss.
    var nodesWithLog: Int {
        (1...Stack.maximumNodes).last {
            let log = node($0).appending(path: "consensus").plainPath
            return (try? FileManager.default.contentsOfDirectory(atPath: log))?.isEmpty == false
        } ?? 0
    }

    /// Forgets a description that is damaged or does not hold all nodes. The next `up` counts the nodes by their logs.
    func removeDescription() throws {
        for file in [description.appendingPathExtension("new"), description] where isThere(file) {
            do { try FileManager.default.removeItem(at: file) } catch {
                throw ToolError("cannot remove \(file.plainPath): \(reason(error))")
            }
        }
    }

    /// Certificates of a cluster whose description is gone.
    var hasAuthority: Bool { exists(certificates.appending(path: "ca.pem")) }

    /// Removes what the tool and the services have put here. The caller holds the lock, and all processes have ended.
    /// - Returns: The names of what others put there, which is left.
    func erase() throws -> [String] {
        guard isOwn else { throw ToolError("\(path) was not made by snaketron up; nothing was removed") }
        let wasMade = (try? String(contentsOf: marker, encoding: .utf8))?.contains(Self.madeHere) ?? true
        for name in Self.nodeNames { try eraseNode(folder.appending(path: name)) }
        var files = ["", "-wal", "-shm", "-journal"].map { folder.appending(path: "registry.sqlite\($0)") }
        files += [tokenSecret, certificates, description.appendingPathExtension("new"), description, marker]
        for file in files {  // the marker is the last: until then the folder is known
            do { try FileManager.default.removeItem(at: file) } catch {
                guard !isThere(file) else { throw ToolError("cannot remove \(file.plainPath): \(reason(error))") }
            }
        }
        let left = try contents()
        if wasMade, left.isEmpty, rmdir(path) != 0 { throw fault("remove") }
        return left
    }

    /// The contents, and the folder unless it is a mounted disk or a link, which somebody else has made.
    private func eraseNode(_ node: URL) throws {
        guard isThere(node) else { return }
        let inside = node.resolvingSymlinksInPath()
        for name in (try? FileManager.default.contentsOfDirectory(atPath: inside.plainPath)) ?? []
        where name != "lost+found" {
            do { try FileManager.default.removeItem(at: inside.appending(path: name)) } catch {
                throw ToolError("cannot remove \(node.plainPath)/\(name): \(reason(error))")
            }
        }
        rmdir(node.plainPath)
    }

    /// Also a link that leads nowhere.
    private func isThere(_ file: URL) -> Bool {
        var status = stat()
        return lstat(file.plainPath, &status) == 0
    }

    private func reason(_ error: any Error) -> String {
        let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
        guard let cause, cause.domain == NSPOSIXErrorDomain else { return "\(error.localizedDescription)" }
        return String(cString: strerror(Int32(cause.code)))
    }
}

/// `a, b, c and 4 more`.
func list(_ names: [String], atMost limit: Int = 3) -> String {
    names.count <= limit + 1
        ? names.joined(separator: ", ")
        : names.prefix(limit).joined(separator: ", ") + " and \(names.count - limit) more"
}

extension URL {
    /// Absolute, without links: two names of one directory are equal.
    var resolved: URL { absoluteURL.standardizedFileURL.resolvingSymlinksInPath() }

    /// The path as the file system knows it: not percent-encoded, no slash at the end.
    var plainPath: String {
        let path = path(percentEncoded: false)
        return path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    }
}
