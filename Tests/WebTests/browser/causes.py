"""How each verdict is brought about, as far as the imitation can; the page is then as the verdict has it."""
import urllib.error
import urllib.parse
import urllib.request

from driver import SANDBOX, ask
from steps import Support

# What comes about by no doing of the imitation's, and why.
UNREACHED = {
    "CREDENTIALS_UNUSABLE": "our own vault is damaged or its key is gone; the provider has no hand in it",
    "SUPERSEDED": "what took the attempt's place is itself the latest attempt, or a removal, and the verdict",
    "SWITCH_NEEDS_REMOVAL": "the page locks the choice while a grant stands, and each of its buttons that "
    "saves another choice during an attempt ends that attempt: only a server that dies in between leaves both",
}


def fault(step, name, times=1):
    ask("/sandbox/api/fault", step=step, fault=name, times=times)


def save(p):
    p.b.click("#save")


def connected(p):
    save(p)
    p.approve()


def active(p):
    connected(p)
    p.b.click("#enable")


def checked(p):
    """Once the access token has ended, a check makes a refresh first."""
    ask("/sandbox/api/clock", seconds=3700)
    p.b.click("#recheck")


def service(p):
    p.b.click("#account-service")
    save(p)


def left_open(p):
    save(p)
    p.b.driver.switch_to.new_window("tab")
    p.b.go(p.page)


def gave_up(p):
    save(p)
    p.b.go(p.page)
    p.b.click("#give-up")


def expired(p):
    save(p)
    ask("/sandbox/api/clock", seconds=2760)


def declined(p):
    save(p)
    p.b.log_in(p.user)
    p.b.click("#deny")
    p.b.finish()


def refused(p):
    """The provider sends back right after the login."""
    save(p)
    p.b.log_in(p.user)
    p.b.finish()


def late(p):
    save(p)
    p.b.log_in(p.user)
    ask("/sandbox/api/clock", seconds=2760)
    p.b.click("#approve")
    p.b.finish()


def elsewhere(p):
    """Approved in a browser that has none of the product's cookies."""
    save(p)
    flow = p.b.one("[name=flow]").get_attribute("value")
    opener = urllib.request.build_opener()
    for path, fields in (
        ("login", {"user": p.user, "password": "hemligt"}), ("consent", {"answer": "approve"}),
    ):
        data = urllib.parse.urlencode({"flow": flow, **fields}).encode()
        try:
            opener.open(f"{SANDBOX}/oauth-v1/{path}", data).read()
        except urllib.error.HTTPError:
            pass  # The product refuses a stranger.


def replaced(p):
    """Two tabs; the first one comes back, and the second is given up."""
    save(p)
    first = p.b.driver.current_window_handle
    p.b.driver.switch_to.new_window("tab")
    p.b.go(p.page)
    p.b.click("#authorize")
    p.b.driver.switch_to.window(first)
    p.approve()
    p.b.click("#give-up")


def with_fault(step, name, then, times=1):
    def how(p):
        fault(step, name, times)
        then(p)
    return how


def lacking(licence, then):
    def how(p):
        ask("/sandbox/api/licence", company=p.number, licence=licence, held="no")
        then(p)
    return how


def withheld(feature, then):
    def how(p):
        ask("/sandbox/api/app", what=feature, allowed="no")
        then(p)
    return how


def after(first, then):
    def how(p):
        first(p)
        then(p)
    return how


def check(p):
    p.b.click("#recheck")


def not_finished(p):
    """Nothing is heard of the company until the attempt has expired; then it comes back."""
    fault("companyinformation", "status503", 1000)
    save(p)
    p.b.log_in(p.user)
    p.b.click("#approve")
    ask("/sandbox/api/clock", seconds=2760)
    p.b.wait("the end", lambda: p.look()["verdict"] == "CHECK_UNKNOWN")
    ask("/sandbox/api/calm", now="yes")


def removed(reason):
    def how(p):
        connected(p)
        Support().remove(p.company, reason)
    return how


def other_company(p):
    removed("switchToServiceAccount")(p)
    p.b.go(p.page)
    p.b.click("#authorize")
    p.b.approve(p.user, "1002")


def other_company_again(p):
    active(p)
    p.b.click("#reauthorize")
    p.b.approve("david", "1002")


def chosen_later(p):
    active(p)
    p.b.click("[value=invoices]")
    save(p)


def nothing_chosen(p):
    connected(p)
    for box in p.b.all("[name=transfers]:checked"):
        box.click()
    save(p)


EVA = {"user": "eva", "number": "1003", "administrator": "eva"}
FREDRIK = {"user": "fredrik", "number": "1004", "administrator": "fredrik"}
GUNNAR = {"user": "gunnar", "number": "1005", "administrator": "gunnar"}
HANNA = {"user": "hanna", "number": "1006", "administrator": "hanna"}
DAVID = {"user": "david", "chosen": "1001"}
BO = {"user": "bo"}

# A verdict, how it comes about, and who the person is at the provider.
CASES = [
    ("NEVER_STARTED", lambda p: None, {}),
    ("PENDING", left_open, {}),
    ("ABANDONED", gave_up, {}),
    ("ABANDONED", expired, {}),
    ("DENIED", declined, {}),
    ("LICENCE_MISSING", refused, EVA),
    ("LICENCE_MISSING", refused, FREDRIK),
    ("LICENCE_MISSING", refused, HANNA),
    ("LICENCE_MISSING", after(active, lacking("integration", checked)), {}),
    ("LICENCE_MISSING", after(active, lacking("project", check)), {}),
    ("NOT_SYSTEM_ADMIN", after(service, lambda p: p.approve()), BO),
    ("SCOPE_NOT_ENABLED", withheld("project", save), {}),
    ("SCOPE_NOT_ENABLED", withheld("serviceAccount", service), {}),
    ("CLIENT_REFUSED", withheld("credentials", connected), {}),
    ("CLIENT_REFUSED", after(active, withheld("credentials", checked)), {}),
    ("AUTHORIZER_LACKS_RIGHTS", connected, BO),
    ("SCOPE_NOT_GRANTED", with_fault("token", "lessScope", connected), {}),
    ("SCOPE_NOT_GRANTED", chosen_later, {}),
    ("OTHER_BROWSER", elsewhere, {}),
    ("STATE_USED", replaced, {}),
    ("STATE_EXPIRED", late, {}),
    ("CALLBACK_EMPTY", refused, GUNNAR),
    ("CALLBACK_EMPTY", with_fault("callback", "emptyCallback", connected), {}),
    ("CODE_REJECTED", with_fault("token", "invalidGrant", connected), {}),
    ("EXCHANGE_UNKNOWN", with_fault("token", "drop", connected), {}),
    ("REFRESH_UNKNOWN", after(active, with_fault("refresh", "drop", checked)), {}),
    ("CHECK_UNKNOWN", not_finished, {}),
    ("GRANT_DEAD", after(active, with_fault("refresh", "invalidGrant", checked)), {}),
    ("OTHER_COMPANY", other_company, DAVID),
    ("PROVIDER_DOWN", with_fault("token", "status503", connected, 3), {}),
    ("PROVIDER_DOWN", after(active, with_fault("refresh", "status503", checked, 3)), {}),
    ("CREDENTIALS_REMOVED", removed("requested"), {}),
    ("CREDENTIALS_REMOVED", removed("switchToServiceAccount"), {}),
    ("UNRECOGNISED", with_fault("callback", "unknownError", connected), {}),
    ("UNRECOGNISED", after(active, with_fault("register", "otherWords", check, 2)), {}),
    ("NOT_ENABLED", connected, {}),
    ("NOTHING_TO_TRANSFER", nothing_chosen, {}),
    ("HEALTHY", active, {}),
    ("HEALTHY", with_fault("register", "status503", active, 20), {}),
    ("HEALTHY", other_company_again, DAVID),
    # The clock alone; last, since it ends everything that is older.
    ("GRANT_DEAD", after(active, lambda p: ask("/sandbox/api/clock", seconds=46 * 86_400)), {}),
]
