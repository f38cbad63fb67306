internal import CProtobufC

/// A Swift value that libprotobuf-c encodes and decodes through its counterpart, a C struct.
///
/// The C struct points into an ``MemoryArena`` and lives no longer than the call that made it.
protocol CodedMessage {
    associatedtype Raw
    typealias Initialize<Raw> = (UnsafeMutablePointer<Raw>?) -> Void
    typealias Unpack<Raw> = (UnsafeMutablePointer<ProtobufCAllocator>?, Int, UnsafePointer<UInt8>?)
        -> UnsafeMutablePointer<Raw>?

    static var initialize: Initialize<Raw> { get }
    static var unpack: Unpack<Raw> { get }

    /// Copies the values out of `raw`.
    init(_ raw: Raw) throws(WireError)
    /// Puts the values into `raw`; what it points to is in `arena`.
    func fill(_ raw: inout Raw, in arena: inout MemoryArena)
}

/// Values to bytes and back.
enum ProtobufCoding {
    /// Enough for most messages; more would not come from the stack.
    private static let stackBytes = 1024

    /// Bytes that decoding may allocate. protobuf-c notes each field it meets in some 50 bytes, so a hostile message of
    /// tiny fields grows that much; ours grow less than fourfold.
    static func decodingBudget(for count: Int) -> Int {
        let (doubled, overflow) = count.multipliedReportingOverflow(by: 4)
        return overflow ? Int.max : max(doubled, doubled &+ 16 * 1024 * 1024)
    }

    static func encode<Message: CodedMessage>(_ message: Message) -> [UInt8] {
        unsafe withUnsafeTemporaryAllocation(byteCount: stackBytes, alignment: 16) { stack in
            var arena = unsafe MemoryArena(first: stack, budget: .max)
            let raw = unsafe UnsafeRawPointer(arena.copy(message))
                .assumingMemoryBound(to: ProtobufCMessage.self)
            let size = unsafe protobuf_c_message_get_packed_size(raw)
            return unsafe [UInt8](unsafeUninitializedCapacity: size) { bytes, count in
                count = unsafe protobuf_c_message_pack(raw, bytes.baseAddress)
            }
        }
    }

    static func decode<Message: CodedMessage>(_ bytes: [UInt8]) throws(WireError) -> Message {
        try decode(bytes, budget: decodingBudget(for: bytes.count))
    }

    static func decode<Message: CodedMessage>(_ bytes: [UInt8], budget: Int) throws(WireError) -> Message {
        try unsafe withUnsafeTemporaryAllocation(byteCount: stackBytes, alignment: 16) {
            stack -> Result<Message, WireError> in
            var arena = unsafe MemoryArena(first: stack, budget: budget)
            return unsafe withUnsafeMutablePointer(to: &arena) { arena in
                var allocator = unsafe ProtobufCAllocator(
                    alloc: { arena, size in
                        unsafe arena?.assumingMemoryBound(to: MemoryArena.self).pointee.allocate(size)
                    },
                    free: { _, _ in },  // the arena gives everything back at its end
                    allocator_data: arena)
                let raw = unsafe bytes.withUnsafeBufferPointer {
                    unsafe Message.unpack(&allocator, $0.count, $0.baseAddress)
                }
                guard let raw = unsafe raw else {
                    return .failure(
                        unsafe arena.pointee.isExhausted
                            ? WireError(code: .tooLarge, message: "\(Message.self) takes more than \(budget) bytes")
                            : WireError(code: .malformed, message: "\(bytes.count) bytes are no \(Message.self)"))
                }
                do throws(WireError) {
                    return try .success(unsafe Message(raw.pointee))
                } catch {
                    return .failure(error)
                }
            }
        }.get()
    }
}

// MARK: Copies out of protobuf-c's structs.

extension ProtobufCoding {
    static func bytes(_ data: ProtobufCBinaryData) -> [UInt8] {
        unsafe [UInt8](UnsafeBufferPointer(start: data.data, count: data.data == nil ? 0 : data.len))
    }

    static func text(_ data: ProtobufCBinaryData) throws(WireError) -> String {
        let utf8 = unsafe UnsafeBufferPointer(start: data.data, count: data.data == nil ? 0 : data.len)
        guard let text = unsafe String(validating: utf8, as: UTF8.self) else {
            throw WireError(code: .invalidUTF8, message: "a text of \(utf8.count) bytes is not UTF-8")
        }
        return text
    }

    static func message<Message: CodedMessage>(
        _ raw: UnsafeMutablePointer<Message.Raw>?
    ) throws(WireError) -> Message? {
        guard let raw = unsafe raw else { return nil }
        return try unsafe Message(raw.pointee)
    }

    /// A message that must be there: an element of a list, the chosen one of a oneof.
    static func present<Message: CodedMessage>(
        _ raw: UnsafeMutablePointer<Message.Raw>?
    ) throws(WireError) -> Message {
        guard let raw = unsafe raw else {
            throw WireError(code: .malformed, message: "a \(Message.self) is missing")
        }
        return try unsafe Message(raw.pointee)
    }

    static func messages<Message: CodedMessage>(
        _ count: Int, _ items: UnsafeMutablePointer<UnsafeMutablePointer<Message.Raw>?>?
    ) throws(WireError) -> [Message] {
        guard let items = unsafe items else { return [] }
        var result: [Message] = []
        result.reserveCapacity(count)
        for position in 0..<count {
            result.append(try unsafe present(items[position]))
        }
        return result
    }

    static func byteStrings(_ count: Int, _ items: UnsafeMutablePointer<ProtobufCBinaryData>?) -> [[UInt8]] {
        unsafe UnsafeBufferPointer(start: items, count: count).map { unsafe bytes($0) }
    }

    static func texts(
        _ count: Int, _ items: UnsafeMutablePointer<ProtobufCBinaryData>?
    ) throws(WireError) -> [String] {
        guard let items = unsafe items else { return [] }
        var result: [String] = []
        for position in 0..<count {
            result.append(try unsafe text(items[position]))
        }
        return result
    }

    static func numbers<Number>(_ count: Int, _ items: UnsafeMutablePointer<Number>?) -> [Number] {
        unsafe [Number](UnsafeBufferPointer(start: items, count: count))
    }

    static func flags(_ count: Int, _ items: UnsafeMutablePointer<protobuf_c_boolean>?) -> [Bool] {
        unsafe UnsafeBufferPointer(start: items, count: count).map { $0 != 0 }
    }

    static func enums<Value: RawRepresentable<Int32>, Raw: RawRepresentable<UInt32>>(
        _ count: Int, _ items: UnsafeMutablePointer<Raw>?, _ make: (Int32) -> Value
    ) -> [Value] {
        unsafe UnsafeBufferPointer(start: items, count: count).map { make(Int32(bitPattern: $0.rawValue)) }
    }
}
