/// Values by the number of a stream.
///
/// They lie in blocks of neighbouring numbers that never move: the memory is what they need and
/// not twice that while a table grows, and finding one takes no hashing while neighbours come
/// together. Numbers are dense in a sound ledger, and any in one that somebody changed.
final class StreamTable<Value> {
  private typealias Block = UnsafeMutablePointer<Value?>

  private var blocks: [Int64: Block] = [:]
  private var lastNumber = Int64.min
  private var lastBlock: Block?

  private static var blockSize: Int { 256 }

  init() {}

  deinit {
    for block in blocks.values {
      block.deinitialize(count: Self.blockSize)
      block.deallocate()
    }
  }

  subscript(stream: Int64) -> Value? {
    get {
      let (number, place) = Self.place(of: stream)
      if number == lastNumber { return lastBlock?[place] }
      return blocks[number]?[place]
    }
    _modify {
      let (number, place) = Self.place(of: stream)
      yield &block(number)[place]
    }
  }

  /// Changes the value of a stream in its place, if it has one.
  ///
  /// - Returns: whether it has one.
  func update(_ stream: Int64, _ body: (inout Value) throws -> Void) rethrows -> Bool {
    let (number, place) = Self.place(of: stream)
    if number != lastNumber {
      guard let block = blocks[number] else { return false }
      (lastNumber, lastBlock) = (number, block)
    }
    guard let block = lastBlock, block[place] != nil else { return false }
    // In place: copying a value out and back would copy what it holds when it is changed.
    // swift-format-ignore: NeverForceUnwrap
    try body(&block[place]!)
    return true
  }

  /// The blocks that are in use, in no order.
  var blockNumbers: some Sequence<Int64> { blocks.keys }

  /// The streams that a block holds values of.
  static func streams(inBlock number: Int64) -> ClosedRange<Int64> {
    let first = number * Int64(blockSize)
    return first...(first + Int64(blockSize - 1))
  }

  /// Every value, in the order of the streams.
  func forEach(_ body: (Int64, Value) throws -> Void) rethrows {
    for stream in blocks.keys.sorted().lazy.flatMap({ Self.streams(inBlock: $0) }) {
      if let value = self[stream] { try body(stream, value) }
    }
  }

  private func block(_ number: Int64) -> Block {
    if number == lastNumber, let lastBlock { return lastBlock }
    let block = blocks[number] ?? makeBlock(number)
    lastNumber = number
    lastBlock = block
    return block
  }

  private func makeBlock(_ number: Int64) -> Block {
    let block = Block.allocate(capacity: Self.blockSize)
    block.initialize(repeating: nil, count: Self.blockSize)
    blocks[number] = block
    return block
  }

  private static func place(of stream: Int64) -> (number: Int64, place: Int) {
    // Shifting rounds down, also below zero: a block has 256 places.
    (stream >> 8, Int(stream & 0xff))
  }
}
