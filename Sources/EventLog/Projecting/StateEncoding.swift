import Integrations

/// Writes an `Integration` compactly for `integration_status.state`.
///
/// Numbers are LEB128, signed ones zigzag; times are milliseconds; a text has its length before it;
/// an absent value takes one byte. The layout belongs to the fold's fingerprint: when either
/// changes, stored rows are rebuilt, never converted.
struct StateWriter {
  private(set) var bytes: [UInt8] = []

  static func encode(_ integration: Integration) -> [UInt8] {
    var writer = StateWriter()
    writer.bytes.reserveCapacity(256)
    writer.write(integration)
    return writer.bytes
  }

  private mutating func unsigned(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  private mutating func number(_ value: Int64) {
    unsigned(UInt64(bitPattern: value << 1 ^ value >> 63))
  }

  private mutating func bool(_ value: Bool) { bytes.append(value ? 1 : 0) }

  private mutating func text(_ value: String) {
    unsigned(UInt64(value.utf8.count))
    bytes.append(contentsOf: value.utf8)
  }

  private mutating func time(_ value: Timestamp) { number(value.milliseconds) }

  private mutating func attempt(_ value: AttemptID) {
    withUnsafeBytes(of: (value.high.bigEndian, value.low.bigEndian)) {
      bytes.append(contentsOf: $0)
    }
  }

  private mutating func word<Word: CanonicalWord>(_ value: Word) {
    bytes.append(UInt8(truncatingIfNeeded: Word.table.index(of: value)))
  }

  private mutating func optional<Value>(_ value: Value?, _ write: (inout Self, Value) -> Void) {
    bool(value != nil)
    if let value { write(&self, value) }
  }

  private mutating func citation(_ value: Citation) {
    number(value.sequence.number)
    time(value.time)
  }

  private mutating func scopes(_ values: [String]) {
    unsigned(UInt64(values.count))
    for value in values { text(value) }
  }

  private mutating func write(_ state: Integration) {
    optional(state.settings) { writer, settings in
      writer.bool(settings.enabled)
      writer.unsigned(UInt64(settings.transfers.rawValue))
      writer.optional(settings.companyCode) { $0.number(Int64($1)) }
    }
    bool(state.serviceAccountSelected)
    optional(state.attempt) { $0.write($1) }
    optional(state.grant) { $0.write($1, beside: state.attempt) }
    write(state.findings, state)
    writePast(state)
  }

  private mutating func write(_ value: Attempt) {
    attempt(value.id)
    word(value.accountType)
    scopes(value.scopes)
    time(value.expiresAt)
    citation(value.started)
    optional(value.answer) { $0.word($1) }
    optional(value.answered) { $0.citation($1) }
    optional(value.outcome) { writer, outcome in
      switch outcome {
      case .approved: writer.bytes.append(0)
      case .failed(let stage, let reason):
        writer.bytes.append(1)
        writer.word(stage)
        writer.word(reason)
      }
    }
    optional(value.ended) { $0.citation($1) }
    optional(value.refusedCallback) { $0.word($1) }
    optional(value.refused) { $0.citation($1) }
    unsigned(UInt64(value.repeats))
    bool(value.isBesideEarlier)
  }

  private mutating func write(_ grant: Grant, beside attempt: Attempt?) {
    // The grant mostly has the latest attempt's id and scopes; then they are not written again.
    optional(grant.attempt == attempt?.id ? nil : grant.attempt) { $0.attempt($1) }
    word(grant.accountType)
    optional(grant.scopes == attempt?.scopes ? nil : grant.scopes) { $0.scopes($1) }
    text(grant.providerCompany)
    time(grant.accessTokenExpiresAt)
    optional(grant.refreshTokenExpiresAt) { $0.time($1) }
    citation(grant.consented)
    unsigned(UInt64(grant.open.rawValue))
    optional(grant.refreshed) { $0.citation($1) }
    optional(grant.rechecked) { $0.citation($1) }
  }

  // Few integrations have any of this, so one byte says which parts follow.
  private mutating func writePast(_ state: Integration) {
    let isSame = state.unrevoked != nil && state.unrevoked == state.removal
    var parts = PastParts()
    if state.removal != nil { parts.insert(.removal) }
    if isSame { parts.insert(.sameUnrevoked) }
    if state.unrevoked != nil, !isSame { parts.insert(.unrevoked) }
    if state.remembered != nil { parts.insert(.remembered) }
    let earlier = state.earlierCallbacks
    if !earlier.counts.isEmpty { parts.insert(.earlier) }
    bytes.append(parts.rawValue)
    if let removal = state.removal { write(removal) }
    if let unrevoked = state.unrevoked, !isSame { write(unrevoked) }
    if let remembered = state.remembered {
      text(remembered.number)
      citation(remembered.consented)
    }
    guard parts.contains(.earlier) else { return }
    unsigned(UInt64(earlier.counts.count))
    for count in earlier.counts {
      attempt(count.attempt)
      unsigned(UInt64(count.count))
    }
    optional(earlier.forgotten) { $0.attempt($1) }
  }

  private mutating func write(_ removal: Removal) {
    word(removal.reason)
    bool(removal.revokedAtProvider)
    citation(removal.removed)
    optional(removal.providerCompany) { $0.text($1) }
    time(removal.endsAt)
  }

  private mutating func write(_ findings: Findings, _ state: Integration) {
    unsigned(UInt64(findings.all.count))
    for finding in findings.all { write(finding, state) }
  }

  private mutating func write(_ finding: Finding, _ state: Integration) {
    word(finding.kind)
    optional(finding.register) { $0.word($1) }
    bool(finding.isOfAttempt)
    bool(finding.isCertain)
    optional(finding.code) { $0.number(Int64($1)) }
    let source = ScopeSource(finding.scopes, state)
    bytes.append(source.rawValue)
    if source == .own { scopes(finding.scopes) }
    optional(finding.accountType) { $0.word($1) }
    citation(finding.first)
    citation(finding.latest)
    unsigned(UInt64(finding.count))
  }
}

/// The parts of an integration's past that are stored.
struct PastParts: OptionSet {
  let rawValue: UInt8

  static let removal = PastParts(rawValue: 1)
  static let unrevoked = PastParts(rawValue: 2)
  /// The removal is the one that waits for its revocation, so it is not written again.
  static let sameUnrevoked = PastParts(rawValue: 4)
  static let remembered = PastParts(rawValue: 8)
  static let earlier = PastParts(rawValue: 16)
  static let all: PastParts = [.removal, .unrevoked, .sameUnrevoked, .remembered, .earlier]
}

/// Where a finding's scopes are stored: mostly they are those of the attempt or the grant.
enum ScopeSource: UInt8 {
  case none, attempt, grant, own

  init(_ scopes: [String], _ state: Integration) {
    self =
      scopes.isEmpty
      ? .none
      : scopes == state.attempt?.scopes
        ? .attempt : scopes == state.grant?.scopes ? .grant : .own
  }
}
