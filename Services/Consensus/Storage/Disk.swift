/// One directory of a disk, with only the calls that a log needs. Every call blocks until it is done.
///
/// What a crash leaves behind is part of the contract, because the log is built on it:
/// - bytes written and not yet covered by ``sync(_:)`` may be there, be missing, or be there in part, in any order;
/// - a name that was created, renamed or removed since the last ``syncDirectory()`` may be there or not;
/// - everything else is there, unless the disk has lost it.
///
/// The production disk is ``PosixDisk``; a simulated one decides itself what a crash destroys.
package protocol Disk {
    /// The names in the directory, in any order.
    func names() throws(DiskError) -> [String]

    /// Opens a file for reading and writing. With `create`, the name must be free.
    func open(_ name: String, create: Bool) throws(DiskError) -> DiskFile

    /// Opens a file for writing whole blocks: from then on every write begins and ends at a multiple of ``DiskBlock/size``,
    /// and its memory begins at one. That is the shortest way to the disk; the file must have its size.
    func openForBlocks(_ name: String) throws(DiskError) -> DiskFile

    /// The file's size in bytes.
    func size(of file: DiskFile) throws(DiskError) -> Int

    /// Bytes that may still be written, as far as the disk can tell: another one may take them.
    func availableBytes() throws(DiskError) -> Int

    /// Bytes from `offset`; fewer than `count` only at the end of the file.
    func read(_ file: DiskFile, at offset: Int, count: Int) throws(DiskError) -> [UInt8]

    /// Writes all of `bytes` at `offset`, growing the file when needed.
    func write(_ bytes: UnsafeRawBufferPointer, to file: DiskFile, at offset: Int) throws(DiskError)

    /// Makes everything written to the file so far survive a crash, its size included. After a failure the content of the disk
    /// is unknown, and the process must end. The next call could report success for bytes that the kernel has dropped.
    func sync(_ file: DiskFile) throws(DiskError)

    func close(_ file: DiskFile)

    /// Gives the file a new name, replacing any file of that name in one step.
    func rename(_ name: String, to newName: String) throws(DiskError)

    func remove(_ name: String) throws(DiskError)

    /// Makes the directory's names survive a crash.
    func syncDirectory() throws(DiskError)
}

extension Disk {
    /// Writes all of `bytes` at `offset`, growing the file when needed.
    package func write(_ bytes: [UInt8], to file: DiskFile, at offset: Int) throws(DiskError) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(DiskError) in try write(buffer, to: file, at: offset) }
        }
        try result.get()
    }
}

/// The unit of writes to a file that was opened for blocks. No disk in use has larger sectors.
package enum DiskBlock {
    /// Bytes.
    package static let size = 4096

    /// The multiple of the size at or below `offset`.
    static func start(of offset: Int) -> Int { offset & ~(size - 1) }
    /// The multiple of the size at or above `offset`.
    static func end(of offset: Int) -> Int { start(of: offset + size - 1) }
}

/// An open file of a ``Disk``. Means nothing to any other disk.
package struct DiskFile: Hashable, Sendable {
    package let descriptor: Int32
    /// Whether what was written is durable, without a sync.
    package let writesThrough: Bool

    package init(descriptor: Int32, writesThrough: Bool = false) {
        self.descriptor = descriptor
        self.writesThrough = writesThrough
    }
}

/// A call that the disk refused.
package struct DiskError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        case notFound
        case exists
        case noSpace
        /// Another process uses the directory.
        case locked
        /// Everything else. After a write or a sync: fatal.
        case failed
    }

    package var code: Code
    /// The call and its operand, such as "write 0000000000000001.wal".
    package var operation: String
    /// The system's number for the fault, 0 when it has none.
    package var errno: Int32

    package init(_ code: Code, operation: String, errno: Int32 = 0) {
        self.code = code
        self.operation = operation
        self.errno = errno
    }

    package var description: String { "\(operation): \(code), errno \(errno)" }
}
