"""What a page prints, and how each step of it is carried out, whatever the verdict is.

A step of the product's page is its button, found by the words that are printed. Steps elsewhere are done
where they say: at the imitation, and on support's own page.
"""
import http.cookiejar
import re
import urllib.parse
import urllib.request

from driver import PRODUCT, SANDBOX, ask

READ = """
const ways = (list) => list.map((ol) => [...ol.children].map((li) => ({
  code: li.dataset.step, text: li.firstChild.textContent.trim(),
  registers: (li.dataset.registers || "").split(" ").filter((r) => r), company: li.dataset.company || null,
  button: li.querySelector("button[data-button]")?.textContent.trim() ?? null,
  mail: li.querySelector("a[data-button]")?.href ?? null,
  address: li.querySelector(".address")?.textContent ?? "",
})));
const advice = document.querySelector(".advice");
return {
  phase: document.getElementById("mark")?.dataset.phase ?? null,
  verdict: advice.dataset.verdict, ways: ways([...advice.querySelectorAll(":scope > ol")]),
  also: [...advice.querySelectorAll(":scope > .also")].map((also) => (
    { verdict: also.dataset.verdict, ways: ways([...also.querySelectorAll("ol")]) })),
};
"""
# What the imitation calls a register, and the scope that it needs.
PATHS = {
    "customers": "customers", "projects": "projects", "invoices": "invoices", "articles": "articles",
    "expenses": "supplierinvoices", "suppliers": "suppliers", "payments": "invoicepayments",
    "attachments": "connectfile", "orders": "orders", "vouchers": "vouchers", "employees": "employees",
}
SCOPES = {
    "customers": "customer", "projects": "project", "invoices": "invoice", "articles": "article",
    "expenses": "supplierinvoice", "suppliers": "supplier", "payments": "payment",
    "attachments": "connectfile", "orders": "order", "vouchers": "bookkeeping", "employees": "salary",
}


class Support:
    """Somebody of support, who has a browser of their own."""

    def __init__(self):
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar(
            http.cookiejar.DefaultCookiePolicy(secure_protocols=("http", "https"))))
        self.opener = urllib.request.build_opener(cookies)
        self.send("/sandbox-enter", actor="support:s-3", company="exempelbolaget")

    def send(self, path, **fields):
        data = urllib.parse.urlencode(fields).encode() if fields else None
        with self.opener.open(PRODUCT + path, data) as answer:
            return answer.read().decode()

    def remove(self, company, reason):
        case = f"/support/{company}/fortnox"
        token = re.search('name="token" value="([^"]+)"', self.send(case))[1]
        self.send(f"{case}/remove", token=token, reason=reason, ticket="MOM-7", confirm=company)


class Person:
    """Who sits before a company's page: the browser, who they are at the provider, and where."""

    def __init__(self, browser, company, user="anna", number="1001", administrator="anna", chosen=None):
        self.b, self.company, self.page = browser, company, f"{PRODUCT}/companies/{company}/fortnox"
        self.user, self.number, self.administrator, self.chosen = user, number, administrator, chosen
        # Goes on from the page that tells how an attempt ended, and not from the integration's own.
        self.stays = False
        self.enter()

    def enter(self):
        self.b.enter("administrator:u-17", self.company)
        self.b.go(self.page)

    def look(self):
        """What is printed now: by the result of an attempt, for whoever stays there, or by the page."""
        if self.stays and "/return/" in self.b.address and self.b.all(".advice > ol"):
            return self.b.run(READ)
        self.b.go(self.page)
        if not self.b.all("#mark"):
            self.enter()
        return self.b.run(READ)

    def approve(self, user=None):
        self.b.approve(user or self.user, self.chosen)
        if not self.stays:
            self.b.go(self.page)

    def follow(self, way):
        for step in way:
            assert step["code"] in STEPS, f"nobody can do this here: {step}"
            STEPS[step["code"]](self, step)


def press(person, step):
    title = step["button"]
    assert title and title in step["text"], f"the page has no button for {step}"
    person.b.press(title)


def finish_at_provider(person, _):
    b = person.b
    for handle in b.driver.window_handles:
        b.driver.switch_to.window(handle)
        if b.address.startswith(SANDBOX):
            return
    raise AssertionError("no window is at the provider")


def choose_company(person, step):
    assert step["company"] in step["text"], step
    person.chosen = step["company"]


def choose_account(kind):
    return lambda person, _: person.b.click(f"#account-{kind}")


def configure(person, step):
    if not person.b.all("[name=transfers]:checked"):
        person.b.click("[value=customers]")
    press(person, step)


def wait(person, _):
    """Long enough for an outage to end, and for an access token."""
    if person.b.all("#finishing"):
        return person.b.wait("the end", lambda: not person.b.all("#finishing"))
    ask("/sandbox/api/calm", now="yes")
    ask("/sandbox/api/clock", seconds="3700")


def give_rights(person, step):
    for register in step["registers"]:
        ask("/sandbox/api/right", person=person.user, company=person.number, register=PATHS[register], granted="yes")


def order(*licences):
    def give(person, step):
        wanted = licences or [SCOPES[r] for r in step["registers"]] or SCOPES.values()
        for licence in wanted:
            ask("/sandbox/api/licence", company=person.number, licence=licence, held="yes")
    return give


def allow(*features):
    def give(_, step):
        for feature in features or SCOPES.values():
            ask("/sandbox/api/app", what=feature, allowed="yes")
    return give


def write_to_support(person, step):
    person.asked = urllib.parse.unquote(step["mail"])
    assert person.asked.startswith("mailto:support@") and person.company in person.asked, step
    assert "support@" in step["address"], step


def remove(person, _):
    """What the mail asked for."""
    is_switch = any(words in person.asked for words in ("a service account instead", "ett servicekonto i stället"))
    Support().remove(person.company, "switchToServiceAccount" if is_switch else "requested")
    person.b.go(person.page)


def read_words(person, _):
    assert person.b.all(".advice .words"), "the page does not show the provider's words"


def close_other_tabs(person, _):
    here = person.b.driver.current_window_handle
    for handle in person.b.driver.window_handles:
        if handle != here:
            person.b.driver.switch_to.window(handle)
            person.b.driver.close()
    person.b.driver.switch_to.window(here)


STEPS = {
    "configure": configure, "saveAndAuthorize": press, "authorize": press, "reauthorize": press,
    "enable": press, "checkAgain": press, "wait": wait,
    "finishAtProvider": finish_at_provider, "chooseCompany": choose_company,
    "approve": lambda person, _: person.approve(),
    "approveAsSystemAdministrator": lambda person, _: person.approve(person.administrator),
    "chooseServiceAccount": choose_account("service"), "choosePersonsAccount": choose_account("user"),
    "giveRights": give_rights, "orderIntegrationLicence": order("integration"), "orderScopeLicence": order(),
    "buyApp": order("app"), "unlockAccount": order("account"),
    "enableScopesAtProvider": allow(), "allowServiceAccountAtProvider": allow("serviceAccount"),
    "mendClientCredentials": allow("credentials"),
    "askSupportToRemove": write_to_support, "removeAuthorization": remove,
    "readProvidersWords": read_words, "closeOtherTabs": close_other_tabs,
}
