/// What is wrong with an integration by its records: at most one finding a layer, and one a
/// register.
///
/// Mostly there is nothing, which then takes no room: millions are held.
public struct Findings: Hashable, Sendable {
  private var stored: [Finding] = []

  /// Nothing is wrong.
  init() {}

  /// Findings as they are stored.
  package init(stored: [Finding]) { self.stored = stored }

  /// All of them, in no order that means anything.
  public var all: [Finding] { stored }

  /// True if nothing is wrong.
  public var isEmpty: Bool { stored.isEmpty }

  /// The finding of a kind, where there is one.
  subscript(kind: Finding.Kind) -> Finding? { stored.first { $0.kind == kind } }

  /// What is wrong with a register, where something is.
  subscript(register: Register) -> Finding? { stored.first { $0.register == register } }

  /// Adds what a record says, or counts it where it says what was said before.
  ///
  /// - Parameter earlier: A record that told of one and the same, and is not counted again.
  mutating func add(_ finding: Finding, repeating earlier: Citation? = nil) {
    let place = stored.firstIndex { $0.slot == finding.slot }
    guard let place else { return stored.append(finding) }
    var merged = finding
    let old = stored[place]
    // Which licence an earlier error meant is not told by a later one.
    if old.kind == .anyLicence { merged.kind = .anyLicence }
    merged.isOfAttempt = old.isOfAttempt && finding.isOfAttempt
    if old.kind == merged.kind {
      merged.first = old.first
      // What was asked for before and refused is not disproved by less.
      if old.scopes != finding.scopes {
        merged.scopes = Set(old.scopes + finding.scopes).sorted()
      }
      merged.count = old.count + (old.latest == earlier ? 0 : 1)
    }
    stored[place] = merged
  }

  /// Takes away what a record shows in order.
  mutating func remove(where isFixed: (Finding) -> Bool) {
    if !stored.isEmpty { stored.removeAll(where: isFixed) }
  }

  /// Changes what a record touches without showing it in order; what then means the same is one.
  mutating func change(_ body: (inout Finding) -> Void) {
    for index in stored.indices { body(&stored[index]) }
    guard stored.count > 1 else { return }
    var joined: [Finding] = []
    for finding in stored {
      if let place = joined.firstIndex(where: { $0.slot == finding.slot }) {
        joined[place].join(finding)
      } else {
        joined.append(finding)
      }
    }
    if joined.count < stored.count { stored = joined }
  }

  /// What they say, without when and how often: what a record changes, or does not.
  var statements: Set<Statement> { Set(stored.map(Statement.init)) }

  /// One finding without its citations.
  struct Statement: Hashable {
    var kind: Finding.Kind
    var register: Register?
    var code: Int?
    var isOfAttempt: Bool
    var isCertain: Bool
    var scopes: [String]

    init(_ finding: Finding) {
      kind = finding.kind
      register = finding.register
      code = finding.code
      isOfAttempt = finding.isOfAttempt
      isCertain = finding.isCertain
      scopes = finding.scopes
    }
  }
}
