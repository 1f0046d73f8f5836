import Integrations

extension Product {
  /// Lets time pass; a server sweeps, and refreshes at least weekly.
  mutating func pass(_ seconds: Int64) {
    let end = world.now.adding(seconds: seconds)
    let week: Int64 = 6 * 86_400
    if pending != nil, let expiresAt = state.attempt?.expiresAt {
      // Whoever got the consent asks for its company until the attempt expires.
      let expiry = max(world.now, expiresAt.adding(seconds: -world.skew))
      world.now = min(end, expiry)
      askPending()
    }
    while world.hasServer, world.now.adding(seconds: week) < end {
      world.now = world.now.adding(seconds: week)
      serve()
    }
    world.now = end
    if world.hasServer { sweep() }
  }

  /// What the server does by itself: it ends what nobody came back to, and keeps the grant alive.
  mutating func serve() {
    sweep()
    if state.grant != nil { refresh(isLost: false) }
  }

  /// A server, where one runs, also asks the registers.
  mutating func serveAll() {
    guard world.hasServer else { return }
    serve()
    recheck()
  }

  /// Records that nobody came back, once the attempt has expired.
  mutating func sweep() {
    guard let attempt = state.attempt, attempt.outcome == nil, attempt.answer == nil,
      now >= attempt.expiresAt
    else { return }
    append(.failed(Failed(attempt: attempt.id, stage: .authorize, reason: .abandoned)))
  }
}
