"""Every list of the shared folder, where it is there: columns guessed, rows told, and nothing the second time.

What each has of trouble is tested with small lists of our own in ``papers``; the lists themselves are never committed.
"""

import os
from pathlib import Path

import pytest

from hansa.network.models import Agreement, Membership, Organization
from tests.intake.lists.papers import bring

pytestmark = pytest.mark.django_db
FOLDER = Path(os.environ.get("HANSA_SHARED", Path(__file__).resolve().parents[4] / "shared")) / "data" / "network"
# For each list: rows, and the most questions that it may raise.
LISTS = {
    "eurocities_members_2025.csv": (209, 15),
    "gpm_cities_2023.csv": (252, 45),
    "sister_city_claims_with_sources.csv": (27, 10),
    "sister_pairs_wikidata_2016_subset.csv": (2122, 140),
    "wego_2010_order_of_heads.csv": (29, 4),
    "wego_excom_participants_as_printed.csv": (29, 4),
    "wego_members_partial.csv": (64, 8),
    "wego_statutory_meetings.csv": (13, 5),
}


@pytest.mark.parametrize("name", LISTS)
def test_shared_list_comes_in_whole_and_only_once(tmp_path: Path, name: str) -> None:
    if not (FOLDER / name).exists():
        pytest.skip(f"{name} is not here; HANSA_SHARED names the folder that holds it")
    data, (number, most) = (FOLDER / name).read_bytes(), LISTS[name]
    answers: dict[str, str] = {}
    asked = 0
    for _round in range(4):
        report = bring(tmp_path, data, name, answers=answers, standing="member")
        asked = asked or len(report.questions())
        if report.is_kept:
            break
        answers = {key: one.proposed or one.choices[0][0] for key, one in report.questions().items()} | answers

    again = bring(tmp_path, data, name, answers=answers, standing="member")

    assert (len(report.rows), report.is_kept, again.is_kept, again.is_idle) == (number, True, True, True)
    assert 0 < asked <= most
    assert Organization.objects.exclude(place="").exists()
    assert Agreement.objects.exists() == ("sister" in name)
    assert Membership.objects.exists() == ("sister" not in name)
