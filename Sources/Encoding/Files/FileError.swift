import Foundation

/// What the file system refuses.
package struct FileError: Error, Hashable, Sendable {
  /// The file or directory.
  package let path: String
  /// What is wrong, as a clause.
  package let what: String

  package init(_ path: String, _ what: String) {
    self.path = path
    self.what = what
  }
}

/// What the operating system says about an error number, as a clause.
package func reason(of error: Int32) -> String {
  String(cString: strerror(error)).lowercased()
}
