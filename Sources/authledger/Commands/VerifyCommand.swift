import Answers
import ArgumentParser
import CommandKit
import EventLog
import Evidence
import Integrations
import Transparency

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "verify", "Check every hash, every number, every table; or evidence that was kept.",
    discussion: """
      Examples:
        authledger verify
        authledger verify --deep --format json
        authledger verify --key "$(cat root.vkey)"
        authledger verify --checkpoint acme.checkpoint
        authledger verify --package acme-evidence --key "$(cat acme.vkey)"
        authledger verify --package acme-evidence --checkpoint acme.checkpoint --key "$(cat acme.vkey)"
        authledger verify --proof acme-4.tlog-proof --record acme-4.json --key "$(cat acme.vkey)"

      Every record is hashed and folded, and every signed root is held to the records it covers. \
      --key is the public key of the root that you were given. --checkpoint also checks that the \
      ledger of now, or a package, extends one that you kept. --package checks an exported package \
      and --proof one record, with no ledger at hand. --deep also runs SQLite's own integrity check.

      Exit codes: 0 everything agrees, 1 something does not.
      """)

  @Flag(help: "Also run SQLite's own integrity check.")
  var deep = false
  @Option(
    help: ArgumentHelp(
      "A checkpoint that was kept; - reads it from standard input.", valueName: "file"),
    completion: .file())
  var checkpoint: String?
  @Option(help: ArgumentHelp("An exported package.", valueName: "dir"), completion: .directory)
  var package: String?
  @Option(
    help: ArgumentHelp("A proof that `prove` printed; - for standard input.", valueName: "file"),
    completion: .file())
  var proof: String?
  @Option(
    help: ArgumentHelp(
      "With --proof: the record's bytes, with or without a newline at the end.", valueName: "file"),
    completion: .file())
  var record: String?
  @Option(
    help: ArgumentHelp(
      "A public key that must have signed (default: those that the ledger knows); repeatable.",
      valueName: "vkey"))
  var key: [String] = []
  @OptionGroup var ledger: LedgerOptions
  @OptionGroup var formatOption: FormatOption

  func validate() throws {
    if package != nil || proof != nil, key.isEmpty {
      throw CommandError(
        .usage,
        """
        --package and --proof need --key, as a key from inside would prove nothing; whoever has the \
        ledger prints the keys with `authledger checkpoint COMPANY --keys`.
        """,
        """
        --package och --proof kräver --key, eftersom en nyckel inifrån inte skulle bevisa något; den \
        som har liggaren skriver ut nycklarna med `authledger checkpoint FÖRETAG --keys`.
        """)
    }
    // A file that was not there makes an empty key, which would check against none.
    if key.contains(where: { $0.allSatisfy(\.isWhitespace) }) {
      throw CommandError(
        .usage, "--key holds no key; is the file that it comes from empty?",
        "--key innehåller ingen nyckel; är filen som den kommer ur tom?")
    }
    if package != nil, deep {
      throw CommandError(
        .usage, "--deep is about a ledger's database; leave it out with --package.",
        "--deep gäller en liggares databas; utelämna det med --package.")
    }
    if (proof == nil) != (record == nil) {
      throw CommandError(
        .usage, "--proof and --record go together.",
        "--proof och --record hör ihop.")
    }
    if proof != nil, package != nil || checkpoint != nil || deep {
      throw CommandError(
        .usage, "--proof is checked alone, with --record and --key.",
        "--proof kontrolleras ensamt, med --record och --key.")
    }
    if proof == "-", record == "-" {
      throw CommandError(
        .usage, "Standard input is either the proof or the record.",
        "Standard in är antingen beviset eller posten.")
    }
  }

  func run() throws {
    // What `checkpoint --keys` prints may be several lines.
    let keys = try key.flatMap { $0.split(whereSeparator: \.isWhitespace) }
      .map { try VerifierKey(String($0)) }
    let evidence = EvidenceCheck(
      keys: keys, format: formatOption.format, language: ledger.language)
    if let proof, let record { return try evidence.proof(proof, record: record) }
    // Read first, so that a mistyped name fails before minutes of work.
    let kept = try checkpoint.map { file in
      (
        file: file,
        note: try SignedNote(
          reading: try SmallFile.read(file, as: Text("a checkpoint", "en kontrollpunkt")))
      )
    }
    if let package { return try evidence.package(package, kept) }
    let progress = ProgressLine("Verifying")
    let output = Output()
    let agrees = try ledger.with(.reading) { ledger in
      let answer = try kept.map { kept in
        KeptAnswer(
          file: kept.file, verdict: try ledger.compare(withKept: kept.note, signedBy: keys),
          of: kept.note)
      }
      let report = try ledger.verify(
        deep: deep, signedBy: answer == nil ? keys : [], progress: progress.report)
      progress.clear()
      let format = formatOption.format
      guard let answer else {
        report.write(as: format, in: self.ledger.language, to: output)
        return report.agrees
      }
      report.write(as: format, in: self.ledger.language, to: output, with: answer)
      return report.agrees && answer.agrees
    }
    guard agrees else { throw ExitCode(1) }
  }
}
