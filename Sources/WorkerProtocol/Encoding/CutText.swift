extension String {
  /// The text within the bound of a field, without half a character at its end.
  public func cut(to field: WireField) -> String {
    guard utf8.count > field.most else { return self }
    // Of a scalar that the bound divides nothing is left: a slice ends before it.
    return String(self[..<utf8.index(startIndex, offsetBy: field.most)])
  }
}
