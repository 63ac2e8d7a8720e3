import BlockModel
import Foundation
import Testing

@testable import BlockUI

/// A number that does not fit must cost a card its look, never the server.
@Suite("Extreme numbers in data and specs")
struct NumberFuzzTests {
  static let extremes: [JSONValue] = [
    .number(.nan), .number(.infinity), .number(-.infinity), 1.7e308, -1.7e308,
    .number(.leastNonzeroMagnitude),
    .integer(.max), .integer(.min), 1e19, -1e19, 9_007_199_254_740_993, "9223372036854775807",
    "-9223372036854775808", "1e400", "99999999999999999999", "nan", "inf", .number(-0.0),
    -11_676_096_000, 10_413_792_000, "1600-01-01", "2300-12-31T23:59:59Z", "0000-00-00",
    "9999-99-99T99:99:99+99:99",
  ]

  /// Compiled once: each specimen is drawn with every extreme.
  private static let shelves = Gallery.shelves()

  // Safe because it is only read. Written in its place it would be parsed for each text.
  nonisolated(unsafe) private static let numberOrTime = #/\d{4}-\d\d-\d\d.*|-?[\d.]+/#

  /// The value with every number and time in it replaced.
  private static func replaced(_ value: JSONValue, by extreme: JSONValue) -> JSONValue {
    switch value {
    case .integer, .number: extreme
    case .string(let text):
      text.wholeMatch(of: numberOrTime) == nil ? value : extreme
    case .array(let elements): .array(elements.map { replaced($0, by: extreme) })
    case .object(let members): .object(members.mapValues { replaced($0, by: extreme) })
    case .null, .bool: value
    }
  }

  @Test("every component draws them", arguments: NumberFuzzTests.extremes)
  func data(extreme: JSONValue) {
    for shelf in Self.shelves {
      for specimen in shelf.specimens {
        var context = Gallery.context(of: specimen)
        context.data = Self.replaced(context.data, by: extreme)
        let card = specimen.spec.renderHTML(context)
        #expect(StrictHTML(card.body.text).faults == [], "\(shelf.component) \(specimen.name)")
        #expect(!specimen.spec.renderText(context).isEmpty)
        _ = specimen.spec.check(data: context.data)
      }
    }
  }

  @Test("two at once, so that differences and sums overflow")
  func pairs() {
    for (place, first) in Self.extremes.enumerated() {
      let second = Self.extremes[(place * 7 + 3) % Self.extremes.count]
      let rows = JSONValue.array(
        (0..<30).map {
          ["v": $0.isMultiple(of: 2) ? first : second, "l": .integer(Int64($0)), "t": second]
        })
      for body in [
        #"{"type":"chart","kind":"line","data":"rows","x":{"field":"l"},"y":[{"field":"v"}]}"#,
        #"{"type":"chart","kind":"pie","data":"rows","x":{"field":"l"},"y":[{"field":"v"}]}"#,
        #"{"type":"chart","kind":"bar","data":"rows","x":{"field":"t"},"y":[{"field":"v"}]}"#,
        #"{"type":"stat","label":"a","value":"${rows[0].v}","spark":{"data":"rows","field":"v"}}"#,
        #"{"type":"progress","label":"a","value":"${rows[0].v}","max":1}"#,
      ] {
        let spec = CompiledSpec.compile(#"{"ui":1,"body":[\#(body)]}"#).spec
        let context = RenderTests.context(["rows": rows])
        _ = spec?.renderHTML(context)
        _ = spec?.renderText(context)
      }
    }
  }

  @Test("every format reads them or says that it cannot", arguments: NumberFuzzTests.extremes)
  func formats(extreme: JSONValue) throws {
    let format = ValueFormat(
      locale: Locale(identifier: "en_US"), zone: .gmt, now: Date(timeIntervalSince1970: 1.7e9),
      warn: { _ in })
    for name in [
      "number", "number:0", "number:99", "number:+", "compact", "currency:EUR", "percent", "ratio",
      "bytes", "bytes:binary", "duration", "duration:ms", "relative", "date", "time", "datetime",
      "date:iso", "count", "plain", "truncate:1",
    ] {
      guard let call = try? FormatCall(parsing: name) else { continue }
      #expect(!format.text(extreme, [call]).isEmpty || extreme == "", "\(name) \(extreme)")
    }
  }

  @Test("numbers in specs are checked, not believed", arguments: NumberFuzzTests.extremes)
  func specs(extreme: JSONValue) {
    for shelf in Self.shelves {
      for sample in Catalogue.entry(of: shelf.component).samples {
        let node = Self.replaced(sample.node, by: extreme)
        let spec: JSONValue = ["ui": 1, "columns": extreme, "body": [node]]
        let compiled = CompiledSpec.compile(spec.json(), params: GallerySamples.params)
        _ = compiled.spec?.renderHTML(RenderTests.context(GallerySamples.data))
      }
    }
  }
}

@Suite("Numbers as they are")
struct ExactNumberTests {
  private func text(_ value: JSONValue, _ call: String) throws -> String {
    let format = ValueFormat(
      locale: Locale(identifier: "en_US"), zone: .gmt, now: Date(timeIntervalSince1970: 1.7e9),
      warn: { _ in })
    return format.text(value, [try FormatCall(parsing: call)])
  }

  @Test(
    "large integers keep every figure, small numbers their first, and nothing is \"-0\"",
    arguments: [
      (9_007_199_254_740_993, "number", "9,007,199,254,740,993"),
      ("9007199254740993", "number", "9,007,199,254,740,993"),
      (.integer(.min), "number", "-9,223,372,036,854,775,808"),
      (9_007_199_254_740_993, "number:2", "9,007,199,254,740,993.00"),
      (99.98, "number", "99.98"), (4.17, "number", "4.17"), (-1.2e-7, "number", "-0.00000012"),
      (-1.2e-7, "number:2", "0.00"), (-0.004, "number:2", "0.00"), (-0.005, "number:2", "-0.01"),
      (.number(-0.0), "number", "0"), (-0.4, "percent", "0%"), (-0.001, "ratio", "0%"),
      (-0.004, "currency:EUR", "€0.00"), (-0.01, "compact", "0"), (0, "number", "0"),
      (0.01, "number", "0.01"), (1234.5, "number", "1,234.5"),
    ] as [(JSONValue, String, String)])
  func formats(value: JSONValue, call: String, shown: String) throws {
    #expect(try text(value, call) == shown)
  }
}
