"""``hansa import``: what it prints, what it answers, what it changes."""

from pathlib import Path

import pytest

from hansa.config.command import main
from hansa.events.models import Event
from hansa.network.models import Organization
from tests.intake.books import HEAD, HOST, MAYOR, xlsx

pytestmark = pytest.mark.django_db
MERIDA = {"Organisations": [HOST, {"Name": "Merida", "Role": "guest"}], "People": [MAYOR]}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "forum.xlsx"
    path.write_bytes(xlsx())
    return path


def test_import_prints_each_row_and_answers_0(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = main(["import", str(book)])

    said = capsys.readouterr()
    assert (answer, said.err, Event.objects.count()) == (0, "", 1)
    assert said.out.splitlines()[:5] == [
        "",
        "Event: 1 created",
        "      2  created     Forum",
        "",
        "Organisations: 2 created",
    ]
    assert said.out.splitlines()[-1] == "Done."


def test_dry_run_changes_nothing(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = main(["import", str(book), "--dry-run"])

    assert (answer, Event.objects.count()) == (0, 0)
    assert capsys.readouterr().out.endswith("Nothing was changed: this was a dry run.\n")


def test_refused_row_is_a_sentence_on_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "forum.xlsx"
    path.write_bytes(xlsx(People=[{**HEAD, "Languages": "jp"}, MAYOR]))

    answer = main(["import", str(path)])

    said = capsys.readouterr()
    assert (answer, Event.objects.count()) == (1, 0)
    assert said.err.splitlines() == [
        "People, row 2, Languages: “jp” is no code of a language. Did you mean ja?",
        "Nothing was changed: 1 row must be put right first.",
    ]
    assert "      2  refused     Jana de Vries" in said.out


def test_question_is_refused_with_what_to_fill_in_or_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "forum.xlsx"
    path.write_bytes(xlsx(**MERIDA))

    asked = main(["import", str(path)])
    said = capsys.readouterr().err.splitlines()
    answered = main(["import", str(path), "--answer", "merida|=3523349"])

    assert (asked, answered) == (1, 0)
    assert said[0] == (
        "Organisations, row 3, “Merida” can be 3 places. Which one is meant? Please fill in Place, as one of "
        "3523349 (Mérida, Yucatán, Mexico); 3632308 (Mérida, Venezuela); 2513917 (Mérida, Extremadura, Spain), "
        "or Country, or give --answer “merida|=…”."
    )
    assert Organization.objects.get(name="Merida").place == "3523349"


def test_file_that_is_not_there_is_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer = main(["import", str(tmp_path / "no.xlsx")])

    assert (answer, capsys.readouterr().err) == (1, "There is no file no.xlsx.\n")


@pytest.mark.parametrize("words", [[], ["a.xlsx", "--answer", "x"], ["a.xlsx", "b.xlsx"]])
def test_wrong_usage_answers_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["import", *words])

    assert left.value.code == 2
