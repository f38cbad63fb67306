internal import CPostgres
internal import Glibc

/// What a `DATABASE_URL` for PostgreSQL says, as libpq understands it.
package struct PostgresAddress: Sendable, Equatable {
    package struct Host: Sendable, Equatable {
        /// A name, an address, or the folder of a Unix socket.
        package let name: String
        /// The address to connect to, if the URL gives it besides the name.
        package let address: String?
        package let port: Int

        /// Whether no name has to be looked up: a Unix socket.
        package var isLocalSocket: Bool { address == nil && (name.hasPrefix("/") || name.hasPrefix("@")) }
    }

    /// In the order given; at least one.
    package let hosts: [Host]
    package let database: String
    /// `target_session_attrs`: `nil` if the URL does not say it.
    let sessionAttributes: String?
    /// The URL says nothing of a host: libpq's own default.
    let isDefaultHost: Bool

    package var host: String { hosts[0].name }
    package var port: Int { hosts[0].port }

    /// For logs: never holds a password.
    package var description: String {
        let places = hosts.map { "\($0.name):\($0.port)" }.joined(separator: " and ")
        return "PostgreSQL at \(places), database \(database)"
    }

    /// `nil` when libpq does not understand it. Its explanation is withheld, since it may quote a password.
    /// - Parameter environment: Where libpq looks for what is not said: `PGHOST`, `PGHOSTADDR`, `PGPORT`, `PGDATABASE`,
    ///   `PGUSER`, `PGTARGETSESSIONATTRS`.
    package init?(_ conninfo: String, environment: (String) -> String? = Self.processEnvironment) {
        guard let options = unsafe PQconninfoParse(conninfo, nil) else { return nil }
        defer { unsafe PQconninfoFree(options) }
        var values: [String: String] = [:]
        var option = unsafe options
        while let keyword = unsafe option.pointee.keyword {
            if let value = unsafe option.pointee.val {
                unsafe values[String(cString: keyword)] = unsafe String(cString: value)
            }
            unsafe option += 1
        }
        for (key, name) in [
            ("host", "PGHOST"), ("hostaddr", "PGHOSTADDR"), ("port", "PGPORT"), ("dbname", "PGDATABASE"),
            ("user", "PGUSER"), ("target_session_attrs", "PGTARGETSESSIONATTRS"),
        ] where values[key] == nil {
            values[key] = environment(name).flatMap { $0.isEmpty ? nil : $0 }
        }
        func list(_ key: String) -> [String] {
            (values[key] ?? "").split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        let (names, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
        let count = max(names.count, addresses.count)
        // libpq's own rule: as many of each as there are hosts, or one port for all.
        guard names.count == count || values["host"] == nil, addresses.count == count || values["hostaddr"] == nil,
            ports.count == count || ports.count == 1
        else { return nil }
        isDefaultHost = values["host"] == nil && values["hostaddr"] == nil
        hosts = (0..<count).map { index in
            let address = values["hostaddr"] == nil || addresses[index].isEmpty ? nil : addresses[index]
            let name = values["host"] == nil ? "" : names[index]
            let port = ports.count == 1 ? ports[0] : ports[index]
            return Host(
                name: name.isEmpty ? address ?? "localhost" : name, address: address, port: Int(port) ?? 5432)
        }
        database = values["dbname"] ?? values["user"] ?? ""
        sessionAttributes = values["target_session_attrs"]
    }

    package static func processEnvironment(_ name: String) -> String? {
        unsafe getenv(name).map { unsafe String(cString: $0) }
    }
}
