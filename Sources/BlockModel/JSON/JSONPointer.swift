/// JSON Pointers (RFC 6901): the place of a value in a document, `/params/0/name`; "" is the whole.
public enum JSONPointer {
  /// A name as one step of a pointer.
  public static func escape(_ name: String) -> String {
    guard name.contains("~") || name.contains("/") else { return name }
    return name.replacing("~", with: "~0").replacing("/", with: "~1")
  }

  /// The steps of a pointer, as names.
  public static func parts(_ pointer: String) -> [String] {
    pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
      String($0).replacing("~1", with: "/").replacing("~0", with: "~")
    }
  }

  /// The pointer of these steps.
  public static func joined(_ parts: some Sequence<String>) -> String {
    parts.map { "/" + escape($0) }.joined()
  }

  /// The value at a pointer; `nil` when there is none.
  public static func value(at pointer: String, in document: JSONValue) -> JSONValue? {
    var current = document
    for part in parts(pointer) {
      guard let next = current[part] ?? Int(part).flatMap({ current[$0] }) else { return nil }
      current = next
    }
    return current
  }
}
