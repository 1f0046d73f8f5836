/// The JSON Schemas of the records, one an action or kind of bookkeeping, and the one they share.
///
/// They are for other programs: the ledger itself checks records by the types they are read into.
public enum EventSchema {
  /// Every schema by the name of its file, the shared one first, then the actions and the
  /// bookkeeping in order.
  public static let all: [(name: String, text: String)] = [
    ("record.schema.json", text(PackageResources.record_schema_json)),
    (
      "integration.configured.v1.schema.json",
      text(PackageResources.integration_configured_v1_schema_json)
    ),
    (
      "integration.serviceAccountSelected.v1.schema.json",
      text(PackageResources.integration_serviceAccountSelected_v1_schema_json)
    ),
    (
      "integration.authorizeStarted.v1.schema.json",
      text(PackageResources.integration_authorizeStarted_v1_schema_json)
    ),
    (
      "integration.callbackReceived.v1.schema.json",
      text(PackageResources.integration_callbackReceived_v1_schema_json)
    ),
    (
      "integration.approved.v1.schema.json",
      text(PackageResources.integration_approved_v1_schema_json)
    ),
    ("integration.failed.v1.schema.json", text(PackageResources.integration_failed_v1_schema_json)),
    (
      "integration.permissionDenied.v1.schema.json",
      text(PackageResources.integration_permissionDenied_v1_schema_json)
    ),
    (
      "integration.reauthorized.v1.schema.json",
      text(PackageResources.integration_reauthorized_v1_schema_json)
    ),
    (
      "integration.credentialsRemoved.v1.schema.json",
      text(PackageResources.integration_credentialsRemoved_v1_schema_json)
    ),
    (
      "ledger.person.introduced.v1.schema.json",
      text(PackageResources.ledger_person_introduced_v1_schema_json)
    ),
    (
      "ledger.person.erased.v1.schema.json",
      text(PackageResources.ledger_person_erased_v1_schema_json)
    ),
    (
      "ledger.state.committed.v1.schema.json",
      text(PackageResources.ledger_state_committed_v1_schema_json)
    ),
    (
      "ledger.key.rotated.v1.schema.json",
      text(PackageResources.ledger_key_rotated_v1_schema_json)
    ),
    (
      "ledger.callbacks.unknown.v1.schema.json",
      text(PackageResources.ledger_callbacks_unknown_v1_schema_json)
    ),
    (
      "ledger.key.retired.v1.schema.json",
      text(PackageResources.ledger_key_retired_v1_schema_json)
    ),
    (
      "ledger.restored.v1.schema.json",
      text(PackageResources.ledger_restored_v1_schema_json)
    ),
    (
      "ledger.visit.began.v1.schema.json",
      text(PackageResources.ledger_visit_began_v1_schema_json)
    ),
    (
      "ledger.visit.ended.v1.schema.json",
      text(PackageResources.ledger_visit_ended_v1_schema_json)
    ),
    (
      "ledger.serviceKey.created.v1.schema.json",
      text(PackageResources.ledger_serviceKey_created_v1_schema_json)
    ),
    (
      "ledger.serviceKey.revoked.v1.schema.json",
      text(PackageResources.ledger_serviceKey_revoked_v1_schema_json)
    ),
  ]

  private static func text(_ bytes: [UInt8]) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
