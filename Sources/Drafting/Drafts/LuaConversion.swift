import BlockModel
import Sketches

/// A conversion of a column as Lua.
struct LuaConversion {
  /// Modules it calls.
  let modules: [String]
  private let head: String
  private let tail: String

  init(_ conversion: ColumnReading.Conversion) {
    switch conversion {
    case .none: (modules, head, tail) = ([], "", "")
    case .number(let decimal, let scales):
      let options =
        (decimal.map { ["decimal = \(LuaText.quoted($0.rawValue))"] } ?? [])
        + (scales ? [] : ["scales = false"])
      (modules, head) = (["text"], "text.number(")
      tail = options.isEmpty ? ")" : ", { \(options.joined(separator: ", ")) })"
    case .day(let dayFirst):
      (modules, head, tail) = (["time"], "time.day(", Self.dayFirst(dayFirst))
    case .moment(let dayFirst):
      (modules, head, tail) = (["time"], "(time.parse(", Self.dayFirst(dayFirst) + ")")
    case .epoch: (modules, head, tail) = (["time"], "(time.parse(", "))")
    }
  }

  private static func dayFirst(_ dayFirst: Bool?) -> String {
    dayFirst.map { ", { day_first = \($0) })" } ?? ")"
  }

  func applied(to expression: String) -> String { head + expression + tail }
}
