import Foundation

/// A certificate authority in a temporary folder, made by the `openssl` command.
package final class TestCertificates: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    /// A certificate with its key, both PEM files.
    package struct Leaf: Sendable {
        package let certificateFile: String
        package let keyFile: String
    }

    private let folder: URL
    package let authorityFile: String

    package init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("snaketron-certificates-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        authorityFile = folder.appendingPathComponent("ca.pem").path
        try Self.openssl(
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
                "-subj", "/CN=Test authority", "-keyout", path("ca.key"), "-out", authorityFile,
            ])
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// A certificate whose SAN holds `names` (such as `DNS:consensus`, `IP:127.0.0.1`).
    package func issue(_ label: String, names: [String], days: Int = 2) throws -> Leaf {
        let leaf = Leaf(certificateFile: path("\(label).pem"), keyFile: path("\(label).key"))
        try Self.openssl(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(label)",
                "-keyout", leaf.keyFile, "-out", path("\(label).csr"),
            ])
        try "subjectAltName=\(names.joined(separator: ","))\n"
            .write(toFile: path("\(label).ext"), atomically: true, encoding: .utf8)
        try Self.openssl(
            [
                "x509", "-req", "-in", path("\(label).csr"), "-CA", authorityFile, "-CAkey", path("ca.key"),
                "-CAcreateserial", "-days", "\(days)", "-extfile", path("\(label).ext"), "-out", leaf.certificateFile,
            ])
        return leaf
    }

    private func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private static func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        let errors = Pipe()
        process.standardError = errors
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        let text = errors.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(
                description: "openssl \(arguments.joined(separator: " ")): \(String(decoding: text, as: UTF8.self))")
        }
    }
}
