"""Every operation of `/api/v1` does what its document says, on real blocks: one walk through the life of a dashboard.
A new operation fails the last line until it has its step."""

import json
import re
import time
import urllib.error
import urllib.request

import pytest

from conftest import Dashboard
from test_agents import files, over_stdio
from test_bad_input import dash
from test_webhooks import token_file

LOGIN = "a token of thirty characters, so"
SCRIPT = """local store = require "store"
return {
  run = function(ctx)
    store.append("seen", ctx.params.rows)
    return { rows = ctx.params.rows, pressed = store.get("pressed") or 0 }
  end,
  on_action = function(name, args)
    store.set("pressed", args.times)
  end,
}
"""


class API:
    """A program with the login. Each answer has a status that the document names for its operation."""

    def __init__(self, url):
        self.url, self.asked = url, set()
        self.document = json.loads(self.send("GET", "/api/v1/openapi.json")[1])
        self.operations = [
            (method.upper(), re.compile("^" + re.sub(r"\{\w+\}", "[^/?]+", path) + r"(\?.*)?$"), operation)
            for path, item in self.document["paths"].items() for method, operation in item.items()
            if path.startswith("/api/v1/")]

    def send(self, method, path, body=None, kind="application/json"):
        content = body if body is None or isinstance(body, bytes) else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, data=content, method=method, headers={
            "Authorization": "Bearer " + LOGIN, "Accept": "application/json", "Content-Type": kind})
        if content is None:
            request.remove_header("Content-type")
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as problem:
            return problem.code, problem.read()

    def __call__(self, method, path, body=None, **options):
        """What a good request is answered."""
        status, content = self.send(method, "/api/v1/" + path, body, **options)
        operation = next(one for verb, form, one in self.operations
                         if verb == method and form.match("/api/v1/" + path))
        assert str(status) in operation["responses"] and status < 300, f"{method} {path}: {status} {content[:500]}"
        self.asked.add(operation["operationId"])
        return json.loads(content) if content[:1] in (b"{", b"[") else content

    def until(self, path, holds):
        """Asks until something that goes on behind an answer has happened."""
        end = time.monotonic() + 60
        while not holds(answer := self("GET", path)):
            assert time.monotonic() < end, answer
            time.sleep(0.05)
        return answer


@pytest.fixture
def api(tmp_path):
    data = tmp_path / "data"
    data.mkdir()
    dashboard = Dashboard(data, "--no-starters", "--token-file", str(token_file(tmp_path)))
    api = API(dashboard.url)
    api.data = data
    yield api
    dashboard.close()


@pytest.fixture
def counter(api, tmp_path):
    """A block with a setting, an action, a series and a key that it asks for."""
    folder = tmp_path / "counter"
    folder.mkdir()
    (folder / "block.json").write_text(json.dumps({
        "name": "Counter", "schedule": "manual",
        "params": [{"name": "rows", "label": "Rows", "type": "number", "default": 2}],
        "permissions": {"hosts": ["api.example.org"],
                        "secrets": [{"name": "KEY", "origins": ["https://api.example.org"]}]}}))
    (folder / "block.lua").write_text(SCRIPT)
    (folder / "block.ui.json").write_text(json.dumps({"ui": 1, "title": "Counter", "body": [
        {"type": "stat", "label": "Rows", "value": "${rows}"},
        {"type": "button", "text": "Press", "action": "press", "args": {"times": 7}}]}))
    added = dash("add", str(folder), "--yes", data=api.data)
    assert added.returncode == 0, added.stderr
    block = added.stdout.strip()
    end = time.monotonic() + 60
    while block not in [one["id"] for one in api("GET", "blocks")["blocks"]]:
        assert time.monotonic() < end
        time.sleep(0.05)
    return f"blocks/{block}"


def test_every_operation_does_what_the_document_says(api, counter, source):
    look_and_run(api, counter)
    change_by_hand(api, counter)
    make_from_a_source(api, source)
    decide(api, counter)
    arrange(api, counter)
    live_and_die(api, counter)
    assert api("GET", "openapi.json") == api.document
    assert api.asked == {operation["operationId"] for _, _, operation in api.operations}


def look_and_run(api, block):
    assert api("POST", f"{block}/secrets/KEY", {"value": "a key of its own"})["id"] in block
    assert api("POST", f"{block}/run")["status"] == "ok"
    assert api("GET", block)["name"] == "Counter"
    assert api("GET", f"{block}/data")["data"] == {"rows": 2, "pressed": 0}
    assert "Rows: 2" in api("GET", "snapshot")["blocks"][0]["text"]
    assert api("GET", f"{block}/versions")["versions"][0]["number"] == 1
    assert api("GET", f"{block}/runs?limit=1")["runs"][0]["kind"] is None
    assert api("GET", f"{block}/actions")["actions"] and api("GET", f"{block}/results")["results"]
    assert {"name": "seen", "points": len(api("GET", f"{block}/runs")["runs"])} in api("GET", f"{block}/series")["series"]
    assert b"2" in api("GET", f"{block}/series/seen").splitlines()[1]
    assert "notices" in api("GET", "notices")
    api("POST", f"{block}/params", {"rows": 5})
    api("POST", f"{block}/actions", {"action": "press", "args": {"times": 7}})
    api.until(f"{block}/data", lambda answer: answer["data"] == {"rows": 5, "pressed": 7})
    before = len(api("GET", f"{block}/runs")["runs"])
    api("POST", "refresh")
    api.until(f"{block}/runs", lambda answer: len(answer["runs"]) > before)


def change_by_hand(api, block):
    texts = api("GET", f"{block}/files")
    assert texts["script"] == SCRIPT
    assert api("POST", "check", {key: texts[key] for key in ("manifest", "script", "spec")})["ok"] is True
    texts["script"] = SCRIPT.replace("pressed = store", "twice = 2 * ctx.params.rows, pressed = store")
    api("PUT", f"{block}/files", texts)
    assert api.until(block, lambda answer: answer["version"] == 2)["author"] == "hand"
    assert api("GET", f"{block}/data")["data"]["twice"] == 10
    api("POST", f"{block}/restore", {"version": 1})
    assert api("GET", f"{block}/files")["script"] == api("GET", f"{block}/files?version=1")["script"] == SCRIPT
    api("POST", f"{block}/heal")


def make_from_a_source(api, source):
    source.show("/teams.json", [{"name": name, "points": points} for name, points in
                                (("Ajax", 31), ("Benfica", 29), ("Celtic", 27))])
    address, place = source.url + "/teams.json", f"127.0.0.1:{source.port}"
    assert "points" in json.dumps(api("POST", "offer", {"source": address, "grants": [place]}))
    made = api("POST", "blocks", {"sentence": f"show {address}", "grants": [place]})
    block = f"blocks/{made['id']}"
    query = api("GET", f"{block}/offer")["query"]
    # A number that is a setting needs no version, and so no word.
    assert api("POST", f"{block}/sentence", {"sentence": "only the first 2"})["status"] in ("changed", "proposed")
    titled = {"query": query, "title": "Clubs"}
    version = api("GET", block)["version"]
    waiting = api("POST", f"{block}/query", titled)
    assert waiting["status"] == "proposed" and api("GET", block)["version"] == version
    api("POST", f"{block}/discard", {"change": waiting["change"]})
    waiting = api("POST", f"{block}/query", titled)
    api("POST", f"{block}/keep", {"change": waiting["change"]})
    assert api("GET", block)["version"] == version + 1
    allowed = api("GET", f"{block}/permissions")["allowed"]
    home = next(one["what"] for one in allowed if place in one["what"])
    api("POST", f"{block}/revoke", {"what": home})
    assert home not in [one["what"] for one in api("GET", f"{block}/permissions")["allowed"]]
    api("POST", f"{block}/grant", {"what": home})
    assert home in [one["what"] for one in api("GET", f"{block}/permissions")["allowed"]]


def decide(api, block):
    async def story(session):
        for explanation in ("The first.", "The second."):
            saved = await session.call_tool("save_block", files(explanation=explanation))
            assert not saved.is_error, saved

    over_stdio(story, api.data)
    waiting = {one["explanation"]: one["id"] for one in
               api.until("proposals", lambda answer: len(answer["proposals"]) == 2)["proposals"]}
    accepted = api("POST", f"proposals/{waiting['The first.']}/accept")
    assert api("GET", f"blocks/{accepted['id']}/data")["data"] == {"answer": 42}
    api("POST", f"proposals/{waiting['The second.']}/decline")
    assert api("GET", "proposals")["proposals"] == []


def arrange(api, block):
    name = block.split("/")[1]
    placed = api("PUT", f"{block}/place", {"breakpoint": "wide", "place": [6, 0, 6, 4]})
    assert name in json.dumps(placed)
    api("PUT", "preferences", {"zone": "Europe/Lisbon", "locale": "pt-BR"})
    chosen = api("GET", "preferences")
    assert chosen["zone"] == {"value": "Europe/Lisbon", "is_chosen": True} and chosen["locale"]["is_chosen"]
    assert api("PUT", "preferences", {})["zone"]["is_chosen"] is False
    section = api("POST", "sections", {"title": "Numbers"})["section"]
    api("POST", f"sections/{section}", {"title": "Figures"})
    assert [one["title"] for one in api("GET", "sections")["sections"]] == ["Figures"]
    assert api("POST", "undo")["message"]
    assert [one["title"] for one in api("GET", "sections")["sections"]] == ["Numbers"]
    api("DELETE", f"sections/{section}")
    assert api("GET", "sections")["sections"] == []


def live_and_die(api, block):
    assert api("GET", f"{block}/webhook")["webhook"] is None
    assert api("POST", f"{block}/webhook")["path"].startswith("/hooks/hook_")
    assert api("GET", f"{block}/webhook")["webhook"]["used_at"] is None
    api("DELETE", f"{block}/webhook")
    assert api("GET", f"{block}/webhook")["webhook"] is None
    api("POST", f"{block}/pause")
    assert api("GET", block)["state"] == "paused"
    api("POST", f"{block}/resume")
    assert api("GET", block)["state"] != "paused"
    package = api("GET", f"{block}/export?recordings=without")
    assert package[:2] == b"\x1f\x8b"
    read = api("POST", "packages", package, kind="application/gzip")
    assert read["name"] == "Counter" and "a key of its own" not in json.dumps(read)
    added = api("POST", f"packages/{read['key']}/add", {})
    assert api("GET", f"blocks/{added['id']}/files")["script"] == SCRIPT
    api("DELETE", block)
    assert api.send("GET", "/api/v1/" + block)[0] == 404
    api("POST", f"{block}/undelete")
    assert api("GET", block)["name"] == "Counter"
