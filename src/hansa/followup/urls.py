from django.urls import path, re_path

from hansa.followup.views import contacts, meetings, promises

urlpatterns = [
    path("promises/", promises.promises, name="promises"),
    path("promises/list.<str:kind>", promises.promises_export, name="promises_export"),
    path("promises/record/", promises.record, name="record_promise"),
    path("promises/<int:pk>/", promises.promise, name="promise"),
    path("promises/<int:pk>/revise/", promises.revise, name="revise_promise"),
    path("promises/<int:pk>/close/", promises.close, name="close_promise"),
    path("promises/<int:pk>/reopen/", promises.reopen, name="reopen_promise"),
    path("promises/<int:pk>/share/", promises.share, name="share_promise"),
    path("contacts/", contacts.contacts, name="contacts"),
    path("contacts/list.<str:kind>", contacts.contacts_export, name="contacts_export"),
    path("contacts/note/", contacts.note, name="note_contact"),
    path("contacts/people/", contacts.people, name="contact_people"),
    path("contacts/<int:pk>/", contacts.contact, name="contact"),
    path("contacts/<int:pk>/revise/", contacts.revise, name="revise_contact"),
    path("contacts/<int:pk>/strike/", contacts.strike, name="strike_contact"),
    path("meetings/", meetings.meetings, name="meetings_followed"),
    path("meetings/<int:pk>/", meetings.meeting, name="meeting_followup"),
    path("meetings/<int:pk>/report/", meetings.report, name="report_meeting"),
    path("meetings/<int:pk>/minutes/<int:owner>/", meetings.minutes, name="minutes"),
    path("meetings/<int:pk>/minutes/<int:owner>/share/", meetings.share, name="share_minutes"),
    re_path(r"^(?P<kind>meeting|contact)/(?P<pk>[0-9]{1,18})/outcome/$", meetings.outcome, name="record_outcome"),
    path("outcomes/<int:pk>/withdraw/", meetings.outcome_withdraw, name="withdraw_outcome"),
    path("with/<int:pk>/", meetings.between, name="history_with"),
]
