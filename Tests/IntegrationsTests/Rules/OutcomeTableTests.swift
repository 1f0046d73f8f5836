import Integrations
import Testing

@Suite("Every command in every situation") struct OutcomeTableTests {
  /// One cell of the table.
  struct Cell: Hashable {
    var situation: String
    var command: String
    var outcome: String
  }

  /// The cells, read block by block; the head of a block names the action and its variants.
  static let cells: [Cell] = outcomeTable.split(separator: "\n\n").flatMap { block in
    let rows = block.split(separator: "\n").filter { !$0.hasPrefix("-") }.map(columns)
    let heads = rows[0].dropFirst().map { variant in
      variant == rows[0][0] ? variant : "\(rows[0][0]), \(variant)"
    }
    return rows.dropFirst().flatMap { row in
      zip(heads, row.dropFirst()).map { Cell(situation: row[0], command: $0, outcome: $1) }
    }
  }

  private static func columns(of line: Substring) -> [String] {
    line.split(separator: "|").map { column in
      String(column.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
  }

  @Test("the table has one cell for every pair")
  func complete() {
    let pairs = TableSituation.allCases.flatMap { situation in
      TableCommand.allCases.map { Pair(situation: situation.rawValue, command: $0.rawValue) }
    }
    let told = Self.cells.map { Pair(situation: $0.situation, command: $0.command) }
    #expect(told.count == pairs.count)
    #expect(Set(told) == Set(pairs))
  }

  private struct Pair: Hashable {
    var situation: String
    var command: String
  }

  @Test("the situations are of every phase, and each is in the phase that its name says")
  func situations() throws {
    #expect(Set(TableSituation.allCases.map(\.phase)) == Set(Phase.allCases))
    for situation in TableSituation.allCases {
      let phase = try #require(situation.phase)
      #expect(situation.story.state.phase(at: TableSituation.now) == phase)
    }
  }

  @Test("the commands are of every action, and each is the action that its name says")
  func commands() {
    let names = TableCommand.allCases.map { $0.action(about: first).name }
    #expect(Set(names) == Set(ActionName.allCases))
    for (command, name) in zip(TableCommand.allCases, names) {
      #expect(command.rawValue.split(separator: ",").first.map(String.init) == name.rawValue)
    }
  }

  @Test("every command comes to what the table says", arguments: TableSituation.allCases)
  func outcomes(situation: TableSituation) throws {
    let story = situation.story
    for cell in Self.cells where cell.situation == situation.rawValue {
      let command = try #require(TableCommand(rawValue: cell.command))
      let action = command.action(about: situation.latest)
      let outcome = story.when(TableSituation.now, action).outcome
      #expect(outcome == cell.outcome, "\(cell.situation): \(cell.command)")
    }
  }
}

extension Story {
  /// What came of the latest command, as the table writes it.
  fileprivate var outcome: String {
    if let rejection { return "!\(rejection.code)" }
    if decisions.isEmpty { return "nothing" }
    return decisions.map(\.action.name.rawValue).joined(separator: " + ")
  }
}
