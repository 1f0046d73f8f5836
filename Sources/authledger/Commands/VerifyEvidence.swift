import Answers
import CommandKit
import ArgumentParser
import EventLog
import Evidence
import Integrations
import Transparency

/// Verifies an exported package or a proof without a ledger.
struct EvidenceCheck {
  var keys: [VerifierKey]
  var format: Format
  var language: Language

  private var localized: Localizer { Localizer(language) }

  /// Verifies a package and, if given, that it extends a kept checkpoint.
  func package(_ directory: String, _ kept: (file: String, note: SignedNote)?) throws {
    let progress = ProgressLine("Verifying")
    let contents = try refusing { () throws -> EvidencePackage.Contents in
      defer { progress.clear() }
      return try EvidencePackage(directory).check(
        by: keys, extending: kept?.note, progress: progress.report)
    }
    let answer = kept.flatMap { kept in
      contents.kept.map { KeptAnswer(file: kept.file, verdict: $0, of: kept.note) }
    }
    let output = Output()
    let size = contents.checkpoint.size
    switch format {
    case .table:
      output.line(
        Style.good(localized("Verified", "Kontrollerat")) + " "
          + localized(
            "\(size.counted("record")), which is all of \(contents.checkpoint.origin), signed by the key given.",
            "\(size.counted("post", "poster")), det vill säga hela \(contents.checkpoint.origin), signerat med angiven nyckel."
          ))
      output.line(contents.rootText(localized))
      if contents.identities.total > 0 { output.line(contents.identities.text(localized)) }
      if let answer { output.line(answer.text(language)) }
    case .json, .jsonl, .csv:
      output.line(
        JSON.object([
          ("agrees", .bool(answer?.agrees != false)),
          ("origin", .string(contents.checkpoint.origin)),
          ("company", .string(contents.company.id)), ("records", .number(Int64(clamping: size))),
          ("recordedFrom", .text(contents.recorded?.lowerBound.description)),
          ("recordedTo", .text(contents.recorded?.upperBound.description)),
          ("root", .string(contents.root.origin)), ("rootSigned", .bool(contents.isRootSigned)),
          ("allLeaves", .bool(contents.hasAllLeaves)), ("identities", contents.identities.json),
          ("checkpoint", answer?.json(language)),
        ]).compact)
    }
    output.flush()
    guard answer?.agrees != false else { throw ExitCode(1) }
  }

  /// Verifies a proof of a record.
  func proof(_ file: String, record: String) throws {
    let bytes = try SmallFile.read(file, as: Text("a proof", "ett bevis"))
    let leaf = try SmallFile.read(record, as: Text("a record", "en post"))
    let proof = try refusing { try RecordProof(bytes, of: leaf, by: keys) }
    let origin = proof.checkpoint.origin
    let output = Output()
    switch format {
    case .table:
      output.line(
        Style.good(localized("Verified", "Kontrollerat")) + " "
          + localized(
            "\(record.escapedForTerminal) is leaf \(proof.index) of the \(proof.checkpoint.size) of \(origin), "
              + "signed by the key given.",
            "\(record.escapedForTerminal) är löv \(proof.index) av de \(proof.checkpoint.size) i \(origin), "
              + "signerat med angiven nyckel."))
    case .json, .jsonl, .csv:
      output.line(
        JSON.object([
          ("agrees", .bool(true)), ("origin", .string(origin)),
          ("index", .number(Int64(clamping: proof.index))),
          ("size", .number(Int64(clamping: proof.checkpoint.size))),
        ]).compact)
    }
    output.flush()
  }

  /// Runs a check.
  ///
  /// If the evidence is refused, prints why and ends with exit code 1.
  ///
  /// Refused evidence is untrusted, so its texts are escaped for the terminal.
  private func refusing<Result>(_ body: () throws -> Result) throws -> Result {
    let what: String
    do {
      return try body()
    } catch let error as any ErrorWithText where Self.isRefusal(error) {
      what = error.text(language)
    }
    let output = Output()
    switch format {
    case .table:
      output.line(
        Style.bad(localized("Does not agree", "Stämmer inte")) + ": \(what.escapedForTerminal)")
    case .json, .jsonl, .csv:
      output.line(
        JSON.object([
          ("agrees", .bool(false)), ("text", .string(what.escapedForTerminal)),
        ]).compact)
    }
    output.flush()
    throw ExitCode(1)
  }
}

extension EvidenceCheck {
  private static func isRefusal(_ error: any ErrorWithText) -> Bool {
    error is PackageFault || error is NoteError || error is ProofError
  }
}

extension EvidencePackage.Contents {
  fileprivate func rootText(_ localized: Localizer) -> String {
    let leaves =
      hasAllLeaves
      ? localized(" Every leaf of it is here.", " Alla dess löv finns här.") : ""
    return isRootSigned
      ? localized(
        "It is a leaf of the root \(root.origin), signed by the key given.\(leaves)",
        "Den är ett löv i roten \(root.origin), signerad med angiven nyckel.\(leaves)")
      : localized(
        "It is a leaf of the root \(root.origin); give the root's key too to check who signed it."
          + leaves,
        "Den är ett löv i roten \(root.origin); ange även rotens nyckel för att se vem som signerat."
          + leaves)
  }
}
