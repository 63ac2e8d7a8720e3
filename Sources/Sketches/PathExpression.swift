public import BlockModel

extension LuaText {
  /// The expression that reads `path` from the variable `base`.
  /// - Parameter isThere: says whether the container at a path is there in every row.
  public static func read(
    _ path: DataPath, from base: String, isThere: (DataPath) -> Bool = { _ in true }
  ) -> String {
    var expression = base
    var walked = DataPath()
    for step in path.steps {
      if !walked.steps.isEmpty, !isThere(walked) { expression = "(\(expression) or {})" }
      switch step {
      case .key(let key): expression += member(key)
      case .index(let index): expression += "[\(index + 1)]"
      case .each, .member: break
      }
      walked = walked.appending(step)
    }
    return expression
  }
}
