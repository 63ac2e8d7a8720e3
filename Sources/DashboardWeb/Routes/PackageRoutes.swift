import BlockModel
import BlockUI
import DashboardEngine
import Foundation
import Hummingbird

/// Blocks that leave and come, and the copy of everything.
struct PackageRoutes: Sendable {
  let engine: DashboardEngine
  let page: DashboardPage
  let shelf = ImportShelf()

  // MARK: Out

  /// `GET /blocks/{id}/export`: what would leave.
  func export(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let export = try await engine.export(id, recordings: .with)
    let automatic = try await engine.export(id)
    let html = ExportPage(
      block: id, export: export, isPrivate: automatic.recordings != export.recordings
    ).html
    return await page.beside("Export", request) { html }
  }

  /// `GET /blocks/{id}/export/file?recordings=with`: the package.
  func file(_ request: Request, context: WebContext) async throws -> Response {
    let id = try context.block()
    let text = request.uri.queryParameters["recordings"].map(String.init) ?? "automatic"
    guard let choice = BlockExport.Choice(rawValue: text) else {
      throw WebProblem.unreadable("recordings is automatic, with or without")
    }
    let export = try await engine.export(id, recordings: choice)
    let bytes = try export.archive
    await engine.noteExport(export, of: id)
    return .download(bytes, named: "\(id).dashblock")
  }

  /// `GET /backup`: forms for a copy of everything, and for a block that comes from elsewhere.
  func backups(_ request: Request, context: WebContext) async throws -> Response {
    let html = BackupPage(shell: page.shell, session: request.sessionCookie).html
    return await page.beside("Export and backup", request) { html }
  }

  /// `POST /backup`: a copy of everything, as a file.
  func backUp(_ request: Request, context: WebContext) async throws -> Response {
    let withKey = try await request.fields()["with_key"] != nil
    let file = FileManager.default.temporaryDirectory
      .appending(path: "dash-\(UUID().uuidString).tar.gz")
    defer { try? FileManager.default.removeItem(at: file) }
    try await engine.backUp(to: file, withKey: withKey)
    // Mapped: it may be larger than memory.
    let bytes = try Data(contentsOf: file, options: .alwaysMapped)
    return .download(bytes, named: "dash-backup.tar.gz")
  }

  // MARK: In

  /// `POST /import`: a package is read, tried and shown; nothing is added yet.
  func read(_ request: Request, context: WebContext) async throws -> Response {
    let fields = try await request.fields()
    guard let file = fields.files["package"] else {
      throw WebProblem.unreadable("it holds no file")
    }
    let review = try await engine.review(archive: file.bytes)
    let key = await shelf.put(review, named: file.name)
    let html = ImportPage(
      shell: page.shell, session: request.sessionCookie, key: key, review: review
    ).html
    return await page.beside("Add a block", request) { html }
  }

  /// `POST /import/add`: the package that was shown becomes a block.
  func add(_ request: Request, context: WebContext) async throws -> Response {
    let card = try await add(try await request.fields()["key"] ?? "", grants: [])
    return .backToDashboard(at: "block-\(card.id)")
  }

  /// `POST /api/v1/packages`: the bytes of a package; answers what it is and may, and a key to add it by.
  func readPackage(_ request: Request, context: WebContext) async throws -> Response {
    let body = try await request.body.collect(upTo: PackageUpload.mostBytes)
    let review = try await engine.review(archive: Data(body.readableBytesView))
    return .json([
      "key": .string(await shelf.put(review, named: "the API")), "name": .string(review.name),
      "allows": .array(review.allows.map { .string($0.description) }),
      "asks": .array(review.asks.map { .string($0.description) }),
      "proof": .string(review.proof),
    ])
  }

  /// `POST /api/v1/packages/{key}/add`: `{"grants"?}`.
  func addPackage(_ request: Request, context: WebContext) async throws -> Response {
    let grants = try await request.fields().grants("grants")
    let card = try await add(context.segment("key") ?? "", grants: grants)
    return .json(card.json, status: .created)
  }

  private func add(_ key: String, grants: [Grant.Subject]) async throws -> Card {
    guard let (review, name) = await shelf.take(key) else {
      throw WebProblem(
        .notFound, "no_package", "This block is no longer waiting. Choose its file again.")
    }
    return try await engine.add(review, from: name, grants: grants)
  }
}

/// Packages that were shown and wait for a word, in memory and for a while.
actor ImportShelf {
  private static let (most, patience) = (4, TimeInterval(1_800))
  private var waiting: [(key: String, review: ImportReview, name: String, at: Date)] = []

  /// - Returns: the key that ``take(_:)`` wants.
  func put(_ review: ImportReview, named name: String) -> String {
    let key = UUID().uuidString.lowercased()
    waiting.append((key, review, name, Date()))
    waiting = waiting.suffix(Self.most)
    return key
  }

  func take(_ key: String) -> (review: ImportReview, name: String)? {
    waiting.removeAll { $0.at < Date(timeIntervalSinceNow: -Self.patience) }
    guard let index = waiting.firstIndex(where: { $0.key == key }) else { return nil }
    let found = waiting.remove(at: index)
    return (found.review, found.name)
  }
}

extension Response {
  /// A file that the browser saves and does not show.
  static func download(_ bytes: Data, named name: String) -> Response {
    Response(
      status: .ok,
      headers: [
        .contentType: "application/gzip", .cacheControl: "no-store",
        .contentDisposition: "attachment; filename=\"\(name)\"",
      ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}
