import Integrations
import Testing

/// What is counted stands in the singular for one, and in the plural else.
@Suite struct CountedTests {
  @Test("one is singular, every other number plural", arguments: [0, 1, 2, 11, 21])
  func counted(count: Int) {
    #expect(count.counted("record") == (count == 1 ? "1 record" : "\(count) records"))
    #expect(count.counted("post", "poster") == (count == 1 ? "1 post" : "\(count) poster"))
    #expect(UInt64(count).counted("leaf", "leaves") == (count == 1 ? "1 leaf" : "\(count) leaves"))
  }
}
