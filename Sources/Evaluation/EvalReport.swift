public import BlockModel
import Foundation

/// The results of an evaluation, for people and for comparison.
public struct EvalReport: Sendable {
  /// Who wrote the blocks.
  public let provider: String
  public let results: [Evaluation.Result]

  public init(provider: String, results: [Evaluation.Result]) {
    self.provider = provider
    self.results = results
  }

  public var passed: Int { results.count(where: \.isPassed) }
  public var firstTry: Int { results.count(where: \.isFirstTry) }

  /// Share of the cases that passed in the end.
  public var share: Double { results.isEmpty ? 0 : Double(passed) / Double(results.count) }

  public var table: String {
    let width = results.map(\.id.count).max() ?? 4
    var lines = results.map { result in
      let id = result.id.padding(toLength: width, withPad: " ", startingAt: 0)
      let mark = result.isFirstTry ? "✓ " : result.isPassed ? "✓r" : "✗ "
      let facts = String(
        format: "%d  %6d tokens  %6.2f s", result.attempts, result.tokens, result.seconds)
      return "\(mark) \(id)  \(facts)\(result.failure.map { "  \($0)" } ?? "")"
    }
    lines.append(endings)
    let (low, high) = Self.wilson(passed, results.count)
    lines.append(
      String(
        format:
          "%@: first try %d, final %d of %d (%.0f %%, 95 %% interval %.0f–%.0f %%), %d tokens, $%.4f, %.1f s",
        provider, firstTry, passed, results.count, share * 100, low * 100, high * 100,
        results.reduce(0) { $0 + $1.tokens }, results.reduce(0) { $0 + $1.cost },
        results.reduce(0) { $0 + $1.seconds }))
    return lines.joined(separator: "\n")
  }

  /// "12 right, 3 repaired, 1 told, 2 asked, 0 wrong, 31 calls"
  public var endings: String {
    let counts = Evaluation.Ending.allCases.map { ending in
      "\(results.count { $0.ending == ending }) \(ending.rawValue)"
    }
    return (counts + ["\(results.reduce(0) { $0 + $1.calls }) calls"]).joined(separator: ", ")
  }

  public var json: JSONValue {
    let (low, high) = Self.wilson(passed, results.count)
    return [
      "provider": .string(provider), "cases": .integer(Int64(results.count)),
      "first_try": .integer(Int64(firstTry)), "passed": .integer(Int64(passed)),
      "share": .number(share), "interval": [.number(low), .number(high)],
      "results": .array(
        results.map { result in
          [
            "id": .string(result.id), "passed": .bool(result.isPassed),
            "ending": .string(result.ending.rawValue), "calls": .integer(Int64(result.calls)),
            "first_try": .bool(result.isFirstTry), "attempts": .integer(Int64(result.attempts)),
            "tokens": .integer(Int64(result.tokens)), "cost": .number(result.cost),
            "seconds": .number(result.seconds),
            "failure": result.failure.map { .string($0) } ?? .null,
          ]
        }),
    ]
  }

  /// The 95 % interval of a share. Source: Wilson, 1927.
  static func wilson(_ good: Int, _ count: Int) -> (low: Double, high: Double) {
    guard count > 0 else { return (0, 1) }
    let (n, z) = (Double(count), 1.96)
    let p = Double(good) / n
    let middle = p + z * z / (2 * n)
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
    let scale = 1 + z * z / n
    return ((middle - half) / scale, (middle + half) / scale)
  }
}
