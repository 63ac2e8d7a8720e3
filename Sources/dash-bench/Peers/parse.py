"""What well-known parsers of Python need for the work of dash's stdlib, in microseconds.
    parse.py lexbor|lxml FILE ROUNDS    parse the page, then ask 50 selectors
    parse.py feedparser ROUNDS FILE…    parse all feeds
"""

import sys
import time

SELECTORS = ["a", "div", "p a", "ul > li", "table tr td", "h2", "img[src]", "a[href^='http']",
             "div.mw-body", "li:nth-child(2)"] * 5


def lexbor(text):
    from selectolax.lexbor import LexborHTMLParser
    tree = LexborHTMLParser(text)
    return sum(len(tree.css(selector)) for selector in SELECTORS)


def lxml(text):
    import lxml.html
    tree = lxml.html.fromstring(text)
    return sum(len(tree.cssselect(selector)) for selector in SELECTORS)


def feeds(texts):
    import feedparser
    return sum(len(feedparser.parse(text).entries) for text in texts)


def main(kind, *words):
    if kind == "feedparser":
        rounds, work = int(words[0]), feeds
        data = [open(name, "rb").read() for name in words[1:]]
    else:
        rounds, work = int(words[1]), {"lexbor": lexbor, "lxml": lxml}[kind]
        data = open(words[0], encoding="utf-8").read()
    work(data)
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work(data)
        times.append((time.perf_counter() - start) * 1e6)
    print(sorted(times)[rounds // 2])


main(*sys.argv[1:])
