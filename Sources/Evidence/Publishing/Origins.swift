import EventLog
import Integrations

/// The names of a ledger's trees in one epoch: schema-less URLs, as C2SP tlog-checkpoint has them.
struct Origins: Hashable {
  /// The beginning of all of them.
  let name: String
  /// The epoch, from 1; every restore raises it, so that no name ever stands for two histories.
  let epoch: Int64

  /// The names in the current epoch.
  ///
  /// - Throws: `LedgerError.damaged` if the ledger's origin or epoch is not one.
  init(_ connection: Connection, _ files: LedgerFiles) throws {
    guard let name = try PropertyTable.value(of: .origin, connection),
      name.utf8.allSatisfy({ (0x21...0x7e).contains($0) && $0 != UInt8(ascii: "+") })
    else {
      throw LedgerError.damaged(
        file: files.databasePath,
        what: Text(
          "it has no origin that could name its trees",
          "den har inget ursprung som kan ge dess träd namn"))
    }
    self.name = name
    let stored = try PropertyTable.value(of: .epoch, connection) ?? "1"
    guard let epoch = Self.epoch(stored) else {
      throw LedgerError.damaged(
        file: files.databasePath,
        what: Text(
          "its epoch is not the number of an epoch", "dess epok är inte numret på en epok"))
    }
    self.epoch = epoch
  }

  init(name: String, epoch: Int64) {
    self.name = name
    self.epoch = epoch
  }

  /// Reads an epoch, which can be written in one way only; nil for anything else.
  static func epoch(_ digits: some StringProtocol) -> Int64? {
    Int64(digits).flatMap {
      Bounds.isEpoch($0) && String($0) == digits ? $0 : nil
    }
  }

  /// The name of the root tree.
  var root: String { "\(name)/root/\(epoch)" }

  /// The name of the tree over all records, in the order of their positions.
  var order: String { "\(name)/order/\(epoch)" }

  /// The name of a company's tree.
  func company(_ id: String) -> String { "\(name)/companies/\(id)/\(epoch)" }

  /// The names of another epoch.
  func inEpoch(_ epoch: Int64) -> Origins { Origins(name: name, epoch: epoch) }

  /// The tree that a name stands for, in any epoch up to this one; nil if it is not this ledger's.
  func reading(_ origin: String) -> (tree: Tree, epoch: Int64)? {
    guard origin.hasPrefix(name + "/") else { return nil }
    let parts = origin.dropFirst(name.count + 1).split(
      separator: "/", omittingEmptySubsequences: false)
    guard let last = parts.last, let epoch = Int64(last), String(epoch) == last,
      (1...self.epoch).contains(epoch)
    else { return nil }
    if parts.count == 2, parts[0] == "root" { return (.root, epoch) }
    if parts.count == 2, parts[0] == "order" { return (.order, epoch) }
    if parts.count == 3, parts[0] == "companies", let company = Company(stream: String(parts[1])) {
      return (.company(company), epoch)
    }
    return nil
  }

  /// A kind of tree.
  enum Tree: Hashable {
    case root
    case order
    case company(Company)
  }
}
