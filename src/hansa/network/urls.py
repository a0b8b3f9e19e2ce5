from django.urls import path

from hansa.network.acts import ACTS
from hansa.network.views import acts, maps, merging, organization, proposals, register

urlpatterns = [
    path("", register.register, name="register"),
    path("list.<str:kind>", register.register_export, name="register_export"),
    path("map/", maps.network_map, name="network_map"),
    path("agreements/", maps.agreements_web, name="agreements_web"),
    path("agreements/<int:row>/paper", organization.agreement_paper, name="agreement_paper"),
    path("figures/", register.figures, name="register_figures"),
    path("changes/", register.changes, name="register_changes"),
    path("terms/", register.terms, name="terms_ending"),
    path("seats/", register.seats, name="seats"),
    path("seats/set-up/", acts.set_up_seat, name="set_up_seat"),
    path("seats/<int:row>/give/", acts.seat_act, {"name": "give_seat"}, name="give_seat"),
    path("seats/<int:row>/abolish/", acts.seat_act, {"name": "abolish_seat"}, name="abolish_seat"),
    path("record/", acts.record_organization, name="record_organization"),
    path("names/", acts.names, name="organization_names"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("<int:pk>/", organization.organization, name="organization"),
    path("<int:pk>/log/", organization.organization_log, name="organization_log"),
    path("<int:pk>/merge/", merging.merge_organizations, name="merge_organizations"),
    path("<int:pk>/propose/", proposals.propose, name="propose_changes"),
    path("<int:pk>/proposals/<int:row>/", proposals.decide, name="decide_proposal"),
    *(path(f"<int:pk>/{act.path}", acts.act, {"name": name}, name=name) for name, act in ACTS.items()),
]
