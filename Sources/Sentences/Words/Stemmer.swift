import CStemmer

/// Snowball's stems of words: `cities` and `city` are `citi`.
///
/// Not for several threads: each linking has its own.
final class Stemmer {
  private let stemmer: OpaquePointer?
  private let isDutch: Bool
  private var known: [String: String] = [:]

  /// - Parameter algorithm: a name of Snowball's: `english`, `german`. An unknown one leaves words as
  ///   they are.
  init(_ algorithm: String) {
    stemmer = sb_stemmer_new(algorithm, "UTF_8")
    isDutch = algorithm == "dutch"
  }

  deinit { sb_stemmer_delete(stemmer) }

  /// - Parameter word: lower case.
  func stem(_ word: String) -> String {
    if let stem = known[word] { return stem }
    var stem = word
    if let stemmer, word.utf8.count <= 40 {
      let bytes = Array(word.utf8)
      // Safe because the stemmer reads the count it is given, and the stem is copied before the next call changes it.
      bytes.withUnsafeBufferPointer { buffer in
        guard let found = sb_stemmer_stem(stemmer, buffer.baseAddress, Int32(buffer.count))
        else { return }
        let length = Int(sb_stemmer_length(stemmer))
        stem = String(decoding: UnsafeBufferPointer(start: found, count: length), as: UTF8.self)
      }
    }
    // "sluizen" is of "sluis", "brieven" of "brief".
    if isDutch, let last = stem.last, let other = ["z": "s", "v": "f"][last] {
      stem = stem.dropLast() + other
    }
    known[word] = stem
    return stem
  }
}
