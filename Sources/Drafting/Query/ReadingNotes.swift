import Sentences

/// What was chosen where a sentence left it open, in words.
struct ReadingNotes {
  let sentences: [String]

  init(_ reading: Reading, _ offered: SourceOffer) {
    var notes: [String] = []
    if let subject = reading.subject { notes.append("I took the rows to be “\(subject)”.") }
    for choice in reading.choices {
      switch choice {
      case .field(let words, let field):
        notes.append(
          "I read “\(words)” as \(offered.field(field)?.label.lowercasedFirst ?? field).")
      }
    }
    sentences = notes
  }
}
