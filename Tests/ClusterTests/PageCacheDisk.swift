import ConsensusStorage

/// Files of one node in memory, with a page cache: a crash loses or keeps each sector that was written and not synced,
/// and all changes of names since the last sync of the directory, or none.
final class PageCacheDisk: Disk {
    private static let sector = 512

    private final class File {
        var bytes: [UInt8] = []
        var durable: [UInt8] = []
        var dirty: Set<Int> = []
    }

    private var files: [String: File] = [:]
    private var durableNames: [String: File] = [:]
    private var open: [Int32: File] = [:]
    private var lastDescriptor: Int32 = 0

    func names() throws(DiskError) -> [String] { files.keys.sorted() }

    func open(_ name: String, create: Bool) throws(DiskError) -> DiskFile {
        if create {
            guard files[name] == nil else { throw DiskError(.exists, operation: "open \(name)") }
            files[name] = File()
        }
        guard let file = files[name] else { throw DiskError(.notFound, operation: "open \(name)") }
        lastDescriptor += 1
        open[lastDescriptor] = file
        return DiskFile(descriptor: lastDescriptor)
    }

    func size(of file: DiskFile) throws(DiskError) -> Int { try opened(file).bytes.count }

    func read(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> [UInt8] {
        let bytes = try opened(file).bytes
        return offset < bytes.count ? Array(bytes[offset..<min(bytes.count, offset + count)]) : []
    }

    func write(_ bytes: [UInt8], to file: DiskFile, at offset: Int) throws(DiskError) {
        let file = try opened(file)
        let end = offset + bytes.count
        if end > file.bytes.count { file.bytes += Array(repeating: 0, count: end - file.bytes.count) }
        file.bytes.replaceSubrange(offset..<end, with: bytes)
        if !bytes.isEmpty { file.dirty.formUnion(offset / Self.sector...(end - 1) / Self.sector) }
    }

    func sync(_ file: DiskFile) throws(DiskError) {
        let file = try opened(file)
        file.durable = file.bytes
        file.dirty = []
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

    func crash(using random: inout some RandomNumberGenerator) {
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
        }
        durableNames = files
    }

    private func opened(_ file: DiskFile) throws(DiskError) -> File {
        guard let found = open[file.descriptor] else { throw DiskError(.failed, operation: "a closed file") }
        return found
    }
}
