/// What the records show to be wrong with an integration: at most one finding for each slot.
///
/// An empty value takes no memory of its own, since millions of integrations are held and most have
/// no finding.
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

  /// Adds a finding, or counts it as seen again if the same one is there.
  ///
  /// - Parameter earlier: A record that reported the same event, which must not be counted twice.
  mutating func add(_ finding: Finding, repeating earlier: Citation? = nil) {
    let place = stored.firstIndex { $0.slot == finding.slot }
    guard let place else { return stored.append(finding) }
    var merged = finding
    let old = stored[place]
    // A later error does not tell which licence an earlier one meant.
    if old.kind == .anyLicence { merged.kind = .anyLicence }
    merged.isOfAttempt = old.isOfAttempt && finding.isOfAttempt
    if old.kind == merged.kind {
      merged.first = old.first
      // A narrower request does not disprove that the wider one was refused.
      if old.scopes != finding.scopes {
        merged.scopes = Set(old.scopes + finding.scopes).sorted()
      }
      merged.count = old.count + (old.latest == earlier ? 0 : 1)
    }
    stored[place] = merged
  }

  /// Removes the findings that a record shows to be in order.
  mutating func remove(where isFixed: (Finding) -> Bool) {
    if !stored.isEmpty { stored.removeAll(where: isFixed) }
  }

  /// Changes findings in place, and merges those that then share a slot.
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

  /// The findings without times and counts: equal before and after a record that says nothing new.
  var statements: Set<Statement> { Set(stored.map(Statement.init)) }

  /// A finding without its citations and its count.
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
