#if canImport(Glibc)
    import Glibc
#endif

/// How many files and sockets this process may have open. The soft limit is often 1 024, for programs that use `select(2)`;
/// this one does not, and takes what the hard limit allows.
enum DescriptorLimit {
    /// - Returns: The soft limit before and after.
    static func raise() -> (before: UInt64, after: UInt64) {
        var limit = rlimit()
        guard unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return (0, 0) }
        let before = UInt64(limit.rlim_cur)
        limit.rlim_cur = limit.rlim_max
        guard unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else {
            return (before, before)
        }
        return (before, UInt64(limit.rlim_max))
    }
}
