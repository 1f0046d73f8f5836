package import Integrations

/// A record's attributes, as they lie in its bytes.
///
/// Every record is decoded here, and every attribute's form is checked. Strings are made only when
/// asked for, so that a fold over millions of records pays for what it uses.
package struct RecordView {
  /// The most bytes that a record may have.
  static let sizeLimit = 65_535

  let actor: UnsafeRawBufferPointer
  let role: Actor.Role
  /// The bytes of `data`.
  package let data: UnsafeRawBufferPointer
  /// The record's id.
  package let id: RecordID
  let recordedBy: UnsafeRawBufferPointer?
  /// When it was written.
  package let recordedTime: Timestamp
  /// The number in its stream.
  package let sequence: SequenceNumber
  /// The stream's name, in ASCII.
  package let stream: UnsafeRawBufferPointer
  let provider: Provider?
  /// When it happened.
  package let time: Timestamp
  /// The bytes of `type`, in ASCII.
  package let type: UnsafeRawBufferPointer

  /// Reads the attributes, and steps over the data.
  package init(_ bytes: UnsafeRawBufferPointer) throws(RecordError) {
    var unread: Action?
    try self.init(bytes, of: nil, scopeLists: nil, action: &unread)
  }

  /// Reads the attributes and the action, if it is one, in one pass.
  package static func read(
    _ bytes: UnsafeRawBufferPointer, _ scopeLists: ScopeListCache? = nil
  ) throws(RecordError) -> (view: RecordView, action: Action?) {
    var action: Action?
    let view = try read(bytes, scopeLists, &action)
    return (view, action)
  }

  /// The same, with the action written to `action`, which saves a copy for each of millions.
  ///
  /// A record names its action at its end, so the end is looked at first.
  static func read(
    _ bytes: UnsafeRawBufferPointer, _ scopeLists: ScopeListCache?, _ action: inout Action?
  ) throws(RecordError) -> RecordView {
    let name = ActionName.endings.word(endOf: bytes)
    let view = try RecordView(bytes, of: name, scopeLists: scopeLists, action: &action)
    // Bookkeeping, or a type that this version does not know.
    if name == nil || view.provider == nil { _ = try view.actionName() }
    return view
  }

  /// Reads the attributes.
  ///
  /// - Parameter name: The action to read the data as; nil to step over it.
  @inline(__always)
  private init(
    _ bytes: UnsafeRawBufferPointer, of name: ActionName?, scopeLists: ScopeListCache?,
    action: inout Action?
  ) throws(RecordError) {
    guard bytes.count <= Self.sizeLimit else {
      throw RecordError(
        "it is \(bytes.count) bytes long and may have \(Self.sizeLimit)",
        "den är \(bytes.count) byte lång och får ha \(Self.sizeLimit)")
    }
    var cursor = CanonicalCursor(bytes, scopeLists)
    try cursor.expect("{")
    try cursor.member("authid", first: true)
    try cursor.openText("authid")
    actor = try cursor.plainBytes()
    try cursor.member("authtype")
    try cursor.openText("authtype")
    let authtype = try cursor.plainBytes()
    role = try Self.role(of: actor, authtype: authtype)
    try cursor.member("data")
    if let name {
      let start = cursor.index
      action = try cursor.action(name)
      data = UnsafeRawBufferPointer(rebasing: bytes[start..<cursor.index])
    } else {
      data = try cursor.skipObject("data")
    }
    try cursor.member("id")
    id = try cursor.identifier("id")
    if cursor.optionalMember("recordedby") {
      try cursor.openText("recordedby")
      recordedBy = try cursor.plainBytes()
    } else {
      recordedBy = nil
    }
    try cursor.member("recordedtime")
    recordedTime = try cursor.timestamp("recordedtime")
    try cursor.member("sequence")
    sequence = try Self.sequence(&cursor)
    try cursor.member("source")
    guard cursor.skip(#""/companies/"#) else {
      throw RecordError(
        "\"source\" must be \"/companies/\" and a company",
        "\"source\" måste vara \"/companies/\" och ett företag")
    }
    stream = try cursor.plainBytes()
    try cursor.member("specversion")
    guard cursor.skip(#""1.0""#) else {
      throw RecordError("\"specversion\" must be \"1.0\"", "\"specversion\" måste vara \"1.0\"")
    }
    provider = cursor.optionalMember("subject") ? try cursor.word("subject") : nil
    try cursor.member("time")
    time = try cursor.timestamp("time")
    try cursor.member("type")
    try cursor.openText("type")
    type = try cursor.plainBytes()
    try cursor.closeObject()
    guard cursor.isAtEnd else {
      throw RecordError("there is more after the record's end", "det står mer efter postens slut")
    }
    guard stream.isOpaqueID else {
      throw RecordError("\"source\" names no company", "\"source\" anger inget företag")
    }
  }

  private static func sequence(
    _ cursor: inout CanonicalCursor
  ) throws(RecordError) -> SequenceNumber {
    try cursor.openText("sequence")
    let digits = try cursor.plainBytes()
    guard let sequence = SequenceNumber(canonical: digits) else {
      throw RecordError("\"sequence\" must be 16 digits", "\"sequence\" måste vara 16 siffror")
    }
    return sequence
  }

  private static func role(
    of actor: UnsafeRawBufferPointer, authtype: UnsafeRawBufferPointer
  ) throws(RecordError) -> Actor.Role {
    guard let colon = actor.firstIndex(of: UInt8(ascii: ":")),
      let role = Actor.Role.table.word(UnsafeRawBufferPointer(rebasing: actor[..<colon])),
      UnsafeRawBufferPointer(rebasing: actor[(colon + 1)...]).isOpaqueID
    else {
      throw RecordError(
        "\"authid\" must be a role and an id, as administrator:u-17",
        "\"authid\" måste vara en roll och ett id, som administrator:u-17")
    }
    guard FixedBytes.matches(authtype, Actor.Role.authtypes.bytes(of: role)) else {
      throw RecordError(
        "\"authtype\" of \(role.rawValue) must be \"\(role.authtype)\"",
        "\"authtype\" för \(role.rawValue) måste vara \"\(role.authtype)\"")
    }
    return role
  }

  /// True if the record names this company as its stream.
  package func isStream(of company: String) -> Bool {
    var company = company
    return company.withUTF8 { FixedBytes.matches(UnsafeRawBufferPointer($0), stream) }
  }
}
