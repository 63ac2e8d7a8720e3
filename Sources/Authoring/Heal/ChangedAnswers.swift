import BlockModel
import Egress
import Foundation

/// Answers in which what a script returned of them reads otherwise. A script that reads its source returns the
/// other values; one in which somebody wrote the values down returns what it always does.
struct ChangedAnswers {
  /// A value, and what stands in its place.
  struct Change: Hashable {
    var from: String
    var to: String
  }

  let changes: [Change]

  private static let maximumChanges = 6
  private static let maximumLeaves = 400
  /// Characters of a text, and digits of a number, that chance does not repeat.
  private static let (shortestText, fewestDigits) = (5, 3)

  /// - Parameter script: a word of it is not changed, since it may be the name of a field.
  /// - Returns: `nil` when nothing that the script returned stands in the answers as it is.
  init?(of data: JSONValue, in answers: [RecordedAnswer], script: String) {
    let words = Set(LuaTokens(script).tokens.map(\.text))
    let bodies = answers.map { String(decoding: $0.body, as: UTF8.self) }
    var leaves: [String] = []
    Self.collect(data, into: &leaves)
    var changes: [Change] = []
    // Whole phrases first: they are nobody's name.
    for leaf in leaves.sorted(by: { $0.count > $1.count })
    where changes.count < Self.maximumChanges {
      let other = Self.otherwise(leaf)
      guard other != leaf, !words.contains(leaf), !changes.contains(where: { $0.from == leaf }),
        bodies.contains(where: { $0.contains(leaf) })
      else { continue }
      changes.append(Change(from: leaf, to: other))
    }
    guard !changes.isEmpty else { return nil }
    self.changes = changes
  }

  /// Copies a cassette with the changes in its bodies.
  func write(_ folder: URL, to copy: URL) throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    for name in names {
      var bytes = try Data(contentsOf: folder.appending(path: name))
      if name.contains(".body."), let text = String(validating: bytes, as: UTF8.self) {
        bytes = Data(
          changes.reduce(text) { $0.replacing($1.from, with: $1.to) }.utf8)
      }
      try bytes.write(to: copy.appending(path: name))
    }
  }

  /// The first value that is as it was although the answers say otherwise.
  func constant(in data: JSONValue) -> String? {
    var leaves: [String] = []
    Self.collect(data, into: &leaves)
    return changes.first { change in leaves.contains(change.from) }?.from
  }

  private static func collect(_ value: JSONValue, into leaves: inout [String]) {
    guard leaves.count < maximumLeaves else { return }
    if let list = value.array {
      for element in list { collect(element, into: &leaves) }
    } else if let object = value.object {
      for element in object.values { collect(element, into: &leaves) }
    } else if let text = value.string {
      if text.count >= shortestText, text.count <= 300, !text.contains("://"),
        text.contains(where: \.isLetter)
      {
        leaves.append(text)
      }
    } else if value.number != nil {
      let text = value.json()
      if text.count(where: \.isNumber) >= fewestDigits { leaves.append(text) }
    }
  }

  /// Other letters and digits, of the same kind and as many.
  private static func otherwise(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.value {
          case 0x31...0x38, 0x61...0x79, 0x41...0x59:
            Unicode.Scalar(scalar.value + 1) ?? scalar
          case 0x39: "8"
          case 0x7A: "y"
          case 0x5A: "Y"
          default: scalar
          }
        }))
  }
}
