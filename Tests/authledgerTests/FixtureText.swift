import Fixtures

/// The lines of one sample history.
func fixtureText(_ name: String) -> String {
  guard let fixture = Fixture.all.first(where: { $0.name == name }) else {
    preconditionFailure("there is no history \(name)")
  }
  return fixture.text
}
