"""The register on a day: the list, its files, and the questions that are asked of all of it at once."""

import datetime as dt
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from hansa.base.dates import PartialDate
from hansa.base.exports import as_json, exported
from hansa.base.web import answer, demand
from hansa.network.bodies import chairs, quotas, tasks
from hansa.network.changes import changed_between, ending
from hansa.network.columns import COLUMNS, allowed, chosen, exported_line, exported_titles, lines
from hansa.network.days import as_typed
from hansa.network.figures import by_country, first_year, series, standing_titles
from hansa.network.forms.filters import FilterForm
from hansa.network.queries import only_network
from hansa.network.register import Wanted, counts, entries, rows
from hansa.network.rules import Reader
from hansa.network.structured import alternates, list_data
from hansa.network.terms import A_DAY, add_months
from hansa.network.views.asking import Asked, asked

PER_PAGE = 100
A_YEAR = 12


@require_safe
def register(request: HttpRequest) -> HttpResponse:
    """Who stands in the network on a day; for the public, the directory."""
    network, reader = only_network(), Reader(request.user)
    officer = reader.is_officer
    form = FilterForm(request.GET, reader=reader, today=timezone.localdate())
    listed = entries(reader, network, form.wanted)
    page = Paginator(listed, PER_PAGE).get_page(request.GET.get("page"))
    shown = rows(reader, network, page.object_list, form.day)
    keys = chosen(request.GET.getlist("cols"), officer)
    context = {
        "network": network,
        "officer": officer,
        "form": form,
        "in_force": form.in_force(),
        "page": page,
        "counts": counts(listed),
        "standings": standing_titles(),
        "heads": _heads(form, keys),
        "lines": lines(shown, keys),
        "columns": [(key, COLUMNS[key].title, key in keys) for key in allowed(officer)],
        "today": form.today,
        "last_year": str(form.today.year - 1),
        "unchanged": [(key, value) for key in request.GET if key != "page" for value in request.GET.getlist(key)],
        "alternates": alternates(request),
    }
    context["data"] = "" if officer or form.in_force() else list_data(request, network, shown)
    return answer(request, "network/register.html", context, partial="network/_rows.html")


@require_safe
def register_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The whole list as it is filtered, with every column that this reader may see."""
    network, reader = only_network(), Reader(request.user)
    officer = reader.is_officer
    form = FilterForm(request.GET, reader=reader, today=timezone.localdate())
    listed = entries(reader, network, form.wanted)
    written = (exported_line(row, officer) for row in rows(reader, network, listed, form.day))
    name = _("Register as of %(day)s") % {"day": form.day.isoformat()}
    if kind == "json":
        return as_json(name, ["number", "name", *allowed(officer)], written)
    return exported(kind, name, exported_titles(officer), written)


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Counts by standing, region and country on a day, and by year, each with its definition."""
    network, reader = only_network(), Reader(request.user)
    on, today = asked(request), timezone.localdate()
    listed = entries(reader, network, Wanted(on=on.day))
    counted, start = counts(listed), first_year(reader, network)
    years = series(reader, network, range(start, today.year + 1), today) if start else []
    context = {
        "on": on,
        "officer": reader.is_officer,
        "counts": counted,
        "standings": [(standing_titles()[key], key, n) for key, n in counted.standings.items()],
        "regions": sorted(counted.regions.items(), key=lambda item: -item[1]),
        "countries": by_country(listed),
        "years": years[::-1],
        "most": max((one.members for one in years), default=0),
        "bars": _bars(years),
        "alternates": alternates(request),
    }
    return answer(request, "network/figures.html", context)


@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What differs between the register on two days."""
    today, reader = timezone.localdate(), Reader(request.user)
    earlier, later = asked(request, "from"), asked(request, "to")
    first, last = _before(earlier, today), later.day
    wrong = earlier.wrong or later.wrong
    if not wrong and last < first:
        wrong = _("The second day lies before the first.")
    context = {
        "officer": reader.is_officer,
        "first": first,
        "last": last,
        "from": earlier.shown or as_typed(PartialDate(first)),
        "to": later.shown or as_typed(PartialDate(last)),
        "wrong": wrong,
        "changes": [] if wrong else changed_between(reader, only_network(), first, last),
    }
    return answer(request, "network/changes.html", context)


@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """Whose term ends within a year; for officers."""
    reader = Reader(request.user)
    demand(reader.is_officer)
    today = timezone.localdate()
    last = add_months(today, A_YEAR)
    context = {"first": today, "last": last, "endings": ending(reader, only_network(), today, last)}
    return answer(request, "network/terms.html", context)


@require_safe
def seats(request: HttpRequest) -> HttpResponse:
    """The network's bodies on a day: seats held and vacant, quotas, tasks."""
    network, reader = only_network(), Reader(request.user)
    on = asked(request)
    found = chairs(reader, network, on.day)
    context = {
        "network": network,
        "on": on,
        "officer": reader.is_officer,
        "chairs": found,
        "quotas": quotas(found),
        "tasks": tasks(reader, network, on.day),
        "alternates": alternates(request),
    }
    return answer(request, "network/seats.html", context)


def _before(earlier: Asked, today: dt.date) -> dt.date:
    """The day compared with: of a year or month the day before it, so that all that happened in it is told."""
    if earlier.date is None:
        return add_months(today, -A_YEAR)
    first = earlier.date.first
    return first if earlier.date.precision == "day" else first - A_DAY


def _heads(form: FilterForm, keys: list[str]) -> list[dict[str, Any]]:
    """The heads of the columns, with the way to sort by them."""
    now = form.wanted

    def head(title: Any, sort: str) -> dict[str, Any]:
        order = ("descending" if now.minus else "ascending") if sort and now.sort == sort else ""
        return {"title": title, "address": form.sort_address(sort) if sort else "", "order": order}

    return [head(_("Organisation"), "name"), *(head(COLUMNS[key].title, COLUMNS[key].sort) for key in keys)]


def _bars(years: list[Any]) -> list[dict[str, Any]]:
    """The series as bars: where each stands and how high it is, in units of a drawing of 100 by 100."""
    most = max((one.members for one in years), default=0)
    if not most:
        return []
    width = 100 / len(years)
    return [
        {"x": round(at * width, 2), "width": round(width * 0.8, 2), "height": round(100 * one.members / most, 1),
         "y": round(100 - 100 * one.members / most, 1), "year": one.day.year, "members": one.members}
        for at, one in enumerate(years)
    ]  # fmt: skip
