import EventLog
import Integrations

/// Checks that small tables hold only what this layout knows, and agree with each other.
enum SmallTables {
  typealias Fault = (kind: VerifyFinding.Kind, clause: Text)

  static func faults(_ connection: Connection, _ origins: Origins) throws -> [Fault] {
    try properties(connection) + projections(connection) + epochs(connection, origins)
  }

  private static func properties(_ connection: Connection) throws -> [Fault] {
    var faults: [Fault] = []
    for (name, value) in try PropertyTable.rows(connection) {
      switch Property(rawValue: name) {
      case nil:
        faults.append(
          (
            .wrongProperty,
            Text("there is no property \(name)", "det finns ingen egenskap \(name)")
          ))
      case .mark where !["demo", "sandbox"].contains(value):
        faults.append(
          (
            .wrongProperty,
            Text(
              "the mark is neither demo nor sandbox", "märket är varken demo eller sandbox")
          ))
      case .backup where Timestamp(value) == nil:
        faults.append(
          (
            .wrongProperty,
            Text("the property backup is not a time", "egenskapen backup är inte en tid")
          ))
      default:
        if try Property(rawValue: name).map({ try PropertyTable.value(of: $0, connection) })
          != value
        {
          faults.append(
            (
              .wrongProperty,
              Text(
                "the property \(name) is not found by its name",
                "egenskapen \(name) hittas inte på sitt namn")
            ))
        }
      }
    }
    return faults
  }

  private static func projections(_ connection: Connection) throws -> [Fault] {
    try ProjectionTable.names(connection)
      .filter { Projection(rawValue: $0) == nil }
      .map {
        (
          .wrongProjection, Text("there is no projection \($0)", "det finns ingen projektion \($0)")
        )
      }
  }

  /// Checks that no root is of an epoch that did not begin.
  private static func epochs(_ connection: Connection, _ origins: Origins) throws -> [Fault] {
    guard let last = try Publication.lastEpoch(connection), last > origins.epoch else { return [] }
    return [
      (
        .wrongProperty,
        Text(
          "the epoch is \(origins.epoch), and roots are signed in \(last)",
          "epoken är \(origins.epoch), och rötter är signerade i \(last)")
      )
    ]
  }
}
