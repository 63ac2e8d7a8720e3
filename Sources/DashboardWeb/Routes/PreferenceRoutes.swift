import BlockModel
import DashboardEngine
import Hummingbird

/// What a person set for all blocks.
struct PreferenceRoutes: Sendable {
  let engine: DashboardEngine
  let page: DashboardPage

  /// `GET /preferences`
  func show(_ request: Request, context: WebContext) async throws -> Response {
    let choice = try await engine.surroundings()
    return await answer(request, choice.zone ?? "", choice.locale ?? "", told: nil)
  }

  /// `POST /preferences`: `zone` and `locale`; an empty one follows the machine.
  func save(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    let (zone, locale) = (fields["zone"] ?? "", fields["locale"] ?? "")
    let choice: SurroundingsChoice
    do throws(SurroundingsChoice.Problem) {
      choice = try SurroundingsChoice(zone: zone, locale: locale)
    } catch {
      return await answer(request, zone, locale, told: .problem(error.description))
    }
    try await engine.setSurroundings(choice)
    return await answer(
      request, choice.zone ?? "", choice.locale ?? "",
      told: .done("Saved. What blocks work out from the day follows when they refresh."))
  }

  /// `GET /api/v1/preferences`
  func read(_ request: Request, context: WebContext) async throws -> Response {
    .json(Self.json(try await engine.surroundings()))
  }

  /// `PUT /api/v1/preferences`: both are set; an empty or absent one follows the machine.
  func put(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    let choice: SurroundingsChoice
    do throws(SurroundingsChoice.Problem) {
      choice = try SurroundingsChoice(zone: fields["zone"], locale: fields["locale"])
    } catch {
      throw WebProblem(.unprocessableContent, "preferences", error.description)
    }
    try await engine.setSurroundings(choice)
    return .json(Self.json(choice))
  }

  /// What is chosen, and what holds where nothing is.
  private static func json(_ choice: SurroundingsChoice) -> JSONValue {
    func value(_ chosen: String?, _ resolved: String) -> JSONValue {
      ["value": .string(resolved), "is_chosen": .bool(chosen != nil)]
    }
    return [
      "zone": value(choice.zone, choice.resolved.zone),
      "locale": value(choice.locale, choice.resolved.locale),
    ]
  }

  private func answer(
    _ request: Request, _ zone: String, _ locale: String, told: ToldNote?
  ) async -> Response {
    let page = PreferencesPage(
      shell: self.page.shell, session: request.sessionCookie, zone: zone, locale: locale,
      told: told)
    return await self.page.beside("Preferences", request) { page.html }
  }
}
