/// When the person is told something, as `alerts` in `block.json` writes it.
public struct Alert: Hashable, Sendable {
  /// 1…60 characters, its own within the block.
  public var name: String
  /// A condition over the data, in the grammar of the UI spec: `price > 100`.
  public var when: String
  /// A list of the data, each row of which is judged as `item`; `nil` judges the data as a whole.
  public var each: String?
  /// A template of the UI spec; `nil` says the name.
  public var say: String?
  /// Not told again before so long, 1 minute…31 days.
  public var againAfter: Duration

  public static let usualPause = Duration.seconds(86_400)

  public init(
    name: String, when: String, each: String? = nil, say: String? = nil,
    againAfter: Duration = Alert.usualPause
  ) {
    self.name = name
    self.when = when
    self.each = each
    self.say = say
    self.againAfter = againAfter
  }
}
