"""The pages of a list: what each visitor sees, and the way through without JavaScript."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hansa.intake.models import Upload
from hansa.network.models import Membership
from tests import cast
from tests.intake.lists.papers import PARTICIPANTS, PASTED

pytestmark = pytest.mark.django_db


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def post_file(client: Client, data: bytes, name: str = "members.csv") -> Any:
    return client.post(reverse("lists"), {"file": SimpleUploadedFile(name, data)}, follow=True)


def go_on(client: Client, **changes: str) -> Any:
    """Choose the columns as they are guessed, with these changes."""
    upload = Upload.objects.latest("pk")
    columns = {f"column_{at}": column["role"] for at, column in enumerate(upload.opened["columns"])}
    values = {**columns, "standing": "", "since": "", "country": "", "source": "A list", "go_on": "1", **changes}
    return client.post(reverse("list_columns", args=[upload.pk]), values, follow=True)


def test_officer_takes_a_file_from_columns_to_the_register(ana: Client) -> None:
    opened = post_file(ana, b"City;Country;Since\nBonn;Germany;2010\n")
    shown = go_on(ana, standing="member")
    upload = Upload.objects.get()
    applied = ana.post(reverse("upload_apply", args=[upload.pk]), follow=True)

    assert opened.redirect_chain == [(reverse("list_columns", args=[upload.pk]), 302)]
    assert "1 row was found. Say which column is what." in text(opened)
    assert '<option value="name" selected>Name of the organisation</option>' in text(opened)
    assert "Record 1 new and 0 changed rows" in text(shown)
    assert "All of it is recorded." in text(applied)
    assert Membership.objects.get().organization.name == "Bonn"


def test_guessed_encoding_is_shown_with_the_text_that_it_gives(ana: Client) -> None:
    opened = post_file(ana, "도시명,국가\n서울,대한민국\n".encode("cp949"))

    assert "The encoding is a guess: look whether the names are right." in text(opened)
    assert "<bdi>서울,대한민국</bdi>" in text(opened)
    assert '<option value="cp949" selected>' in text(opened)


def test_other_encoding_is_opened_on_the_page_and_loss_is_refused(ana: Client) -> None:
    post_file(ana, "도시명,국가\n서울,대한민국\n".encode("cp949"))
    page = reverse("list_columns", args=[Upload.objects.get().pk])

    refused = ana.post(page, {"open": "1", "encoding": "utf-8", "delimiter": ",", "top": "1"})
    reopened = ana.post(page, {"open": "1", "encoding": "cp949", "delimiter": ",", "top": "0"}, follow=True)

    assert (refused.status_code, "cannot be read without loss" in text(refused)) == (422, True)
    assert "2 rows were found." in text(reopened)


def test_pasted_list_is_read_and_its_question_answered_with_what_is_proposed(ana: Client) -> None:
    ana.post(reverse("lists"), {"text": PASTED})
    shown = go_on(ana, standing="member")

    assert "Record 5 new and 0 changed rows" in text(shown)
    assert "Row 12 is a footnote: “* seat of the secretariat”." in text(shown)


def test_proposed_answer_is_chosen_beforehand(ana: Client) -> None:
    post_file(ana, PARTICIPANTS.encode())
    shown = go_on(ana)

    assert "Is “Spaim” Spain?" in text(shown)
    assert '<input type="radio" name="q:country|spaim" value="ES" checked>' in text(shown)
    assert "row 4" in text(shown)


def test_refused_row_can_be_left_out_on_the_page(ana: Client) -> None:
    post_file(ana, b"City;Country;Since\nBonn;Germany;05/06/2019\nLima;Peru;2012\n")
    shown = go_on(ana, standing="member")
    upload = Upload.objects.get()
    answered = ana.post(reverse("upload_answer", args=[upload.pk]), {"q:row|2": "out"}, follow=True)

    assert "Put it right in the file and send it again, or leave it out below." in text(shown)
    assert "left out" in text(answered)
    assert "Record 1 new and 0 changed rows" in text(answered)


def test_nothing_sent_says_what_to_do(ana: Client) -> None:
    response = ana.post(reverse("lists"), {})

    assert (response.status_code, "Choose a file, or paste the list into the box." in text(response)) == (422, True)


def test_file_that_is_no_list_says_so(ana: Client) -> None:
    response = post_file(ana, b"%PDF-1.7", "members.pdf")

    assert (response.status_code, "A PDF is not read." in text(response)) == (422, True)


def test_name_of_a_stranger_is_escaped(ana: Client) -> None:
    opened = post_file(ana, b"City;Country\n<script>alert(1)</script>;Germany\nBonn;Germany\n")

    assert "&lt;script&gt;alert(1)" in text(opened)
    assert "<script>alert" not in text(opened)


def test_lists_are_for_officers_alone(ana: Client, wen: Client, bram: Client, dana: Client) -> None:
    cast.event()
    post_file(ana, b"City;Country\nBonn;Germany\n")
    pages = [reverse("lists"), reverse("list_columns", args=[Upload.objects.get().pk])]

    for client in (wen, bram, dana, Client()):
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert [client.post(page, {"text": PASTED}).status_code for page in pages] == [404, 404]
    assert Upload.objects.count() == 1


def test_list_waits_on_the_page_of_what_needs_doing(ana: Client) -> None:
    post_file(ana, b"City;Country\nBonn;Germany\n")

    assert "Say which column is what in members.csv" in text(ana.get(reverse("home")))
