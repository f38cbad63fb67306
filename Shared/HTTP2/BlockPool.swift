internal import CNGHTTP2
import Glibc

/// Memory for one nghttp2 session. The library makes and frees seven small blocks a call; a freed one is kept here for the next
/// of about its size, up to 128 KiB of them. Larger blocks go to the C library and back.
///
/// Not thread-safe, as its session is not; freed after it.
@safe struct BlockPool: ~Copyable {
    /// In front of every block. Its size keeps what follows aligned for any type.
    @unsafe private struct Header {
        /// The block has 64 bytes times this; with ``sizes`` and above, what was asked for.
        let size: Int
        var next: UnsafeMutablePointer<Header>?
    }
    @unsafe private struct State {
        var free: [5 of UnsafeMutablePointer<Header>?] = unsafe .init(repeating: nil)
        var keptBytes = 0
    }
    private static let sizes = 5
    private static let keptBytes = 128 << 10

    private let state: UnsafeMutablePointer<State>

    init() {
        unsafe state = .allocate(capacity: 1)
        unsafe state.initialize(to: State())
    }

    deinit {
        for size in 0..<Self.sizes {
            while let block = unsafe state.pointee.free[size] {
                unsafe state.pointee.free[size] = unsafe block.pointee.next
                unsafe Glibc.free(block)
            }
        }
        unsafe state.deallocate()
    }

    /// The library's table of functions; it copies the table and keeps the pointer to this pool's state.
    @unsafe func functions() -> nghttp2_mem {
        unsafe nghttp2_mem(
            mem_user_data: state,
            malloc: { size, state in unsafe BlockPool.allocate(size, BlockPool.from(state)) },
            free: { block, state in unsafe BlockPool.release(block, BlockPool.from(state)) },
            calloc: { count, size, state in
                let (bytes, overflow) = count.multipliedReportingOverflow(by: size)
                guard !overflow, let block = unsafe BlockPool.allocate(bytes, BlockPool.from(state)) else { return nil }
                unsafe memset(block, 0, bytes)
                return unsafe block
            },
            realloc: { block, size, state in unsafe BlockPool.resize(block, to: size, BlockPool.from(state)) })
    }

    @unsafe private static func from(_ state: UnsafeMutableRawPointer?) -> UnsafeMutablePointer<State> {
        unsafe state!.assumingMemoryBound(to: State.self)
    }

    @unsafe private static func header(of block: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Header> {
        unsafe block.assumingMemoryBound(to: Header.self) - 1
    }

    @unsafe private static func allocate(
        _ bytes: Int, _ state: UnsafeMutablePointer<State>
    ) -> UnsafeMutableRawPointer? {
        guard (0...(1 << 40)).contains(bytes) else { return nil }
        let size = (bytes + 63) >> 6
        if size < sizes, let kept = unsafe state.pointee.free[size] {
            unsafe state.pointee.free[size] = unsafe kept.pointee.next
            unsafe state.pointee.keptBytes -= size << 6
            return unsafe UnsafeMutableRawPointer(kept + 1)
        }
        let room = size < sizes ? size << 6 : bytes
        guard let made = unsafe malloc(MemoryLayout<Header>.stride + room) else { return nil }
        let header = unsafe made.bindMemory(to: Header.self, capacity: 1)
        unsafe header.initialize(to: Header(size: size, next: nil))
        return unsafe UnsafeMutableRawPointer(header + 1)
    }

    @unsafe private static func release(_ block: UnsafeMutableRawPointer?, _ state: UnsafeMutablePointer<State>) {
        guard let block = unsafe block else { return }
        let header = unsafe header(of: block)
        let size = unsafe header.pointee.size
        guard size < sizes, unsafe state.pointee.keptBytes + size << 6 <= keptBytes else {
            unsafe Glibc.free(header)
            return
        }
        unsafe header.pointee.next = unsafe state.pointee.free[size]
        unsafe state.pointee.free[size] = unsafe header
        unsafe state.pointee.keptBytes += size << 6
    }

    @unsafe private static func resize(
        _ block: UnsafeMutableRawPointer?, to bytes: Int, _ state: UnsafeMutablePointer<State>
    ) -> UnsafeMutableRawPointer? {
        guard let block = unsafe block else { return unsafe allocate(bytes, state) }
        guard (0...(1 << 40)).contains(bytes) else { return nil }
        let header = unsafe header(of: block)
        let size = unsafe header.pointee.size
        guard size < sizes else {
            // Stays a large block, however small it gets.
            guard let moved = unsafe realloc(header, MemoryLayout<Header>.stride + bytes) else { return nil }
            return unsafe moved + MemoryLayout<Header>.stride
        }
        guard bytes > size << 6 else { return unsafe block }
        guard let moved = unsafe allocate(bytes, state) else { return nil }
        unsafe moved.copyMemory(from: block, byteCount: size << 6)
        unsafe release(block, state)
        return unsafe moved
    }
}
