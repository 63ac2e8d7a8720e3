import Foundation

/// Text as it is compared: lower case, without accents, marks and typographic variants.
public enum Folding {
  /// `São` is `sao`, `Größe` is `grosse`, `’` is `'`.
  public static func fold(_ text: some StringProtocol) -> String {
    var folded = ""
    folded.reserveCapacity(text.utf8.count)
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
    for scalar in text.lowercased().decomposedStringWithCompatibilityMapping.unicodeScalars {
      switch scalar {
      case "ß": folded += "ss"
      case "æ": folded += "ae"
      case "œ": folded += "oe"
      case "ø": folded += "o"
      case "ł": folded += "l"
      case "đ": folded += "d"
      case "ı": folded += "i"
      case "\u{338}": folded = folded.dropLast() + "!="
      case "‘", "’", "ʼ", "′": folded += "'"
      default:
        // Marks of Latin, Greek and Cyrillic letters fall away; those of other scripts are letters.
        if (0x300...0x36F).contains(scalar.value) { continue }
        folded.unicodeScalars.append(scalar)
      }
    }
    return folded
  }
}
