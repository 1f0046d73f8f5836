import Foundation
import TestSupport
import Testing
import Transparency

/// Published test data, read where it lies.
enum Vectors {
  static let folder = Golden.root.appending(path: "Tests/TransparencyTests/vectors")

  static func object(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: folder.appending(path: path))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// The paths of all JSON files below a folder.
  static func files(_ path: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.appending(path: path).path)
    return (names?.compactMap { $0 as? String } ?? []).filter { $0.hasSuffix(".json") }.sorted()
      .map { "\(path)/\($0)" }
  }

  static func hash(hex: String) throws -> TreeHash {
    try #require(TreeHash(bytes(hex: hex)))
  }

  static func bytes(hex: String) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = Substring(hex)
    while !rest.isEmpty {
      bytes.append(UInt8(rest.prefix(2), radix: 16) ?? 0)
      rest = rest.dropFirst(2)
    }
    return bytes
  }
}
