/// How a script wants an address shown by a browser.
public struct BrowserVisit: Sendable, Equatable {
  /// One thing that is done on the page.
  public struct Step: Sendable, Equatable {
    public enum Action: UInt8, Sendable, CaseIterable { case click, fill, press, waitFor }

    public var action: Action
    /// A CSS selector, or the name of a key.
    public var target: String
    /// What a field is filled with.
    public var text: String?

    public init(_ action: Action, _ target: String, text: String? = nil) {
      self.action = action
      self.target = target
      self.text = text
    }
  }

  /// A CSS selector.
  public var waitFor: String?
  public var steps: [Step]

  public init(waitFor: String? = nil, steps: [Step] = []) {
    self.waitFor = waitFor
    self.steps = steps
  }
}

// MARK: On the wire

extension BrowserVisit {
  init(from reader: inout WireReader) throws(WireProblem) {
    waitFor = try reader.optional(.selector) { reader throws(WireProblem) in
      try reader.text(.selector)
    }
    steps = try reader.list(.steps) { reader throws(WireProblem) in try Step(from: &reader) }
  }

  func encode(to writer: inout WireWriter) {
    writer.write(waitFor) { $0.write($1, .selector) }
    writer.write(steps, .steps) { $1.encode(to: &$0) }
  }
}

extension BrowserVisit.Step {
  fileprivate init(from reader: inout WireReader) throws(WireProblem) {
    action = try reader.choice(.choice)
    target = try reader.text(.selector)
    text = try reader.optional(.filling) { reader throws(WireProblem) in
      try reader.text(.filling)
    }
  }

  fileprivate func encode(to writer: inout WireWriter) {
    writer.write(action.rawValue)
    writer.write(target, .selector)
    writer.write(text) { $0.write($1, .filling) }
  }
}
