"""Clients that others wrote against the imitation of Fiken: fiken_client.py BASE REDIRECT ID

requests-oauthlib and Authlib do the code flow, with refresh and revocation. The client's secret comes
on standard input.
"""
import os
import re
import sys

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import requests
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session as AuthlibSession
from oauthlib.oauth2.rfc6749.errors import AccessDeniedError, InvalidClientError, InvalidGrantError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

base, redirect, identity = sys.argv[1:4]
secret = sys.stdin.read().strip()
authorize, token_url = base + "/oauth/authorize", base + "/oauth/token"
company = "exempelselskapet-as"


def consent(address, answer="approve"):
    """What a person does in a browser, over every host on the way."""
    page = requests.get(address)
    assert page.history and page.url.startswith("http://localhost:"), page.url
    flow = re.search('name="flow" value="([^"]+)"', page.text).group(1)
    page = requests.post(
        page.url.split("?")[0], {"flow": flow, "user": "anna", "password": "hemligt"}
    )
    assert page.url.startswith(base + "/oauth/consent"), page.url
    form = {"flow": flow, "answer": answer, "company": company}
    answer = requests.post(page.url.split("?")[0], form, allow_redirects=False)
    return answer.headers["Location"]


def api(session, path):
    return session.get(base + "/api/v2" + path)


def control(action, **fields):
    assert requests.post(f"{base}/sandbox/api/{action}", fields).status_code == 200


def refused(error, call):
    try:
        call()
    except error:
        return
    raise AssertionError(f"{error} was expected")


def requests_oauthlib():
    session = OAuth2Session(identity, redirect_uri=redirect)
    address, state = session.authorization_url(authorize)
    basic = HTTPBasicAuth(identity, secret)

    def fetch(session, back, state):
        return session.fetch_token(token_url, authorization_response=back, auth=basic, state=state)

    first = fetch(session, consent(address), state)
    assert first["expires_in"] == 86157 and len(first["access_token"]) == 44, first
    assert api(session, "/user").json()["name"] == "Anna Ek"
    assert [c["slug"] for c in api(session, "/companies").json()] == [company]
    assert api(session, f"/companies/{company}/contacts?pageSize=1").status_code == 200

    def refresh(token, auth=basic):
        return session.refresh_token(token_url, refresh_token=token, auth=auth)

    # The library keeps the old refresh token where none comes back.
    for position in ("stays", "missing"):
        control("switch", name="refreshToken", position=position)
        assert refresh(first["refresh_token"])["refresh_token"] == first["refresh_token"]
    control("switch", name="refreshToken", position="rotates")
    second = refresh(first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    refused(InvalidGrantError, lambda: refresh(first["refresh_token"]))
    refused(InvalidClientError, lambda: refresh(second["refresh_token"], HTTPBasicAuth(identity, "no")))
    # By a bearer token, as the library sends every request.
    assert session.post(base + "/oauth/revoke").status_code == 200
    assert api(session, "/user").status_code == 401
    refused(InvalidGrantError, lambda: refresh(second["refresh_token"]))

    again = OAuth2Session(identity, redirect_uri=redirect)
    address, state = again.authorization_url(authorize)
    refused(AccessDeniedError, lambda: fetch(again, consent(address, "deny"), state))


def authlib():
    session = AuthlibSession(
        identity, secret, redirect_uri=redirect, token_endpoint_auth_method="client_secret_basic",
        code_challenge_method="S256",
    )
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    address, state = session.create_authorization_url(authorize, code_verifier=verifier)
    back = consent(address)

    def fetch(**body):
        return session.fetch_token(
            token_url, authorization_response=back, state=state, code_verifier=verifier, **body
        )

    # The library sends no state in the body, which Fiken requires.
    refused(OAuthError, fetch)
    first = fetch(body="state=" + state)
    assert first["refresh_token"], first
    assert api(session, "/companies").headers["Fiken-Api-Result-Count"] == "1"
    control("switch", name="refreshToken", position="rotates")
    second = session.refresh_token(token_url, refresh_token=first["refresh_token"])
    assert second["refresh_token"] != first["refresh_token"]
    old = first["refresh_token"]
    refused(OAuthError, lambda: session.refresh_token(token_url, refresh_token=old))


requests_oauthlib()
authlib()
print("agreed")
