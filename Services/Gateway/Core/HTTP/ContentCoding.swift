/// How a file may be coded on its way (RFC 9110 section 8.4.1). The order is that of preference.
package enum ContentCoding: String, CaseIterable, Sendable {
    case brotli = "br"
    case gzip
    case identity

    /// Of `Accept-Encoding` (RFC 9110 section 12.5.3).
    /// - Parameters:
    ///   - accepted: The members of the field; none where the field is missing or empty.
    ///   - available: Codings of the file besides identity.
    /// - Returns: The coding with the highest weight. Identity where nothing else will do, even if it was refused: the
    ///   answer is of more use than an error.
    package static func choose(accepted: [String], available: [ContentCoding]) -> ContentCoding {
        var weights: [String: Int] = [:]
        for member in accepted {
            let parts = member.split(separator: ";", omittingEmptySubsequences: false).map {
                $0.trimmingSpaces().lowercased()
            }
            guard parts.count <= 2, let weight = parts.count == 1 ? 1000 : weight(parts[1]) else { continue }
            weights[parts[0] == "x-gzip" ? "gzip" : parts[0]] = weight
        }
        var best = ContentCoding.identity
        // Unasked, identity is what is left when nothing else is wanted.
        var bestWeight = weights[identity.rawValue] ?? 0
        for coding in allCases where available.contains(coding) {
            let weight = weights[coding.rawValue] ?? weights["*"] ?? 0
            if weight > bestWeight || (weight == bestWeight && weight > 0 && best == .identity) {
                (best, bestWeight) = (coding, weight)
            }
        }
        return best
    }

    /// `q=0.25` in thousandths; `nil` for anything else.
    private static func weight(_ parameter: String) -> Int? {
        let bytes = Array(parameter.utf8)
        guard bytes.count >= 3, bytes.count <= 7, bytes.starts(with: "q=".utf8), bytes[2] == 0x30 || bytes[2] == 0x31,
            bytes.count == 3 || bytes[3] == UInt8(ascii: "."), bytes.dropFirst(4).allSatisfy(\.isDigit)
        else { return nil }
        var weight = Int(bytes[2] - 0x30)
        for place in 4..<7 { weight = weight * 10 + (place < bytes.count ? Int(bytes[place] - 0x30) : 0) }
        return weight <= 1000 ? weight : nil
    }
}
