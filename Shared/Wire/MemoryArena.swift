internal import CProtobufC

#if canImport(Glibc)
    internal import Glibc
#endif

/// Memory for one encoding or decoding: handed out in order, given back all at once.
///
/// The first block is the caller's, on the stack, so that small messages cost no `malloc`. Further blocks are linked
/// through their first word.
@safe struct MemoryArena: ~Copyable {
    /// protobuf-c's structs hold nothing wider than a word.
    private static let alignment = 8
    private static let blockSize = 16 * 1024

    private var next: UnsafeMutableRawPointer?
    private var left: Int
    private var newestBlock: UnsafeMutableRawPointer?
    private var budget: Int
    /// True once an allocation was refused because of the budget.
    private(set) var isExhausted = false

    /// - Parameters:
    ///   - first: The first block, aligned to 8 bytes; must outlive the arena.
    ///   - budget: Bytes that further blocks may take together.
    init(first: UnsafeMutableRawBufferPointer, budget: Int) {
        unsafe next = first.baseAddress
        left = first.count
        unsafe newestBlock = nil
        self.budget = budget
    }

    deinit {
        var block = unsafe newestBlock
        while let current = unsafe block {
            unsafe block = current.load(as: UnsafeMutableRawPointer?.self)
            unsafe free(current)
        }
    }

    /// `nil` when the budget or the machine's memory is used up.
    mutating func allocate(_ size: Int) -> UnsafeMutableRawPointer? {
        guard size >= 0, size <= Int.max / 2 else {
            isExhausted = true
            return nil
        }
        let size = (size + Self.alignment - 1) & ~(Self.alignment - 1)
        if size > left {
            let blockSize = max(Self.blockSize, size + Self.alignment)
            guard blockSize <= budget, let block = unsafe malloc(blockSize) else {
                isExhausted = true
                return nil
            }
            budget -= blockSize
            unsafe block.storeBytes(of: newestBlock, as: UnsafeMutableRawPointer?.self)
            unsafe newestBlock = block
            unsafe next = block + Self.alignment
            left = blockSize - Self.alignment
        }
        let result = unsafe next
        unsafe next = result.map { unsafe $0 + size }
        left -= size
        return unsafe result
    }
}

// MARK: Copies of Swift values, in the shapes of protobuf-c's structs. Encoding only, where the budget is unlimited.

extension MemoryArena {
    private mutating func array<Element>(of type: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        guard let memory = unsafe allocate(count * MemoryLayout<Element>.stride) else { fatalError("out of memory") }
        return unsafe memory.bindMemory(to: type, capacity: count)
    }

    mutating func copy(_ bytes: [UInt8]) -> ProtobufCBinaryData {
        guard !bytes.isEmpty else { return unsafe ProtobufCBinaryData(len: 0, data: nil) }
        let memory = unsafe array(of: UInt8.self, count: bytes.count)
        unsafe bytes.withUnsafeBufferPointer { unsafe memory.initialize(from: $0.baseAddress!, count: $0.count) }
        return unsafe ProtobufCBinaryData(len: bytes.count, data: memory)
    }

    mutating func copy(_ text: String) -> ProtobufCBinaryData {
        var text = text
        return text.withUTF8 { utf8 in
            guard let start = utf8.baseAddress, !utf8.isEmpty else {
                return unsafe ProtobufCBinaryData(len: 0, data: nil)
            }
            let memory = unsafe array(of: UInt8.self, count: utf8.count)
            unsafe memory.initialize(from: start, count: utf8.count)
            return unsafe ProtobufCBinaryData(len: utf8.count, data: memory)
        }
    }

    mutating func copy<Message: CodedMessage>(_ message: Message) -> UnsafeMutablePointer<Message.Raw> {
        let raw = unsafe array(of: Message.Raw.self, count: 1)
        unsafe Message.initialize(raw)
        unsafe message.fill(&raw.pointee, in: &self)
        return unsafe raw
    }

    mutating func copy<Message: CodedMessage>(ifPresent message: Message?) -> UnsafeMutablePointer<Message.Raw>? {
        guard let message else { return nil }
        return unsafe copy(message)
    }

    mutating func copy<Message: CodedMessage>(
        _ messages: [Message]
    ) -> (Int, UnsafeMutablePointer<UnsafeMutablePointer<Message.Raw>?>?) {
        guard !messages.isEmpty else { return (0, nil) }
        let items = unsafe array(of: UnsafeMutablePointer<Message.Raw>?.self, count: messages.count)
        for (position, message) in messages.enumerated() {
            unsafe (items + position).initialize(to: copy(message))
        }
        return unsafe (messages.count, items)
    }

    mutating func copy(_ values: [[UInt8]]) -> (Int, UnsafeMutablePointer<ProtobufCBinaryData>?) {
        guard !values.isEmpty else { return (0, nil) }
        let items = unsafe array(of: ProtobufCBinaryData.self, count: values.count)
        for (position, value) in values.enumerated() {
            unsafe (items + position).initialize(to: copy(value))
        }
        return unsafe (values.count, items)
    }

    mutating func copy(_ texts: [String]) -> (Int, UnsafeMutablePointer<ProtobufCBinaryData>?) {
        unsafe copy(texts.map { Array($0.utf8) })
    }

    mutating func copy<Number: BitwiseCopyable>(_ numbers: [Number]) -> (Int, UnsafeMutablePointer<Number>?) {
        guard !numbers.isEmpty else { return (0, nil) }
        let items = unsafe array(of: Number.self, count: numbers.count)
        unsafe numbers.withUnsafeBufferPointer { unsafe items.initialize(from: $0.baseAddress!, count: $0.count) }
        return unsafe (numbers.count, items)
    }

    mutating func copy(_ flags: [Bool]) -> (Int, UnsafeMutablePointer<protobuf_c_boolean>?) {
        unsafe copy(flags.map { $0 ? 1 : 0 } as [protobuf_c_boolean])
    }
}
