import EventLog
import Transparency

/// The root that a company's checkpoint is a leaf of.
extension EvidencePackage {
  /// Checks that the text of the checkpoint is a leaf of the root in the package.
  func checkRoot(
    _ text: String, _ keys: [VerifierKey], _ origin: String
  ) throws -> (root: Checkpoint, isSigned: Bool) {
    let note = try SignedNote(reading: try readNote(.rootCheckpoint))
    let proof = try TreeProof(String(decoding: try readNote(.rootProof), as: UTF8.self))
    guard proof.checkpoint == note.description else {
      throw PackageFault(
        "root.tlog-proof is about another root than root/checkpoint.",
        "root.tlog-proof gäller en annan rot än root/checkpoint.")
    }
    let root = try Checkpoint(note.text)
    guard root.origin == origin else {
      throw PackageFault(
        "The root is \(root.origin), and this company's leaf belongs to \(origin).",
        "Roten är \(root.origin), och detta företags löv hör till \(origin).")
    }
    guard let hash = root.root else {
      throw PackageFault("The root's hash has not 32 bytes.", "Rotens hashvärde har inte 32 byte.")
    }
    do throws(ProofError) {
      try TreeHash.leaf(Array(text.utf8)).checkInclusion(
        at: proof.index, in: root.size, proof: proof.hashes, root: hash)
    } catch {
      throw PackageFault(
        "The root does not hold this checkpoint", "Roten innehåller inte denna kontrollpunkt",
        because: error.text)
    }
    let known = keys.filter { $0.name == root.origin }
    if !known.isEmpty { _ = try note.verified(by: known) }
    return (root, !known.isEmpty)
  }

  /// Checks the leaves of the root, and returns their tree; nil if they are not in the package.
  func checkLeaves(_ root: Checkpoint, _ search: inout KeptCheckpointSearch?) throws
    -> Frontier?
  {
    guard let path = try optionalPath(of: .rootLeaves) else { return nil }
    var frontier = Frontier()
    let isKeptOfRoot = search?.checkpoint.origin == root.origin
    if isKeptOfRoot { search?.observe(frontier) }
    try ImportSource(file: path).forEachLine { line, number, _ in
      guard frontier.size < root.size, case .string(let text)? = try? JSONParser.parse(line) else {
        throw PackageFault(
          "root/leaves.jsonl:\(number): this is not a leaf of the root.",
          "root/leaves.jsonl:\(number): detta är inte ett löv i roten.")
      }
      frontier.append(TreeHash.leaf(Array(text.utf8)))
      if isKeptOfRoot { search?.observe(frontier) }
    }
    guard frontier.size == root.size, frontier.root == root.root else {
      throw PackageFault(
        "root/leaves.jsonl does not hold the leaves that root/checkpoint signs.",
        "root/leaves.jsonl innehåller inte de löv som root/checkpoint signerar.")
    }
    return frontier
  }
}
