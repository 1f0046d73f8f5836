/// A map from the numbers of streams to values, smaller and faster than a dictionary.
///
/// Values lie in blocks of neighbouring numbers that never move: so growing copies nothing, and
/// finding a neighbour of the last number takes no hashing. Numbers are dense in a sound ledger,
/// but can be anything in one that was changed: those far from the others go into a dictionary.
package final class StreamMap<Value> {
  private typealias Block = UnsafeMutablePointer<Value?>

  private var blocks: [Int64: Block] = [:]
  /// How many places in blocks were filled.
  private var values: Int64 = 0
  /// Values of numbers far from the others.
  private var strays: [Int64: Value] = [:]
  private var lastNumber = Int64.min
  private var lastBlock: Block?

  private static var blockSize: Int { 256 }

  /// An empty map.
  package init() {}

  deinit {
    for block in blocks.values {
      block.deinitialize(count: Self.blockSize)
      block.deallocate()
    }
  }

  /// The value of a stream; nil if it has none.
  package subscript(stream: Int64) -> Value? {
    get {
      let (number, place) = Self.place(of: stream)
      if !strays.isEmpty, let stray = strays[stream] { return stray }
      if number == lastNumber { return lastBlock?[place] }
      return blocks[number]?[place]
    }
    _modify {
      let (number, place) = Self.place(of: stream)
      if !strays.isEmpty && strays[stream] != nil || !mayHaveBlock(number) {
        yield &strays[stream]
      } else {
        let block = block(number)
        let wasEmpty = block[place] == nil
        yield &block[place]
        if wasEmpty { values += 1 }
      }
    }
  }

  /// True if the block is there, or its number is not far beyond those that so many values need.
  private func mayHaveBlock(_ number: Int64) -> Bool {
    number == lastNumber || blocks[number] != nil
      || (0...16 + 8 * values / Int64(Self.blockSize)).contains(number)
  }

  /// Changes the value of a stream in place, if it has one.
  ///
  /// - Returns: True if it has one.
  package func update(_ stream: Int64, _ body: (inout Value) throws -> Void) rethrows -> Bool {
    if !strays.isEmpty, strays[stream] != nil {
      // swift-format-ignore: NeverForceUnwrap
      try body(&strays[stream]!)
      return true
    }
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

  /// The numbers that may have a value in one of several tables, in order.
  static func numbers(in tables: [StreamMap]) -> some Sequence<Int64> {
    let blocks = Set(tables.flatMap(\.blocks.keys)).sorted()
    let strays = tables.flatMap(\.strays.keys).sorted()
    let dense = blocks.lazy.flatMap { number in
      let first = number * Int64(blockSize)
      return first...(first + Int64(blockSize - 1))
    }
    return Merged(dense: dense.makeIterator(), strays: strays[...])
  }

  /// Every value, in the order of the streams.
  package func forEach(_ body: (Int64, Value) throws -> Void) rethrows {
    for stream in Self.numbers(in: [self]) {
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

/// Two rising sequences as one, each number once.
private struct Merged<Dense: IteratorProtocol<Int64>>: Sequence, IteratorProtocol {
  private var dense: Dense
  private var ahead: Int64?
  private var strays: ArraySlice<Int64>

  init(dense: Dense, strays: ArraySlice<Int64>) {
    self.dense = dense
    self.strays = strays
    ahead = self.dense.next()
  }

  mutating func next() -> Int64? {
    guard let stray = strays.first, ahead.map({ stray <= $0 }) ?? true else {
      defer { ahead = dense.next() }
      return ahead
    }
    while strays.first == stray { strays.removeFirst() }
    if ahead == stray { ahead = dense.next() }
    return stray
  }
}
