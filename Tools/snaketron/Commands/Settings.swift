import ArgumentParser
import ServiceRuntime

struct Settings: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Lists the environment variables that configure the services, with ranges and defaults.",
        discussion: "snaketron up hands those on that are set, to the services that read them.")

    @Option(help: "registry, consensus, simulation or gateway; without it, all.")
    var service: ServiceName?

    func run() {
        for reader in SettingReader.allCases where service == nil || service?.rawValue == reader.rawValue {
            print("\(reader.rawValue):\n\(Setting.help(for: reader))\n")
        }
    }
}
