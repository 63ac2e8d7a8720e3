import BlockModel
import BlockUI
import Egress

/// What a card says when its sources are down: a card that still looks well is an alarm that cannot
/// ring.
struct SwallowedErrors {
  /// Names of a script without which an error cannot be caught: nothing has to be tried then.
  private static let catching: Set<String> = [
    "pcall", "xpcall", "all", "ok", "status", "failure", "body",
  ]

  let files: BlockFiles
  let spec: CompiledSpec

  /// What the sources answer in the trial; `nil` when the script catches no error.
  ///
  /// What catches by `pcall` may look only whether an answer came at all; what reads states of
  /// answers is given one.
  var outage: Cassette? {
    let names = Set(LuaTokens(files.script).tokens.filter { $0.kind == .name }.map(\.text))
    guard !names.isDisjoint(with: Self.catching) else { return nil }
    return .outage(status: names.contains("pcall") || names.contains("xpcall") ? nil : 500)
  }

  /// - Parameters:
  ///   - well: the card's data of the trial run.
  ///   - outcome: of the run in which nothing answered.
  func finding(well: RenderContext, _ outcome: RunOutcome) -> CandidateFinding? {
    guard let data = outcome.data, !outcome.http.isEmpty, outcome.failure == nil,
      spec.check(data: data, params: well.params).ok
    else { return nil }
    var down = well
    down.data = data
    let card = spec.renderText(down)
    guard !card.isEmpty, !saysSo(card, instead: spec.renderText(well)),
      !hasState(data, instead: well.data)
    else { return nil }
    let line = card.split(separator: "\n").dropFirst().map(String.init)
      .first { $0.contains(where: \.isLetter) }
    let says = line.map { "“\($0.trimming { $0.isWhitespace }.prefix(60))”" }
    return CandidateFinding(
      .swallowedError,
      summary:
        "When the source fails, the block does not: the card shows \(says ?? "a card without data") as if all were well. Catch no errors: let the error rise, and Dash tells the person; of several sources in http.all, show for each failed one its `error`.",
      person: "when its source fails, the card does not say so", failure: .contractViolation)
  }

  // MARK: Words

  /// Beginnings of words that say that something did not answer.
  private static let failing = [
    "fail", "err", "down", "offline", "unreach", "unavail", "reach", "refus", "timeout", "timed",
    "broken", "unknown", "lost", "outage", "cannot", "could", "500", "fehl", "erreichb", "gestört",
    "störung", "ausfall", "ausgefall", "unbekannt", "échec", "indispon", "injoign", "inconnu",
    "panne", "fall", "caíd", "inaccesib", "desconocid", "falh", "inacess", "desconhecid",
    "irraggiung", "sconosciut", "fout", "bereikba", "onbekend", "mislukt",
    "❌", "⚠", "✗", "✘", "✖", "🔴", "⛔", "🚫",
  ]
  /// "no errors" says that all is well.
  private static let negations: Set<String> = [
    "no", "0", "without", "keine", "kein", "ohne", "aucun", "aucune", "sin", "ningún", "ninguna",
    "sem", "nenhum", "nenhuma", "nessun", "nessuna", "geen", "zonder",
  ]
  /// Two words, which say the same.
  private static let phrases = [
    "no answer", "no response", "no connection", "not respond", "not answer", "not available",
    "keine antwort", "keine verbindung", "nicht verfügbar", "antwortet nicht", "pas de réponse",
    "sin respuesta", "sem resposta", "nessuna risposta", "geen antwoord",
  ]

  private func saysSo(_ card: String, instead well: String) -> Bool {
    let lower = card.lowercased()
    let before = well.lowercased()
    if Self.phrases.contains(where: { lower.contains($0) && !before.contains($0) }) { return true }
    let known = Set(Self.words(before))
    let words = Self.words(lower)
    return words.indices.contains { index in
      !known.contains(words[index])
        && Self.failing.contains(where: { words[index].hasPrefix($0) })
        && !(index > 0 && Self.negations.contains(words[index - 1]))
    }
  }

  private static func words(_ text: String) -> [String] {
    text.split { $0.isWhitespace || $0.isPunctuation && $0 != "⚠" }.map(String.init)
  }

  // MARK: States

  private static let good: Set<String> = [
    "ok", "up", "online", "reachable", "alive", "works", "working", "available", "success",
    "healthy", "running", "answered",
  ]
  private static let bad: Set<String> = [
    "error", "failed", "failure", "down", "offline", "stale", "unreachable", "broken",
  ]

  /// A state that the card names is another one than before: `ok` is false, `failed` is true.
  private func hasState(_ data: JSONValue, instead well: JSONValue) -> Bool {
    let named = Set(
      files.spec.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init))
    let before = Set(well.states)
    return data.states.contains { state in
      guard named.contains(state.name), !before.contains(state) else { return false }
      let parts = Set(state.name.split(separator: "_").map(String.init))
      return !parts.isDisjoint(with: state.value ? Self.bad : Self.good)
    }
  }
}

private struct State: Hashable {
  let name: String
  let value: Bool
}

extension JSONValue {
  /// Every truth value with the key it stands under, at any depth.
  fileprivate var states: [State] {
    switch self {
    case .object(let members):
      members.flatMap { name, value in
        value.bool.map { [State(name: name.lowercased(), value: $0)] } ?? value.states
      }
    case .array(let elements): elements.flatMap(\.states)
    case .null, .bool, .integer, .number, .string: []
    }
  }
}
