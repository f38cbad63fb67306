extension LoadReport {
    /// For a terminal, at most 100 columns.
    package var text: String {
        var lines = [
            "", "\(players) players for \(Span.tenths(seconds)) s, seed \(seed), at \(gateways.joined(separator: " "))",
        ]
        lines.append("  " + Self.listed(mix))
        lines.append("")
        lines.append(Self.row(["", "count", "p50", "p90", "p99", "p99.9", "max"]))
        for (name, words) in Self.latencyNames {
            guard let latency = latencies[name] else { continue }
            let times = [latency.p50, latency.p90, latency.p99, latency.p999, latency.max]
            lines.append(Self.row([words, String(latency.count)] + times.map { Span.words(Double($0)) }))
        }
        lines.append("")
        if let playingMean, let playingMin {
            lines.append(
                "in a running match: \(Span.tenths(playingMean)) % on average, \(Span.tenths(playingMin)) % at least")
        }
        lines.append("counts:   " + Self.listed(counts))
        for (name, list) in [
            ("outcomes", outcomes), ("closes", closes), ("hostile", hostileCloses), ("takes", takes),
            ("errors", errors),
        ]
        where !list.isEmpty {
            lines.append("\(name):".padded(to: 10) + Self.listed(list))
        }
        if let lastRefusal, joined < 100 { lines.append("refused:  \(lastRefusal)") }
        if joined == 0 { lines.append("NOBODY was let in: nothing was measured") }
        lines += processLines
        for event in events { lines.append("at \(Span.tenths(event.second)) s: \(event.words)") }
        if !faults.isEmpty {
            lines.append("")
            lines.append("faults (\(counts["faults", default: faults.count])):")
            lines += faults.prefix(20).map { "  \($0)" }
            if faults.count > 20 { lines.append("  … the JSON report has \(faults.count)") }
        }
        if !gates.isEmpty {
            lines.append("")
            lines += gates.map { $0.broken.map { "BROKEN  \($0)" } ?? "holds   \($0.gate)" }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static let latencyNames = [
        ("ack", "turn to Ack"), ("farAck", "the same, bad links"), ("command", "command to outcome"),
        ("welcome", "hello to welcome"), ("gap", "between Updates"),
    ]

    private var processLines: [String] {
        guard !processes.isEmpty || client != nil else { return [] }
        var lines = ["", "CPU on \(cores) cores, load \(Span.tenths(loadAverage)); memory is resident"]
        lines.append(Self.row(["", "CPU", "a player·s", "memory", "", "", ""]))
        for process in processes + (client.map { [$0] } ?? []) where seconds > 0 {
            let share = process.cpuSeconds / seconds
            let each = playersMean > 0 ? "\(Int((share * 1e6 / playersMean).rounded())) µs" : ""
            let memory = process.samples.map(\.memory).max() ?? 0
            lines.append(
                Self.row([process.name, "\(Span.tenths(100 * share)) %", each, "\(Span.tenths(memory)) MB", "", "", ""])
            )
        }
        return lines
    }

    private static func row(_ cells: [String]) -> String {
        var line = cells[0].padded(to: 22)
        for cell in cells.dropFirst() { line += String(repeating: " ", count: max(1, 11 - cell.count)) + cell }
        while line.last == " " { line.removeLast() }
        return line
    }

    static func listed(_ list: [String: Int]) -> String {
        list.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    }
}

extension String {
    func padded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
