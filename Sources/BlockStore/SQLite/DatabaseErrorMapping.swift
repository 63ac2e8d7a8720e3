import Foundation
import GRDB

extension StorageError {
  /// What an error of SQLite, or of the files beside the database, means for a person.
  ///
  /// - Parameter url: the data folder.
  init(sqlite error: any Error, at url: URL) {
    if let error = error as? DatabaseError {
      self.init(error, at: url)
    } else {
      self.init(error, at: url)
    }
  }

  private init(_ error: DatabaseError, at url: URL) {
    let database = url.appending(path: "dash.sqlite").path
    switch error.resultCode {
    case .SQLITE_FULL: self = .full(path: url.path)
    case .SQLITE_CORRUPT, .SQLITE_NOTADB: self = .corrupt(path: database)
    case .SQLITE_READONLY: self = .readOnly(path: url.path)
    case .SQLITE_CANTOPEN, .SQLITE_PERM:
      self = .unreadable(path: url.path, reason: "the database cannot be opened")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self = .failed("another process keeps the database busy; try again")
    default: self = .failed(error.message ?? "SQLite error \(error.resultCode.rawValue)")
    }
  }
}
