/// How long something took, counted in classes, in the text format of Prometheus
/// (https://prometheus.io/docs/instrumenting/exposition_formats/).
struct Histogram {
  private static let bounds: [Double] = [0.001, 0.005, 0.025, 0.1, 0.5, 2.5]
  private var buckets = [Int](repeating: 0, count: Histogram.bounds.count)
  private var seconds = 0.0
  private var count = 0

  mutating func add(_ time: Duration) {
    let taken = Double(time.components.attoseconds) / 1e18 + Double(time.components.seconds)
    seconds += taken
    count += 1
    for (index, bound) in Self.bounds.enumerated() where taken <= bound { buckets[index] += 1 }
  }

  func lines(_ name: String, _ help: String) -> [String] {
    ["# HELP \(name) \(help)", "# TYPE \(name) histogram"]
      + zip(Self.bounds, buckets).map { "\(name)_bucket{le=\"\($0)\"} \($1)" } + [
        "\(name)_bucket{le=\"+Inf\"} \(count)", "\(name)_sum \(seconds)",
        "\(name)_count \(count)",
      ]
  }
}
