"""For whoever has lost telephone and recovery codes: the next sign-in is by the letter, and sets up anew."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from hansa.people.models import User


class Command(BaseCommand):
    help = "Remove the passkeys, the authenticator app and the recovery codes of an account, and end its visits."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address that it signs in with")

    @transaction.atomic
    def handle(self, *args: Any, address: str, **options: Any) -> None:
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            raise CommandError(f"No account has the address {address}.")
        count, _by_model = Authenticator.objects.filter(user=user).delete()
        for session in Session.objects.iterator():
            if session.get_decoded().get("_auth_user_id") == str(user.pk):
                session.delete()
        self.stdout.write(f"{address}: {count} removed; visits ended.")
