import BlockModel
import BlockStore
import Foundation

extension MemoryStorage {
  func setWebhook(hash: [UInt8], of block: BlockID, at: Date) throws(StorageError) {
    guard all[block] != nil else { throw .noBlock(block) }
    webhooks[block] = (Webhook(createdAt: at), hash)
  }

  func removeWebhook(of block: BlockID) -> Bool { webhooks.removeValue(forKey: block) != nil }

  func webhook(of block: BlockID) -> Webhook? { webhooks[block]?.webhook }

  func blockOfWebhook(hash: [UInt8]) -> BlockID? {
    webhooks.first { $0.value.hash == hash }?.key
  }

  func keep(_ message: WebhookMessage, of block: BlockID, at: Date) {
    let newest = series[block]?[Webhook.series]?.last?.time
    let time = newest.map { max($0 + 0.001, at) } ?? at
    commit(
      ScriptChanges(points: [
        Webhook.series: [SeriesPoint(time: time, value: message.json)]
      ]), of: block)
    let kept = series[block]?[Webhook.series] ?? []
    series[block]?[Webhook.series] = kept.suffix(Webhook.maximumKept)
    webhooks[block]?.webhook.lastUsedAt = at
  }
}
