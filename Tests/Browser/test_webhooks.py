"""Blocks that other programs send something, by the address that is their secret."""

import json
import urllib.error
import urllib.request

import pytest

from conftest import Dashboard
from test_bad_input import dash

SCRIPT = """local store = require "store"
return function(ctx)
  local messages = store.received()
  local last = messages[#messages]
  return { count = #messages, who = last and last.body and last.body.who or "nobody" }
end
"""
SPEC = json.dumps({"ui": 1, "title": "Door", "body": [
    {"type": "stat", "label": "Last", "value": "${who}"},
    {"type": "stat", "label": "Messages", "value": "${count}"}]})


@pytest.fixture
def door(tmp_path):
    """A dashboard with a block that shows who rang, and the path of its address."""
    data, folder = tmp_path / "data", tmp_path / "door"
    data.mkdir()
    folder.mkdir()
    (folder / "block.json").write_text(json.dumps({"name": "Door", "schedule": "manual"}))
    (folder / "block.lua").write_text(SCRIPT)
    (folder / "block.ui.json").write_text(SPEC)
    added = dash("add", str(folder), "--yes", data=data)
    assert added.returncode == 0, added.stderr
    block = added.stdout.strip()
    made = dash("webhook", "new", block, data=data)
    assert made.returncode == 0, made.stderr
    dashboard = Dashboard(data, "--no-starters", "--token-file", str(token_file(tmp_path)))
    yield dashboard, block, made.stdout.strip()
    dashboard.close()


def token_file(folder):
    file = folder / "token"
    file.write_text("a token of thirty characters, so\n")
    return file


def send(dashboard, path, body=b"", method="POST", **headers):
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(dashboard.url + path, data=body or None, method=method, headers=names)
    # urllib says that a body without a type is a form.
    if body and "Content-Type" not in names:
        request.add_header("Content-Type", "application/json")
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.headers, json.loads(answer.read() or b"null")
    except urllib.error.HTTPError as error:
        return error.code, error.headers, json.loads(error.read() or b"null")


def test_a_message_is_seen_on_the_card(door, open_page):
    dashboard, block, path = door
    page = open_page(dashboard.url + "/login")
    page.fill("input[name=token]", "a token of thirty characters, so")
    page.keyboard.press("Enter")
    card = page.locator(".card", has_text="Door")
    card.get_by_text("nobody").wait_for()
    # Neither login nor proof of the page, and a foreign Origin does no harm: the address is the secret.
    status, _, answer = send(dashboard, path, b'{"who": "Ada"}', Origin="https://sender.example")
    assert (status, answer) == (202, {"received": True})
    card.get_by_text("Ada").wait_for()
    told = dash("webhook", "show", block, data=dashboard.data)
    assert told.returncode == 0 and "used 20" in told.stdout, told.stdout
    log = dash("log", block, data=dashboard.data)
    assert "webhook" in log.stdout and path not in log.stdout, log.stdout


# What is sent, what it says of itself, the answer, and words of it.
BAD = [
    (b"{", "application/json", 400, "cannot be read"),
    (b"\xff\xfe", "text/plain", 400, "UTF-8"),
    (b"\x89PNG", "image/png", 415, "image/png"),
    (b"--x--", "multipart/form-data; boundary=x", 415, "multipart/form-data"),
    (b"[" * 150 + b"]" * 150, "application/json", 400, "nests more than"),
    (b"x" * (64 * 1024 + 1), "text/plain", 413, "64 KiB"),
]


@pytest.mark.parametrize("body, kind, status, words", BAD)
def test_what_cannot_be_kept_is_refused(door, body, kind, status, words):
    dashboard, block, path = door
    answered, headers, problem = send(dashboard, path, body, Content_Type=kind)
    assert answered == status, problem
    assert headers["Content-Type"] == "application/problem+json"
    assert words in problem["detail"], problem
    assert "never used" in dash("webhook", "show", block, data=dashboard.data).stdout


@pytest.mark.parametrize("path", [
    "/hooks/hook_" + "A" * 43, "/hooks/nothing", "/hooks/%00", "/hooks/..%2fapi", "/hooks/" + "x" * 3000])
def test_other_addresses_take_nothing(door, path):
    status, _, problem = send(door[0], path, b"{}")
    assert status in (400, 401, 404, 414), problem


def test_only_post_sends(door):
    dashboard, _, path = door
    for method in ("GET", "PUT", "DELETE"):
        status, _, _ = send(dashboard, path, method=method, Accept="application/json")
        assert status in (401, 403, 404, 405), method


def test_too_many_messages_are_told_when_to_come_again(door):
    dashboard, _, path = door
    for _ in range(30):
        assert send(dashboard, path, b"{}")[0] == 202
    status, headers, problem = send(dashboard, path, b"{}")
    assert status == 429 and 0 < int(headers["Retry-After"]) <= 60, problem
    # Wrong addresses do not use up the login's attempts.
    for _ in range(70):
        send(dashboard, "/hooks/nothing")
    assert send(dashboard, "/hooks/nothing")[0] == 429
    assert send(dashboard, "/api/v1/blocks", method="GET",
                Authorization="Bearer a token of thirty characters, so")[0] == 200


def test_the_address_is_made_and_ended_by_the_api(door):
    dashboard, block, old = door
    login = {"Authorization": "Bearer a token of thirty characters, so"}
    at = f"/api/v1/blocks/{block}/webhook"
    status, _, made = send(dashboard, at, **login)
    assert status == 201 and made["path"] != old
    assert send(dashboard, old, b"{}")[0] == 401
    assert send(dashboard, made["path"], b"{}")[0] == 202
    assert send(dashboard, at, method="GET", **login)[2]["webhook"]["used_at"]
    assert send(dashboard, at, method="DELETE", **login)[0] == 204
    assert send(dashboard, made["path"], b"{}")[0] == 401
    assert send(dashboard, at, method="DELETE", **login)[0] == 404
    program = dash("token", "new", "reader", "--may", "author", data=dashboard.data).stdout.strip()
    assert send(dashboard, at, Authorization=f"Bearer {program}")[0] == 403


@pytest.mark.parametrize("block, told", [("no-such-block", "There is no block"), ("A B", "not a block id")])
def test_a_block_that_is_not_there_gets_no_address(dashboard, block, told):
    for verb in ("new", "show", "rm"):
        done = dash("webhook", verb, block, data=dashboard.data)
        assert done.returncode == 30 and told in done.stderr, done.stderr
