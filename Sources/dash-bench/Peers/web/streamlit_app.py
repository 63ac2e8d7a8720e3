"""The 12 blocks by Streamlit. It cannot be told of a change: a fragment looks, as often as $BENCH_POLL says."""

import os
import pathlib

import pandas as pd
import streamlit as st

from content import BLOCKS

LIVE = pathlib.Path(os.environ["BENCH_LIVE"])

st.set_page_config(layout="wide")


@st.fragment(run_every=int(os.environ["BENCH_POLL"]) / 1000)
def live(title):
    st.metric(title, LIVE.read_text())


def show(block):
    if block["title"] == "Visitors":
        live(block["title"])
        return
    if block["kind"] == "number":
        st.metric(block["title"], block["value"])
        return
    st.subheader(block["title"])
    if block["kind"] == "list":
        for row in block["rows"]:
            st.markdown(f"**{row['title']}** {row['note']}")
    elif block["kind"] == "table":
        st.dataframe(pd.DataFrame(block["rows"]), hide_index=True)
    else:
        frame = pd.DataFrame(block["rows"]).set_index("at")
        (st.line_chart if block["kind"] == "line" else st.bar_chart)(frame)


columns = st.columns(3)
for index, block in enumerate(BLOCKS):
    with columns[index % 3]:
        show(block)
