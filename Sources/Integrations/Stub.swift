public enum Rejection: Error, Hashable { case stub
  public var code: String { "stub" }
  public var reason: Text { Text("","") }
  public var remedy: Text { Text("","") }
}
public struct Decision: Hashable, Sendable { public var action: Action; public var time: Timestamp?; public var isRequested: Bool }
extension Integration {
  public mutating func evolve(_ action: Action, cited: Citation) {}
  public func decide(_ action: Action, at time: Timestamp) throws(Rejection) -> [Decision] { [Decision(action: action, time: nil, isRequested: true)] }
  public var deadline: Timestamp? { nil }
  public func verdict(at: Timestamp) -> VerdictCode { .healthy }
}
public enum VerdictCode: String, Sendable { case healthy = "HEALTHY" }
public enum CompanyLogSeverity: String, Sendable { case info }
public enum CompanyLogCode: String, Sendable { case a }
public enum CompanyLogLine { public static func line(for action: Action) -> (severity: CompanyLogSeverity, code: CompanyLogCode) { (.info, .a) } }
