import Encoding
import EventLog
import Evidence
import Foundation
import Integrations

/// A process for tests to run beside others and to kill: it appends and says what was acknowledged.
///
///     LedgerProbe DIRECTORY COMPANY COUNT
///     LedgerProbe publish DIRECTORY STEP
///     LedgerProbe restore DIRECTORY STEP
///     LedgerProbe restore-new-key DIRECTORY STEP
///     LedgerProbe promote DIRECTORY STEP
///
///     LedgerProbe DIRECTORY work PLACE
///
/// makes a working file of the ledger in another place, says so, and waits for a signal.
///
/// Each line of its output is one receipt, `position sequence id`, written once the append returned.
/// The others end by SIGKILL as soon as the step is on the disk.
@main
struct LedgerProbe {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 4 else { throw CocoaError(.featureUnsupported) }
    if arguments[2] == "work" { return try work(on: arguments[1], in: arguments[3]) }
    switch arguments[1] {
    case "publish": try publish(arguments[2], try effects(arguments[3]))
    case "restore": try restore(arguments[2], false, try effects(arguments[3]))
    case "restore-new-key": try restore(arguments[2], true, try effects(arguments[3]))
    case "promote":
      _ = try Ledger.promote(arguments[2], by: actor, effects: effects(arguments[3]))
    default: try append(arguments[1], arguments[2], arguments[3])
    }
  }

  private static var actor: Actor {
    get throws {
      guard let actor = Actor(.system, "probe") else { throw CocoaError(.featureUnsupported) }
      return actor
    }
  }

  private static func effects(_ step: String) throws -> Effects {
    guard let step = Effects.Step(rawValue: step) else { throw CocoaError(.featureUnsupported) }
    var effects = Effects.live
    effects.reached = { if $0 == step { kill(getpid(), SIGKILL) } }
    return effects
  }

  private static func publish(_ directory: String, _ effects: Effects) throws {
    guard let company = Company("acme") else { throw CocoaError(.featureUnsupported) }
    let ledger = try Ledger.open(directory, for: .writing, effects: effects)
    let command = Command(
      .serviceAccountSelected(ServiceAccountSelected(selected: true)), provider: .fortnox,
      by: try actor)
    try ledger.append([command], to: company)
    try ledger.publish()
  }

  private static func restore(
    _ directory: String, _ withNewKey: Bool, _ effects: Effects
  ) throws {
    _ = try Ledger.restore(directory, withNewKey: withNewKey, by: actor, effects: effects)
  }

  private static func append(_ directory: String, _ company: String, _ count: String) throws {
    guard let company = Company(company), let count = Int(count) else {
      throw CocoaError(.featureUnsupported)
    }
    let ledger = try Ledger.open(directory, for: .writing)
    // Two commands that undo each other: one of them always changes something.
    var selected = false
    var acknowledged = 0
    while acknowledged < count {
      selected.toggle()
      let command = Command(
        .serviceAccountSelected(ServiceAccountSelected(selected: selected)), provider: .fortnox,
        by: try actor)
      for appended in try ledger.append([command], to: company) {
        guard let receipt = appended.receipt else { continue }
        acknowledged += 1
        let line = "\(receipt.position.number) \(receipt.sequence.number) \(receipt.id)\n"
        FileHandle.standardOutput.write(Data(line.utf8))
      }
    }
    try ledger.close()
  }

  private static func work(on ledger: String, in place: String) throws {
    WorkingFiles.removeOnSignals()
    let file = try WorkingFile(.package, in: place, of: ledger)
    FileHandle.standardOutput.write(Data((file.path + "\n").utf8))
    while true { pause() }
  }
}
