"""A list of agreements: each row is what one source says of one pair. What two sources say stays side by side."""

from functools import partial

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.intake.fates import Question, Row
from hansa.intake.lists.listing import Bringing, attempt, said_by
from hansa.network import actions as network
from hansa.network.models import Agreement, AgreementClaim, Organization

_ONE, _TWO = "one", "two"


def record_agreements(bringing: Bringing) -> None:
    """Record what each row says of its pair: a new agreement, another claim on one, or nothing new."""
    # Which row wrote a claim: a second row of the same source that says otherwise is a fault of the list.
    written: dict[int, int] = {}
    for row in bringing.rows():
        for one in bringing.settled[row.number][1:]:
            partner = one.organization
            assert partner is not None
            attempt(row, partial(_record, bringing, row, partner, written))


def _record(bringing: Bringing, row: Row, partner: Organization, written: dict[int, int]) -> None:
    listed, known = said_by(row), bringing.register.agreements
    if partner.pk == row.record.pk:
        raise Refused(_("Both parties are %(name)s; an agreement needs two.") % {"name": partner.name})
    pair = frozenset({row.record.pk, partner.pk})
    found = _same(bringing, row, known[pair])
    if row.questions:
        return
    if found is None:
        made = network.record_agreement(
            by=bringing.by,
            kind=listed.agreement,
            parties=[row.record, partner],
            on=listed.agreed_on,
            source=listed.source,
            printed=listed.printed,
            reason=bringing.reason,
        )
        known[pair].append(made)
        bringing.register.claims[made.pk] = list(made.claims.all())
        written.update((claim.pk, row.number) for claim in bringing.register.claims[made.pk])
        row.is_new = True
        row.changed({"agreement": [None, listed.agreement]})
        return
    _claim(bringing, row, found, written)


def _same(bringing: Bringing, row: Row, held: list[Agreement]) -> Agreement | None:
    """The agreement on record that the row speaks of; None for a new one, or while it is asked."""
    listed = said_by(row)
    for agreement in held:
        kinds = {agreement.kind, *(claim.kind for claim in bringing.register.claims[agreement.pk])}
        if listed.agreement in kinds:
            return agreement
    if not held:
        return None
    asked = f"pair|{row.number}"
    answer = bringing.answer(asked)
    if answer == _ONE:
        return held[0]
    if answer != _TWO:
        first = held[0]
        claims = bringing.register.claims[first.pk]
        claim = next((one for one in claims if one.is_preferred), None)
        bringing.ask(row, _question(asked, row, first, claim))
    return None


def _question(asked: str, row: Row, held: Agreement, claim: AgreementClaim | None) -> Question:
    listed = said_by(row)
    names = {
        "row": row.number,
        "what": row.what,
        "one": held.printed or held.get_kind_display(),
        "since": (claim.started if claim else None) or _("no date"),
        "other": listed.printed or Agreement.Kind(listed.agreement).label,
        "day": listed.agreed_on or _("no date"),
    }
    return Question(
        asked,
        _("Row %(row)s, %(what)s: on record %(one)s (%(since)s), here %(other)s (%(day)s). One agreement or two?")
        % names,
        (
            (_ONE, _("one agreement; keep both statements with their sources")),
            (_TWO, _("two agreements")),
        ),
        proposed=_ONE,
    )


def _claim(bringing: Bringing, row: Row, agreement: Agreement, written: dict[int, int]) -> None:
    """What this source says beside the others; the same again is nothing new."""
    listed = said_by(row)
    claims = bringing.register.claims[agreement.pk]
    claim = next((one for one in claims if one.source == listed.source), None)
    if claim is None:
        if not listed.source:
            if listed.agreed_on:
                row.notes.append(_("The agreement is on record; a claim of its date needs a source."))
            return
        kind = listed.agreement if listed.agreement != agreement.kind else ""
        if listed.agreed_on is None and not kind and not listed.printed:
            row.notes.append(_("The agreement is on record; this source says nothing more of it."))
            return
        made = network.record_claim(
            agreement,
            by=bringing.by,
            on=listed.agreed_on,
            source=listed.source,
            kind=kind,
            printed=listed.printed if listed.printed != agreement.printed else "",
            reason=bringing.reason,
        )
        claims.append(made)
        written[made.pk] = row.number
        row.changed({"source": [None, listed.source]})
        if made.started:
            row.changed({"agreed on": [None, made.started.isoformat()]})
    elif listed.agreed_on is not None and claim.started != listed.agreed_on:
        if claim.pk in written:
            raise Refused(
                _("Row %(row)s gives another date for this agreement from the same source; leave one out.")
                % {"row": written[claim.pk]}
            )
        row.changed(network.revise_claim(claim, by=bringing.by, on=listed.agreed_on))
        written[claim.pk] = row.number
