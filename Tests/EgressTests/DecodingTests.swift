import BlockModel
import Egress
import Foundation
import Testing

@Suite("What is packed arrives unpacked and whole, or not at all")
struct DecodingTests {
  static let rows = Array(String(repeating: "row,value\n", count: 1000).utf8)
  static let brotli = base64("Gw8n+I2Ubt60ZHmTK4W7GuWxUoAE18AeAAA=")
  static let zstd = base64("KLUv/WQQJpUAAFByb3csdmFsdWUKAQADp3xBAr2hstw=")

  private static func base64(_ text: String) -> [UInt8] {
    Data(base64Encoded: text).map { Array($0) } ?? []
  }

  /// What a shell command makes of bytes.
  static func piped(_ command: String, _ bytes: [UInt8]) -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", command]
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    guard (try? process.run()) != nil else { return [] }
    Thread.detachNewThread {
      try? input.fileHandleForWriting.write(contentsOf: Data(bytes))
      try? input.fileHandleForWriting.close()
    }
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Array(data)
  }

  static func gzip(_ bytes: [UInt8]) -> [UInt8] { piped("gzip -9", bytes) }

  /// zlib's own form, and without its header and checksum.
  static let (zlib, raw): ([UInt8], [UInt8]) = {
    let raw = Array(gzip(rows).dropFirst(10).dropLast(8))
    var (a, b): (UInt32, UInt32) = (1, 0)
    for byte in rows {
      a = (a + UInt32(byte)) % 65521
      b = (b + a) % 65521
    }
    let sum = b << 16 | a
    let checksum = stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: sum >> $0) }
    return ([0x78, 0x9C] + raw + checksum, raw)
  }()

  private func answer(
    _ body: [UInt8], _ headers: [(String, String)] = [], maximum: Int = 1 << 20
  ) async throws -> Result<EgressResponse, EgressFailure> {
    let server = try LoopbackServer { _, connection in connection.answer(200, headers, body) }
    do throws(EgressFailure) {
      return .success(
        try await Egress().send(
          EgressRequest("GET", server.url("/data.csv.gz"), maximumBytes: maximum),
          as: server.permissions))
    } catch {
      error.expectSentence()
      #expect(error.message.contains("127.0.0.1:\(server.port)"))
      return .failure(error)
    }
  }

  static let accepted: [(String, [UInt8])] = [
    ("gzip", gzip(rows)), ("x-gzip", gzip(rows)), ("GZIP", gzip(rows)), ("deflate", zlib),
    ("deflate", raw), ("br", brotli), ("zstd", zstd), ("identity", rows), ("", rows),
    ("utf-8", rows), ("UTF-8, gzip", gzip(rows)), ("rot13", rows), ("aws-chunked", rows),
    ("gzip, gzip", gzip(gzip(rows))), ("br, gzip", gzip(brotli)),
    ("gzip", gzip(Array(rows.prefix(5000))) + gzip(Array(rows.dropFirst(5000)))),
  ]

  @Test(
    "as Content-Encoding says",
    arguments: accepted)
  func encodings(name: String, body: [UInt8]) async throws {
    let answer = try await answer(body, [("Content-Encoding", name)]).get()
    #expect(answer.body == Self.rows)
    #expect(answer.exchange.bytes == Self.rows.count)
  }

  @Test(
    "by its first bytes, whatever its type says",
    arguments: ["application/gzip", "text/csv", "application/octet-stream"],
    [
      gzip(rows), gzip(Array(rows.prefix(3000))) + gzip(Array(rows.dropFirst(3000))),
      gzip(gzip(rows)), gzip(gzip(gzip(rows))), gzip(zstd), zstd, gzip(rows) + [0, 0, 0, 0],
      gzip(rows) + gzip([]),
    ])
  func magic(type: String, body: [UInt8]) async throws {
    #expect(try await answer(body, [("Content-Type", type)]).get().body == Self.rows)
  }

  static let wholes: [(String, [UInt8])] = [
    ("gzip", gzip(rows)), ("", gzip(rows)), ("deflate", zlib), ("deflate", raw), ("br", brotli),
    ("zstd", zstd), ("", zstd), ("gzip", gzip(rows) + gzip(rows)),
    ("gzip, gzip", gzip(gzip(rows))),
  ]

  @Test(
    "half of it is a failure, also when it is as long as was announced",
    arguments: wholes)
  func halves(name: String, body: [UInt8]) async throws {
    for count in [body.count / 3, body.count - 1, body.count - 6] {
      let result = try await answer(Array(body.prefix(count)), [("Content-Encoding", name)])
      guard case .failure(let failure) = result else {
        Issue.record("\(count) of \(body.count) bytes were taken for the whole")
        continue
      }
      #expect(failure.kind == .network)
      #expect(failure.message.hasSuffix(" broke off; it will be tried again later"), "\(failure)")
    }
  }

  static let damage: [(String, [UInt8])] = [
    ("gzip", rows), ("br", [0x11] + rows), ("zstd", rows), ("deflate", [0xFF] + rows),
    ("gzip", Array(gzip(rows).dropLast(8)) + [UInt8](repeating: 7, count: 8)),
    ("", Array(gzip(rows).dropLast(8)) + [UInt8](repeating: 7, count: 8)),
  ]

  @Test(
    "what is damaged is a failure",
    arguments: damage)
  func damaged(name: String, body: [UInt8]) async throws {
    let result = try await answer(body, [("Content-Encoding", name)])
    guard case .failure(let failure) = result else {
      Issue.record("it was taken")
      return
    }
    #expect(failure.kind == .network)
    #expect(failure.message.contains(" is compressed wrongly ("), "\(failure)")
  }

  @Test("each layer is held to the cap, and there are only so many")
  func bombs() async throws {
    let bomb = Self.piped("head -c 10485760 /dev/zero | gzip -9", [])
    for (body, headers) in [
      (bomb, []), (Self.gzip(bomb), []), (Self.gzip(bomb), [("Content-Encoding", "gzip")]),
    ] as [([UInt8], [(String, String)])] {
      guard case .failure(let failure) = try await answer(body, headers) else {
        Issue.record("it was unpacked")
        continue
      }
      #expect(failure.kind == .limit)
      #expect(
        failure.message.hasSuffix("is larger than 1 MiB; ask for less, or for another address"))
    }
    #expect(try await answer(Self.gzip(bomb), maximum: 10 << 20).get().body.count == 10 << 20)
    let nested = (0..<5).reduce(Self.rows) { bytes, _ in Self.gzip(bytes) }
    guard case .failure(let failure) = try await answer(nested) else {
      Issue.record("it was unpacked")
      return
    }
    #expect(failure.kind == .limit)
    #expect(failure.message.hasSuffix("is packed more than 4 times over; ask another address"))
  }

  @Test("an empty body, and one that only looks packed, stay as they are")
  func plain() async throws {
    #expect(try await answer([], [("Content-Encoding", "gzip")]).get().body.isEmpty)
    for body in [[0x1F, 0x8B], [0x1F], Array("PK".utf8), Self.rows] as [[UInt8]] {
      #expect(try await answer(body).get().body == body)
    }
  }
}
