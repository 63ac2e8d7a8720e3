import BlockStore
import Foundation
import Testing

@Suite(
  "Disks that are full or cannot be written", .serialized,
  .enabled(if: SmallDisk.isAllowed, "needs root and a mount namespace of its own"))
struct DiskTests {
  /// Each fills a disk twice; `make crash` asks for 10.
  private static let rounds = max(1, CrashTests.rounds / 50)

  @Test(
    "a full disk is told, loses nothing that was acknowledged, and all goes on when there is space")
  func full() async throws {
    for _ in 0..<Self.rounds {
      let said = try await Self.fill(
        """
        head -c 2000000 /dev/zero > ballast
        "$WRITER" fill data ballast
        """)
      #expect(said.last == "again")
    }
  }

  @Test("a data folder on a disk that stays full can be looked at, with all that was acknowledged")
  func staysFull() async throws {
    for _ in 0..<Self.rounds {
      let said = try await Self.fill(
        """
        "$WRITER" fill data
        head -c 20000000 /dev/zero > ballast 2>/dev/null
        "$WRITER" look data
        """)
      #expect(said.last == "open" || said.last?.contains("is full") == true, "\(said.last as Any)")
    }
  }

  @Test("a disk that cannot be written is told in a sentence")
  func readOnly() throws {
    let said = try SmallDisk(megabytes: 8).run(
      """
      "$WRITER" open data && mount -o remount,ro . && for mode in open look; do "$WRITER" $mode data; done
      """, copy: URL(filePath: "/dev/null"))
    #expect(said.count == 3)
    for line in said.dropFirst() {
      #expect(
        line.hasPrefix("refused The data folder ") && line.contains("is read-only."), "\(line)")
    }
  }

  /// Fills a disk and looks at a copy of what is there then.
  private static func fill(_ script: String) async throws -> [String] {
    let copy = TestFolder()
    let said = try SmallDisk(megabytes: 8).run(
      script + "\ncp -a data \"$COPY\"", copy: copy.data.url)
    // Not a damaged database, not a trap: every refusal was one of the full disk.
    #expect(said.contains("full"))
    // Reading goes on.
    #expect(said.contains { $0.hasPrefix("blocks ") }, "\(said.suffix(3))")
    var promises = Promises()
    promises.add(said)
    let storage = try copy.open()
    try await promises.check(storage, copy)
    try storage.close()
    print("disk: refused \(said.count { $0 == "full" }) times, \(promises)")
    return said
  }
}
