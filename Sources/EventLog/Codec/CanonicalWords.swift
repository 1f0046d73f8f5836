import Foundation
import Integrations

/// Bytes that live as long as the program, to compare with what a record holds.
///
/// They are never changed, so threads can share them.
struct FixedBytes: @unchecked Sendable {
  let bytes: UnsafeRawBufferPointer

  /// Copies a text into memory that is never freed, so it is for constants only.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 1)
    copy.copyBytes(from: bytes)
    self.bytes = UnsafeRawBufferPointer(copy)
  }

  @inline(__always)
  func matches(_ other: UnsafeRawBufferPointer) -> Bool { Self.matches(bytes, other) }

  @inline(__always)
  func isEnd(of other: UnsafeRawBufferPointer) -> Bool {
    guard other.count >= bytes.count, let start = bytes.baseAddress, let base = other.baseAddress
    else { return false }
    return start.equals(base + (other.count - bytes.count), count: bytes.count)
  }

  @inline(__always)
  static func matches(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    guard left.count == right.count, let start = left.baseAddress, let other = right.baseAddress
    else { return left.count == right.count }
    return start.equals(other, count: left.count)
  }
}

/// The words of a closed list, found by their bytes.
struct WordTable<Word: Sendable & Equatable>: Sendable {
  private let words: [(word: Word, fixed: FixedBytes)]

  init(_ words: [Word], _ text: (Word) -> String) {
    self.words = words.map { ($0, FixedBytes(text($0))) }
  }

  func word(_ bytes: UnsafeRawBufferPointer) -> Word? {
    for entry in words where entry.fixed.matches(bytes) { return entry.word }
    return nil
  }

  /// The word whose bytes stand at the end of these.
  func word(endOf bytes: UnsafeRawBufferPointer) -> Word? {
    for entry in words where entry.fixed.isEnd(of: bytes) { return entry.word }
    return nil
  }

  func bytes(of word: Word) -> UnsafeRawBufferPointer {
    words[index(of: word)].fixed.bytes
  }

  func index(of word: Word) -> Int {
    var index = 0
    while words[index].word != word { index += 1 }
    return index
  }

  func word(at index: Int) -> Word? {
    words.indices.contains(index) ? words[index].word : nil
  }
}

/// A word of a closed list, recognised by its bytes without making a string.
protocol CanonicalWord: CaseIterable, RawRepresentable<String>, Sendable, Equatable {
  static var table: WordTable<Self> { get }
}

extension WordTable where Word: CaseIterable & RawRepresentable<String> {
  init() {
    self.init(Array(Word.allCases), \.rawValue)
  }
}

// The closed lists that records and projections spell out. Their raw values are stored names and
// never change; new ones go last.
extension AccountType: CanonicalWord { static let table = WordTable<Self>() }
extension ActionName: CanonicalWord {
  static let table = WordTable<Self>()
  /// The bytes that a record of each action ends with.
  static let endings = WordTable(allCases) { #","type":"integration.\#($0.rawValue).v1"}"# }
}
extension Actor.Role: CanonicalWord {
  static let table = WordTable<Self>()
  /// The `authtype` that belongs to each role.
  static let authtypes = WordTable(allCases, \.authtype)
}
extension CallbackAnswer: CanonicalWord { static let table = WordTable<Self>() }
extension CallbackVerdict: CanonicalWord { static let table = WordTable<Self>() }
extension CallbackFault: CanonicalWord { static let table = WordTable<Self>() }
extension Approval.Via: CanonicalWord { static let table = WordTable<Self>() }
extension Failed.Stage: CanonicalWord { static let table = WordTable<Self>() }
extension Failed.Reason: CanonicalWord { static let table = WordTable<Self>() }
extension Failed.CredentialFault: CanonicalWord { static let table = WordTable<Self>() }
extension RefusalLayer: CanonicalWord { static let table = WordTable<Self>() }
extension RemovalReason: CanonicalWord { static let table = WordTable<Self>() }
extension Register: CanonicalWord { static let table = WordTable<Self>() }
extension Provider: CanonicalWord { static let table = WordTable<Self>() }
extension CompanyLogSeverity: CanonicalWord { static let table = WordTable<Self>() }
extension CompanyLogCode: CanonicalWord { static let table = WordTable<Self>() }
extension VerdictCode: CanonicalWord { static let table = WordTable<Self>() }
extension Finding.Kind: CanonicalWord { static let table = WordTable<Self>() }
