"""A reader of iCalendar that knows RFC 5545 and not the library that wrote the file. It forgives nothing."""

import datetime as dt
import re
from dataclasses import dataclass, field

NAME = re.compile(r"^[A-Z0-9-]+$")
ESCAPED = {"\\n": "\n", "\\N": "\n", "\\,": ",", "\\;": ";", "\\\\": "\\"}


@dataclass
class Component:
    name: str
    properties: list[tuple[str, dict[str, str], str]] = field(default_factory=list)
    inside: list["Component"] = field(default_factory=list)

    def all(self, name: str) -> list["Component"]:
        return [part for part in self.inside if part.name == name]

    def value(self, name: str) -> str:
        """The one value of that property; it must not stand twice."""
        found = [value for key, _parameters, value in self.properties if key == name]
        assert len(found) <= 1, f"{name} stands {len(found)} times in {self.name}"
        return found[0] if found else ""

    def text(self, name: str) -> str:
        """The value of a property of type TEXT, without its escapes."""
        value = self.value(name)
        assert not re.search(r"(?<!\\)(?:\\\\)*[,;]", value), f"unescaped sign in {name}:{value}"
        return re.sub(r"\\[nN,;\\]", lambda match: ESCAPED[match[0]], value)

    def parameters(self, name: str) -> dict[str, str]:
        return next((parameters for key, parameters, _value in self.properties if key == name), {})


def read(content: bytes) -> Component:
    """The calendar of a file, checked line by line."""
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75, line
        line.decode()  # a fold never cuts a character in two
    lines = content.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    root = Component("")
    stack = [root]
    for line in lines:
        name, parameters, value = _split(line)
        if name == "BEGIN":
            stack.append(Component(value))
            stack[-2].inside.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            stack[-1].properties.append((name, parameters, value))
    assert len(stack) == 1
    (calendar,) = root.inside
    assert calendar.name == "VCALENDAR"
    return calendar


def _split(line: str) -> tuple[str, dict[str, str], str]:
    match = re.match(r'^([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"]*"|[^";:,]*))*):(.*)$', line, re.DOTALL)
    assert match, line
    name, parameters, value = match.groups()
    pairs = [part.split("=", 1) for part in parameters.split(";") if part]
    return name, {key: text.strip('"') for key, text in pairs}, value


def instant(calendar: Component, event: Component, name: str) -> dt.datetime:
    """The moment in UTC of DTSTART or DTEND, reckoned with the file's own VTIMEZONE and nothing else."""
    value, zone = event.value(name), event.parameters(name).get("TZID", "")
    if value.endswith("Z"):
        return dt.datetime.strptime(value, "%Y%m%dT%H%M%SZ").replace(tzinfo=dt.UTC)
    local = dt.datetime.strptime(value, "%Y%m%dT%H%M%S")  # noqa: DTZ007 - local on purpose
    (rules,) = [part for part in calendar.all("VTIMEZONE") if part.value("TZID") == zone]
    onsets = sorted((part.value("DTSTART"), part) for part in rules.inside)
    assert onsets[0][0] <= value, f"{zone} is not defined for {value}"
    current = [part for onset, part in onsets if onset <= value][-1]
    sign, hours, minutes = re.match(r"^([+-])(\d\d)(\d\d)$", current.value("TZOFFSETTO")).groups()
    offset = dt.timedelta(hours=int(hours), minutes=int(minutes)) * (1 if sign == "+" else -1)
    return (local - offset).replace(tzinfo=dt.UTC)
