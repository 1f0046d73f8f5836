import EventLog
import Evidence
import Foundation
import Integrations
import TestSupport
import Testing

/// Records that were ever written are read for ever: the golden files hold one of every shape.
@Suite struct EveryShapeTests {
  private static let files = (try? files(in: Golden.root.appending(path: "Fixtures/golden"))) ?? []

  private static func files(in folder: URL) throws -> [URL] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
      .map { folder.appending(path: $0).appending(path: "records.jsonl") }
  }

  @Test("recorded bytes are taken in as they are, and pass every check")
  func read() throws {
    #expect(!Self.files.isEmpty)
    let folder = try TemporaryFolder()
    var shapes: Set<String> = []
    for (number, file) in Self.files.enumerated() {
      let bytes = Array(try Data(contentsOf: file))
      let directory = folder.file("ledger-\(number)")
      _ = try Ledger.create(
        directory, importing: ImportSource(bytes, name: file.path), by: .operator)
      let ledger = try Ledger.open(directory, for: .reading)
      #expect(try ledger.exported() == bytes, "\(file.path)")
      #expect(try ledger.verify().agrees)
      for record in try ledger.records(RecordQuery()) {
        shapes.insert(record.recorded?.action.name.rawValue ?? "")
      }
      try ledger.close()
    }
    #expect(shapes == Set(ActionName.allCases.map(\.rawValue)))
  }
}
