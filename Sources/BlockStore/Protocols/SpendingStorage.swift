public import BlockModel

/// What models used, day by day: counted before a request, corrected after it.
///
/// One row for each day and provider is changed in one transaction, so that several processes
/// together never make more requests than the limits allow.
public protocol SpendingStorage: Sendable {
  /// Counts a request that is about to be made, or says which limit of the day is used up. Requests
  /// under way count with their estimates, so that one request at most goes beyond a limit of tokens or
  /// dollars, and none beyond a limit of calls.
  /// - Parameter estimate: what it will use and cost at most; what is out of range is brought inside.
  func reserve(
    _ estimate: ModelUse, of provider: String, on day: CivilDay, within limits: SpendingLimits
  ) async throws(StorageError) -> SpendingAnswer
  /// Puts what a request really used in the place of its estimate, which stays when nobody calls this:
  /// a request whose process was killed counts as what it was estimated at.
  func settle(_ reservation: SpendingReservation, as use: ModelUse) async throws(StorageError)
  /// What all providers used on a day.
  func spending(on day: CivilDay) async throws(StorageError) -> ModelUse
}
