/// Why the log or a snapshot cannot be used.
package struct StorageError: Error, Sendable, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// What is on disk is not what was written. The directory must not be used again under its identity: the node
        /// may have forgotten a vote or an entry that others count on.
        case damaged
        /// Written by a version of this software that is newer than this one.
        case newerFormat
        /// The disk refused a call; ``StorageError/cause`` tells which.
        case disk
    }

    package var code: Code
    package var message: String
    package var cause: DiskError?

    package init(_ code: Code, _ message: String, cause: DiskError? = nil) {
        self.code = code
        self.message = message
        self.cause = cause
    }

    init(_ cause: DiskError) { self.init(.disk, "the disk refused a call", cause: cause) }

    package var description: String { cause.map { "\(message): \($0)" } ?? message }
}
