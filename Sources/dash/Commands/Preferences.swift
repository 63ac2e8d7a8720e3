import ArgumentParser
import BlockModel
import Foundation

/// The time zone and the language of the person.
struct Preferences: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show or set your time zone, and the language of numbers and dates.",
    usage: CalledName.usage("preferences"),
    discussion: """
      Days begin in the time zone, and blocks that run at a time of day run at its time. A block can have a
      language of its own: "locale" in its block.json.
      """)

  @Option(help: "An IANA name such as Europe/Lisbon; auto follows this machine.")
  var zone: String?
  @Option(help: "A language such as de or pt-BR; auto follows this machine.")
  var locale: String?
  @OptionGroup var data: DataOption
  @Flag(help: "Print JSON.") var json = false

  func run() async throws {
    try await CommandFailure.reporting {
      let choice = try await data.withEngine { engine in
        var choice = try await engine.surroundings()
        guard zone != nil || locale != nil else { return choice }
        do throws(SurroundingsChoice.Problem) {
          choice = try SurroundingsChoice(
            zone: Self.chosen(zone, choice.zone), locale: Self.chosen(locale, choice.locale))
        } catch {
          throw CommandFailure(.host, error.description)
        }
        try await engine.setSurroundings(choice)
        return choice
      }
      Output.print(json ? choice.json.json(.pretty) : Self.text(choice))
    }
  }

  /// - Parameter kept: what holds where nothing is asked.
  private static func chosen(_ asked: String?, _ kept: String?) -> String? {
    asked.map { $0 == "auto" ? "" : $0 } ?? kept
  }

  private static func text(_ choice: SurroundingsChoice) -> String {
    let resolved = choice.resolved
    func origin(_ chosen: String?) -> String { chosen == nil ? "as this machine" : "chosen" }
    return """
      Time zone  \(resolved.zone) (\(origin(choice.zone)))
      Language   \(resolved.locale) (\(origin(choice.locale)))
      """
  }
}
