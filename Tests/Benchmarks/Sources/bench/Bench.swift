import EventLog
import Evidence
import Foundation
import Integrations

/// What the library does in one process, for `run` to set beside plain C.
///
/// Every command prints a name and a number a line, `count` and `seconds` among them. The seconds
/// are those of the work itself, without the start of the process.
@main
struct Bench {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    switch (arguments.first, arguments.count) {
    case ("append", 5):
      try Appending(arguments[1]).run(
        count: number(arguments[2]), writers: number(arguments[3]), company: arguments[4])
    case ("meanwhile", 3): try Appending(arguments[1]).meanwhile(company: arguments[2])
    case ("replay", 2): try Replaying(arguments[1]).check()
    case ("count", 2): try Replaying(arguments[1]).count()
    case ("rebuild", 2): try Replaying(arguments[1]).rebuild()
    case ("import", 3): try Replaying(arguments[1]).take(arguments[2])
    case ("publish", 2): try Replaying(arguments[1]).publish()
    case ("cite", 3): try Looking(arguments[1], arguments[2]).cite()
    case ("look", 5), ("look", 6):
      let moment =
        arguments.count == 6 ? AsOf.position(Position(Int64(number(arguments[5])))) : .now
      try Looking(arguments[2], arguments[3]).run(
        arguments[1], rounds: number(arguments[4]), at: moment)
    default: usage()
    }
  }

  /// Prints what `run` reads.
  static func report(_ count: Int, _ time: Duration, _ more: (String, Int)...) {
    print("count \(count)\nseconds \(time / .seconds(1))")
    for (name, number) in more { print("\(name) \(number)") }
  }

  static func fail(_ what: String) -> Never {
    FileHandle.standardError.write(Data("bench: \(what)\n".utf8))
    exit(74)
  }

  private static func number(_ text: String) -> Int {
    guard let number = Int(text) else { usage() }
    return number
  }

  private static func usage() -> Never {
    let text = """
      bench append DIR COUNT WRITERS COMPANY   durable appends, from so many tasks at once
      bench meanwhile DIR COMPANY              one durable append after another until stdin ends
      bench replay DIR                         read, hash, decode, fold and compare everything
      bench count DIR                          read everything, count the records of each company
      bench rebuild DIR                        open a ledger whose projections are of another fold
      bench import DIR FILE                    an import into a new ledger
      bench publish DIR                        the trees over all of it
      bench cite DIR SAMPLE                    the records that the explanations of a sample cite
      bench look WHAT DIR SAMPLE ROUNDS [AT]   look up status, why, log, attempt, records, failures

      """
    FileHandle.standardError.write(Data(text.utf8))
    exit(64)
  }
}
