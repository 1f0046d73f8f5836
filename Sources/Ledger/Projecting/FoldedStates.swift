import Integrations

/// The states of every integration while a fold runs over the whole log.
///
/// They lie in blocks of neighbouring streams that never move: the memory is what they need and
/// not twice that while a table grows. Numbers of streams are dense in a sound ledger, and any in
/// one that somebody changed.
final class FoldedStates {
  private static let blockSize = 256

  private struct Key: Hashable {
    var number: Int64
    var provider: Provider
  }

  private typealias Block = UnsafeMutablePointer<Integration?>

  private var blocks: [Key: Block] = [:]
  private var lastKey = Key(number: .min, provider: .fortnox)
  private var lastBlock: Block?

  init() {}

  deinit {
    for block in blocks.values {
      block.deinitialize(count: Self.blockSize)
      block.deallocate()
    }
  }

  /// Folds one more action into an integration's state.
  func evolve(_ stream: Int64, _ provider: Provider, _ action: Action, cited: Citation) {
    let slot = slot(stream, provider)
    if slot.pointee == nil { slot.pointee = Integration() }
    slot.pointee?.evolve(action, cited: cited)
  }

  subscript(stream: Int64, provider: Provider) -> Integration? {
    let (number, place) = Self.place(of: stream)
    return blocks[Key(number: number, provider: provider)]?[place]
  }

  /// Every state, by stream and provider.
  func forEach(_ body: (Int64, Provider, Integration) throws -> Void) rethrows {
    let providers = Provider.allCases.sorted { $0.rawValue < $1.rawValue }
    for number in Set(blocks.keys.map(\.number)).sorted() {
      for place in 0..<Self.blockSize {
        for provider in providers {
          guard let state = blocks[Key(number: number, provider: provider)]?[place] else {
            continue
          }
          try body(number * Int64(Self.blockSize) + Int64(place), provider, state)
        }
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

  private func slot(_ stream: Int64, _ provider: Provider) -> UnsafeMutablePointer<Integration?> {
    let (number, place) = Self.place(of: stream)
    let key = Key(number: number, provider: provider)
    if key == lastKey, let lastBlock { return lastBlock + place }
    let block = blocks[key] ?? makeBlock(key)
    lastKey = key
    lastBlock = block
    return block + place
  }

  private func makeBlock(_ key: Key) -> Block {
    let block = Block.allocate(capacity: Self.blockSize)
    block.initialize(repeating: nil, count: Self.blockSize)
    blocks[key] = block
    return block
  }

  private static func place(of stream: Int64) -> (number: Int64, place: Int) {
    let size = Int64(blockSize)
    let place = ((stream % size) + size) % size
    return ((stream &- place) / size, Int(place))
  }
}
