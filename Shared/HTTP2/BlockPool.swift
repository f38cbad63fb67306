internal import CNGHTTP2
import Glibc

/// Memory for one nghttp2 session. The library makes and frees seven small blocks a call; a freed one is kept here for the next
/// of about its size, up to 128 KiB of them. Larger blocks go to the C library and back.
///
/// Not thread-safe, as its session is not; freed after it.
@safe struct BlockPool: ~Copyable {
    private static let sizes = 5
    private static let maxKeptBytes = 128 << 10
    private static let possible = 0...1 << 40

    private let blocks: UnsafeMutablePointer<Blocks>

    init() {
        unsafe blocks = .allocate(capacity: 1)
        unsafe blocks.initialize(to: Blocks())
    }

    deinit {
        unsafe blocks.pointee.freeAll()
        unsafe blocks.deallocate()
    }

    /// The library's table of functions; it copies the table and keeps the pointer to this pool's blocks.
    @unsafe func functions() -> nghttp2_mem {
        unsafe nghttp2_mem(
            mem_user_data: blocks,
            malloc: { size, blocks in unsafe Blocks.at(blocks).pointee.allocate(size) },
            free: { block, blocks in unsafe Blocks.at(blocks).pointee.release(block) },
            calloc: { count, size, blocks in unsafe Blocks.at(blocks).pointee.allocateZero(count, size) },
            realloc: { block, size, blocks in unsafe Blocks.at(blocks).pointee.resize(block, to: size) })
    }

    /// The blocks that are free. What it gives out must come back to it.
    @unsafe struct Blocks {
        /// In front of every block. Its size keeps what follows aligned for any type.
        @unsafe private struct Header {
            /// The block has 64 bytes times this; with `sizes` and above, what was asked for.
            let size: Int
            var next: UnsafeMutablePointer<Header>?
        }
        private var free: [5 of UnsafeMutablePointer<Header>?] = unsafe .init(repeating: nil)
        private var keptBytes = 0

        @unsafe static func at(_ userData: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<Blocks> {
            unsafe userData!.assumingMemoryBound(to: Blocks.self)
        }

        private func header(of block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Header> {
            unsafe block.assumingMemoryBound(to: Header.self) - 1
        }

        mutating func allocate(_ bytes: Int) -> UnsafeMutableRawPointer? {
            guard BlockPool.possible.contains(bytes) else { return nil }
            let size = (bytes + 63) >> 6
            if size < BlockPool.sizes, let kept = unsafe free[size] {
                unsafe free[size] = unsafe kept.pointee.next
                unsafe keptBytes -= size << 6
                return unsafe UnsafeMutableRawPointer(kept + 1)
            }
            let room = size < BlockPool.sizes ? size << 6 : bytes
            guard let made = unsafe malloc(MemoryLayout<Header>.stride + room) else { return nil }
            let header = unsafe made.bindMemory(to: Header.self, capacity: 1)
            unsafe header.initialize(to: Header(size: size, next: nil))
            return unsafe UnsafeMutableRawPointer(header + 1)
        }

        mutating func allocateZero(_ count: Int, _ size: Int) -> UnsafeMutableRawPointer? {
            let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
            guard !overflow, let block = unsafe allocate(bytes) else { return nil }
            unsafe memset(block, 0, bytes)
            return unsafe block
        }

        mutating func release(_ block: UnsafeMutableRawPointer?) {
            guard let block = unsafe block else { return }
            let header = unsafe header(of: block)
            let size = unsafe header.pointee.size
            guard size < BlockPool.sizes, unsafe keptBytes + size << 6 <= BlockPool.maxKeptBytes else {
                unsafe Glibc.free(header)
                return
            }
            unsafe header.pointee.next = unsafe free[size]
            unsafe free[size] = unsafe header
            unsafe keptBytes += size << 6
        }

        mutating func resize(_ block: UnsafeMutableRawPointer?, to bytes: Int) -> UnsafeMutableRawPointer? {
            guard let block = unsafe block else { return unsafe allocate(bytes) }
            guard BlockPool.possible.contains(bytes) else { return nil }
            let header = unsafe header(of: block)
            let size = unsafe header.pointee.size
            guard size < BlockPool.sizes else {
                // Stays a large block, however small it gets.
                guard let moved = unsafe realloc(header, MemoryLayout<Header>.stride + bytes) else { return nil }
                return unsafe moved + MemoryLayout<Header>.stride
            }
            guard bytes > size << 6 else { return unsafe block }
            guard let moved = unsafe allocate(bytes) else { return nil }
            unsafe moved.copyMemory(from: block, byteCount: size << 6)
            unsafe release(block)
            return unsafe moved
        }

        mutating func freeAll() {
            for size in 0..<BlockPool.sizes {
                while let block = unsafe free[size] {
                    unsafe free[size] = unsafe block.pointee.next
                    unsafe Glibc.free(block)
                }
            }
            unsafe keptBytes = 0
        }
    }
}
