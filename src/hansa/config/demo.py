"""The demo's doors. They exist only under ``./run demo``; everywhere else they are not even an address."""

import ipaddress

from django.conf import settings
from django.contrib.auth import login
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from hansa.network.models import Appointment
from hansa.people.models import User

# The sample officers behind two of the doors; ``demo_steps`` makes their accounts.
OFFICERS = {"officer": "officer@demo.example.org", "protocol": "protocol@demo.example.org"}
# The third door leads to whoever answers for this city, by its GeoNames number: Daegu.
FOCAL_CITY = "1835329"
# What a proxy or a tunnel says of whom it speaks for: behind one, everybody comes from loopback.
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_REAL_IP", "HTTP_FORWARDED", "HTTP_VIA")


def account_behind(role: str) -> User | None:
    """Who stands behind that door; None where there is none."""
    if role == "focal-point":
        duties = Appointment.objects.filter(organization__place=FOCAL_CITY, duty=Appointment.Duty.FOCAL_POINT)
        return User.objects.filter(appointments__in=duties).first()
    return User.objects.filter(email=OFFICERS[role]).first() if role in OFFICERS else None


def is_demo(request: HttpRequest) -> bool:
    """Whether this is the demo: asked for, on its own database, and reached over loopback under a loopback name.

    Loopback itself, that is: what a proxy or a tunnel on this machine passes on comes from elsewhere.
    """
    database = connection.settings_dict
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    return bool(
        settings.DEMO
        and str(database["NAME"]) == str(settings.DEMO_DATABASE)
        and is_loopback(request.META.get("REMOTE_ADDR", ""))
        and not any(name in request.META for name in FORWARDED)
        and (host == "localhost" or is_loopback(host))
    )


def is_loopback(address: str) -> bool:
    """Whether that is a loopback address; False for anything that is no address."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False


@require_POST
def enter(request: HttpRequest, role: str) -> HttpResponse:
    """Sign in as the sample person behind that door."""
    user = account_behind(role) if is_demo(request) else None
    if user is None:
        raise Http404
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect("home")
