import ArgumentParser
import Foundation
import TLS

struct Prepare: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Makes the missing certificates and secrets of a stack of containers, in a folder for each service.",
        discussion: """
            FOLDER/authority gets the authority, which no service needs. FOLDER/gateway, simulation, consensus and registry get \
            ca.pem, tls.pem and tls.key; gateway also jwt-secret, registry pgpass, database password. What is there is \
            kept, except for the services' certificates: they are made anew at each run. Services take them without a restart.
            """)

    @Argument(help: "The folder; it is created if it does not exist. Each of its folders may be a volume of its own.")
    var folder: String

    @Option(help: "How long the services' certificates are valid, in days.")
    var days = 90

    @Option(help: "The user of the database, as in DATABASE_URL.")
    var databaseUser = "snaketron"

    func validate() throws {
        guard (1...36_500).contains(days) else { throw ValidationError("--days takes 1 to 36500") }
        guard !databaseUser.isEmpty, databaseUser.utf8.allSatisfy({ $0 > 0x20 && $0 != 0x3A && $0 != 0x5C }) else {
            throw ValidationError("--database-user takes a name without spaces, colons and backslashes")
        }
    }

    func run() throws {
        let root = URL(filePath: folder, directoryHint: .isDirectory)
        let authority = root.appending(path: "authority", directoryHint: .isDirectory)
        try makeFolder(authority)
        let signer = try loadOrMakeAuthority(in: authority)
        let certificate = try signer.pem().certificate
        for service in ServiceName.allCases {
            let own = root.appending(path: service.rawValue, directoryHint: .isDirectory)
            try makeFolder(own)
            let pair = try signer.issue(service.rawValue, addresses: [], days: days)
            try PrivateFile.replace(own.appending(path: "ca.pem"), with: certificate, mode: 0o644)
            // A process that reads between the two keeps what it has: the pair does not fit together.
            try PrivateFile.replace(own.appending(path: "tls.key"), with: pair.key)
            try PrivateFile.replace(own.appending(path: "tls.pem"), with: pair.certificate, mode: 0o644)
        }
        _ = try secret("gateway/jwt-secret", in: root)
        try makeFolder(root.appending(path: "database", directoryHint: .isDirectory))
        let password = try secret("database/password", in: root)
        try PrivateFile.replace(
            root.appending(path: "registry/pgpass"), with: Array("*:*:*:\(databaseUser):\(password)\n".utf8))
        say("certificates, valid for \(days) days, and secrets are in \(folder)")
    }

    private func loadOrMakeAuthority(in folder: URL) throws -> CertificateAuthority {
        let (certificate, key) = (folder.appending(path: "ca.pem"), folder.appending(path: "ca.key"))
        let (known, knownKey) = (try? Data(contentsOf: certificate), try? Data(contentsOf: key))
        if let known, let knownKey {
            return try CertificateAuthority(CertificatePair(certificate: [UInt8](known), key: [UInt8](knownKey)))
        }
        guard known == nil else {
            throw ToolError(
                "\(certificate.plainPath) exists and its key does not: put \(key.plainPath) back, or remove ca.pem and "
                    + "restart every service")
        }
        let made = try CertificateAuthority(name: "SnakeTron authority", days: 3_650)
        let pair = try made.pem()
        try PrivateFile.replace(key, with: pair.key)
        try PrivateFile.replace(certificate, with: pair.certificate, mode: 0o644)
        return made
    }

    private func secret(_ path: String, in root: URL) throws -> String {
        let bytes = try PrivateFile.contents(of: root.appending(path: path)) {
            Array(Base64URL.encode(Crypto.randomBytes(32)).utf8)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func makeFolder(_ folder: URL) throws {
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
}
