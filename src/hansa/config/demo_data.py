"""Fill the demo's database: ``python -m hansa.config.demo_data PORT`` prints the addresses, and tells progress apart.

The sample workbook is imported, planned and published through the same acts as anybody's; nothing is prepared. What is
there already is left alone, so that the second start is quick and what one did in the demo stays.
"""

import importlib.util
import sys
import tempfile
from pathlib import Path

from hansa.config.command import start_django


def say(sentence: str) -> None:
    """A line of progress."""
    print(sentence, file=sys.stderr, flush=True)


def main(port: str) -> None:
    """Make what is missing, then print the lines that ``./run demo`` shows."""
    start_django()
    # Deferred, all of them: models can be imported only once Django has started.
    from django.conf import settings
    from django.core.management import call_command

    if not settings.DEMO:
        sys.exit("The sample goes into the demo's own database only: call ./run demo.")
    say("Bringing the demo’s database up to date …")
    call_command("migrate", verbosity=0)

    from hansa.config import demo_after, demo_before, demo_steps

    if not demo_steps.is_of_this_version():
        kept = demo_steps.set_aside(settings.DEMO_DATABASE)
        say(f"This demo was made by another version: it is kept as {kept.name}, and a new one is made …")
        call_command("migrate", verbosity=0)
    if not demo_steps.is_loaded():
        with tempfile.TemporaryDirectory() as folder:
            workbook = Path(folder) / "forum.xlsx"
            say("Writing the host’s workbook from sample/forum …")
            write_workbook(settings.HOME, workbook)
            say("Importing it …")
            demo_steps.import_workbook(workbook)
    demo_steps.make_accounts()
    if not demo_steps.is_planned():
        demo_steps.answer_requests()
        say("Planning the meetings …")
        say(demo_steps.plan_and_publish())
    demo_steps.announce()
    demo_steps.open_visits()
    officer, event, city = demo_steps.officer_event_and_city()
    demo_before.invite(officer, event)
    demo_after.write_up(officer, event, city)
    demo_steps.ask_questions()
    for line in demo_steps.addresses(f"http://127.0.0.1:{port}"):
        print(line)


def write_workbook(home: Path, out: Path) -> None:
    """The sample's own script, which stands outside the package."""
    spec = importlib.util.spec_from_file_location("write_workbook", home / "sample" / "write_workbook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look their module up by name.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.write(out)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "8000")
