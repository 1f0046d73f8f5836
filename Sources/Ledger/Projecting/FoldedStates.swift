import Integrations

/// The states of every integration while a fold runs over the whole log.
///
/// Streams are numbered densely from 1, so a state is found by its number without hashing. States
/// lie in blocks that never move: the memory is what they need and not twice that while an array
/// grows.
final class FoldedStates {
  private static let blockSize = 1024

  private var blocks: [Provider: [UnsafeMutablePointer<Integration?>?]] = [:]
  /// One past the largest stream number seen.
  private(set) var end: Int64 = 1

  init() {}

  deinit {
    for block in blocks.values.joined() {
      block?.deinitialize(count: Self.blockSize)
      block?.deallocate()
    }
  }

  /// Folds one more action into an integration's state.
  func evolve(_ stream: Int64, _ provider: Provider, _ action: Action, cited: Citation) {
    let slot = slot(stream, provider)
    if slot.pointee == nil { slot.pointee = Integration() }
    slot.pointee?.evolve(action, cited: cited)
  }

  subscript(stream: Int64, provider: Provider) -> Integration? {
    let number = Int(stream) / Self.blockSize
    guard let list = blocks[provider], list.indices.contains(number), let block = list[number]
    else { return nil }
    return block[Int(stream) % Self.blockSize]
  }

  /// Every state, by stream and provider.
  func forEach(_ body: (Int64, Provider, Integration) throws -> Void) rethrows {
    let providers = Provider.allCases.sorted { $0.rawValue < $1.rawValue }
    for stream in 1..<max(end, 1) {
      for provider in providers {
        if let state = self[stream, provider] { try body(stream, provider, state) }
      }
    }
  }

  private func slot(_ stream: Int64, _ provider: Provider) -> UnsafeMutablePointer<Integration?> {
    let number = Int(stream) / Self.blockSize
    end = max(end, stream + 1)
    var list = blocks[provider] ?? []
    if number >= list.count || list[number] == nil {
      while list.count <= number { list.append(nil) }
      let block = UnsafeMutablePointer<Integration?>.allocate(capacity: Self.blockSize)
      block.initialize(repeating: nil, count: Self.blockSize)
      list[number] = block
      blocks[provider] = list
    }
    guard let block = list[number] else { return slot(stream, provider) }
    return block + Int(stream) % Self.blockSize
  }
}
