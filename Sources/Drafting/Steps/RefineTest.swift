import BlockModel
import Sentences

/// Conditions of rows as expressions of Lua.
enum RefineTest {
  /// - Parameters:
  ///   - value: the expression of a number; `nil` in Lua fulfils nothing.
  ///   - number: as Lua writes it.
  static func number(
    _ value: String, _ comparison: RefineCommand.Comparison, _ number: String
  ) -> String {
    let read = value.hasPrefix("text.number(") ? value : "tonumber(\(value))"
    return switch comparison {
    case .equal: "\(read) == \(number)"
    case .notEqual: "\(read) ~= \(number)"
    case .above: "(\(read) or -math.huge) > \(number)"
    case .atLeast: "(\(read) or -math.huge) >= \(number)"
    case .below: "(\(read) or math.huge) < \(number)"
    case .atMost: "(\(read) or math.huge) <= \(number)"
    case .contains: text(value, .contains, number)
    }
  }

  /// Compares without regard to case.
  static func text(
    _ value: String, _ comparison: RefineCommand.Comparison, _ given: String
  ) -> String {
    let quoted = LuaText.quoted(given.lowercased())
    let read = "tostring(\(value) or \"\"):lower()"
    return switch comparison {
    case .equal: "\(read) == \(quoted)"
    case .notEqual: "\(read) ~= \(quoted)"
    case .contains: "\(read):find(\(quoted), 1, true) ~= nil"
    case .above: "\(read) > \(quoted)"
    case .atLeast: "\(read) >= \(quoted)"
    case .below: "\(value) ~= nil and \(read) < \(quoted)"
    case .atMost: "\(value) ~= nil and \(read) <= \(quoted)"
    }
  }
}
