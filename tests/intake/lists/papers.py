"""Small lists with the kinds of trouble that real ones have, and a way to bring them in. All of it is invented."""

from pathlib import Path
from typing import Any

from hansa.intake.bringing import bring_in_list
from hansa.intake.fates import Report
from hansa.intake.lists.looking import look, read_list
from tests import cast

# As a list of participants is printed: one city in several meetings, remarks in the name, a slip in a country.
PARTICIPANTS = """meeting,city_as_printed,country_as_printed,status,source
"Committee 2010 (Seoul, 2010-06-07/08)",Abu Dhabi,UAE (Asia),member,https://example.org/2010
"Committee 2010 (Seoul, 2010-06-07/08)",Seoul,Korea (Asia),member,https://example.org/2010
Committee 2012 (2012-11-12),Barcelona,Spaim (Europe),member,https://example.org/2012
Committee 2012 (2012-11-12),Maputo (Observer),Mozambique (Africa),observer,https://example.org/2012
Committee 2013 (2013-09-03),Maputo,Mozambique (Africa),,https://example.org/2013
Committee 2013 (2013-09-03),Ulyanovsk Region,Rus... (excerpt ends),,https://example.org/2013
"""
# As a network prints its members: categories that say founding, mandates and years, offices that are no city.
MEMBERS = """name_as_printed,country,category,since,evidence,source
Baku,Azerbaijan,full (founding),2010,"named in the statutes, among founding members",https://example.org/statutes
Khartoum State,Sudan,full (by rule),2010-09-07,attended the assembly,https://example.org/minutes
Beyoğlu,Turkey,full; regional office (Mediterranean),,listed as regional office,https://example.org/about
Seongnam,Republic of Korea,member; EXCOM 2021-2023,2021,elected 2021-10-18,https://example.org/news
Healthy City Network of Mongolia (HCSC),Mongolia,institutional,2019,joined last year,https://example.org/news
"San Fernando, La Union",Philippines,member,,active in 2023,https://example.org/news
"""
# What sources say of sister cities: two years for one pair, another kind, several partners, a row that is a count.
CLAIMS = """a_as_printed,b_as_printed,kind,since,source,remark
Chengdu,Montpellier,sister city,1979,http://example.org/a,conflicts with the next row
Chengdu,Montpellier,friendly relations,1981,http://example.org/b,
Montpellier,Chengdu,sister city,1981-06-22,http://example.org/c,the other way round
Bonn,Chengdu,Projektpartnerschaft,2009,http://example.org/d,ten years in 2019
Chengdu,Toronto,letter of intent (合作意向书),2018-05,http://example.org/e,not a sister city agreement
Düsseldorf,Chemnitz; Haifa,Städtepartnerschaft,1988,http://example.org/f,
Chengdu,Baku,sister city,,http://example.org/a,no year
COUNT,Chengdu,sister cities: 44,2011,http://example.org/g,counts all kinds
"""
# Pairs with numbers of Wikidata: the same name for several places.
PAIRS = """a_qid,a_name,b_qid,b_name,reverse_also_stated
Q1022,Stuttgart,Q580,Łódź,1
Q580,Łódź,Q1022,Stuttgart,1
Q14323,Mérida,Q23551,Mérida,1
"""
# An order of heads of delegation: the office in the network is a mandate.
HEADS = """order_as_printed,city,office_as_printed,rank_group,office_in_network
1,Frankfurt,Mayor of Frankfurt,network office,Vice President
2,Nairobi,Mayor of City Council of Nairobi,head of city,
3,Hunan,Deputy Director-General of the General Office of Hunan Provincial People's Government,deputy,
"""
# Meetings: only their hosts are organizations, once each.
MEETINGS = """date,meeting,host,remark
2010-06-07,Committee,Seoul,
2013-09-03,Committee,Chengdu (place inferred),offices approved
2014-11-03/06,3rd General Assembly,Chengdu,
2020-11-17,Committee (online),Moscow,300+ announced
"""
# Cities of the world with many namesakes, and titles of mayors that hold the names of cities too.
MAYORS = """city_as_printed,country_as_printed,wikidata_id,office
Athens,Greece,Q1524,Mayor of Athens
Athens,USA,Q755425,Mayor of Athens
Al-Hamdanyia district,Iraq,,Mayor of Al-Hamdanyia district
Banjul,The Gambia,Q3726,Mayor of Banjul
"""
# A list with the official name beside the printed one, and figures that are no dates.
EUROPEAN = """name_as_printed,wikidata_id,wikidata_name,country,population,lat,lon
Izmir,Q35997,İzmir,Turkey,4493242,38.41,27.14
Karlstad,Q498453,Karlstad Municipality,Sweden,98084,59.38,13.53
Brighton & Hove,Q131491,Brighton and Hove,United Kingdom,277174,50.82,-0.14
"""
FORM = """Timestamp\tWhat is the name of your city?\tIn which country is it?\tYour full name\tYour e-mail address
2026/03/01 10:12:44\tTallinn\tEstonia\tMari Tamm (sample)\tmari@example.org
2026/03/01 11:40:02\tTallinn\tEstonia\tJaan Kask (sample)\tjaan@example.org
2026/03/02 09:00:31\tGdańsk\tPoland\tEwa Nowak (sample)\tewa(at)example.org
"""
PASTED = """List of members as of 1 May 2019

Asia
1. Abu Dhabi, United Arab Emirates (full member)
2. Seoul, Republic of Korea (founding
member)*
3. Singapore
Page 2
Europe
4. Barcelona, Spain
5. Istanbul, Türkiye (observer since 2012)
* seat of the secretariat
"""


def rows_of(report: Report) -> list[tuple[int, str, str]]:
    """Number, fate and name of each row."""
    return [(row.number, str(row.fate), row.what) for row in report.rows]


def notes_of(report: Report) -> dict[int, list[str]]:
    return {row.number: row.notes for row in report.rows if row.notes}


def asked(report: Report) -> dict[str, str]:
    """The sentence of each question by its key."""
    return {key: question.sentence for key, question in report.questions().items()}


def proposals(report: Report) -> dict[str, str]:
    """What whoever sends the form as it stands would answer."""
    return {key: question.proposed for key, question in report.questions().items() if question.proposed}


def bring(
    folder: Path,
    text: str | bytes,
    name: str = "list.csv",
    *,
    answers: dict[str, str] | None = None,
    by: Any = None,
    keep: bool = True,
    **options: Any,
) -> Report:
    """Write the list into the folder, look into it and bring it in by its guessed columns."""
    cast.network()
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    opened = look(path, name, options)
    columns = [column["role"] for column in opened["columns"]]
    listing = read_list(path, name, {"columns": columns, **options}, answers or {})
    return bring_in_list(listing, by=by, keep=keep)
