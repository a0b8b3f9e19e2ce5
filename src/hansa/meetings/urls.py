from django.urls import path

from hansa.meetings import calls, comparing, disturbances, handwork, views

urlpatterns = [
    path("", views.board, name="board"),
    path("board.<str:kind>", views.board_export, name="board_export"),
    path("live/", views.board_live, name="board_live"),
    path("propose/", views.plan_propose, name="plan_propose"),
    path("repair/", views.plan_repair, name="plan_repair"),
    path("changed/", disturbances.changed, name="changed"),
    path("changed/<str:kind>/", disturbances.changed, name="changed_kind"),
    path("closures/<int:pk>/open/", disturbances.open_again, name="open_again"),
    path("withdrawn/<int:pk>/return/", disturbances.return_after_all, name="return_after_all"),
    path("leaves/<int:pk>/end/", disturbances.take_in_again, name="take_in_again"),
    path("calls/", calls.calls, name="calls"),
    path("calls/new/", calls.call_new, name="call_new"),
    path("calls/<int:pk>/", calls.call, name="call"),
    path("calls/<int:pk>/cancel/", calls.call_cancel, name="call_cancel"),
    path("progress/", views.plan_progress, name="plan_progress"),
    path("plans/compare/", comparing.compare, name="compare"),
    path("plans/compare.<str:kind>", comparing.compare_export, name="compare_export"),
    path("plans/<int:number>/take-back/", comparing.take_back, name="plan_take_back"),
    path("plans/<int:number>/", views.plan, name="plan"),
    path("plans/<int:number>/publish/", views.plan_publish, name="plan_publish"),
    path("plans/<int:number>/discard/", views.plan_discard, name="plan_discard"),
    path("requests/", views.requests, name="requests"),
    path("requests/list.<str:kind>", views.requests_export, name="requests_export"),
    path("pairs/<int:first>/<int:second>/", handwork.pair, name="pair"),
    path("pairs/<int:first>/<int:second>/places/", handwork.places, name="places"),
    path("pairs/<int:first>/<int:second>/move/", handwork.move, name="move"),
    path("pairs/<int:first>/<int:second>/pin/", handwork.pin, name="pin"),
    path("pairs/<int:first>/<int:second>/take-off/", handwork.take_off, name="take_off"),
]
