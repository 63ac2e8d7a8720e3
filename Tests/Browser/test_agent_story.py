"""The whole way of another agent, with the reference client of the Model Context Protocol: it looks at a source that a
person allows it, writes a block with a mistake, checks, tries and proposes it; a click lets it serve, and it is seen.

A public source needs a network: a namespace of the kernel's in which every address is this machine. What takes part
runs in it, the browser, too."""

import asyncio
import json
import os
import re
import subprocess
import sys

import pytest
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client

from conftest import CHECKOUT, CHROMIUM, PROGRAM
from test_agents import played, text
from test_bad_input import dash

HOST = "teas.example"
TEAS = [{"name": "Assam", "price": 4.5}, {"name": "Sencha", "price": 6.2}, {"name": "Oolong", "price": 7}]
MANIFEST = json.dumps({"name": "Teas", "schedule": {"every": "1h"}, "permissions": {"hosts": [HOST]}})
SCRIPT = f"""local http = require "http"

return function(ctx)
  return {{ teas = http.get("http://{HOST}/teas.json"):json() }}
end
"""
SPEC = json.dumps({"ui": 1, "title": "Teas", "body": [
    {"type": "list", "data": "${teas}", "title": "${item.name}", "trailing": {"value": "${item.price}"}}]})

PREPARATION = """
ip link set lo up
ip route add local 0.0.0.0/0 dev lo
mount --bind "$1" /etc/hosts
echo ready
exec sleep infinity
"""


class OwnNetwork:
    """A network and a list of hosts of its own; `enter` is what a command is put behind to run there."""

    def __init__(self, folder):
        hosts = folder / "hosts"
        hosts.write_text(f"127.0.0.1 localhost\n93.184.215.14 {HOST}\n")
        self.process = subprocess.Popen(["unshare", "-mn", "sh", "-ec", PREPARATION, "sh", str(hosts)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.is_there = self.process.stdout.readline() == "ready\n"
        self.enter = ["nsenter", f"--net=/proc/{self.process.pid}/ns/net", f"--mount=/proc/{self.process.pid}/ns/mnt",
                      f"--wd={CHECKOUT}"]
        self.others = []

    def start(self, *words):
        self.others.append(subprocess.Popen([*self.enter, *words], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def program(self, file, name):
        """A program that runs another one in this network."""
        file.write_text("#!/bin/sh\nexec " + " ".join(self.enter) + f' {name} "$@"\n')
        file.chmod(0o755)
        return str(file)

    def close(self):
        for process in [*self.others, self.process]:
            process.kill()
            process.wait(20)


@pytest.fixture
def network(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("a network of its own needs root")
    network = OwnNetwork(tmp_path)
    if not network.is_there:
        network.close()
        pytest.skip("a network of its own is not possible here")
    yield network
    network.close()


def test_an_agent_looks_writes_and_proposes_and_a_person_decides(network, tmp_path):
    shop, data = tmp_path / "shop", tmp_path / "data"
    shop.mkdir()
    data.mkdir()
    (shop / "teas.json").write_text(json.dumps(TEAS))
    network.start(sys.executable, "-m", "http.server", "80", "--bind", "93.184.215.14", "--directory", str(shop))
    serving = network.program(tmp_path / "serve", PROGRAM)
    port = 8137  # nobody else is in this network
    server = subprocess.Popen([serving, "serve", "--data", data, "--port", str(port), "--no-starters"],
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=CHECKOUT)
    try:
        assert "Dash is at" in server.stdout.readline()
        click = clicks(network, tmp_path, f"http://127.0.0.1:{port}")

        async def story(session):
            # It asks to look, a person allows it by a click, and it looks.
            refused = await session.call_tool("probe_source", {"url": f"http://{HOST}/teas.json"})
            assert refused.is_error and f"No person has allowed agents to look at {HOST} yet" in text(refused)
            click("/proposals", f"Allow {HOST}")
            seen = await session.call_tool("probe_source", {"url": f"http://{HOST}/teas.json"})
            assert not seen.is_error and "Assam" in text(seen) and "<untrusted>" in text(seen), text(seen)

            # It writes with a mistake, and mends it by what the check says.
            files = {"manifest": MANIFEST, "script": SCRIPT.replace("http.get", "htp.get"), "spec": SPEC}
            wrong = text(await session.call_tool("check_block", files))
            assert re.search(r"block\.lua:4:\d+: error: global 'htp' does not exist", wrong), wrong
            files["script"] = SCRIPT
            assert "No problems" in text(await session.call_tool("check_block", files))
            tried = await session.call_tool("try_block", files)
            assert tried.structured_content["ok"] is True and "Sencha" in text(tried), text(tried)
            saved = await session.call_tool("save_block", {**files, "explanation": "The teas of the week."})
            assert "waits for the person" in text(saved), text(saved)
            assert json.loads(text(await session.call_tool("list_blocks")))["blocks"] == []

            # A person sees what it reaches, accepts it, and sees the card.
            shown = click("/proposals", "Accept Teas", before=f"ask {HOST}", after="Sencha")
            assert "The teas of the week." in shown
            # The agent's process looks once a second what others have made.
            while not (blocks := json.loads(text(await session.call_tool("list_blocks")))["blocks"]):
                await asyncio.sleep(0.1)
            block = blocks[0]["id"]
            assert "Sencha" in text(await session.call_tool("read_block", {"block": block}))

        play(story, network, data, tmp_path)
    finally:
        server.terminate()
        server.wait(20)
    log = dash("log", json.loads(dash("list", "--json", data=data).stdout)[0]["id"], data=data).stdout
    assert "Accepted what mcp proposed." in log, log


def play(story, network, data, folder):
    async def session():
        command = network.program(folder / "agent", PROGRAM)
        parameters = StdioServerParameters(command=command, args=["mcp", "--data", str(data)], cwd=CHECKOUT)
        async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
            await session.initialize()
            await story(session)

    played(session())


def clicks(network, folder, address):
    """A person with a browser in that network: opens a page, looks for words, clicks a button, and looks again."""
    browser = network.program(folder / "chromium", CHROMIUM)
    script = folder / "click.py"
    script.write_text(CLICK)

    def click(path, button, before="", after=""):
        done = subprocess.run([sys.executable, script, browser, address + path, button, before, after],
                              capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return click


# A process of its own, as the loop of the story and that of the browser do not share one.
CLICK = '''
import sys
from playwright.sync_api import expect, sync_playwright

browser, address, button, before, after = sys.argv[1:]
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox"])
    page = chromium.new_page()
    page.goto(address)
    if before:
        expect(page.get_by_text(before).first).to_be_visible(timeout=60_000)
    print(page.inner_text("main"))
    page.get_by_role("button", name=button).click()
    if after:
        expect(page.get_by_text(after).first).to_be_visible(timeout=60_000)
    else:
        expect(page.get_by_role("button", name=button)).to_have_count(0, timeout=60_000)
    chromium.close()
'''
