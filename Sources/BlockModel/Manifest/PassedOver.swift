import OrderedCollections

/// A part of a `block.json` that this Dash does not understand: it is kept and written back as it was.
struct PassedOver: Hashable, Sendable {
  enum Step: Hashable, Sendable {
    case member(String)
    /// The element of a list whose member `key` is `value`.
    case element(key: String, value: String)
    /// One more element of a list.
    case appended
  }

  var path: [Step]
  var value: JSONValue

  /// `json` with the part put back, unless something was written there since.
  ///
  /// - Parameter standard: what `json` says when nothing was set; it gives way.
  func restored(in json: JSONValue, over standard: JSONValue) -> JSONValue {
    put(path[...], json, standard) ?? json
  }

  private func put(
    _ path: ArraySlice<Step>, _ json: JSONValue?, _ standard: JSONValue?
  ) -> JSONValue? {
    guard let step = path.first else { return json == nil || json == standard ? value : json }
    let rest = path.dropFirst()
    switch step {
    case .member(let name):
      guard var members = json.map({ $0.object }) ?? [:] else { return nil }
      guard let inner = put(rest, members[name], standard?[name]) else { return nil }
      members[name] = inner
      return .object(members)
    case .appended:
      guard rest.isEmpty, let elements = json.map({ $0.array }) ?? [] else { return nil }
      return .array(elements + [value])
    case .element(let key, let wanted):
      guard var elements = json?.array,
        let index = elements.firstIndex(where: { $0[key]?.string == wanted }),
        let inner = put(rest, elements[index], nil)
      else { return nil }
      elements[index] = inner
      return .array(elements)
    }
  }
}
