"""A real browser, as a person uses it, and the imitation's controls.

Every script here is called with PRODUCT SANDBOX FOLDER: two addresses, and where its pictures go. The
provider is on localhost and the product on 127.0.0.1, which are different sites to a browser, so that
the way back is cross-site as it is in life. The imitation of Fiken is where FIKEN_SANDBOX says.
"""
import json
import os
import pathlib
import sys
import time
import urllib.parse
import urllib.request

from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By

PRODUCT, SANDBOX, FOLDER = sys.argv[1:4]
FIKEN = os.environ["FIKEN_SANDBOX"]
# Far above what the busiest machine needs, so that no walk depends on how fast the machine is.
PATIENCE = 300
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
        options.add_experimental_option("prefs", {"intl.accept_languages": language})
        self.driver = webdriver.Chrome(service=Service("/usr/bin/chromedriver"), options=options)
        self.driver.set_page_load_timeout(PATIENCE)
        self.driver.set_script_timeout(PATIENCE)
        self.width, self.dark = width, dark
        self.show_as(width, dark)

    def show_as(self, width, dark):
        """A window is never narrower than 500, but a telephone is."""
        metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": [scheme]})

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def go(self, address):
        self.driver.get(address)

    def all(self, selector):
        return self.driver.find_elements(By.CSS_SELECTOR, selector)

    def one(self, selector):
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def leave_by(self, element):
        """Clicks what leads to another page, and waits for all of that."""
        before = self.one("html").id
        element.click()
        self.wait("the next page", lambda: self.one("html").id != before)
        self.wait("all of it", lambda: self.run("return document.readyState") == "complete")

    def click(self, selector):
        element = self.one(selector)
        if element.tag_name in ("button", "a"):
            self.leave_by(element)
        else:
            element.click()

    def press(self, title):
        """Clicks the button that has exactly these words on it and can be pressed."""
        for button in self.all("main button:enabled"):
            if button.text.strip() == title:
                return self.leave_by(button)
        raise AssertionError(f"no button {title!r}: {[b.text for b in self.all('main button')]}")

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
        end = time.time() + PATIENCE
        while time.time() < end:
            try:
                if condition():
                    return
            except Exception:  # the page is changing
                pass
            time.sleep(0.05)
        raise AssertionError(f"{what} did not come; at {self.address}:\n{self.text}")

    def shows(self, *words):
        for word in words:
            self.wait(repr(word), lambda: word in self.text)

    def picture(self, name):
        self.driver.save_screenshot(f"{FOLDER}/{name}.png")

    def enter(self, person, company=None):
        """Comes in by the sandbox's own door, into any company."""
        self.driver.execute_cdp_cmd("Network.clearBrowserCookies", {})
        self.go(PRODUCT + "/")
        form = f"form:has([value='{person}'])"
        if company:
            self.run("document.querySelector(arguments[0]).value = arguments[1]",
                     form + " [name=company]", company)
        self.click(form + " button")

    def log_in(self, user, company=None, password="hemligt"):
        assert self.address.startswith(SANDBOX), self.address
        self.write("user", user)
        self.write("password", password)
        self.click("#login")
        if company:
            self.click(f"[value='{company}']")
            self.click("#choose")

    def log_in_at_fiken(self, user, password="hemligt"):
        """On another host than the one that a browser is sent to, and back on that one afterwards."""
        other = FIKEN.replace("localhost", "127.0.0.1")
        assert self.address.startswith(other + "/login"), self.address
        self.write("user", user)
        self.write("password", password)
        self.click("#login")

    def choose_at_fiken(self, *companies):
        """Ticks these companies and no others."""
        for box in self.all("[name=company]"):
            if box.is_selected() != (box.get_attribute("value") in companies):
                box.click()

    def finish(self):
        """Waits until the return page shows a result."""
        self.wait("a result", lambda: self.all("section.message #continue") or "/return/" not in self.address)

    def approve(self, user, company=None):
        self.log_in(user, company)
        self.click("#approve")
        self.finish()

    def quit(self):
        self.driver.quit()


def ask(path, at=SANDBOX, **fields):
    """A control of an imitation."""
    data = urllib.parse.urlencode(fields).encode() if fields else None
    with urllib.request.urlopen(at + path, data) as answer:
        return json.load(answer)


def await_server():
    end = time.time() + PATIENCE
    while time.time() < end:
        try:
            return urllib.request.urlopen(PRODUCT + "/readyz")
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not start")


def walk(steps):
    """Runs something with a maker of browsers; where it fails, a picture of each is kept."""
    await_server()
    browsers = []

    def browser(*arguments, **options):
        browsers.append(Browser(*arguments, **options))
        return browsers[-1]

    try:
        steps(browser)
    except Exception:
        for number, b in enumerate(browsers):
            b.picture(f"failed-{number}")
        raise
    finally:
        for b in browsers:
            b.quit()
    print("walked")
