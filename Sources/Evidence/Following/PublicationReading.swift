import EventLog
import Integrations
import Transparency

/// A signed root as the feed brings it, with the leaves that it adds.
struct SignedRoot: Sendable {
  var epoch: Int64
  /// The last record that the leaves cover.
  var position: Int64
  var leaves: [PublicationLine.Leaf]
  /// The root tree's right edge.
  var frontier: Frontier
  var note: SignedNote
}

/// Puts lines of the publications together to signed roots, and checks that each line continues those
/// before it.
struct PublicationReading: Sendable {
  private let name: String
  /// The last epoch of which a key is known.
  private let lastEpoch: Int64
  private var epoch: Int64
  private var frontier: Frontier
  private var position: Int64
  private var leaves: [PublicationLine.Leaf] = []

  /// A reading that goes on after a publication.
  init(after last: Publication?, of leader: Leader) {
    name = leader.name
    lastEpoch = leader.epoch
    epoch = last?.epoch ?? 1
    frontier = last?.frontier ?? Frontier()
    position = last?.position ?? 0
  }

  /// What was read.
  var cursor: LeafCursor { LeafCursor(epoch: epoch, leaves: Int64(frontier.size)) }

  /// Reads whole lines, and calls `body` with every root that they complete.
  ///
  /// - Throws: `FollowError`.
  mutating func read(_ bytes: [UInt8], _ body: (SignedRoot) throws -> Void) throws {
    guard !bytes.isEmpty else { return }
    guard bytes.last == UInt8(ascii: "\n") else {
      throw bad("its last line is not whole", "dess sista rad är inte hel")
    }
    for line in bytes.dropLast().split(
      separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    {
      guard let line = line.withUnsafeBytes({ PublicationLine(reading: $0) }) else {
        throw bad("a line is not one", "en rad är ingen")
      }
      switch line {
      case .leaf(let leaf): try add(leaf)
      case .root(let root): try body(complete(root))
      }
    }
  }

  private mutating func add(_ leaf: PublicationLine.Leaf) throws {
    if leaf.epoch > epoch, leaves.isEmpty {
      guard leaf.epoch <= lastEpoch else { throw FollowError.newEpoch(leaf.epoch) }
      epoch = leaf.epoch
      frontier = Frontier()
    }
    guard leaf.epoch == epoch, leaf.index == Int64(frontier.size) else {
      throw bad(
        "its leaf \(frontier.size) of epoch \(epoch) is missing",
        "dess löv \(frontier.size) i epok \(epoch) saknas")
    }
    guard leaves.last?.stream != RootLeaf.orderStream else {
      throw bad(
        "a leaf comes after the order of its records", "ett löv kommer efter posternas ordning")
    }
    leaves.append(leaf)
    frontier.append(leaf.hash)
  }

  private mutating func complete(_ root: PublicationLine.Root) throws -> SignedRoot {
    guard root.epoch == epoch, !leaves.isEmpty, root.size == Int64(frontier.size),
      root.position > position
    else { throw bad("its root does not follow its leaves", "dess rot följer inte på dess löv") }
    let origins = Origins(name: name, epoch: epoch)
    let checkpoint = Checkpoint(origin: origins.root, size: frontier.size, root: frontier.root)
    guard let note = try? SignedNote(reading: root.note), note.description == root.note else {
      throw bad("its note is not one", "dess not är ingen")
    }
    guard note.text == checkpoint.description else {
      // Another ledger's root is signed by another key.
      throw (try? Checkpoint(note.text))?.origin == origins.root
        ? bad(
          "its note is about another root than that of its leaves",
          "dess not gäller en annan rot än lövens")
        : FollowError.forged(origin: origins.root, Position(root.position))
    }
    position = root.position
    defer { leaves = [] }
    return SignedRoot(
      epoch: epoch, position: root.position, leaves: leaves, frontier: frontier, note: note)
  }

  private func bad(_ english: String, _ swedish: String) -> FollowError {
    .badPublication(Text(english, swedish), Position(position))
  }
}
