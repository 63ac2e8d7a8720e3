import Testing

@testable import WorkerProtocol

@Suite("Bytes that are no message are refused, and nothing traps")
struct GarbageTests {
  /// Frames without their lengths.
  private static let ofChild = frames(Specimens.ofChild.map { try? $0.encoded() })
  private static let ofHost = frames(Specimens.ofHost.map { try? $0.encoded() })

  private static func frames(_ encoded: [[UInt8]?]) -> [[UInt8]] {
    encoded.compactMap { $0.map { Array($0.dropFirst(Frame.prefixLength)) } }
      .filter { $0.count < 1000 }
  }

  /// Every problem that a decoder may have, and nothing else.
  private func problem<Message>(
    _ read: ([UInt8]) throws(WireProblem) -> Message, _ bytes: [UInt8]
  ) -> WireProblem? {
    do {
      _ = try read(bytes)
      return nil
    } catch { return error }
  }

  @Test("a message that is cut off at any byte", arguments: ofChild)
  func truncatedChild(frame: [UInt8]) {
    for length in 0..<frame.count {
      #expect(problem(ChildMessage.init, Array(frame.prefix(length))) != nil)
    }
    #expect(problem(ChildMessage.init, frame + [0]) == .trailing(count: 1))
  }

  @Test("an order or an answer that is cut off at any byte", arguments: ofHost)
  func truncatedHost(frame: [UInt8]) {
    for length in 0..<frame.count {
      #expect(problem(HostMessage.init, Array(frame.prefix(length))) != nil)
    }
    #expect(problem(HostMessage.init, frame + [0]) == .trailing(count: 1))
  }

  @Test("messages of which bytes were changed are refused, or are other messages", arguments: 1...8)
  func flipped(seed: UInt64) throws {
    var numbers = SeededNumbers(state: seed)
    for frame in Self.ofChild {
      for _ in 0..<50 {
        var bytes = frame
        for _ in 0...Int.random(in: 0...3, using: &numbers) {
          bytes[Int.random(in: bytes.indices, using: &numbers)] = .random(
            in: 0...255, using: &numbers)
        }
        // What is read can be written, and is read as the same again.
        guard let message = try? ChildMessage(bytes) else { continue }
        let again = try ChildMessage(Array(message.encoded().dropFirst(Frame.prefixLength)))
        // Of numbers, minus zero is the one that is equal to another.
        #expect(again == message)
      }
    }
  }

  @Test("bytes by chance", arguments: 1...4)
  func noise(seed: UInt64) {
    var numbers = SeededNumbers(state: seed)
    for _ in 0..<2000 {
      var bytes = (0..<Int.random(in: 0...200, using: &numbers)).map { _ in
        UInt8.random(in: 0...255, using: &numbers)
      }
      // Most should get beyond the first byte.
      if !bytes.isEmpty { bytes[0] = .random(in: 0...7, using: &numbers) }
      _ = problem(ChildMessage.init, bytes)
      _ = problem(HostMessage.init, bytes)
    }
  }

  /// Every place of every message that could be a length, a count or a number.
  @Test(
    "a length, count or number that is huge or negative",
    arguments: [
      [0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0x80],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0, 0, 0, 0, 0x80],
      [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0, 0, 0, 0, 0, 0, 0xF8, 0x7F],
      [0, 0, 0, 0, 0, 0, 0xF0, 0xFF],
    ] as [[UInt8]])
  func huge(number: [UInt8]) {
    for frame in Self.ofChild {
      for place in 1..<max(1, frame.count - number.count + 1) {
        var bytes = frame
        bytes.replaceSubrange(place..<place + number.count, with: number)
        guard let message = try? ChildMessage(bytes) else { continue }
        // It stood in a text or in bytes, where any value may stand.
        #expect((try? message.encoded())?.count == frame.count + Frame.prefixLength)
      }
    }
  }

  static let precise: [([UInt8], WireProblem)] = [
    ([], .cutOff(field: "message")),
    ([0], .unknown(field: "message", byte: 0)), ([8], .unknown(field: "message", byte: 8)),
    ([255, 1, 2], .unknown(field: "message", byte: 255)),
    // http: more requests than there may be, or than bytes; a method that is longer than it may be.
    ([1, 0xF5, 1, 0, 0], .beyond(field: "requests", most: 500)),
    ([1, 0xF4, 1, 0, 0], .cutOff(field: "requests")),
    ([1, 1, 0, 0, 0, 33, 0, 0, 0], .beyond(field: "method", most: 32)),
    ([1, 1, 0, 0, 0, 1, 0, 0, 0], .cutOff(field: "method")),
    ([1, 1, 0, 0, 0, 1, 0, 0, 0, 0xFF], .notText(field: "method")),
    // Half a character; a surrogate; a slash in two bytes.
    ([2, 0, 1, 0, 0, 0, 0xC3], .notText(field: "key")),
    ([2, 0, 3, 0, 0, 0, 0xED, 0xA0, 0x80], .notText(field: "key")),
    ([2, 0, 2, 0, 0, 0, 0xC0, 0xAF], .notText(field: "key")),
    ([2, 6, 0, 0, 0, 0], .unknown(field: "choice", byte: 6)),
    ([2, 0, 0, 0, 0, 0, 9], .trailing(count: 1)),
    // append: a flag that is neither yes nor no; not a number.
    ([2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 2], .unknown(field: "time", byte: 2)),
    (
      [2, 4, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0xF8, 0x7F], .notInRange(field: "time")
    ),
    // range: 2⁶³ points, −1 points.
    (
      [2, 5, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0x80],
      .beyond(field: "last", most: 1 << 40)
    ),
    (
      [2, 5, 0, 0, 0, 0, 0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      .beyond(field: "last", most: 1 << 40)
    ),
    ([3, 3, 0, 0, 0, 0], .unknown(field: "choice", byte: 3)),
    ([3, 0, 0x11, 0x27, 0, 0], .beyond(field: "note", most: 10_000)),
    ([4, 1, 0, 16, 0], .beyond(field: "data", most: 1 << 20)),
    ([6, 0], .unknown(field: "choice", byte: 0)), ([6, 6], .unknown(field: "choice", byte: 6)),
  ]

  @Test("and the problem says which field and what of it", arguments: precise)
  func problems(bytes: [UInt8], expected: WireProblem) {
    #expect(problem(ChildMessage.init, bytes) == expected)
    #expect(!expected.description.isEmpty)
  }

  @Test(
    "a frame that is empty or longer than any",
    arguments: [
      [0, 0, 0, 0], [1, 0, 0, 1], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80],
    ] as [[UInt8]])
  func lengths(prefix: [UInt8]) throws {
    var reader = FrameReader()
    reader.append(prefix.prefix(3))
    #expect(try reader.next() == nil)
    reader.append(prefix.suffix(1))
    #expect(throws: WireProblem.self) { try reader.next() }
    // It stays broken, whatever comes.
    reader.append([1, 0, 0, 0, 2])
    #expect(throws: WireProblem.self) { try reader.next() }
  }
}
