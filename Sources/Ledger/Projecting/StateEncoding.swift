import Integrations

/// Writes an `Integration` compactly for `integration_status.state`.
///
/// Numbers are LEB128, signed ones zigzag, times as milliseconds, texts by length; what is absent
/// costs one byte. The layout belongs to the fold's fingerprint: when either changes, stored rows
/// are rebuilt, never converted.
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
    }
    bool(state.serviceAccountSelected)
    optional(state.attempt) { $0.write($1) }
    optional(state.grant) { $0.write($1, beside: state.attempt) }
    optional(state.removal) { writer, removal in
      writer.word(removal.reason)
      writer.bool(removal.revokedAtProvider)
      writer.citation(removal.removed)
    }
    unsigned(UInt64(state.lateCallbacks))
    unsigned(UInt64(state.earlierCallbacks))
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
    citation(grant.confirmed)
    optional(grant.denial) { $0.write($1) }
    optional(grant.deniedBefore) { $0.write($1) }
    optional(grant.end) { writer, end in
      writer.bytes.append(end.cause == .dead ? 0 : 1)
      writer.citation(end.first)
      writer.citation(end.latest)
    }
    optional(grant.trouble) { writer, trouble in
      writer.word(trouble.stage)
      writer.word(trouble.reason)
      writer.citation(trouble.first)
      writer.citation(trouble.latest)
      writer.unsigned(UInt64(trouble.count))
    }
  }

  private mutating func write(_ denial: Grant.Denial) {
    word(denial.layer)
    unsigned(UInt64(denial.refusals.count))
    for refusal in denial.refusals {
      word(refusal.register)
      number(Int64(refusal.code))
      text(refusal.message)
      number(Int64(refusal.httpStatus))
    }
    citation(denial.first)
    citation(denial.latest)
    unsigned(UInt64(denial.count))
  }
}
