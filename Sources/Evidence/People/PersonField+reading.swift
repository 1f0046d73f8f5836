public import EventLog

extension PersonField {
  /// Reads fields of a person from a JSON object, in which each value is a text.
  ///
  /// - Throws: `LedgerError.unfit`, which says what is wrong without repeating a value.
  public static func reading(_ json: [UInt8]) throws(LedgerError) -> [PersonField: String] {
    guard let value = try? JSONParser.parse(json), case .object(let members) = value else {
      throw .unfit(what: "what is said of a person must be a JSON object")
    }
    var fields: [PersonField: String] = [:]
    for member in members {
      guard let field = PersonField(rawValue: member.name) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw .unfit(what: "there is an unknown field of a person; the fields are \(known)")
      }
      guard case .string(let text) = member.value, (1...limit).contains(text.utf8.count),
        text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
      else {
        throw .unfit(
          what: "the \(field.rawValue) of a person must be a text of 1 to \(limit) bytes without "
            + "control characters")
      }
      fields[field] = text
    }
    guard !fields.isEmpty else { throw .unfit(what: "nothing is said of the person") }
    return fields
  }
}
