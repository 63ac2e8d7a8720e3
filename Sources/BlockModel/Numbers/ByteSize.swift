public import Foundation

/// A number of bytes as people read it. Scripts say it the same way (`text.bytes`); both are held to
/// `Tests/Fixtures/byte_sizes.json`.
public enum ByteSize {
  /// What is measured: `14.2 kB`, in steps of 1000 as disks and networks are sold.
  public static func text(_ bytes: Int) -> String {
    text(Double(bytes), locale: Locale(identifier: "en_US"))
  }

  /// - Parameter isBinary: steps of 1024 and their names: `13.9 KiB`.
  public static func text(_ bytes: Double, isBinary: Bool = false, locale: Locale) -> String {
    let (step, units) =
      isBinary
      ? (1024.0, ["B", "KiB", "MiB", "GiB", "TiB", "PiB"])
      : (1000.0, ["B", "kB", "MB", "GB", "TB", "PB"])
    var amount = bytes
    var unit = 0
    // What rounds to a whole step is one of the next unit: `1 MB`, never `1,000 kB`.
    while abs(rounded(amount, unit)) >= step, unit < units.count - 1 {
      amount /= step
      unit += 1
    }
    let text = rounded(amount, unit).formatted(
      .number.precision(.fractionLength(0...1)).locale(locale))
    return "\(text) \(units[unit])"
  }

  /// A bound of Dash itself, which is a power of two or a few of them: `64 KiB`, `5 MiB`.
  public static func limit(_ bytes: Int) -> String {
    bytes >= 1 << 20 ? "\(bytes >> 20) MiB" : "\(bytes >> 10) KiB"
  }

  private static func rounded(_ amount: Double, _ unit: Int) -> Double {
    unit == 0 ? amount.rounded() : (amount * 10).rounded() / 10
  }
}
