import Schema

/// The schemas of the records, as parts of the document.
///
/// They stand in files of their own and refer to each other by the names of these; in the document
/// each is a schema beside the others.
enum EventParts {
  /// The schema of what every record has, that of each type, and `event`, which is any of them.
  static var schemas: [String: Fragment] {
    var all: [String: Fragment] = [:]
    for (file, text) in EventSchema.all {
      guard case .object(var schema) = Fragment((file, Array(text.utf8))) else {
        preconditionFailure("\(file) is not an object")
      }
      // What a document is written in is said once, by its version.
      schema["$schema"] = nil
      all[name(file)] = Fragment.object(schema).withReferences { place(of: $0, in: file) }
    }
    let types = EventSchema.all.map { name($0.name) }.filter { $0 != shared }
    all["event"] = .object([
      "title": .string("A record of any type"),
      "oneOf": .array(types.map { .object(["$ref": .string("#/components/schemas/\($0)")]) }),
    ])
    return all
  }

  /// What every record has.
  private static let shared = "record"
  private static let ending = ".schema.json"

  /// The name of a file without its ending.
  private static func name(_ file: String) -> String {
    precondition(file.hasSuffix(ending))
    return String(file.dropLast(ending.count))
  }

  /// Where in the document that is to which `file` refers.
  private static func place(of reference: String, in file: String) -> String {
    let parts = reference.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    let target = parts[0].isEmpty ? file : String(parts[0])
    return "#/components/schemas/\(name(target))" + (parts.count > 1 ? parts[1] : "")
  }
}
