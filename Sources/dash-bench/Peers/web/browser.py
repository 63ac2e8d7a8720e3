"""What a browser has of a dashboard: paints, shifts, bytes, requests, heap, and how soon a change is seen."""

import statistics
import time

# Paints and shifts as web.dev defines them; they are listened for before the page begins.
OBSERVE = """(() => {
  window.bench = { paint: 0, largest: 0, shift: 0 };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === "first-contentful-paint") bench.paint = entry.startTime;
  }).observe({ type: "paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) bench.largest = entry.startTime;
  }).observe({ type: "largest-contentful-paint", buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) bench.shift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
})()"""

# Resolves with the moment of the frame after the one in which a number is on the page, also in shadow trees.
SEEN = """(number) => new Promise((done) => {
  const has = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.nodeType === Node.TEXT_NODE) {
        if (node.data.replace(/[\\s,.\\u202f]/g, "") === number) return true;
      } else if (node.shadowRoot && has(node.shadowRoot)) return true;
    }
    return false;
  };
  const look = () => has(document)
    ? requestAnimationFrame(() => done(performance.timeOrigin + performance.now())) : requestAnimationFrame(look);
  look();
})"""

# Milliseconds without a byte after which a page is loaded.
QUIET = 1_000


class Visit:
    """A page that somebody opens for the first time, in a context without anything of earlier visits."""

    def __init__(self, browser, url, number):
        self.context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        self.page = self.context.new_page()
        self.page.add_init_script(OBSERVE)
        self.wire = self.context.new_cdp_session(self.page)
        self.wire.send("Network.enable")
        # Bytes of each answer as it came over the wire, with its head; frames of a socket by the socket.
        self.received, self.requests, self.last = {}, 0, time.monotonic()
        self.wire.on("Network.requestWillBeSent", self.asked)
        self.wire.on("Network.responseReceived", lambda event: self.came(event, event["response"]["encodedDataLength"]))
        self.wire.on("Network.dataReceived", lambda event: self.came(event, event["encodedDataLength"]))
        self.wire.on("Network.loadingFinished", self.finished)
        self.wire.on("Network.webSocketFrameReceived",
                     lambda event: self.came(event, len(event["response"]["payloadData"])))
        self.begin = time.time() * 1000
        self.page.goto(url, wait_until="commit")
        self.seen = self.page.evaluate(SEEN, str(number)) - self.begin

    def asked(self, event):
        self.requests += not event["request"]["url"].startswith(("data:", "blob:"))

    def came(self, event, count):
        self.received[event["requestId"]] = self.received.get(event["requestId"], 0) + count
        self.last = time.monotonic()

    def finished(self, event):
        self.received[event["requestId"]] = event["encodedDataLength"]

    @property
    def bytes(self):
        return sum(self.received.values())

    def settle(self, longest=10):
        """Waits until nothing comes any more; at most `longest` seconds, as a page that polls is never quiet."""
        end = time.monotonic() + longest
        while time.monotonic() < min(end, self.last + QUIET / 1000):
            self.page.wait_for_timeout(100)

    def paints(self):
        return self.page.evaluate("bench")

    def heap(self):
        """MiB of the JavaScript heap after a collection."""
        self.wire.send("HeapProfiler.collectGarbage")
        return self.wire.send("Runtime.getHeapUsage")["usedSize"] / (1 << 20)

    def close(self):
        self.context.close()


def first_visits(browser, url, number, rounds):
    """Medians of `rounds` visits."""
    figures = []
    for _ in range(rounds):
        visit = Visit(browser, url, number)
        visit.settle()
        paints = visit.paints()
        figures.append({
            "first contentful paint": paints["paint"], "largest contentful paint": paints["largest"],
            "layout shift": paints["shift"], "until the data are to be seen": visit.seen,
            "bytes": visit.bytes / 1000, "requests": visit.requests, "JavaScript heap": visit.heap()})
        visit.close()
    return {what: statistics.median(each[what] for each in figures) for what in figures[0]}


def change_to_pixels(browser, server, first, rounds):
    """Median milliseconds from the moment a change is sent until it is on the screen. A block of Dash takes 30
    messages a minute: `rounds` is smaller."""
    visit = Visit(browser, server.url, first)
    visit.settle(3)
    times = []
    for number in range(first + 1, first + 1 + rounds):
        visit.page.evaluate(f"() => {{ window.benchSeen = ({SEEN})('{number}'); }}")
        begin = time.time() * 1000
        server.change(number)
        times.append(visit.page.evaluate("benchSeen") - begin)
        # Not in step with anything that polls.
        visit.page.wait_for_timeout(130 + 37 * (number % 5))
    visit.close()
    return statistics.median(times)
