"""The three pages of an import: what each visitor sees, and the way through without JavaScript."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hansa.events.models import Event
from hansa.intake.models import Upload
from hansa.network.models import Organization
from tests import cast
from tests.intake.books import HEAD, HOST, MAYOR, xlsx

pytestmark = pytest.mark.django_db
MERIDA = {"Organisations": [HOST, {"Name": "Merida", "Role": "guest"}], "People": [MAYOR]}


def post(client: Client, **sheets: Any) -> Any:
    return client.post(reverse("intake"), {"file": SimpleUploadedFile("forum.xlsx", xlsx(**sheets))}, follow=True)


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_officer_uploads_looks_and_applies(ana: Client) -> None:
    shown = post(ana)
    upload = Upload.objects.get()
    applied = ana.post(reverse("upload_apply", args=[upload.pk]), follow=True)

    assert shown.redirect_chain == [(reverse("upload", args=[upload.pk]), 302)]
    assert "Nothing is, before you confirm." in text(shown)
    assert "Record 5 new and 0 changed rows" in text(shown)
    assert "Jana de Vries" in text(shown)
    assert "All of it is recorded." in text(applied)
    assert reverse("event", args=["forum"]) in text(applied)
    assert Event.objects.count() == 1


def test_merida_is_asked_on_the_page_and_answered_there(ana: Client) -> None:
    shown = post(ana, **MERIDA)
    upload = Upload.objects.get()
    answered = ana.post(reverse("upload_answer", args=[upload.pk]), {"q:merida|": "2513917"}, follow=True)
    ana.post(reverse("upload_apply", args=[upload.pk]))

    assert "“Merida” can be 3 places. Which one is meant?" in text(shown)
    assert "Mérida, Extremadura, Spain" in text(shown)
    assert reverse("upload_apply", args=[upload.pk]) not in text(shown)
    assert "Which one is meant?" not in text(answered)
    assert Organization.objects.get(name="Merida").country == "ES"


def test_refused_rows_say_why_and_hold_up_the_whole(ana: Client) -> None:
    shown = post(ana, People=[{**HEAD, "Languages": "jp"}])
    upload = Upload.objects.get()
    applied = ana.post(reverse("upload_apply", args=[upload.pk]), follow=True)

    assert "1 row is refused." in text(shown)
    assert "Languages: “jp” is no code of a language. Did you mean ja?" in text(shown)
    assert "Some rows are refused or asked about; put them right first." in text(applied)
    assert Event.objects.count() == 0


def test_rows_are_filtered_by_sheet_and_fate(ana: Client) -> None:
    post(ana, People=[HEAD, {**MAYOR, "Languages": "jp"}])
    page = reverse("upload", args=[Upload.objects.get().pk])

    refused = text(ana.get(page, {"fate": "refused"}))
    events = text(ana.get(page, {"sheet": "event"}, headers={"HX-Request": "true"}))

    assert ("People 3" in refused, "People 2" in refused) == (True, False)
    assert ("Event 2" in events, "People" in events, "<html" in events) == (True, False, False)


def test_updated_row_shows_before_and_after(ana: Client) -> None:
    post(ana)
    ana.post(reverse("upload_apply", args=[Upload.objects.get().pk]))

    shown = post(ana, People=[{**HEAD, "Title": "Lord Mayor"}, MAYOR])

    assert "<bdi>title</bdi>: <del><bdi>Mayor</bdi></del> <bdi>Lord Mayor</bdi>" in text(shown)
    assert "Record 0 new and 1 changed rows" in text(shown)


def test_second_time_there_is_nothing_to_confirm(ana: Client) -> None:
    post(ana)
    ana.post(reverse("upload_apply", args=[Upload.objects.get().pk]))

    again = post(ana)

    assert "Every row is on record already." in text(again)
    assert reverse("upload_apply", args=[Upload.objects.latest("pk").pk]) not in text(again)


def test_file_that_is_no_workbook_says_so(ana: Client) -> None:
    response = ana.post(reverse("intake"), {"file": SimpleUploadedFile("a.pdf", b"%PDF")}, follow=True)
    without = ana.post(reverse("intake"), {})

    assert "a.pdf is no spreadsheet." in text(response)
    assert "Nothing was recorded." in text(response)
    assert (without.status_code, "Choose a file first." in text(without)) == (400, True)


def test_file_name_of_a_stranger_is_escaped(ana: Client) -> None:
    file = SimpleUploadedFile("x.xlsx", xlsx(People=[{**HEAD, "Name": "<script>alert(1)</script>"}, MAYOR]))

    shown = ana.post(reverse("intake"), {"file": file}, follow=True)

    assert "&lt;script&gt;alert(1)" in text(shown)
    assert "<script>alert" not in text(shown)


def test_put_aside_leaves_nothing(ana: Client) -> None:
    post(ana)
    response = ana.post(reverse("upload_discard", args=[Upload.objects.get().pk]), follow=True)

    assert "forum.xlsx was put aside; nothing of it was recorded." in text(response)
    assert Event.objects.count() == 0


def test_strangers_find_nothing(bram: Client, dana: Client, ana: Client) -> None:
    post(ana)
    pk = Upload.objects.get().pk
    pages = [reverse("intake"), reverse("workbook_template"), reverse("upload", args=[pk])]
    acts = [reverse(name, args=[pk]) for name in ("upload_answer", "upload_apply", "upload_discard")]

    for client in (bram, dana, Client()):
        assert [client.get(page).status_code for page in pages] == [404, 404, 404]
        assert [client.post(act).status_code for act in acts] == [404, 404, 404]
    assert [ana.get(page).status_code for page in pages] == [200, 200, 200]
    assert [ana.get(act).status_code for act in acts] == [405, 405, 405]


def test_officer_of_the_host_sees_own_uploads_alone(ana: Client, wen: Client) -> None:
    cast.event()
    post(ana)
    post(wen)
    others, own = Upload.objects.order_by("pk").values_list("pk", flat=True)

    listed = text(wen.get(reverse("intake")))

    assert reverse("upload", args=[own]) in listed
    assert reverse("upload", args=[others]) not in listed
    assert wen.get(reverse("upload", args=[others])).status_code == 404
    assert wen.get(reverse("upload", args=[own])).status_code == 200


def test_work_in_the_background_looks_again_by_itself(ana: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hansa.intake.actions.SMALL", 10)

    shown = post(ana)

    assert shown.headers["Refresh"] == "2"
    assert "<progress" in text(shown)


def test_list_of_uploads_asks_a_fixed_number_of_questions(ana: Client) -> None:
    counts = []
    for more in (1, 2):
        for _ in range(more):
            post(ana)
        with CaptureQueriesContext(connection) as asked:
            ana.get(reverse("intake"))
        counts.append(len(asked))

    # The number itself is that of the page frame, which every room lends to.
    assert counts[0] == counts[1]


def test_template_is_explained_and_offers_choices(ana: Client) -> None:
    response = ana.get("/fr/intake/template.xlsx")
    workbook = load_workbook(io.BytesIO(response.content))

    assert response.headers["Content-Disposition"] == 'attachment; filename="hansa-workbook.xlsx"'
    assert workbook.sheetnames == [
        "Hansa", "Event", "Organisations", "People", "Sessions", "Visits", "Tables", "Interpreters", "Requests",
    ]  # fmt: skip
    people = workbook["People"]
    assert (people["A1"].value, people["A2"].value) == ("Name *", "# 김서윤")
    lists = {rule.formula1 for rule in people.data_validations.dataValidation if rule.type == "list"}
    assert '"head,delegate,adviser,interpreter,accompanying,not attending"' in lists


def test_untouched_template_is_refused_with_a_sentence(ana: Client) -> None:
    template = ana.get(reverse("workbook_template")).content

    response = ana.post(reverse("intake"), {"file": SimpleUploadedFile("t.xlsx", template)}, follow=True)

    assert "This is the empty template: fill in rows below the examples and send it again." in text(response)


def test_template_of_a_right_to_left_language_turns(ana: Client) -> None:
    workbook = load_workbook(io.BytesIO(ana.get("/ar/intake/template.xlsx").content))

    assert {page.sheet_view.rightToLeft for page in workbook.worksheets} == {True}
