extension String {
  /// The text within the bound of a field, without half a character at its end.
  public func cut(to field: WireField) -> String {
    guard utf8.count > field.most else { return self }
    var end = utf8.index(startIndex, offsetBy: field.most)
    while end > startIndex, end.samePosition(in: unicodeScalars) == nil {
      end = utf8.index(before: end)
    }
    return String(self[..<end])
  }
}
