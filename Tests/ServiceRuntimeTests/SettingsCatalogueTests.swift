import Identity
import ServiceRuntime
import Testing

@Suite("Catalogue of settings")
struct SettingsCatalogueTests {
    @Test("each name stands once, and each default is one that its setting takes")
    func consistent() {
        #expect(Set(Setting.all.map(\.name)).count == Setting.all.count)
        for setting in Setting.all {
            #expect(!setting.readers.isEmpty && !setting.about.isEmpty, "\(setting.name)")
            #expect(setting.name.allSatisfy { $0.isUppercase || $0.isNumber || $0 == "_" }, "\(setting.name)")
            switch (setting.kind, setting.fallback) {
            case (.integer(let range, _), .integer(let number)): #expect(range.contains(number), "\(setting.name)")
            case (.port, .integer(let number)): #expect((1...65_535).contains(number), "\(setting.name)")
            case (.flag, .text(let text)): #expect(["true", "false"].contains(text), "\(setting.name)")
            case (.choice(let values), .text(let text)): #expect(values.contains(text), "\(setting.name)")
            case (.integer, _), (.port, _), (.flag, _), (.choice, _):
                Issue.record("\(setting.name) has no default of its kind")
            case (.secret, .text), (.secret, .integer): Issue.record("\(setting.name): a secret has no default")
            default: break
            }
        }
    }

    @Test("a user may open the sockets that its sessions need")
    func bounds() {
        #expect(Setting.maximumSocketsPerUser.fallback == .integer(SessionLimits.socketsPerUser))
    }

    @Test(
        "a name that is nearly a setting is named with the one that it means",
        arguments: [
            ("GATEWAY_MAX_SOKETS", "GATEWAY_MAX_SOCKETS"), ("VOTER", "VOTERS"), ("LOGLEVEL", "LOG_LEVEL"),
            ("log_level", "LOG_LEVEL"), ("SNAPHSOT_ENTRIES", "SNAPSHOT_ENTRIES"), ("DATABASE_URI", "DATABASE_URL"),
        ])
    func mistyped(name: String, meant: String) {
        #expect(Setting.unread(in: [name: "1"], by: .gateway) == ["\(name) is no setting; did you mean \(meant)?"])
    }

    @Test("a name with a prefix of ours that no setting has is named")
    func prefix() {
        #expect(Setting.unread(in: ["GATEWAY_TIMEOUT": "1"], by: .gateway).count == 1)
    }

    @Test("a setting of another service is named with the one that reads it, and its value is not shown")
    func ofAnother() {
        let found = Setting.unread(in: ["JWT_SECRET": "correct-horse", "VOTERS": "5"], by: .registry)
        #expect(found == ["JWT_SECRET is not used here, but by gateway", "VOTERS is not used here, but by consensus"])
    }

    @Test(
        "what others mean by a name is left alone",
        arguments: [
            "PATH", "HOME", "USER", "TZ", "LANG", "CLIENT_ID", "GATEWAY_SERVICE_HOST", "GATEWAY_SERVICE_PORT_HTTP",
            "GATEWAY_PORT", "GATEWAY_PORT_8080_TCP_ADDR", "ECS_CONTAINER_METADATA_URI_V4", "SNAKETRON_HOME",
            "SNAKETRON_NODE", "SNAKETRON_SERVICE", "PGPASSWORD", "GRPC_VERBOSITY", "http_proxy",
        ])
    func foreign(name: String) {
        for reader in SettingReader.services { #expect(Setting.unread(in: [name: "x"], by: reader) == []) }
    }

    @Test("an empty value counts as absent")
    func empty() {
        #expect(Setting.unread(in: ["VOTER": "", "JWT_SECRET": ""], by: .registry) == [])
    }

    @Test("the tool names what it gives each process its own of, and hands on the rest")
    func tool() {
        let environment = Dictionary(uniqueKeysWithValues: Setting.all.map { ($0.name, "1") })
        let named = Setting.unread(in: environment, by: .tool).map { $0.prefix { $0 != " " } }
        let own = Setting.all.filter { if case .own = $0.handing { true } else { false } }
        #expect(named.map(String.init) == own.map(\.name).sorted())
    }
}
