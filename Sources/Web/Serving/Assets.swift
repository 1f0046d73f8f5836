import Hummingbird

/// The style sheet and the script, with addresses that change with their content.
struct Assets: Sendable {
  /// A file, plain and compressed.
  struct File: Sendable {
    let path: String
    let type: String
    let bytes: [UInt8]
    let packed: [UInt8]?

    init(_ bytes: [UInt8], _ type: String, ending: String) {
      self.bytes = bytes
      self.type = type
      packed = Gzip.compress(bytes)
      let hash = SecretHash.of(String(decoding: bytes, as: UTF8.self)).prefix(12)
      path = "/assets/\(hash).\(ending)"
    }

    /// The answer with the file.
    func response(takesGzip: Bool) -> Response {
      Gzip.response(.ok, type: type, bytes, packed: takesGzip ? packed : nil)
    }
  }

  let style = File(
    PackageResources.base_css + PackageResources.parts_css + PackageResources.lists_css,
    "text/css; charset=utf-8", ending: "css")
  let script = File(PackageResources.app_js, "text/javascript; charset=utf-8", ending: "js")

  /// The file with an address; nil if there is none.
  subscript(path: String) -> File? { [style, script].first { $0.path == path } }
}
