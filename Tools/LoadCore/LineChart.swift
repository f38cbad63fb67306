import ClientProtocol

/// A chart of lines over seconds as SVG: no script, no font and no address of its own.
struct LineChart {
    struct Line {
        let name: String
        /// Second and value; a gap in time of more than ``LineChart/pause`` parts the line.
        let points: [(second: Double, value: Double)]
    }

    /// Seconds.
    static let pause = 3.5
    private static let colours = [
        "#2f6fde", "#e0803a", "#3a9d5d", "#c2416b", "#7b5cc9", "#8a7a3b", "#3aa0a8", "#666", "#b03030", "#557",
    ]
    private static let (width, height, left, bottom, top, right) = (860.0, 220.0, 56.0, 26.0, 10.0, 150.0)

    let title: String
    let unit: String
    let lines: [Line]
    let events: [LoadReport.Event]
    /// The first and last second.
    let span: ClosedRange<Double>
    /// What was measured only from here to there.
    let measured: ClosedRange<Double>

    var svg: String {
        let most = Self.roundUp(lines.flatMap { $0.points.map(\.value) }.max() ?? 0)
        let plotWidth = Self.width - Self.left - Self.right
        let plotHeight = Self.height - Self.top - Self.bottom
        let length = max(span.upperBound - span.lowerBound, 1)
        func x(_ second: Double) -> String { Self.fixed(Self.left + (second - span.lowerBound) / length * plotWidth) }
        func y(_ value: Double) -> String { Self.fixed(Self.top + plotHeight - value / most * plotHeight) }
        var out = #"<figure><figcaption>\#(HTMLText.escaped(title)), \#(HTMLText.escaped(unit))</figcaption>"#
        out +=
            #"<svg viewBox="0 0 \#(Int(Self.width)) \#(Int(Self.height))" role="img" aria-label="\#(HTMLText.escaped(title))">"#
        out +=
            #"<rect class="measured" x="\#(x(measured.lowerBound))" y="\#(Self.fixed(Self.top))" width="\#(Self.fixed((measured.upperBound - measured.lowerBound) / length * plotWidth))" height="\#(Self.fixed(plotHeight))"/>"#
        for step in 0...4 {
            let value = most * Double(step) / 4
            out +=
                #"<line class="grid" x1="\#(x(span.lowerBound))" x2="\#(x(span.upperBound))" y1="\#(y(value))" y2="\#(y(value))"/>"#
            out +=
                #"<text x="\#(Self.fixed(Self.left - 6))" y="\#(y(value))" class="side">\#(Self.label(value))</text>"#
        }
        for step in 0...5 {
            let second = span.lowerBound + length * Double(step) / 5
            out +=
                #"<text x="\#(x(second))" y="\#(Self.fixed(Self.height - 8))" class="foot">\#(Self.label(second)) s</text>"#
        }
        for event in events where span.contains(event.second) {
            out +=
                #"<line class="event" x1="\#(x(event.second))" x2="\#(x(event.second))" y1="\#(y(most))" y2="\#(y(0))"><title>\#(HTMLText.escaped("\(Span.tenths(event.second)) s: \(event.words)"))</title></line>"#
        }
        for (index, line) in lines.enumerated() {
            let colour = Self.colours[index % Self.colours.count]
            for part in Self.parts(line.points) {
                let points = part.map { "\(x($0.second)),\(y($0.value))" }.joined(separator: " ")
                out += #"<polyline fill="none" stroke="\#(colour)" stroke-width="1.5" points="\#(points)"/>"#
            }
            let row = Self.fixed(Self.top + 12 + Double(index) * 16)
            out +=
                #"<text x="\#(Self.fixed(Self.width - Self.right + 12))" y="\#(row)" fill="\#(colour)">\#(HTMLText.escaped(line.name))</text>"#
        }
        return out + "</svg></figure>\n"
    }

    private static func parts(_ points: [(second: Double, value: Double)]) -> [[(second: Double, value: Double)]] {
        var parts: [[(second: Double, value: Double)]] = []
        for point in points {
            if let last = parts.last?.last, point.second - last.second <= pause {
                parts[parts.count - 1].append(point)
            } else {
                parts.append([point])
            }
        }
        return parts
    }

    /// The next of 1, 2, 2.5, 5 × 10ⁿ.
    static func roundUp(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var power = 1.0
        while power < value { power *= 10 }
        while power >= value * 10 { power /= 10 }
        return [0.1, 0.2, 0.25, 0.5, 1].map { $0 * power }.first { $0 >= value } ?? power
    }

    private static func label(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String((value * 100).rounded() / 100)
    }

    private static func fixed(_ value: Double) -> String { String((value * 10).rounded() / 10) }
}
