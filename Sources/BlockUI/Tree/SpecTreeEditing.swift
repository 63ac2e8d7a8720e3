import BlockModel

extension SpecTree {
  // MARK: Properties

  /// Gives an object a property, another value for it, or takes it away with `nil`. A new one is
  /// put where the catalogue has it among its neighbours.
  ///
  /// - Parameter place: the object: a component, a column, an item; `""` is the card.
  public mutating func set<Value: SpecValue>(
    _ key: PropertyKey<Value>, to value: Value?, at place: String
  ) throws(SpecEditError) {
    let (node, shape) = try object(at: place)
    let name = key.name.rawValue
    guard shape.rule(for: name) != nil else { throw Self.unknown(name, of: shape, at: place) }
    guard let value else {
      guard let index = node.members.firstIndex(where: { $0.key == name }) else { return }
      return try edit { text throws(SpecEditError) in try text.remove(index, from: node) }
    }
    try edit { text throws(SpecEditError) in
      try text.set(name, value.specValue, in: node, shape)
    }
  }

  private static func unknown(
    _ name: String, of shape: ObjectShape, at place: String
  ) -> SpecEditError {
    let known = shape.properties.map(\.name.rawValue)
    return SpecEditError(
      .unknownProperty, at: place, "a \(shape.name) has no property '\(name)'",
      suggest: NearName.best(for: name, among: known), expected: known.sorted())
  }

  /// Gives a column, item, tab, channel or component other words for its name: its `header`,
  /// `label` or `title`, whichever it has.
  public mutating func rename(at place: String, to name: Template) throws(SpecEditError) {
    let (_, shape) = try object(at: place)
    let keys: [PropertyKey<Template>] = [.header, .label, .title]
    let key = keys.first { key in
      shape.rule(for: key.name.rawValue).map { !$0.isPerRow } ?? false
    }
    guard let key else {
      throw SpecEditError(.unknownProperty, at: place, "a \(shape.name) has no name to change")
    }
    try set(key, to: name, at: place)
  }

  // MARK: Lists

  /// Adds a component, column, item, tab or channel to a list of an object.
  ///
  /// - Parameters:
  ///   - index: 0…count; at the end when `nil`.
  /// - Returns: the place of the new part.
  @discardableResult
  public mutating func insert(
    _ part: SpecPart, into key: PropertyKey<[SpecPart]>, at place: String, index: Int? = nil
  ) throws(SpecEditError) -> String {
    let (list, inside) = try self.list(key, of: place)
    let index = try Self.index(index, in: list, at: inside)
    try edit { text throws(SpecEditError) in
      try text.insert(into: text.root.node(at: inside) ?? list, at: index) { spot in
        spot.style.text(part.specValue, indent: spot.indent, spot.spread)
      }
    }
    return inside + "/\(index)"
  }

  /// The list of an object.
  private func list(
    _ key: PropertyKey<[SpecPart]>, of place: String
  ) throws(SpecEditError) -> (list: JSONSyntax, at: String) {
    let (node, shape) = try object(at: place)
    guard shape.rule(for: key.name.rawValue) != nil else {
      throw Self.unknown(key.name.rawValue, of: shape, at: place)
    }
    let inside = place + "/" + key.name.rawValue
    guard let list = node[key.name.rawValue] else {
      throw SpecEditError(.missing, at: inside, "there is no list here yet; set it first")
    }
    guard case .array = list.content else {
      throw SpecEditError(.type, at: inside, "this is one value and not a list; set it as a list")
    }
    return (list, inside)
  }

  private static func index(
    _ index: Int?, in list: JSONSyntax, at place: String
  ) throws(SpecEditError) -> Int {
    let count = list.parts.count
    guard let index else { return count }
    guard (0...count).contains(index) else {
      throw SpecEditError(.range, at: place, "\(index) is outside 0…\(count)")
    }
    return index
  }

  /// Takes a component, column, item, tab or channel out of its list.
  public mutating func remove(at place: String) throws(SpecEditError) {
    let (list, index, _) = try slot(of: place)
    try edit { text throws(SpecEditError) in try text.remove(index, from: list) }
  }

  /// Moves something within its list.
  ///
  /// - Parameter index: where it stands afterwards, 0…count−1.
  /// - Returns: its new place.
  @discardableResult
  public mutating func move(at place: String, to index: Int) throws(SpecEditError) -> String {
    let (list, old, outer) = try slot(of: place)
    var order = Array(list.parts.indices)
    guard order.indices.contains(index) else {
      throw SpecEditError(.range, at: place, "\(index) is outside 0…\(order.count - 1)")
    }
    order.insert(order.remove(at: old), at: index)
    try edit { text throws(SpecEditError) in try text.reorder(list, order) }
    return outer + "/\(index)"
  }

  /// Moves something into a list of another object, with the text it has.
  ///
  /// - Parameters:
  ///   - target: the other object, as it is called before the move.
  ///   - index: 0…count; at the end when `nil`.
  /// - Returns: its new place.
  @discardableResult
  public mutating func move(
    at place: String, into key: PropertyKey<[SpecPart]>, of target: String, index: Int? = nil
  ) throws(SpecEditError) -> String {
    let (list, old, outer) = try slot(of: place)
    let (destination, inside) = try self.list(key, of: target)
    guard inside != outer else {
      return try move(at: place, to: index ?? destination.parts.count - 1)
    }
    guard !(inside + "/").hasPrefix(place + "/") else {
      throw SpecEditError(.shape, at: place, "a part cannot be moved into itself")
    }
    let place = try Self.index(index, in: destination, at: inside)
    let after = Self.place(inside, afterRemoving: old, from: outer)
    try edit { text throws(SpecEditError) in
      let piece = text.piece(list.parts[old])
      try text.remove(old, from: list)
      guard let destination = text.root.node(at: after) else { return }
      try text.insert(into: destination, at: place) { piece.text(indent: $0.indent) }
    }
    return after + "/\(place)"
  }

  /// What a place is called when something before it in a list around it is gone.
  private static func place(
    _ place: String, afterRemoving index: Int, from list: String
  ) -> String {
    var parts = JSONPointer.parts(place)
    let around = JSONPointer.parts(list)
    guard parts.count > around.count, parts.starts(with: around),
      let own = Int(parts[around.count]), own > index
    else { return place }
    parts[around.count] = String(own - 1)
    return JSONPointer.joined(parts)
  }

  // MARK: Containers

  /// Puts a component into a new container that takes its place.
  ///
  /// - Parameter container: a `row`, `column`, `section`… without children.
  /// - Returns: the new place of the component.
  @discardableResult
  public mutating func wrap(
    at place: String, in container: SpecPart
  ) throws(SpecEditError) -> String {
    let (list, index, outer) = try slot(of: place)
    let inside = place + "/" + PropertyName.children.rawValue
    try edit { text throws(SpecEditError) in
      let piece = text.piece(list.parts[index])
      try text.replace(
        list.elements[index], with: container.with(.children, []).specValue, isOpen: true)
      guard text.root.node(at: outer) != nil, let children = text.root.node(at: inside) else {
        return
      }
      try text.insert(into: children, at: 0) { piece.text(indent: $0.indent) }
    }
    return inside + "/0"
  }

  /// Puts what stands in a container in its place.
  public mutating func unwrap(at place: String) throws(SpecEditError) {
    let (list, index, outer) = try slot(of: place)
    guard let children = list.elements[index][PropertyName.children.rawValue],
      !children.elements.isEmpty
    else { throw SpecEditError(.shape, at: place, "this has no children to put in its place") }
    try edit { text throws(SpecEditError) in
      let pieces = children.parts.map { text.piece($0) }
      try text.replace(list.elements[index], with: pieces[0])
      for (offset, piece) in pieces.enumerated().dropFirst() {
        guard let list = text.root.node(at: outer) else { return }
        try text.insert(into: list, at: index + offset) { piece.text(indent: $0.indent) }
      }
    }
  }
}

extension JSONText {
  /// Sets a member where the catalogue has it among its neighbours.
  mutating func set(
    _ name: String, _ value: JSONValue, in object: JSONSyntax, _ shape: ObjectShape
  ) throws(SpecEditError) {
    if let old = object[name] {
      if self.value(old) != value { try replace(old, with: value) }
      return
    }
    let order = [PropertyName.type.rawValue] + shape.properties.map(\.name.rawValue)
    let rank = order.firstIndex(of: name) ?? order.count
    let before = object.members.lastIndex { member in
      order.firstIndex(of: member.key).map { $0 < rank } ?? false
    }
    try insert(into: object, at: before.map { $0 + 1 } ?? 0) { spot in
      spot.style.text(member: name, value, indent: spot.indent, spot.spread)
    }
  }
}
