"""When a person is erased, no file that may name them stays on the disk."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hansa.intake import actions
from hansa.intake.models import Upload
from hansa.people.erasure import erase_person
from tests import cast
from tests.intake.books import xlsx

pytestmark = pytest.mark.django_db


def send() -> Upload:
    return actions.take_in(SimpleUploadedFile("forum.xlsx", xlsx()), by=cast.ana())


def test_files_are_gone_and_open_ones_put_aside(django_capture_on_commit_callbacks: Any) -> None:
    applied, open_ = send(), send()
    actions.apply(applied, by=cast.ana())
    names = [upload.file.name for upload in (applied, open_)]
    storage = applied.file.storage
    before = [storage.exists(name) for name in names]

    with django_capture_on_commit_callbacks(execute=True):
        erase_person(cast.person("Jana de Vries"), by=cast.ana(), reason="she asked for it")

    for upload in (applied, open_):
        upload.refresh_from_db()
    assert before == [True, True]
    assert [storage.exists(name) for name in names] == [False, False]
    assert (applied.state, open_.state) == ("applied", "discarded")
    assert not applied.file
