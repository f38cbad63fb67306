import Dispatch
import Foundation

/// The command `docker`, or another program that runs for a while and says something.
enum Docker {
    struct Outcome {
        var status: Int32
        var output: String
        var errors: String

        /// The last line that says what went wrong.
        var reason: String {
            let lines = (errors + "\n" + output).split(whereSeparator: \.isNewline).map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return lines.last { !$0.isEmpty } ?? "it ended with \(status)"
        }
    }

    /// - Throws: ``ToolError`` when docker fails, with what it says.
    static func ask(_ arguments: String...) throws -> String {
        let found = try run(["docker"] + arguments)
        guard found.status == 0 else {
            throw ToolError("docker \(arguments.first ?? ""): \(found.reason)")
        }
        return found.output
    }

    /// - Parameter environment: Added to this process's own.
    static func run(_ words: [String], environment: [String: String] = [:]) throws -> Outcome {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = words
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.standardInput = FileHandle.nullDevice
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        do { try process.run() } catch { throw ToolError("\(words[0]) cannot be run: \(error)") }
        // Both at once: a pipe that nobody reads would fill and hold the program up.
        let said = ErrorOutput()
        let reading = DispatchGroup()
        DispatchQueue.global().async(group: reading) {
            said.errors = errors.fileHandleForReading.readDataToEndOfFile()
        }
        let text = output.fileHandleForReading.readDataToEndOfFile()
        reading.wait()
        process.waitUntilExit()
        guard process.terminationStatus != 127 else {
            throw ToolError("\(words[0]) is not on PATH; --backend compose needs Docker")
        }
        return Outcome(
            status: process.terminationStatus, output: String(decoding: text, as: UTF8.self),
            errors: String(decoding: said.errors, as: UTF8.self))
    }

    /// Written by one thread before the other goes on.
    private final class ErrorOutput: @unchecked Sendable {
        var errors = Data()
    }
}
