import EventLog
import Integrations
import Transparency

/// Compares every publication with the records that it signs, during the scan of a verification.
///
/// The trees of all companies grow with the scan. At each publication they must be what its leaves
/// say: so a company that was changed, cut or left out shows at the next publication.
struct PublicationCheck {
  /// A company's tree up to where the scan is.
  struct Tree {
    var frontier = Frontier()
    /// True if it grew since the last publication.
    var isGrown = false
    /// True once it was reported as not what was published.
    var isContradicted = false
  }

  /// The tree over all records up to where the scan is.
  private var order = Frontier()
  /// How many of the next records it holds already, from a subtree.
  private var ahead = 0
  /// True once it was reported as not what was published.
  private var isOrderContradicted = false
  /// True once a publication had the order, as every later one must.
  private var ordersBegan = false
  /// True if the last leaf so far is the order.
  private var endsWithOrder = false
  private let origins: Origins
  private let signatures: RootSignatures
  private let findings: FindingCollector
  /// The publication whose leaves are being read.
  private var open: Publication?
  /// The names of trees in the publication's epoch.
  private var names: Origins
  /// How many of its leaves so far are companies.
  private var companyLeaves = 0
  private var root = Frontier()
  /// How many companies grew since the last publication.
  private var grown = 0
  /// How many publications were checked.
  private(set) var publications = 0
  /// The last record that one of them covers.
  private(set) var position: Int64 = 0

  init(_ origins: Origins, _ signatures: RootSignatures, _ findings: FindingCollector) {
    self.origins = origins
    self.signatures = signatures
    self.findings = findings
    names = origins.inEpoch(0)
  }

  /// Appends the root over the next records, which come one by one afterwards, to the order.
  mutating func addSubtree(_ root: TreeHash) {
    if order.append(subtree: root, level: DecodedPiece.subtreeLevel) {
      ahead = 1 << DecodedPiece.subtreeLevel
    }
  }

  /// Adds a record to its company's tree.
  mutating func add(_ hash: TreeHash, to tree: inout Tree) {
    tree.frontier.append(hash)
    if ahead > 0 { ahead -= 1 } else { order.append(hash) }
    if !tree.isGrown {
      tree.isGrown = true
      grown += 1
    }
  }

  /// Begins a publication.
  ///
  /// - Parameters:
  ///   - last: The last record of the log so far.
  ///   - startOver: Marks every company as grown and returns how many there are, since a new epoch
  ///     publishes each of them again.
  mutating func begin(
    _ publication: Publication?, last: Int64, startOver: () -> Int
  ) {
    guard let publication else {
      return findings.add(
        .wrongPublication, nil, "a publication is not one", "en publicering är ingen")
    }
    if publication.epoch != names.epoch {
      names = origins.inEpoch(publication.epoch)
      root = Frontier()
      grown = startOver()
    }
    if publication.position > last {
      findings.add(
        .cutTail, last + 1,
        "the records #\(last + 1) to #\(publication.position) were published and are not here",
        "posterna #\(last + 1) till #\(publication.position) är publicerade och finns inte här")
    }
    open = publication
    companyLeaves = 0
    endsWithOrder = false
  }

  /// The next leaf, appended to the root tree; nil, and reported, if it is not the next one.
  private mutating func next(_ leaf: RootLeaf?) -> RootLeaf? {
    guard let leaf, leaf.index == Int64(root.size) else {
      findings.add(
        .wrongPublication, nil, "\(place.english): its leaf \(root.size) is missing or no such",
        "\(place.swedish): dess löv \(root.size) saknas eller är inget sådant")
      return nil
    }
    if endsWithOrder {
      findings.add(
        .wrongPublication, nil, "\(place.english): a leaf comes after the order of its records",
        "\(place.swedish): ett löv kommer efter posternas ordning")
    }
    root.append(leaf.hash)
    return leaf
  }

  /// Checks the leaf that is the order of all records up to the publication.
  mutating func checkOrder(_ leaf: RootLeaf) {
    guard let leaf = next(leaf) else { return }
    (endsWithOrder, ordersBegan) = (true, true)
    guard !isOrderContradicted else { return }
    isOrderContradicted = true
    let (signed, here) = (leaf.frontier.size, order.size)
    if leaf.hash != RootLeaf.hash(of: leaf.frontier, names.order) {
      findings.add(
        .wrongPublication, nil, "\(place.english): its last leaf is not that of its order",
        "\(place.swedish): dess sista löv är inte ordningens")
    } else if here != signed {
      findings.add(
        here > signed ? .insertedRecord : .cutTail, nil,
        "there were \(signed.counted("record")) when \(place.english) was signed, and here: \(here)",
        "det fanns \(signed.counted("post", "poster")) när \(place.swedish) signerades, och här: \(here)"
      )
    } else if order != leaf.frontier {
      findings.add(
        .reordered, nil, "the first \(signed.counted("record")) do not stand in the order signed",
        "de första \(signed.counted("post", "poster")) står inte i den signerade ordningen")
    } else {
      isOrderContradicted = false
    }
  }

  /// Checks one company's leaf of the publication.
  mutating func check(_ leaf: RootLeaf?, company: String?, _ tree: inout Tree) {
    guard let leaf = next(leaf) else { return }
    companyLeaves += 1
    guard let company, tree.frontier.size > 0 else {
      return findings.add(
        .missingCompany, nil, "a company was published (stream \(leaf.stream)) and is not here",
        "ett företag är publicerat (ström \(leaf.stream)) och finns inte här")
    }
    if !tree.isGrown {
      findings.add(
        .wrongPublication, nil, "\(place.english): \(company) is in it and had not changed",
        "\(place.swedish): \(company) är med och hade inte ändrats")
    }
    tree.isGrown = false
    guard !tree.isContradicted else { return }
    tree.isContradicted = true
    let (signed, here) = (leaf.frontier.size, tree.frontier.size)
    if leaf.hash != RootLeaf.hash(of: leaf.frontier, names.company(company)) {
      findings.add(
        .replacedCompany, nil,
        "the log that was published as stream \(leaf.stream) is now called \(company)",
        "loggen som publicerades som ström \(leaf.stream) heter nu \(company)")
    } else if here > signed {
      findings.add(
        .insertedRecord, nil,
        "\(company) had \(signed.counted("record")) when it was published, and here: \(here)",
        "\(company) hade \(signed.counted("post", "poster")) vid publiceringen, och här: \(here)")
    } else if here < signed {
      findings.add(
        .cutTail, nil,
        "\(company) had \(signed.counted("record")) when it was published, and here: \(here)",
        "\(company) hade \(signed.counted("post", "poster")) vid publiceringen, och här: \(here)")
    } else if tree.frontier != leaf.frontier {
      findings.add(
        .forked, nil,
        "the first \(signed.counted("record")) of \(company) differ from what was published",
        "de första \(signed.counted("post", "poster")) för \(company) skiljer sig från det publicerade"
      )
    } else {
      tree.isContradicted = false
    }
  }

  /// Ends the publication, once all its leaves were checked.
  mutating func end() throws {
    guard let publication = open else { return }
    open = nil
    publications += 1
    position = max(position, publication.position)
    if companyLeaves != grown {
      findings.add(
        .wrongPublication, nil,
        "\(place(publication).english): it has \(companyLeaves.counted("leaf", "leaves")) and "
          + "\(grown.counted("company", "companies")) had changed",
        "\(place(publication).swedish): den har \(companyLeaves) löv och \(grown) företag hade ändrats"
      )
    }
    grown = 0
    if ordersBegan, !endsWithOrder {
      findings.add(
        .wrongPublication, nil,
        "\(place(publication).english): its last leaf is not the order of records",
        "\(place(publication).swedish): dess sista löv är inte posternas ordning")
    }
    if root != publication.frontier {
      findings.add(
        .wrongPublication, nil, "\(place(publication).english): its root is not that of its leaves",
        "\(place(publication).swedish): dess rot är inte lövens")
      root = publication.frontier
    }
    if let fault = try signatures.fault(of: publication, names) {
      findings.add(
        publication.noteIsOf(names) ? .unknownKey : .wrongPublication, nil,
        "\(place(publication).english): \(fault.english)",
        "\(place(publication).swedish): \(fault.swedish)")
    }
  }

  private var place: Text { open.map(place) ?? Text("a publication", "en publicering") }

  private func place(_ publication: Publication) -> Text {
    let (size, epoch) = (publication.frontier.size, publication.epoch)
    return Text("publication \(size) of epoch \(epoch)", "publicering \(size) i epok \(epoch)")
  }
}
