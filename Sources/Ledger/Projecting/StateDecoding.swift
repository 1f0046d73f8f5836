import Integrations

/// Reads what `StateWriter` wrote; a row that it cannot read is a damaged projection.
struct StateReader {
  struct Broken: Error {}

  private let bytes: UnsafeRawBufferPointer
  private var index = 0

  static func decode(_ bytes: UnsafeRawBufferPointer) throws(Broken) -> Integration {
    var reader = StateReader(bytes: bytes)
    let integration = try reader.integration()
    guard reader.index == bytes.count else { throw Broken() }
    return integration
  }

  private mutating func byte() throws(Broken) -> UInt8 {
    guard index < bytes.count else { throw Broken() }
    defer { index += 1 }
    return bytes[index]
  }

  private mutating func unsigned() throws(Broken) -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let byte = try byte()
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
      guard shift < 64 else { throw Broken() }
    }
  }

  private mutating func count() throws(Broken) -> Int {
    let value = try unsigned()
    guard value <= UInt64(bytes.count) else { throw Broken() }
    return Int(value)
  }

  // Counts of records may exceed the number of bytes here.
  private mutating func tally() throws(Broken) -> Int {
    Int(truncatingIfNeeded: try unsigned())
  }

  private mutating func number() throws(Broken) -> Int64 {
    let value = try unsigned()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  private mutating func bool() throws(Broken) -> Bool { try byte() != 0 }

  private mutating func text() throws(Broken) -> String {
    let length = try count()
    guard index + length <= bytes.count else { throw Broken() }
    defer { index += length }
    return String(decoding: bytes[index..<(index + length)], as: UTF8.self)
  }

  private mutating func time() throws(Broken) -> Timestamp {
    Timestamp(milliseconds: try number())
  }

  private mutating func attempt() throws(Broken) -> AttemptID {
    guard index + 16 <= bytes.count else { throw Broken() }
    defer { index += 16 }
    return AttemptID(
      high: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self)),
      low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: index + 8, as: UInt64.self)))
  }

  private mutating func word<Word: CanonicalWord>() throws(Broken) -> Word {
    guard let word = Word.table.word(at: Int(try byte())) else { throw Broken() }
    return word
  }

  private mutating func optional<Value>(
    _ read: (inout Self) throws(Broken) -> Value
  ) throws(Broken) -> Value? {
    try bool() ? try read(&self) : nil
  }

  private mutating func citation() throws(Broken) -> Citation {
    Citation(sequence: SequenceNumber(try number()), time: try time())
  }

  private mutating func scopes() throws(Broken) -> [String] {
    let number = try count()
    var values: [String] = []
    for _ in 0..<number { values.append(try text()) }
    return values
  }

  private mutating func integration() throws(Broken) -> Integration {
    var state = Integration()
    state.settings = try optional { (reader: inout Self) throws(Broken) in
      let enabled = try reader.bool()
      let transfers = UInt16(truncatingIfNeeded: try reader.unsigned())
      return Configured(transfers: Registers(rawValue: transfers), enabled: enabled)
    }
    state.serviceAccountSelected = try bool()
    state.attempt = try optional { (reader: inout Self) throws(Broken) in
      try reader.latestAttempt()
    }
    let attempt = state.attempt
    state.grant = try optional { (reader: inout Self) throws(Broken) in
      try reader.grant(beside: attempt)
    }
    state.removal = try optional { (reader: inout Self) throws(Broken) in
      let reason: CredentialsRemoved.Reason = try reader.word()
      let revoked = try reader.bool()
      return Removal(
        CredentialsRemoved(reason: reason, revokedAtProvider: revoked),
        removed: try reader.citation())
    }
    state.lateCallbacks = try tally()
    state.earlierCallbacks = try tally()
    return state
  }

  private mutating func latestAttempt() throws(Broken) -> Attempt {
    let id = try attempt()
    let accountType: AccountType = try word()
    let scopes = try scopes()
    let expiresAt = try time()
    var attempt = Attempt(
      AuthorizeStarted(attempt: id, accountType: accountType, scopes: scopes, expiresAt: expiresAt),
      started: try citation())
    attempt.answer = try optional { (reader: inout Self) throws(Broken) in try reader.word() }
    attempt.answered = try optional { (reader: inout Self) throws(Broken) in
      try reader.citation()
    }
    attempt.outcome = try optional { (reader: inout Self) throws(Broken) in
      if try reader.byte() == 0 { return Attempt.Outcome.approved }
      let stage: Failed.Stage = try reader.word()
      return .failed(stage, try reader.word())
    }
    attempt.ended = try optional { (reader: inout Self) throws(Broken) in try reader.citation() }
    attempt.refusedCallback = try optional { (reader: inout Self) throws(Broken) in
      try reader.word()
    }
    attempt.refused = try optional { (reader: inout Self) throws(Broken) in try reader.citation() }
    attempt.repeats = try tally()
    return attempt
  }

  private mutating func grant(beside latest: Attempt?) throws(Broken) -> Grant {
    let ownAttempt = try optional { (reader: inout Self) throws(Broken) in try reader.attempt() }
    guard let attempt = ownAttempt ?? latest?.id else { throw Broken() }
    let accountType: AccountType = try word()
    let ownScopes = try optional { (reader: inout Self) throws(Broken) in try reader.scopes() }
    guard let scopes = ownScopes ?? latest?.scopes else { throw Broken() }
    let providerCompany = try text()
    let accessTokenExpiresAt = try time()
    let refreshTokenExpiresAt = try optional { (reader: inout Self) throws(Broken) in
      try reader.time()
    }
    var grant = Grant(
      Approval(
        attempt: attempt, via: .consent, accountType: accountType, scopes: scopes,
        providerCompany: providerCompany, checks: [], accessTokenExpiresAt: accessTokenExpiresAt,
        refreshTokenExpiresAt: refreshTokenExpiresAt), consented: try citation())
    grant.confirmed = try citation()
    grant.denial = try optional { (reader: inout Self) throws(Broken) in try reader.denial() }
    grant.deniedBefore = try optional { (reader: inout Self) throws(Broken) in
      try reader.denial()
    }
    grant.end = try optional { (reader: inout Self) throws(Broken) in
      let cause: Grant.End.Cause = try reader.byte() == 0 ? .dead : .licenceGone
      var end = Grant.End(cause: cause, first: try reader.citation())
      end.latest = try reader.citation()
      return end
    }
    grant.trouble = try optional { (reader: inout Self) throws(Broken) in
      let stage: Failed.Stage = try reader.word()
      let reason: Failed.Reason = try reader.word()
      var trouble = Grant.Trouble(stage: stage, reason: reason, first: try reader.citation())
      trouble.latest = try reader.citation()
      trouble.count = try reader.tally()
      return trouble
    }
    return grant
  }

  private mutating func denial() throws(Broken) -> Grant.Denial {
    let layer: PermissionDenied.Layer = try word()
    let number = try count()
    var refusals: [PermissionDenied.Refusal] = []
    for _ in 0..<number {
      let register: Register = try word()
      let code = Int(try self.number())
      let message = try text()
      refusals.append(
        PermissionDenied.Refusal(
          register: register, code: code, message: message, httpStatus: Int(try self.number())))
    }
    var denial = Grant.Denial(
      PermissionDenied(layer: layer, refusals: refusals), first: try citation())
    denial.latest = try citation()
    denial.count = try tally()
    return denial
  }
}
