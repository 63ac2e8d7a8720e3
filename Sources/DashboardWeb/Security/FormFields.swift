import BlockModel
import Foundation
import Hummingbird

/// The fields of a form or of a JSON object of texts.
struct FormFields {
  private var fields: JSONObject = [:]
  /// Files that a form sent, by the names of their fields.
  private(set) var files: [String: (name: String, bytes: Data)] = [:]

  /// Reads a body by its content type; anything else has no fields.
  init(_ body: ByteBuffer, of request: Request) {
    let type = request.headers[.contentType]?.lowercased() ?? ""
    if type.hasPrefix("application/json") {
      fields = (try? JSONValue(parsing: body.readableBytesView))?.object ?? [:]
    } else if type.hasPrefix("application/x-www-form-urlencoded") {
      let decoder = URLEncodedFormDecoder()
      let texts = try? decoder.decode([String: String].self, from: String(buffer: body))
      for (name, text) in texts ?? [:] { fields[name] = .string(text) }
    } else if type.hasPrefix("multipart/form-data") {
      let form = MultipartForm(
        Data(body.readableBytesView), contentType: request.headers[.contentType] ?? "")
      for part in form?.parts ?? [] {
        if let fileName = part.fileName {
          files[part.name] = (fileName, part.bytes)
        } else if let text = String(validating: part.bytes, as: UTF8.self) {
          fields[part.name] = .string(text)
        }
      }
    }
  }

  /// Reads the query of an address as a form writes it that is sent by GET: `+` is a space.
  init(query: String) {
    let texts = try? URLEncodedFormDecoder().decode([String: String].self, from: query)
    for (name, text) in texts ?? [:] { fields[name] = .string(text) }
  }

  subscript(name: String) -> String? { fields[name]?.string }

  /// The value as it was sent: a text from a form, any JSON from script.
  func value(_ name: String) -> JSONValue? { fields[name] }

  /// A whole number: a text from a form, a number or a text from a program.
  func integer(_ name: String) -> Int? {
    let value = value(name)
    return value?.integer.flatMap { Int(exactly: $0) } ?? value?.string.flatMap { Int($0) }
  }

  /// Was a box ticked? A plain form sends its value then and nothing else, script sends `true` or `false`.
  func isTicked(_ name: String) -> Bool {
    value(name).map { $0.bool ?? true } ?? false
  }

  var names: [String] { Array(fields.keys) }
}

extension FormFields {
  /// What a person allows, each as `dash allow` takes it, with commas between them; programs may send a
  /// list.
  func grants(_ name: String) throws(WebProblem) -> [Grant.Subject] {
    let texts = value(name)?.array?.compactMap(\.string) ?? self[name].map { [$0] } ?? []
    let parts = texts.flatMap { $0.split(separator: ",").map(String.init) }
    return try parts.map { text throws(WebProblem) in
      guard let subject = Grant.Subject(text) else {
        throw WebProblem.unreadable("“\(text.prefix(80))” is not something that can be allowed")
      }
      return subject
    }
  }
}

extension Request {
  /// The fields of the body, which ``WriteCheck`` has collected.
  func fields() async throws -> FormFields {
    FormFields(try await body.collect(upTo: PackageUpload.mostBytes), of: self)
  }
}
