package import Integrations

extension Actor {
  package static let administrator = make(.administrator, "u-17")
  package static let `operator` = make(.operator, "root")
  package static let server = make(.system, "server")

  private static func make(_ role: Role, _ id: String) -> Actor {
    guard let actor = Actor(role, id) else { preconditionFailure("\(id) is no opaque id") }
    return actor
  }
}
