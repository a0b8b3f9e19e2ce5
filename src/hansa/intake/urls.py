from django.urls import path

from hansa.intake import list_views, views

urlpatterns = [
    path("", views.intake, name="intake"),
    path("template.xlsx", views.workbook_template, name="workbook_template"),
    path("lists/", list_views.lists, name="lists"),
    path("register/", list_views.archive, name="archive"),
    path("register/whole.<str:kind>", list_views.archive_export, name="archive_export"),
    path("<int:pk>/columns/", list_views.list_columns, name="list_columns"),
    path("<int:pk>/", views.upload, name="upload"),
    path("<int:pk>/answers/", views.upload_answer, name="upload_answer"),
    path("<int:pk>/apply/", views.upload_apply, name="upload_apply"),
    path("<int:pk>/discard/", views.upload_discard, name="upload_discard"),
]
