"""A client that others wrote against the sandbox: oauthlib_client.py SANDBOX REDIRECT ID

The client's secret comes on standard input.
"""
import os
import re
import sys

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback

import requests
from oauthlib.oauth2.rfc6749.errors import InvalidClientError, InvalidGrantError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

sandbox, redirect, identity = sys.argv[1:4]
secret = sys.stdin.read().strip()
token_url = sandbox + "/oauth-v1/token"


def consent(session):
    address, _ = session.authorization_url(sandbox + "/oauth-v1/auth", access_type="offline")
    page = requests.get(address).text
    flow = re.search('name="flow" value="([^"]+)"', page).group(1)
    requests.post(sandbox + "/oauth-v1/login", {"flow": flow, "user": "anna", "password": "hemligt"})
    answer = requests.post(
        sandbox + "/oauth-v1/consent", {"flow": flow, "answer": "approve"}, allow_redirects=False
    )
    return answer.headers["Location"]


def refused(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error.__name__} was expected")


session = OAuth2Session(identity, redirect_uri=redirect, scope=["companyinformation", "customer"])
back = consent(session)
basic = HTTPBasicAuth(identity, secret)
first = session.fetch_token(token_url, authorization_response=back, auth=basic)
assert first["expires_in"] == 3600 and first["refresh_token"], first
company = session.get(sandbox + "/3/companyinformation").json()["CompanyInformation"]
assert company["DatabaseNumber"] == 1001, company
assert session.get(sandbox + "/3/customers?limit=1").status_code == 200
assert session.get(sandbox + "/3/projects").json()["ErrorInformation"]["code"] == 2000663
second = session.refresh_token(token_url, refresh_token=first["refresh_token"], auth=basic)
assert second["refresh_token"] != first["refresh_token"]
refused(InvalidGrantError, lambda: session.refresh_token(token_url, refresh_token=first["refresh_token"], auth=basic))
wrong = HTTPBasicAuth(identity, "wrong")
refused(InvalidClientError, lambda: session.refresh_token(token_url, refresh_token=second["refresh_token"], auth=wrong))
revoked = requests.post(
    sandbox + "/oauth-v1/revoke",
    {"token": second["refresh_token"], "token_type_hint": "refresh_token"},
    auth=basic,
).json()
assert revoked == {"revoked": True}, revoked
refused(InvalidGrantError, lambda: session.refresh_token(token_url, refresh_token=second["refresh_token"], auth=basic))
# A code that comes twice ends what its first use gave.
again = OAuth2Session(identity, redirect_uri=redirect, scope=["companyinformation"])
back = consent(again)
tokens = again.fetch_token(token_url, authorization_response=back, auth=basic)
refused(InvalidGrantError, lambda: again.fetch_token(token_url, authorization_response=back, auth=basic))
refused(InvalidGrantError, lambda: again.refresh_token(token_url, refresh_token=tokens["refresh_token"], auth=basic))
print("agreed")
