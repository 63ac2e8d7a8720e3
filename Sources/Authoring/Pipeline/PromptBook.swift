import BlockModel
import BlockUI
import Foundation
import Sentences

/// The texts of `Prompts/*.md` and the parts of them that are generated.
struct PromptBook: Sendable {
  /// `Prompts`; `LuaStdlib` lies beside it.
  let folder: URL

  /// What never changes in one release: rules, stdlib and UI language. It comes first, so that
  /// servers can cache it.
  func system() throws(AuthoringAnswer) -> String {
    try text("system", ["stdlib": stdlib().promptText, "ui": Catalogue.promptSheet()])
  }

  /// The words of the languages that sentences are read in.
  var lexicons: Lexicons { Lexicons(folder: folder.appending(path: "words")) }

  func stdlib() throws(AuthoringAnswer) -> StdlibDocs {
    let stdlib = folder.deletingLastPathComponent().appending(path: "LuaStdlib")
    do { return try StdlibDocs(folder: stdlib) } catch { throw Self.missing(stdlib) }
  }

  /// One file with its placeholders `{{name}}` filled in, in a single pass: what is filled in is
  /// never read for placeholders.
  func text(_ name: String, _ values: [String: String]) throws(AuthoringAnswer) -> String {
    let file = folder.appending(path: "\(name).md")
    guard let template = try? String(contentsOf: file, encoding: .utf8) else {
      throw Self.missing(file)
    }
    return template.replacing(#/\{\{(\w+)\}\}/#) { values[String($0.1)] ?? "" }
  }

  /// Text from outside as data: each line begins with `| `, which no text can end.
  static func quoted(_ text: String, maximum: Int = 8_000) -> String {
    let cut = text.count > maximum ? text.prefix(maximum) + "\n…" : text[...]
    return cut.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .map { "| \($0)" }.joined(separator: "\n")
  }

  /// The sentence of the person: between marks of its own, because it is what is to be done.
  static func wish(_ sentence: String, maximum: Int = 8_000) -> String {
    let text = sentence.replacing("<wish>", with: "").replacing("</wish>", with: "")
    let cut = text.count > maximum ? text.prefix(maximum) + "…" : text[...]
    return "<wish>\n\(cut)\n</wish>"
  }

  /// The zone of the person, where it is not the one that scripts use without being told.
  static func zone(_ manifest: Manifest) -> String {
    let zone = manifest.surroundings.zone
    return zone == "UTC" ? "" : "The person's time zone: \(zone).\n"
  }

  private static func missing(_ file: URL) -> AuthoringAnswer {
    AuthoringAnswer(
      "Dash cannot find \(file.path); reinstall it, or set DASH_SHARE.", kind: .host)
  }
}
