"""Every address of the house. Pages stand under the reader's language; feeds, whose reader is a program, do not."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from hansa.config import demo, home, signin

urlpatterns = [
    path("language/", signin.set_language, name="set_language"),
    path("healthz", home.health, name="health"),
    path("feeds/", include("hansa.diaries.feed_urls")),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("log/", include("hansa.base.urls")),
        path("accounts/", include("hansa.config.signin_urls")),
        path("register/", include("hansa.network.urls")),
        path("outbox/", include("hansa.mail.urls")),
        path("people/", include("hansa.people.urls")),
        path("events/", include("hansa.events.urls")),
        path("events/<str:key>/delegations/", include("hansa.delegations.urls")),
        path("events/<str:key>/precedence/", include("hansa.precedence.urls")),
        path("events/<str:key>/invitations/", include("hansa.invitations.urls")),
        path("invitations/", include("hansa.invitations.answer_urls")),
        path("events/<str:key>/registration/", include("hansa.registration.urls")),
        path("events/<str:key>/visits/", include("hansa.visits.urls")),
        path("events/<str:key>/diaries/", include("hansa.diaries.urls")),
        path("events/<str:key>/meetings/", include("hansa.meetings.urls")),
        path("after/", include("hansa.followup.urls")),
        path("intake/", include("hansa.intake.urls")),
    ),
]
if settings.DEMO:
    urlpatterns += i18n_patterns(path("demo/<slug:role>/", demo.enter, name="demo_enter"))
