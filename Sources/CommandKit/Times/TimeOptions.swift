import ArgumentParser
import Foundation
package import Integrations

/// The options for how times are read and shown.
package struct TimeOptions: ParsableArguments {
  @Option(
    name: .customLong("time-zone"),
    help: ArgumentHelp(
      "The zone of times that people read and write: an IANA name, local or UTC (default: "
        + "$AUTHLEDGER_TIME_ZONE, else UTC).",
      valueName: "zone"),
    transform: Parse.zone)
  private var givenZone: Zone?

  @Flag(
    inversion: .prefixedNo,
    help: "Show ages such as \"3 d ago\" beside times in a table (default: on a terminal).")
  private var ages: Bool?

  package init() {}

  package func validate() throws {
    if givenZone == nil, let name = Environment[Self.variable], Zone(name) == nil {
      throw CommandError(
        .usage,
        "\(Self.variable) is “\(SecretGuard.shown(name))”, which is not a time zone that this "
          + "computer knows; set it to an IANA name such as Europe/Stockholm, to local or to UTC.",
        "\(Self.variable) är ”\(SecretGuard.shown(name))”, som inte är en tidszon som denna dator känner till; "
          + "sätt den till ett IANA-namn som Europe/Stockholm, till local eller till UTC.")
    }
  }

  /// The zone of the option, else of the environment, else UTC.
  package var zone: Zone {
    givenZone ?? Environment[Self.variable].flatMap(Zone.init) ?? .utc
  }

  /// How times are shown.
  ///
  /// - Parameter isTerminal: True if a person reads along.
  package func style(isTerminal: Bool) -> TimeStyle {
    TimeStyle(zone: zone, hasAges: ages ?? isTerminal)
  }

  /// The moment of a time that was given.
  ///
  /// - Parameter now: The clock.
  package func moment(_ time: GivenTime, at now: Timestamp) -> Timestamp {
    time.moment(at: now, in: zone)
  }

  private static let variable = "AUTHLEDGER_TIME_ZONE"
}
