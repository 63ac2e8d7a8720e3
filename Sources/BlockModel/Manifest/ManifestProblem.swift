/// One mistake in a `block.json`.
public struct ManifestProblem: Hashable, Sendable, CustomStringConvertible {
  /// JSON Pointer (RFC 6901), "" for the whole file.
  public var place: String
  /// What is wrong and what to write instead.
  public var problem: String
  /// Where it stands in the text, counted from 1; `nil` when there is no text.
  public var line: Int?
  public var column: Int?

  /// `block.json:3:12: …`, or without a text `block.json at /limits/seconds: …`.
  public var description: String { "\(location): \(problem)" }

  /// `block.json:3:12`
  public var location: String {
    if let line, let column { return "\(Manifest.fileName):\(line):\(column)" }
    return Manifest.fileName + (place.isEmpty ? "" : " at \(place)")
  }
}

/// Everything that is wrong with a `block.json`, in the order of the text; never empty.
public struct ManifestError: Error, Hashable, Sendable, CustomStringConvertible {
  public let problems: [ManifestProblem]

  /// A line for each problem.
  public var description: String { problems.map(\.description).joined(separator: "\n") }

  /// Ties problems to lines and columns of the text they were found in.
  static func located(_ problems: [ManifestProblem], in text: String) -> [ManifestProblem] {
    let map = SourceMap(text, records: true)
    let located = problems.map { problem -> (offset: Int, problem: ManifestProblem) in
      var problem = problem
      guard let offset = map.offset(of: problem.place) else { return (.max, problem) }
      let place = map.place(of: offset)
      problem.line = place.line
      problem.column = place.column
      return (offset, problem)
    }
    return located.enumerated()
      .sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
      .map(\.element.problem)
  }
}
