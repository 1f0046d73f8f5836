import Integrations
import SimulatedWorld
import Testing

/// Whoever does what is printed reaches an active integration, in every world of Fiken.
@Suite struct FikenWorldTests {
  /// How many ways a person tries; where there are several, a way that came to nothing is followed by
  /// another one.
  private static let patience = 10

  /// Follows printed ways until nothing is left to do.
  ///
  /// - Returns: The verdicts on the way.
  private func follow(_ product: inout FikenProduct) throws -> [VerdictCode] {
    var verdicts: [VerdictCode] = []
    for round in 0..<Self.patience {
      let explanation = try #require(product.explanation)
      verdicts.append(explanation.verdict)
      if explanation.advice.health == .healthy { return verdicts }
      let ways = explanation.advice.ways
      guard !ways.isEmpty else { break }
      product.follow(ways[round % ways.count], explanation.verdict)
    }
    return verdicts
  }

  @Test("from nothing to an active integration", arguments: 0..<FikenWorld.count)
  func connects(_ number: Int) throws {
    var product = FikenProduct(FikenWorld(number))
    let verdicts = try follow(&product)
    #expect(verdicts.last == .healthy, "\(FikenWorld(number)): \(verdicts)")
    #expect(product.state.phase(at: product.now) == .active)
    #expect(product.faults.isEmpty, "\(product.faults)")
  }

  @Test("back to an active integration when the consent has ended", arguments: 0..<FikenWorld.count)
  func returns(_ number: Int) throws {
    var product = FikenProduct(FikenWorld(number))
    _ = try follow(&product)
    product.endConsent()
    #expect(product.explanation?.verdict == .grantDead)
    // What the company had may be gone, too.
    product.world.isAllowed = number % 2 == 0
    product.world.hasProjectModule = number % 3 == 0
    let verdicts = try follow(&product)
    #expect(verdicts.last == .healthy, "\(FikenWorld(number)): \(verdicts)")
    #expect(product.faults.isEmpty, "\(product.faults)")
  }

  @Test("each fault of the world is met by some way")
  func reached() throws {
    let verdicts = try (0..<FikenWorld.count).flatMap { number -> [VerdictCode] in
      var product = FikenProduct(FikenWorld(number))
      return try follow(&product)
    }
    let expected: Set<VerdictCode> = [
      .neverStarted, .otherCompany, .licenceMissing, .authorizerLacksRights, .notEnabled, .healthy,
    ]
    #expect(Set(verdicts).isSuperset(of: expected))
  }
}
