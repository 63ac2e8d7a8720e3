/// Fewer points that look the same.
enum Reduction {
  /// Largest-triangle-three-buckets (Steinarsson 2013): keeps the first, the last and, of each
  /// bucket, the point that spans the largest triangle with its neighbours.
  ///
  /// - Returns: the places that are kept, in order.
  static func largestTriangle(_ x: [Double], _ y: [Double], keep: Int) -> [Int] {
    guard x.count > keep, keep >= 3 else { return Array(x.indices) }
    let size = Double(x.count - 2) / Double(keep - 2)
    var kept = [0]
    for bucket in 0..<(keep - 2) {
      let start = Int(clamping: Double(bucket) * size) + 1
      let end = min(Int(clamping: Double(bucket + 1) * size) + 1, x.count - 1)
      let next = end..<min(Int(clamping: Double(bucket + 2) * size) + 1, x.count)
      let count = Double(max(next.count, 1))
      let meanX = next.reduce(0) { $0 + x[$1] } / count
      let meanY = next.reduce(0) { $0 + y[$1] } / count
      let last = kept[kept.count - 1]
      func area(_ i: Int) -> Double {
        abs((x[last] - meanX) * (y[i] - y[last]) - (x[last] - x[i]) * (meanY - y[last]))
      }
      kept.append((start..<max(end, start + 1)).max { area($0) < area($1) } ?? start)
    }
    return kept + [x.count - 1]
  }

  /// Every n-th value, the last one among them.
  static func evenly(_ values: [Double], _ keep: Int) -> [Double] {
    guard values.count > keep, keep > 1 else { return values }
    return (0..<keep).map { values[$0 * (values.count - 1) / (keep - 1)] }
  }
}
