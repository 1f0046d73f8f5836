import Encoding
import Evidence
import Integrations
import TestSupport
import Testing
import Transparency

/// Every error about evidence is a sentence in both languages.
@Suite struct EvidenceErrorTests {
  @Test("the examples are of every case")
  func everyCase() {
    #expect(EvidenceError.examples.map(\.place) == Array(0..<EvidenceError.examples.count))
  }

  @Test("each is a sentence in both languages", arguments: EvidenceError.examples)
  func sentences(error: EvidenceError) {
    expectSentence(error.text)
    #expect(error.description == error.text.english)
  }

  @Test("so is what is wrong with a note")
  func notes() {
    for error in [NoteError.unverified, .wrongSignature("example.com/log")] {
      expectSentence(error.text)
    }
    for text in ["", "x\n\n— y z\n"] {
      let error = #expect(throws: NoteError.self) { try SignedNote(reading: text) }
      error.map { expectSentence($0.text) }
    }
    let error = #expect(throws: NoteError.self) { try VerifierKey("x") }
    error.map { expectSentence($0.text) }
  }

  @Test("and what is wrong with a proof", arguments: [ProofError.sizes, .length, .root])
  func proofs(error: ProofError) { expectSentence(error.text) }

  @Test("a state of the files outside the database is a clause, and its remedy a sentence")
  func guards() throws {
    let kept = try Checkpoint("example.com/root/1\n3\n\(TreeHash.empty.bytes.base64)\n")
    let states: [Guard] = [
      .unpublished, .follows, .backup(of: "2026-11-03"), .missing(.lastCheckpoint),
      .missing(.publication(kept)), .missing(.signed), .shorter(kept: kept), .forked(kept: kept),
      .unreadable, .foreignKeys(origin: "example.com/root/1"),
    ]
    for state in states {
      #expect(state.what.english != state.what.swedish)
      for language in Language.allCases { #expect(!state.what(language).hasSuffix(".")) }
      expectSentence(state.remedy)
    }
  }
}

extension EvidenceError {
  /// One of every case, in their order.
  fileprivate static let examples: [EvidenceError] = {
    guard let company = Company("acme"), let person = Actor("administrator:u-17") else { return [] }
    return [
      .contradicted(company), .contradictedOrder, .foreignSeed(origin: "example.com/root/1"),
      .foreignSeedInTheWay(directory: "/x"), .seedIsThere(directory: "/x"),
      .epochsUsedUp(file: "x.sqlite"), .rotating, .nothingSigned,
      .nothingToRestore(directory: "/x"),
      .introduced(person, company: company), .unknownPerson(person), .unknownCompany(company),
    ]
  }()

  /// The number of the case; a new case must have an example above.
  fileprivate var place: Int {
    switch self {
    case .contradicted: 0
    case .contradictedOrder: 1
    case .foreignSeed: 2
    case .foreignSeedInTheWay: 3
    case .seedIsThere: 4
    case .epochsUsedUp: 5
    case .rotating: 6
    case .nothingSigned: 7
    case .nothingToRestore: 8
    case .introduced: 9
    case .unknownPerson: 10
    case .unknownCompany: 11
    }
  }
}
