import ClientProtocol
import GatewayCore
import Testing

@Suite struct AccessRecordTests {
    private func line(_ format: AccessRecord.Format, path: String = "/api/cluster", request: Bool = true) -> String {
        let record = AccessRecord(
            id: "6b86b273ff34fce1-1", address: "192.0.2.7",
            request: request ? .init(method: "GET", path: path, isHTTP11: true) : nil, status: 200, bytes: 321,
            milliseconds: 4)
        return String(
            decoding: record.line(format, seconds: 784_111_777, time: "1994-11-06T08:49:37.000Z"), as: UTF8.self)
    }

    @Test("the Common Log Format, as its readers expect it")
    func common() {
        #expect(line(.common) == "192.0.2.7 - - [06/Nov/1994:08:49:37 +0000] \"GET /api/cluster HTTP/1.1\" 200 321\n")
        #expect(line(.common, request: false) == "192.0.2.7 - - [06/Nov/1994:08:49:37 +0000] \"-\" 200 321\n")
        #expect(line(.off).isEmpty)
    }

    @Test("a path cannot end a line, a quote or a terminal's patience")
    func escapes() {
        let common = line(.common, path: "/a\"b\\c\u{1B}\u{E9} d\n")
        #expect(common.contains(#""GET /a\x22b\x5cc\x1b\xc3\xa9\x20d\x0a HTTP/1.1""#))
        #expect(common.filter { $0 == "\n" }.count == 1)
    }

    @Test("JSON: one object a line, that a reader of JSON takes")
    func json() throws {
        let text = line(.json, path: "/a\"b\n")
        #expect(text.hasSuffix("}\n") && text.filter { $0 == "\n" }.count == 1)
        let json = try JSONValue(parsing: Array(text.dropLast().utf8))
        #expect(json["path"]?.string == "/a\"b\n" && json["request"]?.string == "6b86b273ff34fce1-1")
        #expect(json["address"]?.string == "192.0.2.7" && json["method"]?.string == "GET")
        #expect(text.contains(#""status":200,"bytes":321,"ms":4}"#))
        #expect(line(.json, request: false).contains(#""method":null,"path":null"#))
    }

    @Test("a request's name holds nothing that a log or a header could misread")
    func names() {
        for name in ["a", "Root=1-67891233-abcdef".replacing("=", with: "-"), String(repeating: "x", count: 64)] {
            #expect(RequestName.isValid(name), "\(name)")
        }
        for name in ["", "a b", "a\n", "a\"", "é", "a,b", String(repeating: "x", count: 65)] {
            #expect(!RequestName.isValid(name), "\(name)")
        }
    }
}
