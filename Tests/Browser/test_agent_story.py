"""Another agent makes a block, and a person lets it: one story, told over stdio and over HTTP by the reference client of
the Model Context Protocol, while the person looks on in a browser."""

import contextlib
import functools
import json

import pytest
from anyio.from_thread import start_blocking_portal
from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client
from playwright.sync_api import expect

from conftest import CHECKOUT, PROGRAM
from test_agents import text, token

LONG = 60_000


@contextlib.asynccontextmanager
async def over_stdio(dashboard):
    parameters = StdioServerParameters(command=PROGRAM, args=["mcp", "--data", str(dashboard.data)], cwd=CHECKOUT)
    async with stdio_client(parameters) as streams, ClientSession(*streams) as session:
        await session.initialize()
        yield session


@contextlib.asynccontextmanager
async def over_http(dashboard):
    headers = {"Authorization": f"Bearer {token(dashboard.data)}"}
    async with create_mcp_http_client(headers=headers) as client:
        async with streamable_http_client(dashboard.url + "/mcp", http_client=client) as streams:
            async with ClientSession(*streams) as session:
                await session.initialize()
                yield session


@contextlib.contextmanager
def agent(way, dashboard):
    """One conversation that goes on while a person does something else; tools are called by name."""
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(way(dashboard)) as session:
        def call(tool, **arguments):
            return portal.call(functools.partial(session.call_tool, tool, arguments))

        yield call


def refused(answer):
    assert answer.is_error, text(answer)
    return text(answer)


def done(answer):
    assert not answer.is_error, text(answer)
    return text(answer)


SCRIPT = """local http = require "http"

return function(ctx)
  local teas = http.gte("URL"):json()
  local total = 0
  for _, tea in ipairs(teas) do total = total + tea.price end
  return { count = #teas, mean = total / #teas }
end
"""


def written(source):
    """Three files as an agent writes them at its first try: a mistake in each."""
    return {
        "manifest": json.dumps({
            "name": "Price of tea", "schedul": "manual",
            "permissions": {"private_hosts": [f"127.0.0.1:{source.port}"]}}, indent=2),
        "script": SCRIPT.replace("URL", source.url + "/teas.json"),
        "spec": json.dumps({"ui": 1, "title": "Price of tea", "body": [
            {"type": "stat", "lable": "Mean price", "value": "${mean}", "format": "number:2"},
            {"type": "text", "text": "of ${count} teas"}]}, indent=2),
    }


@pytest.mark.parametrize("way", [over_stdio, over_http])
def test_an_agent_makes_a_block_of_a_source_and_a_person_lets_it(way, dashboard, source, open_page):
    teas = [{"name": "Assam", "price": 4.5}, {"name": "Sencha", "price": 6.25}]
    source.show("/teas.json", teas)
    place, url = f"127.0.0.1:{source.port}", source.url + "/teas.json"
    watched = open_page(dashboard.url)
    with agent(way, dashboard) as call:
        # Nobody allowed the source, so it is not asked, by whatever tool.
        assert f"No person has allowed agents to look at {place} yet" in refused(call("probe_source", url=url))
        page = open_page(dashboard.url + "/proposals")
        assert source.seen == []
        page.get_by_role("button", name=f"Allow {place}", exact=True).click()
        page.get_by_role("button", name=f"Take back {place}").wait_for()
        offered = done(call("probe_source", url=url))
        assert "<untrusted>" in offered and "Assam" in offered and "price" in offered, offered

        # Every mistake is told with its line, and they are mended one by one.
        files = written(source)
        problems = done(call("check_block", **files))
        assert "block.json:3:3: error: 'schedul' is not known here; did you mean 'schedule'?" in problems, problems
        assert "block.lua:4:21: error: http.gte does not exist; did you mean 'get'?" in problems, problems
        assert "block.ui.json:7:7: error: /body/0/lable: unknown property 'lable'. Did you mean 'label'?" in problems, problems
        for name, wrong, right in [("manifest", "schedul", "schedule"), ("spec", "lable", "label"),
                                   ("script", "http.gte", "http.get")]:
            assert "No problems" not in done(call("check_block", **files))
            files[name] = files[name].replace(wrong, right)
        assert done(call("check_block", **files)) == "No problems."

        tried = call("try_block", **files)
        assert "5.38" in done(tried) and tried.structured_content["ok"] is True, text(tried)
        # A trial keeps nothing, and what is saved waits.
        assert "/proposals" in done(call("save_block", **files, explanation="What tea costs on average."))
        assert json.loads(done(call("list_blocks")))["blocks"] == []
        assert watched.locator("[data-block]").count() == 0

        page = open_page(dashboard.url + "/proposals")
        expect(page.get_by_text("What tea costs on average.")).to_be_visible()
        expect(page.get_by_text(f"Its card then asks you to let it ask {place}, which is not public.")).to_be_visible()
        asked = len(source.seen)
        page.get_by_role("button", name="Accept Price of tea").click()

        # What agents may look at, the block may not: its card asks, and the page that was open all the time shows it.
        card = watched.locator("[data-block]")
        allow = card.get_by_role("button", name=f"Allow {place}")
        expect(allow).to_be_visible(timeout=LONG)
        expect(card).not_to_contain_text("5.38")
        assert len(source.seen) == asked
        allow.click()
        expect(card).to_contain_text("5.38", timeout=LONG)
        expect(card).to_contain_text("of 2 teas")

        # What the source says later is on the page as soon as the agent has the block run.
        source.show("/teas.json", teas + [{"name": "Rooibos", "price": 2.0}])
        block = json.loads(done(call("list_blocks")))["blocks"][0]["id"]
        done(call("run", block=block))
        expect(card).to_contain_text("4.25", timeout=LONG)
        expect(card).to_contain_text("of 3 teas")
        assert "4.25" in done(call("snapshot"))

        # A person takes it back, and no tool of the agent asks the source any more.
        page = open_page(dashboard.url + "/proposals")
        page.get_by_role("button", name=f"Take back {place}").click()
        page.get_by_role("button", name=f"Take back {place}").wait_for(state="detached")
        asked = len(source.seen)
        refused(call("probe_source", url=url))
        call("try_block", **files)
        assert len(source.seen) == asked
