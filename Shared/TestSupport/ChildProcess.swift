import Foundation

/// A program that a test talks to by lines. Ended with the object.
package final class ChildProcess: @unchecked Sendable {  // `lines` and `errors` are guarded by `lock`
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private let process = Process()
    private let input = Pipe()
    private let output = Pipe()
    private let errorOutput = Pipe()
    private let lock = NSLock()
    private var partial = Data()
    private var lines: [String] = []
    private var errors = Data()

    /// - Parameter arguments: The program, looked up in PATH, and its arguments.
    package init(_ arguments: [String]) throws {
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = input
        process.standardOutput = output
        process.standardError = errorOutput
        output.fileHandleForReading.readabilityHandler = { [weak self] handle in self?.received(handle.availableData) }
        errorOutput.fileHandleForReading.readabilityHandler = { [weak self] handle in
            let data = handle.availableData
            self?.lock.withLock { self?.errors.append(data) }
        }
        try process.run()
    }

    deinit {
        output.fileHandleForReading.readabilityHandler = nil
        errorOutput.fileHandleForReading.readabilityHandler = nil
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    }

    private func received(_ data: Data) {
        lock.withLock {
            partial.append(data)
            while let end = partial.firstIndex(of: UInt8(ascii: "\n")) {
                lines.append(String(decoding: partial[partial.startIndex..<end], as: UTF8.self))
                partial.removeSubrange(partial.startIndex...end)
            }
        }
    }

    /// Sends a signal, SIGKILL by default.
    package func signal(_ number: Int32 = SIGKILL) { kill(process.processIdentifier, number) }

    package func write(line: String) { input.fileHandleForWriting.write(Data("\(line)\n".utf8)) }

    /// The next line of its output.
    package func line(within seconds: Double = 30) async throws -> String {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while Date() < deadline {
            if let line = lock.withLock({ lines.isEmpty ? nil : lines.removeFirst() }) { return line }
            if !process.isRunning {
                try await Task.sleep(for: .milliseconds(50))  // its last words may still be on the way
                if let line = lock.withLock({ lines.isEmpty ? nil : lines.removeFirst() }) { return line }
                throw failure("ended with \(process.terminationStatus)")
            }
            try await Task.sleep(for: .milliseconds(2))
        }
        throw failure("said nothing for \(seconds) s")
    }

    /// Waits for its end.
    package func exitStatus(within seconds: Double = 30) async throws -> Int32 {
        let deadline = Date(timeIntervalSinceNow: seconds)
        while process.isRunning {
            guard Date() < deadline else { throw failure("did not end in \(seconds) s") }
            try await Task.sleep(for: .milliseconds(2))
        }
        return process.terminationStatus
    }

    private func failure(_ what: String) -> Failure {
        let text = lock.withLock { String(decoding: errors.suffix(2000), as: UTF8.self) }
        return Failure(description: "\(process.arguments?.joined(separator: " ") ?? "") \(what)\n\(text)")
    }
}
