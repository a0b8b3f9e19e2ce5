"""Two records of one organization, side by side, and the act that makes them one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hansa.base.web import answer, attempt, fetch, number_in
from hansa.base.words import country_name
from hansa.network import actions
from hansa.network.forms.merging import MergeForm, OtherForm
from hansa.network.models import Organization
from hansa.network.rules import is_officer


@require_http_methods(["GET", "HEAD", "POST"])
def merge_organizations(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other record; then see both, say which stays, and confirm."""
    found = fetch(Organization.objects.all(), lambda user, _record: is_officer(user), request.user, pk=pk)
    asked = request.GET if "organization_name" in request.GET else None
    choice = OtherForm(asked, reader=request.user, organization=found)
    other = _chosen(request, found) or (choice.cleaned_data["organization_name"] if choice.is_valid() else None)
    context: dict[str, Any] = {"organization": found, "choice": choice, "other": other, "refusal": ""}
    if other is None:
        return answer(request, "network/merge.html", context, status=422 if choice.errors else 200)
    pair = (found, other)
    form = MergeForm(request.POST if request.method == "POST" else None, pair=pair)
    if form.is_valid():
        kept, gone = pair if form.cleaned_data["kept"] == found.pk else pair[::-1]
        reason = form.cleaned_data["reason"]
        moved, context["refusal"] = attempt(lambda: actions.merge(kept, gone, by=request.user, reason=reason))
        if moved is not None:
            messages.success(request, _report(gone, moved))
            return redirect("organization", kept.pk)
    context |= {"form": form, "columns": [_column(one) for one in pair], "lines": _side_by_side(pair)}
    status = 409 if context["refusal"] else 422 if form.errors else 200
    return answer(request, "network/merge.html", context, status=status)


def _chosen(request: HttpRequest, found: Organization) -> Organization | None:
    """The other record as the second step names it, by its number."""
    number = number_in((request.POST if request.method == "POST" else request.GET).get("other"))
    return Organization.objects.filter(pk=number).exclude(pk=found.pk).first()


def _column(one: Organization) -> dict[str, Any]:
    return {"organization": one, "title": f"{one.name} ({one.pk})"}


def _side_by_side(pair: tuple[Organization, Organization]) -> list[tuple[str, list[list[str]]]]:
    """Lines of a table: what it is about, and what each of both says."""
    lines = [
        (title, [[said] if said else [] for said in map(value, pair)])
        for title, value in (
            (_("Name as printed"), lambda one: one.name),
            (_("Own name"), lambda one: one.own_name),
            (_("Kind"), lambda one: str(one.get_kind_display())),
            (_("Country"), lambda one: country_name(one.country)),
            (_("Place"), lambda one: f"{one.place_name} ({one.place})" if one.place else ""),
        )
    ]
    held = [dict(actions.relations(one)) for one in pair]
    for label in dict.fromkeys([*held[0], *held[1]]):
        lines.append((label[:1].upper() + label[1:], [one.get(label, []) for one in held]))
    return lines


def _report(gone: Organization, moved: list[actions.Moved]) -> str:
    told = "; ".join(f"{one.label}: {len(one.rows)}" for one in moved if one.rows)
    return _("%(name)s is one record now. Moved: %(moved)s.") % {
        "name": gone,
        "moved": told or _("nothing, since it held nothing of its own"),
    }
