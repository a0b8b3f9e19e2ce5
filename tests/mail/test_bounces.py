"""What comes back, as several servers write it, and what others write to harm us."""

import io
import random
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from hansa.base.models import LogEntry
from hansa.mail.bounces import LARGEST, Fate, note, read_notice
from hansa.mail.models import Letter
from tests import cast
from tests.mail.world import letter

KEY = "0123456789abcdef0123456789abcdef"

# The usual shape: three parts, the original's headers in the last.
POSTFIX = """From: MAILER-DAEMON@mx.example.org (Mail Delivery System)
Subject: Undelivered Mail Returned to Sender
To: hansa@example.org
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="B1"

--B1
Content-Type: text/plain; charset=utf-8

I'm sorry to have to inform you that your message could not be delivered.

--B1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org
Arrival-Date: Wed, 12 Jun 2019 10:00:00 +0200 (CEST)

Final-Recipient: rfc822; focal1@example.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <focal1@example.org>:
    Recipient address rejected: User unknown

--B1
Content-Type: text/rfc822-headers

From: hansa@example.org
Message-ID: <hansa-{key}@example.org>
Subject: Invitation

--B1--
"""
# Another puts the whole message in, names the original in a header of its own, and ends its lines otherwise.
EXCHANGE = """From: postmaster@example.com
Subject: Undeliverable: Invitation
Content-Type: multipart/report; report-type="delivery-status"; boundary=xyz
In-Reply-To: <hansa-{key}@example.org>
MIME-Version: 1.0

--xyz
Content-Type: text/html

<p>Delivery has failed to these recipients</p>
--xyz
Content-Type: message/delivery-status

Reporting-MTA: dns;AM0PR.example.com

Original-Recipient: rfc822;focal1@example.org
Final-Recipient: rfc822;focal1@example.org
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp;550 5.2.2 Mailbox full
--xyz
Content-Type: message/rfc822

Message-ID: <hansa-{key}@example.org>
Subject: Invitation

Dear colleague
--xyz--
""".replace("\n", "\r\n")
NESTED = b"--a\nContent-Type: multipart/mixed; boundary=a\n\n"
DELAYED = POSTFIX.replace("Action: failed", "Action: delayed").replace("5.1.1", "4.4.1")
DELIVERED = POSTFIX.replace("Action: failed", "Action: delivered").replace("5.1.1", "2.0.0")


def written(text: str, key: str = KEY) -> bytes:
    return text.replace("{key}", key).encode()


@pytest.mark.parametrize(
    ("text", "fate", "status"),
    [
        (POSTFIX, Fate.FAILED, "5.1.1"),
        (EXCHANGE, Fate.FAILED, "5.2.2"),
        (DELAYED, Fate.DELAYED, "4.4.1"),
        (DELIVERED, Fate.ARRIVED, "2.0.0"),
        (POSTFIX.replace("Status: 5.1.1\n", ""), Fate.FAILED, "5.1.1"),
        (POSTFIX.replace("Action: failed", "Action: FAILED (gave up)"), Fate.FAILED, "5.1.1"),
    ],
)
def test_notice_says_what_became_of_a_letter(text, fate, status):
    notice = read_notice(written(text))

    assert (notice.key, notice.fate, notice.status) == (KEY, fate, status)


def test_worst_of_several_recipients_counts():
    both = DELIVERED.replace("--B1\nContent-Type: text/rfc822", "Final-Recipient: rfc822; other@example.org\n"
                             "Action: failed\nStatus: 5.1.0\n\n--B1\nContent-Type: text/rfc822")  # fmt: skip

    assert (read_notice(written(both)).fate, read_notice(written(both)).status) == (Fate.FAILED, "5.1.0")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 500,
        b"Subject: Out of office\n\nI am away.",
        written(POSTFIX, "no key of ours"),
        written(POSTFIX).replace(b"Action: failed", b"Action:"),
        written(POSTFIX).replace(b'boundary="B1"', b"boundary="),
        written(POSTFIX) + b"x" * LARGEST,
        b"Content-Type: multipart/report; boundary=a\n\n"
        + b"--a\nContent-Type: multipart/mixed; boundary=a\n\n" * 3000,
    ],
    ids=["nothing", "noise", "holiday", "not ours", "no action", "no boundary", "too large", "nested"],
)
def test_what_is_no_notice_of_ours_is_left_alone(raw):
    assert read_notice(raw) is None


def test_reading_never_raises_whatever_is_cut_or_changed():
    rng = random.Random(3)
    for text in (POSTFIX, EXCHANGE):
        whole = bytearray(written(text))
        for _case in range(300):
            spoilt = bytearray(whole)
            for _change in range(rng.randint(1, 12)):
                spoilt[rng.randrange(len(spoilt))] = rng.randrange(256)
            read_notice(bytes(spoilt[: rng.randint(0, len(spoilt))]))


def sent(number: int = 1) -> Letter:
    made = letter(number)
    Letter.objects.filter(pk=made.pk).update(state="sent", sent_at=cast.at("2019-06-01 10:00"))
    made.refresh_from_db()
    return made


@pytest.mark.django_db
def test_letter_that_came_back_says_why_and_the_log_does_not_say_to_whom():
    made = sent()

    done = [note(read_notice(written(POSTFIX, made.key.hex))) for _twice in range(2)]

    made.refresh_from_db()
    assert done == [True, False]
    assert (made.state, made.failure) == ("bounced", "bounced")
    assert made.answer.startswith("5.1.1 smtp; 550 5.1.1 <focal1@example.org>: Recipient address rejected")
    assert LogEntry.objects.get(verb="letter.bounced").changes == {"status": [None, "5.1.1"]}


@pytest.mark.django_db
@pytest.mark.parametrize("text", [DELAYED, DELIVERED])
def test_delay_and_arrival_change_nothing(text):
    made = sent()

    assert note(read_notice(written(text, made.key.hex))) is False
    made.refresh_from_db()
    assert made.state == "sent"


@pytest.mark.django_db
def test_command_reads_files_folders_and_standard_input(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    letters = [sent(number) for number in (1, 2, 3)]
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "1").write_bytes(written(POSTFIX, letters[0].key.hex))
    (tmp_path / "new" / "2").write_bytes(b"nothing of ours")
    single = tmp_path / "single"
    single.write_bytes(written(EXCHANGE, letters[1].key.hex))
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(written(DELAYED, letters[2].key.hex))))

    call_command("bounces", str(tmp_path / "new"), str(single), "-")

    assert capsys.readouterr().out.splitlines() == [
        "2 came back",
        "1 delayed, nothing to mark",
        "1 no notice about a letter of ours",
    ]
    assert [one.state for one in Letter.objects.order_by("pk")] == ["bounced", "bounced", "sent"]


def test_command_says_which_file_is_not_there():
    with pytest.raises(CommandError, match="There is no file “/nowhere”"):
        call_command("bounces", "/nowhere")
