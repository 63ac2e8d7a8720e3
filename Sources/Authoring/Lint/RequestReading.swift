import BlockModel
import Egress
import Foundation
import LuaSource

/// The requests that a script writes down, as far as their places are plain.
struct RequestReading {
  /// A place that is asked.
  struct Target {
    var host: String
    var port: Int
    /// Where the address stands in the script.
    var offset: Int
  }

  private(set) var targets: [Target] = []
  /// Method → where it is first used.
  private(set) var methods: [String: Int] = [:]
  /// Every request has its place and method written down.
  private(set) var isWhole = true
  /// Where `http` is first asked for a browser.
  private(set) var browser: Int?

  private static let verbs = ["get", "head", "post", "put", "patch", "delete"]
  private static let maximumSteps = 8
  private let script: ScriptReading

  init(_ script: ScriptReading) {
    self.script = script
    var calls: [(String, [LuaExpression], Int)] = []
    var named: Set<Int> = []
    var functions: Set<Int> = []
    script.chunk.expressions { expression in
      if case .call(let callee, let arguments) = expression.kind,
        case .member(let holder, let member) = callee.kind, script.module(holder) == "http"
      {
        calls.append((member.text, arguments, expression.range.lowerBound))
        named.insert(member.range.lowerBound)
      }
      if case .member(let holder, let member) = expression.kind, script.module(holder) == "http" {
        functions.insert(member.range.lowerBound)
      }
      if case .table(let fields) = expression.kind {
        for case .named(let name, let value) in fields where name.text == "browser" {
          if case .constant("false") = value.kind { continue }
          browser = browser ?? name.range.lowerBound
        }
      }
    }
    // `local get = http.get`: where it is called is not followed.
    if functions != named { isWhole = false }
    for (name, arguments, offset) in calls { read(name, arguments, offset) }
  }

  private mutating func read(_ name: String, _ arguments: [LuaExpression], _ offset: Int) {
    if Self.verbs.contains(name) {
      use(name.uppercased(), offset)
      return take(arguments.first)
    }
    guard let argument = arguments.first, case .table(let fields) = script.settled(argument).kind
    else { return isWhole = false }
    if name == "request" { return read(fields, offset) }
    for field in fields {
      let value = script.settled(field.value)
      if case .table(let fields) = value.kind {
        read(fields, offset)
      } else {
        use("GET", offset)
        take(value)
      }
    }
    // `http.all(list)`, filled before or after: the table that is written down may not be all of it.
    if script.names.variable(argument) != nil { isWhole = false }
  }

  private mutating func read(_ fields: [LuaField], _ offset: Int) {
    func value(_ name: String) -> LuaExpression? {
      for case .named(let field, let value) in fields where field.text == name { return value }
      return nil
    }
    if let method = value("method") {
      if let text = method.string { use(text.uppercased(), offset) } else { isWhole = false }
    } else {
      use("GET", offset)
    }
    take(value("url"))
  }

  private mutating func use(_ method: String, _ offset: Int) {
    if methods[method] == nil { methods[method] = offset }
  }

  private mutating func take(_ address: LuaExpression?) {
    guard let address, let target = target(address, step: 0) else { return isWhole = false }
    targets.append(target)
  }

  /// The place of an address whose beginning is written down.
  private func target(_ address: LuaExpression, step: Int) -> Target? {
    guard step < Self.maximumSteps else { return nil }
    switch address.kind {
    case .string(let text): return Self.place(text, isWhole: true, at: address.range.lowerBound)
    case .binary(let left, "..", _):
      if let text = left.string {
        return Self.place(text, isWhole: false, at: left.range.lowerBound)
      }
      return target(left, step: step + 1)
    case .method(let text, let method, _) where method.text == "format":
      return text.string.flatMap { Self.place($0, isWhole: false, at: text.range.lowerBound) }
    case .call(let callee, let arguments):
      guard case .member(let holder, let name) = callee.kind, name.text == "format",
        case .name(let library) = holder.kind, library.text == "string",
        let text = arguments.first?.string
      else { return nil }
      return Self.place(text, isWhole: false, at: address.range.lowerBound)
    case .parentheses(let inner): return target(inner, step: step + 1)
    case .name:
      let value = script.settled(address)
      if case .name = value.kind { return nil }
      guard var target = target(value, step: step + 1) else { return nil }
      // Told where it is asked.
      target.offset = address.range.lowerBound
      return target
    case .member, .index, .method, .function, .table, .number, .constant, .varargs, .unary, .binary:
      return nil
    }
  }

  /// - Parameter isWhole: nothing follows the text, so that its host ends with it.
  private static func place(_ text: String, isWhole: Bool, at offset: Int) -> Target? {
    guard let found = text.firstMatch(of: #/^(https?):\/\/([^\/?#%{]+)([\/?#])?/#.ignoresCase()),
      isWhole || found.3 != nil,
      let place = HostPort(found.2.split(separator: "@").last.map(String.init) ?? "")
    else { return nil }
    let standard = found.1.lowercased() == "https" ? 443 : 80
    return Target(host: place.host, port: place.port ?? standard, offset: offset)
  }
}

extension RequestReading.Target {
  /// Is it an address or a name of one's own network, as far as that can be said without asking?
  var isPrivate: Bool { AddressPolicy.isPrivate(host: host) }
}
