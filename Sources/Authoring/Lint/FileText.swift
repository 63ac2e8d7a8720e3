/// A file with the places of its bytes.
struct FileText: Sendable {
  let name: String
  let bytes: [UInt8]
  /// The bytes at which lines begin.
  private let lines: [Int]

  init(_ name: String, _ text: String) {
    self.name = name
    let bytes = Array(text.utf8)
    self.bytes = bytes
    lines = [0] + bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }.map { $0 + 1 }
  }

  /// Line and column from 1, the column in characters.
  func place(of offset: Int) -> (line: Int, column: Int) {
    let offset = min(max(offset, 0), bytes.count)
    var (low, high) = (0, lines.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lines[middle] <= offset { low = middle } else { high = middle }
    }
    return (low + 1, String(decoding: bytes[lines[low]..<offset], as: UTF8.self).count + 1)
  }

  /// The bytes of the lines that a range stands in, with their ends.
  func wholeLines(_ range: Range<Int>) -> Range<Int> {
    let first = place(of: range.lowerBound).line - 1
    let last = place(of: range.upperBound).line
    return lines[first]..<(last < lines.count ? lines[last] : bytes.count)
  }

  func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

  /// - Parameter kind: what the gate calls it.
  func problem(
    _ code: FileProblem.Code, as kind: CandidateFinding.Kind, at offset: Int, _ message: String,
    why: String? = nil, mend: String? = nil, fix: FileFix? = nil
  ) -> FileProblem {
    FileProblem(
      code, as: kind, file: name, at: place(of: offset), message, why: why, mend: mend, fix: fix)
  }

  func problem(
    _ code: FileProblem.Code, _ severity: FileProblem.Severity, at offset: Int, _ message: String,
    why: String? = nil, mend: String? = nil, fix: FileFix? = nil
  ) -> FileProblem {
    FileProblem(
      code, severity, file: name, at: place(of: offset), message, why: why, mend: mend, fix: fix)
  }
}
