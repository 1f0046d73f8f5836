import Fixtures
import Integrations
import Testing

@Suite struct MadeUpTests {
  private static let count = 200_000
  private static let end = Timestamp(milliseconds: 1_795_000_000_000)

  @Test("as many actions as asked for, in the order of time, none after the end")
  func order() {
    for count in [0, 1, 7, 1_000, Self.count] {
      var latest = Timestamp(milliseconds: 0)
      var given = 0
      for made in MadeUp(seed: 1, count: count, endingAt: Self.end) {
        #expect(made.time >= latest)
        latest = made.time
        given += 1
      }
      #expect(given == count)
      #expect(latest <= Self.end)
    }
  }

  @Test("the same seed gives the same actions, another seed others")
  func deterministic() {
    func actions(_ seed: UInt64) -> [Action] {
      MadeUp(seed: seed, count: 2_000, endingAt: Self.end).map(\.action)
    }
    #expect(actions(7) == actions(7))
    #expect(actions(7) != actions(8))
  }

  @Test("four of five companies connect once, few do most, and all nine actions happen")
  func shape() {
    var made = MadeUp(seed: 3, count: Self.count, endingAt: Self.end)
    var sizes: [Company: Int] = [:]
    var starts: [Company: Int] = [:]
    var consents: [Company: Int] = [:]
    var names: [ActionName: Int] = [:]
    while let next = made.next() {
      sizes[next.company, default: 0] += 1
      names[next.action.name, default: 0] += 1
      switch next.action {
      case .authorizeStarted: starts[next.company, default: 0] += 1
      case .approved(let data) where data.via == .consent:
        consents[next.company, default: 0] += 1
      default: break
      }
    }
    #expect(sizes.count == made.companies)
    let average = Double(Self.count) / Double(sizes.count)
    #expect((6.5...7.5).contains(average), "\(average) actions a company")
    let once = sizes.keys.count { starts[$0] == 1 && consents[$0] == 1 }
    #expect((0.78...0.88).contains(Double(once) / Double(sizes.count)))
    let busiest = sizes.values.sorted(by: >).prefix(sizes.count / 100).reduce(0, +)
    #expect(Double(busiest) / Double(Self.count) > 0.05, "\(busiest) of the busiest hundredth")
    #expect(Set(names.keys) == Set(ActionName.allCases))
  }
}
