import Foundation

/// One figure beside its floor or peer of the same run.
struct Figure {
  var name: String
  var value: Double
  var unit: String
  var peer: String
  var peerValue: Double
  /// Value by peer, or peer by value where more is better.
  var goal: String

  var ratio: Double { value / peerValue }
}

/// The table of a run, in Markdown.
struct Report {
  private(set) var figures: [Figure] = []

  mutating func add(_ figure: Figure) {
    figures.append(figure)
    FileHandle.standardError.write(Data("  \(Self.row(figure))\n".utf8))
  }

  var markdown: String {
    var lines = [
      "| what | ours | floor or peer | its figure | ratio | goal |",
      "| --- | ---: | --- | ---: | ---: | --- |",
    ]
    lines += figures.map(Self.row)
    return lines.joined(separator: "\n")
  }

  private static func row(_ figure: Figure) -> String {
    "| \(figure.name) | \(number(figure.value)) \(figure.unit) | \(figure.peer) | \(number(figure.peerValue)) \(figure.unit) | \(String(format: "%.2f", figure.ratio)) | \(figure.goal) |"
  }

  private static func number(_ value: Double) -> String {
    value.formatted(.number.precision(.significantDigits(3)).grouping(.never))
  }
}

enum Median {
  static func of(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
  }

  /// Median microseconds of `rounds` calls.
  static func microseconds(_ rounds: Int, _ body: () throws -> Void) rethrows -> Double {
    let clock = ContinuousClock()
    var times: [Double] = []
    for _ in 0..<rounds {
      times.append(try clock.measure(body) / .microseconds(1))
    }
    return of(times)
  }
}
