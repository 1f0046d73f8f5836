import Integrations

/// A world as it starts, and everything that happens in it.
struct History: Sendable {
  /// The world at the start.
  var world: World
  /// What happens, in order.
  var happenings: [Happening]

  /// A random history: the same for the same seed.
  init(seed: UInt64, of facts: Facts) {
    var author = Author(seed: seed, facts)
    world = author.world()
    happenings = author.happenings()
  }

  /// The product at the end, and after each number of happenings in `moments`.
  func run(moments: Set<Int> = [], _ look: (Int, Product) -> Void = { _, _ in }) -> Product {
    var product = Product(world)
    for (index, happening) in happenings.enumerated() {
      if moments.contains(index) { look(index, product) }
      product.happen(happening)
    }
    return product
  }
}
