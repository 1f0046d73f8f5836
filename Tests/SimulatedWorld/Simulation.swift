public import Integrations

/// Random worlds in which a program's explanations are held to what is so.
///
/// ```swift
/// let report = await Simulation(explain).run(worlds: 1_000, seed: 1)
/// for kind in FindingKind.allCases { print(kind, report.counts[kind] ?? 0) }
/// ```
public struct Simulation: Sendable {
  private let explain: Explain
  private let provider: Provider
  /// How many failures of each kind are shrunk and told.
  public var shown = 3

  /// A simulation of a program that explains so, in worlds of a provider.
  public init(of provider: Provider = .fortnox, _ explain: @escaping Explain) {
    self.provider = provider
    self.explain = explain
  }

  /// What was found in many worlds.
  public struct Report: Sendable {
    /// How many worlds have a finding of each kind.
    public var counts: [FindingKind: Int] = [:]
    /// How many worlds have a way that leads astray, in a circle or nowhere.
    public var ways = 0
    /// How many worlds have a claim that goes beyond the records.
    public var claims = 0
    /// How many worlds have any finding.
    public var failed = 0
    /// The first failures of each kind, shrunk, ready to be printed.
    public var failures: [String] = []
    fileprivate var first: [FindingKind: [UInt64]] = [:]
  }

  /// Runs worlds, on as many threads as `jobs`.
  public func run(worlds: Int, seed: UInt64, jobs: Int = 2) async -> Report {
    let reports = await withTaskGroup(of: Report.self) { group in
      for job in 0..<max(jobs, 1) {
        group.addTask { self.run(stride(from: job, to: worlds, by: max(jobs, 1)), seed) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    var report = reports.reduce(into: Report()) { $0.add($1) }
    for kind in FindingKind.allCases {
      for world in (report.first[kind] ?? []).sorted().prefix(shown) {
        report.failures.append(shrunk(world, kind))
      }
    }
    return report
  }

  private func run(_ worlds: StrideTo<Int>, _ seed: UInt64) -> Report {
    var report = Report()
    for world in worlds {
      let number = seed &* 1_000_003 &+ UInt64(world)
      let kinds = Set(findings(of: number).map(\.kind))
      for kind in kinds {
        report.counts[kind, default: 0] += 1
        if report.first[kind, default: []].count < shown {
          report.first[kind, default: []].append(number)
        }
      }
      if !kinds.isDisjoint(with: [.astray, .loop, .impossible]) { report.ways += 1 }
      if !kinds.isDisjoint(with: [.falseClaim, .overclaimed]) { report.claims += 1 }
      if !kinds.isEmpty { report.failed += 1 }
    }
    return report
  }

  /// What is found at the end of a world's history and at two moments inside it.
  private func findings(of number: UInt64) -> [Finding] {
    let history = History(seed: number, of: Facts.of(provider))
    let judge = Judge(explain: explain)
    var found: [Finding] = []
    let end = history.run(moments: Self.moments(of: number, history)) { _, product in
      found += judge.findings(in: product)
    }
    return found + judge.findings(in: end)
  }

  private static func moments(of number: UInt64, _ history: History) -> Set<Int> {
    var dice = Dice(seed: ~number)
    return [dice.below(history.happenings.count), dice.below(history.happenings.count)]
  }
}

extension Simulation.Report {
  fileprivate mutating func add(_ other: Self) {
    counts.merge(other.counts, uniquingKeysWith: +)
    first.merge(other.first, uniquingKeysWith: +)
    ways += other.ways
    claims += other.claims
    failed += other.failed
  }
}

extension Simulation {
  /// A world's first failure of a kind, with as few happenings as still show it.
  private func shrunk(_ number: UInt64, _ kind: FindingKind) -> String {
    let judge = Judge(explain: explain)
    func finding(_ history: History) -> Finding? {
      judge.findings(in: history.run()).first { $0.kind == kind }
    }
    var history = History(seed: number, of: Facts.of(provider))
    for moment in Self.moments(of: number, history).sorted() {
      var prefix = history
      prefix.happenings.removeSubrange(moment...)
      if finding(prefix) != nil {
        history = prefix
        break
      }
    }
    var isSmaller = true
    while isSmaller {
      isSmaller = false
      for index in history.happenings.indices.reversed() {
        var smaller = history
        smaller.happenings.remove(at: index)
        if finding(smaller) != nil {
          history = smaller
          isSmaller = true
        }
      }
    }
    let product = history.run()
    let told = explain(product.question)
    let shown = finding(history)
    let trail = (shown?.trail ?? []).map { Self.line($0, Evidence()) }
    return """
      \(kind.rawValue) (world \(number)): \(shown?.detail ?? "")
        told: \(told.verdict) \(told.confidence) standing \(told.standing) cited \(told.cited)
        ways: \(told.ways)
        also: \(told.also.map { "\($0.verdict ?? "-") \($0.confidence) \($0.ways)" })
      \(history.happenings.map { "  \($0)" }.joined(separator: "\n"))
        records:
      \(zip(product.records, product.evidence).map(Self.line).joined(separator: "\n"))
        at \(product.now)
      \(trail.isEmpty ? "" : "  then:\n\(trail.joined(separator: "\n"))")
      """
  }

  private static func line(_ recorded: Recorded, _ evidence: Evidence) -> String {
    let bad = evidence.bad.map { "\($0.truth)" }.joined(separator: ", ")
    return "    \(recorded.sequence.number) \(recorded.time) \(recorded.action.summary)"
      + (bad.isEmpty ? "" : "   <- \(bad)")
  }
}

extension Action {
  /// The action in a few words, for a failure's text.
  fileprivate var summary: String {
    switch self {
    case .configured(let data):
      "configured \(data.transfers.sorted.map(\.rawValue)) enabled \(data.enabled)"
        + (data.companyCode.map { " code \($0)" } ?? "")
    case .serviceAccountSelected(let data): "serviceAccountSelected \(data.selected)"
    case .authorizeStarted(let data): "authorizeStarted \(data.accountType)"
    case .callbackReceived(let data):
      "callbackReceived \(data.answer) \(data.error ?? "") \(data.verdict)"
    case .approved(let data), .reauthorized(let data):
      "\(name) \(data.via) \(data.providerCompany) "
        + data.checks.map { "\($0.register):\($0.ok.map(String.init) ?? "-")" }
        .joined(separator: " ")
    case .failed(let data):
      "failed \(data.stage) \(data.reason) \(data.providerError ?? "") \(data.providerMessage ?? "")"
    case .permissionDenied(let data):
      "permissionDenied \(data.layer) "
        + data.refusals.map { "\($0.register) \($0.httpStatus) \($0.message)" }
        .joined(separator: ", ")
    case .credentialsRemoved(let data): "credentialsRemoved \(data.reason)"
    }
  }
}
