package import Integrations

/// What a record says, made of its attributes when it is asked for.
extension RecordView {
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
        guard provider != nil else {
          throw RecordError("\"subject\" is missing", "\"subject\" saknas")
        }
        return name
      }
    }
    if type.hasPrefix(bookkeeping), type.hasSuffix(version), type.count > 10 {
      guard provider == nil else {
        throw RecordError("bookkeeping has no \"subject\"", "bokföring har ingen \"subject\"")
      }
      return nil
    }
    let type = RecordError.quoting(String(decoding: type, as: UTF8.self))
    throw RecordError(
      "\"type\" is \"\(type)\", which this version does not know",
      "\"type\" är \"\(type)\", som denna version inte känner till")
  }

  /// The action; nil for bookkeeping.
  func action(_ scopeLists: ScopeListCache? = nil) throws(RecordError) -> Action? {
    guard let name = try actionName() else { return nil }
    var cursor = CanonicalCursor(data, scopeLists)
    return try cursor.action(name)
  }

  /// Everything that the record says.
  ///
  /// - Parameter action: The action, as `read` returned it; nil for bookkeeping.
  package func content(_ action: Action?) throws(RecordError) -> Record.Content {
    let actorID = actor[(Actor.Role.table.bytes(of: role).count + 1)...]
    guard let actor = Actor(role, String(decoding: actorID, as: UTF8.self)),
      let stream = Company(stream: String(decoding: stream, as: UTF8.self))
    else {
      throw RecordError(
        "\"authid\" or \"source\" is malformed", "\"authid\" eller \"source\" är felskriven")
    }
    var recordedBy: Actor?
    if let bytes = self.recordedBy {
      guard let writer = Actor(String(decoding: bytes, as: UTF8.self)), writer != actor else {
        throw RecordError(
          "\"recordedby\" must be an actor other than \"authid\"",
          "\"recordedby\" måste vara en annan aktör än \"authid\"")
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
    guard let value = try? JSONParser.parse(data) else {
      throw RecordError("\"data\" is not valid JSON", "\"data\" är inte giltig JSON")
    }
    var writer = CanonicalWriter(reserving: data.count)
    writer.value(value)
    guard writer.bytes.elementsEqual(data) else {
      throw RecordError("\"data\" is not canonical JSON", "\"data\" är inte kanonisk JSON")
    }
    return Record.Bookkeeping(name: bookkeepingName, data: value)
  }

  /// The name between `ledger.` and `.v1`, for a record that is no action.
  var bookkeepingName: String { String(decoding: type[7..<(type.count - 3)], as: UTF8.self) }
}

extension Record {
  /// Decodes a record's bytes.
  init(position: Position, bytes: [UInt8]) throws(RecordError) {
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
