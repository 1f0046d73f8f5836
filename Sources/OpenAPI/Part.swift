/// The files that the document is put together from, each under the section of its folder.
enum Part {
  /// A file's name and its bytes.
  typealias File = (name: String, bytes: [UInt8])

  /// What stands around the rest.
  static let root: File = ("document.json", PackageResources.document_json)

  /// Routes: a file a path, or a few that belong together.
  static let paths: [File] = [
    ("paths/checkpoint.path.json", PackageResources.checkpoint_path_json),
    ("paths/evidence.path.json", PackageResources.evidence_path_json),
    ("paths/health.path.json", PackageResources.health_path_json),
    ("paths/history.path.json", PackageResources.history_path_json),
    ("paths/integration.path.json", PackageResources.integration_path_json),
    ("paths/integrations.path.json", PackageResources.integrations_path_json),
    ("paths/links.path.json", PackageResources.links_path_json),
    ("paths/log.path.json", PackageResources.log_path_json),
    ("paths/metrics.path.json", PackageResources.metrics_path_json),
    ("paths/oldReading.path.json", PackageResources.oldReading_path_json),
    ("paths/oldToken.path.json", PackageResources.oldToken_path_json),
    ("paths/openapi.path.json", PackageResources.openapi_path_json),
    ("paths/proof.path.json", PackageResources.proof_path_json),
    ("paths/publications.path.json", PackageResources.publications_path_json),
    ("paths/record.path.json", PackageResources.record_path_json),
    ("paths/records.path.json", PackageResources.records_path_json),
    ("paths/token.path.json", PackageResources.token_path_json),
    ("paths/why.path.json", PackageResources.why_path_json),
  ]

  /// Parameters that several routes have.
  static let parameters: [File] = [
    ("parameters/filters.parameters.json", PackageResources.filters_parameters_json),
    ("parameters/naming.parameters.json", PackageResources.naming_parameters_json),
    ("parameters/paging.parameters.json", PackageResources.paging_parameters_json),
  ]

  /// Shapes of bodies, headers and parameters.
  static let schemas: [File] = [
    ("schemas/codes.schema.json", PackageResources.codes_schema_json),
    ("schemas/cursor.schema.json", PackageResources.cursor_schema_json),
    ("schemas/explaining.schema.json", PackageResources.explaining_schema_json),
    ("schemas/grant.schema.json", PackageResources.grant_schema_json),
    ("schemas/integrations.schema.json", PackageResources.integrations_schema_json),
    ("schemas/logLine.schema.json", PackageResources.logLine_schema_json),
    ("schemas/oldAnswers.schema.json", PackageResources.oldAnswers_schema_json),
    ("schemas/problem.schema.json", PackageResources.problem_schema_json),
    ("schemas/publicationLine.schema.json", PackageResources.publicationLine_schema_json),
    ("schemas/settings.schema.json", PackageResources.settings_schema_json),
    ("schemas/status.schema.json", PackageResources.status_schema_json),
    ("schemas/token.schema.json", PackageResources.token_schema_json),
    ("schemas/why.schema.json", PackageResources.why_schema_json),
    ("schemas/words.schema.json", PackageResources.words_schema_json),
  ]

  /// Refusals, by what is wrong.
  static let responses: [File] = [
    ("responses/access.responses.json", PackageResources.access_responses_json),
    ("responses/cursors.responses.json", PackageResources.cursors_responses_json),
    ("responses/faults.responses.json", PackageResources.faults_responses_json),
    ("responses/load.responses.json", PackageResources.load_responses_json),
    ("responses/malformed.responses.json", PackageResources.malformed_responses_json),
    ("responses/negotiation.responses.json", PackageResources.negotiation_responses_json),
    ("responses/noAnswer.responses.json", PackageResources.noAnswer_responses_json),
    ("responses/notFound.responses.json", PackageResources.notFound_responses_json),
    ("responses/oldRefused.responses.json", PackageResources.oldRefused_responses_json),
    ("responses/page.responses.json", PackageResources.page_responses_json),
    ("responses/tokenRefused.responses.json", PackageResources.tokenRefused_responses_json),
  ]

  /// Headers of answers.
  static let headers: [File] = [
    ("headers/common.headers.json", PackageResources.common_headers_json)
  ]
}
