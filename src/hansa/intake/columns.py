"""The workbook: its sheets and columns, written down once.

The reader, the empty template, the sample and ``docs/workbook.md`` are all made from this list, so they cannot disagree.
Headings are matched without case, marks, spaces or a trailing asterisk; ``also`` holds other headings that hosts use.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Kind = Literal["text", "name", "choice", "country", "languages", "language", "day", "partial", "time", "moment", "number", "email", "people", "key"]
Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class Column:
    """One column: how it is headed, what it holds, what an example looks like."""

    key: str
    heading: str
    kind: Kind
    help: Text
    example: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One sheet: ``required`` says whether a workbook without it is refused; ``also`` holds other names for it."""

    key: str
    title: str
    help: Text
    columns: tuple[Column, ...]
    required: bool = True
    also: tuple[str, ...] = ()

    def column(self, key: str) -> Column:
        """The column of that key; KeyError where the sheet has none."""
        return {column.key: column for column in self.columns}[key]


EVENT_KINDS = ("forum", "expo", "assembly", "conference", "committee", "seminar")
ORGANIZATION_KINDS = ("city", "region", "government", "institution", "association", "company")
ORGANIZATION_ROLES = ("host", "organiser", "supporter", "partner", "guest", "none")
STANDINGS = ("candidate", "member", "associate", "observer")
MANDATES = ("regional office", "executive committee", "president city", "vice-president", "secretariat")
AGREEMENTS = ("sister city", "friendship", "memorandum", "letter of intent", "project partnership", "relations")
DELEGATE_ROLES = ("head", "delegate", "adviser", "interpreter", "accompanying", "not attending")
SESSION_KINDS = ("plenary", "keynote", "session", "side event", "ceremony", "reception")
VISIT_KINDS = ("exhibition", "study visit")
PRIORITIES = ("1", "2", "3")

EVENT = Sheet(
    "event",
    "Event",
    _("One row for each event: the one you host, the larger one around it, and any that are named in it."),
    (
        Column("key", "Key", "key", _("A short word of your own that the other sheets use for this event."), "forum", True),
        Column("name", "Name", "text", _("The name in English."), "Mayors’ Innovation Forum", True, also=("Name (en)",)),
        Column("name_fr", "Name (fr)", "text", _("The name in French, if there is one."), "Forum de l’innovation"),
        Column("name_ar", "Name (ar)", "text", _("The name in Arabic, if there is one."), "منتدى الابتكار"),
        Column("kind", "Kind", "choice", _("What sort of event it is."), "forum", True, EVENT_KINDS),
        Column("part_of", "Part of", "key", _("The key of the larger event around it."), "expo"),
        Column("edition", "Edition", "number", _("Which one it is in its series: 5 for the fifth."), "5"),
        Column("first_day", "First day", "partial", _("The first day; a month or a year alone will do."), "2019-06-13", True),
        Column("last_day", "Last day", "partial", _("The last day; empty if it is the first day."), "2019-06-14"),
        Column("zone", "Time zone", "text", _("The zone of all times, as Continent/City."), "Asia/Shanghai", True),
        Column("city", "City", "name", _("The city in which it takes place."), "Chengdu", True),
        Column("country", "Country", "country", _("Its country, as a code or a name."), "CN"),
        Column("venue", "Venue", "text", _("The house or hall."), "Conference centre"),
        Column("people", "People as announced", "text", _("The size that was announced, in words: “over 500”. It is kept as a claim."), "over 500"),
        Column("countries", "Countries as announced", "number", _("The number of countries that was announced. It is kept as a claim."), "22"),
        Column("source", "Source", "text", _("Who announced these figures."), "Press release of 13 June 2019"),
        Column("note", "Note", "text", _("Anything a reader should know."), ""),
    ),
    also=("Events", "Événement", "Événements", "الفعالية"),
)

ORGANISATIONS = Sheet(
    "organisations",
    "Organisations",
    _("One row for each city, office or company that has to do with the event."),
    (
        Column("name", "Name", "name", _("The name in English."), "Daegu Metropolitan City", True, also=("Organisation", "Organization", "City")),
        Column("name_fr", "Name (fr)", "text", _("The name in French, if it differs."), "Daegu"),
        Column("name_ar", "Name (ar)", "text", _("The name in Arabic."), "دايغو"),
        Column("own_name", "Own name", "text", _("The name in its own language and script."), "대구광역시"),
        Column("own_language", "Language of own name", "language", _("The language of that name, as a code."), "ko"),
        Column("kind", "Kind", "choice", _("What it is; a city if empty."), "city", False, ORGANIZATION_KINDS),
        Column("country", "Country", "country", _("Its country, as a code or a name."), "KR"),
        Column("place", "Place", "text", _("Where the name is not clear: the GeoNames number of the place."), "1835329", also=("GeoNames",)),
        Column("event", "Event", "key", _("The event in which it has this role; the first of the workbook if empty."), "forum"),
        Column("role", "Role", "choice", _("Its role at that event. A guest sends a delegation."), "guest", True, ORGANIZATION_ROLES),
        Column("standing", "Standing in the network", "choice", _("Only for those that are on the network’s register."), "member", False, STANDINGS),
        Column("founding", "Founding member", "choice", _("Yes for a founding member."), "yes", False, ("yes", "no")),
        Column("member_since", "Member since", "partial", _("A day, a month or a year; empty if unknown."), "2010"),
        Column("mandate", "Mandate", "choice", _("A task that it holds in the network."), "regional office", False, MANDATES),
        Column("mandate_since", "Mandate since", "partial", _("A day, a month or a year; empty if unknown."), "2013"),
        Column("mandate_for", "Mandate for", "text", _("The region or subject of that task."), "East Asia"),
        Column("agreement", "Agreement with the host", "choice", _("The kind of agreement that it has with the host."), "sister city", False, AGREEMENTS),
        Column("agreed_on", "Agreed on", "partial", _("A day, a month or a year; empty if unknown."), "2015-11-10"),
        Column("agreement_source", "Source of the agreement", "text", _("Where that date was read."), "The city’s own list"),
    ),
    also=("Organizations", "Organisation", "Organization", "Cities", "Delegations", "المنظمات"),
)

PEOPLE = Sheet(
    "people",
    "People",
    _("One row for each person. Names stand as their bearers write them, in their own script."),
    (
        Column("name", "Name", "name", _("The full name as its bearer writes it."), "김서윤", True),
        Column("family", "Family name", "text", _("The part by which it is sorted; empty for a single name."), "김"),
        Column("latin", "Name in Latin letters", "text", _("As it should stand on a badge beside the own form."), "Kim Seo-yun"),
        Column("language", "Language of the name", "language", _("The language of the name, as a code."), "ko"),
        Column("organisation", "Organisation", "name", _("As in the sheet Organisations."), "Daegu Metropolitan City", True, also=("Organization", "City", "Delegation")),
        Column("role", "Role", "choice", _("The role in the delegation."), "head", True, DELEGATE_ROLES),
        Column("title", "Title", "text", _("Title or post, as it should be printed."), "Mayor"),
        Column("email", "E-mail", "email", _("Distinguishes two people of one name."), "seoyun.kim@example.org", also=("Email", "E-mail address")),
        Column("languages", "Languages", "languages", _("Languages spoken in meetings, as codes."), "ko, en"),
        Column("arrives", "Arrives", "moment", _("Arrival, in the time of the event."), "2019-06-12 18:30", also=("Arrival",)),
        Column("departs", "Departs", "moment", _("Departure, in the time of the event."), "2019-06-15 09:10", also=("Departure",)),
        Column("focal_point", "Focal point", "choice", _("Yes for the person who answers for the organisation day to day."), "no", False, ("yes", "no")),
        Column("sample", "Sample", "choice", _("Yes for an invented person; it is then shown beside the name everywhere."), "yes", False, ("yes", "no")),
    ),
    also=("Persons", "Participants", "Delegates", "Personnes", "الأشخاص"),
)

SESSIONS = Sheet(
    "sessions",
    "Sessions",
    _("One row for each part of the programme. Who speaks in it cannot meet anybody then."),
    (
        Column("event", "Event", "key", _("The key of the event; the first of the workbook if empty."), "forum"),
        Column("title", "Title", "text", _("The title in English."), "Opening and keynote", True),
        Column("title_fr", "Title (fr)", "text", _("The title in French."), "Ouverture et discours liminaire"),
        Column("title_ar", "Title (ar)", "text", _("The title in Arabic."), "الافتتاح والكلمة الرئيسية"),
        Column("kind", "Kind", "choice", _("What sort of session it is."), "plenary", False, SESSION_KINDS),
        Column("day", "Day", "day", _("The day."), "2019-06-13", True, also=("Date",)),
        Column("start", "Start", "time", _("The time at which it starts."), "09:00", True, also=("From",)),
        Column("end", "End", "time", _("The time at which it ends."), "10:30", True, also=("To",)),
        Column("hall", "Hall", "text", _("The hall."), "Hall 1"),
        Column("spoken", "Spoken", "languages", _("Languages spoken, as codes."), "zh, en"),
        Column("interpreted", "Interpreted", "languages", _("Languages into which it is interpreted, as codes."), "fr"),
        Column("speakers", "Speakers", "people", _("Names as in the sheet People, one after the other with a semicolon."), "김서윤; Elif Şahin"),
        Column("everybody", "Everybody attends", "choice", _("Yes where all delegates attend, so that nobody can meet then."), "yes", False, ("yes", "no")),
    ),
    also=("Session", "Programme", "Program", "Agenda", "Séances", "الجلسات"),
)

VISITS = Sheet(
    "visits",
    "Visits",
    _("One row for each visit. Who goes on it cannot meet anybody then."),
    (
        Column("event", "Event", "key", _("The key of the event; the first of the workbook if empty."), "forum"),
        Column("title", "Title", "text", _("The title in English."), "Study visit to the planning hall", True),
        Column("title_fr", "Title (fr)", "text", _("The title in French."), "Visite d’étude"),
        Column("title_ar", "Title (ar)", "text", _("The title in Arabic."), "زيارة دراسية"),
        Column("kind", "Kind", "choice", _("What sort of visit it is."), "study visit", False, VISIT_KINDS),
        Column("day", "Day", "day", _("The day."), "2019-06-14", True, also=("Date",)),
        Column("start", "Start", "time", _("The time of departure."), "14:00", True, also=("From",)),
        Column("end", "End", "time", _("The time of return."), "16:00", True, also=("To",)),
        Column("place", "Place", "text", _("Where it goes."), "Planning exhibition hall"),
        Column("people", "Participants", "people", _("Names as in the sheet People, one after the other with a semicolon."), "김서윤; Elif Şahin", also=("People",)),
    ),
    also=("Visit", "Visites", "الزيارات"),
)

TABLES = Sheet(
    "tables",
    "Tables",
    _("One row for each period of bilateral meetings; it is cut into slots, and each slot has that many tables."),
    (
        Column("event", "Event", "key", _("The key of the event; the first of the workbook if empty."), "forum"),
        Column("day", "Day", "day", _("The day."), "2019-06-13", True, also=("Date",)),
        Column("start", "Start", "time", _("The time at which the first slot starts."), "14:00", True, also=("From",)),
        Column("end", "End", "time", _("The time by which the last slot ends."), "17:30", True, also=("To",)),
        Column("minutes", "Minutes", "number", _("The length of a meeting."), "20", True),
        Column("pause", "Pause", "number", _("Minutes between two meetings; 5 if empty."), "5"),
        Column("tables", "Tables", "number", _("How many tables there are in this period, counted from table 1."), "8", True),
        Column("hall", "Hall", "text", _("The hall in which they stand."), "Hall 3"),
    ),
    also=("Table", "Slots", "الطاولات"),
)

INTERPRETERS = Sheet(
    "interpreters",
    "Interpreters",
    _("One row for each interpreter and period; without a period the interpreter is there all the time."),
    (
        Column("name", "Name", "name", _("The full name as its bearer writes it."), "周敏", True),
        Column("family", "Family name", "text", _("The part by which it is sorted."), "周"),
        Column("latin", "Name in Latin letters", "text", _("As it should stand on a badge beside the own form."), "Zhou Min"),
        Column("language", "Language of the name", "language", _("The language of the name, as a code."), "zh"),
        Column("languages", "Languages", "languages", _("The languages between which the interpreter works, as codes."), "zh, ko, en", True),
        Column("from", "From", "moment", _("The start of the period in which the interpreter is there."), "2019-06-13 14:00"),
        Column("to", "To", "moment", _("The end of that period."), "2019-06-13 17:30"),
        Column("email", "E-mail", "email", _("Distinguishes two people of one name."), "zhou.min@example.org"),
        Column("sample", "Sample", "choice", _("Yes for an invented person; it is then shown beside the name everywhere."), "yes", False, ("yes", "no")),
    ),
    required=False,
    also=("Interpreter", "Interprètes", "المترجمون"),
)

REQUESTS = Sheet(
    "requests",
    "Requests",
    _("One row for each wish to meet. A day and a time make it a promise that is not moved."),
    (
        Column("from", "From", "name", _("The organisation that asks, as in the sheet Organisations."), "Daegu Metropolitan City", True),
        Column("to", "To", "name", _("The organisation that is asked."), "Maastricht", True),
        Column("from_person", "From person", "name", _("Who of the first would meet; the head of delegation if empty."), ""),
        Column("to_person", "To person", "name", _("Who of the second is asked for; the head of delegation if empty."), ""),
        Column("priority", "Priority", "choice", _("1 is the highest, 3 the lowest; 2 if empty."), "1", False, PRIORITIES),
        Column("topic", "Topic", "text", _("What it is about."), "Exchange on water management"),
        Column("day", "Day", "day", _("Only if it was promised: the day."), ""),
        Column("start", "Start", "time", _("Only if it was promised: the time at which it starts."), ""),
        Column("end", "End", "time", _("Only for a meeting outside the tables: the time at which it ends."), ""),
        Column("place", "Place", "text", _("Only for a meeting outside the tables: where it is held."), ""),
    ),
    required=False,
    also=("Request", "Meeting requests", "Demandes", "الطلبات"),
)

SHEETS = (EVENT, ORGANISATIONS, PEOPLE, SESSIONS, VISITS, TABLES, INTERPRETERS, REQUESTS)
