import ClientProtocol
import GatewayCore
import NIOCore
import NIOHTTP1
package import ServiceRuntime
import TLS

#if canImport(Glibc)
    import Glibc
#endif

/// The browser client, read whole at the start. A request only looks a name up among the files that were found, so no
/// path leads out of the folder.
package struct StaticFiles: Sendable {
    /// Bytes of all files together.
    package static let maximumTotal = 64 << 20

    private struct Content {
        let bytes: ByteBuffer
        /// Each coding has its own: a cache must not take the one for the other (RFC 9110 section 8.8.3.3).
        let entityTag: String

        init(_ bytes: [UInt8]) {
            self.bytes = ByteBuffer(bytes: bytes)
            entityTag = "\"\(hexadecimal(Crypto.sha256(bytes).prefix(16)))\""
        }
    }

    private struct File {
        let content: Content
        let contentType: String
        var cacheControl: String
        /// Made when the client was built, `name.gz` and `name.br` beside the file; only those that are smaller.
        var coded: [ContentCoding: Content] = [:]
    }

    /// By absolute path: `/index.html`.
    private var files: [String: File] = [:]
    /// First segments of the addresses that `index.html` serves: `play` for `/play/duel`.
    private var pages: Set<Substring> = []
    /// `index.html`, where it has a place for previews.
    private var template: PreviewTemplate?

    package init() {}

    /// Reads `directory` and the folders in it. Names that begin with a dot and symbolic links are left out.
    package init(directory: String) throws(SettingsError) {
        var total = 0
        try read(directory, as: "/", total: &total)
        joinCodings()
        try markImmutable(in: directory)
        pages = Set(try Self.lines(of: "\(directory)/.pages"))
        guard let index = files["/index.html"] else {
            throw SettingsError(
                key: "client.dir", message: "there is no index.html in '\(directory)'; build the client first")
        }
        template = PreviewTemplate(Array(buffer: index.content.bytes))
    }

    /// Whether shared links get a preview of their own.
    func hasPreview(at path: String) -> Bool { template != nil && isPage(path) }

    /// The client's page with a preview in its head. Not compressed: it is made for each request, and has some 2 KB.
    func answer(to request: HTTPRequest, with preview: LinkPreview, origin: String?) -> HTTPResponse? {
        guard let template else { return answer(to: request) }
        let content = Content(
            template.filled(with: preview.tags(origin: origin, path: request.path, picture: Self.picture)))
        let headers: HTTPHeaders = ["etag": content.entityTag, "cache-control": "no-cache"]
        guard !Self.isKnown(content, request) else {
            return HTTPResponse(.notModified, Self.contentType(of: "index.html"), ByteBuffer(), headers: headers)
        }
        return HTTPResponse(.ok, Self.contentType(of: "index.html"), content.bytes, headers: headers)
    }

    private static let picture = "/card.jpg"

    private static func isKnown(_ content: Content, _ request: HTTPRequest) -> Bool {
        request.fields.list("if-none-match")
            .contains { $0 == content.entityTag || $0 == "W/\(content.entityTag)" || $0 == "*" }
    }

    /// - Returns: `nil` when there is no such file.
    package func answer(to request: HTTPRequest) -> HTTPResponse? {
        let path = request.path == "/" || isPage(request.path) ? "/index.html" : request.path
        guard let file = files[path] else { return nil }
        guard request.method == .GET || request.method == .HEAD else { return .methodNotAllowed("GET, HEAD") }
        var coding = ContentCoding.identity
        if !file.coded.isEmpty {
            coding = .choose(accepted: request.fields.list("accept-encoding"), available: Array(file.coded.keys))
        }
        let content = file.coded[coding] ?? file.content
        var headers: HTTPHeaders = ["etag": content.entityTag, "cache-control": file.cacheControl]
        if !file.coded.isEmpty { headers.add(name: "vary", value: "accept-encoding") }
        if Self.isKnown(content, request) {
            return HTTPResponse(.notModified, file.contentType, ByteBuffer(), headers: headers)
        }
        if coding != .identity { headers.add(name: "content-encoding", value: coding.rawValue) }
        return HTTPResponse(.ok, file.contentType, content.bytes, headers: headers)
    }

    /// The build lists in `.pages` what the client's own routes begin with. Their segments hold letters, digits and `-`
    /// only, so that a missing file is still answered 404.
    private func isPage(_ path: String) -> Bool {
        guard files[path] == nil, let first = path.split(separator: "/", maxSplits: 2).first, pages.contains(first)
        else { return false }
        return path.utf8.allSatisfy {
            switch $0 {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "/"):
                true
            default: false
            }
        }
    }

    /// Takes `name.gz` and `name.br` for codings of `name`, where there is one.
    private mutating func joinCodings() {
        for (coding, suffix) in [(ContentCoding.gzip, ".gz"), (.brotli, ".br")] {
            for path in files.keys.filter({ $0.hasSuffix(suffix) }) {
                let name = String(path.dropLast(suffix.count))
                guard let file = files[name], let coded = files[path]?.content else { continue }
                files[path] = nil
                guard coded.bytes.readableBytes < file.content.bytes.readableBytes else { continue }
                files[name]?.coded[coding] = coded
            }
        }
    }

    /// The build lists in `.immutable`, a path a line, the files whose names change with their content.
    private mutating func markImmutable(in directory: String) throws(SettingsError) {
        for name in try Self.lines(of: "\(directory)/.immutable") {
            files["/\(name)"]?.cacheControl = Self.immutable
        }
    }

    /// A list that the build has made; empty where there is none.
    private static func lines(of list: String) throws(SettingsError) -> [Substring] {
        guard access(list, R_OK) == 0 else { return [] }
        return String(decoding: try contents(of: list, atMost: 1 << 20), as: UTF8.self).split(separator: "\n")
    }

    private mutating func read(_ directory: String, as path: String, total: inout Int) throws(SettingsError) {
        guard let folder = opendir(directory) else {
            throw SettingsError(
                key: "client.dir", message: "'\(directory)' cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { closedir(folder) }
        while let entry = readdir(folder) {
            let name = withUnsafePointer(to: entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            guard !name.hasPrefix(".") else { continue }
            var status = stat()
            guard lstat("\(directory)/\(name)", &status) == 0 else { continue }
            switch status.st_mode & S_IFMT {
            case S_IFDIR: try read("\(directory)/\(name)", as: "\(path)\(name)/", total: &total)
            case S_IFREG:
                let bytes = try Self.contents(of: "\(directory)/\(name)", atMost: Self.maximumTotal - total)
                total += bytes.count
                files["\(path)\(name)"] = File(
                    content: Content(bytes), contentType: Self.contentType(of: name),
                    cacheControl: Self.hasHash(name) ? Self.immutable : "no-cache")
            default: continue
            }
        }
    }

    private static func contents(of path: String, atMost limit: Int) throws(SettingsError) -> [UInt8] {
        guard let file = fopen(path, "rb") else {
            throw SettingsError(
                key: "client.dir", message: "'\(path)' cannot be read: \(String(cString: strerror(errno)))")
        }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return bytes }
            bytes.append(contentsOf: chunk[..<count])
            guard bytes.count <= limit else {
                throw SettingsError(
                    key: "client.dir",
                    message: "the files have more than \(maximumTotal >> 20) MiB; is that the client's folder?")
            }
        }
    }

    private static func contentType(of name: String) -> String {
        switch name.split(separator: ".").last {
        case "html": "text/html; charset=utf-8"
        case "js", "mjs": "text/javascript; charset=utf-8"
        case "css": "text/css; charset=utf-8"
        case "json", "map": "application/json"
        case "wasm": "application/wasm"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        case "jpg", "jpeg": "image/jpeg"
        case "webp": "image/webp"
        case "ico": "image/x-icon"
        case "woff2": "font/woff2"
        case "webmanifest": "application/manifest+json"
        case "txt", "md": "text/plain; charset=utf-8"
        case "mp3": "audio/mpeg"
        case "ogg": "audio/ogg"
        default: "application/octet-stream"
        }
    }

    private static let immutable = "public, max-age=31536000, immutable"

    /// `name-HASH.ext`, eight capitals and digits with some of both: digits alone may be a date, capitals alone a word.
    /// What the build knows better is in its list.
    private static func hasHash(_ name: String) -> Bool {
        guard let dash = name.lastIndex(of: "-") else { return false }
        let hash = name[name.index(after: dash)...].prefix { $0 != "." }.utf8
        let digits = hash.filter { (0x30...0x39).contains($0) }.count
        let capitals = hash.filter { (0x41...0x5A).contains($0) }.count
        return hash.count == 8 && digits + capitals == 8 && digits > 0 && capitals > 0
    }
}
