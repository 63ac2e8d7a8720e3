extension [UInt8] {
  /// Bytes as standards write them: pairs of hexadecimal digits, with spaces anywhere.
  init(hexadecimal text: String) {
    let digits = text.filter { !$0.isWhitespace }.compactMap(\.hexDigitValue)
    self = stride(from: 0, to: digits.count - 1, by: 2).map {
      UInt8(digits[$0] << 4 | digits[$0 + 1])
    }
  }
}
