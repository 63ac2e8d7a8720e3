import ArgumentParser
import BlockModel
import Egress
import Foundation

/// How files are run by hand.
struct RunOptions: ParsableArguments {
  @Option(help: "Keep every HTTP answer in this folder.") var record: String?
  @Option(help: "Answer every HTTP request from this folder.") var replay: String?
  @Option(
    help: ArgumentHelp(
      "The moment of the run: 2026-11-26, 2026-11-26T10:00:00Z, or Unix seconds.", valueName: "time"
    ),
    transform: Self.moment)
  var now: Date?
  @Option(name: .customLong("param"), help: "Set a parameter: name=value. May be repeated.")
  var params: [String] = []

  func validate() throws {
    if record != nil && replay != nil {
      throw ValidationError("--record and --replay cannot be used together.")
    }
    for param in params where !param.dropFirst().contains("=") {
      throw ValidationError("--param takes name=value, got '\(param)'.")
    }
  }

  static func moment(_ text: String) throws -> Date {
    if let seconds = Int64(text), (0...253_402_300_799).contains(seconds) {
      return Date(timeIntervalSince1970: TimeInterval(seconds))
    }
    if let date = try? Date(text, strategy: .iso8601) { return date }
    if let date = try? Date(text + "T00:00:00Z", strategy: .iso8601) { return date }
    if let date = try? Date(text + "Z", strategy: .iso8601) { return date }
    throw ValidationError(
      "--now takes a time like 2026-11-26T10:00:00Z or Unix seconds, got '\(text)'.")
  }

  var cassette: Cassette? {
    if let record { return .record(URL(filePath: record, directoryHint: .isDirectory)) }
    return replay.map { .replay(URL(filePath: $0, directoryHint: .isDirectory)) }
  }

  /// The values of settings with those of the command line.
  func values(_ known: JSONObject, _ manifest: Manifest) throws -> JSONObject {
    var values = known
    for text in params {
      let name = String(text.prefix { $0 != "=" })
      let value = String(text.dropFirst(name.count + 1))
      guard let param = manifest.params.first(where: { $0.name == name }) else {
        let names = manifest.params.map(\.name)
        let near = NearName.best(for: name, among: names).map { " Did you mean '\($0)'?" } ?? ""
        throw CommandFailure(
          .specError,
          "The block has no parameter '\(name)'; it has: \(names.isEmpty ? "none" : names.joined(separator: ", ")).\(near)"
        )
      }
      do throws(ParamProblem) { values[name] = try param.value(.string(value)) } catch {
        throw CommandFailure(.specError, "The parameter \(error).")
      }
    }
    return values
  }
}
