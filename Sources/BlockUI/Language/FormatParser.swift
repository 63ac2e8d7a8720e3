import BlockModel

extension FormatCall {
  /// Reads `name(:arg)*`.
  init(parsing text: some StringProtocol) throws(SyntaxProblem) {
    let trimmed = PathParser.trim(text)
    let parts = trimmed.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let name = FormatName(rawValue: parts[0]) else {
      let known = FormatName.allCases.map(\.rawValue)
      let alias = Aliases.formats[trimmed.lowercased()] ?? Aliases.formats[parts[0].lowercased()]
      throw SyntaxProblem(
        code: .unknownFormat, message: "unknown format '\(trimmed)'",
        suggestion: alias ?? NearName.best(for: parts[0], among: known), expected: known)
    }
    self.init(name, Array(parts.dropFirst()))
    try checkArguments()
  }

  private func checkArguments() throws(SyntaxProblem) {
    let words = name.words
    for argument in arguments {
      let isNumber = !argument.isEmpty && argument.utf8.allSatisfy(PathParser.isDigit)
      let fits: Bool =
        if isNumber {
          name.digits?.contains(Int(argument) ?? .max) ?? false
        } else {
          words.contains(argument)
            || (name.takesZone && Self.isZone(argument))
            || (name == .currency && argument == currency)
        }
      guard fits else { throw unknown(argument, words) }
    }
    if arguments.count > 4 {
      throw SyntaxProblem(code: .unknownFormat, message: "'\(text)' has more than 4 arguments")
    }
    if name == .currency, currency == nil {
      throw SyntaxProblem(
        code: .unknownFormat,
        message: "currency needs an ISO 4217 code, for example currency:EUR",
        suggestion: arguments.first.map { "currency:" + $0.uppercased() })
    }
  }

  private func unknown(_ argument: String, _ words: [String]) -> SyntaxProblem {
    var expected = words
    if let digits = name.digits { expected.append("\(digits.lowerBound)-\(digits.upperBound)") }
    if name.takesZone { expected.append("IANA zone") }
    if name == .currency { expected.append("ISO 4217 code") }
    return SyntaxProblem(
      code: .unknownFormat, message: "'\(argument)' is not an argument of the format \(name)",
      suggestion: NearName.best(for: argument, among: words).map {
        text.replacing(":" + argument, with: ":" + $0)
      }, expected: expected)
  }
}
