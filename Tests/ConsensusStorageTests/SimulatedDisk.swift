import ConsensusStorage

/// A disk in memory that forgets at a crash what a real one may forget: written and unsynced sectors, each by its own
/// toss, and names that were not synced. Single-threaded.
final class SimulatedDisk: Disk {
    static let sectorSize = 512

    final class Inode {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var dirtySectors: Set<Int> = []
    }

    private(set) var entries: [String: Inode] = [:]
    private var durableEntries: [String: Inode] = [:]
    private var open: [Int32: Inode] = [:]
    private var openForBlocks: Set<Int32> = []
    private var nextDescriptor: Int32 = 3
    /// Calls until one fails for good, as if the power went; `nil`: never.
    var callsUntilCrash: Int?
    /// One call fails, that one; the calls after it work. Counts the calls that can fail.
    var fault: (after: Int, error: DiskError)?
    var openFiles: Int { open.count }
    /// Bytes that may still be allocated.
    var freeBytes = Int.max
    var failsNextSync = false
    /// The next write puts so many bytes and then fails.
    var nextWriteStopsAfter: Int?
    /// Directory syncs are taken and do nothing.
    var forgetsDirectorySyncs = false
    private(set) var calls = 0
    private(set) var syncs = 0
    /// What was asked of it, for a person; random names are left out.
    private(set) var trace: [String] = []

    func names() throws(DiskError) -> [String] {
        try count("list", isTold: false)
        return Array(entries.keys)
    }

    func open(_ name: String, create: Bool) throws(DiskError) -> DiskFile {
        try count("open \(told(name))", isTold: false)
        let inode: Inode
        if create {
            guard entries[name] == nil else { throw DiskError(.exists, operation: "open \(name)") }
            inode = Inode()
            entries[name] = inode
        } else {
            guard let found = entries[name] else { throw DiskError(.notFound, operation: "open \(name)") }
            inode = found
        }
        nextDescriptor += 1
        open[nextDescriptor] = inode
        return DiskFile(descriptor: nextDescriptor)
    }

    func openForBlocks(_ name: String) throws(DiskError) -> DiskFile {
        let file = try open(name, create: false)
        openForBlocks.insert(file.descriptor)
        return file
    }

    func size(of file: DiskFile) throws(DiskError) -> Int {
        try count("size", isTold: false)
        return open[file.descriptor]!.bytes.count
    }

    func availableBytes() throws(DiskError) -> Int {
        try count("free", isTold: false)
        return freeBytes
    }

    func read(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        try self.count("read", isTold: false)
        let bytes = open[file.descriptor]!.bytes
        guard offset < bytes.count else { return [] }
        return Array(bytes[offset..<min(bytes.count, offset + count)])
    }

    func write(_ buffer: UnsafeRawBufferPointer, to file: DiskFile, at offset: Int) throws(DiskError) {
        if openForBlocks.contains(file.descriptor) {
            precondition(offset % DiskBlock.size == 0 && buffer.count % DiskBlock.size == 0, "not whole blocks")
            precondition(UInt(bitPattern: buffer.baseAddress) % UInt(DiskBlock.size) == 0, "memory between blocks")
        }
        let bytes = Array(buffer)
        if let limit = nextWriteStopsAfter, limit < bytes.count {
            nextWriteStopsAfter = nil
            try put(Array(bytes[..<limit]), into: file, at: offset)
            throw DiskError(.failed, operation: "write, stopped after \(limit) of \(bytes.count) bytes", errno: 5)
        }
        try put(bytes, into: file, at: offset)
    }

    private func put(_ bytes: [UInt8], into file: DiskFile, at offset: Int) throws(DiskError) {
        let inode = open[file.descriptor]!
        let growth = max(0, offset + bytes.count - inode.bytes.count)
        guard growth <= freeBytes else { throw DiskError(.noSpace, operation: "write", errno: 28) }
        freeBytes -= growth
        inode.bytes.append(contentsOf: [UInt8](repeating: 0, count: growth))
        inode.bytes.replaceSubrange(offset..<offset + bytes.count, with: bytes)
        if !bytes.isEmpty {
            let last = (offset + bytes.count - 1) / Self.sectorSize
            inode.dirtySectors.formUnion(offset / Self.sectorSize...last)
        }
        // a crash during a write leaves the page cache written
        try count("write \(bytes.count) bytes at \(offset) of \(told(file))")
    }

    func sync(_ file: DiskFile) throws(DiskError) {
        try count("sync \(told(file))")
        if failsNextSync { throw DiskError(.failed, operation: "fdatasync", errno: 5) }
        let inode = open[file.descriptor]!
        inode.durable = inode.bytes
        inode.dirtySectors.removeAll()
        syncs += 1
    }

    func close(_ file: DiskFile) { open[file.descriptor] = nil }

    func rename(_ name: String, to newName: String) throws(DiskError) {
        try count("rename \(told(name)) to \(told(newName))")
        entries[newName] = entries.removeValue(forKey: name)!
    }

    func remove(_ name: String) throws(DiskError) {
        try count("remove \(told(name))")
        guard entries.removeValue(forKey: name) != nil else { throw DiskError(.notFound, operation: "remove \(name)") }
    }

    func syncDirectory() throws(DiskError) {
        try count("sync the directory")
        if !forgetsDirectorySyncs { durableEntries = entries }
    }

    /// The power goes and comes back. Of every dirty sector, `random` decides whether it had reached the disk; so too
    /// of every change of a name, where a rename that is lost brings the old name back.
    func crash(using random: inout some RandomNumberGenerator) {
        callsUntilCrash = nil
        open.removeAll()
        let names = Set(entries.keys).union(durableEntries.keys).sorted()
        let keepsNames = Bool.random(using: &random)  // a journal keeps the order of changes: all or none
        if !keepsNames { entries = durableEntries }
        for name in names {
            guard let inode = entries[name] else { continue }
            var bytes = inode.durable
            if inode.bytes.count > bytes.count {
                bytes.append(contentsOf: [UInt8](repeating: 0, count: inode.bytes.count - bytes.count))
            }
            for sector in inode.dirtySectors.sorted() where Bool.random(using: &random) {
                let start = sector * Self.sectorSize
                let end = min(start + Self.sectorSize, bytes.count)
                bytes.replaceSubrange(start..<end, with: inode.bytes[start..<end])
            }
            inode.bytes = bytes
            inode.durable = bytes
            inode.dirtySectors.removeAll()
        }
        durableEntries = entries
    }

    /// Changes a file behind everyone's back, on the disk itself.
    func edit(_ name: String, _ change: (inout [UInt8]) -> Void) {
        change(&entries[name]!.bytes)
        entries[name]!.durable = entries[name]!.bytes
    }

    /// A second disk with the same content.
    func copy() -> SimulatedDisk {
        let copy = SimulatedDisk()
        for (name, inode) in entries {
            let clone = Inode()
            clone.bytes = inode.bytes
            clone.durable = inode.bytes
            copy.entries[name] = clone
        }
        copy.durableEntries = copy.entries
        return copy
    }

    /// The power goes and takes along all that was not synced, names and bytes.
    func crashLosingAll() {
        callsUntilCrash = nil
        open.removeAll()
        entries = durableEntries
        for inode in entries.values {
            inode.bytes = inode.durable
            inode.dirtySectors.removeAll()
        }
    }

    /// What it was asked since the last call of this.
    func takeTrace() -> [String] {
        defer { trace = [] }
        return trace
    }

    private func told(_ name: String) -> String {
        for suffix in [".spare", ".part"] where name.hasSuffix(suffix) { return "a \(suffix.dropFirst()) file" }
        return name
    }

    private func told(_ file: DiskFile) -> String {
        told(entries.first { $0.value === open[file.descriptor] }?.key ?? "a file without a name")
    }

    private func count(_ operation: String, isTold: Bool = true) throws(DiskError) {
        calls += 1
        if let pending = fault {
            fault = pending.after > 0 ? (pending.after - 1, pending.error) : nil
            if pending.after == 0 { throw pending.error }
        }
        if isTold && callsUntilCrash != 0 { trace.append(operation) }
        guard let left = callsUntilCrash else { return }
        guard left > 0 else { throw DiskError(.failed, operation: "\(operation) after the crash") }
        callsUntilCrash = left - 1
    }
}
