internal import COpenSSL
import Glibc

/// A file of this process alone, in memory, for text that came by another way than a file.
package enum MemoryFile {
    /// - Returns: Its path, for this process, until it ends.
    /// - Throws: ``TLSError/Code/badConfiguration``.
    package static func path(holding text: String) throws(TLSError) -> String {
        let file = unsafe snaketron_memory_file("snaketron")
        guard file >= 0 else { throw fault() }
        var text = text
        let isWritten = text.withUTF8 { bytes in
            var written = 0
            while written < bytes.count {
                let count = unsafe write(file, bytes.baseAddress! + written, bytes.count - written)
                if count > 0 { written += count } else if errno != EINTR { return false }
            }
            return true
        }
        guard isWritten else {
            defer { close(file) }
            throw fault()
        }
        return "/proc/self/fd/\(file)"
    }

    private static func fault() -> TLSError {
        TLSError(
            code: .badConfiguration,
            message: "no file in memory can be made: \(unsafe String(cString: strerror(errno))); give a path instead")
    }
}
