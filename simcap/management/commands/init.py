"""`simcap init`: start a real, empty office."""

import sys
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from simcap import clock
from simcap.management.office import OfficeDetails, appoint_to, new_account, open_office
from simcap.people.models import Office, Officer

#: Option → (question, example). All are asked for when they are not given.
QUESTIONS = {
    "slug": ("Code of the office in addresses (small letters)", "diskominfo-sumbar"),
    "name": ("Full name", "Dinas Komunikasi dan Informatika Provinsi Sumatera Barat"),
    "short-name": ("Short name", "Diskominfo Sumbar"),
    "government": ("Letterhead, first line", "PEMERINTAH PROVINSI SUMATERA BARAT"),
    "letterhead": ("Letterhead, second line", "DINAS KOMUNIKASI DAN INFORMATIKA"),
    "address": ("Address on the letterhead", "Jalan …, Padang"),
    "seat": ("Town printed before the date", "Padang"),
    "unit-code": ("Unit in letter numbers", "DISKOMINFO"),
    "admin-name": ("Name of the first administrator, with degrees", ""),
    "admin-username": ("User name of the first administrator", "admin"),
    "admin-decree": ("Decree by which the administrator is appointed", ""),
}
POSTS = {
    "head": "Head of the office (Kepala Dinas)", "secretary": "Secretary (Sekretaris Dinas)",
    "division_head": "Head of division (Kabid Aptika)", "section_head": "Head of section (Seksi Infrastruktur TIK)",
    "front_desk": "Front desk (Agendaris)",
}  # fmt: skip


class Command(BaseCommand):
    """Name, letterhead, hours, positions, officers, first administrator. Refuses a demonstration database."""

    help = "Start a real, empty office."

    def add_arguments(self, parser: ArgumentParser) -> None:
        for option, (question, example) in QUESTIONS.items():
            parser.add_argument(f"--{option}", help=f"{question}{f', e.g. {example}' if example else ''}")
        parser.add_argument(
            "--officer", action="append", default=[], metavar="POST=NAME=NIP=DECREE",
            help=f"an officer and his post ({', '.join(POSTS)}); may be repeated",
        )  # fmt: skip
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, **options: Any) -> None:
        if settings.SIMCAP_DEMO or Office.objects.filter(is_demo=True).exists():
            raise CommandError(
                "This is a demonstration database; a real office needs one of its own (SIMCAP_MODE=office)."
            )
        given = {name.replace("-", "_"): options[name.replace("-", "_")] or self._ask(name) for name in QUESTIONS}
        if Office.objects.filter(slug=given["slug"]).exists():
            raise CommandError(f"There is an office {given['slug']} already.")
        officers = [self._officer(text) for text in options["officer"]]
        password = self._password(from_stdin=options["password_stdin"])
        with transaction.atomic():
            office = self._open(given, officers, password)
        self.stdout.write(
            f"{office.name} is open. Sign in as {given['admin_username']}; more accounts in the admin pages."
        )

    def _ask(self, name: str) -> str:
        question, example = QUESTIONS[name]
        answer = input(f"{question}{f' [{example}]' if example else ''}: ").strip() or example
        if not answer:
            raise CommandError(f"--{name} is needed.")
        return answer

    def _officer(self, text: str) -> tuple[str, str, str, str]:
        parts = [part.strip() for part in text.split("=")]
        if len(parts) != 4 or parts[0] not in POSTS:
            raise CommandError(f"--officer {text!r} must be POST=NAME=NIP=DECREE, POST one of {', '.join(POSTS)}.")
        return parts[0], parts[1], parts[2], parts[3]

    def _password(self, *, from_stdin: bool) -> str:
        password = sys.stdin.readline().rstrip("\n") if from_stdin else getpass("Password of the first administrator: ")
        try:
            validate_password(password)
        except ValidationError as weak:
            raise CommandError(" ".join(weak.messages)) from weak
        return password

    def _open(self, given: dict[str, Any], officers: list[tuple[str, str, str, str]], password: str) -> Office:
        names = ("slug", "name", "short_name", "government", "letterhead", "address", "seat", "unit_code")
        office = open_office(OfficeDetails(**{name: given[name] for name in names}))
        admin = Officer(office=office, name=given["admin_name"])
        people = [("administrator", admin, given["admin_decree"])]
        people += [(post, Officer(office=office, name=name, nip=nip), decree) for post, name, nip, decree in officers]
        for post, officer, decree in people:
            try:
                officer.full_clean()
            except ValidationError as wrong:
                raise CommandError(f"{officer.name}: {' '.join(wrong.messages)}") from wrong
            officer.save()
            appoint_to(office, post, officer, from_at=clock.now(), decree=decree)
        new_account(office, username=given["admin_username"], officer=admin, password=password)
        return office
