import Foundation

/// The variables that the program is started with.
package enum Environment {
  /// The value of a variable; nil where it is not set or empty.
  ///
  /// One variable, and not a dictionary of all of them: a short command has no time for that.
  package static subscript(_ name: String) -> String? {
    guard let value = getenv(name), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}
