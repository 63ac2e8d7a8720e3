import Foundation

/// A text with a form of its own: what it is called, an example, and the check.
struct TextForm: Sendable {
  /// "a host like api.example.org"
  var words: String
  /// "hosts like api.example.org"
  var plural: String
  var example: String
  /// For the JSON Schema: what every right text matches.
  var pattern: String?
  /// What is wrong with a text, and what to write instead; `nil` when it is right.
  var problem: @Sendable (String) -> String?
}

extension TextForm {
  static let host = TextForm(
    words: "a host like api.example.org or *.example.org",
    plural: "hosts like \"api.example.org\"", example: "api.example.org",
    pattern: #"^(\*\.)?[^\s/:*?#@\[\]]+$"#, problem: { HostName.problem($0) })

  static let place = TextForm(
    words: "a host and port like 192.168.1.5:8123", plural: "places like \"192.168.1.5:8123\"",
    example: "192.168.1.5:8123", pattern: #"^[^\s/?#@*]+$"#,
    problem: { text in
      if HostPort(text) != nil { return nil }
      if let url = HostName.ofURL(text), HostPort(url.place) != nil {
        return "write the place alone: \"\(url.place)\""
      }
      return
        "'\(text)' is not HOST or HOST:PORT, like \"192.168.1.5:8123\" or \"[::1]:80\" (ports 1…65535)"
    })

  static let origin = TextForm(
    words: "an origin like https://api.example.org",
    plural: "origins like \"https://api.example.org\"",
    example: "https://api.example.org", pattern: #"^(https?://)?[^\s/?#@*]+/?$"#,
    problem: { text in
      if Origin(text) != nil { return nil }
      if let url = HostName.ofURL(text), let origin = Origin("\(url.scheme)://\(url.place)") {
        return "an origin has no path; write \"\(origin)\""
      }
      return
        "'\(text)' is not an origin like \"https://api.example.org\" or \"http://192.168.1.5:8123\""
    })

  static let method = TextForm(
    words: "an HTTP method: \(HTTPMethods.known.joined(separator: ", "))",
    plural: "HTTP methods like \"GET\"", example: "GET", pattern: "^[A-Za-z]+$",
    problem: { text in
      guard !HTTPMethods.known.contains(text.uppercased()) else { return nil }
      return
        "'\(text)' is not a method that blocks can use\(ShapeCheck.meant(text.uppercased(), HTTPMethods.known)); use one of \(HTTPMethods.known.joined(separator: ", "))"
    })

  /// The distance of two runs.
  static let pace = distance(Schedule.allowedSeconds)

  static func distance(_ range: ClosedRange<Int64>) -> TextForm {
    let bounds =
      "\(Schedule.text(of: .seconds(range.lowerBound)))…\(Schedule.text(of: .seconds(range.upperBound)))"
    return TextForm(
      words: "a time like 30s, 10m, 2h or 1d (\(bounds))", plural: "times like \"10m\"",
      example: "10m", pattern: "^[0-9]+[smhd]$",
      problem: { text in
        guard let seconds = Schedule.seconds(text) else {
          return "'\(text)' is not a time like 30s, 10m, 2h or 1d (\(bounds))"
        }
        if seconds < range.lowerBound {
          return
            "\(text) is too short; write \"\(Schedule.text(of: .seconds(range.lowerBound)))\" or more"
        }
        if seconds > range.upperBound {
          return
            "\(text) is too long; write \"\(Schedule.text(of: .seconds(range.upperBound)))\" or less"
        }
        return nil
      })
  }

  static let cron = TextForm(
    words: "a cron expression of five fields like 0 7 * * 1-5", plural: "cron expressions",
    example: "0 7 * * 1-5",
    problem: { text in
      let spelled = CronText(text)
      if let zone = spelled.zone, let problem = Self.zone.problem(zone) { return problem }
      do throws(Cron.Problem) {
        return try Cron(spelled.expression).hasMoment
          ? nil
          : "'\(spelled.expression)' never happens: there is no such day in any year"
      } catch {
        return error.description
      }
    })

  static let zone = TextForm(
    words: "a time zone like Europe/Berlin", plural: "time zones", example: "Europe/Berlin",
    problem: { text in
      guard TimeZone(identifier: text) == nil else { return nil }
      let known = TimeZone.knownTimeZoneIdentifiers
      // Most know their city and not its continent.
      let city = "/" + text.replacing(" ", with: "_").lowercased()
      let near =
        known.first { $0.lowercased().hasSuffix(city) }.map { "; did you mean '\($0)'?" }
        ?? ShapeCheck.meant(text, known)
      return "'\(text)' is not a time zone like Europe/Berlin\(near)"
    })

  static let locale: TextForm = TextForm(
    words: "a locale like de or en-GB", plural: "locales", example: "de-DE",
    pattern: "^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?$",
    problem: { text in
      if text.contains("_"), locale.problem(text.replacing("_", with: "-")) == nil {
        return "write \"\(text.replacing("_", with: "-"))\""
      }
      let form = #/([A-Za-z]{2,3})(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?/#
      guard let parts = text.wholeMatch(of: form),
        Locale.LanguageCode(String(parts.1).lowercased()).isISOLanguage,
        parts.4.map({
          $0.first?.isNumber == true || Locale.Region(String($0).uppercased()).isISORegion
        })
          ?? true
      else { return "'\(text)' is not a locale like \"de\", \"en-GB\" or \"pt-BR\" (BCP 47)" }
      return nil
    })

  /// The name of a parameter: it is written `ctx.params.name` in Lua.
  static let identifier = TextForm(
    words: "a name in lower_snake_case", plural: "names", example: "row_count",
    pattern: "^[a-z][a-z0-9_]{0,39}$",
    problem: { text in
      if LuaText.keywords.contains(text) {
        return "'\(text)' is a word of Lua and cannot be a name; write \"\(text)_\" or another name"
      }
      guard text.wholeMatch(of: #/[a-z][a-z0-9_]{0,39}/#) == nil else { return nil }
      let near = String(
        text.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "_" }.prefix(40))
      let name = near.drop { !$0.isLetter }
      let hint = name.isEmpty ? "" : "; write \"\(name)\""
      return
        "'\(text)' is not a valid name: use lower-case letters, digits and _, beginning with a letter, at most 40\(hint)"
    })

  /// The name of a secret, as `{{secret:NAME}}` writes it.
  static let secretName = TextForm(
    words: "the name of a secret like GITHUB_TOKEN", plural: "names", example: "GITHUB_TOKEN",
    pattern: #"^[A-Za-z0-9_.-]{1,64}$"#,
    problem: { text in
      text.wholeMatch(of: #/[A-Za-z0-9_.\-]{1,64}/#) == nil
        ? "'\(text)' is not a valid name of a secret: use letters, digits, _ . and -, at most 64"
        : nil
    })

  /// A place in the data: `stories[].title`.
  static let path = TextForm(
    words: "a path in the data like stories[].title", plural: "paths", example: "stories[].title",
    problem: { text in
      let isPath = !text.isEmpty && text.count <= 200 && !text.contains(where: \.isNewline)
      return isPath
        ? nil : "a path in the data like \"stories[].title\" is needed (1…200 characters)"
    })
}

/// Methods that a manifest may name.
enum HTTPMethods {
  static let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
}
