import Encoding
import EventLog
import Foundation

/// The files of a package, which may be forged.
extension EvidencePackage {
  /// A checkpoint or a proof is a few lines.
  private static let noteLimit = 1 << 16

  /// The path of a file that a package may leave out; nil if it is not there.
  func optionalPath(of file: PackageFile) throws -> String? {
    let isThere = FileManager.default.fileExists(atPath: directory.appending(path: file.name).path)
    return isThere ? try path(of: file) : nil
  }

  /// A regular file of this name and no other: a link could lead anywhere.
  private func path(of file: PackageFile) throws -> String {
    let path = directory.appending(path: file.name).path
    var status = stat()
    if file.name.hasPrefix("root/"), lstat(directory.appending(path: "root").path, &status) == 0,
      status.st_mode & S_IFMT != S_IFDIR
    {
      throw PackageFault(
        "\(directory.path)/root is not a folder of the package's own.",
        "\(directory.path)/root är inte en mapp i själva paketet.")
    }
    guard lstat(path, &status) == 0 else {
      throw LedgerError.io(file: path, errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw PackageFault(
        "\(path) is not a file; a package holds files only.",
        "\(path) är inte en fil; ett paket innehåller bara filer.")
    }
    return path
  }

  /// The bytes of a checkpoint or a proof.
  func readNote(_ file: PackageFile) throws -> [UInt8] {
    let path = try path(of: file)
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw LedgerError.io(file: path, errno)
    }
    defer { try? handle.close() }
    let data = try handle.read(upToCount: Self.noteLimit + 1) ?? Data()
    guard data.count <= Self.noteLimit else {
      throw PackageFault("\(path) is far too long.", "\(path) är alldeles för lång.")
    }
    return Array(data)
  }

  /// The lines of a file of the package.
  func source(_ file: PackageFile) throws -> ImportSource {
    ImportSource(file: try path(of: file))
  }
}
