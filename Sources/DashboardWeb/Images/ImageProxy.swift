import BlockModel
import DashboardEngine
import Egress
import Foundation
import Hummingbird

/// Pictures of blocks, fetched by the host so that the page shows nothing to other servers.
///
/// Only URLs the renderer signed for this very block are fetched, from hosts that the block may ask or
/// show pictures from; 2 MiB at most, and only what is a raster picture. A block that knows only what is
/// public shows pictures of every public host.
struct ImageProxy: Sendable {
  let egress: Egress
  let keys: WebKeys

  static let maximumBytes = 2 << 20

  /// The address of a picture on our own server.
  func address(of url: String, block: BlockID) -> String {
    var query = URLComponents()
    query.queryItems = [
      URLQueryItem(name: "u", value: url),
      URLQueryItem(name: "sig", value: keys.imageSignature(block: block.text, url: url)),
    ]
    // `+` stands for a space in forms, so it must not stand for itself.
    let text = query.percentEncodedQuery?.replacing("+", with: "%2B") ?? ""
    return "/blocks/\(block)/image?\(text)"
  }

  func picture(
    at url: String, signature: String, of card: Card
  ) async throws -> Response {
    guard keys.isImageSignature(signature, block: card.id.text, url: url) else {
      throw WebProblem(.forbidden, "signature", "This picture is not one that the block shows.")
    }
    var permissions = card.permissions
    permissions.methods = ["GET"]
    if let parts = URLComponents(string: url), let host = parts.host {
      let port = parts.port ?? (parts.scheme?.lowercased() == "http" ? 80 : 443)
      guard !card.isPrivate || permissions.allowsPicture(host: host, port: port) else {
        throw WebProblem(
          .forbidden, "picture_host",
          "The block may not show pictures from \(host); allow it in the settings of the block.")
      }
      permissions.hosts.insert(host)
    }
    let answer: EgressResponse
    do {
      answer = try await egress.send(
        EgressRequest(
          "GET", url, headers: [.init("Accept", "image/avif,image/webp,image/png,image/*;q=0.8")],
          timeout: .seconds(15), ttl: .seconds(3600), maximumBytes: Self.maximumBytes),
        as: permissions)
    } catch {
      throw WebProblem(.badGateway, "image", error.message)
    }
    guard answer.status == 200, let kind = RasterKind(sniffing: answer.body) else {
      throw WebProblem(
        .badGateway, "image", "The source did not answer with a picture (status \(answer.status)).")
    }
    return Response(
      status: .ok,
      headers: [
        .contentType: kind.rawValue, .cacheControl: "private, max-age=3600",
        .contentDisposition: "inline",
      ],
      body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body)))
  }
}
