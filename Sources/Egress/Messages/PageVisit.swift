/// How an address is visited by a browser, which answers with the page as it is after its script ran.
public struct PageVisit: Sendable, Hashable {
  /// What is done on the page, one after the other.
  public enum Step: Sendable, Hashable {
    /// Clicks what a CSS selector finds first.
    case click(String)
    /// Writes a text into a field, in place of what it holds, or chooses it in a list.
    case fill(String, text: String)
    /// Presses a key by its name, as in `Enter`, or by the character it writes.
    case press(String)
    /// Waits until a CSS selector finds something.
    case waitFor(String)
  }

  /// A CSS selector; the page is done when it finds something.
  public var waitFor: String?
  public var steps: [Step]

  public init(waitFor: String? = nil, steps: [Step] = []) {
    self.waitFor = waitFor
    self.steps = steps
  }

  /// Steps of one visit.
  public static let mostSteps = 20
}

extension PageVisit: CustomStringConvertible {
  /// One line, by which recordings tell visits of an address apart: `click "#accept", wait for ".price"`.
  public var description: String {
    (steps + (waitFor.map { [.waitFor($0)] } ?? [])).map(\.description).joined(separator: ", ")
  }
}

extension PageVisit.Step: CustomStringConvertible {
  public var description: String {
    switch self {
    case .click(let selector): "click \"\(selector)\""
    case .fill(let selector, let text): "fill \"\(selector)\" with \"\(text)\""
    case .press(let key): "press \(key)"
    case .waitFor(let selector): "wait for \"\(selector)\""
    }
  }
}

/// What is special about a request that a page in the browser makes, and no script.
///
/// Its redirects are answered as they are: the browser follows them, and asks again. Nothing of it is
/// recorded; the page as a whole is.
public struct PageTraffic: Sendable, Hashable {
  /// The cookies of the page for this address, as in the header.
  public var cookie: String?
  /// The script of the block wrote this request, so that placeholders in it are its own. Those that a
  /// page writes are refused.
  public var isOfScript: Bool

  public init(cookie: String? = nil, isOfScript: Bool = false) {
    self.cookie = cookie
    self.isOfScript = isOfScript
  }
}
