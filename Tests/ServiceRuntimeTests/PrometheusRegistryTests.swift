import CoreMetrics
import Observability
import Testing

@Suite("Prometheus text format")
struct PrometheusRegistryTests {
    @Test("the same label and dimensions are one series; labels are escaped")
    func oneSeries() {
        let registry = PrometheusRegistry()
        registry.makeCounter(label: "inputs_total", dimensions: [("kind", "a\"b\\c\nd")]).increment(by: 2)
        registry.makeCounter(label: "inputs_total", dimensions: [("kind", "a\"b\\c\nd")]).increment(by: 3)
        #expect(registry.render() == "# TYPE inputs_total counter\ninputs_total{kind=\"a\\\"b\\\\c\\nd\"} 5\n")
    }

    @Test("a timer is a histogram in seconds with cumulative buckets")
    func timer() {
        let registry = PrometheusRegistry()
        let timer = registry.makeTimer(label: "commit_seconds", dimensions: [])
        timer.recordNanoseconds(1_500_000)
        timer.recordNanoseconds(60_000_000_000)
        let text = registry.render()
        #expect(text.contains("commit_seconds_bucket{le=\"0.001\"} 0\n"))
        #expect(text.contains("commit_seconds_bucket{le=\"0.002\"} 1\n"))
        #expect(text.contains("commit_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("commit_seconds_count 2\n"))
    }

    @Test("a metric name holds no foreign characters")
    func names() {
        let registry = PrometheusRegistry()
        registry.makeMeter(label: "raft.term\n1", dimensions: []).set(7.0)
        #expect(registry.render() == "# TYPE raft_term_1 gauge\nraft_term_1 7.0\n")
    }
}
