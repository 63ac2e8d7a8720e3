"""A dashboard of 12 blocks by Dash, NiceGUI, Plotly Dash, Panel and Streamlit, one after the other.
    beside.py DASH [--rounds 5] [--pages 1000] [--pictures FOLDER]      prints a Markdown table
"""

import argparse
import os
import pathlib
import sys
import tempfile

from playwright.sync_api import sync_playwright

import crowd
from browser import Visit, change_to_pixels, first_visits
from content import BEGIN
from servers import PEERS, NiceGUI, Ours

#: What is measured, its unit, and what the best peer's figure may be multiplied with.
ROWS = [
    ("first contentful paint", "ms", 0.2), ("until the data are to be seen", "ms", 1),
    ("largest contentful paint", "ms", 1),
    ("layout shift", "", None), ("bytes", "kB", 0.2), ("requests", "", 1), ("JavaScript heap", "MiB", 1),
    ("memory of the server", "MiB", 1), ("from a change to pixels", "ms", 1),
    ("pages at once that have a change, p99", "ms", 1),
]
#: The most that may move by itself (CLS).
STILL = 0.02
#: Milliseconds between two questions of a page that has to ask, and those of one that never does.
OFTEN, NEVER = 100, 3_600_000


def say(text):
    print(text, file=sys.stderr, flush=True)


def measure(make, browser, arguments, pictures):
    """The figures of one dashboard by their names."""
    server = make(pathlib.Path(tempfile.mkdtemp(prefix="dash-beside-")), NEVER)
    try:
        figures = first_visits(browser, server.url, BEGIN, arguments.rounds)
        figures["memory of the server"] = server.memory()
        if pictures:
            visit = Visit(browser, server.url, BEGIN)
            visit.settle()
            visit.page.screenshot(path=pictures / f"{server.name}.png", full_page=True)
            visit.close()
        if server.polls:
            server.close()
            server = make(pathlib.Path(tempfile.mkdtemp(prefix="dash-beside-")), OFTEN)
        figures["from a change to pixels"] = change_to_pixels(browser, server, BEGIN, 2 * arguments.rounds - 1)
        kind = {Ours: crowd.Streams, NiceGUI: crowd.Sockets}.get(make)
        if kind:
            figures[ROWS[-1][0]] = crowd.reach(kind, server, arguments.pages, BEGIN + 2 * arguments.rounds, 3)
        say(f"  {server.name}: " + ", ".join(
            f"{what} {figures[what]:.3g} {unit}" for what, unit, _ in ROWS if figures.get(what) is not None))
        return figures
    finally:
        server.close()


def number(value, unit):
    if value is None:
        return "–"
    return f"{value:.3f}" if unit == "" and value < 1 and value != 0 else f"{value:.0f} {unit}".strip()


def table(figures, arguments):
    ours, peers = figures["Dash"], [name for name in figures if name != "Dash"]
    print(f"| what | Dash | {' | '.join(peers)} | to the best of them | goal |")
    print(f"| --- | {'---: | ' * (len(figures) + 1)}--- |")
    for what, unit, goal in ROWS:
        theirs = {name: figures[name].get(what) for name in peers}
        known = [(value, name) for name, value in theirs.items() if value is not None]
        best, name = min(known) if known else (0, "")
        share = f"{ours[what] / best:.2f} ({name})" if best and ours[what] is not None else "–"
        cells = " | ".join(number(value, unit) for value in [ours[what], *theirs.values()])
        label = f"{arguments.pages:,} {what}" if what.startswith("pages") else what
        print(f"| {label} | {cells} | {share} | ≤ {STILL if goal is None else goal} |")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--pictures", type=pathlib.Path)
    arguments = parser.parse_args()
    Ours.program = str(pathlib.Path(arguments.program).resolve())
    if arguments.pictures:
        arguments.pictures.mkdir(parents=True, exist_ok=True)
    figures = {}
    for make in [Ours, *PEERS]:
        # A browser for each: what one of them left behind is no matter of the next.
        with sync_playwright() as playwright:
            flags = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
            figures[make.name] = measure(make, browser, arguments, arguments.pictures)
            browser.close()
    table(figures, arguments)


main()
