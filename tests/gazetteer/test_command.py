"""`hansa resolve`: one line of JSON a name, and one sentence where the input is refused."""

import argparse
import json
from pathlib import Path

import pytest

from hansa.gazetteer.command import add_arguments, run

FIELDS = ["query", "id", "name", "country", "kind", "score", "certain", "candidates"]


def call(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


def test_each_name_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    code = call("Chengdu", "Georgia", "--country", "CN")

    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert code == 0
    assert [list(line) for line in lines] == [FIELDS, FIELDS]
    assert [(line["query"], line["id"], line["certain"]) for line in lines] == [
        ("Chengdu", "1815286", True),
        ("Georgia", None, False),
    ]


def test_candidates_are_told_apart_by_region(capsys: pytest.CaptureFixture[str]) -> None:
    call("Merida")

    line = json.loads(capsys.readouterr().out)
    assert [each["admin"] for each in line["candidates"]] == ["Yucatán", "Mérida", "Extremadura"]


def test_file_is_resolved_row_by_row(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "names.csv"
    file.write_text('query,country_hint\n"Merida",ES\n都江堰,\n', encoding="utf-8-sig")

    code = call("--csv", str(file))

    assert code == 0
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["2513917", "gb2260:510181"]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name\nLima\n", "no column"),
        (b"", "no column"),
        (b"query\n\xff\xfe\n", "not in UTF-8"),
        (b'query\n"Lima\n', "no CSV file"),
    ],
)
def test_file_that_cannot_be_read_gets_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, sentence: str
) -> None:
    file = tmp_path / "names.csv"
    file.write_bytes(content)

    code = call("--csv", str(file))

    printed = capsys.readouterr()
    assert (code, printed.out) == (1, "")
    assert sentence in printed.err
    assert printed.err.count("\n") == 1


def test_missing_file_and_unknown_country_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    codes = [call("--csv", str(tmp_path / "none.csv")), call("Lima", "--country", "Narnia")]

    assert codes == [1, 1]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("words", [(), ("Lima", "--csv", "x.csv"), ("--csv", "x.csv", "--country", "PE")])
def test_wrong_usage_is_told_apart_from_refusal(words: tuple[str, ...]) -> None:
    assert call(*words) == 2
