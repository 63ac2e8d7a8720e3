import BlockModel
import Foundation
import Testing

@Suite("Kinds of failure")
struct FailureKindTests {
  @Test("each has an exit code of its own, by what helps")
  func codes() {
    let codes = FailureKind.allCases.map(\.exitCode)
    #expect(Set(codes).count == codes.count)
    #expect(codes == codes.sorted())
    for kind in FailureKind.allCases {
      #expect(kind.isHealable == (20..<30).contains(kind.exitCode))
      #expect(!(kind.isHealable && kind.isTransient))
    }
    #expect(FailureKind.blocked.exitCode == 15)
    #expect(FailureKind.blocked.isTransient && !FailureKind.blocked.isHealable)
  }

  @Test("the README tells them as they are")
  func readme() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../README.md")
    let text = try String(contentsOf: file, encoding: .utf8).replacing("\n", with: " ")
    let list = FailureKind.allCases.map { "\($0.exitCode) \($0.rawValue)" }.joined(separator: ", ")
    #expect(text.contains(list), "\(list)")
  }
}
