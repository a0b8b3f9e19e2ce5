"""Why a delegation stands at its place, line by line, in the reader's words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.words import language_name
from hansa.precedence.models import Override, Ranking
from hansa.precedence.order import Group, To
from hansa.precedence.queries import Place

_GROUPS = {
    Group.HEAD: gettext_lazy("head of its city"),
    Group.DEPUTY: gettext_lazy("deputy"),
    Group.OTHER: gettext_lazy("other representative"),
}


def reasons(place: Place, ranking: Ranking) -> list[str]:
    """The sentences: which rank counts, what decided within the rank, what a hand has changed."""
    move = place.line.move
    found = [_rank(place)]
    if move is None:
        found += _within(place, ranking)
    elif place.override is None or not place.override.moved:
        found.append(_("the host stands before all others") if move.to is To.FRONT else _("the host stands last"))
    if place.override:
        found += _by_hand(place.override, place)
    return found


def _rank(place: Place) -> str:
    facts, group = place.facts, place.line.candidate.group
    if group is Group.NETWORK_OFFICE:
        if facts.mandate:
            return _("office of the network: %(office)s") % {"office": facts.mandate.get_kind_display()}
        return _("counts as the holder of an office of the network")
    if facts.head is None:
        return _("no head is named yet: %(rank)s") % {"rank": _GROUPS[group]}
    if facts.title and group is facts.post:
        return _("%(rank)s, by the title “%(title)s”") % {"rank": _GROUPS[group], "title": facts.title}
    return str(_GROUPS[group])


def _within(place: Place, ranking: Ranking) -> list[str]:
    alphabet = language_name(ranking.language)
    by_city = _("by the name of the city in %(language)s: %(name)s") % {"language": alphabet, "name": place.name}
    if ranking.rule == Ranking.Rule.CITY:
        return [by_city]
    said = _said(place, ranking, alphabet)
    return [said, by_city] if place.line.tied else [said]


def _said(place: Place, ranking: Ranking, alphabet: str) -> str:
    """What the rule itself says of it."""
    facts = place.facts
    if ranking.rule == Ranking.Rule.COUNTRY:
        if not place.country:
            return _("no country is on record: after all that have one")
        return _("by the name of the country in %(language)s: %(name)s") % {"language": alphabet, "name": place.country}
    if ranking.rule == Ranking.Rule.OFFICE:
        if facts.in_office is None:
            return _("the day on which the head took office is not on record: after all that are")
        return _("in office since %(day)s") % {"day": facts.in_office}
    if facts.joined is None:
        return _("no member on the first day of the event: after all members")
    return _("member since %(day)s") % {"day": facts.joined}


def _by_hand(changed: Override, place: Place) -> list[str]:
    values = {"reason": changed.reason, "who": changed.by or _("somebody whose account was closed")}
    found = []
    if changed.counts_as:
        found.append(_("%(who)s said which rank counts: %(reason)s") % values)
    if place.line.in_vain:
        found.append(_("was to go after %(other)s, which does not come") % {"other": changed.after})
    elif changed.moved == To.AFTER:
        found.append(_("%(who)s put it after %(other)s: %(reason)s") % {**values, "other": changed.after})
    elif changed.moved:
        front = _("%(who)s put it to the front: %(reason)s")
        found.append((front if changed.moved == To.FRONT else _("%(who)s put it to the end: %(reason)s")) % values)
    return found
