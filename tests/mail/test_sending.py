"""Sending by the real protocol to a server on this machine: refusals, broken lines, dead workers, two at once."""

import datetime as dt
from unittest.mock import patch

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone

from hansa.base.models import Job
from hansa.mail import actions, sending
from hansa.mail.jobs import keep_letters_moving
from hansa.mail.message import message_id
from hansa.mail.models import Letter
from hansa.mail.sending import send_due
from tests.mail.world import INVITATION, NOTICE, letter, post_office
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def approved(*numbers: int, **values) -> list[Letter]:
    """Letters that are due; made so past the worker, who would send them at once."""
    made = [letter(number, INVITATION, **values) for number in numbers]
    now = timezone.now()
    Letter.objects.filter(pk__in=[one.pk for one in made]).update(state="approved", approved_at=now, due_at=now)
    return made


def fate(*letters: Letter) -> list[tuple[str, str]]:
    return [
        (one.state, one.failure) for one in Letter.objects.filter(pk__in=[one.pk for one in letters]).order_by("pk")
    ]


def test_letter_arrives_as_it_was_written():
    made = approved(
        1, name="سعاد بن عمر", language="ar", subject="دعوة إلى المنتدى",
        body="السيدة العمدة،\n\nنرجو الرد <قريباً>.\n\nhttps://hansa.example.org/ar/x?a=1&b=2",
        calendar="BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
    )  # fmt: skip

    with post_office() as post:
        done = send_due()

    (got,) = post.got
    plain, html = got.get_body(("plain",)), got.get_body(("html",))
    assert (done.sent, fate(*made)) == (1, [("sent", "")])
    assert str(got["To"]) == "سعاد بن عمر <focal1@example.org>"
    assert (str(got["Subject"]), got["Content-Language"]) == ("دعوة إلى المنتدى", "ar")
    assert str(got["Message-ID"]) == message_id(made[0])
    assert plain.get_content().replace("\r\n", "\n").rstrip() == made[0].body
    assert '<html lang="ar" dir="rtl">' in html.get_content()
    assert "&lt;قريباً&gt;" in html.get_content()
    assert 'href="https://hansa.example.org/ar/x?a=1&amp;b=2"' in html.get_content()
    (calendar,) = [part for part in got.walk() if part.get_content_type() == "text/calendar"]
    assert calendar.get_param("method") == "REQUEST"


def test_address_that_is_refused_stops_nobody_else():
    made = approved(1, 2, 3)

    with post_office() as post:
        post.refuse["focal2@example.org"] = "550 5.1.1 no such user"
        done = send_due()

    assert post.recipients == ["focal1@example.org", "focal3@example.org"]
    assert fate(*made) == [("sent", ""), ("failed", "refused"), ("sent", "")]
    assert (done.sent, done.failed) == (2, 1)
    assert Letter.objects.get(pk=made[1].pk).answer == "550 5.1.1 no such user"


def test_full_mailbox_is_tried_later_and_given_up_after_two_days():
    (made,) = approved(1)

    with post_office() as post:
        post.refuse["focal1@example.org"] = "452 4.2.2 mailbox full"
        waits = []
        for _attempt in range(len(sending.WAITS)):
            send_due()
            made.refresh_from_db()
            waits.append(round((made.due_at - timezone.now()) / dt.timedelta(minutes=1)))
            Letter.objects.update(due_at=timezone.now())
        assert (made.state, waits) == ("approved", [5, 30, 120, 360, 720, 1440])
        send_due()

    assert (fate(made), post.got) == ([("failed", "tired")], [])


def test_line_that_breaks_holds_the_one_letter_and_goes_on():
    made = approved(1, 2, 3)

    with post_office() as post:
        post.drops.add("focal2@example.org")
        done = send_due()

    assert post.recipients == ["focal1@example.org", "focal3@example.org"]
    assert fate(*made) == [("sent", ""), ("held", "interrupted"), ("sent", "")]
    assert (done.sent, done.held) == (2, 1)


def test_no_server_means_later_for_all_and_nothing_lost(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", 9, False
    made = approved(1, 2)

    done = send_due()

    assert (done.later, fate(*made)) == (1, [("approved", ""), ("approved", "")])


def test_letter_that_cannot_be_written_fails_by_itself():
    made = approved(1, 2)
    Letter.objects.filter(pk=made[0].pk).update(subject="two\nlines")

    with post_office() as post:
        send_due()

    assert (post.recipients, fate(*made)) == (["focal2@example.org"], [("failed", "malformed"), ("sent", "")])


def test_worker_that_dies_in_between_never_sends_twice():
    (made,) = approved(1)

    class Dies(EmailBackend):
        def send_messages(self, messages):
            super().send_messages(messages)
            raise KeyboardInterrupt

    with patch("hansa.mail.sending.get_connection", lambda: Dies()), pytest.raises(KeyboardInterrupt):
        send_due()
    assert (len(mail.outbox), fate(made)) == (1, [("sending", "")])
    assert keep_letters_moving() == 0
    Letter.objects.update(begun_at=timezone.now() - sending.LOST - dt.timedelta(seconds=1))

    assert keep_letters_moving() == 1
    send_due()

    assert (len(mail.outbox), fate(made)) == (1, [("held", "interrupted")])


def test_two_workers_send_each_letter_once():
    made = approved(*range(1, 13))

    with post_office() as post:
        said = at_once(send_due, send_due, send_due)

    assert said == ["", "", ""]
    assert sorted(post.recipients) == sorted(f"focal{n}@example.org" for n in range(1, 13))
    assert fate(*made) == [("sent", "")] * 12


def test_approving_sends_through_the_worker():
    made = [letter(1, INVITATION), letter(2, NOTICE)]
    assert [str(message.to[0]) for message in mail.outbox] == ["focal2@example.org"]

    actions.approve(made, by=None)

    assert [message.to[0] for message in mail.outbox] == ["focal2@example.org", "focal1@example.org"]
    assert fate(*made) == [("sent", ""), ("sent", "")]
    assert Job.objects.filter(kind="mail.send").first().sentence == "1 sent, 0 not, 0 to be tried later, 0 held."


def test_two_officers_who_approve_at_once_send_once():
    made = [letter(number) for number in (1, 2, 3)]

    said = at_once(*[lambda: actions.approve(list(Letter.objects.all()), by=None)] * 2)

    assert said == ["", ""]
    assert sorted(message.to[0] for message in mail.outbox) == [f"focal{n}@example.org" for n in (1, 2, 3)]
    assert fate(*made) == [("sent", "")] * 3


def test_the_same_letter_drafted_by_two_at_once_is_one():
    said = at_once(*[lambda: letter(1, NOTICE)] * 5)

    assert (said, Letter.objects.count(), len(mail.outbox)) == ([""] * 5, 1, 1)
