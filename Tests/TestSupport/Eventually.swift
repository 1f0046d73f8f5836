package import Testing

/// Waits until something holds that another process or task brings about.
///
/// It gives up after five minutes, far above what the busiest machine needs, so that no test
/// depends on how fast the machine is.
///
/// - Parameter otherwise: What is told when it is given up.
package func eventually(
  otherwise: @autoclosure () throws -> String, at place: SourceLocation = #_sourceLocation,
  _ holds: () async throws -> Bool
) async throws {
  for _ in 0..<30_000 {
    if try await holds() { return }
    try await Task.sleep(for: .milliseconds(10))
  }
  Issue.record("it never came to that: \(try otherwise())", sourceLocation: place)
}
