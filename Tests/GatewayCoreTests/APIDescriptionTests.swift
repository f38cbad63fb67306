import Foundation
import GatewayCore
import Testing

@Suite("docs/guide/openapi.yaml")
struct APIDescriptionTests {
    /// Path to its methods in upper case, as the page's layout has them: two spaces before a path, four before a method.
    private func described() throws -> [String: Set<String>] {
        let page = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/guide/openapi.yaml")
        let lines = try String(contentsOf: page, encoding: .utf8).split(
            separator: "\n", omittingEmptySubsequences: false)
        let begin = try #require(lines.firstIndex(of: "paths:"))
        let end = try #require(lines.firstIndex(of: "components:"))
        var paths: [String: Set<String>] = [:]
        var path = ""
        for line in lines[begin..<end] {
            if line.hasPrefix("  /"), line.hasSuffix(":") {
                path = String(line.dropFirst(2).dropLast())
                paths[path] = []
            } else if line.hasPrefix("    "), !line.hasPrefix("     "), line.hasSuffix(":") {
                paths[path]?.insert(line.dropFirst(4).dropLast().uppercased())
            }
        }
        return paths
    }

    @Test("every route of the gateway is described, with its methods, and nothing else is")
    func sameRoutes() throws {
        let described = try described()
        let known = Dictionary(
            uniqueKeysWithValues: HTTPRoute.all.map { ($0.template, Set($0.methods).subtracting(["HEAD"])) })
        #expect(described == known)
    }

    @Test("HEAD is answered where GET is, but for the socket")
    func head() {
        for route in HTTPRoute.all where route != .socket {
            #expect(route.methods.contains("HEAD") == route.methods.contains("GET"), "\(route.template)")
        }
    }
}
