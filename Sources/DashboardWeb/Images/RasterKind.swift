/// The kinds of picture that are passed on, told by their first bytes, never by what a server says.
/// SVG is none of them: it can carry script.
enum RasterKind: String, CaseIterable, Sendable {
  case png = "image/png"
  case jpeg = "image/jpeg"
  case gif = "image/gif"
  case webp = "image/webp"
  case avif = "image/avif"
  case icon = "image/x-icon"

  /// - Parameter bytes: the beginning of the file; 12 bytes decide.
  init?(sniffing bytes: some Collection<UInt8>) {
    let head = Array(bytes.prefix(12))
    func has(_ signature: [UInt8], at place: Int = 0) -> Bool {
      head.count >= place + signature.count
        && Array(head[place..<place + signature.count]) == signature
    }
    if has([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
      self = .png
    } else if has([0xFF, 0xD8, 0xFF]) {
      self = .jpeg
    } else if has(Array("GIF87a".utf8)) || has(Array("GIF89a".utf8)) {
      self = .gif
    } else if has(Array("RIFF".utf8)), has(Array("WEBP".utf8), at: 8) {
      self = .webp
    } else if has(Array("ftypavif".utf8), at: 4) || has(Array("ftypavis".utf8), at: 4) {
      self = .avif
    } else if has([0, 0, 1, 0]) {
      self = .icon
    } else {
      return nil
    }
  }
}
