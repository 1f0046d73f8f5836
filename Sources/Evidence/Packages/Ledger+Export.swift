import Encoding
public import EventLog
import Foundation
public import Integrations
public import Transparency

/// What `export` puts into a package beside the records.
public struct ExportOptions: Sendable {
  /// Whether every leaf of the root goes along, which names every company.
  public var withRoot = false
  /// Whether what the directory knows of people is kept back.
  public var withholdPeople = false

  /// A package with what the directory knows, and without the root's other leaves.
  public init() {}
}

/// What a package says of itself, for its README.
public struct PackageNote: Sendable {
  /// The company's checkpoint.
  public let checkpoint: Checkpoint
  /// The keys that signed it.
  public let keys: [VerifierKey]
  /// The keys that signed the root.
  public let rootKeys: [VerifierKey]
  /// How many identities are shown, erased and withheld.
  public let identities: IdentityCount
}

extension Ledger {
  /// Writes a company's log as it was published last, with all that proves it, to a new directory.
  ///
  /// It is written beside and renamed when it is whole.
  ///
  /// - Parameter readme: What `README.txt` says.
  /// - Returns: what the package holds; nil where nothing of the company was published.
  /// - Throws: `LedgerError.exists` where the directory is there already.
  public func export(
    _ company: Company, to directory: String, _ options: ExportOptions = ExportOptions(),
    progress: ProgressHandler? = nil, readme: (PackageNote) -> String
  ) throws -> PackageNote? {
    let target = LedgerFiles(directory)
    guard !FileManager.default.fileExists(atPath: target.directory.path) else {
      throw LedgerError.exists(directory: directory)
    }
    let place = try target.makeBeside(.package, of: files)
    defer { place.remove() }
    let building = LedgerFiles(place.path)
    let package = PackageWriter(
      ledger: self, company: company, directory: building.directory, options: options)
    guard let note = try package.write(progress: progress, readme: readme) else { return nil }
    try LedgerFiles.sync(building.directory)
    try LedgerError.ofFiles(place.take(placeOf: target.directory.path))
    return note
  }
}
