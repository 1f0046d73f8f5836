import Transparency

/// Holds every publication to the records that it signs, while a verification passes over them.
///
/// The trees of all companies are folded beside the scan. When it comes to a publication, the trees
/// must be what its anchors say: so a company that was changed, cut or left out shows at the first
/// publication after it.
struct PublicationCheck {
  /// A company's tree as far as the scan has come.
  struct Tree {
    var frontier = Frontier()
    /// Whether it grew since the last publication.
    var isGrown = false
    /// Whether it was found not to be what was published; said once.
    var isContradicted = false
  }

  private let origins: Origins
  private let keys: [VerifierKey]
  private let findings: Disagreements
  /// The publication whose anchors are being read.
  private var open: Publication?
  private var names: Origins
  private var anchors = 0
  private var root = Frontier()
  /// How many companies grew since the last publication.
  private var grown = 0
  /// How many publications were checked.
  private(set) var publications = 0
  /// The last record that one of them covers.
  private(set) var position: Int64 = 0

  /// - Parameter keys: The keys of roots that may have signed.
  init(_ origins: Origins, keys: [VerifierKey], _ findings: Disagreements) {
    self.origins = origins
    self.keys = keys
    self.findings = findings
    names = origins.inEpoch(0)
  }

  /// Adds a record to its company's tree.
  mutating func add(_ hash: TreeHash, to tree: inout Tree) {
    tree.frontier.append(hash)
    if !tree.isGrown {
      tree.isGrown = true
      grown += 1
    }
  }

  /// Begins with a publication.
  ///
  /// - Parameters:
  ///   - last: The last record of the log so far.
  ///   - startOver: Marks every company as grown, and tells how many there are: in a new epoch
  ///     each is published anew.
  mutating func begin(
    _ publication: Publication?, last: Int64, startOver: () -> Int
  ) {
    guard let publication else {
      return findings.add(.wrongPublication, nil, "a publication is not one")
    }
    if publication.epoch != names.epoch {
      names = origins.inEpoch(publication.epoch)
      root = Frontier()
      grown = startOver()
    }
    if publication.position > last {
      findings.add(
        .cutTail, last + 1,
        "the records #\(last + 1) to #\(publication.position) were published and are not here")
    }
    open = publication
    anchors = 0
  }

  /// Checks one anchor of the publication.
  mutating func check(_ anchor: Anchor?, company: String?, _ tree: inout Tree) {
    guard let anchor, anchor.leaf == Int64(root.size) else {
      return findings.add(
        .wrongPublication, nil, "\(place): its leaf \(root.size) is missing or no such")
    }
    anchors += 1
    root.append(anchor.hash)
    guard let company, tree.frontier.size > 0 else {
      return findings.add(
        .missingCompany, nil, "a company was published (stream \(anchor.stream)) and is not here")
    }
    if !tree.isGrown {
      findings.add(.wrongPublication, nil, "\(place): \(company) is in it and had not changed")
    }
    tree.isGrown = false
    guard !tree.isContradicted else { return }
    tree.isContradicted = true
    let (signed, here) = (anchor.frontier.size, tree.frontier.size)
    if anchor.hash != Anchor.hash(of: anchor.frontier, names.company(company)) {
      findings.add(
        .replacedCompany, nil,
        "the log that was published as stream \(anchor.stream) is now called \(company)")
    } else if here > signed {
      findings.add(
        .insertedRecord, nil,
        "\(company) had \(signed.counted("record")) when it was published, and here: \(here)")
    } else if here < signed {
      findings.add(
        .cutTail, nil,
        "\(company) had \(signed.counted("record")) when it was published, and here: \(here)")
    } else if tree.frontier != anchor.frontier {
      findings.add(
        .forked, nil,
        "the first \(signed.counted("record")) of \(company) differ from what was published")
    } else {
      tree.isContradicted = false
    }
  }

  /// Ends with the publication, once all its anchors are checked.
  mutating func end() {
    guard let publication = open else { return }
    open = nil
    publications += 1
    position = max(position, publication.position)
    if anchors != grown {
      findings.add(
        .wrongPublication, nil,
        "\(place(publication)): it has \(anchors) leaves and \(grown) companies had changed")
    }
    grown = 0
    if root != publication.frontier {
      findings.add(
        .wrongPublication, nil, "\(place(publication)): its root is not that of its leaves")
      root = publication.frontier
    }
    checkNote(of: publication)
  }

  private func checkNote(of publication: Publication) {
    let text = Checkpoint(
      origin: names.root, size: publication.frontier.size, root: publication.frontier.root)
    guard let note = try? SignedNote(reading: publication.note), note.text == text.description
    else {
      return findings.add(
        .wrongPublication, nil, "\(place(publication)): its note is about something else")
    }
    do throws(NoteError) {
      _ = try note.verified(by: keys)
    } catch {
      findings.add(.unknownKey, nil, "\(place(publication)): \(error)")
    }
  }

  private var place: String { open.map(place) ?? "a publication" }

  private func place(_ publication: Publication) -> String {
    "publication \(publication.frontier.size) of epoch \(publication.epoch)"
  }
}
