"""Walks the whole journey in a real browser: browser.py PRODUCT SANDBOX FOLDER

The provider is on localhost and the product on 127.0.0.1, which are different sites to a browser, so
that the way back is cross-site as it is in life. Screenshots are written into FOLDER.
"""
import json
import re
import sys
import time
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

PRODUCT, SANDBOX, FOLDER = sys.argv[1:4]
COMPANY = f"{PRODUCT}/companies/exempelbolaget/fortnox"
CASE = f"{PRODUCT}/support/exempelbolaget/fortnox"
OPTIONS = (
    "--headless=new --no-sandbox --disable-dev-shm-usage --disable-gpu --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


class Browser:
    def __init__(self, language="en", width=1000, dark=False):
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for argument in OPTIONS.split() + [f"--lang={language}", f"--window-size={width},1000"]:
            options.add_argument(argument)
        if dark:
            options.add_argument("--force-dark-mode")
            options.add_argument("--enable-features=WebContentsForceDark:inversion_method/none")
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(40)
        if width < 500:  # A window is never narrower, but a telephone is.
            metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
            self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)

    def go(self, address):
        self.driver.get(address)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def click(self, selector):
        """Clicks, and waits for the next page where it is a button or a link."""
        element = self.one(selector)
        leads = element.tag_name in ("button", "a")
        before = self.one("html").id
        element.click()
        if leads:
            self.wait("the next page", lambda: self.one("html").id != before)
            self.wait("all of it", lambda: self.driver.execute_script("return document.readyState") == "complete")

    def press(self, title):
        """Clicks the button that has exactly these words on it and can be pressed."""
        before = self.one("html").id
        for button in self.all("main button:enabled"):
            if button.text.strip() == title:
                break
        else:
            raise AssertionError(f"no button {title!r}: {[b.text for b in self.all('main button')]}")
        button.click()
        self.wait("the next page", lambda: self.one("html").id != before)
        self.wait("all of it", lambda: self.driver.execute_script("return document.readyState") == "complete")

    def printed(self, way):
        """The steps of one of the page's ways, in its own words."""
        return self.driver.execute_script(
            "return [...document.querySelectorAll('.advice > ol')[arguments[0]].children]"
            ".map(li => li.firstChild.textContent.trim())", way)

    def write(self, name, text):
        field = self.one(f"[name={name}]")
        field.clear()
        field.send_keys(text)

    @property
    def text(self):
        return self.one("body").text

    @property
    def address(self):
        return self.driver.current_url

    @property
    def phase(self):
        return self.one("#mark").get_attribute("data-phase")

    def wait(self, what, condition):
        end = time.time() + 10
        while time.time() < end:
            try:
                if condition():
                    return
            except Exception:  # the page is changing
                pass
            time.sleep(0.1)
        raise AssertionError(f"{what} did not come; at {self.address}:\n{self.text}")

    def shows(self, *words):
        for word in words:
            self.wait(repr(word), lambda: word in self.text)

    def picture(self, name):
        self.driver.save_screenshot(f"{FOLDER}/{name}.png")

    def enter(self, person):
        self.driver.delete_all_cookies()
        self.go(PRODUCT + "/")
        self.click(f"form:has([value='{person}']) button")

    def log_in(self, user, company=None, password="hemligt"):
        assert self.address.startswith(SANDBOX), self.address
        self.write("user", user)
        self.write("password", password)
        self.click("#login")
        if company:
            self.click(f"[value='{company}']")
            self.click("#choose")

    def finish(self):
        """Waits until the return page shows a result."""
        self.wait("a result", lambda: self.all("section.message #continue") or "/return/" not in self.address)

    def approve(self, user, company=None):
        self.log_in(user, company)
        self.click("#approve")
        self.finish()

    def quit(self):
        self.driver.quit()


def ask(path, **fields):
    data = urllib.parse.urlencode(fields).encode() if fields else None
    with urllib.request.urlopen(SANDBOX + path, data) as answer:
        return json.load(answer)


def remove(support, reason="switchToServiceAccount"):
    support.go(CASE)
    support.one(f"[value={reason}]").click()
    support.write("ticket", "MOM-7")
    support.write("confirm", "exempelbolaget")
    support.click("#remove")
    assert support.phase == "credentialsRemoved", support.phase


PRESSED = {"en": r"^In Moment, .*?click ([A-Z][^.]*?)(?: and ask .*)?\.$", "sv": r"[Kk]licka på (.+?) i Moment"}


def follow(b, t, steps, support):
    """Does what the steps say, in their order, and nothing else."""
    for step in steps:
        button = re.search(PRESSED[t], step)
        if re.search("select the service account|Välj servicekonto", step):
            b.click("#account-service")
        elif re.search("turn them on|Slå på behörigheten", step):
            for register in ("customers", "projects"):
                ask("/sandbox/api/right", person="bo", company="1001", register=register, granted="yes")
        elif re.search("Remove the stored|Ta bort den sparade", step):
            remove(support)
            b.go(COMPANY)
        elif re.search("^Write to|Write to support|Skriv till supporten", step):
            mail = b.one(".advice a[data-button=writeToSupport]")
            assert mail.text == button[1], (mail.text, step)
            assert mail.get_attribute("href").startswith("mailto:support@")
            assert "support@" in b.one(".advice .address").text
        elif button:
            b.press(button[1])
        elif re.search("^Log in|^Logga in", step):
            b.approve("anna")
            b.go(COMPANY)
        else:
            raise AssertionError(f"nobody can do this here: {step}")


def until_active(b, t, support):
    """What the page says next, until nothing is left to do."""
    for _ in range(3):
        if b.phase == "active":
            return
        follow(b, t, b.printed(0), support)
    assert b.phase == "active", b.phase


def happy(b, t):
    """The seed, step by step: search, configure, save, log in, approve, come back, enable."""
    b.enter("administrator:u-17")
    b.write("q", "fortn")
    b.one("[name=q]").send_keys(Keys.ENTER)
    b.picture(f"{t}-integrations")
    b.click(".tile")
    assert b.phase in ("notConfigured", "credentialsRemoved"), b.phase
    b.picture(f"{t}-before")
    b.click("#save")
    b.log_in("anna", password="fel")
    b.shows("Fel användarnamn")
    b.picture(f"{t}-wrong-password")
    b.log_in("anna")
    b.shows("Aktivering", "customer", "project")
    b.picture(f"{t}-consent")
    b.click("#approve")
    b.picture(f"{t}-waiting")
    b.finish()
    assert "code=" not in b.address and "state=" not in b.address, b.address
    b.shows("lyckades" if t == "sv" else "was successful")
    b.picture(f"{t}-success")
    b.press("Aktivera" if t == "sv" else "Enable")
    assert b.phase == "active", b.phase
    b.picture(f"{t}-active")


def reauthorize(b):
    b.go(COMPANY)
    b.press("Re-authorize")
    ask("/sandbox/api/fault", step="companyinformation", fault="status503", times="2")
    b.approve("anna")
    b.shows("was successful")
    assert b.driver.execute_script("return told.textContent") == "The authorization was successful"
    b.go(COMPANY)
    assert b.phase == "active", b.phase


def locked(b):
    """A grant of the other kind stands: the choice is locked, with a mail to support."""
    assert not b.one("#account-service").is_enabled()
    mail = b.one("#locked a").get_attribute("href")
    assert mail.startswith("mailto:support@") and "exempelbolaget" in mail, mail
    b.shows("support must first remove")


def service(b, support):
    """Not by a system administrator; then by one, through a link that support hands over."""
    remove(support)
    support.picture("en-removed")
    b.go(COMPANY)
    b.click("#account-service")
    b.click("#save")
    b.approve("bo")
    b.shows("Authorization failed", "system administrator")
    b.picture("en-not-system-administrator")
    support.go(CASE)
    assert support.phase == "authorizationFailed", support.phase
    assert support.one("#verdict").text == "NOT_SYSTEM_ADMIN", support.one("#verdict").text
    support.picture("en-case")
    support.write("person", "u-88")
    support.click("#make-link")
    link = support.one("#link").get_attribute("value")
    support.picture("en-link")
    other = Browser()
    try:
        other.go(link)
        other.go(link)
        other.picture("en-enter")
        other.click("#enter")
        other.go(COMPANY)
        other.click("#authorize")
        other.log_in("anna")
        other.shows("servicekonto")
        other.click("#approve")
        other.finish()
        other.shows("was successful")
        other.go(link)
        other.shows("has been used")
    finally:
        other.quit()
    b.go(COMPANY)
    assert b.phase == "authorized", b.phase
    b.shows("service account")


def declined(b, support):
    remove(support, "requested")
    b.go(COMPANY)
    b.click("#account-user")
    b.click("#save")
    b.log_in("anna")
    b.click("#deny")
    b.finish()
    b.shows("Authorization failed")
    b.picture("en-declined")
    b.go(COMPANY)
    assert b.phase == "authorizationFailed", b.phase
    b.shows("Authorization failed")


def closed_page(b):
    """Going away from Fortnox and back to Moment by hand."""
    b.go(COMPANY)
    b.click("#authorize")
    b.go(COMPANY)
    b.shows("Authorization failed", "you did not come back from Fortnox")
    b.picture("en-closed-page")
    b.click("#give-up")
    assert b.phase == "authorizationFailed", b.phase


def behorighet(b, t, support):
    """The approver lacks behörighet: seen at once, and mended by the first remedy as printed."""
    b.go(COMPANY)
    b.press("Authorize" if t == "en" else "Auktorisera")
    b.approve("bo")
    b.go(COMPANY)
    assert b.phase == "permissionDenied", b.phase
    b.shows("Saknar behörighet för kundregister")
    b.picture(f"{t}-missing-behorighet")
    follow(b, t, b.printed(0), support)
    b.shows("Everything answered." if t == "en" else "Allt svarade.")
    until_active(b, t, support)
    b.picture(f"{t}-mended")
    for register in ("customers", "projects"):
        ask("/sandbox/api/right", person="bo", company="1001", register=register, granted="no")


def second_remedy(b, t, support):
    """The other remedy as printed: support removes the authorization, and a service account is chosen."""
    b.press("Check again" if t == "en" else "Kontrollera igen")
    assert b.phase == "permissionDenied", b.phase
    b.shows("Fortnox refused" if t == "en" else "Fortnox nekade")
    b.picture(f"{t}-refused-again")
    steps = b.printed(1)
    assert any("service account" in step or "servicekonto" in step for step in steps), steps
    follow(b, t, steps, support)
    until_active(b, t, support)
    b.shows("service account" if t == "en" else "servicekonto")


def changed_meanwhile(b):
    """A second window saved other settings: nothing is overwritten, and both are shown."""
    b.go(COMPANY)
    first = b.driver.current_window_handle
    b.driver.switch_to.new_window("tab")
    b.go(COMPANY)
    b.click("[value=invoices]")
    b.press("Save")
    b.driver.close()
    b.driver.switch_to.window(first)
    b.click("[value=articles]")
    b.press("Check again")
    b.shows("Not saved", "Saved meanwhile", "Chosen by you")
    b.picture("en-changed-meanwhile")
    b.click("#changed a")
    b.click("[value=invoices]")
    b.press("Save")


def wrong_company(b):
    b.go(COMPANY)
    b.click("#reauthorize")
    b.approve("david", "1002")
    b.shows("Authorization failed")
    b.picture("en-wrong-company")
    b.go(COMPANY)
    assert b.phase in ("authorized", "active"), b.phase


def two_tabs(b):
    b.go(COMPANY)
    b.click("#reauthorize")
    first = b.driver.current_window_handle
    b.driver.switch_to.new_window("tab")
    b.go(COMPANY)
    b.click("#reauthorize")
    second = b.driver.current_window_handle
    b.driver.switch_to.window(first)
    b.approve("anna")
    b.shows("A later attempt took its place")
    b.picture("en-superseded")
    b.driver.switch_to.window(second)
    b.approve("anna")
    b.shows("was successful")
    b.driver.close()
    b.driver.switch_to.window(first)


def late(b):
    """Coming back after 45 minutes."""
    b.go(COMPANY)
    b.click("#reauthorize")
    b.log_in("anna")
    ask("/sandbox/api/clock", seconds="2760")
    b.click("#approve")
    b.finish()
    b.shows("came back too late")
    b.picture("en-late")


def licence(b, person, words, name):
    """Companies that lack what Fortnox asks for."""
    page = f"{PRODUCT}/companies/provforetaget/fortnox"
    b.go(page)
    b.click("#save" if not b.all("#authorize") else "#authorize")
    b.log_in(person)
    b.finish()
    b.shows(words)
    b.picture(name)


def auditor(b):
    b.enter("auditor:a-1")
    b.picture("en-history")
    b.go(f"{PRODUCT}/history?company=exempelbolaget")
    b.picture("en-history-company")
    slider = b.one("#record")
    slider.send_keys(Keys.HOME)
    b.wait("the first record's status", lambda: "record=1" in b.address)
    assert b.one(".past .mark").get_attribute("data-phase") == "configured"
    b.picture("en-history-past")
    b.click("#verify")
    b.shows("agrees with itself")
    b.picture("en-verified")
    b.go(COMPANY)
    assert not b.all("#save") and not b.all("#enable"), "an auditor only reads"


def strangers(b):
    """Another company's page, and a page without a visit."""
    b.enter("administrator:u-21")
    b.go(COMPANY)
    b.shows("There is no such page")
    b.driver.delete_all_cookies()
    b.go(COMPANY)
    b.shows("Please sign in")
    b.go(f"{PRODUCT}/oauth/fortnox/callback?code=x&state={'a' * 43}")
    b.shows("did not start the connection")
    b.picture("en-refused")


def accessible(b):
    """What a keyboard and a screen reader need."""
    for page in (COMPANY, f"{PRODUCT}/companies/exempelbolaget"):
        b.go(page)
        unnamed = b.driver.execute_script(
            "return [...document.querySelectorAll('input:not([type=hidden]),select,button')]"
            ".filter(e => !(e.labels && e.labels.length) && !e.textContent.trim()"
            " && !e.getAttribute('aria-label')).map(e => e.outerHTML)"
        )
        assert not unnamed, unnamed
        assert b.one("html").get_attribute("lang") in ("en", "sv")
        assert len(b.all("h1")) == 1 and len(b.all("main")) == 1
        wide = b.driver.execute_script("return document.documentElement.scrollWidth > document.documentElement.clientWidth")
        assert not wide, "the page is wider than the window"
    b.go(COMPANY)
    b.one("body").send_keys(Keys.TAB)
    assert b.driver.switch_to.active_element.get_attribute("class") == "skip"


def framed(b):
    """No page of ours is shown inside another site's."""
    b.go(f"data:text/html,<iframe src='{PRODUCT}/healthz'></iframe><iframe src='{COMPANY}'></iframe>")
    for frame in b.all("iframe"):
        b.driver.switch_to.frame(frame)
        inside = b.driver.execute_script("return document.documentElement.outerHTML")
        assert "ok" not in b.text and "Moment" not in inside, inside
        b.driver.switch_to.default_content()
    b.go(COMPANY)


def await_server():
    for _ in range(200):
        try:
            return urllib.request.urlopen(PRODUCT + "/readyz")
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def main():
    await_server()
    browsers = []

    def browser(*arguments, **options):
        browsers.append(Browser(*arguments, **options))
        return browsers[-1]

    try:
        b, support = browser("en"), browser("en")
        support.enter("support:s-3")
        happy(b, "en")
        reauthorize(b)
        locked(b)
        service(b, support)
        declined(b, support)
        closed_page(b)
        behorighet(b, "en", support)
        second_remedy(b, "en", support)
        changed_meanwhile(b)
        wrong_company(b)
        two_tabs(b)
        late(b)
        accessible(b)
        framed(b)
        support.go(f"{PRODUCT}/support/failures")
        support.picture("en-failures")
        remove(support, "requested")
        sv = browser("sv", width=390, dark=True)
        sv.enter("administrator:u-17")
        sv.go(COMPANY)
        sv.click("#account-user")
        sv.click("#save")
        sv.log_in("anna")
        sv.click("#deny")
        sv.finish()
        behorighet(sv, "sv", support)
        second_remedy(sv, "sv", support)
        accessible(sv)
        remove(support, "requested")
        happy(sv, "sv")
        b.enter("administrator:u-21")
        licence(b, "eva", "Authorization failed", "en-no-licence")
        licence(b, "hanna", "Authorization failed", "en-no-app")
        licence(b, "gunnar", "no answer", "en-locked-account")
        licence(b, "fredrik", "Authorization failed", "en-no-project-licence")
        auditor(b)
        strangers(b)
    except Exception:
        for number, b in enumerate(browsers):
            b.picture(f"failed-{number}")
        raise
    finally:
        for b in browsers:
            b.quit()
    print("walked")


main()
