"""Many pages at once, without browsers: how long after a change the slowest of a hundred (p99) has heard of it.

Only Dash and NiceGUI push one change to all pages that are open: Panel needs a session of several MiB for each, and
pages of Plotly Dash and Streamlit have to ask."""

import ast
import asyncio
import re
import resource
import sys
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed


def lift_limit(count):
    """Each connection is a descriptor."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * count + 1000), hard))


class Crowd:
    """Connections that wait for a number, and when each of them heard it."""

    def __init__(self, server):
        self.server = server
        self.number = ""
        self.heard = {}
        self.most_heard = asyncio.Event()
        self.count = 0
        self.readers = []

    def hears(self, client):
        if client in self.heard:
            return
        self.heard[client] = time.perf_counter()
        if len(self.heard) >= self.count * 0.99:
            self.most_heard.set()

    async def gather(self, count):
        self.count = count
        gate = asyncio.Semaphore(8)

        async def join(client):
            async with gate:
                await self.join(client)
        await asyncio.gather(*(join(client) for client in range(count)))

    async def change(self, number):
        """Milliseconds until 99 of 100 have heard of it; `None` when they have not in 20 seconds."""
        self.number, self.heard = str(number).encode(), {}
        self.most_heard.clear()
        begin = time.perf_counter()
        await asyncio.to_thread(self.server.change, number)
        try:
            await asyncio.wait_for(self.most_heard.wait(), 20)
        except TimeoutError:
            print(f"  only {len(self.heard)} of {self.count} heard of a change", file=sys.stderr)
            return None
        return (max(self.heard.values()) - begin) * 1000

    def close(self):
        for reader in self.readers:
            reader.cancel()

    async def connect(self):
        return await asyncio.open_connection("127.0.0.1", self.server.port)

    async def ask(self, path):
        """The answer to a GET, by a connection of its own."""
        reader, writer = await self.connect()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\nConnection: close\r\n\r\n".encode())
        answer = await reader.read()
        writer.close()
        return answer


class Streams(Crowd):
    """Pages of Dash: an event brings the card that is new."""

    async def join(self, client):
        reader, writer = await self.connect()
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n\r\n".encode())
        await reader.readuntil(b"event: hello")
        await reader.readuntil(b"\n\n")
        self.readers.append(asyncio.create_task(self.listen(client, reader, writer)))

    async def listen(self, client, reader, writer):
        while line := await reader.readline():
            if self.number and line.startswith(b"data:") and self.number in line:
                self.hears(client)
        writer.close()


class Sockets(Crowd):
    """Pages of NiceGUI: a page is made, its socket connects, and the number comes by it."""

    async def join(self, client):
        # A page whose socket does not come soon is forgotten; a browser loads it anew.
        for _ in range(3):
            try:
                return await self.load(client)
            except (ConnectionClosed, OSError):
                continue
        print("  a page of NiceGUI did not connect", file=sys.stderr)

    async def load(self, client):
        page = (await self.ask("/")).decode(errors="replace")
        query = ast.literal_eval(re.search(r"query: (\{.*?\}),", page)[1])
        query |= {"tab_id": f"tab-{client}", "document_id": f"document-{client}", "implicit_handshake": "true",
                  "EIO": "4", "transport": "websocket"}
        socket = await connect(f"ws://127.0.0.1:{self.server.port}/_nicegui_ws/socket.io/?"
                               + urllib.parse.urlencode(query), max_size=None, open_timeout=60, ping_interval=None)
        await socket.recv()
        await socket.send("40")
        await socket.recv()
        self.readers.append(asyncio.create_task(self.listen(client, socket)))

    async def listen(self, client, socket):
        async for message in socket:
            if message == "2":
                await socket.send("3")
            elif self.number and self.number in (message.encode() if isinstance(message, str) else message):
                self.hears(client)


def reach(kind, server, count, first, rounds):
    """Median of `rounds` changes, each until 99 of 100 pages have heard of it; `None` when they never had."""
    async def run():
        crowd = kind(server)
        try:
            await crowd.gather(count)
            times = []
            for number in range(first, first + rounds):
                times.append(await crowd.change(number))
                await asyncio.sleep(0.3)
            heard = sorted(each for each in times if each is not None)
            return heard[len(heard) // 2] if heard else None
        finally:
            crowd.close()
    lift_limit(count)
    # The thread that drives the browser has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()
