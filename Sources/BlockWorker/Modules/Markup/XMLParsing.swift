import CExpat

/// XML text → ``MarkupTree`` by expat, without entities of its own: a few lines of them can stand
/// for gigabytes.
enum XMLParsing {
  struct Problem: Error {
    let text: String
  }

  /// Deeper than this is an attack or a mistake.
  static let maximumDepth = 2000

  /// - Parameter text: UTF-8.
  static func parse(_ text: [UInt8]) throws(Problem) -> MarkupTree {
    let reading = XMLReading(capacity: text.count)
    // The text is UTF-8 by now, whatever its declaration says.
    guard let parser = XML_ParserCreate("UTF-8") else { throw Problem(text: "no memory") }
    defer { XML_ParserFree(parser) }
    reading.parser = parser
    // Without a salt, expat asks the system for one: a call a run may not make.
    XML_SetHashSalt(parser, UInt(bitPattern: ObjectIdentifier(reading)) | 1)
    // Safe because `reading` lives until the parser is freed.
    XML_SetUserData(parser, Unmanaged.passUnretained(reading).toOpaque())
    XML_SetElementHandler(
      parser, { XMLReading.of($0)?.open($1, $2) }, { data, _ in XMLReading.of(data)?.close() })
    XML_SetCharacterDataHandler(parser) { XMLReading.of($0)?.text($1, $2) }
    XML_SetEntityDeclHandler(parser) { data, _, _, _, _, _, _, _, _ in
      XMLReading.of(data)?.stop("entities of its own are refused")
    }
    // Safe because expat reads the count it is given before it returns, and this is its last piece.
    let status = text.withUnsafeBytes {
      XML_Parse(
        parser, $0.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(clamping: text.count), 1)
    }
    reading.tree.finish()
    guard status == XML_STATUS_OK else {
      let line = XML_GetCurrentLineNumber(parser)
      let reason =
        reading.problem ?? XML_ErrorString(XML_GetErrorCode(parser)).map { String(cString: $0) }
      throw Problem(text: "\(reason ?? "unknown error") in line \(line)")
    }
    return reading.tree
  }
}

/// What expat calls while it reads.
private final class XMLReading {
  let tree: MarkupTree
  var parser: XML_Parser?
  var problem: String?

  init(capacity: Int) { tree = MarkupTree(isHTML: false, capacity: capacity) }

  static func of(_ data: UnsafeMutableRawPointer?) -> XMLReading? {
    // Safe because expat passes on what XML_SetUserData was given.
    data.map { Unmanaged<XMLReading>.fromOpaque($0).takeUnretainedValue() }
  }

  func open(
    _ name: UnsafePointer<CChar>?,
    _ attributes: UnsafeMutablePointer<UnsafePointer<CChar>?>?
  ) {
    guard let name, let attributes else { return }
    if tree.depth >= XMLParsing.maximumDepth { return stop("it is nested too deeply") }
    tree.openElement(tree.intern(String(cString: name)))
    var index = 0
    while let key = attributes[index], let value = attributes[index + 1] {
      tree.add(
        attribute: tree.intern(String(cString: key)), value: Array(String(cString: value).utf8))
      index += 2
    }
  }

  func close() { tree.closeElement() }

  func text(_ start: UnsafePointer<CChar>?, _ count: Int32) {
    tree.add(text: UnsafeRawBufferPointer(start: start, count: Int(count)))
  }

  func stop(_ problem: String) {
    if self.problem == nil { self.problem = problem }
    if let parser { _ = XML_StopParser(parser, 0) }
  }
}
