public import EventLog
import Integrations

extension PersonField {
  /// Reads fields of a person from a JSON object, in which each value is a text.
  ///
  /// - Throws: `LedgerError.unfit`, which says what is wrong without repeating a value.
  public static func reading(_ json: [UInt8]) throws(LedgerError) -> [PersonField: String] {
    guard let value = try? JSONParser.parse(json), case .object(let members) = value else {
      throw .unfit(
        what: Text(
          "what is said of a person must be a JSON object",
          "det som sägs om en person måste vara ett JSON-objekt"))
    }
    var fields: [PersonField: String] = [:]
    for member in members {
      guard let field = PersonField(rawValue: member.name) else {
        let known = allCases.map(\.rawValue).joined(separator: ", ")
        throw .unfit(
          what: Text(
            "there is an unknown field of a person; the fields are \(known)",
            "det finns ett okänt fält om en person; fälten är \(known)"))
      }
      guard case .string(let text) = member.value, (1...limit).contains(text.utf8.count),
        text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7f })
      else {
        throw .unfit(
          what: Text(
            "the \(field.rawValue) of a person must be a text of 1 to \(limit) bytes without "
              + "control characters",
            "\(field.rawValue) för en person måste vara en text på 1 till \(limit) byte utan "
              + "styrtecken"))
      }
      fields[field] = text
    }
    guard !fields.isEmpty else {
      throw .unfit(what: Text("nothing is said of the person", "inget sägs om personen"))
    }
    return fields
  }
}
