@testable import ConsensusStorage

/// Files of one node in memory, with a page cache: a loss of power loses or keeps each sector that was written and not
/// synced, and all changes of names since the last sync of the directory, or none.
final class PageCacheDisk: Disk {
    private static let sector = 512

    private final class File {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var dirty: Set<Int> = []
        /// What was on the disk before its last change, by sector.
        var stale: [Int: [UInt8]] = [:]
        /// Where the writes since the last sync begin, and where those of before it did.
        var pendingStart: Int?
        var lastSyncStart = 0

        func copy() -> File {
            let copy = File()
            copy.bytes = bytes
            copy.durable = durable
            copy.dirty = dirty
            return copy
        }
    }

    private var files: [String: File] = [:]
    private var durableNames: [String: File] = [:]
    private var open: [Int32: File] = [:]
    private var openForBlocks: Set<Int32> = []
    private var lastDescriptor: Int32 = 0
    /// There is no room for another file.
    var isFull = false
    /// The next write fails when it has written so much.
    private var writeLimit: Int?

    func failNextWrite(after count: Int?) { writeLimit = count }

    func names() throws(DiskError) -> [String] { files.keys.sorted() }

    func open(_ name: String, create: Bool) throws(DiskError) -> DiskFile {
        if create {
            guard files[name] == nil else { throw DiskError(.exists, operation: "open \(name)") }
            guard !isFull || !name.hasSuffix(SpareSegment.suffix) else {
                throw DiskError(.noSpace, operation: "open \(name)")
            }
            files[name] = File()
        }
        guard let file = files[name] else { throw DiskError(.notFound, operation: "open \(name)") }
        lastDescriptor += 1
        open[lastDescriptor] = file
        return DiskFile(descriptor: lastDescriptor)
    }

    func openForBlocks(_ name: String) throws(DiskError) -> DiskFile {
        let file = try open(name, create: false)
        openForBlocks.insert(file.descriptor)
        return file
    }

    func size(of file: DiskFile) throws(DiskError) -> Int { try opened(file).bytes.count }

    func availableBytes() throws(DiskError) -> Int { isFull ? 0 : .max }

    func read(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        let bytes = try opened(file).bytes
        return offset < bytes.count ? Array(bytes[offset..<min(bytes.count, offset + count)]) : []
    }

    func write(_ buffer: UnsafeRawBufferPointer, to file: DiskFile, at offset: Int) throws(DiskError) {
        var bytes = Array(buffer)
        let fails = writeLimit.map { $0 < bytes.count } ?? false
        if let writeLimit, fails { bytes.removeLast(bytes.count - writeLimit) }
        writeLimit = nil
        let inBlocks = openForBlocks.contains(file.descriptor)
        let file = try opened(file)
        let end = offset + bytes.count
        var start = offset
        if inBlocks {
            precondition(offset % DiskBlock.size == 0 && buffer.count % DiskBlock.size == 0, "not whole blocks")
            // Before a group come bytes that are there already. Records begin at multiples of 8, and not with 8 zeros.
            start += zip(bytes, file.bytes.dropFirst(offset)).prefix { $0 == $1 }.count & ~7
        }
        if end > file.bytes.count { file.bytes += Array(repeating: 0, count: end - file.bytes.count) }
        file.bytes.replaceSubrange(offset..<end, with: bytes)
        if !bytes.isEmpty {
            file.dirty.formUnion(offset / Self.sector...(end - 1) / Self.sector)
            file.pendingStart = min(file.pendingStart ?? start, start)
        }
        if fails { throw DiskError(.failed, operation: "write") }
    }

    func sync(_ file: DiskFile) throws(DiskError) {
        let file = try opened(file)
        // Only what is dirty is written: not what a sync that failed has left.
        if file.durable.count < file.bytes.count {
            file.durable += Array(repeating: 0, count: file.bytes.count - file.durable.count)
        }
        for sector in file.dirty {
            let range = sector * Self.sector..<min((sector + 1) * Self.sector, file.bytes.count)
            if file.durable[range] != file.bytes[range] { file.stale[sector] = Array(file.durable[range]) }
            file.durable.replaceSubrange(range, with: file.bytes[range])
        }
        file.dirty = []
        if let start = file.pendingStart { file.lastSyncStart = start }
        file.pendingStart = nil
    }

    func close(_ file: DiskFile) { open[file.descriptor] = nil }

    func rename(_ name: String, to newName: String) throws(DiskError) {
        guard let file = files.removeValue(forKey: name) else {
            throw DiskError(.notFound, operation: "rename \(name)")
        }
        files[newName] = file
    }

    func remove(_ name: String) throws(DiskError) {
        guard files.removeValue(forKey: name) != nil else { throw DiskError(.notFound, operation: "remove \(name)") }
    }

    func syncDirectory() throws(DiskError) { durableNames = files }

    /// The process ends and the machine goes on: nothing is lost.
    func endProcess() { open = [:] }

    /// The kernel could not write what is dirty, has said so, and takes it for clean from now on.
    func failSync() {
        for name in files.keys.sorted() { files[name]?.dirty = [] }
    }

    /// What is read and written here changes nothing there.
    func copy() -> PageCacheDisk {
        let disk = PageCacheDisk()
        disk.files = files.mapValues { $0.copy() }
        disk.durableNames = disk.files
        return disk
    }

    /// Flips a bit, blanks a sector, puts one in the place of another, or gives back what one was before its last change,
    /// somewhere but in what the last sync of the last segment brought.
    /// - Returns: What it did, if it changed anything.
    func rot(using random: inout some RandomNumberGenerator) -> String? {
        let segments = files.keys.compactMap(SegmentHeader.sequence(of:)).sorted()
        let snapshots = files.keys.filter { SnapshotFormat.position(of: $0) != nil }.sorted()
        let names = segments.map(SegmentHeader.name(sequence:)) + snapshots.suffix(1)
        guard let name = names.randomElement(using: &random), let file = files[name] else { return nil }
        let isLast = segments.last.map(SegmentHeader.name(sequence:)) == name
        let end = isLast ? file.lastSyncStart : (file.bytes.lastIndex { $0 != 0 } ?? -1) + 1
        guard end > 0 else { return nil }
        var bytes = file.bytes
        let sectors = end / Self.sector
        let kind = sectors < 2 ? 0 : Int.random(in: 0...3, using: &random)
        let first = Int.random(in: 0..<max(1, sectors), using: &random) * Self.sector
        switch kind {
        case 0:
            bytes[Int.random(in: 0..<end, using: &random)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
        case 1:
            bytes.replaceSubrange(first..<first + Self.sector, with: Array(repeating: 0, count: Self.sector))
        case 2:
            guard let old = file.stale[first / Self.sector], old.count == Self.sector else { return nil }
            bytes.replaceSubrange(first..<first + Self.sector, with: old)
        default:
            let other = Int.random(in: 0..<sectors, using: &random) * Self.sector
            bytes.replaceSubrange(first..<first + Self.sector, with: file.bytes[other..<other + Self.sector])
        }
        guard bytes != file.bytes else { return nil }
        file.bytes = bytes
        file.durable = bytes
        return
            "\(["a bit flips in", "a sector is blanked in", "a sector is stale in", "a sector is misdirected in"][kind]) \(name)"
    }

    func losePower(using random: inout some RandomNumberGenerator) {
        open = [:]
        if Bool.random(using: &random) { files = durableNames }
        for name in files.keys.sorted() {
            guard let file = files[name] else { continue }
            var bytes = file.durable + Array(repeating: 0, count: max(0, file.bytes.count - file.durable.count))
            for sector in file.dirty.sorted() where Bool.random(using: &random) {
                let range = sector * Self.sector..<min((sector + 1) * Self.sector, bytes.count)
                bytes.replaceSubrange(range, with: file.bytes[range])
            }
            file.bytes = bytes
            file.durable = bytes
            file.dirty = []
            file.pendingStart = nil
        }
        durableNames = files
    }

    private func opened(_ file: DiskFile) throws(DiskError) -> File {
        guard let found = open[file.descriptor] else { throw DiskError(.failed, operation: "a closed file") }
        return found
    }
}
