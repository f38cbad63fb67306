import CHeap
import ServiceLifecycle

/// When the heap is to be trimmed: once enough of it has been free for a whole minute and is still held by the process.
///
/// glibc gives the end of its heap back by itself. What a burst of connections freed in the middle stays with the process, which
/// in a task of 512 MB is memory that the node's other processes lack.
struct IdleMemory: Equatable {
    /// Seconds between two samples.
    static let interval = 5
    /// Samples that make a minute.
    static let samples = 12
    /// Bytes worth the system calls of a trim, which hold up whoever allocates meanwhile.
    static let threshold = 8 << 20

    /// Bytes free at each of the last ``samples``, the newest last.
    private var free: [Int] = []
    /// Bytes that count as free but are no longer held: given back by the last trim, and not taken again since.
    private var returned = 0

    /// - Parameter bytes: Free in the heap now; what a trim gave back counts, until it is taken again.
    /// - Returns: True if the heap is to be trimmed now.
    mutating func sample(_ bytes: Int) -> Bool {
        returned = min(returned, bytes)
        if free.count == Self.samples { free.removeFirst() }
        free.append(bytes)
        guard free.count == Self.samples, let idle = free.min(), idle - returned >= Self.threshold else { return false }
        returned = bytes
        return true
    }
}

/// Samples the heap of the process for as long as it runs, and trims it as ``IdleMemory`` says.
struct IdleMemoryReturn: Service {
    func run() async throws {
        await cancelWhenGracefulShutdown {
            var memory = IdleMemory()
            while (try? await Task.sleep(for: .seconds(IdleMemory.interval))) != nil {
                // Both look at all arenas.
                if memory.sample(Int(clamping: mallinfo2().fordblks)) { malloc_trim(0) }
            }
        }
    }
}
