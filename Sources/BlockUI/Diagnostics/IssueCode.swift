/// What kind of mistake an issue is.
public enum IssueCode: String, CaseIterable, Hashable, Sendable {
  case json
  case unknownComponent = "unknown_component"
  case unknownProperty = "unknown_property"
  case propsWrapper = "props_wrapper"
  case missing, type, value, range
  case tooLong = "too_long"
  case tooMany = "too_many"
  case tooFew = "too_few"
  case tooDeep = "too_deep"
  case tooLarge = "too_large"
  case shape, binding
  case templateSyntax = "template_syntax"
  case templateLogic = "template_logic"
  case pathSyntax = "path_syntax"
  case unknownFunction = "unknown_function"
  case unknownFormat = "unknown_format"
  case exprSyntax = "expr_syntax"
  case field, scope
  case unknownParam = "unknown_param"
  case secret, url
  case duplicateID = "duplicate_id"
  case noData = "no_data"
  case noField = "no_field"
  case notAList = "not_a_list"
}
