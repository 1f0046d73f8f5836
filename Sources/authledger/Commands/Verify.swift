import Answers
import ArgumentParser
import Foundation
import Integrations
import Ledger
import Transparency

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "verify", "Check every hash, every number, every table; or evidence that was kept.",
    discussion: """
      Examples:
        authledger verify
        authledger verify --deep --format json
        authledger verify --key "$(cat root.vkey)"
        authledger verify --checkpoint acme.checkpoint
        authledger verify --package acme-evidence --key "$(cat acme.vkey)"

      Every record is hashed and folded, and every signed root is held to the records it covers. \
      --key is the public key of the root that you were given. --checkpoint also checks that the \
      ledger of now extends one that you kept. --package checks an exported package, with no \
      ledger at hand. --deep also runs SQLite's own integrity check.

      Exit codes: 0 everything agrees, 1 something does not.
      """)

  @Flag(help: "Also run SQLite's own integrity check.")
  var deep = false
  @Option(help: ArgumentHelp("A checkpoint that was kept.", valueName: "file"), completion: .file())
  var checkpoint: String?
  @Option(help: ArgumentHelp("An exported package.", valueName: "dir"), completion: .directory)
  var package: String?
  @Option(
    help: ArgumentHelp(
      "A public key that must have signed (default: those that the ledger knows); repeatable.",
      valueName: "vkey"))
  var key: [String] = []
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func validate() throws {
    if package != nil, key.isEmpty {
      throw ValidationError("--package needs --key: a key from inside would prove nothing.")
    }
    // A file that was not there makes an empty key, which would check against none.
    if key.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw ValidationError("--key holds no key; is the file that it comes from empty?")
    }
    if package != nil, checkpoint != nil || deep {
      throw ValidationError("--package is checked alone; leave out --checkpoint and --deep.")
    }
  }

  func run() throws {
    // What `checkpoint --keys` prints may be several lines.
    let keys = try key.flatMap { $0.split(whereSeparator: \.isWhitespace) }
      .map { try VerifierKey(String($0)) }
    if let package { return try verify(package, keys) }
    let progress = ProgressLine("Verifying")
    let output = Output()
    let agrees = try ledger.with(.reading) { ledger in
      let rootKeys = checkpoint == nil ? keys : []
      let report = try ledger.verify(deep: deep, signedBy: rootKeys, progress: progress.report)
      progress.finish()
      report.write(formatOption.format, self.ledger.language, to: output)
      guard let checkpoint else { return report.agrees }
      return try compare(ledger, checkpoint, keys, output) && report.agrees
    }
    guard agrees else { throw ExitCode(1) }
  }

  private func compare(
    _ ledger: Ledger, _ file: String, _ keys: [VerifierKey], _ output: Output
  ) throws -> Bool {
    guard let data = FileManager.default.contents(atPath: file), data.count < 1 << 16 else {
      throw CommandError(.io, "\(file) cannot be read as a checkpoint.")
    }
    let verdict = try ledger.compare(
      withKept: SignedNote(reading: Array(data)), signedBy: keys)
    switch formatOption.format {
    case .table: output.line(verdict.text(file)(self.ledger.language))
    case .json, .jsonl, .csv:
      output.line(
        JSON.object([
          ("checkpoint", .string(file)), ("agrees", .bool(verdict.agrees)),
          ("verdict", .string(verdict.name)), ("text", .string(verdict.text(file)(.english))),
        ]).compact)
    }
    output.flush()
    return verdict.agrees
  }

  private func verify(_ directory: String, _ keys: [VerifierKey]) throws {
    let progress = ProgressLine("Verifying")
    let output = Output()
    let words = Words(ledger.language)
    do {
      let contents = try EvidencePackage(directory).check(by: keys, progress: progress.report)
      progress.finish()
      let size = contents.checkpoint.size
      switch formatOption.format {
      case .table:
        output.line(
          Style.good(words("Verified", "Kontrollerat")) + " "
            + words(
              "\(size.counted("record")), which is all of \(contents.checkpoint.origin), signed by the key given.",
              "\(size.counted("post", "poster")), det vill säga hela \(contents.checkpoint.origin), signerat med angiven nyckel."
            ))
        output.line(contents.rootText(words))
        if contents.identities.total > 0 { output.line(contents.identities.text(words)) }
      case .json, .jsonl, .csv:
        output.line(
          JSON.object([
            ("agrees", .bool(true)), ("origin", .string(contents.checkpoint.origin)),
            ("company", .string(contents.company.id)), ("records", .number(Int64(clamping: size))),
            ("recordedFrom", .text(contents.recorded?.lowerBound.description)),
            ("recordedTo", .text(contents.recorded?.upperBound.description)),
            ("root", .string(contents.root.origin)), ("rootSigned", .bool(contents.isRootSigned)),
            ("allLeaves", .bool(contents.hasAllLeaves)), ("identities", contents.identities.json),
          ]).compact)
      }
      output.flush()
    } catch let fault as EvidencePackage.Fault {
      refuse(fault.description, output)
      throw ExitCode(1)
    } catch let error as NoteError {
      refuse(error.description, output)
      throw ExitCode(1)
    }
  }

  private func refuse(_ what: String, _ output: Output) {
    switch formatOption.format {
    case .table:
      let words = Words(ledger.language)
      output.line(Style.bad(words("Does not agree", "Stämmer inte")) + ": \(what)")
    case .json, .jsonl, .csv:
      output.line(JSON.object([("agrees", .bool(false)), ("text", .string(what))]).compact)
    }
    output.flush()
  }
}

extension EvidencePackage.Contents {
  fileprivate func rootText(_ words: Words) -> String {
    let leaves =
      hasAllLeaves
      ? words(" Every leaf of it is here.", " Alla dess löv finns här.") : ""
    return isRootSigned
      ? words(
        "It is a leaf of the root \(root.origin), signed by the key given.\(leaves)",
        "Den är ett löv i roten \(root.origin), signerad med angiven nyckel.\(leaves)")
      : words(
        "It is a leaf of the root \(root.origin); give the root's key too to check who signed it."
          + leaves,
        "Den är ett löv i roten \(root.origin); ange även rotens nyckel för att se vem som signerat."
          + leaves)
  }
}

extension KeptVerdict {
  fileprivate var agrees: Bool { if case .extended = self { true } else { false } }

  fileprivate var name: String {
    switch self {
    case .extended: "extended"
    case .shorter: "shorter"
    case .forked: "forked"
    case .missing: "missing"
    case .foreign: "foreign"
    }
  }

  fileprivate func text(_ file: String) -> Text {
    switch self {
    case .extended(let old, let new):
      Text(
        "The ledger extends \(file): its \(old.counted("record")) stayed the same among \(new).",
        "Liggaren fortsätter \(file): dess \(old.counted("post", "poster")) finns oförändrat kvar bland \(new)."
      )
    case .shorter(let signed, let found):
      Text(
        "The log was cut or an older copy put back: \(file) signs \(signed.counted("record")) and "
          + "here: \(found).",
        "Loggen har kapats eller en äldre kopia lagts tillbaka: \(file) signerar "
          + "\(signed.counted("post", "poster")) och det finns \(found).")
    case .forked(let size):
      Text(
        "The log is another one: its first \(size) records are not those that \(file) signs.",
        "Loggen är en annan: dess första \(size) poster är inte de som \(file) signerar.")
    case .missing(let company):
      Text(
        "\(file) is about \(company), of which the ledger has nothing.",
        "\(file) gäller \(company), som liggaren inte har något om.")
    case .foreign(let origin):
      Text(
        "\(file) is of the log \(ProviderText.shown(origin)), which is not of this ledger.",
        "\(file) gäller loggen \(ProviderText.shown(origin)), som inte hör till denna liggare.")
    }
  }
}
