"""What people decided about lists before: by which columns a list is read, and what a printed name means."""

from typing import Any

from django.utils import timezone

from hansa.intake.models import MappingMemory, NameMemory, Upload
from hansa.people.models import User

# Answers that hold for every list; those about a row hold for their own file.
LASTING = ("name|", "country|")
ON_RECORD = "org:"


def recalled_names() -> dict[str, str]:
    """Answers by the key of their question, as ``Upload.answers`` holds them."""
    return {
        one.key: f"{ON_RECORD}{one.organization_id}" if one.organization_id else one.answer
        for one in NameMemory.objects.all()
    }


def remember_names(answers: dict[str, str], *, by: User | None) -> None:
    """Keep what was answered about names and countries; "left out" is no answer about a name."""
    now = timezone.now()
    known = {one.key: one for one in NameMemory.objects.filter(key__in=list(answers))}
    for key, answer in answers.items():
        if not key.startswith(LASTING) or answer == "out" or len(key) > 320:
            continue
        number = int(answer.removeprefix(ON_RECORD)) if answer.startswith(ON_RECORD) else None
        kept = known.get(key) or NameMemory(key=key)
        if (kept.answer, kept.organization_id) != (answer, number):
            kept.answer, kept.organization_id, kept.by, kept.at = answer, number, by, now
            kept.save()


def recalled_mapping(fingerprint: str) -> MappingMemory | None:
    """How an officer read the last list of that shape."""
    return MappingMemory.objects.filter(fingerprint=fingerprint).first() if fingerprint else None


def remember_mapping(fingerprint: str, columns: list[str], options: dict[str, Any], *, by: User | None) -> None:
    """Keep which column is what, for the next list of that shape."""
    if fingerprint:
        values = {"columns": columns, "options": options, "by": by, "at": timezone.now()}
        MappingMemory.objects.update_or_create(fingerprint=fingerprint, defaults=values)


def same_file_before(digest: str) -> Upload | None:
    """The last list that was applied of exactly these bytes: its answers hold again."""
    found = Upload.objects.filter(digest=digest, kind=Upload.Kind.LIST, state=Upload.State.APPLIED)
    return found.order_by("-pk").first()
