import Testing
import Wire

/// What all generated messages have.
protocol GoldenMessage: Equatable, Sendable {
    init(decoding bytes: [UInt8]) throws(WireError)
    func encoded() -> [UInt8]
}

/// A value and the bytes that another implementation of protobuf gives it.
struct Golden: Sendable, CustomTestStringConvertible {
    let bytes: [UInt8]
    let testDescription: String
    /// The value's bytes by Wire.
    let encoded: @Sendable () -> [UInt8]
    /// Whether Wire reads the value from `bytes`.
    let isDecoded: @Sendable () throws -> Bool
    /// Decodes any bytes as this type and, when that works, encodes them again.
    let recode: @Sendable ([UInt8]) throws(WireError) -> [UInt8]

    init<Message: GoldenMessage>(_ value: Message, _ hex: String) {
        let bytes = fromHex(hex)
        self.bytes = bytes
        testDescription = "\(Message.self), \(bytes.count) bytes"
        encoded = { value.encoded() }
        isDecoded = { try Message(decoding: bytes) == value }
        recode = { (bytes) throws(WireError) in try Message(decoding: bytes).encoded() }
    }

    static let all: [Golden] = play() + registry() + consensus() + raft()
}

/// The bytes of an even number of lower-case hexadecimal digits.
func fromHex(_ digits: String) -> [UInt8] {
    let values = digits.utf8.map { $0 >= UInt8(ascii: "a") ? $0 - UInt8(ascii: "a") + 10 : $0 - UInt8(ascii: "0") }
    return stride(from: 0, to: values.count, by: 2).map { values[$0] << 4 | values[$0 + 1] }
}

func repeated(_ text: String, _ count: Int) -> [UInt8] {
    Array(String(repeating: text, count: count).utf8)
}
