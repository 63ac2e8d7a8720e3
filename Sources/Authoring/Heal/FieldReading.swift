import BlockModel
import Egress

/// A value of the data that the script makes of one read, and that the source writes otherwise now: what was made
/// of the old form gives way to a reading of the new one.
struct FieldReading: Hashable {
  var name: String
  var source: String
  var change: RereadScript.Change

  var evidence: String {
    "'\(source)' is written differently, and says what '\(name)' said"
  }
  var words: String { change.reading.words(source) }

  /// For each value that a script gives a name: the readings by which the new answers say what it said.
  static func candidates(
    in script: String, data: JSONValue, from old: [RecordedAnswer], to new: [RecordedAnswer]
  ) -> [[FieldReading]] {
    let found = ScriptReads(script)
    let (before, after) = (old.map(Values.init), new.map(Values.init))
    return found.assignments.compactMap { assignment in
      let good = values(of: assignment.name, in: data)
      let inner = found.reads.filter { assignment.range.contains($0.range.lowerBound) }
      // The read that holds the others.
      guard !good.isEmpty,
        let read = inner.max(by: { $0.range.count < $1.range.count }),
        inner.allSatisfy({ read.range.contains($0.range.lowerBound) }),
        let source = read.names.last
      else { return nil }
      let (was, now) = (before.flatMap { $0.list(source) }, after.flatMap { $0.list(source) })
      // It is written as before: nothing is wrong with it.
      guard !was.isEmpty, !now.isEmpty, Set(was).isDisjoint(with: now) else { return nil }
      let readings = ValueReading.all(from: good, to: now)
      return readings.isEmpty
        ? nil
        : readings.map {
          FieldReading(
            name: assignment.name, source: source,
            change: RereadScript.Change(whole: assignment.range, read: read.range, reading: $0))
        }
    }
  }

  /// What stands under a name, wherever in the data.
  private static func values(of name: String, in data: JSONValue) -> [JSONValue] {
    if let list = data.array { return list.flatMap { values(of: name, in: $0) } }
    guard let object = data.object else { return [] }
    return object.flatMap { key, value in
      if value.array == nil, value.object == nil {
        return key == name && !value.isBlank ? [value] : []
      }
      return values(of: name, in: value)
    }
  }

  /// What an answer says under a key, a class or a tag.
  private struct Values {
    let shape: SourceShape?
    let page: PageMarks?

    init(_ answer: RecordedAnswer) {
      shape = SourceShape(answer)
      page = shape == nil ? PageMarks(answer) : nil
    }

    func list(_ name: String) -> [JSONValue] {
      if let shape { return shape.values(named: name) }
      guard let page else { return [] }
      if let place = page.marks[name] ?? page.tags[name.lowercased()] {
        return place.written.map { .string($0) }
      }
      return (page.attributes[name] ?? []).sorted().map { .string($0) }
    }
  }
}
