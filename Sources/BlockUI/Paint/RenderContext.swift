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

  /// - Parameter surroundings: of the person, in the language of the block
  ///   (``BlockModel/Manifest/surroundings``).
  public init(
    data: JSONValue, params: JSONObject = [:], block: BlockID, blockName: String,
    now: Date = Date(), surroundings: Surroundings = .current,
    imageURL: @escaping @Sendable (String) -> PageURL? = { _ in nil }, csrfToken: String? = nil
  ) {
    self.data = data
    self.params = params
    self.block = block
    self.blockName = blockName
    self.now = now
    locale = surroundings.formats
    timeZone = surroundings.timeZone
    self.imageURL = imageURL
    self.csrfToken = csrfToken
  }
}
