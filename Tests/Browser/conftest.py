"""What the browser tests stand on: a source on loopback whose answer can be changed, a dashboard
with a data folder of its own, and Debian's Chromium."""

import http.server
import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
import urllib.request

import pytest
from playwright.sync_api import sync_playwright

CHECKOUT = pathlib.Path(__file__).resolve().parents[2]
# Chromium without the window that `chromium --headless` draws, too: a page takes half the time of the processor.
CHROMIUM = os.environ.get("DASH_CHROMIUM") or shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
PROGRAM = os.environ.get("DASH_PROGRAM", str(CHECKOUT / ".build/debug/dash"))
# Where screenshots go, for people to look at.
PICTURES = pathlib.Path(os.environ.get("DASH_PICTURES", tempfile.mkdtemp(prefix="dash-pictures-")))


class Source:
    """A web server on loopback; its answers are what `pages` says right now, and `seen` what it was asked."""

    def __init__(self):
        self.pages = {}
        self.seen = []
        source = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                source.seen.append((self.path, dict(self.headers)))
                status, kind, body = source.pages.get(self.path, (404, "text/plain", b"not here"))
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Cache-Control", "no-store")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                try:
                    self.wfile.write(body)
                except OSError:
                    pass  # Nobody has to listen to the end.

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def show(self, path, value):
        self.show_raw(path, "application/json", json.dumps(value).encode())

    def show_raw(self, path, kind, body, status=200):
        self.pages[path] = (status, kind, body)

    def close(self):
        self.server.shutdown()


# No test asks a model of the person who runs it.
os.environ["DASH_AI_PROVIDER"] = "builtin"


class Model:
    """A server of models on loopback. It speaks one protocol, and says what `answers` holds, one
    after the other: texts, or functions that get the HTTP handler and answer by themselves."""

    def __init__(self, protocol):
        self.protocol = protocol
        self.answers = []
        self.requests = []
        self.pace = 0
        model = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get("Content-Length", 0))
                model.requests.append((self.path, dict(self.headers), json.loads(self.rfile.read(length))))
                answer = model.answers.pop(0) if model.answers else "Nothing more to say."
                try:
                    answer(self) if callable(answer) else model.stream(self, answer)
                except OSError:
                    pass  # Nobody has to listen to the end.

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def environment(self):
        """What makes a Dash ask this server."""
        return {"DASH_AI_PROVIDER": self.protocol, "DASH_AI_BASE_URL": self.url,
                "DASH_AI_MODEL": "scripted", "DASH_AI_API_KEY": "sk-test-key"}

    def stream(self, handler, text):
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.end_headers()
        for line in getattr(self, self.protocol)(text):
            handler.wfile.write(line.encode())
            handler.wfile.flush()
            time.sleep(self.pace)

    @staticmethod
    def pieces(text):
        return [text[start:start + 40] for start in range(0, len(text), 40)]

    def anthropic(self, text):
        def event(kind, **facts):
            return f"event: {kind}\ndata: {json.dumps({'type': kind, **facts})}\n\n"
        yield event("message_start", message={"model": "scripted-1", "usage": {"input_tokens": 3000}})
        yield event("content_block_start", index=0, content_block={"type": "text", "text": ""})
        for piece in self.pieces(text):
            yield event("content_block_delta", index=0, delta={"type": "text_delta", "text": piece})
        yield event("content_block_stop", index=0)
        yield event("message_delta", delta={"stop_reason": "end_turn"}, usage={"output_tokens": 200})
        yield event("message_stop")

    def openai(self, text):
        def chunk(choices, **facts):
            return "data: " + json.dumps({"model": "scripted-1", "choices": choices, **facts}) + "\n\n"
        for piece in self.pieces(text):
            yield chunk([{"index": 0, "delta": {"content": piece}, "finish_reason": None}])
        yield chunk([{"index": 0, "delta": {}, "finish_reason": "stop"}])
        yield chunk([], usage={"prompt_tokens": 3000, "completion_tokens": 200})
        yield "data: [DONE]\n\n"

    def ollama(self, text):
        def line(text, **facts):
            message = {"role": "assistant", "content": text}
            return json.dumps({"model": "scripted-1", "message": message, "done": False, **facts}) + "\n"
        for piece in self.pieces(text):
            yield line(piece)
        yield line("", done=True, done_reason="stop", prompt_eval_count=3000, eval_count=200)

    def close(self):
        self.server.shutdown()


class Dashboard:
    """`dash serve` on a free port. `DASH_SERVE` may name another command with {data} and {port}."""

    def __init__(self, data, *options, environment=None):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.data = data
        self.url = f"http://127.0.0.1:{self.port}"
        command = os.environ.get("DASH_SERVE", f"{PROGRAM} serve --data {{data}} --port {{port}}")
        words = command.format(data=data, port=self.port).split() + list(options)
        self.log = open(pathlib.Path(data) / "serve.log", "w+")
        self.process = subprocess.Popen(
            words, stdout=self.log, stderr=subprocess.STDOUT, cwd=CHECKOUT,
            env={**os.environ, **(environment or {})})
        self.wait()

    def wait(self):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                urllib.request.urlopen(self.url + "/healthz", timeout=1)
                return
            except OSError:
                time.sleep(0.05)
        self.log.seek(0)
        raise RuntimeError("the dashboard did not start:\n" + self.log.read())

    def close(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise


@pytest.fixture
def source():
    source = Source()
    yield source
    source.close()


@pytest.fixture
def dashboard(tmp_path):
    """An empty dashboard."""
    dashboard = Dashboard(tmp_path, "--no-starters")
    yield dashboard
    dashboard.close()


@pytest.fixture(scope="session")
def demo(tmp_path_factory):
    """A dashboard full of starter blocks that live from their cassettes."""
    options = os.environ.get("DASH_DEMO", "--demo").split()
    dashboard = Dashboard(tmp_path_factory.mktemp("demo"), *options)
    yield dashboard
    dashboard.close()


@pytest.fixture(scope="session")
def chromium():
    flags = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield browser
        browser.close()


def connected(page):
    """Waits for the behaviour, which a dashboard fetches after its first paint."""
    if page.locator("script[src*='js/start.']").count():
        page.locator("html[data-ready]").wait_for(state="attached")


@pytest.fixture
def open_page(chromium):
    """Opens pages of a size and colour scheme, and fails the test if one complains."""
    contexts, complaints = [], []

    def open_page(url, width=1440, height=900, scheme="light", **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, locale="en-GB", **options)
        contexts.append(context)
        page = context.new_page()
        wait = page.wait_for_function

        def wait_for_function(expression, **rest):
            # The page's policy refuses a text at the second look; a function may look as often as it likes.
            assert re.match(r"\s*(async )?(\([^)]*\)|\w+) =>", expression), f"not a function: {expression[:60]}"
            return wait(expression, **rest)
        page.wait_for_function = wait_for_function
        page.on("console", lambda message: complaints.append(message.text)
                if message.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(url)
        if options.get("java_script_enabled", True):
            connected(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # A card that was deleted a moment ago is asked for once more and not found, a picture of the demo
    # has no server to come from, what is refused is answered so, and a test may stop its server before its page, or take the network away: no faults of a page.
    expected = re.compile(r"status of (401|404|422|502)|ERR_CONNECTION_REFUSED|ERR_INTERNET_DISCONNECTED")
    faults = [text for text in complaints if not expected.search(text)]
    assert not faults, faults


@pytest.fixture(scope="session")
def pictures():
    PICTURES.mkdir(parents=True, exist_ok=True)
    print(f"\nscreenshots: {PICTURES}")
    return PICTURES
