public import BlockModel

/// Something changed; who shows it asks the engine for the new state.
public enum DashboardEvent: Hashable, Sendable {
  case cardAdded(BlockID)
  case cardChanged(BlockID)
  case cardRemoved(BlockID)
  /// Order or sizes.
  case layoutChanged
  /// What was read of them, or where they are sent.
  case noticesChanged
}
