import Configuration
import ServiceRuntime
import Testing

@Suite("Settings")
struct SettingsTests {
    private func reader(_ values: [String: String]) -> ConfigReader {
        ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values))
    }

    @Test("an absent or empty setting takes its default")
    func defaults() throws {
        let settings = try NodeSettings(config: reader(["RAFT_PORT": ""]))
        #expect(settings.grpcPort == 50051)
        #expect(settings.raftPort == 50052)
        #expect(settings.cluster == "snaketron")
        #expect(settings.tls == nil)
    }

    @Test(
        "a wrong setting stops the start and names its key",
        arguments: [
            (["GRPC_PORT": "fifty"], "GRPC_PORT"), (["GRPC_PORT": "0"], "GRPC_PORT"),
            (["RAFT_PORT": "65536"], "RAFT_PORT"),
            (["METRICS_PORT": "-1"], "METRICS_PORT"), (["LOOPBACK_ADDR": "10.0.0.1"], "LOOPBACK_ADDR"),
            (["LOOPBACK_ADDR": "127.0.0.999"], "LOOPBACK_ADDR"), (["TLS_CA": "ca.pem"], "TLS_CA"),
            (["ALLOW_PLAINTEXT": "perhaps"], "ALLOW_PLAINTEXT"),
            (["CLUSTER": String(repeating: "c", count: 65)], "CLUSTER"),
        ])
    func refusals(environment: [String: String], key: String) {
        let error = #expect(throws: SettingsError.self) { try NodeSettings(config: reader(environment)) }
        #expect(error?.description.hasPrefix("\(key): ") == true)
    }

    @Test("beyond loopback, plain text must be asked for")
    func plaintextIsAskedFor() throws {
        #expect(throws: SettingsError.self) { try NodeSettings(config: reader(["BIND_ADDR": "0.0.0.0"])) }
        _ = try NodeSettings(config: reader(["BIND_ADDR": "0.0.0.0", "ALLOW_PLAINTEXT": "true"]))
        _ = try NodeSettings(
            config: reader(["BIND_ADDR": "0.0.0.0", "TLS_CA": "a", "TLS_CERT": "b", "TLS_KEY": "c"]))
    }
}
