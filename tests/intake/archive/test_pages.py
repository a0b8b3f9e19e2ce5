"""The page of the whole register: out in every form, back in, for officers alone."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from hansa.intake.archive.shape import TABLES
from hansa.intake.models import Upload
from hansa.network.models import Suspension
from tests.intake.archive.test_round_trip import fill

pytestmark = pytest.mark.django_db


def download(client: Client, kind: str) -> bytes:
    return bytes(client.get(reverse("archive_export", args=[kind])).content)


def test_officer_takes_everything_out_in_each_form(ana: Client) -> None:
    fill()

    workbook = load_workbook(io.BytesIO(download(ana, "xlsx")))
    archive = zipfile.ZipFile(io.BytesIO(download(ana, "zip")))
    found = json.loads(download(ana, "json"))

    titles = [table.title for table in TABLES]
    assert workbook.sheetnames == titles
    assert archive.namelist() == [f"{title}.csv" for title in titles]
    assert list(found) == ["format", *(table.key for table in TABLES)]
    assert ana.get(reverse("archive_export", args=["pdf"])).status_code == 404


def test_what_is_missing_comes_back_through_the_pages(ana: Client) -> None:
    fill()
    file = SimpleUploadedFile("register.json", download(ana, "json"))
    Suspension.objects.all().delete()

    shown = ana.post(reverse("archive"), {"file": file}, follow=True)
    upload = Upload.objects.get()
    ana.post(reverse("upload_apply", args=[upload.pk]))

    assert "Record 1 new and 0 changed rows" in shown.text
    assert Suspension.objects.count() == 1


def test_file_from_elsewhere_says_what_to_do(ana: Client) -> None:
    file = SimpleUploadedFile("members.csv", b"City;Country\nBonn;Germany\n")

    shown = ana.post(reverse("archive"), {"file": file}, follow=True)

    assert "members.csv is no export of a register. Members as you have them are taken in as a list." in shown.text


def test_register_is_not_for_others(ana: Client, wen: Client, bram: Client, dana: Client) -> None:
    pages = [reverse("archive"), reverse("archive_export", args=["json"])]

    for client in (wen, bram, dana, Client()):
        assert [client.get(page).status_code for page in pages] == [404, 404]
        assert client.post(pages[0]).status_code == 404
