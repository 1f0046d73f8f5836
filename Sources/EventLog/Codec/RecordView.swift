package import Integrations

/// A record's attributes where they lie in its bytes: what every reader needs, and no more.
///
/// `RecordView` is the one decode path. It checks every attribute's form; strings are made only
/// when asked for, so that a fold over millions of records pays for what it uses.
package struct RecordView {
  /// A record's bytes may not be more.
  static let sizeLimit = 65_535

  let actor: UnsafeRawBufferPointer
  let role: Actor.Role
  package let data: UnsafeRawBufferPointer
  package let id: RecordID
  let recordedBy: UnsafeRawBufferPointer?
  package let recordedTime: Timestamp
  package let sequence: SequenceNumber
  /// The stream's name, in ASCII.
  package let stream: UnsafeRawBufferPointer
  let provider: Provider?
  package let time: Timestamp
  package let type: UnsafeRawBufferPointer

  /// Reads the attributes; the data is stepped over, and read when somebody asks for it.
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

  /// The same, with the action put in its place, for who reads millions.
  ///
  /// Which action it is stands at a record's end, so that is looked at first.
  static func read(
    _ bytes: UnsafeRawBufferPointer, _ scopeLists: ScopeListCache?, _ action: inout Action?
  ) throws(RecordError) -> RecordView {
    let name = ActionName.endings.word(endOf: bytes)
    let view = try RecordView(bytes, of: name, scopeLists: scopeLists, action: &action)
    // Bookkeeping, or something that is not known.
    if name == nil || view.provider == nil { _ = try view.actionName() }
    return view
  }

  /// - Parameter name: The action that the data is to be read as; nil to step over it.
  @inline(__always)
  private init(
    _ bytes: UnsafeRawBufferPointer, of name: ActionName?, scopeLists: ScopeListCache?,
    action: inout Action?
  ) throws(RecordError) {
    guard bytes.count <= Self.sizeLimit else {
      throw RecordError("it is \(bytes.count) bytes long and may have \(Self.sizeLimit)")
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
      throw RecordError("\"source\" must be \"/companies/\" and a company")
    }
    stream = try cursor.plainBytes()
    try cursor.member("specversion")
    guard cursor.skip(#""1.0""#) else { throw RecordError("\"specversion\" must be \"1.0\"") }
    provider = cursor.optionalMember("subject") ? try cursor.word("subject") : nil
    try cursor.member("time")
    time = try cursor.timestamp("time")
    try cursor.member("type")
    try cursor.openText("type")
    type = try cursor.plainBytes()
    try cursor.closeObject()
    guard cursor.isAtEnd else { throw RecordError("there is more after the record's end") }
    guard stream.isOpaqueID else { throw RecordError("\"source\" names no company") }
  }

  private static func sequence(
    _ cursor: inout CanonicalCursor
  ) throws(RecordError) -> SequenceNumber {
    try cursor.openText("sequence")
    let digits = try cursor.plainBytes()
    guard let sequence = SequenceNumber(canonical: digits) else {
      throw RecordError("\"sequence\" must be 16 digits")
    }
    return sequence
  }

  private static func role(
    of actor: UnsafeRawBufferPointer, authtype: UnsafeRawBufferPointer
  ) throws(RecordError) -> Actor.Role {
    guard let colon = actor.firstIndex(of: UInt8(ascii: ":")),
      let role = Actor.Role.table.word(UnsafeRawBufferPointer(rebasing: actor[..<colon])),
      UnsafeRawBufferPointer(rebasing: actor[(colon + 1)...]).isOpaqueID
    else { throw RecordError("\"authid\" must be a role and an id, as administrator:u-17") }
    guard FixedBytes.matches(authtype, Actor.Role.authtypes.bytes(of: role)) else {
      throw RecordError("\"authtype\" of \(role.rawValue) must be \"\(role.authtype)\"")
    }
    return role
  }

  /// Whether this is the name of the stream.
  package func isStream(of company: String) -> Bool {
    var company = company
    return company.withUTF8 { FixedBytes.matches(UnsafeRawBufferPointer($0), stream) }
  }
}
