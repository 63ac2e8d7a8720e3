extension String {
  /// Without the characters at both ends that fulfil the condition.
  public func trimming(_ isTrimmed: (Character) -> Bool) -> String {
    String(drop(while: isTrimmed)).trimmingEnd(isTrimmed)
  }

  public func trimmingEnd(_ isTrimmed: (Character) -> Bool) -> String {
    var text = Substring(self)
    while let last = text.last, isTrimmed(last) { text.removeLast() }
    return String(text)
  }
}
