import Authoring
import BlockModel
import Foundation

/// What a command says: answers on stdout, everything else on stderr. Much of it was written by sources,
/// scripts and models, so no control character of it reaches a terminal.
enum Output {
  /// An answer that cannot be written, as on a full disk, is a failure: half of one would be taken for
  /// the whole.
  /// - Parameter isStyled: it has colours of our own; what is not ours in it was made visible before.
  static func print(_ text: String, isStyled: Bool = false) {
    let visible = isStyled ? text : text.withVisibleControls
    guard let reason = write(visible, to: .standardOutput) else { return }
    problem("Standard output cannot be written (\(reason)).")
    exit(FailureKind.host.exitCode)
  }

  /// Says on stdout what a server is doing, which goes on whether it can be written or not.
  static func announce(_ text: String) {
    _ = write(text.withVisibleControls, to: .standardOutput)
  }

  static func note(_ text: String) {
    _ = write(CalledName.instead(in: text.withVisibleControls), to: .standardError)
  }

  /// - Returns: why it was not written; `nil` also when nobody reads any more: then nothing is said.
  private static func write(_ text: String, to file: FileHandle) -> String? {
    do { try file.write(contentsOf: Data((text + "\n").utf8)) } catch {
      guard let cause = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError,
        cause.domain == NSPOSIXErrorDomain
      else { return error.localizedDescription }
      return cause.code == EPIPE ? nil : String(cString: strerror(Int32(clamping: cause.code)))
    }
    return nil
  }

  /// Tells each step of authoring, and leaves out how far a model has come with its answer.
  @Sendable static func follow(_ stage: AuthoringStage) {
    if case .answering = stage { return }
    note(stage.description.trimmingCharacters(in: ["."]) + "…")
  }

  /// What would help: another sentence, or a place that is allowed.
  static func offer(_ answer: AuthoringAnswer) {
    for suggestion in answer.suggestions { note("  try: \(suggestion)") }
    if let source = answer.source {
      note("  or pick it by hand: \(CalledName.name) add \(source) --show")
    }
    // What is said of places at home names the option already.
    if let grant = answer.neededGrant, !answer.message.contains("--grant") {
      if case .privateHost(let place) = grant {
        note("  try: the same with --grant \(place)")
      } else {
        note("  try: the same with --grant '\(grant)'")
      }
    }
  }

  static func problem(_ text: String) { note("\(CalledName.name): \(text)") }
}
