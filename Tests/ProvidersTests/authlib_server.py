"""An authorization server that others wrote: Authlib's, with a provider's paths, on loopback.

    authlib_server.py PROVIDER rotate|keep

prints its port, and ends when its input does. It checks PKCE (RFC 7636), and its person approves at
once. A refresh gives a new refresh token, after which the old one is spent, or none at all. Fortnox's
path revokes a refresh token (RFC 7009), and Fiken's the token of the bearer.
"""
import json
import os
import secrets
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"  # loopback

from authlib.oauth2.rfc6749 import AuthorizationServer, ClientMixin, OAuth2Request, grants
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.models import AuthorizationCodeMixin, TokenMixin
from authlib.oauth2.rfc6750 import BearerTokenGenerator
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge

PROVIDER, ROTATES = sys.argv[1], sys.argv[2] == "rotate"
REDIRECT = f"http://127.0.0.1:9/oauth/{PROVIDER}/callback"
AUTHORIZE, TOKEN, REVOKE = (
    ("/oauth/authorize", "/oauth/token", "/oauth/revoke")
    if PROVIDER == "fiken"
    else ("/oauth-v1/auth", "/oauth-v1/token", "/oauth-v1/revoke")
)
CODES, TOKENS = {}, []


def end():
    """Ends the one grant that there is, with all of its tokens."""
    for token in TOKENS:
        token.revoked = True


class Client(ClientMixin):
    def get_client_id(self):
        return "authlib-client"

    def get_default_redirect_uri(self):
        return REDIRECT

    def get_allowed_scope(self, scope):
        return scope

    def check_redirect_uri(self, redirect_uri):
        return redirect_uri == REDIRECT

    def check_client_secret(self, client_secret):
        return client_secret == "authlib-secret"

    def check_endpoint_auth_method(self, method, endpoint):
        return method == "client_secret_basic"

    def check_response_type(self, response_type):
        return response_type == "code"

    def check_grant_type(self, grant_type):
        return grant_type in ("authorization_code", "refresh_token")


class Code(AuthorizationCodeMixin):
    def __init__(self, code, request):
        self.code = code
        self.redirect_uri = request.redirect_uri
        self.scope = request.scope
        self.code_challenge = request.data.get("code_challenge")
        self.code_challenge_method = request.data.get("code_challenge_method")

    def get_redirect_uri(self):
        return self.redirect_uri

    def get_scope(self):
        return self.scope


class Token(TokenMixin):
    def __init__(self, values):
        self.values = values
        self.revoked = False

    def check_client(self, client):
        return True

    def get_scope(self):
        return self.values.get("scope", "")

    def get_expires_in(self):
        return self.values["expires_in"]

    def is_expired(self):
        return False

    def is_revoked(self):
        return self.revoked


class CodeGrant(grants.AuthorizationCodeGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]

    def save_authorization_code(self, code, request):
        CODES[code] = Code(code, request)

    def query_authorization_code(self, code, client):
        return CODES.get(code)

    def delete_authorization_code(self, authorization_code):
        del CODES[authorization_code.code]

    def authenticate_user(self, authorization_code):
        return "anna"


class RefreshGrant(grants.RefreshTokenGrant):
    TOKEN_ENDPOINT_AUTH_METHODS = ["client_secret_basic"]
    INCLUDE_NEW_REFRESH_TOKEN = ROTATES

    def authenticate_refresh_token(self, refresh_token):
        for token in TOKENS:
            if token.values.get("refresh_token") == refresh_token and not token.revoked:
                return token

    def authenticate_user(self, credential):
        return "anna"

    def revoke_old_credential(self, credential):
        # Without rotation, a grant has several access tokens and one refresh token.
        credential.revoked = ROTATES


class Revocation(RevocationEndpoint):
    CLIENT_AUTH_METHODS = ["client_secret_basic"]

    def query_token(self, token_string, token_type_hint):
        for token in TOKENS:
            if token_string in (token.values.get("refresh_token"), token.values["access_token"]):
                return token

    def revoke_token(self, token, request):
        end()


class Server(AuthorizationServer):
    def query_client(self, client_id):
        return Client() if client_id == "authlib-client" else None

    def save_token(self, token, request):
        TOKENS.append(Token(token))

    def create_oauth2_request(self, request):
        return request

    def handle_response(self, status, body, headers):
        return status, body, headers

    def send_signal(self, name, *arguments, **keywords):
        pass


SERVER = Server(scopes_supported=None)
SERVER.register_token_generator(
    "default",
    BearerTokenGenerator(
        lambda **_: "eyJ." + secrets.token_urlsafe(24) + ".x",
        lambda **_: secrets.token_urlsafe(24),
        lambda client, grant_type: 3600,
    ),
)
SERVER.register_grant(CodeGrant, [CodeChallenge(required=True)])
SERVER.register_grant(RefreshGrant)
SERVER.register_endpoint(Revocation)


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    def answer(self, status, body, headers=()):
        data = body if isinstance(body, str) else json.dumps(body)
        data = data.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def asked(self, body=None):
        address = f"http://127.0.0.1:{self.server.server_address[1]}{self.path}"
        return OAuth2Request(self.command, address, body, dict(self.headers))

    def do_GET(self):
        parts = urlsplit(self.path)
        if parts.path == AUTHORIZE:
            request = self.asked()
            try:
                status, body, headers = SERVER.create_authorization_response(request, "anna")
            except OAuth2Error as error:
                status, body, headers = 400, dict(error.get_body()), []
            return self.answer(status, body or "", headers)
        known = self.bearer() is not None
        if parts.path == "/3/companyinformation":
            if not known:
                return self.answer(401, {"ErrorInformation": {"code": 2000311, "message": "Kan inte logga in"}})
            return self.answer(200, {"CompanyInformation": {"DatabaseNumber": 4711, "CompanyName": "Acme"}})
        if parts.path.startswith("/api/v2/"):
            if not known:
                return self.answer(401, {"message": "Unauthorized"})
            row = {"slug": "acme-as", "name": "Acme", "organizationNumber": "4711"}
            return self.answer(200, [row] if parts.path == "/api/v2/companies" else [])
        self.answer(404, {})

    def bearer(self):
        """The token that the request carries; none if it is not known or was revoked."""
        text = self.headers.get("Authorization", "").removeprefix("Bearer ")
        return next((t for t in TOKENS if t.values["access_token"] == text and not t.revoked), None)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        request = self.asked(dict(parse_qsl(body)))
        if self.path == TOKEN:
            return self.answer(*SERVER.create_token_response(request))
        if self.path == REVOKE and PROVIDER == "fiken":
            found = self.bearer()
            if found is None:
                return self.answer(401, {"error": "invalid_token"})
            end()
            return self.answer(200, "")
        if self.path == REVOKE:
            status, body, headers = SERVER.create_endpoint_response(Revocation.ENDPOINT_NAME, request)
            return self.answer(status, body, headers)
        self.answer(404, {})


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    threading.Thread(target=lambda: (sys.stdin.read(), server.shutdown()), daemon=True).start()
    server.serve_forever()


main()
