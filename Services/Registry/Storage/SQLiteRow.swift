internal import CSQLite

/// What SQLite stores in a column.
enum SQLiteValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
}

/// A type that is stored in a column.
protocol SQLiteColumn {
    var sqlite: SQLiteValue { get }
    /// `nil`: the column holds something else.
    init?(sqlite: SQLiteValue)
}

/// One row of an answer. A column that is not there, or holds something else than is asked for, is an error: the file may be
/// damaged, or another program may have written to it.
struct SQLiteRow {
    let names: [String]
    let values: [SQLiteValue]

    subscript<Value: SQLiteColumn>(name: String) -> Value {
        get throws(SQLiteError) { try convert(value(name), name) }
    }

    subscript<Value: SQLiteColumn>(name: String) -> Value? {
        get throws(SQLiteError) {
            let value = try value(name)
            return value == .null ? nil : try convert(value, name) as Value
        }
    }

    func first<Value: SQLiteColumn>() throws(SQLiteError) -> Value { try convert(values[0], names[0]) }

    private func value(_ name: String) throws(SQLiteError) -> SQLiteValue {
        guard let index = names.firstIndex(of: name) else {
            throw SQLiteError(code: SQLITE_MISMATCH, message: "the answer has no column \(name)")
        }
        return values[index]
    }

    private func convert<Value: SQLiteColumn>(_ value: SQLiteValue, _ name: String) throws(SQLiteError) -> Value {
        guard let found = Value(sqlite: value) else {
            throw SQLiteError(code: SQLITE_MISMATCH, message: "the column \(name) holds \(value.kind)")
        }
        return found
    }
}

extension SQLiteValue {
    /// What an error may tell: a name or a replay is nobody's business.
    fileprivate var kind: String {
        switch self {
        case .null: "NULL"
        case .integer(let number): "the integer \(number)"
        case .real: "a real number"
        case .text: "text"
        case .blob: "bytes"
        }
    }
}

extension SQLiteColumn where Self: FixedWidthInteger {
    /// SQLite's integers end at 2^63 - 1; larger ones are refused where they come in.
    var sqlite: SQLiteValue { .integer(Int64(clamping: self)) }
    init?(sqlite: SQLiteValue) {
        guard case .integer(let number) = sqlite else { return nil }
        self.init(exactly: number)
    }
}

extension Int: SQLiteColumn {}
extension Int64: SQLiteColumn {}
extension UInt64: SQLiteColumn {}

extension Bool: SQLiteColumn {
    var sqlite: SQLiteValue { .integer(self ? 1 : 0) }
    init?(sqlite: SQLiteValue) {
        guard case .integer(let number) = sqlite else { return nil }
        self = number != 0
    }
}

extension Double: SQLiteColumn {
    var sqlite: SQLiteValue { .real(self) }
    init?(sqlite: SQLiteValue) {
        switch sqlite {
        case .real(let number): self = number
        case .integer(let number): self = Double(number)
        case .null, .text, .blob: return nil
        }
    }
}

extension String: SQLiteColumn {
    var sqlite: SQLiteValue { .text(self) }
    init?(sqlite: SQLiteValue) {
        guard case .text(let text) = sqlite else { return nil }
        self = text
    }
}

extension [UInt8]: SQLiteColumn {
    var sqlite: SQLiteValue { .blob(self) }
    init?(sqlite: SQLiteValue) {
        guard case .blob(let bytes) = sqlite else { return nil }
        self = bytes
    }
}
