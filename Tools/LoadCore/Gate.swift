/// What a measured quantity is given in.
package enum Quantity: Sendable {
    /// Microseconds.
    case duration
    case count
    /// 0 to 100.
    case percent
    /// MiB.
    case memory
}

/// A bound that a run must keep, such as `ack.p99<50ms`.
package struct Gate: Sendable, Equatable, CustomStringConvertible {
    package enum Comparison: String, Sendable, CaseIterable {
        // Longer signs first: they are looked for in this order.
        case atMost = "<="
        case atLeast = ">="
        case below = "<"
        case above = ">"
    }

    package let description: String
    package let metric: String
    package let comparison: Comparison
    /// In the metric's own unit: microseconds, percent, MiB or a count.
    package let bound: Double

    package init(_ text: String) throws(LoadError) {
        let compact = text.filter { !$0.isWhitespace }
        guard let sign = Comparison.allCases.first(where: { compact.contains($0.rawValue) }),
            let place = compact.firstRange(of: sign.rawValue)
        else { throw LoadError("the gate '\(text)' has no <, <=, > or >=; write it as 'ack.p99<50ms'") }
        let metric = String(compact[..<place.lowerBound])
        let value = String(compact[place.upperBound...])
        guard let quantity = LoadMetrics.quantity(of: metric) else {
            throw LoadError(
                "the gate '\(text)' names no metric: there are \(LoadMetrics.names.joined(separator: ", "))")
        }
        bound = try Self.number(value, quantity, text)
        description = compact
        self.metric = metric
        comparison = sign
    }

    private static func number(_ value: String, _ quantity: Quantity, _ text: String) throws(LoadError) -> Double {
        func plain(_ digits: String, _ example: String) throws(LoadError) -> Double {
            guard let number = Double(digits), number >= 0, number.isFinite else {
                throw LoadError("the gate '\(text)' needs \(example) after the sign, not '\(value)'")
            }
            return number
        }
        switch quantity {
        case .duration:
            guard value.last?.isNumber == false else {
                throw LoadError("the gate '\(text)' needs a unit: us, ms or s, as in 'ack.p99<50ms'")
            }
            return Double(try Span.parse(value))
        case .count: return try plain(value, "a whole number")
        case .percent: return try plain(value.hasSuffix("%") ? String(value.dropLast()) : value, "a share such as 95%")
        case .memory:
            return try plain(value.hasSuffix("MB") ? String(value.dropLast(2)) : value, "a size such as 100MB")
        }
    }

    /// - Parameter value: The measured value, in the unit of the metric (microseconds, bytes, a share or a number); `nil`: it was
    ///   not measured.
    /// - Returns: Why the gate is broken; `nil`: it holds.
    package func verdict(on value: Double?) -> String? {
        guard let value else { return "\(description): there is no measurement of \(metric)" }
        let holds =
            switch comparison {
            case .below: value < bound
            case .atMost: value <= bound
            case .above: value > bound
            case .atLeast: value >= bound
            }
        guard !holds, let quantity = LoadMetrics.quantity(of: metric) else { return nil }
        return "\(description): it was \(LoadMetrics.words(value, quantity))"
    }
}

/// The names that a gate may use.
package enum LoadMetrics {
    private static let durations = ["ack", "farAck", "command", "welcome", "gap"]
    private static let points = ["p50", "p90", "p99", "p999", "max"]
    package static let services = ["gateway", "simulation", "consensus", "registry"]
    private static let counts = [
        "faults", "unanswered", "reconnects", "takes", "resyncs", "closes", "refused", "matches", "acks",
    ]

    package static let names: [String] =
        durations.flatMap { name in points.map { "\(name).\($0)" } } + counts + [
            "playing.mean", "playing.min", "joined",
        ]
        + (services + ["node", "client"]).map { "\($0).cpu" } + (services + ["node", "client"]).map { "\($0).memory" }

    package static func quantity(of name: String) -> Quantity? {
        guard names.contains(name) else { return nil }
        if name.hasPrefix("playing.") || name == "joined" || name == "client.cpu" { return .percent }
        if name.hasSuffix(".memory") { return .memory }
        if counts.contains(name) { return .count }
        // CPU of a service: microseconds a player and second.
        return .duration
    }

    package static func share(of point: String) -> Double? {
        switch point {
        case "p50": 0.5
        case "p90": 0.9
        case "p99": 0.99
        case "p999": 0.999
        case "max": 1
        default: nil
        }
    }

    package static func words(_ value: Double, _ quantity: Quantity) -> String {
        switch quantity {
        case .duration: Span.words(value)
        case .count: String(Int(value))
        case .percent: "\(Span.tenths(value)) %"
        case .memory: "\(Span.tenths(value)) MB"
        }
    }
}
