import ClientProtocol

extension LoadReport {
    /// One HTML file that needs no other: charts are SVG inside it.
    package var page: String {
        let verdict = isGood ? "everything held" : "not everything held"
        var out = """
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>\(players) players: \(verdict)</title>
            <style>
            body{font:15px/1.45 system-ui,sans-serif;max-width:900px;margin:2rem auto;padding:0 1rem;color:#222;background:#fff}
            table{border-collapse:collapse;margin:1rem 0}td,th{padding:.2rem .8rem;text-align:right;border-bottom:1px solid #ddd}
            td:first-child,th:first-child{text-align:left}figure{margin:1.5rem 0}figcaption{font-weight:600}
            svg{width:100%;height:auto}svg text{font-size:11px;font-family:inherit}.side{text-anchor:end;dominant-baseline:middle}
            .foot{text-anchor:middle}.grid{stroke:#ddd}.event{stroke:#b03030;stroke-dasharray:3 3}.measured{fill:#f3f6fb}
            .bad{color:#b03030}.good{color:#2b7a46}code{overflow-wrap:anywhere}
            @media(prefers-color-scheme:dark){body{color:#ddd;background:#181a1f}.grid,td,th{stroke:#3a3d44;border-color:#3a3d44}
            .measured{fill:#20242c}svg text{fill:#ccc}svg text[fill]{fill:revert-layer}}
            </style></head><body>
            <h1>\(players) players, \(Span.tenths(seconds)) s</h1>
            <p class="\(isGood ? "good" : "bad")">\(verdict)</p>
            <p>\(HTMLText.escaped(began)), \(HTMLText.escaped(gateways.joined(separator: ", "))), seed \(seed);
            \(HTMLText.escaped(Self.listed(mix))). What was measured is shaded.</p>
            <p><code>\(HTMLText.escaped(command))</code></p>

            """
        if !gates.isEmpty {
            out += "<ul>\n"
            for gate in gates {
                out +=
                    #"<li class="\#(gate.broken == nil ? "good" : "bad")">\#(HTMLText.escaped(gate.broken ?? "\(gate.gate) holds"))</li>"#
                    + "\n"
            }
            out += "</ul>\n"
        }
        out += latencyTable + charts.map(\.svg).joined()
        if !events.isEmpty {
            out += "<h2>Events</h2><ul>\n"
            for event in events { out += "<li>\(Span.tenths(event.second)) s: \(HTMLText.escaped(event.words))</li>\n" }
            out += "</ul>\n"
        }
        if !faults.isEmpty {
            out += "<h2>Faults</h2><ul class=\"bad\">\n"
            for fault in faults { out += "<li>\(HTMLText.escaped(fault))</li>\n" }
            out += "</ul>\n"
        }
        return out + "<h2>All</h2><pre>\(HTMLText.escaped(text))</pre></body></html>\n"
    }

    private var latencyTable: String {
        var out =
            "<table><tr><th></th><th>count</th><th>p50</th><th>p90</th><th>p99</th><th>p99.9</th><th>max</th></tr>\n"
        for (name, words) in Self.latencyNames {
            guard let latency = latencies[name] else { continue }
            out += "<tr><td>\(words)</td><td>\(latency.count)</td>"
            for time in [latency.p50, latency.p90, latency.p99, latency.p999, latency.max] {
                out += "<td>\(Span.words(Double(time)))</td>"
            }
            out += "</tr>\n"
        }
        return out + "</table>\n"
    }

    private var charts: [LineChart] {
        let end = max(steps.last?.second ?? 0, measuredUntil)
        func chart(_ title: String, _ unit: String, _ lines: [LineChart.Line]) -> LineChart? {
            guard lines.contains(where: { !$0.points.isEmpty }) else { return nil }
            return LineChart(
                title: title, unit: unit, lines: lines, events: events, span: 0...max(end, 1),
                measured: measuredFrom...max(measuredUntil, measuredFrom))
        }
        func latency(_ of: (Step) -> Latency?, _ names: [(String, (Latency) -> UInt64)]) -> [LineChart.Line] {
            names.map { name, value in
                LineChart.Line(
                    name: name,
                    points: steps.compactMap { step in of(step).map { (step.second, Double(value($0)) / 1e3) } })
            }
        }
        let services = LoadMetrics.services.flatMap { service in processes.filter { $0.service == service } }
        return [
            chart(
                "Turn to Ack", "ms",
                latency(\.ack, [("p50", { $0.p50 }), ("p90", { $0.p90 }), ("p99", { $0.p99 }), ("max", { $0.max })])),
            chart(
                "Between Updates", "ms",
                latency(\.gap, [("p50", { $0.p50 }), ("p99", { $0.p99 }), ("max", { $0.max })])),
            chart(
                "Players", "",
                [
                    LineChart.Line(name: "in a running match", points: steps.map { ($0.second, Double($0.playing)) }),
                    LineChart.Line(name: "connected", points: steps.map { ($0.second, Double($0.welcomed)) }),
                ]),
            chart(
                "CPU", "% of a core",
                (services + (client.map { [$0] } ?? [])).map { process in
                    LineChart.Line(name: process.name, points: process.samples.map { ($0.second, $0.cpu) })
                }),
            chart(
                "Memory", "MB, resident",
                services.map { process in
                    LineChart.Line(name: process.name, points: process.samples.map { ($0.second, $0.memory) })
                }),
        ].compactMap(\.self)
    }
}
