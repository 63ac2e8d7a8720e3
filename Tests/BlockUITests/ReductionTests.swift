import Testing

@testable import BlockUI

@Suite("Charts with fewer points than the data")
struct ReductionTests {
  @Test("what stands out is kept, above and below", arguments: [10.0, -10])
  func peak(height: Double) {
    let x = (0..<9).map(Double.init)
    var y = x.map { _ in 0.0 }
    y[5] = height
    #expect(Reduction.largestTriangle(x, y, keep: 3) == [0, 5, 8])
    #expect(Reduction.largestTriangle(x, y, keep: 9) == Array(0..<9))
  }

  @Test("values are taken evenly, the first and the last among them")
  func evenly() {
    #expect(Reduction.evenly([1, 2, 3, 4, 5], 3) == [1, 3, 5])
    #expect(Reduction.evenly([1, 2], 3) == [1, 2])
  }
}
