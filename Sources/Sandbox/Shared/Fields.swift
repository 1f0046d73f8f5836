import Foundation
import Hummingbird

/// The fields of a form or a query.
struct Fields {
  private let items: [URLQueryItem]

  init(_ text: String) {
    let query = text.replacing("+", with: "%20")
    items = URLComponents(string: "/?" + query)?.queryItems ?? []
  }

  /// Reads a request's form.
  static func form(_ request: Request) async throws -> Fields {
    let body = try await request.body.collect(upTo: 1 << 16)
    return Fields(String(buffer: body))
  }

  /// The first value of a field; nil if it is empty or missing.
  subscript(_ name: String) -> String? {
    items.first { $0.name == name }?.value.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Every value of a field.
  func all(_ name: String) -> [String] { items.filter { $0.name == name }.compactMap(\.value) }

  /// The names of all fields.
  var names: Set<String> { Set(items.map(\.name)) }
}
