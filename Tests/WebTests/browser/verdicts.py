"""Presses what is printed, for every verdict, until the integration is active:
verdicts.py PRODUCT SANDBOX FOLDER LANGUAGE FIRST COUNT VERDICT... with every verdict that the program
knows. Of the eight eighths of the cases, COUNT are tried, from FIRST on.

English follows the first of the ways that are printed, from the integration's page; Swedish the last,
from wherever it is printed.
"""
import sys
import time
import traceback

from causes import CASES, UNREACHED
from driver import ask, walk
from steps import Person

LONGEST = 5


def until_active(person, is_first):
    """Follows what the page prints, until it has nothing more to say."""
    told = []
    for _ in range(LONGEST):
        page = person.look()
        ways = page["ways"] or next((also["ways"] for also in page["also"] if also["ways"]), [])
        is_sure = page["verdict"] == "HEALTHY" and not any(also["ways"] for also in page["also"])
        if page["phase"] == "active" and is_sure and (told or not ways):
            return told
        assert ways, f"{page['phase']}, {page['verdict']}: nothing is printed"
        way = ways[0 if is_first else -1]
        codes = (page["verdict"], [step["code"] for step in way])
        assert codes not in told, f"the same once more: {codes}, after {told}"
        told.append(codes)
        person.follow(way)
    raise AssertionError(f"not active after {told}")


def try_case(b, language, number):
    verdict, how, who = CASES[number]
    ask("/sandbox/api/reset", now="yes")
    person = Person(b, f"case-{number}-{language}", **who)
    how(person)
    shown = person.look()
    assert shown["verdict"] == verdict, f"{shown['verdict']} and not {verdict} is shown"
    assert b.one("html").get_attribute("lang") == language
    person.stays = language == "sv"
    told = until_active(person, language == "en")
    close(b)
    return told


def close(b):
    """All windows but one."""
    for handle in b.driver.window_handles[1:]:
        b.driver.switch_to.window(handle)
        b.driver.close()
    b.driver.switch_to.window(b.driver.window_handles[0])


def everything(browser):
    b = browser(LANGUAGE)
    numbers = [n for n in range(len(CASES)) if (n - int(FIRST)) % 8 < int(COUNT)]
    wrong = []
    for number in numbers:
        start = time.time()
        try:
            told = try_case(b, LANGUAGE, number)
            print(f"{number} {CASES[number][0]} {time.time() - start:.1f} s {told}")
        except Exception:
            b.picture(f"failed-{LANGUAGE}-{number}")
            place = traceback.format_exc().split("Stacktrace:")[0]
            wrong.append(f"{LANGUAGE} {number} {CASES[number][0]} at {b.address}: {place}")
            close(b)
    assert not wrong, "\n".join(wrong)
    known = set(VERDICTS)
    tried = set(case[0] for case in CASES)
    assert not tried & set(UNREACHED), tried & set(UNREACHED)
    told = tried | set(UNREACHED)
    assert told == known, f"not tried: {known - told}; unknown: {told - known}"


LANGUAGE, FIRST, COUNT, *VERDICTS = sys.argv[4:]
walk(everything)
