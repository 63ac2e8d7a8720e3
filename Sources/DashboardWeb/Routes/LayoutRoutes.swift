import BlockModel
import DashboardEngine
import Foundation
import Hummingbird

/// Where cards stand. A page sends what a hand did to one card and is answered with the places of all.
struct LayoutRoutes: Sendable {
  let engine: DashboardEngine

  /// `PUT /blocks/{id}/place`: `{"breakpoint", "place": [x, y, w, h]}`, or `[x, y, w, h, section]`.
  func place(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    guard let place = Place(fields.value("place") ?? .null) else {
      throw WebProblem.unreadable("the place is not a list of x, y, w and h")
    }
    return .json(try await engine.place(id, at: place, on: try fields.breakpoint()).json)
  }

  /// `POST /blocks/{id}/place`: one step in a direction, one of the named sizes, or another section; for
  /// forms.
  func step(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let fields = try await request.fields()
    let breakpoint = try fields.breakpoint()
    let layouts: PageLayouts
    if let direction = fields["step"].flatMap({ GridLayout.Direction(rawValue: $0) }) {
      layouts = try await engine.step(id, direction, on: breakpoint)
    } else if let size = fields["size"].flatMap({ NamedSize(rawValue: $0) }),
      let old = try await engine.card(id).places[breakpoint]
    {
      let place = Place(
        x: old.x, y: old.y, w: size.columns(on: breakpoint), h: size.rows, section: old.section)
      layouts = try await engine.place(id, at: place, on: breakpoint)
    } else if let section = fields.integer("section") {
      layouts = try await engine.place(id, inSection: SectionID(section), on: breakpoint)
    } else {
      throw WebProblem.unreadable("it names no step, size or section")
    }
    if request.wantsJSON { return .json(layouts.json) }
    return Response(status: .seeOther, headers: [.location: "/blocks/\(id)/place"])
  }

  /// `POST /layout/fit`: `{"breakpoint", "heights": {"<block>": rows}}`, of cards whose height was a guess.
  func fit(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    guard let heights = fields.value("heights")?.object else {
      throw WebProblem.unreadable("the heights are not an object")
    }
    let pairs = heights.compactMap { name, rows in
      BlockID(name).flatMap { id in rows.integer.map { (id, Int(clamping: $0)) } }
    }
    let layouts = try await engine.fit(
      Dictionary(pairs, uniquingKeysWith: { first, _ in first }), on: try fields.breakpoint())
    return .json(layouts.json)
  }

  /// `POST /undo`: takes back the last thing that was done to the page or to any block.
  func undo(_ request: Request, context: WebContext) async throws -> Response {
    let undone = try await engine.undoLast()
    guard request.wantsJSON else { return .backToDashboard() }
    return .json([
      "block": undone?.block.map { .string($0.text) } ?? .null,
      "message": .string(undone?.reply ?? "There is nothing left to undo."),
    ])
  }
}

extension FormFields {
  /// - Returns: the wide one when none is named.
  fileprivate func breakpoint() throws(WebProblem) -> Breakpoint {
    guard let name = self["breakpoint"] else { return .wide }
    guard let breakpoint = Breakpoint(rawValue: name) else {
      throw WebProblem.unreadable("“\(name.prefix(40))” is not wide, medium or phone")
    }
    return breakpoint
  }
}
