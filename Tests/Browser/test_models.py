"""Blocks written by a model, over every protocol: added, changed three times, taken back, deleted;
and what happens when the model is of no use."""

import json
import os
import subprocess

import pytest
from playwright.sync_api import expect

from conftest import CHECKOUT, PROGRAM, Dashboard, Model
from test_bad_input import GOOD, LONG

PROTOCOLS = ["anthropic", "openai", "ollama"]

SCRIPT = """local http, list = require "http", require "list"

return function(ctx)
  local teams = http.get("URL"):json()
  return { teams = list.take(teams, 10) }
end
"""
SPEC = {
    "ui": 1, "title": "Teams", "icon": "🏆",
    "body": [{"type": "list", "data": "${teams}", "title": "${item.name}", "trailing": {"value": "${item.points}"}}],
}


def answer(words, script=None, spec=None):
    text = words + "\n"
    if script:
        text += f"```lua\n{script}```\n"
    if spec:
        text += f"```json\n{json.dumps(spec, indent=1)}\n```\n"
    return text


def say(page, sentence):
    page.get_by_label("What should be different?").fill(sentence)
    page.get_by_role("button", name="Send").click()


@pytest.fixture(params=PROTOCOLS)
def model(request):
    model = Model(request.param)
    yield model
    model.close()


def add(page, source):
    page.get_by_label("Describe a block").fill(f"teams and points from {source.url}/names.json")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Allow").click(timeout=LONG)


def test_the_whole_journey(model, source, tmp_path, open_page, pictures):
    source.show("/names.json", GOOD)
    script = SCRIPT.replace("URL", source.url + "/names.json")
    dashboard = Dashboard(tmp_path, "--no-starters", environment=model.environment)
    try:
        page = open_page(dashboard.url)
        model.answers = [answer("Shows the teams with their points.", script, SPEC)]
        add(page, source)
        card = page.locator("[data-block]")
        expect(card).to_contain_text("Benfica", timeout=LONG)
        expect(card).to_contain_text("🏆")
        path, headers, body = model.requests[0]
        assert "sk-test-key" in str(headers) and "sk-test-key" not in json.dumps(body)
        card.get_by_label("Menu of").click()
        card.get_by_role("link", name="Change…").click()
        panel = page.get_by_role("dialog")
        change = panel.get_by_label("Proposed change")

        # One: the words of the model are there while it still writes.
        louder = {**SPEC, "body": [{"type": "text", "text": "Hello, reader"}, *SPEC["body"]]}
        model.pace = 0.15
        model.answers = [answer("The card greets its reader first.", spec=louder)]
        say(page, "greet me")
        expect(panel.locator(".chat-working")).to_contain_text("The card greets", timeout=LONG)
        page.screenshot(path=pictures / f"streaming-{model.protocol}.png")
        model.pace = 0
        expect(change).to_contain_text("The card greets its reader first.", timeout=LONG)
        change.get_by_role("button", name="Keep").click()
        expect(card).to_contain_text("Hello, reader", timeout=LONG)

        # Two: a mistake is repaired before anybody sees it.
        broken = script.replace("list.take", "list.tak")
        named = script.replace("teams = list.take(teams, 10)",
                               "teams = list.take(teams, 10), total = #teams")
        counted = {**louder, "body": [*louder["body"], {"type": "text", "text": "${total} teams"}]}
        model.answers = [answer("Counts the teams.", broken, counted),
                         answer("Counts the teams.", named, counted)]
        say(page, "say how many teams there are")
        expect(change).to_contain_text("Counts the teams.", timeout=LONG)
        change.get_by_role("button", name="Keep").click()
        expect(card).to_contain_text("2 teams", timeout=LONG)

        # Three: discarded.
        model.answers = [answer("Shouts.", spec={**SPEC, "title": "TEAMS"})]
        say(page, "shout at me")
        expect(change).to_contain_text("Shouts.", timeout=LONG)
        change.get_by_role("button", name="Discard").click()
        expect(panel).to_contain_text("Nothing was changed.", timeout=LONG)
        expect(card).to_contain_text("2 teams")

        # Cancelled while it writes: as if nothing had been said.
        model.pace = 0.2
        model.answers = [answer("Never to be kept. " * 20, spec={**SPEC, "title": "Never"})]
        say(page, "sing me a song")
        panel.locator(".chat-working").get_by_text("Never to be kept.").wait_for(timeout=LONG)
        panel.get_by_role("button", name="Cancel").click()
        expect(panel.locator(".chat-working")).to_have_count(0)
        expect(change).to_have_count(0)
        model.pace = 0

        say(page, "back to version 1")
        expect(panel).to_contain_text("Went back to version 1, as version 4.", timeout=LONG)
        expect(card).not_to_contain_text("Hello, reader", timeout=LONG)
        panel.get_by_text("What models were asked").click()
        expect(panel).to_contain_text("scripted-1: 3000 + 200 tokens")
        page.screenshot(path=pictures / f"models-{model.protocol}.png")
        say(page, "delete it")
        expect(card).to_have_count(0, timeout=LONG)
    finally:
        dashboard.close()
    # No key in anything that is kept.
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"sk-test-key" not in kept


def test_a_cancelled_addition_leaves_nothing(model, source, tmp_path, open_page):
    source.show("/names.json", GOOD)
    dashboard = Dashboard(tmp_path, "--no-starters", environment=model.environment)
    try:
        page = open_page(dashboard.url)
        model.pace = 0.2
        script = SCRIPT.replace("URL", source.url + "/names.json")
        model.answers = [answer("Words. " * 1_000, script, SPEC)]
        add(page, source)
        page.get_by_text("Writing the block:").first.wait_for(timeout=LONG)
        page.get_by_role("button", name="Cancel").click()
        expect(page.locator(".job")).to_have_count(0, timeout=LONG)
        page.reload()
        expect(page.locator("[data-block]")).to_have_count(0)
        page.close()
    finally:
        dashboard.close()
    assert not list((tmp_path / "blocks").glob("*"))


def status(code, body):
    def answer(handler):
        handler.send_response(code)
        handler.send_header("Content-Type", "application/json")
        handler.end_headers()
        handler.wfile.write(json.dumps(body).encode())
    return answer


def error(code, kind, message):
    return status(code, {"type": "error", "error": {"type": kind, "code": kind, "message": message}})


FAULTS = {
    "wrong key": ([error(401, "authentication_error", "invalid key")], "does not accept the key"),
    "unknown model": ([error(404, "not_found_error", "no such model")], "has no model 'scripted'"),
    "no credit": ([error(429, "insufficient_quota", "exceeded your quota")], "has no credit left"),
    "nonsense": ([status(200, {"hello": "world"})] * 4, "not a model's answer"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_useless_model_is_named_and_the_block_is_drafted_without_it(fault, model, source, tmp_path):
    source.show("/names.json", GOOD)
    answers, words = FAULTS[fault]
    model.answers = list(answers)
    environment = {**os.environ, **model.environment}
    result = subprocess.run(
        [PROGRAM, "add", f"all rows from {source.url}/names.json", "--grant", "127.0.0.1", "--data",
         str(tmp_path)], capture_output=True, text=True, env=environment, timeout=120)
    assert result.returncode == 0, result.stderr
    block = result.stdout.strip()
    log = subprocess.run([PROGRAM, "log", block, "--data", str(tmp_path)], capture_output=True, text=True)
    assert "Made without a model, because" in log.stdout and words in log.stdout, log.stdout
    calls = subprocess.run([PROGRAM, "log", block, "--ai", "--data", str(tmp_path)],
                           capture_output=True, text=True).stdout
    assert "sk-test-key" not in calls and "scripted" in calls
    # Without an address there is nothing to fall back to: one sentence with both reasons.
    model.answers = list(answers)
    result = subprocess.run(
        [PROGRAM, "add", "frobnicate the gizmos", "--data", str(tmp_path)], capture_output=True,
        text=True, env=environment, timeout=120)
    assert result.returncode != 0 and result.stderr.count("dash: ") == 1
    assert "did not succeed" in result.stderr


def test_a_model_that_only_talks_is_heard(model, source, tmp_path):
    source.show("/names.json", GOOD)
    model.answers = ["Do you mean the first division, or the second?"]
    result = subprocess.run(
        [PROGRAM, "add", f"teams from {source.url}/names.json", "--grant", "127.0.0.1", "--data",
         str(tmp_path)], capture_output=True, text=True, env={**os.environ, **model.environment},
        timeout=120)
    assert result.returncode != 0
    assert "Do you mean the first division, or the second?" in result.stderr
    assert len(model.requests) == 1


def test_a_model_server_that_is_down_is_said_and_not_waited_for(source, tmp_path):
    source.show("/names.json", GOOD)
    environment = {**os.environ, "DASH_AI_PROVIDER": "ollama", "DASH_AI_BASE_URL": "http://127.0.0.1:9"}
    result = subprocess.run(
        [PROGRAM, "add", f"all rows from {source.url}/names.json", "--grant", "127.0.0.1", "--data",
         str(tmp_path)], capture_output=True, text=True, env=environment, timeout=60)
    assert result.returncode == 0, result.stderr
    log = subprocess.run([PROGRAM, "log", result.stdout.strip(), "--data", str(tmp_path)],
                         capture_output=True, text=True)
    assert "does not accept connections" in log.stdout


def test_models_are_shown_chosen_and_tried(model, tmp_path):
    def models(*words, **options):
        return subprocess.run([PROGRAM, "models", *words, "--data", str(tmp_path)],
                              capture_output=True, text=True, timeout=60, cwd=CHECKOUT, **options)
    environment = {**os.environ, **model.environment}
    model.answers = ["pong"]
    tried = models("test", env=environment)
    assert tried.returncode == 0 and "scripted-1 answered “pong”" in tried.stdout, tried.stderr
    assert models("limit", "--calls", "1").returncode == 0
    refused = models("test", env=environment)
    assert refused.returncode != 0 and "limit of 1 calls" in refused.stderr
    kept = models("key", model.protocol, input="sk-other-key\n")
    assert kept.returncode == 0 and "sk-other-key" not in kept.stdout
    assert models("use", f"{model.protocol}/big", "--url", model.url).returncode == 0
    models("limit", "--calls", "10")
    model.answers = ["pong"]
    assert models("test").returncode == 0
    assert "sk-other-key" in str(model.requests[-1][1])
    assert model.requests[-1][2]["model"] == "big"
    kept = b"".join(file.read_bytes() for file in tmp_path.rglob("*") if file.is_file())
    assert b"sk-other-key" not in kept
