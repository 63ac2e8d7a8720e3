"""Generated feeds, and what feedparser finds in them."""

import calendar
import html
import re

import feedparser

URL = "https://feeds.test/news/feed.xml"

# What stands in a title of RSS, and of Atom with the type that says so.
TEXTS = [
    "Rain in Ulm", "A &amp; B", "<![CDATA[A & B]]>", "5 &lt; 6 &gt; 4", "Caf&#233; &#x2019;round", "&quot;Quoted&quot;",
    "  spaced \n out  ", "日本語の題名", "Zürich", "it's 50&#37;", "<![CDATA[x]]> and <![CDATA[y]]>",
]
MARKUP = ["&lt;b&gt;Bold&lt;/b&gt; move", "<![CDATA[<i>Late</i> news]]>", "R&amp;amp;D", "1 &amp;lt; 2",
          "one&lt;br/&gt;two", "<![CDATA[&eacute;t&eacute;]]>"]
RFC822 = ["Mon, 23 Nov 2026 14:05:09 GMT", "Tue, 24 Nov 2026 14:05:09 +0100", "3 Jan 2026 04:05:06 -0530",
          "Wed, 07 Jan 2026 04:05 GMT", "Thu, 08 Jan 26 04:05:06 GMT", "Fri, 09 Jan 2026 10:00:00 EST",
          "Fri, 10 Jul 2026 10:00:00 PDT", "Sat, 28 Feb 2026 23:59:59 Z", "Sun, 01 March 2026 00:00:00 UT"]
W3C = ["2026-11-23T14:05:09Z", "2026-11-23T14:05:09+02:00", "2026-11-23T14:05Z", "2026-11-23T14:05:09.250Z",
       "2026-11-23", "2026-11", "2026-11-23T23:30:00-08:00", "2028-02-29T00:00:00Z"]
NO_DATES = ["soon", "", "some day"]
NO_ZONE = ["Mon, 02 Mar 2026 12:00:00"]
LINKS = ["https://a.test/1", "https://a.test/2?x=1&amp;y=2", "/root/3", "page/4", "../up/5", "?q=6",
         "//other.test/7", "https://a.test/ü"]
WORDS = ["science", "Sport &amp; Spiel", "tech", "Ärger", "news"]


class Writer:
    """Writes items of one kind of feed."""

    def __init__(self, rng):
        self.rng = rng

    def chance(self, share):
        return self.rng.random() < share

    def element(self, name, text, attributes=""):
        return f"<{name}{attributes}>{text}</{name}>"

    def title(self):
        return self.rng.choice(TEXTS + MARKUP)

    def date(self, likely, other):
        draw = self.rng.random()
        return self.rng.choice(
            likely if draw < 0.8 else other if draw < 0.95 else NO_DATES if draw < 0.997 else NO_ZONE)

    def enclosure_address(self):
        return self.rng.choice(LINKS) if self.chance(0.05) else f"https://a.test/{self.rng.randrange(100)}.mp3"

    def base(self):
        return f' xml:base="{self.rng.choice(["https://base.test/x/", "sub/", "/top/"])}"' if self.chance(0.15) else ""

    def rss_item(self, number):
        rng, parts = self.rng, []
        if self.chance(0.95):
            parts.append(self.element("title", self.title()))
        if self.chance(0.85):
            parts.append(self.element("link", rng.choice(LINKS)))
        if self.chance(0.7):
            form = rng.randrange(3)
            parts.append(self.element("guid", f"https://a.test/guid/{number}" if form < 2 else f"tag-{number}",
                                      ["", ' isPermaLink="false"', ' isPermaLink="false"'][form]))
        if self.chance(0.8):
            parts.append(self.element("pubDate", self.date(RFC822, W3C)))
        elif self.chance(0.5):
            parts.append(self.element("dc:date", self.date(W3C, RFC822)))
        if self.chance(0.4):
            parts.append(self.element("author", rng.choice(["jo@a.test (Jo Doe)", "Ann Lee", "ed@a.test"])))
        elif self.chance(0.4):
            parts.append(self.element("dc:creator", rng.choice(["Jo Doe", "<![CDATA[Ann & Lee]]>"])))
        for word in rng.sample(WORDS, rng.randrange(4)):
            parts.append(self.element("category", word))
        if self.chance(0.6):
            parts.append(self.element("description", self.title()))
        if self.chance(0.3):
            parts.append(f'<enclosure url="{self.enclosure_address()}" type="audio/mpeg" length="123"/>')
        if self.chance(0.2):
            parts.append(self.element("comments", "https://a.test/comments"))
        rng.shuffle(parts)
        return f"<item{self.base()}>{''.join(parts)}</item>"

    def rss(self):
        items = "".join(self.rss_item(number) for number in range(self.rng.randrange(1, 6)))
        return f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"{self.base()}><channel{self.base()}>
<title>{self.title()}</title><link>https://a.test/</link>{items}</channel></rss>"""

    def rdf_item(self, number):
        rng = self.rng
        date = self.element("dc:date", self.date(W3C, RFC822)) if self.chance(0.7) else ""
        creator = self.element("dc:creator", "Jo Doe") if self.chance(0.5) else ""
        subjects = "".join(self.element("dc:subject", word) for word in rng.sample(WORDS, rng.randrange(3)))
        return (f'<item rdf:about="https://a.test/rdf/{number}">{self.element("title", rng.choice(TEXTS))}'
                f'{self.element("link", rng.choice(LINKS))}{date}{creator}{subjects}</item>')

    def rdf(self):
        items = "".join(self.rdf_item(number) for number in range(self.rng.randrange(1, 6)))
        return f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://a.test/"><title>{self.rng.choice(TEXTS)}</title>
<link>https://a.test/</link></channel>{items}</rdf:RDF>"""

    def atom_text(self, name):
        form = self.rng.randrange(4)
        if form == 0:
            return self.element(name, self.rng.choice(TEXTS), self.rng.choice(["", ' type="text"']))
        if form == 1:
            return (f'<{name} type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
                    f'{self.rng.choice(["<b>Bold</b> move", "A &amp; B", "plain"])}</div></{name}>')
        return self.element(name, self.rng.choice(MARKUP + TEXTS), ' type="html"')

    def atom_entry(self, number):
        rng, parts = self.rng, [self.atom_text("title")]
        if self.chance(0.99):
            rel = rng.choice(["", ' rel="alternate"'])
            parts.append(f'<link{rel} href="{rng.choice(LINKS)}"/>')
        if self.chance(0.4):
            parts.append(f'<link rel="{rng.choice(["related", "self", "replies"])}" href="{rng.choice(LINKS)}"/>')
        if self.chance(0.3):
            parts.append(f'<link rel="enclosure" href="{self.enclosure_address()}" type="audio/mpeg" length="5"/>')
        if self.chance(0.9):
            parts.append(self.element("id", f"urn:test:{number}"))
        if self.chance(0.8):
            parts.append(self.element("updated", self.date(W3C, RFC822)))
        if self.chance(0.6):
            parts.append(self.element("published", self.date(W3C, RFC822)))
        if self.chance(0.6):
            parts.append("<author><name>Jo Doe</name><email>jo@a.test</email></author>")
        for word in rng.sample(WORDS, rng.randrange(3)):
            parts.append(f'<category term="{word}"/>')
        if self.chance(0.5):
            parts.append(self.atom_text("summary"))
        rng.shuffle(parts)
        return f"<entry{self.base()}>{''.join(parts)}</entry>"

    def atom(self):
        entries = "".join(self.atom_entry(number) for number in range(self.rng.randrange(1, 6)))
        return f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"{self.base()}><title>{self.rng.choice(TEXTS)}</title><id>urn:test</id>
<link rel="alternate" href="https://a.test/"/>{entries}</feed>"""


def feed(rng):
    writer = Writer(rng)
    return rng.choice([writer.rss, writer.rss, writer.atom, writer.atom, writer.rdf])()


def plain(markup):
    """What a reader sees: feedparser gives markup, ours gives text."""
    if markup is None:
        return None
    text = re.sub(r"</?[a-zA-Z][^>]*>", lambda tag: " " if re.match(r"</?(br|div|p)\b", tag[0]) else "", markup)
    return " ".join(html.unescape(text).split()) or None


def moment(*parsed):
    """Seconds of the first date there is. feedparser fills one in for the other and warns of it, so ask by `dict.get`."""
    for one in parsed:
        if one:
            return calendar.timegm(one)
    return None


def theirs(text):
    found = feedparser.parse(text.encode(), response_headers={"content-location": URL})
    items = []
    for entry in found.entries:
        author = entry.get("author_detail", {})
        items.append({
            "title": plain(entry.get("title")),
            "link": entry.get("link"),
            "id": entry.get("id"),
            "published": moment(dict.get(entry, "published_parsed"), dict.get(entry, "updated_parsed")),
            "author": plain(author.get("name") or entry.get("author") or author.get("email")),
            "categories": [tag.term for tag in entry.get("tags", [])],
            "enclosures": [one.get("href") for one in entry.get("enclosures", [])],
            "summary": plain(entry.get("summary")),
        })
    return items
