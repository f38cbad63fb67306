internal import Glibc
import Synchronization

/// Finds the addresses of a database's hosts, within a time limit.
///
/// `getaddrinfo` blocks for as long as the name servers are silent, and libpq calls it without a limit. Here it runs on
/// a thread of its own, one a name at a time: a later question waits for the one that runs. If it is not done in time,
/// or the name servers are in trouble, the addresses that were found last stand.
final class HostLookup: Sendable {
    /// The addresses of a name; none if there is no such name; `nil` if the name servers cannot tell.
    typealias Resolver = @Sendable (String) -> [String]?

    /// Addresses of one host that are tried at most.
    static let maximumAddresses = 3

    private struct Entry {
        var running: Answer?
        var known: [String] = []
    }

    private let entries = Mutex<[String: Entry]>([:])
    private let resolve: Resolver

    init(resolve: @escaping Resolver = HostLookup.system) { self.resolve = resolve }

    /// - Returns: ``maximumAddresses`` at most.
    /// - Throws: `unavailable` when the name is unknown, or no answer came in time and none was known before.
    func addresses(of host: String, deadline: ContinuousClock.Instant) throws(StoreError) -> [String] {
        if Self.isNumeric(host) { return [host] }
        let answer: Answer = try running(host)
        if let found = answer.wait(until: deadline), let found {
            guard !found.isEmpty else { throw StoreError(.unavailable, "the name '\(host)' is not known") }
            return found
        }
        let known = entries.withLock { $0[host]?.known ?? [] }
        guard !known.isEmpty else {
            throw StoreError(.unavailable, "the name servers do not answer for '\(host)'")
        }
        return known
    }

    private func running(_ host: String) throws(StoreError) -> Answer {
        let (answer, isNew) = entries.withLock { entries -> (Answer?, Bool) in
            if let running = entries[host]?.running { return (running, false) }
            guard let fresh = Answer() else { return (nil, false) }
            entries[host, default: Entry()].running = fresh
            return (fresh, true)
        }
        guard let answer else { throw StoreError(.unavailable, "no descriptor is free to look '\(host)' up") }
        guard isNew else { return answer }
        let isStarted = startThread { [self] in
            let found = resolve(host).map { Array($0.prefix(Self.maximumAddresses)) }
            entries.withLock { entries in
                entries[host]?.running = nil
                if let found, !found.isEmpty { entries[host]?.known = found }
            }
            answer.set(found)
        }
        guard isStarted else {
            entries.withLock { $0[host]?.running = nil }
            throw StoreError(.unavailable, "no thread is free to look '\(host)' up")
        }
        return answer
    }

    /// What a thread has found, once it has: a pipe becomes readable then, and stays so.
    private final class Answer: Sendable {
        private let ends: (reader: Int32, writer: Int32)
        private let found = Mutex<[String]??>(nil)

        init?() {
            var ends: [Int32] = [-1, -1]
            guard unsafe pipe(&ends) == 0 else { return nil }
            for end in ends {
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            }
            self.ends = (ends[0], ends[1])
        }

        deinit {
            close(ends.reader)
            close(ends.writer)
        }

        func set(_ addresses: [String]?) {
            found.withLock { $0 = .some(addresses) }
            _ = unsafe write(ends.writer, [1] as [UInt8], 1)
        }

        /// - Returns: `nil` when there is no answer in time.
        func wait(until deadline: ContinuousClock.Instant) -> [String]?? {
            while true {
                if let found = found.withLock({ $0 }) { return found }
                let left = milliseconds(until: deadline)
                guard left > 0 else { return .none }
                var entry = pollfd(fd: ends.reader, events: Int16(POLLIN), revents: 0)
                _ = unsafe poll(&entry, 1, left)
            }
        }
    }

    static func isNumeric(_ host: String) -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16)
        return unsafe inet_pton(AF_INET, host, &bytes) == 1 || inet_pton(AF_INET6, host, &bytes) == 1
    }

    private static let system: Resolver = { host in
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>?
        let result = unsafe getaddrinfo(host, nil, &hints, &list)
        // Some name servers say of a name that it has no address, which is -5 in glibc, where others do not know it.
        guard result == 0 else { return result == EAI_NONAME || result == -5 ? [] : nil }
        defer { unsafe freeaddrinfo(list) }
        var found: [String] = []
        var next = unsafe list
        while let entry = unsafe next {
            var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
            let result = unsafe getnameinfo(
                entry.pointee.ai_addr, entry.pointee.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
            let address = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            if result == 0, !found.contains(address) { found.append(address) }
            unsafe next = entry.pointee.ai_next
        }
        return found
    }
}

/// Runs `body` on a thread of its own; false when none can be had.
private func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    final class Body: Sendable {
        let run: @Sendable () -> Void
        init(_ run: @escaping @Sendable () -> Void) { self.run = run }
    }
    let box = unsafe Unmanaged.passRetained(Body(body))
    var thread = pthread_t()
    let result = unsafe pthread_create(
        &thread, nil,
        { argument in
            guard let argument = unsafe argument else { return nil }
            unsafe Unmanaged<Body>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }, box.toOpaque())
    guard result == 0 else {
        unsafe box.release()
        return false
    }
    pthread_detach(thread)
    return true
}
