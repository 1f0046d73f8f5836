/// Who is next: a binary heap of times.
struct TimeQueue {
  struct Entry {
    var time: Int64
    var slot: Int32
  }

  private var heap: [Entry] = []

  var first: Entry? { heap.first }

  mutating func insert(time: Int64, slot: Int32) {
    heap.append(Entry(time: time, slot: slot))
    var child = heap.count - 1
    while child > 0 {
      let parent = (child - 1) / 2
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      child = parent
    }
  }

  mutating func removeFirst() {
    let last = heap.removeLast()
    guard !heap.isEmpty else { return }
    heap[0] = last
    sink()
  }

  mutating func moveFirst(to time: Int64) {
    heap[0].time = time
    sink()
  }

  private mutating func sink() {
    var parent = 0
    while true {
      var child = 2 * parent + 1
      guard child < heap.count else { return }
      if child + 1 < heap.count, heap[child + 1].time < heap[child].time { child += 1 }
      guard heap[child].time < heap[parent].time else { return }
      heap.swapAt(child, parent)
      parent = child
    }
  }
}
