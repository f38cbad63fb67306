package import CoreMetrics
import Synchronization

/// Collects the process's metrics and writes them in the Prometheus text format, version 0.0.4.
///
/// Counters and gauges are one atomic each. Timers and recorders are histograms with fixed bounds, so that a record
/// is an increment and memory does not grow with traffic. Labels come from closed sets; a metric made twice with the
/// same label and dimensions is the same metric.
package final class PrometheusRegistry: MetricsFactory {
    private let series = Mutex<[SeriesKey: any RenderedSeries]>([:])

    package init() {}

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        find(label, dimensions) { IntegerCounter() }
    }

    package func makeFloatingPointCounter(
        label: String, dimensions: [(String, String)]
    ) -> any FloatingPointCounterHandler {
        find(label, dimensions) { Gauge(kind: "counter") }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        find(label, dimensions) { Gauge(kind: "gauge") }
    }

    package func makeRecorder(
        label: String, dimensions: [(String, String)], aggregate: Bool
    ) -> any RecorderHandler {
        if aggregate {
            return find(label, dimensions) { Histogram(bounds: Histogram.sizes) } as Histogram
        }
        return find(label, dimensions) { Gauge(kind: "gauge") } as Gauge
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        find(label, dimensions) { Histogram(bounds: Histogram.seconds) } as Histogram
    }

    // Metrics live as long as the process, but for meters, which may speak of what comes and goes.
    package func destroyCounter(_ handler: any CounterHandler) {}
    package func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) {}
    package func destroyMeter(_ handler: any MeterHandler) {
        series.withLock { series in
            series = series.filter { $0.value !== (handler as AnyObject) }
        }
    }
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    package func destroyTimer(_ handler: any TimerHandler) {}

    /// All series, sorted by name and labels.
    package func render() -> String {
        let all = series.withLock { $0.sorted { $0.key < $1.key } }
        var text = ""
        var lastName = ""
        for (key, series) in all {
            if key.name != lastName {
                text += "# TYPE \(key.name) \(series.kind)\n"
                lastName = key.name
            }
            series.render(name: key.name, labels: key.labels, into: &text)
        }
        return text
    }

    private func find<S: RenderedSeries>(
        _ label: String, _ dimensions: [(String, String)], make: () -> S
    ) -> S {
        let key = SeriesKey(name: label, dimensions: dimensions)
        return series.withLock { series in
            if let known = series[key] as? S { return known }
            let new = make()
            series[key] = new
            return new
        }
    }
}

private struct SeriesKey: Hashable, Comparable {
    let name: String
    let labels: String

    init(name: String, dimensions: [(String, String)]) {
        self.name = String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") ? $0 : "_" })
        self.labels = dimensions.map { label, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                .replacing("\n", with: "\\n")
            return "\(label)=\"\(escaped)\""
        }.joined(separator: ",")
    }

    static func < (left: Self, right: Self) -> Bool {
        left.name == right.name ? left.labels < right.labels : left.name < right.name
    }
}

private protocol RenderedSeries: AnyObject, Sendable {
    var kind: String { get }
    func render(name: String, labels: String, into text: inout String)
}

private func line(_ name: String, _ labels: String, _ value: String) -> String {
    labels.isEmpty ? "\(name) \(value)\n" : "\(name){\(labels)} \(value)\n"
}

private final class IntegerCounter: RenderedSeries, CounterHandler {
    private let value = Atomic<Int64>(0)
    var kind: String { "counter" }
    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }
    func reset() { value.store(0, ordering: .relaxed) }
    func render(name: String, labels: String, into text: inout String) {
        text += line(name, labels, String(value.load(ordering: .relaxed)))
    }
}

/// A floating-point value: a gauge, the last value of a recorder, or a fractional counter.
private final class Gauge: RenderedSeries, MeterHandler, RecorderHandler, FloatingPointCounterHandler {
    private let value = Mutex<Double>(0)
    let kind: String
    init(kind: String) { self.kind = kind }
    func set(_ new: Int64) { set(Double(new)) }
    func set(_ new: Double) { value.withLock { $0 = new } }
    func record(_ new: Int64) { set(Double(new)) }
    func record(_ new: Double) { set(new) }
    func increment(by amount: Double) { value.withLock { $0 += amount } }
    func decrement(by amount: Double) { value.withLock { $0 -= amount } }
    func reset() { set(0.0) }
    func render(name: String, labels: String, into text: inout String) {
        text += line(name, labels, "\(value.withLock { $0 })")
    }
}

private final class Histogram: RenderedSeries, RecorderHandler, TimerHandler {
    /// 0.1 ms to 10 s, for durations.
    static let seconds = [
        0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10,
    ]
    /// 1 to about a million, for counts and sizes.
    static let sizes = [1.0, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262_144, 1_048_576]

    private struct State {
        var buckets: [Int]
        var count = 0
        var sum = 0.0
    }
    private let bounds: [Double]
    private let state: Mutex<State>
    var kind: String { "histogram" }

    init(bounds: [Double]) {
        self.bounds = bounds
        self.state = Mutex(State(buckets: Array(repeating: 0, count: bounds.count)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
    func record(_ value: Int64) { record(Double(value)) }
    func record(_ value: Double) {
        state.withLock { state in
            if let bucket = bounds.firstIndex(where: { value <= $0 }) { state.buckets[bucket] += 1 }
            state.count += 1
            state.sum += value
        }
    }

    func render(name: String, labels: String, into text: inout String) {
        let state = self.state.withLock { $0 }
        let prefix = labels.isEmpty ? "" : labels + ","
        var cumulative = 0
        for (bound, bucket) in zip(bounds, state.buckets) {
            cumulative += bucket
            text += line("\(name)_bucket", "\(prefix)le=\"\(bound)\"", String(cumulative))
        }
        text += line("\(name)_bucket", "\(prefix)le=\"+Inf\"", String(state.count))
        text += line("\(name)_sum", labels, String(state.sum))
        text += line("\(name)_count", labels, String(state.count))
    }
}
