from django.urls import path

from hansa.registration import asking_views, own_views, views

urlpatterns = [
    path("", views.registrations, name="registrations"),
    path("list.<str:kind>", views.registrations_export, name="registrations_export"),
    path("sensitive.<str:kind>", views.sensitive_export, name="registrations_sensitive"),
    path("approve/", views.approve, name="registrations_approve"),
    path("terms/", asking_views.terms, name="registration_terms"),
    path("forget/", asking_views.forget, name="registration_forget"),
    path("questions/", asking_views.questions, name="registration_questions"),
    path("questions/usual/", asking_views.usual, name="registration_usual"),
    path("questions/add/", asking_views.question, name="registration_question_add"),
    path("questions/<int:pk>/", asking_views.question, name="registration_question"),
    path("questions/<int:pk>/<slug:act>/", asking_views.question_act, name="registration_question_act"),
    path("people/<int:pk>/", own_views.form, name="registration_form"),
    path("people/<int:pk>/review/", views.review, name="registration_review"),
    path("people/<int:pk>/role/", own_views.role, name="registration_role"),
    path("people/<int:pk>/<slug:act>/", own_views.person_act, name="registration_person_act"),
    path("delegations/<int:pk>/", own_views.delegation, name="registration_delegation"),
    path("delegations/<int:pk>/name/", own_views.name, name="registration_name"),
    path("delegations/<int:pk>/nominate/", own_views.nominate, name="registration_nominate"),
    path("delegations/<int:pk>/deputy/", own_views.deputy, name="registration_deputy"),
    path("papers/<int:pk>/", own_views.paper, name="registration_paper"),
]
