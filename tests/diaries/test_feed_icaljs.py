"""The feed before and after a move, read by ical.js (Thunderbird's parser). Needs Node.js and HANSA_ICALJS."""

import datetime as dt
import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from django.test import Client

from tests.diaries import world

MODULE = os.environ.get("HANSA_ICALJS", "")
SCRIPT = Path(__file__).parent / "icaljs.mjs"
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("node"), reason="there is no Node.js to run ical.js"),
    pytest.mark.skipif(not MODULE, reason="HANSA_ICALJS does not name ical.js (npm install ical.js, dist/ical.js)"),
]


def read(client: Client) -> list[dict]:
    content = client.get(f"/feeds/{world.delegation().calendar_key}.ics").content
    found = subprocess.run(["node", SCRIPT, Path(MODULE).as_uri()], input=content, capture_output=True, check=True)
    return json.loads(found.stdout)


def test_ical_js_reads_the_feed_before_and_after_a_move_and_a_cancellation(client: Client):
    made = world.meeting("2019-06-13 15:15", place="Hall 3, north; table 2")

    before = read(client)
    world.move(made, "2019-06-13 17:40")
    moved = read(client)
    world.cancel(made)
    gone = read(client)

    assert before == [
        {
            "uid": f"{made.uid}@hansa", "start": "2019-06-13T07:15:00.000Z", "end": "2019-06-13T07:35:00.000Z",
            "zone": "Asia/Shanghai", "sequence": 0, "status": "CONFIRMED",
            "summary": "Tallinn: Märt Õunapuu (sample)", "location": "Hall 3, north; table 2",
        }
    ]  # fmt: skip
    assert moved == [
        {**before[0], "sequence": 1, "start": "2019-06-13T09:40:00.000Z", "end": "2019-06-13T10:00:00.000Z"}
    ]
    assert gone == [
        {**moved[0], "sequence": 2, "status": "CANCELLED", "summary": "Cancelled: Tallinn: Märt Õunapuu (sample)"}
    ]


@pytest.mark.parametrize("day", ["2019-01-15", "2019-07-15", "2019-10-27", "2019-03-31"])
def test_ical_js_finds_the_instant_on_both_sides_of_the_clock_change(day, client: Client):
    world.forum(zone="Europe/Warsaw")
    made = world.meeting(f"{day} 09:17")

    assert read(client)[0]["start"] == f"{made.starts_at.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.000Z}"
