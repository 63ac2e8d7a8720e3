import Foundation
import Synchronization

/// Numbers that were formatted already: a card is drawn again and again with mostly the same values,
/// and ICU takes microseconds for each.
final class FormatMemory: Sendable, Hashable {
  struct Key: Hashable, Sendable {
    var value: Double
    var call: FormatCall
  }

  private struct State {
    var locale: Locale?
    var texts: [Key: String] = [:]
  }

  static let capacity = 4096
  private let state = Mutex(State())

  /// The text of a value; `make` is called when it is not known.
  func text(_ value: Double, _ call: FormatCall, _ locale: Locale, make: () -> String) -> String {
    let key = Key(value: value, call: call)
    let known = state.withLock { state -> String? in
      if state.locale != locale { state = State(locale: locale) }
      return state.texts[key]
    }
    if let known { return known }
    let text = make()
    state.withLock { state in
      if state.texts.count >= Self.capacity { state.texts.removeAll(keepingCapacity: true) }
      state.texts[key] = text
    }
    return text
  }

  // What is remembered makes no difference between specs.
  static func == (a: FormatMemory, b: FormatMemory) -> Bool { true }
  func hash(into hasher: inout Hasher) {}
}
