import Integrations

/// What one line of an import holds.
enum ImportLine {
  /// A record as exported, whose bytes are kept as they are.
  case record(Record.Content, [UInt8])
  /// An action, which goes through the rules.
  case action(Command, CanonicalAction, Company)

  /// Reads a line.
  ///
  /// - Parameters:
  ///   - actor: Who acts if an action does not say.
  ///   - company: Whose action it is if it does not say; nil if it must.
  ///   - provider: Which integration it is of if it does not say.
  init(
    _ line: UnsafeRawBufferPointer, by actor: Actor, of company: Company? = nil,
    with provider: Provider = ActionLine.unnamedProvider
  ) throws {
    // Every record begins so, and no action does.
    if line.hasPrefix(#"{"authid":"#) {
      do {
        let (view, action) = try RecordView.read(line)
        self = .record(try view.content(action), Array(line))
        return
      } catch {
        // A record that another program wrote in its own form gets an error of its own.
        guard let value = try? JSONParser.parse(line), value["specversion"] != nil,
          !value.isWritten(as: line)
        else { throw error }
        throw Self.notCanonical
      }
    }
    let value: JSONValue
    do {
      value = try JSONParser.parse(line)
    } catch {
      throw RecordError(
        "it is not a JSON object: \(error.what), at byte \(error.byte)",
        "det är inte ett JSON-objekt: \(error.text.swedish), vid byte \(error.byte)")
    }
    guard case .object(let members) = value else {
      throw RecordError(
        "it must be an object and is \(value.kind.english)",
        "den måste vara ett objekt och är \(value.kind.swedish)")
    }
    guard value["specversion"] == nil else { throw Self.notCanonical }
    self = try Self.action(value, members, by: actor, of: company, with: provider)
  }

  private static let notCanonical = RecordError(
    "it is a record, but not in the RFC 8785 form whose bytes were hashed, without spaces and with "
      + "its members in order; take it as export or history --format jsonl printed it",
    "den är en post, men inte i den RFC 8785-form som hashades, utan mellanslag och med fälten i "
      + "ordning; ta den som export eller history --format jsonl skrev den")

  private static let names: Set = ["action", "actor", "company", "data", "id", "provider", "time"]

  private static func action(
    _ value: JSONValue, _ members: [JSONValue.Member], by actor: Actor, of usual: Company?,
    with provider: Provider
  ) throws(RecordError) -> Self {
    for member in members where !names.contains(member.name) {
      throw RecordError(
        "the field \"\(RecordError.quoting(member.name))\" is unknown",
        "fältet \"\(RecordError.quoting(member.name))\" är okänt")
    }
    guard let companyID = try text("company", value) ?? usual?.id else {
      throw RecordError("the field \"company\" is missing", "fältet \"company\" saknas")
    }
    guard let company = Company(companyID) else {
      throw RecordError(
        "\"company\" must be the host's opaque id, as [a-z0-9][a-z0-9-]{0,62}, not \"system\"",
        "\"company\" måste vara värdens eget id, som [a-z0-9][a-z0-9-]{0,62}, inte \"system\"")
    }
    guard let name = try text("action", value) else {
      throw RecordError("the field \"action\" is missing", "fältet \"action\" saknas")
    }
    guard let data = value["data"] else {
      throw RecordError("the field \"data\" is missing", "fältet \"data\" saknas")
    }
    let action = try CanonicalAction(name, data)
    var command = Command(action.action, provider: provider, by: actor)
    if let provider = try text("provider", value) {
      guard let known = Provider(rawValue: provider) else {
        let names = Provider.allCases.map(\.rawValue).joined(separator: ", ")
        let given = RecordError.quoting(provider)
        throw RecordError(
          "\"provider\" is \"\(given)\", which is not one of \(names)",
          "\"provider\" är \"\(given)\", som inte är någon av \(names)")
      }
      command.provider = known
    }
    if let text = try text("actor", value) {
      guard let named = Actor(text) else {
        throw RecordError(
          "\"actor\" must be a role and an opaque id, as administrator:u-17",
          "\"actor\" måste vara en roll och ett id utan innebörd, som administrator:u-17")
      }
      command.actor = named
      command.recordedBy = named == actor ? nil : actor
    }
    if let text = try text("time", value) {
      guard let time = Timestamp(text) else {
        throw RecordError(
          "\"time\" must be a time that exists, written as 2026-11-03T09:00:00.000Z",
          "\"time\" måste vara en tid som finns, skriven som 2026-11-03T09:00:00.000Z")
      }
      command.time = time
    }
    if let text = try text("id", value) {
      guard let id = RecordID(text) else {
        throw RecordError(
          "\"id\" must be a lower-case UUID", "\"id\" måste vara ett UUID med små bokstäver")
      }
      command.id = id
    }
    return .action(command, action, company)
  }

  private static func text(_ name: String, _ value: JSONValue) throws(RecordError) -> String? {
    guard let found = value[name] else { return nil }
    guard case .string(let text) = found else {
      throw RecordError(
        "\"\(name)\" must be a text and is \(found.kind.english)",
        "\"\(name)\" måste vara en text och är \(found.kind.swedish)")
    }
    return text
  }
}

extension JSONValue {
  /// True if these bytes are its RFC 8785 form.
  fileprivate func isWritten(as bytes: UnsafeRawBufferPointer) -> Bool {
    var writer = CanonicalWriter(reserving: bytes.count)
    writer.value(self)
    return writer.bytes.elementsEqual(bytes)
  }
}
