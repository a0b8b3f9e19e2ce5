"""Processor time and queries of the register's pages with 10 and with 3,000 organizations, on a database of its own.

Each page is asked for in this process by an officer and by the public, as a server asks for it but without the network;
the figure is the median of the runs after two that are thrown away, with the cyclic collector left as it is.
"""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 15
SIZES = (10, 3_000)
COUNTRIES = ("KR", "CN", "FR", "DE", "TN", "NG", "BR", "US", "NZ", "IN")
PAGES = {
    "register, 100 rows": "/en/register/",
    "register, searched": "/en/register/?q=city+01",
    "register, sorted by country": "/en/register/?sort=country&on=2019",
    "register in French": "/fr/register/",
    "register as CSV, all rows": "/en/register/list.csv",
    "organization": "/en/register/{pk}/",
    "map": "/en/register/map/",
    "figures": "/en/register/figures/",
}


def start(home: str) -> None:
    """Django on a scratch database, with production's settings."""
    os.environ.update(HANSA_HOME=home, HANSA_SECRET_KEY="bench-" + "0123456789" * 5, HANSA_DEBUG="", HANSA_DEMO="")
    os.environ["DJANGO_SETTINGS_MODULE"] = "hansa.config.settings"
    os.environ.pop("DATABASE_URL", None)
    sys.path.insert(0, str(ROOT / "src"))
    import django  # after the environment is set
    from django.conf import settings

    settings.ALLOWED_HOSTS = ["testserver"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def fill(upto: int) -> None:
    """Members, one in ten with a mandate and each with a mayor, until there are so many organizations."""
    import datetime as dt

    from hansa.base.text import search_key
    from hansa.network.models import Mandate, Membership, Network, Office, Organization
    from hansa.people.models import Person

    office, _new = Organization.objects.get_or_create(name="Secretariat", country="KR", kind="association")
    network, _new = Network.objects.get_or_create(name="Network", defaults={"secretariat": office})
    numbers = range(Organization.objects.count(), upto)
    made = Organization.objects.bulk_create(
        Organization(
            name=f"City {at:04}",
            names={"en": f"City {at:04}", "fr": f"Ville {at:04}", "ar": f"مدينة {at:04}"},
            own_name=f"도시 {at:04}",
            own_language="ko",
            country=COUNTRIES[at % len(COUNTRIES)],
            place_names={code: f"City {at:04} in {code}" for code in ("de", "es", "pt", "ru", "zh", "ko", "ja")},
            latitude=-40 + at % 90,
            longitude=-170 + at % 340,
            search=search_key(f"City {at:04}", f"Ville {at:04}", f"도시 {at:04}"),
        )
        for at in numbers
    )
    Membership.objects.bulk_create(
        Membership(network=network, organization=one, category="full", started_on=dt.date(2005 + at % 14, 1, 1))
        for at, one in enumerate(made)
    )
    Mandate.objects.bulk_create(
        Mandate(network=network, organization=one, kind="regional office", scope=one.name) for one in made[::10]
    )
    people = Person.objects.bulk_create(
        Person(full_name=f"Mayor of {one.name}", search=f"mayor of {one.name.lower()}") for one in made
    )
    Office.objects.bulk_create(
        Office(organization=one, person=person, title="Mayor", title_class="head")
        for one, person in zip(made, people, strict=True)
    )


def officer():  # type: ignore[no-untyped-def]
    """A client signed in as a programme officer."""
    from django.test import Client

    from hansa.network.models import Appointment, Network
    from hansa.people.models import User

    user = User.objects.filter(email="officer@example.org").first() or User.objects.create_user("officer@example.org")
    Appointment.objects.get_or_create(
        organization=Network.objects.get().secretariat, user=user, duty="programme officer"
    )
    client = Client()
    client.force_login(user)
    return client


def measured(client, address: str) -> tuple[float, int, int]:  # type: ignore[no-untyped-def]
    """(milliseconds of processor time, queries, bytes) of a page."""
    from django.db import connection

    asked = 0

    def count(execute, sql, params, many, context):  # type: ignore[no-untyped-def]
        nonlocal asked
        asked += 1
        return execute(sql, params, many, context)

    def ask() -> bytes:
        response = client.get(address)
        assert response.status_code == 200, (address, response.status_code)
        return b"".join(response)

    with connection.execute_wrapper(count):
        size = len(ask())
    ask()
    times = []
    for _run in range(RUNS):
        begin = time.process_time()
        ask()
        times.append(time.process_time() - begin)
    return statistics.median(times) * 1000, asked, size


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="hansa-bench-") as home:
        start(home)
        from django.test import Client

        from hansa.network.models import Organization

        print(f"{'page':<30} {'who':<8}" + "".join(f" {n:>8,} org.: ms  queries  KB" for n in SIZES))
        lines: dict[tuple[str, str], list[str]] = {}
        for size in SIZES:
            fill(size)
            pk = Organization.objects.order_by("pk")[5].pk
            for who, client in (("officer", officer()), ("public", Client())):
                for page, address in PAGES.items():
                    ms, queries, weight = measured(client, address.format(pk=pk))
                    lines.setdefault((page, who), []).append(f" {ms:17.1f} {queries:8} {weight / 1000:5.0f}")
        for (page, who), cells in lines.items():
            print(f"{page:<30} {who:<8}" + "".join(cells))


if __name__ == "__main__":
    main()
