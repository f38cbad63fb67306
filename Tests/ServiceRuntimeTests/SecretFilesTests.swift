import Configuration
import Foundation
import ServiceRuntime
import Testing

@Suite("Secrets in files")
struct SecretFilesTests {
    private func withFile<T>(_ bytes: [UInt8], _ body: (String) throws -> T) throws -> T {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("snaketron-secret-\(UUID())").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    @Test(
        "the file's text is the secret, without the line's end",
        arguments: [
            ("plain", "plain"), ("line\n", "line"), ("line\r\n", "line"), ("two\n\n", "two\n"), (" a b ", " a b "),
        ])
    func reads(contents: String, secret: String) throws {
        try withFile(Array(contents.utf8)) { path throws in
            #expect(try SecretFiles.load(for: .gateway, from: ["JWT_SECRET_FILE": path]) == ["jwt.secret": secret])
        }
    }

    @Test("each secret of a program can stand in a file, and no other's is read")
    func readers() throws {
        try withFile(Array("s".utf8)) { path throws in
            let all = [
                "JWT_SECRET_FILE": path, "JWT_SECRET_PREVIOUS_FILE": path, "NODE_SECRET_FILE": path,
                "DATABASE_URL_FILE": path, "BIND_ADDR_FILE": path,
            ]
            #expect(
                try Set(SecretFiles.load(for: .gateway, from: all).keys)
                    == ["jwt.secret", "jwt.secret.previous", "node.secret"])
            #expect(try Set(SecretFiles.load(for: .registry, from: all).keys) == ["database.url", "node.secret"])
            #expect(try Set(SecretFiles.load(for: .consensus, from: all).keys) == ["node.secret"])
        }
    }

    @Test("a secret given both ways is refused; an empty value counts as absent")
    func both() throws {
        try withFile(Array("s".utf8)) { path throws in
            let error = #expect(throws: SettingsError.self) {
                try SecretFiles.load(for: .gateway, from: ["JWT_SECRET": "x", "JWT_SECRET_FILE": path])
            }
            #expect(error?.description == "JWT_SECRET_FILE: JWT_SECRET is set too; set one of the two")
            #expect(try SecretFiles.load(for: .gateway, from: ["JWT_SECRET": "", "JWT_SECRET_FILE": path]).count == 1)
            #expect(try SecretFiles.load(for: .gateway, from: ["JWT_SECRET": "x", "JWT_SECRET_FILE": ""]).isEmpty)
        }
    }

    @Test(
        "what cannot be a secret is refused by name, and never shown",
        arguments: [
            ([], "it is empty"), (Array("\n".utf8), "it is empty"), ([0x61, 0xFF], "it is not text"),
            ([0x61, 0, 0x62], "it is not text"),
            ([UInt8](repeating: 0x61, count: SecretFiles.largest + 1), "it is larger than 65536 bytes"),
        ])
    func faults(bytes: [UInt8], reason: String) throws {
        try withFile(bytes) { path throws in
            let error = #expect(throws: SettingsError.self) {
                try SecretFiles.load(for: .registry, from: ["DATABASE_URL_FILE": path])
            }
            #expect(error?.description == "DATABASE_URL_FILE: \(path): \(reason)")
        }
        let gone = #expect(throws: SettingsError.self) {
            try SecretFiles.load(for: .registry, from: ["DATABASE_URL_FILE": "/nowhere/url"])
        }
        #expect(gone?.description == "DATABASE_URL_FILE: /nowhere/url: No such file or directory")
        let folder = #expect(throws: SettingsError.self) {
            try SecretFiles.load(for: .registry, from: ["DATABASE_URL_FILE": "/tmp"])
        }
        #expect(folder?.description == "DATABASE_URL_FILE: /tmp: Is a directory")
    }

    @Test("a largest file is read whole")
    func largest() throws {
        try withFile([UInt8](repeating: 0x61, count: SecretFiles.largest)) { path throws in
            let found = try SecretFiles.load(for: .registry, from: ["DATABASE_URL_FILE": path])
            #expect(found["database.url"]?.utf8.count == SecretFiles.largest)
        }
    }

    @Test("the variable of a file is no unknown one, and is told of where nobody reads it")
    func unread() {
        #expect(Setting.unread(in: ["JWT_SECRET_FILE": "/x"], by: .gateway) == [])
        #expect(
            Setting.unread(in: ["JWT_SECRET_FILE": "/x"], by: .registry)
                == ["JWT_SECRET_FILE is not used here, but by gateway"])
    }

    @Test("certificates may be given as text; it stands in memory, and is read like a file")
    func pem() throws {
        let text = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"
        let config = ConfigReader(
            provider: EnvironmentVariablesProvider(environmentVariables: [
                "TLS_CA": text, "TLS_CERT": "/somewhere/cert.pem", "TLS_KEY": text,
            ]))
        let files = try #require(try TLSFiles(config: config))
        #expect(files.certificate == "/somewhere/cert.pem")
        #expect(files.authority != files.key)
        for _ in 0..<2 { #expect(try String(contentsOfFile: files.authority, encoding: .utf8) == text) }
    }

    @Test("a service's program knows help and health, and nothing else")
    func arguments() {
        #expect(ServiceMain.Command([], of: .registry) == .serve)
        #expect(ServiceMain.Command(["--help"], of: .registry) == .help)
        #expect(ServiceMain.Command(["health"], of: .registry) == .health(isLive: false))
        #expect(ServiceMain.Command(["health", "--live"], of: .gateway) == .health(isLive: true))
        for (words, service) in [
            (["health", "--live"], SettingReader.registry), (["health", "x"], .gateway), (["--live"], .gateway),
            (["help", "health"], .gateway), (["healthy"], .gateway), ([""], .gateway),
        ] {
            #expect(ServiceMain.Command(words, of: service) == nil, "\(words)")
        }
    }
}
