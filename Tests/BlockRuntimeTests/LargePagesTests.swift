import CSandbox
import Foundation
import Testing

@Suite("Code on large pages")
struct LargePagesTests {
  private static let large = 2 << 20

  /// Code that answers 42, over and over.
  private static var answer: [UInt8] {
    #if arch(arm64)
    [0x40, 0x05, 0x80, 0x52, 0xC0, 0x03, 0x5F, 0xD6]
    #else
    [0xB8, 0x2A, 0x00, 0x00, 0x00, 0xC3, 0x90, 0x90]
    #endif
  }

  @Test("is the code that it was, at its place, and cannot be written")
  func moved() throws {
    // Two whole large pages, and less than one before and behind them.
    let length = 3 * Self.large + 4096
    let room = try #require(
      mmap(nil, length + Self.large, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0))
    try #require(room != MAP_FAILED)
    defer { munmap(room, length + Self.large) }
    let aligned = (Int(bitPattern: room) + Self.large - 1) / Self.large * Self.large
    let code = try #require(UnsafeMutableRawPointer(bitPattern: aligned + Self.large / 2))
    let codeLength = 2 * Self.large + Self.large / 2 + 4096
    let text = Data((0..<codeLength / 8).flatMap { _ in Self.answer })
    text.withUnsafeBytes { code.copyMemory(from: $0.baseAddress!, byteCount: $0.count) }
    try #require(mprotect(code, codeLength, PROT_READ | PROT_EXEC) == 0)

    let moved = dash_code_to_large_pages(code, codeLength)

    #expect(moved == 0 || moved == 2 * Self.large)
    #expect(Data(bytes: code, count: codeLength) == text)
    let inside = aligned + Self.large
    let function = unsafeBitCast(
      UnsafeRawPointer(bitPattern: inside + 4096), to: (@convention(c) () -> Int32).self)
    #expect(function() == 42)
    guard moved > 0 else { return }
    let mapping = try #require(try Self.mapping(at: inside))
    #expect(mapping.protection == "r-xp")
    #expect(mapping.largeKiB == moved >> 10)
  }

  @Test("stays where it is when it fills no large page")
  func small() {
    #expect(dash_code_to_large_pages(UnsafeRawPointer(bitPattern: Self.large + 4096), 1 << 20) == 0)
  }

  /// What the kernel says of the mapping that an address lies in.
  private static func mapping(at address: Int) throws -> (protection: String, largeKiB: Int)? {
    // Foundation reads no further than the first part of a file that tells no size.
    let file = try FileHandle(forReadingFrom: URL(filePath: "/proc/self/smaps"))
    let lines = String(decoding: try file.readToEnd() ?? Data(), as: UTF8.self)
      .split(separator: "\n")
    let head = lines.firstIndex { line in
      let ends = line.prefix { $0 != " " }.split(separator: "-").compactMap { Int($0, radix: 16) }
      return ends.count == 2 && ends[0] <= address && address < ends[1]
    }
    guard let head else { return nil }
    let large = lines[head...].first { $0.hasPrefix("AnonHugePages:") }
    let words = lines[head].split(separator: " ")
    return (String(words[1]), large.flatMap { Int($0.split(separator: " ")[1]) } ?? 0)
  }
}
