import TLS

/// `grpc.reflection.v1.ServerReflection`, and the same under its older name `v1alpha`: tells tools which services a port has
/// and how their messages look (grpc/doc/server-reflection.md). It tells what is in the public contracts, nothing of data.
enum RPCReflection {
    private static let names = ["grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"]

    /// The services with reflection on them, itself included.
    static func reflecting(_ services: [RPCServiceDefinition]) -> [RPCServiceDefinition] {
        let catalogue = Catalogue(
            services: (services.map(\.name) + names).sorted(),
            files: services.compactMap(\.file) + [.reflection])
        return services
            + names.map { name in
                RPCServiceDefinition(
                    name: name,
                    methods: ["ServerReflectionInfo": .stream { _, _ in Conversation(catalogue) }])
            }
    }

    struct Catalogue: Sendable {
        let services: [String]
        let files: [RPCFileDescriptor]

        func file(named name: String) -> RPCFileDescriptor? { files.first { $0.name == name } }

        func file(defining symbol: String) -> RPCFileDescriptor? {
            // The older name of reflection itself has no file of its own.
            files.first { $0.symbols.split(separator: " ").contains(Substring(symbol)) }
        }
    }

    private final class Conversation: RPCCallHandler {
        private let catalogue: Catalogue

        init(_ catalogue: Catalogue) { self.catalogue = catalogue }

        func received(_ message: [UInt8], on call: RPCCall) {
            guard let answer = RPCReflection.answer(to: message, catalogue) else {
                call.finish(RPCStatus(.invalidArgument, "not a ServerReflectionRequest"))
                return
            }
            call.send(answer)
            // Whoever asks without reading waits for what was asked before.
            if !call.isWritable { call.pauseReading() }
        }

        func becameWritable(on call: RPCCall) { call.resumeReading() }
        func receivedEnd(on call: RPCCall) { call.finish() }
        func closed(_ status: RPCStatus, on call: RPCCall) {}
    }

    // MARK: Messages, written out: the contract is frozen (Protos/grpc/reflection/v1/reflection.proto)

    /// - Returns: An encoded ServerReflectionResponse; `nil` for bytes that are no ServerReflectionRequest.
    static func answer(to request: [UInt8], _ catalogue: Catalogue) -> [UInt8]? {
        var host: [UInt8] = []
        var question: (field: UInt64, value: [UInt8])?
        var reader = ProtoReader(request)
        while let field = reader.next() {
            switch field.number {
            case 1: host = field.value
            case 3...7: question = (field.number, field.value)  // the last one of a oneof counts
            default: break
            }
        }
        guard reader.isWhole else { return nil }
        var response = ProtoWriter()
        if !host.isEmpty { response.put(1, host) }
        response.put(2, request)
        guard let question, let text = String(validating: question.value, as: UTF8.self) else {
            response.put(7, error(.invalidArgument, "the request asks for nothing"))
            return response.bytes
        }
        switch question.field {
        case 3: put(catalogue.file(named: text), "file", text, into: &response)
        case 4: put(catalogue.file(defining: text), "symbol", text, into: &response)
        case 7:
            var list = ProtoWriter()
            for service in catalogue.services {
                var name = ProtoWriter()
                name.put(1, Array(service.utf8))
                list.put(1, name.bytes)
            }
            response.put(6, list.bytes)
        default: response.put(7, error(.notFound, "proto3 has no extensions"))
        }
        return response.bytes
    }

    private static func put(
        _ file: RPCFileDescriptor?, _ kind: String, _ name: String, into response: inout ProtoWriter
    ) {
        guard let file, let bytes = Base64.decode(file.base64.utf8) else {
            response.put(7, error(.notFound, "no \(kind) \(name.prefix(200)) here"))
            return
        }
        var files = ProtoWriter()
        files.put(1, bytes)
        response.put(4, files.bytes)
    }

    private static func error(_ code: RPCStatus.Code, _ message: String) -> [UInt8] {
        var error = ProtoWriter()
        error.put(1, number: UInt64(code.rawValue))
        error.put(2, Array(message.utf8))
        return error.bytes
    }
}

/// The fields of a message whose values have lengths; others are skipped.
private struct ProtoReader {
    private let bytes: [UInt8]
    private var position = 0
    /// False once something was not of the form.
    private(set) var isWhole = true

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func next() -> (number: UInt64, value: [UInt8])? {
        while position < bytes.count, isWhole {
            guard let tag = varint(), tag >> 3 > 0 else { return broken() }
            switch tag & 7 {
            case 0:
                guard varint() != nil else { return broken() }
            case 1:
                guard skip(8) else { return broken() }
            case 2:
                guard let length = varint(), length <= UInt64(bytes.count - position) else { return broken() }
                let start = position
                position += Int(length)
                return (tag >> 3, Array(bytes[start..<position]))
            case 5:
                guard skip(4) else { return broken() }
            default: return broken()
            }
        }
        return nil
    }

    private mutating func broken() -> (number: UInt64, value: [UInt8])? {
        isWhole = false
        return nil
    }

    private mutating func skip(_ count: Int) -> Bool {
        guard bytes.count - position >= count else { return false }
        position += count
        return true
    }

    private mutating func varint() -> UInt64? {
        var value: UInt64 = 0
        for shift in stride(from: 0 as UInt64, to: 70, by: 7) {
            guard position < bytes.count else { return nil }
            let byte = bytes[position]
            position += 1
            value |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return value }
        }
        return nil
    }
}

private struct ProtoWriter {
    private(set) var bytes: [UInt8] = []

    mutating func put(_ field: UInt8, _ value: [UInt8]) {
        bytes.append(field << 3 | 2)
        put(varint: UInt64(value.count))
        bytes += value
    }

    mutating func put(_ field: UInt8, number: UInt64) {
        bytes.append(field << 3)
        put(varint: number)
    }

    private mutating func put(varint value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }
}
