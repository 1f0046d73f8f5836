import Integrations

/// An action, and the one canonical spelling of its `data`.
struct CanonicalAction: Sendable {
  let action: Action
  /// The record's `data`, in RFC 8785 form.
  let data: [UInt8]

  /// Encodes an action, and reads it back: what is written must be readable by the one decode path,
  /// whatever the caller built.
  init(_ action: Action) throws(RecordError) {
    var writer = CanonicalWriter()
    writer.data(of: action)
    data = writer.bytes
    self.action = try Self.decoded(data, as: action.name)
  }

  /// Reads an action from its name and its `data` as JSON.
  ///
  /// - Throws: `LedgerError.unfit`, which names the field.
  init(reading name: String, data: [UInt8]) throws(LedgerError) {
    let value: JSONValue
    do {
      value = try JSONParser.parse(data)
    } catch {
      throw .unfit(
        what: Text(
          "the data is not JSON: \(error.text.english), at byte \(error.byte)",
          "datan är inte JSON: \(error.text.swedish), vid byte \(error.byte)"))
    }
    do {
      try self.init(name, value)
    } catch {
      throw .unfit(what: error.clause)
    }
  }

  /// Reads an action from its name and its `data`, as people and other programs write it.
  init(_ name: String, _ data: JSONValue) throws(RecordError) {
    guard let known = ActionName(rawValue: name) else {
      let names = ActionName.allCases.map(\.rawValue).joined(separator: ", ")
      throw RecordError(
        "\"\(RecordError.quoting(name))\" is not one of the actions \(names)",
        "\"\(RecordError.quoting(name))\" är inte någon av händelserna \(names)")
    }
    guard case .object = data else {
      throw RecordError(
        "\"data\" must be an object and is \(data.kind.english)",
        "\"data\" måste vara ett objekt och är \(data.kind.swedish)")
    }
    guard known != .configured || data["companyCode"] == nil else {
      throw RecordError(
        "\"companyCode\" is not set by hand: the server counts it when the company code is changed",
        "\"companyCode\" sätts inte för hand: servern räknar upp det när företagskoden ändras")
    }
    var writer = CanonicalWriter()
    writer.value(data.withSortedSets)
    self.data = writer.bytes
    action = try Self.decoded(writer.bytes, as: known)
  }

  private static func decoded(
    _ data: [UInt8], as name: ActionName
  ) throws(RecordError) -> Action {
    let result: Result<Action, RecordError> = data.withUnsafeBytes { buffer in
      do throws(RecordError) {
        var cursor = CanonicalCursor(buffer)
        return .success(try cursor.action(name))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }
}

extension JSONValue {
  /// The same object with its lists in canonical order: texts sorted and each once, objects sorted
  /// by their register.
  fileprivate var withSortedSets: JSONValue {
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { member in
        guard case .array(let elements) = member.value else { return member }
        return JSONValue.Member(member.name, .array(Self.sorted(elements)))
      })
  }

  private static func sorted(_ elements: [JSONValue]) -> [JSONValue] {
    let texts = elements.compactMap { if case .string(let text) = $0 { text } else { nil } }
    if texts.count == elements.count {
      var unique: [String] = []
      // Compared as bytes, because Swift's strings are equal even if their Unicode normalization
      // differs.
      for text in texts.sorted(by: { $0.isBeforeCanonically($1) })
      where unique.last?.utf8.elementsEqual(text.utf8) != true {
        unique.append(text)
      }
      return unique.map { .string($0) }
    }
    let keys = elements.compactMap { element -> String? in
      if case .string(let register)? = element["register"] { register } else { nil }
    }
    guard keys.count == elements.count else { return elements }
    return zip(keys, elements).sorted { $0.0.isBeforeCanonically($1.0) }.map(\.1)
  }
}
