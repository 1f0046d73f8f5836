import Encoding
import EventLog
import Integrations
import Transparency

/// One line of the publications: a leaf of a root tree, or the signed root over the leaves so far.
enum PublicationLine: Hashable, Sendable {
  case leaf(Leaf)
  case root(Root)

  /// A leaf: the checkpoint of a company's log, or that of the order of all records.
  struct Leaf: Hashable, Sendable {
    var epoch: Int64
    var hash: TreeHash
    /// The leaf's number in the root tree, from 0.
    var index: Int64
    /// How many records the tree had.
    var size: Int64
    /// The number of the company's stream at the ledger that published it; 0 for the order.
    var stream: Int64
  }

  /// A signed root.
  struct Root: Hashable, Sendable {
    var epoch: Int64
    /// The signed checkpoint.
    var note: String
    /// The last record that the leaves cover.
    var position: Int64
    /// How many leaves there are.
    var size: Int64
  }

  /// The line of a stored leaf.
  static func leaf(_ leaf: RootLeaf, epoch: Int64) -> PublicationLine {
    .leaf(
      Leaf(
        epoch: epoch, hash: leaf.hash, index: leaf.index, size: Int64(leaf.frontier.size),
        stream: leaf.stream))
  }

  /// The line of a stored publication.
  static func root(_ publication: Publication) -> PublicationLine {
    .root(
      Root(
        epoch: publication.epoch, note: publication.note, position: publication.position,
        size: publication.leaves))
  }

  // MARK: Bytes

  /// Canonical JSON and a newline.
  var encoded: [UInt8] {
    var writer = CanonicalWriter(reserving: 160)
    switch self {
    case .leaf(let leaf):
      writer.raw(#"{"epoch":"#)
      writer.integer(leaf.epoch)
      writer.raw(#","hash":"#)
      writer.plain(leaf.hash.bytes.hexadecimal)
      writer.raw(#","leaf":"#)
      writer.integer(leaf.index)
      writer.raw(#","size":"#)
      writer.integer(leaf.size)
      writer.raw(#","stream":"#)
      writer.integer(leaf.stream)
    case .root(let root):
      writer.raw(#"{"epoch":"#)
      writer.integer(root.epoch)
      writer.raw(#","note":"#)
      writer.string(root.note)
      writer.raw(#","position":"#)
      writer.integer(root.position)
      writer.raw(#","size":"#)
      writer.integer(root.size)
    }
    writer.raw("}\n")
    return writer.bytes
  }

  /// Reads a line without its newline; nil unless it is exactly what `encoded` makes.
  init?(reading bytes: UnsafeRawBufferPointer) {
    guard let value = try? JSONParser.parse(bytes) else { return nil }
    func number(_ name: String) -> Int64? {
      if case .integer(let number)? = value[name], Bounds.isCount(number) { number } else { nil }
    }
    func text(_ name: String) -> String? {
      if case .string(let text)? = value[name] { text } else { nil }
    }
    guard let epoch = number("epoch"), Bounds.isEpoch(epoch), let size = number("size"), size > 0
    else { return nil }
    if let hash = text("hash").flatMap({ [UInt8](hexadecimal: Array($0.utf8)) }).flatMap({
      TreeHash($0)
    }), let index = number("leaf"), let stream = number("stream") {
      self = .leaf(Leaf(epoch: epoch, hash: hash, index: index, size: size, stream: stream))
    } else if let note = text("note"), let position = number("position"), position > 0 {
      self = .root(Root(epoch: epoch, note: note, position: position, size: size))
    } else {
      return nil
    }
    guard encoded.dropLast().elementsEqual(bytes) else { return nil }
  }
}
