import Synchronization

/// What a person chose of their surroundings; what they left open follows the machine.
public struct SurroundingsChoice: Hashable, Sendable {
  /// IANA name.
  public private(set) var zone: String?
  /// BCP 47.
  public private(set) var locale: String?

  /// Nothing is chosen.
  public init() {}

  /// What is wrong with a choice, and what would be right.
  public struct Problem: Error, CustomStringConvertible {
    public let description: String
  }

  /// - Parameters: `nil` or an empty text leave one open.
  /// - Throws: a sentence for zones and languages that nobody has.
  public init(zone: String?, locale: String?) throws(Problem) {
    let zone = try Self.checked(zone, TextForm.zone)
    // Zones without a name, as `GMT+0200`, are not in the tables that scripts read.
    if let zone, !zone.contains("/"), zone != "UTC" {
      throw Problem(description: "'\(zone)' is not a time zone like Europe/Berlin.")
    }
    self.zone = zone
    self.locale = try Self.checked(locale, TextForm.locale)
  }

  private static func checked(_ text: String?, _ form: TextForm) throws(Problem) -> String? {
    guard let text = text?.trimming(\.isWhitespace), !text.isEmpty else { return nil }
    if let problem = form.problem(text) {
      throw Problem(description: problem.hasSuffix("?") ? problem : problem + ".")
    }
    return text
  }

  /// What holds then.
  public var resolved: Surroundings {
    Surroundings(
      zone: zone ?? Surroundings.machine.zone, locale: locale ?? Surroundings.machine.locale)
  }

  // MARK: Whose they are

  /// Of the person for whom something is done now.
  public static var current: SurroundingsChoice { ofTask ?? ofAll.withLock { $0 } }

  /// Of one person among several, for all that a task does for them.
  @TaskLocal public static var ofTask: SurroundingsChoice?

  private static let ofAll = Mutex(SurroundingsChoice())

  /// Follows a choice from now on, in everything that is not done for somebody in particular.
  public static func follow(_ choice: SurroundingsChoice) { ofAll.withLock { $0 = choice } }

  // MARK: As it is kept

  /// Reads ``json``; what cannot be read is left open.
  public init(json: JSONValue?) {
    zone = try? Self.checked(json?["zone"]?.string, TextForm.zone)
    locale = try? Self.checked(json?["locale"]?.string, TextForm.locale)
  }

  /// `{"zone": "Europe/Lisbon", "locale": "pt-PT"}`, without what is left open.
  public var json: JSONValue {
    var members = JSONObject()
    if let zone { members["zone"] = .string(zone) }
    if let locale { members["locale"] = .string(locale) }
    return .object(members)
  }
}
