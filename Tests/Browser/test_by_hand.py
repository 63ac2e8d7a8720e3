"""A block is made and changed by hand in the shell: what the source offers is listed, and picked."""

import json

import pytest

from test_bad_input import dash

CITIES = {
    "title": "Cities of Europe",
    "cities": [
        {"name": "Lisbon", "country": "Portugal", "population": 545000, "coastal": True,
         "visited": "2026-11-20T10:00:00Z"},
        {"name": "Porto", "country": "Portugal", "population": 232000, "coastal": True,
         "visited": "2026-11-21T10:00:00Z"},
        {"name": "Braga", "country": "Portugal", "population": 193000, "coastal": False,
         "visited": "2026-11-22T10:00:00Z"},
        {"name": "Madrid", "country": "Spain", "population": 3300000, "coastal": False,
         "visited": "2026-11-20T12:00:00Z"},
        {"name": "Graz", "country": "Österreich", "population": 292000, "coastal": False,
         "visited": "2026-10-01T10:00:00Z"},
    ],
    "rivers": [{"river": "Douro", "length": 897}, {"river": "Tejo", "length": 1007}],
}


@pytest.fixture
def cities(source):
    source.show("/cities.json", CITIES)
    return f"{source.url}/cities.json"


def add(address, *picked, data):
    return dash("add", address, *picked, "--grant", "127.0.0.1", "--json", data=data)


def shown(added, tmp_path):
    """What a block returns, by its id."""
    assert added.returncode == 0, added.stderr
    block = json.loads(added.stdout)
    run = dash("run-block", block["id"], "--json", data=tmp_path)
    assert run.returncode == 0, run.stderr
    return block, json.loads(run.stdout)["data"]


def names(data):
    return [row["name"] for row in data["rows"]]


def test_the_offer_of_a_source_is_listed(cities, tmp_path):
    listed = dash("add", cities, "--show", "--grant", "127.0.0.1", data=tmp_path)
    assert listed.returncode == 0, listed.stderr
    assert "cities: 5 rows" in listed.stdout.lower()
    assert "population" in listed.stdout and "545000" in listed.stdout
    assert "yes or no" in listed.stdout
    offer = json.loads(add(cities, "--show", data=tmp_path).stdout)
    assert offer["source"] == cities
    assert {"Cities", "Rivers"} <= {records["name"] for records in offer["records"]}
    fields = {field["name"]: field for field in offer["records"][0]["fields"]}
    assert fields["population"]["kind"] == "number"
    assert fields["visited"]["kind"] == "time"
    assert fields["country"]["sample"] == "Portugal"
    # Looking keeps nothing.
    assert dash("list", data=tmp_path).stdout.strip() == ""


def test_what_is_picked_is_what_the_block_shows(cities, tmp_path):
    block, data = shown(add(cities, "--where", "country=portugal", "--sort", "-population", "--limit", "2",
                            "--columns", "name,population", "--as", "table", data=tmp_path), tmp_path)
    assert names(data) == ["Lisbon", "Porto"]
    assert {"name", "population"} <= set(data["rows"][0]) and "visited" not in data["rows"][0]
    assert "Portugal" in block["name"]
    kept = json.loads((tmp_path / "blocks" / block["id"] / "block.json").read_text())["query"]
    assert kept["where"] == [{"field": "country", "is": "=", "values": ["Portugal"]}]
    assert kept["sort"] == [{"field": "population", "order": "desc"}]
    assert kept["source"] == cities and kept["records"] == "Cities" and kept["limit"] == 2


@pytest.mark.parametrize("picked, right", [
    (["--where", "population>=232,000", "--where", "country!=Spain"], ["Lisbon", "Porto", "Graz"]),
    (["--where", "country=Spain|Österreich"], ["Madrid", "Graz"]),
    (["--where", "Country=ÖSTERREICH"], ["Graz"]),
    (["--where", "coastal=no"], ["Braga", "Madrid", "Graz"]),
    (["--where", "name~r", "--sort", "name"], ["Braga", "Graz", "Madrid", "Porto"]),
    (["--where", "name!~r"], ["Lisbon"]),
    (["--where", "visited=2026-11-20"], ["Lisbon", "Madrid"]),
    (["--where", "visited>2026-11-20"], ["Porto", "Braga"]),
    (["--where", "visited<=2026-10"], None),
    (["--where", "visited<2026-11-20"], ["Graz"]),
    (["--where", "visited=2026", "--limit", "1", "--sort", "population"], ["Braga"]),
])
def test_conditions_mean_what_they_say(cities, tmp_path, picked, right):
    added = add(cities, *picked, data=tmp_path)
    if right is None:
        assert added.returncode != 0
        return
    assert names(shown(added, tmp_path)[1]) == right


def test_columns_are_all_shown_in_their_order(cities, tmp_path):
    block, _ = shown(add(cities, "--columns", "population,coastal,visited,country,name", "--as", "table",
                         data=tmp_path), tmp_path)
    spec = json.loads((tmp_path / "blocks" / block["id"] / "block.ui.json").read_text())
    assert [column["header"] for column in spec["body"][0]["columns"]] == [
        "Population", "Coastal", "Visited", "Country", "Name"]


def test_other_records_and_numbers_of_rows(cities, tmp_path):
    block, data = shown(add(cities, "--records", "rivers", "--sort", "-length", "--title", "Long rivers",
                            data=tmp_path), tmp_path)
    assert [row["river"] for row in data["rows"]] == ["Tejo", "Douro"]
    assert block["name"] == "Long rivers"
    _, data = shown(add(cities, "--aggregate", "mean:population", "--where", "country=Portugal",
                        data=tmp_path), tmp_path)
    assert round(data["value"]) == 323333
    _, data = shown(add(cities, "--aggregate", "count", "--group", "country", data=tmp_path), tmp_path)
    assert data["rows"][0] == {"country": "Portugal", "value": 3}


@pytest.mark.parametrize("picked, told", [
    (["--columns", "name,poplation"], "“poplation” in “Cities”. Did you mean “population”?"),
    (["--sort", "-rainfall"], "There is no field “rainfall” in “Cities”. It has name, country"),
    (["--records", "Citis"], "no records “Citis”. Did you mean “Cities”?"),
    (["--records", "9"], "It has “Cities”"),
    (["--where", "country=Portgal"], "Did you mean “Portugal”?"),
    (["--where", "population=many"], "Population is a number; “many” is not one."),
    (["--where", "visited>soon"], "“soon” is not a day"),
    (["--where", "country>A"], "Country is a text"),
    (["--where", "coastal=perhaps"], "Coastal is yes or no"),
    (["--where", "country"], "--where takes a field, a sign and a value"),
    (["--limit", "0"], "The limit is 1 to 200 rows, not 0."),
    (["--as", "tabel"], "did you mean 'table'?"),
    (["--aggregate", "average:population"], "--aggregate takes"),
    (["--aggregate", "mean"], "Say of which field the average is."),
    (["--aggregate", "sum:country"], "Country has no numbers"),
    (["--group", "country"], "Say what is computed of each group"),
    (["--columns", "nme", "--where", "contry=Spain"], "“contry” in “Cities”. Did you mean “country”?"),
])
def test_a_mistake_is_named_and_makes_no_block(cities, tmp_path, picked, told):
    added = add(cities, *picked, data=tmp_path)
    assert added.returncode != 0
    assert told in added.stderr, added.stderr
    assert dash("list", data=tmp_path).stdout.strip() == ""


def test_a_condition_that_no_row_meets_is_told(cities, tmp_path):
    block, data = shown(add(cities, "--where", "population>9000000", data=tmp_path), tmp_path)
    assert data["rows"] == []


def test_a_block_is_picked_anew(cities, tmp_path):
    block, _ = shown(add(cities, "--where", "country=Portugal", "--limit", "2", data=tmp_path), tmp_path)
    listed = dash("refine", block["id"], "--show", data=tmp_path)
    assert "population" in listed.stdout and '"country"' in listed.stdout
    # Without --keep nothing is changed.
    proposed = dash("refine", block["id"], "--sort", "-population", data=tmp_path)
    assert "Sorted by population, largest first." in proposed.stdout
    changed = dash("refine", block["id"], "--sort", "-population", "--limit", "3", "--keep", data=tmp_path)
    assert "Version 2 is live." in changed.stdout, changed.stdout + changed.stderr
    run = json.loads(dash("run-block", block["id"], "--json", data=tmp_path).stdout)
    assert names(run["data"]) == ["Lisbon", "Porto", "Braga"]
    cleared = dash("refine", block["id"], "--where", "", "--keep", data=tmp_path)
    assert "Version 3 is live." in cleared.stdout, cleared.stdout + cleared.stderr
    run = json.loads(dash("run-block", block["id"], "--json", data=tmp_path).stdout)
    assert names(run["data"])[0] == "Madrid"
    same = dash("refine", block["id"], "--sort", "-population", "--keep", data=tmp_path)
    assert "It is like that already." in same.stderr
    wrong = dash("refine", block["id"], "--columns", "nam", "--keep", data=tmp_path)
    assert "Did you mean “name”?" in wrong.stderr and wrong.returncode != 0


def test_a_sentence_and_what_is_picked_exclude_each_other(cities, tmp_path):
    block, _ = shown(add(cities, "--limit", "2", data=tmp_path), tmp_path)
    refused = dash("refine", block["id"], "only 3", "--limit", "1", data=tmp_path)
    assert refused.returncode != 0 and "not both" in refused.stderr
    refused = dash("refine", block["id"], data=tmp_path)
    assert refused.returncode != 0 and "or pick it" in refused.stderr
