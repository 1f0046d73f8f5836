import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations

/// The prefix of the names of a ledger's trees: a schema-less URL (C2SP tlog-checkpoint).
enum Origin {
  static func parse(_ text: String) throws -> String {
    let isFit = text.utf8.allSatisfy { (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "+") }
    guard !text.isEmpty, text.utf8.count <= 200, isFit, !text.contains("://") else {
      throw CommandError(
        .usage,
        "“\(ProviderText.shown(text))” cannot be an origin; write a host and path without scheme, "
          + "spaces and +, such as ledger.example.com/connect.",
        "”\(ProviderText.shown(text))” kan inte vara ett ursprung; skriv värd och sökväg "
          + "utan schema, mellanslag och +, som ledger.example.com/connect.")
    }
    return text
  }
}

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "init", "Make an empty ledger, or change how its texts name the product.",
    discussion: """
      Examples:
        authledger init
        authledger init --ledger /var/lib/authledger --origin ledger.example.com/connect
        authledger init --product Tidbok --support-email support@example.com

      In a ledger that is there already, --product, --support-name and --support-email change how \
      texts name the product and its support; an empty value takes a name back. They are for display \
      only: no record holds them, and nothing that is signed or verified depends on them.
      """)

  @Option(
    help: ArgumentHelp(
      "The name of the ledger's trees, for ever (default: authledger.invalid/<16 hex>).",
      valueName: "name"), transform: Origin.parse)
  var origin: String?
  @OptionGroup(title: "Display") var display: DisplayOptions
  @OptionGroup var quiet: QuietOption
  @OptionGroup var ledger: LedgerOptions

  private var properties: [Property: String] {
    display.properties.filter { !$0.value.isEmpty }
      .merging(origin.map { [.origin: $0] } ?? [:]) { $1 }
  }

  func run() throws {
    let made: Ledger
    do {
      made = try Ledger.create(ledger.path, properties: properties)
    } catch LedgerError.exists where origin == nil && !display.properties.isEmpty {
      return try change()
    }
    let origin = try made.property(.origin) ?? ""
    try made.close()
    guard !quiet.quiet else { return }
    let localized = Localizer(ledger.language)
    let output = Output()
    output.line(
      localized(
        "Made an empty ledger in \(ledger.path), origin \(origin).",
        "Skapade en tom liggare i \(ledger.path), ursprung \(origin)."))
    output.line(
      localized(
        "Next: `authledger help record configured` shows how to record, and `authledger help import` "
          + "how to take in what there is.",
        "Härnäst: `authledger help record configured` visar hur man registrerar, och "
          + "`authledger help import` hur man tar in det som finns."))
    output.flush()
  }

  /// Changes how the texts of a ledger name the product.
  private func change() throws {
    let product = try ledger.with(.writing) { ledger in
      try ledger.display(display.properties)
      return try ledger.hostProduct()
    }
    guard !quiet.quiet else { return }
    let localized = Localizer(ledger.language)
    let (title, support) = (product.title(ledger.language), product.support(ledger.language))
    let address = product.supportEmail.map { " (\($0))" } ?? ""
    let output = Output()
    output.line(
      localized(
        "Texts of the ledger in \(ledger.path) now say “\(title)” and “\(support)”\(address).",
        "Texterna i liggaren i \(ledger.path) säger nu ”\(title)” och ”\(support)”\(address)."))
    output.flush()
  }
}
