import Encoding
public import EventLog
import Foundation
public import Integrations
public import Transparency

/// What `export` puts into a package besides the records.
public struct ExportOptions: Sendable {
  /// True to include all leaves of the root, which name every company.
  public var withRoot = false
  /// True to withhold what the directory knows of people.
  public var withholdPeople = false

  /// Options for a package with what the directory knows, and without the root's other leaves.
  public init() {}
}

/// What a package holds, for its README.
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
  /// Writes a company's log as it was last published, with everything that proves it, to a new
  /// directory.
  ///
  /// It is written to a directory beside it, which is renamed once it is complete.
  ///
  /// - Parameter readme: Returns the text of `README.txt`.
  /// - Returns: What the package holds; nil if nothing of the company was published.
  /// - Throws: `LedgerError.exists` if the directory is there already.
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
