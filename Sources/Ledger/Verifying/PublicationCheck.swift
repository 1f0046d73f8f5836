import GRDB
import Transparency

/// Holds every publication to the records that it signs, while a verification passes over them.
///
/// It folds the tree of every company beside the scan. When the scan comes to the last record that
/// a publication covers, the trees must be what its anchors say: so a company that was changed, cut
/// or left out shows at the first publication after it.
struct PublicationCheck {
  /// What does not agree.
  typealias Found = (VerifyReport.Finding.Kind, Int64?, String) -> Void

  fileprivate struct Tree {
    var frontier = Frontier()
    /// The publication before which it grew last.
    var grown = -1
  }

  private let database: Database
  private let origins: Origins
  private let keys: [VerifierKey]
  private let next: () throws -> Publication??
  private var upcoming: Publication??
  private var trees: [Int64: Tree] = [:]
  private var grown: [Int64] = []
  private var contradicted: Set<Int64> = []
  private var epoch: Int64 = 0
  private var root = Frontier()
  /// How many publications were checked.
  private(set) var publications = 0
  /// The last record that one of them covers.
  private(set) var position: Int64 = 0

  /// - Parameters:
  ///   - keys: The keys of roots that may have signed.
  ///   - next: Every publication in order: the outer nil is the end.
  init(
    _ database: Database, _ origins: Origins, keys: [VerifierKey],
    next: @escaping () throws -> Publication??
  ) throws {
    self.database = database
    self.origins = origins
    self.keys = keys
    self.next = next
    upcoming = try next()
  }

  /// Takes one record, after every publication that ends before it.
  mutating func add(
    _ position: Int64, _ stream: Int64, _ hash: TreeHash, _ companies: [Int64: Verification.Stream],
    _ found: Found
  ) throws {
    while let publication = upcoming, publication.map({ $0.position < position }) ?? true {
      try settle(publication, companies, found)
    }
    let isNew = trees[stream, default: Tree()].add(hash, publications)
    if isNew { grown.append(stream) }
  }

  /// Checks the publications that end with the log, and finds those that end after it.
  mutating func finish(
    last: Int64, _ companies: [Int64: Verification.Stream], _ found: Found
  ) throws {
    while let publication = upcoming {
      if let publication, publication.position > last {
        found(
          .cutTail, last + 1,
          "the records #\(last + 1) to #\(publication.position) were published and are not here")
      }
      try settle(publication, companies, found)
    }
  }

  private mutating func settle(
    _ publication: Publication?, _ companies: [Int64: Verification.Stream], _ found: Found
  ) throws {
    defer { publications += 1 }
    upcoming = try next()
    guard let publication else { return found(.wrongPublication, nil, "a publication is no such") }
    if publication.epoch != epoch {
      epoch = publication.epoch
      root = Frontier()
      // New names: every company is published anew.
      grown = Array(trees.keys)
      for stream in grown { trees[stream]?.grown = publications }
    }
    let place = "publication \(publication.frontier.size) of epoch \(epoch)"
    try settleAnchors(of: publication, companies, place, found)
    if root != publication.frontier {
      found(.wrongPublication, nil, "\(place): its root is not that of its leaves")
      root = publication.frontier
    }
    checkNote(of: publication, place, found)
    position = max(position, publication.position)
    grown.removeAll(keepingCapacity: true)
  }

  private mutating func settleAnchors(
    of publication: Publication, _ companies: [Int64: Verification.Stream], _ place: String,
    _ found: Found
  ) throws {
    let names = origins.inEpoch(epoch)
    let size = Int64(publication.frontier.size)
    var count = 0
    var leaf = Int64(root.size)
    try Anchor.forEach(epoch: epoch, from: leaf, database) { anchor in
      guard leaf < size else { return false }
      defer { leaf += 1 }
      guard let anchor, anchor.leaf == leaf else {
        found(.wrongPublication, nil, "\(place): its leaf \(leaf) is missing or no such")
        return anchor != nil
      }
      count += 1
      root.append(anchor.hash)
      check(anchor, companies, names, found)
      return true
    }
    if count != grown.count {
      found(
        .wrongPublication, nil,
        "\(place): it has \(count) leaves and \(grown.count) companies had changed")
    }
  }

  private mutating func check(
    _ anchor: Anchor, _ companies: [Int64: Verification.Stream], _ names: Origins, _ found: Found
  ) {
    let stream = anchor.stream
    guard let company = companies[stream]?.company, let tree = trees[stream] else {
      if contradicted.insert(stream).inserted {
        found(.missingCompany, nil, "a company was published (stream \(stream)) and is not here")
      }
      return
    }
    guard anchor.hash == Anchor.hash(of: anchor.frontier, names.company(company)) else {
      if contradicted.insert(stream).inserted {
        found(
          .replacedCompany, nil,
          "the log that was published as stream \(stream) is now called \(company)")
      }
      return
    }
    guard tree.frontier != anchor.frontier else {
      if tree.grown != publications {
        found(.wrongPublication, nil, "\(company) was published and had not changed")
      }
      return
    }
    guard contradicted.insert(stream).inserted else { return }
    let (signed, here) = (anchor.frontier.size, tree.frontier.size)
    if here > signed {
      found(
        .insertedRecord, nil,
        "\(company) had \(signed) records when it was published, and \(here) are here")
    } else if here < signed {
      found(
        .cutTail, nil,
        "\(company) had \(signed) records when it was published, and \(here) are here")
    } else {
      found(
        .forked, nil, "the \(signed) records of \(company) are not those that were published")
    }
  }

  private func checkNote(of publication: Publication, _ place: String, _ found: Found) {
    let size = publication.frontier.size
    let text = Checkpoint(
      origin: origins.inEpoch(epoch).root, size: size, root: publication.frontier.root)
    guard let note = try? SignedNote(reading: publication.note), note.text == text.description
    else { return found(.wrongPublication, nil, "\(place): its note is about something else") }
    do throws(NoteError) {
      _ = try note.verified(by: keys)
    } catch {
      found(.unknownKey, nil, "\(place): \(error)")
    }
  }
}

extension PublicationCheck.Tree {
  /// Appends a leaf; true where it is the first since a publication.
  fileprivate mutating func add(_ hash: TreeHash, _ publication: Int) -> Bool {
    frontier.append(hash)
    defer { grown = publication }
    return grown != publication
  }
}
