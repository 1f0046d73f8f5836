import EventLog
import Integrations
import Transparency

/// Compares the keys that signed with the seed and with the keys that records name.
struct KeyCheck {
  /// The result, for the report.
  private(set) var trust = VerifyReport.Trust()
  private let origins: Origins
  private let signatures: RootSignatures
  private var named = NamedKeys()
  /// The epochs that a recorded restore began.
  private var begun: Set<Int64> = [1]

  init(_ origins: Origins, _ signatures: RootSignatures) {
    self.origins = origins
    self.signatures = signatures
  }

  /// Adds the keys and the epoch that a record names.
  ///
  /// - Parameter isPublished: True if anything was published before it.
  mutating func read(_ bookkeeping: Record.Bookkeeping, at position: Int64, isPublished: Bool) {
    if isPublished { named.read(bookkeeping, at: position) }
    guard let epoch = bookkeeping.begunEpoch else { return }
    begun.insert(epoch)
    if case .string? = bookkeeping.data["key"] { trust.newKeyEpochs.append(epoch) }
  }

  /// Checks that a recorded restore began every epoch.
  func checkEpochs(_ findings: FindingCollector) {
    for epoch in 1...origins.epoch where !begun.contains(epoch) {
      findings.add(
        .rolledBack, nil, "no record says which restore began epoch \(epoch)",
        "ingen post säger vilken återställning som började epok \(epoch)")
    }
  }

  /// Checks whose keys signed, once every record was read.
  ///
  /// - Parameters:
  ///   - roots: How many roots were published.
  ///   - hasRecords: True if there is anything that could be signed.
  mutating func check(
    roots: Int, hasRecords: Bool, _ connection: Connection, _ findings: FindingCollector
  ) throws {
    switch signatures.keys {
    case .given:
      trust.source = .given
      if roots == 0, hasRecords {
        findings.add(
          .unknownKey, nil, "no root is signed, so the key given shows nothing",
          "ingen rot är signerad, så den angivna nyckeln visar inget")
      }
    case .seeds:
      trust.source = .seed
      if roots > 0, !signatures.isLastSigned {
        findings.add(
          .unknownKey, nil, "the last root is not signed by the seed in keys/",
          "den sista roten är inte signerad av fröet i keys/")
      }
      try checkStored(connection, findings)
    case .leader:
      trust.source = .leader
      if roots > 0, !signatures.isLastSigned {
        findings.add(
          .unknownKey, nil, "the last root is not signed by the key in keys/leader",
          "den sista roten är inte signerad med nyckeln i keys/leader")
      }
    case .stored: trust.source = .file
    }
    trust.unnamed += signatures.unknownEpochs.count
    for (key, epoch) in signatures.older.sorted(by: { $0.key.description < $1.key.description }) {
      let row = try KeyTable.rows(of: key.name, connection).first { $0.key == key }
      let isNamed = try named.isNamed(key, retired: row?.retired) {
        try named.hasAllRows(retiredBy: $0, connection)
      }
      if isNamed {
        trust.older.append(key.description)
      } else if epoch == origins.epoch {
        findings.add(
          .unknownKey, nil, "roots of epoch \(epoch) are signed by a key that no record names",
          "rötter i epok \(epoch) är signerade med en nyckel som ingen post nämner")
      } else {
        trust.unnamed += 1
      }
    }
  }

  /// Checks that every named key is stored, and all that a record retired.
  private func checkStored(_ connection: Connection, _ findings: FindingCollector) throws {
    for (position, _) in named.retirements
    where try !named.hasAllRows(retiredBy: position, connection) {
      findings.add(
        .unknownKey, position, "the keys that it retired are not those that are stored",
        "nycklarna som den tog ur bruk är inte de som är lagrade")
    }
    for text in named.roots.sorted() {
      let key = try? VerifierKey(text)
      let isStored = try key.map { try KeyTable.keys(of: $0.name, connection).contains($0) }
      if isStored == false, let key, origins.epoch(ofRoot: key.name) != nil {
        findings.add(
          .unknownKey, nil, "the key \(key.name)+\(key.idDigits) is named and not stored",
          "nyckeln \(key.name)+\(key.idDigits) nämns och är inte lagrad")
      }
    }
  }
}
