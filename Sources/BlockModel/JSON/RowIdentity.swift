/// By what a row of a list is known again in another answer of its source.
public enum RowIdentity {
  /// Members that tell a row from the others, the first that all rows have.
  private static let members = ["id", "url", "link", "href", "guid", "title", "name", "key"]

  /// The member by which these rows are known; `nil` when only the whole row tells it.
  public static func member(of rows: some Collection<JSONValue>) -> String? {
    guard !rows.isEmpty else { return nil }
    return members.first { name in rows.allSatisfy { $0[name]?.isBlank == false } }
  }
}

extension JSONValue {
  /// There is nothing to show of it.
  public var isBlank: Bool {
    switch self {
    case .null: true
    case .string(let text): text.allSatisfy(\.isWhitespace)
    case .array(let elements): elements.isEmpty
    case .object(let members): members.isEmpty
    case .bool, .integer, .number: false
    }
  }
}
