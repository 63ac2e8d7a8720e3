import Foundation

/// The parts of a `multipart/form-data` body (RFC 7578): what a form with a file sends.
struct MultipartForm {
  struct Part: Hashable {
    var name: String
    /// The name of the file; `nil` for a field.
    var fileName: String?
    var bytes: Data
  }

  private(set) var parts: [Part] = []

  private static let mostParts = 20

  /// - Parameter contentType: with the boundary.
  /// - Returns: `nil` for a body that is not one.
  init?(_ body: Data, contentType: String) {
    guard let boundary = Self.parameter("boundary", in: contentType), !boundary.isEmpty,
      boundary.utf8.count <= 70
    else { return nil }
    let line = Data("\r\n".utf8)
    let mark = Data("--\(boundary)".utf8)
    // As if a line came before the first part, too.
    var rest = (line + body)[...]
    let between = line + mark
    guard let first = rest.range(of: between), first.lowerBound == rest.startIndex else {
      return nil
    }
    rest = rest[first.upperBound...]
    while !rest.starts(with: Data("--".utf8)) {
      guard parts.count < Self.mostParts, rest.starts(with: line),
        let end = rest.range(of: between), let part = Self.part(rest[..<end.lowerBound])
      else { return nil }
      parts.append(part)
      rest = rest[end.upperBound...]
    }
  }

  /// A line break, headers, an empty line, the bytes.
  private static func part(_ bytes: Data.SubSequence) -> Part? {
    guard let empty = bytes.range(of: Data("\r\n\r\n".utf8)),
      let head = String(validating: bytes[..<empty.lowerBound], as: UTF8.self)
    else { return nil }
    let lines = head.split(separator: "\r\n")
    guard
      let disposition = lines.first(where: {
        $0.lowercased().hasPrefix("content-disposition:")
      }), let name = parameter("name", in: String(disposition))
    else { return nil }
    return Part(
      name: name, fileName: parameter("filename", in: String(disposition)),
      bytes: Data(bytes[empty.upperBound...]))
  }

  /// `name="value"` or `name=value`, behind a semicolon.
  private static func parameter(_ name: String, in header: String) -> String? {
    for piece in header.split(separator: ";").dropFirst() {
      let parts = piece.split(separator: "=", maxSplits: 1)
      guard parts.count == 2,
        parts[0].trimmingCharacters(in: .whitespaces).lowercased() == name
      else { continue }
      return parts[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" \t"))
    }
    return nil
  }
}
