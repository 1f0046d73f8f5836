import Foundation
import Integrations
import Ledger

/// A process for tests to run beside others and to kill: it appends and says what was acknowledged.
///
///     LedgerProbe DIRECTORY COMPANY COUNT
///
///     LedgerProbe DIRECTORY work PLACE
///
/// makes a working file of the ledger in another place, says so, and waits for a signal.
///
/// Each line of its output is one receipt, `position sequence id`, written once the append returned.
@main
struct LedgerProbe {
  static func main() throws {
    let arguments = CommandLine.arguments
    if arguments.count == 4, arguments[2] == "work" {
      return try work(on: arguments[1], in: arguments[3])
    }
    guard arguments.count == 4, let company = Company(arguments[2]), let count = Int(arguments[3]),
      let actor = Actor(.system, "probe")
    else { throw CocoaError(.featureUnsupported) }
    let ledger = try Ledger.open(arguments[1], for: .writing)
    // Two commands that undo each other: one of them always changes something.
    var selected = false
    var acknowledged = 0
    while acknowledged < count {
      selected.toggle()
      let command = Command(
        .serviceAccountSelected(ServiceAccountSelected(selected: selected)), by: actor)
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
    while true { sleep(60) }
  }
}
