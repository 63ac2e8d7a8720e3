"""Many pages at once, without browsers: how long after a change the slowest of a hundred (p99) has heard of it.

Only Dash and NiceGUI push one change to all pages that are open: Panel needs a session of several MiB for each, and
pages of Plotly Dash and Streamlit have to ask."""

import ast
import asyncio
import re
import resource
import time
import urllib.parse
from concurrent.futures import ThreadPoolExecutor

from websockets.asyncio.client import connect


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
        self.all_heard = asyncio.Event()
        self.count = 0
        self.readers = []

    def hears(self, client):
        if client in self.heard:
            return
        self.heard[client] = time.perf_counter()
        if len(self.heard) == self.count:
            self.all_heard.set()

    async def gather(self, count):
        self.count = count
        gate = asyncio.Semaphore(20)

        async def join(client):
            async with gate:
                await self.join(client)
        await asyncio.gather(*(join(client) for client in range(count)))

    async def change(self, number):
        """Milliseconds until 99 of 100 have heard of it."""
        self.number, self.heard = str(number).encode(), {}
        self.all_heard.clear()
        begin = time.perf_counter()
        await asyncio.to_thread(self.server.change, number)
        await asyncio.wait_for(self.all_heard.wait(), 60)
        times = sorted(self.heard.values())
        return (times[int(len(times) * 0.99) - 1] - begin) * 1000

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
    """Pages of Dash: an event says which card is new."""

    async def join(self, client):
        reader, writer = await self.connect()
        writer.write(f"GET /events HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n\r\n".encode())
        await reader.readuntil(b"event: hello")
        await reader.readuntil(b"\n\n")
        self.readers.append(asyncio.create_task(self.listen(client, reader, writer)))

    async def listen(self, client, reader, writer):
        # Two events: one says that the block runs, the next that it is done.
        seen = 0
        while line := await reader.readline():
            if line.startswith(b"event: card"):
                seen += 1
                if seen % 2 == 0:
                    await self.told(client)
        writer.close()

    async def told(self, client):
        self.hears(client)


class StreamsWithCards(Streams):
    """Pages of Dash that also ask for the card and have it; eight connections take turns, as this is one address."""

    def __init__(self, server):
        super().__init__(server)
        self.idle = asyncio.Queue()

    async def gather(self, count):
        for _ in range(8):
            self.idle.put_nowait(await self.connect())
        await super().gather(count)

    async def told(self, client):
        reader, writer = await self.idle.get()
        writer.write(f"GET /blocks/{self.server.changing}/card HTTP/1.1\r\nHost: 127.0.0.1:{self.server.port}\r\n\r\n".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        body = await reader.readexactly(int(re.search(rb"content-length: *(\d+)", head, re.I)[1]))
        self.idle.put_nowait((reader, writer))
        if self.number in body:
            self.hears(client)


class Sockets(Crowd):
    """Pages of NiceGUI: a page is made, its socket connects, and the number comes by it."""

    async def join(self, client):
        page = (await self.ask("/")).decode(errors="replace")
        query = ast.literal_eval(re.search(r"query: (\{.*?\}),", page)[1])
        query |= {"tab_id": f"tab-{client}", "document_id": f"document-{client}", "implicit_handshake": "true",
                  "EIO": "4", "transport": "websocket"}
        socket = await connect(f"ws://127.0.0.1:{self.server.port}/_nicegui_ws/socket.io/?"
                               + urllib.parse.urlencode(query), max_size=None)
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
    """Median of `rounds` changes, each until 99 of 100 pages have heard of it."""
    async def run():
        crowd = kind(server)
        try:
            await crowd.gather(count)
            times = []
            for number in range(first, first + rounds):
                times.append(await crowd.change(number))
                await asyncio.sleep(0.3)
            return sorted(times)[rounds // 2]
        finally:
            crowd.close()
    lift_limit(count)
    # The thread that drives the browser has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(lambda: asyncio.run(run())).result()
