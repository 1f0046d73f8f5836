/// What comes of every command in every situation: one block an action, one column a variant of
/// its command, one row a situation.
///
/// A cell names the actions that are recorded, in their order; or says `nothing`; or names the rule
/// that refuses the command, after an exclamation mark. `OutcomeTableTests` reads it.
let outcomeTable = """
  configured                   | same       | other      | enabled
  -----------------------------+-------------------------------------------------------------
  notConfigured                | configured | configured | !enablingWithoutGrant
  configured                   | nothing    | configured | !enablingWithoutGrant
  authorizing                  | nothing    | configured | !enablingWithoutGrant
  authorizing, answered        | nothing    | configured | !enablingWithoutGrant
  authorizationFailed          | nothing    | configured | !enablingWithoutGrant
  authorizationFailed, unswept | nothing    | configured | !enablingWithoutGrant
  authorized                   | nothing    | configured | configured
  active                       | configured | configured | nothing
  active, reauthorizing        | configured | configured | nothing
  active, answered             | configured | configured | nothing
  permissionDenied             | nothing    | configured | configured
  grantExpired, dead           | nothing    | configured | configured
  grantExpired, overdue        | nothing    | configured | configured
  grantExpired, unlicensed     | nothing    | configured | configured
  credentialsRemoved           | nothing    | configured | !enablingWithoutGrant

  serviceAccountSelected       | yes                    | no
  -----------------------------+-------------------------------------------------------------
  notConfigured                | serviceAccountSelected | nothing
  configured                   | serviceAccountSelected | nothing
  authorizing                  | serviceAccountSelected | nothing
  authorizing, answered        | serviceAccountSelected | nothing
  authorizationFailed          | serviceAccountSelected | nothing
  authorizationFailed, unswept | serviceAccountSelected | nothing
  authorized                   | !serviceAccountLocked  | nothing
  active                       | !serviceAccountLocked  | nothing
  active, reauthorizing        | !serviceAccountLocked  | nothing
  active, answered             | !serviceAccountLocked  | nothing
  permissionDenied             | !serviceAccountLocked  | nothing
  grantExpired, dead           | !serviceAccountLocked  | nothing
  grantExpired, overdue        | !serviceAccountLocked  | nothing
  grantExpired, unlicensed     | !serviceAccountLocked  | nothing
  credentialsRemoved           | serviceAccountSelected | nothing

  authorizeStarted             | user                      | service
  -----------------------------+-------------------------------------------------------------
  notConfigured                | authorizeStarted          | !accountTypeNotChosen
  configured                   | authorizeStarted          | !accountTypeNotChosen
  authorizing                  | failed + authorizeStarted | !accountTypeNotChosen
  authorizing, answered        | failed + authorizeStarted | !accountTypeNotChosen
  authorizationFailed          | authorizeStarted          | !accountTypeNotChosen
  authorizationFailed, unswept | failed + authorizeStarted | !accountTypeNotChosen
  authorized                   | authorizeStarted          | !accountTypeOfGrant
  active                       | authorizeStarted          | !accountTypeOfGrant
  active, reauthorizing        | failed + authorizeStarted | !accountTypeOfGrant
  active, answered             | failed + authorizeStarted | !accountTypeOfGrant
  permissionDenied             | authorizeStarted          | !accountTypeOfGrant
  grantExpired, dead           | authorizeStarted          | !accountTypeOfGrant
  grantExpired, overdue        | authorizeStarted          | !accountTypeOfGrant
  grantExpired, unlicensed     | authorizeStarted          | !accountTypeOfGrant
  credentialsRemoved           | authorizeStarted          | !accountTypeNotChosen

  callbackReceived             | code             | empty                     | otherBrowser
  -----------------------------+-------------------------------------------------------------
  notConfigured                | !attemptUnknown  | !attemptUnknown           | !attemptUnknown
  configured                   | !attemptUnknown  | !attemptUnknown           | !attemptUnknown
  authorizing                  | callbackReceived | callbackReceived + failed | callbackReceived
  authorizing, answered        | !callbackVerdict | !callbackVerdict          | callbackReceived
  authorizationFailed          | !callbackVerdict | !callbackVerdict          | callbackReceived
  authorizationFailed, unswept | !callbackVerdict | !callbackVerdict          | callbackReceived
  authorized                   | !callbackVerdict | !callbackVerdict          | callbackReceived
  active                       | !callbackVerdict | !callbackVerdict          | callbackReceived
  active, reauthorizing        | callbackReceived | callbackReceived + failed | callbackReceived
  active, answered             | !callbackVerdict | !callbackVerdict          | callbackReceived
  permissionDenied             | !callbackVerdict | !callbackVerdict          | callbackReceived
  grantExpired, dead           | !callbackVerdict | !callbackVerdict          | callbackReceived
  grantExpired, overdue        | !callbackVerdict | !callbackVerdict          | callbackReceived
  grantExpired, unlicensed     | !callbackVerdict | !callbackVerdict          | callbackReceived
  credentialsRemoved           | !callbackVerdict | !callbackVerdict          | callbackReceived

  approved                     | consent         | recheck  | refresh
  -----------------------------+-------------------------------------------------------------
  notConfigured                | !attemptNotOpen | !noGrant | !noGrant
  configured                   | !attemptNotOpen | !noGrant | !noGrant
  authorizing                  | !noCodeAccepted | !noGrant | !noGrant
  authorizing, answered        | approved        | !noGrant | !noGrant
  authorizationFailed          | !attemptNotOpen | !noGrant | !noGrant
  authorizationFailed, unswept | !noCodeAccepted | !noGrant | !noGrant
  authorized                   | !grantStands    | nothing  | approved
  active                       | !grantStands    | nothing  | approved
  active, reauthorizing        | !grantStands    | nothing  | approved
  active, answered             | !grantStands    | nothing  | approved
  permissionDenied             | !grantStands    | approved | approved
  grantExpired, dead           | !grantStands    | approved | !grantIsDead
  grantExpired, overdue        | !grantStands    | nothing  | approved
  grantExpired, unlicensed     | !grantStands    | approved | approved
  credentialsRemoved           | !attemptNotOpen | !noGrant | !noGrant

  failed                       | abandoned       | codeRejected    | grantDead | down     | licence
  -----------------------------+-------------------------------------------------------------
  notConfigured                | !attemptNotOpen | !attemptNotOpen | !noGrant  | !noGrant | !noGrant
  configured                   | !attemptNotOpen | !attemptNotOpen | !noGrant  | !noGrant | !noGrant
  authorizing                  | failed          | !noCodeAccepted | !noGrant  | !noGrant | !noGrant
  authorizing, answered        | failed          | failed          | !noGrant  | !noGrant | !noGrant
  authorizationFailed          | !attemptNotOpen | !attemptNotOpen | !noGrant  | !noGrant | !noGrant
  authorizationFailed, unswept | failed          | !noCodeAccepted | !noGrant  | !noGrant | !noGrant
  authorized                   | !attemptNotOpen | !attemptNotOpen | failed    | failed   | failed
  active                       | !attemptNotOpen | !attemptNotOpen | failed    | failed   | failed
  active, reauthorizing        | failed          | !noCodeAccepted | failed    | failed   | failed
  active, answered             | failed          | failed          | failed    | failed   | failed
  permissionDenied             | !attemptNotOpen | !attemptNotOpen | failed    | failed   | failed
  grantExpired, dead           | !attemptNotOpen | !attemptNotOpen | nothing   | failed   | failed
  grantExpired, overdue        | !attemptNotOpen | !attemptNotOpen | failed    | failed   | failed
  grantExpired, unlicensed     | !attemptNotOpen | !attemptNotOpen | failed    | failed   | nothing
  credentialsRemoved           | !attemptNotOpen | !attemptNotOpen | !noGrant  | !noGrant | !noGrant

  permissionDenied             | customers        | projects
  -----------------------------+-------------------------------------------------------------
  notConfigured                | !noGrant         | !noGrant
  configured                   | !noGrant         | !noGrant
  authorizing                  | !noGrant         | !noGrant
  authorizing, answered        | !noGrant         | !noGrant
  authorizationFailed          | !noGrant         | !noGrant
  authorizationFailed, unswept | !noGrant         | !noGrant
  authorized                   | permissionDenied | permissionDenied
  active                       | permissionDenied | permissionDenied
  active, reauthorizing        | permissionDenied | permissionDenied
  active, answered             | permissionDenied | permissionDenied
  permissionDenied             | nothing          | permissionDenied
  grantExpired, dead           | permissionDenied | permissionDenied
  grantExpired, overdue        | permissionDenied | permissionDenied
  grantExpired, unlicensed     | permissionDenied | permissionDenied
  credentialsRemoved           | !noGrant         | !noGrant

  reauthorized                 | ours            | theirs
  -----------------------------+-------------------------------------------------------------
  notConfigured                | !noGrant        | !noGrant
  configured                   | !noGrant        | !noGrant
  authorizing                  | !noGrant        | !noGrant
  authorizing, answered        | !noGrant        | !noGrant
  authorizationFailed          | !noGrant        | !noGrant
  authorizationFailed, unswept | !noGrant        | !noGrant
  authorized                   | !attemptNotOpen | !attemptNotOpen
  active                       | !attemptNotOpen | !attemptNotOpen
  active, reauthorizing        | !noCodeAccepted | !noCodeAccepted
  active, answered             | reauthorized    | !wrongCompany
  permissionDenied             | !attemptNotOpen | !attemptNotOpen
  grantExpired, dead           | !attemptNotOpen | !attemptNotOpen
  grantExpired, overdue        | !attemptNotOpen | !attemptNotOpen
  grantExpired, unlicensed     | !attemptNotOpen | !attemptNotOpen
  credentialsRemoved           | !noGrant        | !noGrant

  credentialsRemoved           | credentialsRemoved
  -----------------------------+-------------------------------------------------------------
  notConfigured                | !noGrant
  configured                   | !noGrant
  authorizing                  | !noGrant
  authorizing, answered        | !noGrant
  authorizationFailed          | !noGrant
  authorizationFailed, unswept | !noGrant
  authorized                   | credentialsRemoved
  active                       | credentialsRemoved
  active, reauthorizing        | failed + credentialsRemoved
  active, answered             | failed + credentialsRemoved
  permissionDenied             | credentialsRemoved
  grantExpired, dead           | credentialsRemoved
  grantExpired, overdue        | credentialsRemoved
  grantExpired, unlicensed     | credentialsRemoved
  credentialsRemoved           | !noGrant
  """
