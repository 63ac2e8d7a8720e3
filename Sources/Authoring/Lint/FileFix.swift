public import BlockModel

/// A change of one file that mends a problem and alters nothing that the file does besides.
public struct FileFix: Hashable, Sendable {
  /// What it does, for a button: `write 'http'`.
  public var title: String
  public var file: String
  /// Bytes of the file as it was checked.
  public var range: Range<Int>
  public var text: String
  /// Where the range stands, for editors.
  private let start: Place
  private let end: Place

  private struct Place: Hashable, Sendable {
    var line: Int
    var column: Int

    init(_ place: (line: Int, column: Int)) { (line, column) = place }

    var json: JSONValue { ["line": .integer(Int64(line)), "column": .integer(Int64(column))] }
  }

  init(_ title: String, in file: FileText, _ range: Range<Int>, _ text: String) {
    self.title = title
    self.file = file.name
    self.range = range
    self.text = text
    start = Place(file.place(of: range.lowerBound))
    end = Place(file.place(of: range.upperBound))
  }

  /// The one change that makes the file another text; `nil` when it is that text.
  init?(_ title: String, in file: FileText, rewritten text: String) {
    let (old, new) = (file.bytes, Array(text.utf8))
    guard old != new else { return nil }
    var head = zip(old, new).prefix { $0 == $1 }.count
    // Never between the bytes of one character.
    while head > 0, head < old.count, old[head] & 0xC0 == 0x80 { head -= 1 }
    var tail = zip(old[head...].reversed(), new[head...].reversed()).prefix { $0 == $1 }.count
    while tail > 0, old[old.count - tail] & 0xC0 == 0x80 { tail -= 1 }
    self.init(
      title, in: file, head..<(old.count - tail),
      String(decoding: new[head..<(new.count - tail)], as: UTF8.self))
  }

  public var json: JSONValue {
    [
      "title": .string(title), "start": start.json, "end": end.json, "text": .string(text),
    ]
  }
}

extension BlockTexts {
  /// The texts with the safe fixes of some problems made. Of two that touch, the first is made.
  public func mended(_ problems: [FileProblem]) -> (texts: BlockTexts, made: [FileProblem]) {
    var made: [FileProblem] = []
    func mend(_ name: String, _ text: String) -> String {
      var fixes: [(problem: FileProblem, fix: FileFix)] = []
      for problem in problems {
        guard let fix = problem.fix, fix.file == name else { continue }
        let isFree = fixes.allSatisfy { other in
          other.fix == fix || fix.range.upperBound < other.fix.range.lowerBound
            || fix.range.lowerBound > other.fix.range.upperBound
        }
        guard isFree else { continue }
        made.append(problem)
        if !fixes.contains(where: { $0.fix == fix }) { fixes.append((problem, fix)) }
      }
      var bytes = Array(text.utf8)
      for (_, fix) in fixes.sorted(by: { $0.fix.range.lowerBound > $1.fix.range.lowerBound }) {
        bytes.replaceSubrange(fix.range, with: Array(fix.text.utf8))
      }
      return String(decoding: bytes, as: UTF8.self)
    }
    var texts = self
    texts.manifest = mend(BlockFiles.manifestName, manifest)
    texts.script = mend(BlockFiles.scriptName, script)
    texts.spec = mend(BlockFiles.specName, spec)
    return (texts, made)
  }
}
