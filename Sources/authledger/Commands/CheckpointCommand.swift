import Answers
import ArgumentParser
import CommandKit
import Encoding
import EventLog
import Evidence
import Integrations
import Transparency

struct CheckpointCommand: ParsableCommand {
  static let configuration = CommandConfiguration.subcommand(
    "checkpoint", "Sign what the log is now, tell the public keys, or commit to the state.",
    discussion: """
      Examples:
        authledger checkpoint > root.checkpoint
        authledger checkpoint acme > acme.checkpoint
        authledger checkpoint --keys
        authledger checkpoint acme --keys
        authledger checkpoint --consistency root.checkpoint
        authledger checkpoint --order
        authledger checkpoint --state
        authledger checkpoint --rotate-key

      The signed note (C2SP tlog-checkpoint) names the log, how many leaves it has and the root \
      of their RFC 6962 tree. Without a company it is the root log, whose leaves are the \
      checkpoints of all companies: it names none of them and can be given to everybody. With --order \
      it is the log of all records in the order of their positions, which the root holds too. Whoever \
      keeps a checkpoint can tell later whether anything up to it was changed: \
      authledger verify --checkpoint acme.checkpoint.

      --consistency prints a checkpoint of now with the proof that it extends one that was kept, in \
      the form that witnesses take (C2SP tlog-witness, add-checkpoint): whoever kept the old one can \
      check it without the ledger.

      Give the public key by another way than the evidence. The first use makes the signing seed \
      in keys/signing-seed; keep a copy of it where nobody else can read it. After --rotate-key \
      the old and the new key sign side by side until --retire-key.
      """)

  @Argument(
    help: "The company's id; the root log without it.", completion: .companies,
    transform: Parse.stream)
  var company: Company?
  @Flag(help: "Print the public keys (C2SP vkeys), those that sign now first.")
  var keys = false
  @Option(
    help: ArgumentHelp(
      "Prove that the log extends this checkpoint; - reads it from standard input.",
      valueName: "file"), completion: .file())
  var consistency: String?
  @Flag(help: "Sign the order of all records in place of the root, or with --keys tell its keys.")
  var order = false
  @Flag(help: "Record the digest of the current status, so that screens can be proved later.")
  var state = false
  @Flag(help: "Sign with a new key from now on, and with the old one beside it.")
  var rotateKey = false
  @Flag(help: "Let the old key sign no more; its public half is kept for ever.")
  var retireKey = false
  @OptionGroup var consent: YesOption
  @OptionGroup var ledger: LedgerOptions

  func validate() throws {
    let chosen = [keys, state, rotateKey, retireKey].filter(\.self).count
    if chosen > 1 {
      throw CommandError(
        .usage, "Give one of --keys, --state and the key options.",
        "Ange en av --keys, --state och nyckelvalen.")
    }
    if consistency != nil, chosen > 0 || company != nil {
      throw CommandError(
        .usage, "Give --consistency alone: the kept checkpoint says which log is meant.",
        "Ange --consistency ensamt: den sparade kontrollpunkten säger vilken logg som "
          + "menas.")
    }
    if company != nil, state || rotateKey || retireKey {
      throw CommandError(
        .usage, "--state and the key options are about the whole ledger.",
        "--state och nyckelvalen gäller hela liggaren.")
    }
    if order, company != nil || state || rotateKey || retireKey {
      throw CommandError(
        .usage, "--order is a log of its own; give it alone or with --keys.",
        "--order är en egen logg; ange det ensamt eller med --keys.")
    }
  }

  func run() throws {
    let localized = Localizer(ledger.language)
    if let consistency { return try proveConsistency(with: consistency) }
    if state {
      let commitment = try ledger.recording { try $0.commitState(by: ActorOption.caller) }
      Console.message(
        localized(
          "Committed to the state at \(commitment.position): \(commitment.digest).",
          "Band tillståndet vid \(commitment.position): \(commitment.digest)."))
    } else if rotateKey {
      try consent.ask(
        Text(
          "Sign with a new key from now on? Auditors must be given it.",
          "Signera med en ny nyckel från och med nu? Revisorerna måste få den."),
        in: ledger.language)
      let key = try ledger.recording { try $0.rotateKey(by: ActorOption.caller) }
      Console.message(localized("The root's new key: \(key)", "Rotens nya nyckel: \(key)"))
    } else if retireKey {
      try consent.ask(
        Text(
          "Let the old key sign no more, for ever?", "Låt den gamla nyckeln aldrig mer signera?"),
        in: ledger.language)
      guard let key = try ledger.recording({ try $0.retireKey(by: ActorOption.caller) }) else {
        throw CommandError(
          .data, "Only one key signs; there is none to retire.",
          "Bara en nyckel signerar; det finns ingen att ta ur bruk.")
      }
      Console.message(localized("Signs no more: \(key)", "Signerar inte längre: \(key)"))
    }
    let text = try keys ? printedKeys() : signedCheckpoint()
    let output = Output()
    output.write(text)
    output.flush()
  }

  private func printedKeys() throws -> String {
    try ledger.with(.reading) { ledger in
      if let company, try !ledger.hasRecords(of: company) {
        throw self.ledger.unknown(company)
      }
      let whole = try order ? ledger.orderOrigin() : ledger.rootOrigin()
      let origin = try company.map { try ledger.origin(of: $0) } ?? whole
      let history = try ledger.keyHistory(of: origin)
      let localized = Localizer(self.ledger.language)
      if history.isFromFileAlone, !history.keys.isEmpty {
        Console.message(
          localized(
            "authledger: The seed cannot be read here, so only this file vouches for these keys.",
            "authledger: Fröet kan inte läsas här, så bara denna fil går i god för dessa nycklar."))
      }
      if history.unnamed > 0 {
        Console.message(
          localized(
            "authledger: \(history.unnamed.counted("older key")) stored here and named by no record "
              + "is not shown.",
            "authledger: \(history.unnamed.counted("äldre nyckel", "äldre nycklar")) som lagrats här "
              + "utan att någon post nämner dem visas inte."))
      }
      return history.keys.map { "\($0)\n" }.joined()
    }
  }

  private func signedCheckpoint() throws -> String {
    try ledger.signing { ledger in
      if let company {
        guard let note = try ledger.checkpoint(of: company) else {
          throw self.ledger.unknown(company)
        }
        return note.description
      }
      guard let note = try order ? ledger.orderCheckpoint() : ledger.rootCheckpoint() else {
        throw CommandError(
          .missing,
          "Nothing is published of \(self.ledger.path) yet; record something first, or see "
            + "`authledger doctor`.",
          "Inget är publicerat för \(self.ledger.path) än; registrera något först, eller se "
            + "`authledger doctor`.")
      }
      return note.description
    }
  }

  private func proveConsistency(with file: String) throws {
    let kept = try SignedNote(
      reading: try SmallFile.read(file, as: Text("a checkpoint", "en kontrollpunkt")))
    let old = try Checkpoint(kept.text)
    let output = Output()
    try ledger.published { ledger in
      let answer = KeptAnswer(
        file: file, verdict: try ledger.compare(withKept: kept), of: kept)
      guard answer.agrees else { throw CommandError(.data, answer.text) }
      guard let request = try ledger.addCheckpoint(after: old) else {
        throw CommandError(
          .data,
          "\(file) is of an earlier epoch, whose tree is not signed any more; verify it with "
            + "`authledger verify --checkpoint \(file.asShellWord)`.",
          "\(file) är från en tidigare epok, vars träd inte signeras längre; kontrollera den "
            + "med `authledger verify --checkpoint \(file.asShellWord)`.")
      }
      try request.check(extends: old)
      output.write(request.description)
    }
    output.flush()
  }
}
