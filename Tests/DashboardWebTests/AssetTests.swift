import HTTPTypes
import Testing

@testable import DashboardWeb

@Suite("Assets")
struct AssetTests {
  @Test(
    "styles, modules and Debian's packages are served with their types",
    arguments: [
      ("style.css", "text/css; charset=utf-8"), ("js/page.js", "text/javascript; charset=utf-8"),
      ("icon.svg", "image/svg+xml"), ("vendor/chart.js", "text/javascript; charset=utf-8"),
    ])
  func types(name: String, type: String) async throws {
    let answer = try await Fixture().send(.get, "/assets/\(name)")
    #expect(answer.status == .ok)
    #expect(answer.headers[.contentType] == type)
  }

  @Test("an address with the content's hash may be kept for ever, and a tag saves the bytes")
  func caching() async throws {
    let fixture = Fixture()
    let address = fixture.shell.assets.address(of: "css/tokens.css")
    let answer = try await fixture.send(.get, address)
    #expect(answer.headers[.cacheControl]?.contains("immutable") == true)
    let tag = try #require(answer.headers[.eTag])
    let again = try await fixture.send(.get, address, [.ifNoneMatch: tag])
    #expect(again.status == .notModified)
    #expect(again.text.isEmpty)
    let plain = try await fixture.send(.get, "/assets/css/tokens.css?v=other")
    #expect(plain.headers[.cacheControl] == "no-cache")
  }

  @Test(
    "who unpacks gzip gets fewer bytes, and everybody else the text as it is",
    arguments: [
      ("gzip, deflate, br", "style.css", true), ("GZIP;q=0.5", "js/modules.js", true),
      ("gzip;q=0, br", "style.css", false), ("gzip; q=0.0", "style.css", false),
      ("", "style.css", false), ("br", "icon.svg", false),
    ])
  func packed(accepts: String, name: String, isPacked: Bool) async throws {
    let fixture = Fixture()
    let plain = try await fixture.send(.get, "/assets/\(name)")
    let answer = try await fixture.send(.get, "/assets/\(name)", [.acceptEncoding: accepts])
    #expect(answer.headers[.contentEncoding] == (isPacked ? "gzip" : nil))
    #expect(answer.body.starts(with: [0x1F, 0x8B]) == isPacked)
    #expect(isPacked ? answer.body.count < plain.body.count / 2 : answer.body == plain.body)
    #expect(answer.headers[.vary] == "Accept-Encoding")
    #expect(answer.headers[.eTag] == plain.headers[.eTag])
  }

  @Test(
    "no spelling of a path leads out of the folder",
    arguments: [
      "/assets/../Package.swift", "/assets/css/../../Package.swift", "/assets/..%2fPackage.swift",
      "/assets/%2e%2e/Package.swift", "/assets//etc/passwd", "/assets/%2fetc%2fpasswd",
      "/assets/css/tokens.css%00.js", "/assets/..%c0%af..%c0%afetc/passwd", "/assets/",
      "/assets/.hidden", "/assets/css",
    ])
  func traversal(path: String) async throws {
    let answer = try await Fixture().send(.get, path)
    #expect(answer.status == .notFound || answer.status == .badRequest)
    #expect(!answer.text.contains("swift-tools-version") && !answer.text.contains("root:"))
  }
}

@Suite("Pictures")
struct PictureTests {
  @Test("a picture is known by its bytes, and SVG and HTML are none")
  func sniffing() {
    #expect(RasterKind(sniffing: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0]) == .png)
    #expect(RasterKind(sniffing: [0xFF, 0xD8, 0xFF, 0xE0]) == .jpeg)
    #expect(RasterKind(sniffing: Array("GIF89a…".utf8)) == .gif)
    #expect(RasterKind(sniffing: Array("RIFF....WEBPVP8 ".utf8)) == .webp)
    for text in ["<svg xmlns=", "<?xml version", "<!doctype html>", "", "RIFF....WAVE", "GIF"] {
      #expect(RasterKind(sniffing: Array(text.utf8)) == nil)
    }
  }

  @Test("a signature holds for one URL of one block")
  func signature() {
    let keys = Fixture().keys
    let signature = keys.imageSignature(block: "a", url: "https://x.example/1.png")
    #expect(keys.isImageSignature(signature, block: "a", url: "https://x.example/1.png"))
    #expect(!keys.isImageSignature(signature, block: "b", url: "https://x.example/1.png"))
    #expect(!keys.isImageSignature(signature, block: "a", url: "https://x.example/2.png"))
    #expect(!keys.isImageSignature("", block: "a", url: "https://x.example/1.png"))
    #expect(
      keys.imageSignature(block: "a1", url: "x") != keys.imageSignature(block: "a", url: "1x"))
  }
}
