public import Integrations

/// An explanation as the judge reads it: codes and numbers only, so that any program can be judged.
public struct Told: Hashable, Sendable {
  /// The code of the verdict.
  public var verdict: String
  /// `certain`, `likely` or `unknown`.
  public var confidence: String
  /// 0 healthy, 1 somebody must act, 2 that cannot be told.
  public var standing: Int
  /// The ways; one of them is enough.
  public var ways: [[Step]]
  /// What else is wrong.
  public var also: [Further]
  /// The sequence numbers of the records that show the verdict.
  public var cited: [Int]
  /// What is said not to be the cause.
  public var ruledOut: [RuledOut]

  /// One thing that one person does.
  public struct Step: Hashable, Sendable {
    /// The stable code.
    public var code: String
    /// The registers it names.
    public var registers: [Register]
    /// The company at the provider that it names.
    public var company: String?
    /// Until when it says to wait.
    public var until: Timestamp?
    /// Who does it, such as `companyAdministrator`.
    public var person: String

    /// A step.
    public init(
      _ code: String, registers: [Register] = [], company: String? = nil,
      until: Timestamp? = nil, person: String = "companyAdministrator"
    ) {
      self.code = code
      self.registers = registers
      self.company = company
      self.until = until
      self.person = person
    }
  }

  /// One more thing that is wrong beside the verdict, or one sentence on what happened.
  public struct Further: Hashable, Sendable {
    /// The code of its verdict.
    public var verdict: String?
    /// `certain`, `likely` or `unknown`.
    public var confidence: String
    /// Its own ways, where it has any.
    public var ways: [[Step]]
    /// The records that show it.
    public var cited: [Int]

    /// One more thing.
    public init(
      verdict: String?, confidence: String, ways: [[Step]] = [], cited: [Int] = []
    ) {
      self.verdict = verdict
      self.confidence = confidence
      self.ways = ways
      self.cited = cited
    }
  }

  /// A layer that is said to be in order.
  public struct RuledOut: Hashable, Sendable {
    /// The layer, by the names of the design: `client`, `grant`, `scope`, `register`, ...
    public var layer: String
    /// The registers it is said of; none where it is said of all.
    public var registers: [Register]
    /// The record that shows it.
    public var cited: Int?

    /// A layer in order.
    public init(layer: String, registers: [Register] = [], cited: Int? = nil) {
      self.layer = layer
      self.registers = registers
      self.cited = cited
    }
  }

  /// An explanation.
  public init(
    verdict: String, confidence: String, standing: Int, ways: [[Step]] = [],
    also: [Further] = [], cited: [Int] = [], ruledOut: [RuledOut] = []
  ) {
    self.verdict = verdict
    self.confidence = confidence
    self.standing = standing
    self.ways = ways
    self.also = also
    self.cited = cited
    self.ruledOut = ruledOut
  }
}

extension Told.Step: CustomStringConvertible {
  /// The code with what it names.
  public var description: String {
    var names = registers.map(\.rawValue)
    if let company { names.append(company) }
    return names.isEmpty ? code : "\(code)(\(names.joined(separator: ", ")))"
  }
}
