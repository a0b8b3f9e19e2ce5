"""The page of what the planner would like, each with its sentence and its weight."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from hansa.base.web import answer, attempt
from hansa.meetings import actions
from hansa.meetings.views import round_of


class PreferencesForm(forms.Form):
    """Named weights. What always holds (pins, must-not-meet, interpreters, seats, caps) is not among them."""

    principals = forms.IntegerField(
        label=gettext_lazy("Heads of delegation first"), min_value=0, max_value=1000, required=False,
        help_text=gettext_lazy("Per cent by which a wish counts for more with each head in it. 0: no difference."),
    )  # fmt: skip
    met_before = forms.IntegerField(
        label=gettext_lazy("New faces first"), min_value=0, max_value=100, required=False,
        help_text=gettext_lazy("Per cent by which a wish counts for less where the two met at an earlier event."),
    )  # fmt: skip
    floor = forms.IntegerField(
        label=gettext_lazy("Meetings for everybody first"), min_value=0, max_value=1000, required=False,
        help_text=gettext_lazy("So many for each delegation before any gets more, as far as can be. 0: no floor."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the weights of the next plan."""
    of = round_of(request, key)
    names = ("principals", "met_before", "floor")
    fresh = {name: of.preferences.get(name, 0) for name in names}
    form, refusal = PreferencesForm(request.POST or None, initial=fresh, label_suffix=""), ""
    if request.method == "POST" and form.is_valid():
        weights = {name: 0 if "reset" in request.POST else form.cleaned_data[name] or 0 for name in names}
        _done, refusal = attempt(lambda: actions.prefer(of, by=request.user, **weights))
        if not refusal:
            messages.success(request, _("The next plan is drawn with these weights."))
            return redirect("board", key=key)
    context = {"event": of.event, "form": form, "refusal": refusal, "chosen": bool(of.preferences)}
    return answer(request, "meetings/preferences.html", context, status=409 if refusal else 422 if form.errors else 200)
