import Foundation

/// The name under which somebody started this program: `dash`, or `dashboard` where Debian's shell has that
/// name. What a message tells people to type is under it.
enum CalledName {
  static let name: String = {
    let called = URL(filePath: CommandLine.arguments[0]).lastPathComponent
    return called.isEmpty ? "dash" : called
  }()

  /// How a command with many options is typed, in a line that fits.
  static func usage(_ words: String, after: String = "") -> String {
    "\(name) \(words) [<options>]" + (after.isEmpty ? "" : " \(after)")
  }

  /// `` `dash list` `` as it has to be typed here.
  static func instead(in text: String) -> String {
    name == "dash" ? text : text.replacing("`dash ", with: "`\(name) ")
  }
}
