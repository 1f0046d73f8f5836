import Integrations
import Testing

/// What a story finds wrong, in short: what it is, of which register, and how sure.
struct Found: Hashable, CustomStringConvertible {
  var kind: Finding.Kind
  var register: Register?
  var isCertain: Bool

  static func certain(_ kind: Finding.Kind, _ register: Register? = nil) -> Self {
    Self(kind: kind, register: register, isCertain: true)
  }

  static func likely(_ kind: Finding.Kind, _ register: Register? = nil) -> Self {
    Self(kind: kind, register: register, isCertain: false)
  }

  var description: String {
    "\(isCertain ? "certain" : "likely")(\(kind)\(register.map { ", \($0)" } ?? ""))"
  }
}

extension Story {
  /// What is wrong by the records.
  var found: Set<Found> {
    Set(
      state.findings.all.map {
        Found(kind: $0.kind, register: $0.register, isCertain: $0.isCertain)
      })
  }

  /// Exactly this is wrong by the records; nothing where nothing is named.
  @discardableResult func finds(
    _ expected: Found..., sourceLocation: SourceLocation = #_sourceLocation
  ) -> Story {
    #expect(found == Set(expected), sourceLocation: sourceLocation)
    return self
  }

  /// The finding of a kind.
  func finding(_ kind: Finding.Kind) -> Finding? {
    state.findings.all.first { $0.kind == kind }
  }
}
