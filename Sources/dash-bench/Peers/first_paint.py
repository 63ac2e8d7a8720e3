"""First contentful paint of the demo dashboard, beside the same data shown by Streamlit and Panel.
    first_paint.py DASH ROUNDS      prints a Markdown table
Also prints the bytes of the page with its styles and modules, compressed, before charts.
"""

import gzip
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

from playwright.sync_api import sync_playwright

STREAMLIT = """
import json, sys
import streamlit as st
st.set_page_config(layout="wide")
columns = st.columns(3)
for index, (name, data) in enumerate(json.load(open({data!r})).items()):
    with columns[index % 3]:
        st.subheader(name)
        for key, value in data.items():
            if isinstance(value, list) and value and isinstance(value[0], dict):
                st.dataframe(value)
            else:
                st.markdown(f"**{{key}}** {{value}}")
"""

PANEL = """
import json
import pandas as pd
import panel as pn
pn.extension()
cards = []
for name, data in json.load(open({data!r})).items():
    parts = []
    for key, value in data.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            parts.append(pn.pane.DataFrame(pd.DataFrame(value)))
        else:
            parts.append(pn.pane.Markdown(f"**{{key}}** {{value}}"))
    cards.append(pn.Card(*parts, title=name))
pn.FlexBox(*cards).servable()
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def fetch(url):
    return urllib.request.urlopen(url, timeout=30).read()


def start(words, port, path="/"):
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        try:
            fetch(f"http://127.0.0.1:{port}{path}")
            return process
        except OSError:
            time.sleep(0.1)
    process.kill()
    raise SystemExit(f"{words[0]} did not start")


def paint(browser, url, name, rounds):
    """Medians in ms: first contentful paint, and until a text of the data is there."""
    paints, texts = [], []
    for _ in range(rounds):
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        page = context.new_page()
        begin = time.perf_counter()
        page.goto(url, wait_until="commit")
        page.get_by_text(name, exact=True).locator("visible=true").first.wait_for(timeout=60_000)
        texts.append((time.perf_counter() - begin) * 1e3)
        # The entry comes a moment after the paint itself.
        paints.append(page.evaluate("""() => new Promise(done => {
            const look = () => {
                const entry = performance.getEntriesByName('first-contentful-paint')[0];
                entry ? done(entry.startTime) : setTimeout(look, 20);
            };
            look();
        })"""))
        context.close()
    return sorted(paints)[rounds // 2], sorted(texts)[rounds // 2]


def page_bytes(url):
    """Compressed bytes of what a page fetches before anybody does something: itself, its styles and
    modules, without charts and vendor code. Modules that a click fetches are not among them."""
    page = fetch(url + "/").decode()
    total, seen = len(gzip.compress(page.encode())), set()
    wanted = re.findall(r'(?:src|href)="(/assets/[^"]+\.(?:css|js)[^"]*)"', page)
    while wanted:
        path = wanted.pop()
        if path in seen or "vendor" in path or "charts" in path:
            continue
        seen.add(path)
        body = fetch(url + path)
        total += len(gzip.compress(body))
        folder = path.rsplit("/", 1)[0]
        joint = rb"(?:from |import\()" if path.split("?")[0].endswith("start.js") else rb"from "
        for name in re.findall(joint + rb'"\./([a-z]+\.js)"', body):
            wanted.append(f"{folder}/{name.decode()}")
    return total


def main(dash, rounds):
    folder = pathlib.Path(tempfile.mkdtemp(prefix="dash-paint-"))
    port = free_port()
    processes = [start([dash, "serve", "--demo", "--data", str(folder / "data"), "--port", str(port)],
                       port)]
    url = f"http://127.0.0.1:{port}"
    try:
        data = {}
        deadline = time.monotonic() + 60
        while len(data) < 5 and time.monotonic() < deadline:
            for block in json.loads(fetch(url + "/api/v1/blocks"))["blocks"]:
                try:
                    data[block["name"]] = json.loads(fetch(f"{url}/api/v1/blocks/{block['id']}/data"))["data"]
                except (OSError, KeyError):
                    pass
            time.sleep(0.5)
        (folder / "data.json").write_text(json.dumps(data))
        servers = {"Dash": (url, processes[0])}
        for kind, text in (("Streamlit", STREAMLIT), ("Panel", PANEL)):
            script = folder / f"{kind.lower()}_app.py"
            script.write_text(text.format(data=str(folder / "data.json")))
            port = free_port()
            bin_folder = pathlib.Path(sys.executable).parent
            words = ([str(bin_folder / "streamlit"), "run", str(script), "--server.port", str(port),
                      "--server.headless", "true", "--browser.gatherUsageStats", "false",
                      "--server.address", "127.0.0.1"] if kind == "Streamlit" else
                     [str(bin_folder / "panel"), "serve", str(script), "--port", str(port),
                      "--address", "127.0.0.1"])
            path = "/" if kind == "Streamlit" else f"/{script.stem}"
            processes.append(start(words, port, path))
            servers[kind] = (f"http://127.0.0.1:{port}{path}", processes[-1])
        name = next(iter(data))
        with sync_playwright() as playwright:
            flags = ["--no-sandbox"] if os.geteuid() == 0 else []
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=flags)
            figures = {kind: paint(browser, place, name, rounds) for kind, (place, _) in servers.items()}
            browser.close()
        print("| what | Dash | peer | its figure | ratio | goal |")
        print("| --- | ---: | --- | ---: | ---: | --- |")
        for kind in ("Streamlit", "Panel"):
            for index, what in ((0, "first contentful paint"), (1, "until the data are to be seen")):
                ours, theirs = figures["Dash"][index], figures[kind][index]
                print(f"| {what} | {ours:.0f} ms | {kind} | {theirs:.0f} ms | {ours / theirs:.2f} "
                      f"| {'≤ 0.2' if index == 0 else ''} |")
        size = page_bytes(url)
        print(f"| page of {len(data)} cards, gzip, before charts | {size / 1000:.1f} kB "
              f"| the goal | 60 kB | {size / 60000:.2f} | ≤ 1 |")
    finally:
        for process in processes:
            process.terminate()


main(sys.argv[1], int(sys.argv[2]))
