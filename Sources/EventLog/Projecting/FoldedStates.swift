import Integrations

/// The states of every integration while a fold runs over the whole log.
final class FoldedStates {
  private let tables = Provider.allCases.sorted { $0.rawValue < $1.rawValue }.map {
    (provider: $0, states: StreamMap<Integration>())
  }

  init() {}

  /// Folds one more action into an integration's state.
  func evolve(
    stream: Int64, with provider: Provider, by action: Action, cited: Citation
  ) {
    for table in tables where table.provider == provider {
      if table.states.update(stream, { $0.evolve(action, cited: cited) }) { return }
      var state = Integration(provider)
      state.evolve(action, cited: cited)
      table.states[stream] = state
    }
  }

  /// The state of an integration; nil if no action of it was folded.
  subscript(stream: Int64, provider: Provider) -> Integration? {
    tables.first { $0.provider == provider }?.states[stream]
  }

  /// The states of a stream's integrations, in the order of the providers' ids.
  subscript(stream: Int64) -> [(provider: Provider, state: Integration)] {
    tables.compactMap { table in
      table.states[stream].map { (provider: table.provider, state: $0) }
    }
  }

  /// Calls `body` with every state, in the order of streams and providers.
  func forEach(_ body: (Int64, Provider, Integration) throws -> Void) rethrows {
    for stream in StreamMap.numbers(in: tables.map(\.states)) {
      for table in tables {
        if let state = table.states[stream] { try body(stream, table.provider, state) }
      }
    }
  }

  /// The numbers of the streams that have a state, in order.
  var streams: [Int64] {
    var streams: [Int64] = []
    forEach { stream, _, _ in
      if streams.last != stream { streams.append(stream) }
    }
    return streams
  }
}
