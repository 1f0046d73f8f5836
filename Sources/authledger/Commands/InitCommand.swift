import Answers
import ArgumentParser
import EventLog
import Evidence
import Integrations

/// The prefix of the names of a ledger's trees: a schema-less URL (C2SP tlog-checkpoint).
enum Origin {
  static func parse(_ text: String) throws -> String {
    let isFit = text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "+") }
    guard !text.isEmpty, text.utf8.count <= 200, isFit, !text.contains("://") else {
      throw ValidationError(
        "“\(ProviderText.shown(text))” cannot be an origin; write a host and path without scheme, "
          + "spaces and +, such as ledger.example.com/fortnox.")
    }
    return text
  }
}

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "init", "Make an empty ledger.",
    discussion: """
      Examples:
        authledger init
        authledger init --ledger /var/lib/authledger --origin ledger.example.com/fortnox
      """)

  @Option(
    help: ArgumentHelp(
      "The name of the ledger's trees, for ever (default: authledger.invalid/<16 hex>).",
      valueName: "name"), transform: Origin.parse)
  var origin: String?
  @OptionGroup var ledger: LedgerOptions

  private var properties: [Property: String] { origin.map { [.origin: $0] } ?? [:] }

  func run() throws {
    let made = try Ledger.create(ledger.path, properties: properties)
    let origin = try made.property(.origin) ?? ""
    try made.close()
    let localized = Localizer(ledger.language)
    let output = Output()
    output.line(
      localized(
        "Made an empty ledger in \(ledger.path), origin \(origin).",
        "Skapade en tom liggare i \(ledger.path), ursprung \(origin)."))
    output.line(
      localized(
        "Next: authledger record COMPANY ACTION, or authledger import FILE.",
        "Härnäst: authledger record COMPANY ACTION, eller authledger import FILE."))
    output.flush()
  }
}
