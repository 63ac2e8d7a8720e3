public import BlockModel
public import Foundation
public import OrderedCollections

/// Everything a card is rendered from besides its spec.
public struct RenderContext: Sendable {
  public var data: JSONValue
  /// The values of all parameters.
  public var params: JSONObject
  public var block: BlockID
  public var blockName: String
  public var now: Date
  /// How numbers and dates look; 12 or 24 hours and the first weekday are part of it.
  public var locale: Locale
  public var timeZone: TimeZone
  /// The signed address of an image on our own server; `nil` refuses the image.
  public var imageURL: @Sendable (String) -> PageURL?
  /// Written into forms, so that they work without script.
  public var csrfToken: String?

  public init(
    data: JSONValue, params: JSONObject = [:], block: BlockID, blockName: String,
    now: Date = Date(), locale: Locale = Locale(identifier: "en_GB"),
    timeZone: TimeZone = .current,
    imageURL: @escaping @Sendable (String) -> PageURL? = { _ in nil }, csrfToken: String? = nil
  ) {
    self.data = data
    self.params = params
    self.block = block
    self.blockName = blockName
    self.now = now
    self.locale = locale
    self.timeZone = timeZone
    self.imageURL = imageURL
    self.csrfToken = csrfToken
  }
}

/// The inside of a card; its frame is the page's.
public struct RenderedCard: Sendable, Hashable {
  public var title: String
  public var subtitle: String?
  public var icon: String?
  public var href: PageURL?
  /// The time the data are from, when the spec says so.
  public var updated: Date?
  public var size: CompiledSpec.Size?
  public var body: HTML
  /// The spec's `empty` took the place of the body.
  public var isEmpty: Bool
  /// The spec wants no card at all while it is empty.
  public var isHidden: Bool
  /// What could not be shown as the spec says, for the log.
  public var warnings: [String]
}
