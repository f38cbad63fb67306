import Configuration
import ConsensusCore
import ServiceRuntime
import Testing

@testable import ConsensusService

@Suite struct ConsensusSettingsTests {
    private func settings(_ values: [String: String]) throws(SettingsError) -> ConsensusSettings {
        try ConsensusSettings(
            config: ConfigReader(provider: EnvironmentVariablesProvider(environmentVariables: values)))
    }

    @Test("four voters survive no more than three, and are refused with advice")
    func voters() throws {
        #expect(try settings(["VOTERS": "3"]).autopilot.targetVoters == 3)
        #expect(try settings(["VOTERS": "5"]).autopilot.targetVoters == 5)
        do {
            _ = try settings(["VOTERS": "4"])
            Issue.record("it passed")
        } catch { #expect("\(error)".contains("use 3 or 5")) }
    }

    @Test("the address of the ECS agent is taken apart as URIs of http are, with port 80 and no slash at its end")
    func agent() throws {
        let whole = try #require(ECSAgent(uri: "http://169.254.170.2/api/0123-abc/"))
        #expect(whole.host == "169.254.170.2" && whole.port == 80 && whole.path == "/api/0123-abc")
        let bare = try #require(ECSAgent(uri: "http://localhost:65535"))
        #expect(bare.host == "localhost" && bare.port == 65_535 && bare.path == "")
        #expect(try settings(["ECS_AGENT_URI": "http://a:1/b"]).agent == ECSAgent(uri: "http://a:1/b"))
        #expect(try settings([:]).agent == nil)
    }

    @Test(
        "an address that is none of http, or would break the request's lines, is refused",
        arguments: [
            "", "https://169.254.170.2/", "169.254.170.2", "http://", "http:///path", "http://:80/", "http://a:0/",
            "http://a:65536/", "http://a:x/", "http://a:1:2/", "http://a:/", "http://a/b c", "http://a/\r\nX: y",
            "http://ä/",
        ])
    func noAgent(uri: String) { #expect(ECSAgent(uri: uri) == nil) }
}
