public import Authoring
import BlockHealth
public import BlockModel
import BlockStore
import BlockUI
import Egress
public import Foundation

/// What became of files that an agent wants to serve.
public enum ProposalResult: Sendable {
  /// It waits for a person.
  case waiting(BlockProposal)
  /// It serves: the person keeps changes at once, and it reaches no farther than before.
  case serves(Card)
}

/// Blocks and changes of other agents: tried with what a person allowed, and decided by a person.
///
/// What cannot pass the gate is refused when it is proposed, and the agent is told why. What cannot be tried yet,
/// because nobody has allowed its places, waits all the same: the person's yes allows what is public, then it is
/// tried, and it serves or the person is told why not. A proposal stays until it serves or is declined.
extension DashboardEngine {
  /// What waits for a person, the newest first.
  public func proposals() async throws(EngineError) -> [BlockProposal] {
    try await stored { () throws(StorageError) in try await storage.proposals() }
  }

  /// Keeps files of an agent for a person to decide. They serve at once only where the person keeps changes
  /// at once and they reach no farther than the block already may.
  ///
  /// - Throws: ``EngineError/edit(_:)`` when the files do not pass the gate; ``EngineError/noBlock(_:)``.
  public func propose(
    _ texts: BlockTexts, for block: BlockID?, by agent: String, explanation: String
  ) async throws(EngineError) -> ProposalResult {
    let basedOn: VersionNumber? =
      if let block { try known(block).record.version } else { nil }
    let told = explanation.trimmingCharacters(in: .whitespacesAndNewlines)
    var proposal = BlockProposal(
      block: block, basedOn: basedOn, texts: texts, agent: agent,
      explanation: told.isEmpty ? "Proposed by \(agent)." : String(told.prefix(500)),
      at: settings.now())
    if let block, let basedOn, try await mayServeAtOnce(texts, of: block) {
      let card = try await edit(
        block, texts, basedOn: basedOn, author: .model, as: .agent,
        explanation: proposal.explanation)
      return .serves(card)
    }
    let (report, _) = try await trial(texts, of: block)
    if let finding = report.blocking { throw .edit(await refusal(finding, report, texts)) }
    proposal.report = report.words
    let waiting = proposal
    try await stored { () throws(StorageError) in try await storage.addProposal(waiting) }
    await note(
      "\(agent) proposed a \(block == nil ? "new block" : "change"). \(proposal.explanation)",
      by: "agent \(agent)", block)
    hub.send(.layoutChanged)
    return .waiting(proposal)
  }

  /// What has to be mended, with the other mistakes that are known before a run.
  private func refusal(
    _ finding: CandidateFinding, _ report: CandidateReport, _ texts: BlockTexts
  ) async -> EditProblem {
    let problem = EditProblem(finding)
    return report.outcome == nil ? await withOthers(problem, in: texts) : problem
  }

  /// - Returns: whether the person wants no question asked, and there is none: every place, method, picture
  ///   and key was granted to the block before.
  private func mayServeAtOnce(
    _ texts: BlockTexts, of block: BlockID
  ) async throws(EngineError) -> Bool {
    guard try await keepsAtOnce(), let files = try? texts.files() else { return false }
    let entry = try await entry(block)
    return files.askedSubjects.subtracting(entry.files.askedSubjects)
      .isSubset(of: entry.record.grants)
  }

  /// Makes a proposal serve: a person said so, and saw what it reaches. It is tried once more, with what it may
  /// from now on.
  /// - Throws: ``EngineError/edit(_:)`` when it does not pass the gate: it waits as before, with what was found;
  ///   ``EngineError/proposal(_:)`` when it was decided, or is being decided, already, or what it changes is
  ///   another version now, or in the trash.
  @discardableResult
  public func accept(_ id: BlockProposal.ID) async throws(EngineError) -> Card {
    guard deciding.insert(id).inserted else { throw .proposal(.decided) }
    defer { deciding.remove(id) }
    guard let proposal = try await proposals().first(where: { $0.id == id }) else {
      throw .proposal(.decided)
    }
    let card: Card
    if let block = proposal.block {
      guard entries[block] != nil else { throw .proposal(.inTrash(block)) }
      do throws(EngineError) {
        card = try await edit(
          block, proposal.texts, basedOn: proposal.basedOn ?? VersionNumber(1), author: .model,
          as: .agent, explanation: proposal.explanation)
      } catch {
        guard case .conflict(let serving, let basedOn) = error else { throw error }
        throw .proposal(.stale(serving: serving, basedOn: basedOn, agent: proposal.agent))
      }
    } else {
      card = try await make(proposal)
    }
    _ = try await stored { () throws(StorageError) in try await storage.removeProposal(id) }
    await note("Accepted what \(proposal.agent) proposed.", card.id)
    hub.send(.layoutChanged)
    return card
  }

  /// Makes a block of a proposal that passes the gate with what a new block may: what is public.
  private func make(_ proposal: BlockProposal) async throws(EngineError) -> Card {
    let files: BlockFiles
    do throws(ManifestError) { files = try proposal.texts.files() } catch {
      throw .edit(EditProblem(error))
    }
    let report = await report(
      onAgents: files, granted: files.manifest.permissions.publicSubjects, cassette: nil)
    guard report.blocking == nil, let outcome = report.outcome else {
      var tried = proposal
      tried.report = report.words
      let waiting = tried
      try await stored { () throws(StorageError) in try await storage.addProposal(waiting) }
      throw .edit(EditProblem(report.blocking))
    }
    return try await install(
      files, author: .model, explanation: proposal.explanation, report: report.words,
      outcome: outcome)
  }

  /// Forgets a proposal; nothing changes.
  public func decline(_ id: BlockProposal.ID) async throws(EngineError) {
    guard !deciding.contains(id) else { throw .proposal(.decided) }
    let isGone = try await stored { () throws(StorageError) in
      try await storage.removeProposal(id)
    }
    guard isGone else { throw .proposal(.decided) }
    hub.send(.layoutChanged)
  }

  /// What the files of a proposal would reach that the block may not yet, as sentences: what it may as soon as it
  /// is accepted, and what is then to be allowed one by one.
  public func reach(of proposal: BlockProposal) async -> (atOnce: [String], asked: [String]) {
    guard let files = try? proposal.texts.files() else { return ([], []) }
    let granted = proposal.block.flatMap { entries[$0]?.record.grants } ?? []
    let subjects = files.askedSubjects.subtracting(granted)
    let open = proposal.block == nil ? files.manifest.permissions.publicSubjects : []
    // A place of one's own network is named among the hosts, too, and is allowed as what it is.
    let shown = subjects.filter { subject in
      guard case .host(let host, _) = subject, AddressPolicy.isPrivate(host: host) else {
        return true
      }
      return !files.manifest.permissions.privateHosts.contains { $0.host == host }
    }
    return (
      shown.intersection(open).map(\.sentence).sorted(),
      shown.subtracting(open).map(\.sentence).sorted()
    )
  }

  /// The files that an agent tries, with what they may reach in a trial: what the block may, and what a person
  /// allowed agents.
  public func trial(
    _ texts: BlockTexts, of block: BlockID?
  ) async throws(EngineError) -> (report: CandidateReport, backtest: String) {
    var files: BlockFiles
    do throws(ManifestError) { files = try texts.files() } catch {
      throw .edit(await withOthers(EditProblem(error), in: texts))
    }
    var granted = try await agentGrants(for: files)
    var entry: LoadedBlock?
    if let block {
      let changed = try await self.entry(block)
      granted.formUnion(changed.record.grants)
      entry = changed
    }
    let report = await report(
      onAgents: files, granted: granted, changing: entry, mayWait: true,
      cassette: block.flatMap { settings.cassette($0, files.manifest) })
    files.manifest.permissions = files.manifest.permissions.limited(to: granted)
    let words = if let block { await backtest(files, of: block) } else { "" }
    return (report, words)
  }

  /// The gate, of files that reach what was granted.
  /// - Parameter mayWait: a source that is away is no reason to refuse them yet.
  private func report(
    onAgents files: BlockFiles, granted: Set<Grant.Subject>, changing block: LoadedBlock? = nil,
    mayWait: Bool = false, cassette: Cassette?
  ) async -> CandidateReport {
    var asking = files
    asking.manifest.permissions = files.manifest.permissions.limited(to: granted)
    let secrets = asking.manifest.permissions.secrets
    asking.manifest.permissions.secrets = files.manifest.permissions.secrets
    var candidate = Candidate(
      ofAgent: asking, changing: block?.id, before: block?.files, returned: block?.data?.data,
      params: block?.record.params ?? [:], reason: block == nil ? .create : .edit,
      now: settings.now())
    candidate.secrets = secrets
    candidate.mayWait = mayWait
    return await candidateCheck().report(on: candidate, cassette: cassette)
  }

  // MARK: Hosts

  /// What agents may look at, and what they ask for.
  public func agentHosts() async throws(EngineError) -> [AgentHost] {
    try await stored { () throws(StorageError) in try await storage.agentHosts() }
  }

  /// What a person has to allow before agents may look at an address.
  public static func agentSubject(host: String, port: Int) -> Grant.Subject {
    AddressPolicy.isPrivate(host: host)
      ? .privateHost(HostPort(host: host, port: port)) : .host(host, method: "GET")
  }

  /// May agents look at a public host, or at a place that is not public? When not, a person is asked.
  public func mayAgentsAsk(
    _ subject: Grant.Subject, agent: String
  ) async throws(EngineError) -> Bool {
    guard let name = AgentHost.name(of: subject) else { return false }
    let allowed = try await agentHosts().filter(\.isAllowed)
    if allowed.contains(where: { $0.host == name }) { return true }
    if case .host(let host, _) = subject,
      Permissions(hosts: Set(allowed.filter { !$0.isOfHome }.map(\.host)))
        .allows(host: host, port: 443)
    {
      return true
    }
    let asked = AgentHost(host: name, isAllowed: false, agent: agent, at: settings.now())
    try await stored { () throws(StorageError) in try await storage.setAgentHost(asked) }
    hub.send(.layoutChanged)
    return false
  }

  /// Lets agents look at what ``AgentHost/name(typed:)`` reads, or no longer.
  public func setAgentHost(_ host: String, isAllowed: Bool) async throws(EngineError) {
    let now = settings.now()
    try await stored { () throws(StorageError) in
      if isAllowed {
        try await storage.setAgentHost(
          AgentHost(host: host, isAllowed: true, agent: "person", at: now))
      } else {
        try await storage.removeAgentHost(host)
      }
    }
    await note(
      isAllowed ? "Let agents look at \(host)." : "Agents may no longer look at \(host).", nil)
    hub.send(.layoutChanged)
  }

  /// Places that are not public and that agents may look at.
  public func agentPlaces() async throws(EngineError) -> [Grant.Subject] {
    try await agentHosts().filter { $0.isAllowed && $0.isOfHome }.map(\.subject)
  }

  /// What agents may reach of what the files ask for.
  private func agentGrants(for files: BlockFiles) async throws(EngineError) -> Set<Grant.Subject> {
    let asked = files.manifest.permissions
    let hosts = Set(try await agentHosts().filter(\.isAllowed).map(\.host))
    let open = asked.publicSubjects.filter { subject in
      guard case .host(let host, let method) = subject else { return false }
      return ["GET", "HEAD"].contains(method) && hosts.contains(host)
    }
    let home = try await agentPlaces().filter { subject in
      guard case .privateHost(let place) = subject, let port = place.port else { return false }
      return asked.grants(host: place.host, port: port)
    }
    return open.union(home)
  }

  // MARK: Tokens

  /// Can a text be the token of a program? Others are not looked up.
  public static func isAgentToken(_ text: String) -> Bool { TokenText.isOne(text) }

  /// The token that a program shows; `nil` when there is none of that text.
  public func agentToken(_ text: String) async throws(EngineError) -> AgentToken? {
    let (hash, now) = (TokenText.hash(text), settings.now())
    return try await stored { () throws(StorageError) in
      try await storage.token(hash: hash, usedAt: now)
    }
  }

  // MARK: What agents read

  /// The newest points of a series of a block, oldest first.
  public func points(
    of series: String, in id: BlockID, last: Int
  ) async throws(EngineError) -> [SeriesPoint] {
    _ = try known(id)
    do throws(ScriptStorageError) {
      return try await storage.points(of: series, SeriesQuery(last: last), of: id, with: [])
    } catch {
      throw .storage(error.description)
    }
  }

  /// Writes down what an agent asked for.
  public func noteCall(_ what: String, by agent: String, of id: BlockID?) async {
    await note(what, by: "agent \(agent)", id.flatMap { entries[$0] == nil ? nil : $0 })
  }
}

extension BlockFiles {
  /// Everything the files ask for, pictures of the spec included.
  fileprivate var askedSubjects: Set<Grant.Subject> {
    let spec = CompiledSpec.compileForDisplay(self.spec, params: manifest.params).spec
    let pictures = spec?.pictureHosts(
      RenderContext(data: .null, block: BlockID(naming: "edit"), blockName: manifest.name))
    return manifest.permissions.subjects.union((pictures ?? []).map { .picture($0.host) })
  }
}
