import Foundation
import ServiceRuntime

/// The secret of a node as the environment gives it: `NODE_SECRET`, or the file that `NODE_SECRET_FILE` names.
enum GivenSecret {
    /// No service takes a shorter one, in bytes.
    private static let shortest = 16

    /// `nil`: none is given, and the node's own file has it.
    static func read() throws -> String? {
        let outer = ProcessInfo.processInfo.environment
        let setting = Setting.nodeSecret
        let given: String?
        if let text = outer[setting.name], !text.isEmpty {
            given = text
        } else {
            given = try SecretFiles.load(for: .tool, from: outer)[setting.key]
        }
        if let given, given.utf8.count < shortest {
            throw ToolError("\(setting.name) has less than \(shortest) bytes, which no service takes; use a longer one")
        }
        return given
    }
}
