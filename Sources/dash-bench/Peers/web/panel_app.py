"""The 12 blocks by Panel. A change is sent to /change, and Panel pushes it to every page."""

import sys

import pandas as pd
import panel as pn
import param
from bokeh.plotting import figure
from tornado.web import RequestHandler

from content import BEGIN, BLOCKS

pn.extension()


class Live(param.Parameterized):
    value = param.Integer(BEGIN)


LIVE = Live()


class Change(RequestHandler):
    def check_xsrf_cookie(self):
        """A program of ours sends it."""

    def post(self):
        LIVE.value = int(self.request.body)


def plot(block):
    x = pd.to_datetime([row["at"] for row in block["rows"]])
    y = [row["value"] for row in block["rows"]]
    shown = figure(height=300, sizing_mode="stretch_width", x_axis_type="datetime")
    if block["kind"] == "line":
        shown.line(x, y)
    else:
        shown.vbar(x=x, top=y, width=3_000_000)
    return pn.pane.Bokeh(shown, sizing_mode="stretch_width")


def body(block):
    if block["title"] == "Visitors":
        return pn.pane.Str(LIVE.param.value)
    if block["kind"] == "number":
        return pn.pane.Str(block["value"])
    if block["kind"] == "list":
        return pn.pane.Markdown("\n".join(f"- **{row['title']}** {row['note']}" for row in block["rows"]))
    if block["kind"] == "table":
        return pn.pane.DataFrame(pd.DataFrame(block["rows"]), index=False)
    return plot(block)


def page():
    cards = [pn.Card(body(block), title=block["title"], collapsible=False) for block in BLOCKS]
    return pn.GridBox(*cards, ncols=3, sizing_mode="stretch_width")


pn.serve({"/": page}, port=int(sys.argv[1]), address="127.0.0.1", show=False, extra_patterns=[(r"/change", Change)])
