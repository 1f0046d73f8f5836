"""Pages looked at by axe-core, light and dark, on a wide window and on a telephone.

Each page is looked at in AUTHLEDGER_TEST_LOOKS of these four ways, the next page in the next ones.
"""
import itertools
import os
import pathlib

from driver import PRODUCT

AXE = pathlib.Path(__file__).parents[3] / ".build/axe-core/axe.min.js"
assert AXE.is_file(), f"{AXE} is missing: run `make test-packages`, which fetches it"
SOURCE = AXE.read_text()
LOOK = """
const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ["violations"] }).then(
  (found) => done(found.violations.map(
    (v) => v.id + ": " + v.help + "\\n" + v.nodes.map((n) => "  " + n.html + "\\n  " + n.failureSummary).join("\\n"))),
  (error) => done(["axe-core did not run: " + error]));
"""
WAYS = ((1000, False), (1000, True), (390, True), (390, False))
LOOKS = min(int(os.environ["AUTHLEDGER_TEST_LOOKS"]), len(WAYS))
next_ways = itertools.cycle(WAYS)
# Which addresses each person has seen.
seen = {}
# How often something was looked at in each way.
looks = {}
# What is wrong with each page, all of which is told at the end.
wrong = []


def examine(b, name):
    """Looks whether anything is wrong with the page that is shown, in the next of the ways to show it."""
    if not b.run("return typeof axe === 'object'"):
        b.run(SOURCE)
    for width, dark in itertools.islice(next_ways, LOOKS):
        b.show_as(width, dark)
        shown = f"{name}, {width} px{', dark' if dark else ''}: "
        wrong.extend(shown + found for found in b.driver.execute_async_script(LOOK))
        looks[width, dark] = looks.get((width, dark), 0) + 1
        if b.run("return document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(shown + "wider than the window")
    b.show_as(b.width, b.dark)


def picture(b, name):
    """A picture of the page, which must be fit for everybody; it is looked at in the other language
    later."""
    examine(b, name)
    b.picture(name)
    who = b.all(".tools .who")
    if b.address.startswith(PRODUCT):
        seen.setdefault(who[0].text if who else None, set()).add(b.address)


def in_other_language(b, person):
    """Every address that a person has seen, in the language in which they did not see it."""
    if person:
        b.enter(person)
    for address in sorted(seen.get(person, ())):
        b.go(address)
        if not b.all("#main"):
            continue
        before = b.one("html").get_attribute("lang")
        b.click(".tools [name=language]")
        if b.address != address:
            b.go(address)
        assert b.one("html").get_attribute("lang") != before
        examine(b, f"{address} in the other language")
        b.click(".tools [name=language]")
