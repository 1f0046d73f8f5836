import Integrations

// The closed lists that records spell out. Their raw values are stored names and never change.
extension AccountType: CanonicalWord {}
extension CallbackReceived.Answer: CanonicalWord {}
extension CallbackReceived.Verdict: CanonicalWord {}
extension Approval.Via: CanonicalWord {}
extension Failed.Stage: CanonicalWord {}
extension Failed.Reason: CanonicalWord {}
extension PermissionDenied.Layer: CanonicalWord {}
extension CredentialsRemoved.Reason: CanonicalWord {}
extension Register: CanonicalWord {}
extension Provider: CanonicalWord {}
