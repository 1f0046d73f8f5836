extension BinaryInteger {
  /// The number with what is counted: `1 record`, `2 records`; in Swedish `1 post`, `2 poster`.
  ///
  /// - Parameter many: The word for any number but 1; nil for an English word that only takes an s.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) \(self == 1 ? one : many ?? one + "s")"
  }
}
