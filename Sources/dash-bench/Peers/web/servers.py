"""Each dashboard with the 12 blocks, on a free port of loopback, and how it is told of a change."""

import http.server
import json
import os
import pathlib
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.request

from content import BEGIN, BLOCKS

HERE = pathlib.Path(__file__).resolve().parent
BIN = pathlib.Path(sys.executable).parent


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A dashboard that answers. `change` gives the number that changes another value."""

    name = ""
    route = ""
    #: Cannot be told of a change: its pages ask.
    polls = False

    #: `poll` is how often they ask, in milliseconds.
    def __init__(self, folder, poll):
        self.folder = folder
        self.live = folder / "live"
        self.live.write_text(str(BEGIN))
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = open(folder / "log", "w")
        self.process = subprocess.Popen(
            self.words(), stdout=self.log, stderr=subprocess.STDOUT, cwd=folder,
            env={**os.environ, "BENCH_LIVE": str(self.live), "BENCH_POLL": str(poll), "PYTHONPATH": str(HERE),
                 "PYTHONDONTWRITEBYTECODE": "1"})
        deadline = time.monotonic() + 90
        while True:
            try:
                urllib.request.urlopen(self.url, timeout=30).read()
                return
            except OSError:
                if time.monotonic() > deadline or self.process.poll() is not None:
                    raise SystemExit(f"{self.name} did not start:\n{(folder / 'log').read_text()[-2000:]}")
                time.sleep(0.1)

    def words(self):
        return [sys.executable, str(HERE / f"{type(self).__name__.lower()}_app.py"), str(self.port)]

    def change(self, value):
        request = urllib.request.Request(self.url + self.route, str(value).encode(), method="POST",
                                         headers={"Content-Type": "application/json"})
        urllib.request.urlopen(request, timeout=30).read()

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def memory(self):
        """MiB of the server and the processes it started; what they share is counted once (PSS)."""
        ours, found = {self.process.pid}, True
        parents = {}
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
            except OSError:
                pass  # It ended.
        while found:
            found = {pid for pid, parent in parents.items() if parent in ours and pid not in ours}
            ours |= found
        kib = 0
        for pid in ours:
            try:
                kib += int(re.search(r"^Pss: +(\d+)", pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text(), re.M)[1])
            except (OSError, TypeError):
                pass  # It ended.
        return kib / 1024


class NiceGUI(Server):
    name, route = "NiceGUI", "/change"


class Panel(Server):
    name, route = "Panel", "/change"


class Plotly(Server):
    name, polls = "Plotly Dash", True

    def change(self, value):
        self.live.write_text(str(value))


class Streamlit(Server):
    name, polls = "Streamlit", True

    def words(self):
        return [str(BIN / "streamlit"), "run", str(HERE / "streamlit_app.py"), "--server.port", str(self.port),
                "--server.headless", "true", "--server.address", "127.0.0.1", "--browser.gatherUsageStats", "false"]

    def change(self, value):
        self.live.write_text(str(value))


class Source:
    """Where our blocks get their rows, by HTTP; the peers have them in the program."""

    def __init__(self):
        rows = {f"/{index}.json": json.dumps(block["rows"]).encode()
                for index, block in enumerate(BLOCKS) if "rows" in block}

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                body = rows[self.path]
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


FETCH = """local http = require "http"

return function()
  return { rows = http.get("http://%s"):json() }
end
"""
SAY = "return function() return { value = %d } end\n"
RECEIVE = """local store = require "store"

return function()
  local value = %d
  for _, message in ipairs(store.received()) do value = message.body end
  return { value = value }
end
"""
VIEWS = {
    "number": {"type": "stat", "label": "Now", "value": "${value}"},
    "list": {"type": "list", "data": "${rows}", "title": "${item.title}", "meta": "${item.note}"},
    "table": {"type": "table", "data": "${rows}", "columns": [
        {"header": "Name", "field": "name"}, {"header": "Played", "field": "played", "align": "end"},
        {"header": "Won", "field": "won", "align": "end"}, {"header": "Points", "field": "points", "align": "end"}]},
    **{kind: {"type": "chart", "kind": kind, "data": "${rows}", "x": {"field": "at", "type": "temporal"}, "y": "value"}
       for kind in ("line", "bar")},
}


class Ours(Server):
    """Dash. A change is sent to the webhook of a block; the block runs, and its card goes to every page."""

    name, program = "Dash", ""

    def __init__(self, folder, poll):
        self.data = folder / "data"
        source = Source()
        for index, block in enumerate(BLOCKS):
            self.add(folder / f"block-{index}", index, block, source.place)
        blocks = json.loads(self.dash("list", "--json"))
        changing = next(block["id"] for block in blocks if block["name"] == "Visitors")
        self.route = self.dash("webhook", "new", changing).strip()
        super().__init__(folder, poll)

    def dash(self, *words):
        return subprocess.run([self.program, *words, "--data", str(self.data)], check=True, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout

    def add(self, folder, index, block, place):
        folder.mkdir()
        manifest = {"name": block["title"], "schedule": {"every": "6h"}}
        if block["title"] == "Visitors":
            script = RECEIVE % BEGIN
        elif block["kind"] == "number":
            script = SAY % block["value"]
        else:
            script = FETCH % f"{place}/{index}.json"
            manifest["permissions"] = {"private_hosts": [place]}
        (folder / "block.json").write_text(json.dumps(manifest))
        (folder / "block.lua").write_text(script)
        (folder / "block.ui.json").write_text(
            json.dumps({"ui": 1, "title": block["title"], "body": [VIEWS[block["kind"]]]}))
        self.dash("add", str(folder), "--yes", "--grant", place)

    def words(self):
        return [self.program, "serve", "--no-starters", "--data", str(self.data), "--port", str(self.port)]


PEERS = [NiceGUI, Plotly, Panel, Streamlit]
