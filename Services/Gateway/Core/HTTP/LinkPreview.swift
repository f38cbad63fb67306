import ClientProtocol

/// The look of a shared link: the tags of the Open Graph protocol (ogp.me) in the page's head.
package struct LinkPreview: Sendable, Equatable {
    package var title: String
    package var description: String

    package init(title: String, description: String) {
        self.title = title
        self.description = description
    }

    /// Of a lobby, whoever is in it.
    package init(lobby code: String) {
        title = "Lobby \(code)"
        description = "You are invited to a match of SnakeTron. Open the link, choose a name and play."
    }

    /// Of a replay whose match is not known, or not now.
    package static let someReplay = LinkPreview(
        title: "Replay", description: "A match of SnakeTron, to be watched tick by tick and verified in the browser.")

    /// Of a replay.
    /// - Parameters:
    ///   - sides: Each side's names and score, the winners first.
    ///   - mode: As a sentence begins with it, such as `Duel`.
    ///   - seconds: The length of the match.
    package init(sides: [(names: [String], score: UInt32)], mode: String, seconds: UInt32) {
        let texts = sides.map { "\($0.names.joined(separator: " & ")) \($0.score)" }
        title =
            if sides.count == 2 {
                "\(texts[0]) : \(sides[1].score) \(sides[1].names.joined(separator: " & "))"
            } else {
                texts.joined(separator: ", ")
            }
        let rest = seconds % 60
        description =
            "\(mode), \(seconds / 60):\(rest < 10 ? "0" : "")\(rest). Watch it tick by tick; the browser verifies the result."
    }

    /// - Parameters:
    ///   - origin: Such as `https://play.example`; `nil`: not known, so that addresses stay relative.
    ///   - path: Of the page.
    ///   - picture: Path of the picture, 1200 × 630.
    package func tags(origin: String?, path: String, picture: String) -> String {
        func tag(_ property: String, _ content: String) -> String {
            "<meta property=\"og:\(property)\" content=\"\(HTMLText.escaped(content))\">\n    "
        }
        let base = origin ?? ""
        return "<title>\(HTMLText.escaped(title)) · SnakeTron</title>\n    "
            + "<meta name=\"description\" content=\"\(HTMLText.escaped(description))\">\n    "
            + tag("title", title) + tag("description", description) + tag("type", "website")
            + tag("site_name", "SnakeTron") + tag("url", base + path) + tag("image", base + picture)
            + tag("image:width", "1200") + tag("image:height", "630")
            + "<meta name=\"twitter:card\" content=\"summary_large_image\">"
    }
}

/// A page of the client with a place for a ``LinkPreview``.
package struct PreviewTemplate: Sendable {
    private let before: [UInt8]
    private let after: [UInt8]

    /// - Returns: `nil` for a page without the two comments `<!-- preview -->` and `<!-- /preview -->`, in this order.
    package init?(_ page: [UInt8]) {
        guard let begin = page.firstRange(of: Array("<!-- preview -->".utf8)),
            let end = page[begin.upperBound...].firstRange(of: Array("<!-- /preview -->".utf8))
        else { return nil }
        before = Array(page[..<begin.lowerBound])
        after = Array(page[end.upperBound...])
    }

    package func filled(with tags: String) -> [UInt8] { before + Array(tags.utf8) + after }
}

/// An address of the client that is shared.
package enum SharedLink: Sendable, Equatable {
    case lobby(String)
    /// By the replay's name.
    case replay(Substring)

    package init?(path: String) {
        let parts = path.split(separator: "/")
        guard path.hasPrefix("/"), parts.count == 2 else { return nil }
        switch parts[0] {
        case "lobby":
            let code = parts[1].uppercased()
            guard code.utf8.count == 5, code.utf8.allSatisfy(Self.isCodeCharacter) else { return nil }
            self = .lobby(code)
        case "replay": self = .replay(parts[1])
        default: return nil
        }
    }

    /// No I, O, 0 or 1: they could be taken for one another.
    private static func isCodeCharacter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "I"), UInt8(ascii: "O"): false
        case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "2")...UInt8(ascii: "9"): true
        default: false
        }
    }
}
