import ClientProtocol
import GatewayCore
import Testing

@Suite("a node that a page may kill")
struct NodeKillTests {
    private func mark(_ entries: String...) -> ProcessMark? {
        ProcessMark(environment: entries.flatMap { Array($0.utf8) + [0] })
    }

    @Test("a process is of a cluster by its whole mark")
    func marks() {
        let expected = ProcessMark(home: "/tmp/a=b", service: "gateway", address: "127.0.0.2")
        #expect(
            mark(
                "PATH=/bin", "SNAKETRON_HOME=/tmp/a=b", "SNAKETRON_SERVICE=gateway", "LOOPBACK_ADDR=127.0.0.2", "odd")
                == expected)
        #expect(mark("SNAKETRON_HOME=/tmp", "LOOPBACK_ADDR=127.0.0.2") == nil, "the command line bears no service")
        #expect(mark("SNAKETRON_SERVICE=gateway", "LOOPBACK_ADDR=127.0.0.2") == nil)
        #expect(mark("SNAKETRON_HOME=/tmp", "SNAKETRON_SERVICE=gateway") == nil)
        #expect(mark("SNAKETRON_HOME=", "SNAKETRON_SERVICE=gateway", "LOOPBACK_ADDR=127.0.0.2") == nil)
        #expect(mark() == nil)
        #expect(ProcessMark(environment: [0, 0, 0xFF, 0x3D, 0]) == nil)
    }

    @Test("the machine is named by loopback names and addresses alone")
    func loopback() {
        for name in [
            "localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:8080", "127.255.0.9:1", "[::1]", "[::1]:8080",
        ] {
            #expect(HTTPAuthority.isLoopback(name), "\(name)")
        }
        for name in [
            "", "localhost.evil.example", "127.0.0.1.evil.example", "127.0.0", "127.0.0.256", "128.0.0.1",
            "play.example",
            "[::2]", "[::1].evil.example", "127.0.0.", "127...1", "0127.0.0.1",
        ] {
            #expect(!HTTPAuthority.isLoopback(name), "\(name)")
        }
    }

    @Test("a page is told whether it may")
    func told() throws {
        let view = ClusterView([], draining: [])
        #expect(try JSONValue(parsing: view.json(gateway: "g", node: nil, mayKill: true))["mayKill"]?.bool == true)
        #expect(try JSONValue(parsing: view.json(gateway: "g", node: nil))["mayKill"]?.bool == false)
    }
}
