"""The 12 blocks by Plotly Dash. It cannot be told of a change: its pages ask, as often as $BENCH_POLL says."""

import os
import pathlib
import sys

import plotly.graph_objects as go
from dash import Dash, Input, Output, dash_table, dcc, html

from content import BLOCKS

LIVE = pathlib.Path(os.environ["BENCH_LIVE"])

app = Dash("dash-bench")


def body(block):
    if block["kind"] == "number":
        return html.Strong(block["value"], id=block["title"])
    if block["kind"] == "list":
        return html.Ul([html.Li([html.B(row["title"]), " ", row["note"]]) for row in block["rows"]])
    if block["kind"] == "table":
        return dash_table.DataTable(block["rows"], [{"name": name, "id": name} for name in block["rows"][0]])
    x, y = [row["at"] for row in block["rows"]], [row["value"] for row in block["rows"]]
    trace = go.Scatter(x=x, y=y) if block["kind"] == "line" else go.Bar(x=x, y=y)
    return dcc.Graph(figure=go.Figure(trace), style={"height": 300})


def layout():
    blocks = [html.Section([html.H3(block["title"]), body(block)]) for block in BLOCKS]
    return html.Div([dcc.Interval(id="tick", interval=int(os.environ["BENCH_POLL"])), *blocks],
                    style={"display": "grid", "gridTemplateColumns": "repeat(3, 1fr)", "gap": 16})


app.layout = layout


@app.callback(Output("Visitors", "children"), Input("tick", "n_intervals"))
def live(_):
    return LIVE.read_text()


app.run(host="127.0.0.1", port=int(sys.argv[1]), debug=False)
