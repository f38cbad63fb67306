import Foundation
import RegistryCore
import Testing

@Suite struct AddressRulesTests {
    func source(
        advertised: String? = nil, isFargate: Bool = false, metadataURI: String? = nil, bindAddress: String = "0.0.0.0",
        database: (String, Int)? = nil
    ) throws -> AddressRules.Source {
        try AddressRules.source(
            advertised: advertised, isFargate: isFargate, metadataURI: metadataURI, bindAddress: bindAddress,
            database: database.map { (host: $0.0, port: $0.1) })
    }

    @Test("what was said by hand counts most")
    func advertised() throws {
        #expect(
            try source(advertised: "10.0.0.7", isFargate: true, metadataURI: "http://169.254.170.2/v4/x")
                == .fixed("10.0.0.7"))
    }

    @Test("on Fargate the agent is asked")
    func fargate() throws {
        #expect(
            try source(isFargate: true, metadataURI: "http://169.254.170.2/v4/x", bindAddress: "10.0.0.1")
                == .ecs("http://169.254.170.2/v4/x"))
        #expect(throws: AddressRules.Fault.self) { try source(isFargate: true) }
    }

    @Test("else the address listened on, else the way to the database")
    func guessed() throws {
        #expect(try source(bindAddress: "127.0.0.2", database: ("db", 5432)) == .fixed("127.0.0.2"))
        #expect(try source(database: ("db", 5432)) == .route(host: "db", port: 5432))
        #expect(throws: AddressRules.Fault.self) { try source() }
    }

    @Test(
        "an address that nobody can reach is refused",
        arguments: [
            "0.0.0.0", "224.0.0.1", "255.255.255.255", "10.0.0", "10.0.0.256", "010.0.0.1", "10.0.0.1 ", "node-1",
            "::1",
            "10.0.0.1.2", "1e1.0.0.1", "+1.0.0.1", "",
        ])
    func unusable(address: String) {
        #expect(!AddressRules.isUsable(address))
        #expect(throws: AddressRules.Fault.self) { try source(advertised: address) }
    }

    /// The shape is the one of AWS's "Task metadata endpoint version 4 examples".
    @Test("the agent's answer names the task's address")
    func metadata() throws {
        let json = """
            {"DockerId": "cd189a933e5849daa93386466019ab50-2495160603", "Name": "curl", "Limits": {"CPU": 10},
             "Networks": [{"NetworkMode": "awsvpc", "IPv4Addresses": ["192.0.2.3"], "AttachmentIndex": 0,
             "IPv4SubnetCIDRBlock": "192.0.2.0/24"}], "ClockDrift": {"ClockErrorBound": 0.5}}
            """
        #expect(try JSONDecoder().decode(ECSContainerMetadata.self, from: Data(json.utf8)).address == "192.0.2.3")
    }

    @Test(
        "an answer without an address is no address",
        arguments: [
            "{}", #"{"Networks": []}"#, #"{"Networks": [{"NetworkMode": "bridge"}]}"#,
            #"{"Networks": [{"IPv4Addresses": ["0.0.0.0"]}]}"#, #"{"Networks": null}"#,
        ])
    func metadataWithoutAddress(json: String) throws {
        #expect(try JSONDecoder().decode(ECSContainerMetadata.self, from: Data(json.utf8)).address == nil)
    }

    @Test("a way to the database over loopback is refused with a sentence that names ADVERTISE_ADDR")
    func loopbackDatabase() throws {
        #expect(try AddressRules.routed("10.0.1.17", host: "db") == "10.0.1.17")
        for address in ["127.0.0.1", "127.8.9.10", nil, "::1"] {
            do {
                _ = try AddressRules.routed(address, host: "localhost")
                Issue.record("\(address ?? "nothing") was taken")
            } catch {
                #expect(error.key == "advertise.addr" && error.message.contains("ADVERTISE_ADDR"))
            }
        }
    }
}
