"""On what terms an organization is admitted: what the form cleans and the act takes."""

from dataclasses import dataclass

from hansa.base.dates import PartialDate


@dataclass(frozen=True)
class Terms:
    """Standing and category, and which body approved it when."""

    standing: str = "member"
    category: str = ""
    founding: bool = False
    approved_by: str = ""
    approved_on: PartialDate | None = None
    source: str = ""
