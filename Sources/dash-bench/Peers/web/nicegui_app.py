"""The 12 blocks by NiceGUI. A change is sent to /change, and NiceGUI pushes it to every page."""

import sys

from fastapi import Request
from nicegui import app, binding, ui

from content import BEGIN, BLOCKS


@binding.bindable_dataclass
class Live:
    value: int = BEGIN


LIVE = Live()


@app.post("/change")
async def change(request: Request):
    LIVE.value = int(await request.body())


def body(block):
    if block["title"] == "Visitors":
        ui.label().bind_text_from(LIVE, "value").classes("text-2xl")
    elif block["kind"] == "number":
        ui.label(str(block["value"])).classes("text-2xl")
    elif block["kind"] == "list":
        with ui.list():
            for row in block["rows"]:
                with ui.item(), ui.item_section():
                    ui.item_label(row["title"])
                    ui.item_label(row["note"]).props("caption")
    elif block["kind"] == "table":
        ui.table(rows=block["rows"])
    else:
        ui.echart({"xAxis": {"type": "time"}, "yAxis": {"type": "value"},
                   "series": [{"type": block["kind"], "data": [[row["at"], row["value"]] for row in block["rows"]]}]})


@ui.page("/")
def page():
    with ui.grid(columns=3).classes("w-full"):
        for block in BLOCKS:
            with ui.card():
                ui.label(block["title"]).classes("text-lg")
                body(block)


ui.run(host="127.0.0.1", port=int(sys.argv[1]), show=False, reload=False, title="Bench")
