/// How `snaketron up` has marked a process that it started: its cluster's folder, its service, its node's address.
package struct ProcessMark: Sendable, Equatable {
    package var home: String
    package var service: String
    /// `LOOPBACK_ADDR`, which no two nodes of one machine share.
    package var address: String

    package init(home: String, service: String, address: String) {
        self.home = home
        self.service = service
        self.address = address
    }

    /// - Parameter environment: As the kernel tells it in `/proc/PID/environ`: `NAME=value`, each with a zero byte after it.
    /// - Returns: `nil` for a process that bears no such mark.
    package init?(environment: [UInt8]) {
        var values: [Substring: Substring] = [:]
        for entry in environment.split(separator: 0) {
            let text = Substring(decoding: entry, as: UTF8.self)
            guard let sign = text.firstIndex(of: "=") else { continue }
            values[text[..<sign]] = text[text.index(after: sign)...]
        }
        guard let home = values["SNAKETRON_HOME"], !home.isEmpty,
            let service = values["SNAKETRON_SERVICE"], !service.isEmpty,
            let address = values["LOOPBACK_ADDR"], !address.isEmpty
        else { return nil }
        self.init(home: String(home), service: String(service), address: String(address))
    }
}
