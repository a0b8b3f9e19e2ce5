from django.urls import path

from hansa.visits import choosing, views

urlpatterns = [
    path("", views.visits, name="visits"),
    path("<int:pk>/", views.visit, name="visit"),
    path("<int:pk>/list.<str:kind>", views.visit_export, name="visit_export"),
    path("<int:pk>/terms/", views.terms, name="visit_terms"),
    path("<int:pk>/put-on/", views.put_on, name="visit_put_on"),
    path("<int:pk>/take-off/<int:person>/", views.take_off, name="visit_take_off"),
    path("<int:pk>/forward/<int:booking>/", views.put_forward, name="visit_put_forward"),
    path("delegations/<int:delegation>/", choosing.choose, name="visits_choose"),
    path("delegations/<int:delegation>/ask/", choosing.ask, name="visits_ask"),
    path("delegations/<int:delegation>/accept/<int:booking>/", choosing.accept, name="visits_accept"),
    path("delegations/<int:delegation>/give-up/<int:booking>/", choosing.give_up, name="visits_give_up"),
]
