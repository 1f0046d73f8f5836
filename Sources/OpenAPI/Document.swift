/// The OpenAPI 3.1 document of the interface over HTTP, in RFC 8785 form.
///
///     let bytes = OpenAPI.document()
///
/// It is put together when it is first asked for, from the files in `parts` and the schemas of the
/// records, and resolves by itself: every `$ref` in it leads to a place in it.
public func document() -> [UInt8] { written }

private let written = assembled().canonical

/// The parts, each at its place.
private func assembled() -> Fragment {
  guard case .object(var root) = Fragment(Part.root),
    case .object(var components)? = root["components"]
  else { preconditionFailure("\(Part.root.name) has no components") }
  root["paths"] = .object(merged(Part.paths))
  components["parameters"] = .object(merged(Part.parameters))
  components["responses"] = .object(merged(Part.responses))
  components["headers"] = .object(merged(Part.headers))
  components["schemas"] = .object(merged(Part.schemas).with(EventParts.schemas))
  root["components"] = .object(components)
  return .object(root)
}

/// The members of several files.
private func merged(_ files: [Part.File]) -> [String: Fragment] {
  files.reduce(into: [:]) { all, file in
    guard case .object(let members) = Fragment(file) else {
      preconditionFailure("\(file.name) is not an object")
    }
    all = all.with(members)
  }
}

extension [String: Fragment] {
  /// These and others, of which none may be there already.
  fileprivate func with(_ others: Self) -> Self {
    merging(others) { _, _ in preconditionFailure("two parts have one name") }
  }
}
