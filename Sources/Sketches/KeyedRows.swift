public import BlockModel

/// Objects that are used as maps: alike members under keys that are values themselves, such as ids,
/// names and dates.
public enum KeyedRows {
  /// Members of a flat object from which on it is a map, whatever its keys are.
  private static let many = 25

  /// - Parameters:
  ///   - name: the key under which the object stands.
  ///   - byCount: whether many alike values make a map, whatever their keys are.
  public static func isMap(
    _ members: JSONObject, named name: String, byCount: Bool = true
  ) -> Bool {
    guard members.count >= 2 else { return false }
    let keys = members.keys
    let hasValueKeys = keys.prefix(50).allSatisfy {
      isMoment($0) || isNumber($0) || isIdentifier($0)
    }
    let objects = members.values.compactMap(\.object)
    if objects.count == members.count {
      return (hasValueKeys || members.count >= 3) && areAlike(objects)
        && (hasValueKeys || !keys.contains { partNames.contains($0.lowercased()) })
    }
    guard objects.isEmpty, !members.values.contains(where: { $0.array != nil }) else {
      return false
    }
    let values = members.values.filter { !$0.isNull }
    let numbers = values.count { $0.number != nil || $0.string.flatMap(Double.init) != nil }
    guard numbers == values.count, numbers > 0 else {
      // Texts by name: only of many, or by moment.
      let texts = values.count { $0.string != nil }
      return texts == values.count
        && (byCount && members.count >= many || keys.allSatisfy(isMoment))
        && members.count >= 3
    }
    if keys.allSatisfy(isMoment) { return true }
    if byCount, members.count >= many { return true }
    guard members.count >= 3 else { return false }
    if keys.allSatisfy(isNumber) { return true }
    guard members.count >= 5 else { return false }
    let isPlural = name.count > 3 && name.hasSuffix("s")
    return keys.allSatisfy { $0.count == 3 && $0.allSatisfy(\.isUppercase) }
      || keys.allSatisfy(isName) || (isPlural && members.count >= 8)
  }

  /// Have objects mostly the same keys?
  private static func areAlike(_ objects: [JSONObject]) -> Bool {
    let first = Set(objects[0].keys)
    return first.count >= 1
      && objects.prefix(20).allSatisfy { object in
        let keys = Set(object.keys)
        return Double(keys.intersection(first).count) >= 0.7 * Double(keys.union(first).count)
      }
  }

  /// Parts of one thing that look alike.
  private static let partNames: Set<String> = [
    "temp", "wind", "main", "data", "min", "max", "avg", "average", "total", "today", "yesterday",
    "left", "right", "home", "away", "in", "out",
  ]

  /// `2026-11-20`, `202611`, `2026`, `2026-11`, `2026-11-20 10:00`
  private static func isMoment(_ key: String) -> Bool {
    if ValueKind.isISOTime(key) { return true }
    let parts = key.split(separator: "-", omittingEmptySubsequences: false)
    let isYear =
      parts.first.flatMap { $0.count == 4 ? Int($0) : nil }.map { (1000...2200).contains($0) }
      ?? false
    guard isYear else {
      return key.count == 6 && key.wholeMatch(of: /[12]\d{3}[01]\d/) != nil
        || key.count == 8 && key.wholeMatch(of: /[12]\d{3}[01]\d[0-3]\d/) != nil
    }
    if parts.count == 1 { return true }
    return parts.count == 2 && parts[1].count <= 2
      && parts[1].drop(while: { "Qq".contains($0) }).allSatisfy(\.isNumber)
  }

  private static func isNumber(_ key: String) -> Bool {
    !key.isEmpty && key.utf8.allSatisfy { (48...57).contains($0) }
  }

  /// Letters and digits together, as in `u17`, `DE-1042` and hashes; not `temperature_2m`.
  private static func isIdentifier(_ key: String) -> Bool {
    guard key.contains(where: \.isNumber), !key.contains(" ") else { return false }
    let digits = key.filter(\.isNumber).count
    return digits * 3 >= key.filter { $0.isNumber || $0.isLetter }.count
      && !key.contains("_")
  }

  /// "Porto", "New York": written as names are.
  private static func isName(_ key: String) -> Bool {
    key.first?.isUppercase == true && key.dropFirst().contains(where: \.isLowercase)
      && key.dropFirst().allSatisfy { !$0.isUppercase || key.contains(" ") || key.contains("-") }
  }
}
