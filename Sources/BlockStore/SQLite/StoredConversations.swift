public import BlockModel
import Foundation
import GRDB

extension SQLiteStorage {
  public func addMessages(
    _ messages: [ChatMessage], to id: BlockID
  ) async throws(StorageError) {
    try await write { db in
      for message in messages {
        try db.execute(
          sql: "INSERT INTO messages (block, author, text, at) VALUES (?, ?, ?, ?)",
          arguments: [
            id.text, message.author.rawValue, message.text, message.at.timeIntervalSince1970,
          ])
      }
      try HistoryBound.messages.prune(id, db)
    }
  }

  public func messages(of id: BlockID) async throws(StorageError) -> [ChatMessage] {
    try await read { db in
      try Row.fetchAll(
        db, sql: "SELECT * FROM messages WHERE block = ? ORDER BY id", arguments: [id.text]
      ).compactMap { row in
        ChatMessage.Author(rawValue: row["author"]).map {
          ChatMessage($0, row["text"], at: Date(clampingUnix: row["at"]))
        }
      }
    }
  }

  public func addModelCalls(
    _ calls: [ModelCall], of id: BlockID?
  ) async throws(StorageError) {
    try await write { db in
      for call in calls {
        try db.execute(
          sql: """
            INSERT INTO model_calls (block, at, stage, provider, model, prompt, answer,
              input_tokens, output_tokens, cost, ms, failure)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
          arguments: [
            id?.text, call.at.timeIntervalSince1970, call.stage, call.provider, call.model,
            call.prompt, call.answer, call.inputTokens, call.outputTokens, call.cost,
            call.milliseconds, call.failure,
          ])
      }
      try HistoryBound.modelCalls.prune(id, db)
    }
  }

  public func modelCalls(
    of id: BlockID?, limit: Int
  ) async throws(StorageError) -> [ModelCall] {
    try await read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT * FROM model_calls WHERE :block IS NULL OR block = :block
          ORDER BY id DESC LIMIT :limit
          """, arguments: ["block": id?.text, "limit": limit]
      ).map { row in
        ModelCall(
          stage: row["stage"], provider: row["provider"], model: row["model"],
          prompt: row["prompt"], answer: row["answer"], inputTokens: row["input_tokens"],
          outputTokens: row["output_tokens"], cost: row["cost"], milliseconds: row["ms"],
          failure: row["failure"], at: Date(clampingUnix: row["at"]))
      }
    }
  }
}
