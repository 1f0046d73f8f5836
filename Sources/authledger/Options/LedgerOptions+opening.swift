import CommandKit
import EventLog
import Evidence
import Foundation
import Integrations
import Synchronization

extension LedgerOptions {
  /// The error for a company without records: a mistyped id must not look like a company without
  /// history.
  func unknown(_ company: Company, _ when: Text = Text("", "")) -> CommandError {
    let near = near(company)
    return CommandError(
      .missing,
      "Nothing is recorded of \(company)\(when.english) in \(path)"
        + "\(near.map { " (did you mean \($0)?)" } ?? ""); see the companies with "
        + "`authledger status`.",
      "Inget är registrerat om \(company)\(when.swedish) i \(path)"
        + "\(near.map { " (menade du \($0)?)" } ?? ""); se företagen med `authledger status`.")
  }

  /// How many companies are compared with an id that was mistyped.
  private static let nearLimit = 100_000

  /// The company that was meant by an id that was mistyped; nil if none is near.
  private func near(_ company: Company) -> String? {
    let companies = try? with(.reading) {
      try $0.companies(beginningWith: "", limit: Self.nearLimit)
    }
    return Nearest.word(
      to: company.id, among: (companies ?? []).lazy.map(\.id).filter { $0 != company.id })
  }

  /// Ledgers that stay open until the process ends.
  private static let kept = Mutex<[Ledger]>([])

  /// Opens the ledger and runs `body`.
  ///
  /// A ledger opened for writing is closed before this returns.
  ///
  /// Projections written by another version are rebuilt first, under the writer lock.
  func with<Result>(
    _ purpose: Ledger.Purpose, _ body: (Ledger) throws -> Result
  ) throws -> Result {
    do {
      return try run(purpose, body)
    } catch LedgerError.projectionBehind where purpose == .reading {
      return try run(.writing, body)
    }
  }

  /// Opens the ledger for writing, runs `body`, and publishes what it wrote.
  ///
  /// What `body` recorded is durable even if publishing fails; the next command that writes
  /// publishes it.
  ///
  /// - Parameter isRehearsal: True if `body` records nothing.
  func recording<Result>(
    isRehearsal: Bool = false, _ body: (Ledger) throws -> Result
  ) throws -> Result {
    try with(.writing) { ledger in
      let result = try body(ledger)
      if !isRehearsal { publish(ledger) }
      return result
    }
  }

  /// Publishes what can be published, then opens the ledger for reading and runs `body`.
  func published<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
    let mayPublish = try with(.reading) { ledger in
      try ledger.guardState().holds && ledger.hasUnpublished()
    }
    if mayPublish, access(path, W_OK) == 0 { try with(.writing) { publish($0) } }
    return try with(.reading, body)
  }

  /// Like `published`, for a body that needs a signing key.
  func signing<Result>(_ body: (Ledger) throws -> Result) throws -> Result {
    try published { try advising($0, body) }
  }

  /// Runs a body that needs a signing key.
  ///
  /// In a copy made by `backup`, the error says what works there.
  func advising<Result>(
    _ ledger: Ledger, _ body: (Ledger) throws -> Result
  ) throws -> Result {
    do {
      return try body(ledger)
    } catch let error where Self.isOfMissingKeys(error) {
      guard try ledger.property(.backup) != nil else { throw error }
      throw CommandError(
        .data,
        "\(path) is a backup, which has no keys and signs nothing: run this in the ledger itself; here "
          + "export with --format jsonl (or csv) works, and `authledger verify`.",
        "\(path) är en säkerhetskopia, som saknar nycklar och inte signerar något: kör "
          + "detta i själva liggaren; här fungerar export med --format jsonl (eller csv), och "
          + "`authledger verify`.")
    }
  }

  /// True if an error says that nothing can be signed here.
  private static func isOfMissingKeys(_ error: any Error) -> Bool {
    switch error {
    case EvidenceError.foreignSeed, LedgerError.guarded: true
    default: false
    }
  }

  private func publish(_ ledger: Ledger) {
    let progress = ProgressLine("Publishing")
    do {
      try ledger.publish(progress: progress.report)
      progress.clear()
    } catch {
      progress.clear()
      let why = (error as? any ErrorWithText)?.text ?? Text("\(error)", "okänt fel, \(error)")
      Console.message(
        "authledger: "
          + Text(
            "What was recorded is durable and not yet published: \(why.english)",
            "Det registrerade är sparat och ännu inte publicerat: \(why.swedish)")(language))
    }
  }

  private func run<Result>(
    _ purpose: Ledger.Purpose, _ body: (Ledger) throws -> Result
  ) throws -> Result {
    let progress = ProgressLine("Bringing the projections up to date")
    let ledger = try Ledger.open(path, for: purpose, progress: progress.report)
    progress.clear()
    if purpose == .reading {
      // The process ends soon, and the kernel closes files faster than everything on the way there.
      Self.kept.withLock { $0.append(ledger) }
      return try body(ledger)
    }
    do {
      let result = try body(ledger)
      try ledger.close()
      return result
    } catch {
      try? ledger.close()
      throw error
    }
  }
}
