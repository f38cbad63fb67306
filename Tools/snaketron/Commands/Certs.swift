import ArgumentParser
import Foundation
import TLS

struct Certs: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Makes an authority and a certificate for each service, for mutual TLS between nodes.",
        discussion: """
            Writes ca.pem, ca.key, and for gateway, simulation, consensus and registry NAME.pem and NAME.key into the folder. \
            The services then run with TLS_CA=FOLDER/ca.pem TLS_CERT=FOLDER/NAME.pem TLS_KEY=FOLDER/NAME.key; give each \
            machine what its services need, and keep ca.key to yourself. Services take renewed files without a restart.
            """)

    @Argument(help: "The folder; it is created if it does not exist.")
    var folder: String

    @Option(help: "How long the services' certificates are valid, in days.")
    var days = 90

    @Option(help: "How long a new authority is valid, in days.")
    var authorityDays = 3650

    @Option(help: "An address to be named in each certificate besides its service; may be given several times.")
    var address: [String] = []

    @Flag(help: "Make new certificates with the existing authority.")
    var renew = false

    @Flag(help: "Replace the authority and all certificates. Processes that trust the old one are locked out.")
    var force = false

    func validate() throws {
        guard (1...36_500).contains(days), (1...36_500).contains(authorityDays) else {
            throw ValidationError("--days and --authority-days take 1 to 36500")
        }
        guard !(renew && force) else { throw ValidationError("--renew keeps the authority, --force replaces it") }
        for address in address where !Self.isAddress(address) {
            throw ValidationError("--address takes an IPv4 or IPv6 address, not '\(address)'")
        }
    }

    private static func isAddress(_ text: String) -> Bool {
        var four = in_addr()
        var six = in6_addr()
        return unsafe inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
    }

    func run() throws {
        try Self.make(
            in: URL(filePath: folder, directoryHint: .isDirectory), days: days, authorityDays: authorityDays,
            addresses: address, authority: force ? .replace : renew ? .keep : .new)
        say(
            "certificates for \(ServiceName.allCases.map(\.rawValue).joined(separator: ", ")) in \(folder), valid for \(days) days"
        )
        say("TLS_CA=\(folder)/ca.pem TLS_CERT=\(folder)/{service}.pem TLS_KEY=\(folder)/{service}.key snaketron up")
    }

    enum Authority { case new, keep, replace }

    /// Makes the files; each is written whole or not at all, the keys readable to their user only.
    static func make(in folder: URL, days: Int, authorityDays: Int, addresses: [String], authority: Authority) throws {
        let (certificateFile, keyFile) = (folder.appending(path: "ca.pem"), folder.appending(path: "ca.key"))
        let exists = FileManager.default.fileExists(atPath: certificateFile.plainPath)
        switch authority {
        case .new where exists:
            throw ToolError(
                "\(certificateFile.plainPath) exists already; --renew makes new certificates with it, --force replaces it"
            )
        case .keep where !exists:
            throw ToolError("there is no authority in \(folder.plainPath) that could renew certificates")
        case .new, .keep, .replace: break
        }
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        let signer: CertificateAuthority
        if authority == .keep {
            signer = try CertificateAuthority(
                CertificatePair(
                    certificate: [UInt8](Data(contentsOf: certificateFile)), key: [UInt8](Data(contentsOf: keyFile))))
        } else {
            signer = try CertificateAuthority(name: "SnakeTron authority", days: authorityDays)
            try write(try signer.pem(), certificateFile, keyFile)
        }
        for service in ServiceName.allCases {
            let name = service.rawValue
            try write(
                try signer.issue(name, addresses: addresses, days: days), folder.appending(path: "\(name).pem"),
                folder.appending(path: "\(name).key"))
        }
    }

    private static func write(_ pair: CertificatePair, _ certificate: URL, _ key: URL) throws {
        // Replaced whole: a process that reads meanwhile reads the old one.
        try PrivateFile.replace(key, with: pair.key)
        try PrivateFile.replace(certificate, with: pair.certificate, mode: 0o644)
    }
}
