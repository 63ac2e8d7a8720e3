/// How large a text is for a model. There is no tokenizer here.
public enum TokenEstimate {
  /// UTF-8 bytes of one token of English prose, code and JSON, on average.
  static let bytesPerToken = 3.3

  /// The number of tokens a text has, roughly.
  public static func tokens(_ text: String) -> Int {
    Int(clamping: Double(text.utf8.count) / bytesPerToken)
  }
}
