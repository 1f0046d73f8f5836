extension Integration {
  public func verdict(at: Timestamp) -> VerdictCode { .healthy }
}
public enum VerdictCode: String, Sendable { case healthy = "HEALTHY" }
public enum CompanyLogSeverity: String, Sendable { case info }
public enum CompanyLogCode: String, Sendable { case a }
public enum CompanyLogLine {
  public static func line(for action: Action) -> (
    severity: CompanyLogSeverity, code: CompanyLogCode
  ) { (.info, .a) }
}
