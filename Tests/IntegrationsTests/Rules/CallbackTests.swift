import Integrations
import Testing

@Suite("Callbacks: one counts, the others are recorded") struct CallbackTests {
  @Test(
    "the answer to the open attempt is accepted",
    arguments: [CallbackAnswer.code, .error])
  func accepted(answer: CallbackAnswer) {
    Story.authorizing.when(minute(2), callback(first, answer))
      .then(callback(first, answer))
      .phase(.authorizing)
  }

  @Test("a second arrival is recorded as alreadyUsed and changes nothing")
  func acceptedOnce() {
    let story = Story.answered
    story.when(minute(3), callback(first)).rejected(.callbackVerdict(.alreadyUsed))
    story.when(minute(3), callback(first, .error, .alreadyUsed))
      .then(callback(first, .error, .alreadyUsed))
      .phase(.authorizing)
      .given(minute(4), .approved(grant(first)))
      .phase(.authorized)
      .when(hour(1), callback(first, .code, .alreadyUsed))
      .then(callback(first, .code, .alreadyUsed))
      .phase(.authorized)
  }

  @Test("an arrival at the expiry or after it is recorded as expired")
  func expired() {
    let story = Story.authorizing
    story.when(minute(45).justBefore, callback(first)).then(callback(first))
    story.when(minute(45), callback(first)).rejected(.callbackVerdict(.expired))
    story.when(minute(45), callback(first, .code, .expired))
      .then(callback(first, .code, .expired))
      .phase(.authorizationFailed)
      .when(minute(46), .approved(grant(first)))
      .rejected(.noCodeAccepted)
  }

  @Test("an arrival after the sweep recorded the expiry is expired just the same")
  func expiredAndSwept() {
    Story.authorizing
      .given(minute(45), failed(first, .authorize, .abandoned))
      .when(minute(50), callback(first, .code, .expired))
      .then(callback(first, .code, .expired))
  }

  @Test("an arrival for a superseded attempt is recorded as closed")
  func superseded() {
    Story.authorizing
      .given(minute(1), started(second, at: minute(1)))
      .when(minute(2), callback(first, .code, .closed))
      .then(callback(first, .code, .closed))
      .phase(.authorizing)
      .when(minute(3), callback(second))
      .then(callback(second))
  }

  @Test("an arrival for an attempt that was given up is recorded as closed")
  func givenUp() {
    Story.authorizing
      .given(minute(1), failed(first, .authorize, .abandoned))
      .when(minute(2), callback(first, .code, .closed))
      .then(callback(first, .code, .closed))
      .phase(.authorizationFailed)
  }

  @Test("an arrival from another browser is recorded, and the attempt stays open")
  func otherBrowser() {
    Story.authorizing.when(minute(2), callback(first, .code, .otherBrowser))
      .then(callback(first, .code, .otherBrowser))
      .phase(.authorizing)
      .when(minute(3), callback(first))
      .then(callback(first))
  }

  @Test("an arrival without a state is recorded as malformed, and the attempt stays open")
  func withoutState() {
    Story.authorizing.when(minute(2), callback(first, .empty, .malformed))
      .then(callback(first, .empty, .malformed))
      .phase(.authorizing)
      .when(minute(3), callback(first))
      .then(callback(first))
  }

  @Test("a valid state with neither code nor error is accepted, and the attempt has failed")
  func empty() {
    Story.authorizing.when(minute(2), callback(first, .empty))
      .then(callback(first, .empty), failed(first, .callback, .emptyCallback))
      .phase(.authorizationFailed)
  }

  @Test("beside the one that counts, ten arrivals of an attempt are recorded and no more")
  func limit() {
    var story = Story.answered
    for _ in 1...10 {
      story = story.given(minute(3), callback(first, .code, .alreadyUsed))
    }
    story.when(minute(3), callback(first, .code, .alreadyUsed)).thenNothing()
    story.when(minute(3), callback(first, .code, .otherBrowser)).thenNothing()
  }

  @Test("the limit does not keep out the arrival that counts")
  func limitBeforeAccepted() {
    var story = Story.authorizing
    for _ in 1...10 {
      story = story.given(minute(1), callback(first, .code, .otherBrowser))
    }
    story.when(minute(2), callback(first)).then(callback(first))
  }

  @Test("ten arrivals of superseded attempts are recorded and no more")
  func limitOfClosed() {
    var story = Story.authorizing.given(minute(1), started(second, at: minute(1)))
    for _ in 1...10 {
      story = story.given(minute(2), callback(first, .code, .closed))
    }
    story.when(minute(2), callback(first, .code, .closed)).thenNothing()
  }

  @Test("each attempt has its ten, so that the first callback of each is kept")
  func limitOfEach() {
    var story = Story.authorizing.given(minute(1), started(second, at: minute(1)))
    for _ in 1...10 {
      story = story.given(minute(2), callback(first, .code, .closed))
    }
    story = story.given(minute(3), started(third, at: minute(3)))
    story.when(minute(4), callback(first, .code, .closed)).thenNothing()
    let late = callback(second, .code, .closed)
    story.when(minute(4), late).then(late)
  }

  @Test("of the oldest attempts nothing more is recorded, so that what is held stays small")
  func limitOfAttempts() {
    let attempts = (0...20).map { number in
      AttemptID(at: minute(Int64(number)), random: (0, UInt64(number)))
    }
    var story = Story(saved())
    for (number, attempt) in attempts.enumerated() {
      let time = minute(Int64(number))
      story = story.given(time, started(attempt, at: time))
      if number > 0 {
        story = story.given(time, callback(attempts[number - 1], .code, .closed))
      }
    }
    let now = minute(21)
    for attempt in attempts.prefix(4) {
      story.when(now, callback(attempt, .code, .closed)).thenNothing()
    }
    for attempt in attempts.dropFirst(4).dropLast() {
      let late = callback(attempt, .code, .closed)
      story.when(now, late).then(late)
    }
  }

  @Test("at most ten repeats of an attempt are recorded, however many were started since")
  func limitAcrossStarts() {
    var story = Story.authorizing
    for _ in 1...10 {
      story = story.given(minute(1), callback(first, .code, .otherBrowser))
    }
    story = story.given(minute(2), started(second, at: minute(2)))
      .when(minute(3), callback(first, .code, .closed))
    #expect(story.decisions.isEmpty)
  }

  @Test("without any attempt there is nothing a callback could belong to")
  func unknown() {
    Story(saved()).when(minute(1), callback(first)).rejected(.attemptUnknown(first))
  }

  @Test("an error comes with the answer error and with no other")
  func errorOnly() {
    let bare = CallbackReceived(attempt: first, answer: .error, verdict: .accepted)
    let extra = CallbackReceived(
      attempt: first, answer: .code, error: "access_denied", verdict: .accepted)
    let words = CallbackReceived(
      attempt: first, answer: .code, errorDescription: "The user declined", verdict: .accepted)
    for data in [bare, extra, words] {
      Story.authorizing.when(minute(2), .callbackReceived(data)).rejected(.callbackError)
    }
  }
}
