import Foundation
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

  /// The action's name; nil for bookkeeping.
  func actionName() throws(RecordError) -> ActionName? {
    let action: StaticString = "integration."
    let bookkeeping: StaticString = "ledger."
    let version: StaticString = ".v1"
    let length = action.utf8CodeUnitCount + version.utf8CodeUnitCount
    if type.hasPrefix(action), type.hasSuffix(version), type.count > length {
      let name = UnsafeRawBufferPointer(
        rebasing: type[action.utf8CodeUnitCount..<(type.count - version.utf8CodeUnitCount)])
      if let name = ActionName.table.word(name) {
        guard provider != nil else { throw RecordError("\"subject\" is missing") }
        return name
      }
    }
    if type.hasPrefix(bookkeeping), type.hasSuffix(version), type.count > 10 {
      guard provider == nil else { throw RecordError("bookkeeping has no \"subject\"") }
      return nil
    }
    throw RecordError(
      "\"type\" is \"\(RecordError.quoting(String(decoding: type, as: UTF8.self)))\", which this version "
        + "does not know")
  }

  /// The action; nil for bookkeeping.
  func action(_ scopeLists: ScopeListCache? = nil) throws(RecordError) -> Action? {
    guard let name = try actionName() else { return nil }
    var cursor = CanonicalCursor(data, scopeLists)
    return try cursor.action(name)
  }

  /// Everything that the record says.
  ///
  /// - Parameter action: The action, which has been read; nil for bookkeeping.
  package func content(_ action: Action?) throws(RecordError) -> Record.Content {
    let actorID = actor[(Actor.Role.table.bytes(of: role).count + 1)...]
    guard let actor = Actor(role, String(decoding: actorID, as: UTF8.self)),
      let stream = Company(stream: String(decoding: stream, as: UTF8.self))
    else { throw RecordError("\"authid\" or \"source\" is malformed") }
    var recordedBy: Actor?
    if let bytes = self.recordedBy {
      guard let writer = Actor(String(decoding: bytes, as: UTF8.self)), writer != actor else {
        throw RecordError("\"recordedby\" must be an actor other than \"authid\"")
      }
      recordedBy = writer
    }
    let what: Record.What
    if let action, let provider {
      what = .action(action, provider)
    } else {
      what = .bookkeeping(try bookkeeping())
    }
    return Record.Content(
      stream: stream, sequence: sequence, id: id, actor: actor, recordedBy: recordedBy, time: time,
      recordedTime: recordedTime, what: what)
  }

  private func bookkeeping() throws(RecordError) -> Record.Bookkeeping {
    let name = String(decoding: type[7..<(type.count - 3)], as: UTF8.self)
    guard let value = try? JSONParser.parse(data) else {
      throw RecordError("\"data\" is not valid JSON")
    }
    var writer = CanonicalWriter(reserving: data.count)
    writer.value(value)
    guard writer.bytes.elementsEqual(data) else {
      throw RecordError("\"data\" is not canonical JSON")
    }
    return Record.Bookkeeping(name: name, data: value)
  }
}

extension Record {
  /// Reads a record's bytes.
  package init(position: Position, bytes: [UInt8]) throws(RecordError) {
    let result: Result<Content, RecordError> = bytes.withUnsafeBytes { buffer in
      do throws(RecordError) {
        let (view, action) = try RecordView.read(buffer)
        return .success(try view.content(action))
      } catch {
        return .failure(error)
      }
    }
    self.init(position: position, bytes: bytes, content: try result.get())
  }
}

extension UnsafeRawBufferPointer {
  package func hasPrefix(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return memcmp(start, text.utf8Start, length) == 0
  }

  func hasSuffix(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    guard count >= length, let start = baseAddress else { return false }
    return memcmp(start + (count - length), text.utf8Start, length) == 0
  }

  /// Whether this is `[a-z0-9][a-z0-9-]{0,62}`.
  var isOpaqueID: Bool {
    guard (1...63).contains(count), self[0] != UInt8(ascii: "-") else { return false }
    return allSatisfy { byte in
      (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
    }
  }
}
