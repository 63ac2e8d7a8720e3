import Foundation
import Testing

@testable import DashboardWeb

@Suite("Forms with files")
struct PackagePageTests {
  private func form(_ body: String, boundary: String = "XyZ") -> MultipartForm? {
    MultipartForm(
      Data(body.replacing("\n", with: "\r\n").utf8),
      contentType: "multipart/form-data; boundary=\(boundary)")
  }

  @Test("fields and files are taken apart, whatever bytes a file has")
  func parts() throws {
    let form = try #require(
      self.form(
        """
        --XyZ
        Content-Disposition: form-data; name="csrf"

        token
        --XyZ
        Content-Disposition: form-data; name="package"; filename="a.dashblock"
        Content-Type: application/octet-stream

        one
        --XyzA
        --Xy
        two

        --XyZ--

        """))
    #expect(form.parts.map(\.name) == ["csrf", "package"])
    #expect(form.parts[0].bytes == Data("token".utf8) && form.parts[0].fileName == nil)
    #expect(form.parts[1].fileName == "a.dashblock")
    #expect(form.parts[1].bytes == Data("one\r\n--XyzA\r\n--Xy\r\ntwo\r\n".utf8))
    let empty = try #require(self.form("--XyZ--\n"))
    #expect(empty.parts.isEmpty)
  }

  @Test(
    "half a form is none",
    arguments: [
      "", "--XyZ", "--XyZ\n", "--XyZ\nContent-Disposition: form-data; name=\"a\"\n\nx",
      "--XyZ\nno headers\n--XyZ--", "--XyZ\nContent-Disposition: form-data\n\nx\n--XyZ--",
      "something\n--XyZ--",
      String(
        repeating: "--XyZ\nContent-Disposition: form-data; name=\"a\"\n\nx\n", count: 21)
        + "--XyZ--",
    ])
  func halves(body: String) {
    #expect(form(body) == nil)
    #expect(form(body, boundary: "") == nil)
  }

  @Test("only a form that carries a file may be large, and a package waits for one word")
  func uploads() async throws {
    let fixture = Fixture()
    let large = String(repeating: "x", count: 5_000)
    let write = try await fixture.send(
      .post, "/write", fixture.ourWrite(), body: large)
    #expect(write.status == .contentTooLarge)
    #expect(PackageUpload.paths == ["/import", "/api/v1/packages"])
    let shelf = ImportShelf()
    #expect(await shelf.take("nothing") == nil)
  }
}
