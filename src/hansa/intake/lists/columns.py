"""What a column of a list may be, and by which headings it is known.

Headings are compared without case, marks and signs. A heading that is one of the words is surer than one in which it
only stands ("What is the name of your city?"). Words are folded as ``base.text.fold`` does.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansa.gazetteer.folding import key
from hansa.intake.columns import Column, Sheet


@dataclass(frozen=True)
class Role:
    """A part that a column may play: how the officer reads it, and the headings that suggest it."""

    key: str
    label: Promise
    words: tuple[str, ...]


_COUNTRY = (
    "country", "pays", "pais", "land", "state", "nation", "paese", "stato", "ulke", "страна", "国家", "國家", "国",
    "국가", "나라", "국가명", "البلد", "الدولة", "country region", "kraj",
)  # fmt: skip
ROLES: tuple[Role, ...] = (
    Role("name", _("Name of the organisation"), (
        "name", "organisation", "organization", "member", "member city", "institution", "local government",
        "municipality", "name of organisation", "name of organization", "nom", "membre", "collectivite", "nombre",
        "miembro", "organizacion", "mitglied", "organisationsname", "membro", "ente", "host", "participant",
        "기관", "기관명", "회원", "회원도시", "단체명", "名称", "名稱", "会员", "會員", "机构", "单位", "成员",
        "الاسم", "العضو", "المنظمة", "организация", "член", "название", "your organisation", "your organization",
    )),
    Role("city", _("City"), (
        "city", "town", "ville", "commune", "ciudad", "municipio", "stadt", "ort", "gemeinde", "citta", "comune",
        "cidade", "miasto", "sehir", "город", "도시", "도시명", "지자체", "城市", "城市名", "市", "المدينة", "place",
        "location", "your city", "name of your city",
    )),
    Role("country", _("Country"), _COUNTRY),
    Role("own_name", _("Own name"), (
        "own name", "native name", "endonym", "local name", "name in local language", "nom local", "nombre local",
        "official name in the local language", "원어명", "本名",
    )),
    Role("kind", _("Kind of organisation"), (
        "kind of organisation", "type of organisation", "type of organization", "organisation type",
        "organization type", "type d organisation", "tipo de organizacion", "기관유형", "机构类型", "kind", "type",
    )),
    Role("standing", _("Standing or category"), (
        "standing", "category", "status", "membership", "membership category", "membership type", "member type",
        "categorie", "statut", "categoria", "estado", "kategorie", "구분", "회원구분", "회원종류", "类别", "類別",
        "会员类别", "الفئة", "الصفة", "категория", "статус",
    )),
    Role("since", _("Member since"), (
        "since", "member since", "year of accession", "joined", "date of joining", "joining date", "accession",
        "admission", "depuis", "membre depuis", "date d adhesion", "annee d adhesion", "desde", "miembro desde",
        "seit", "beitritt", "eintritt", "가입일",
        "가입연도", "가입년도", "가입일자", "加入年份", "加入时间", "入会时间",
        "منذ", "تاريخ الانضمام", "с", "дата вступления", "year",
    )),
    Role("region", _("Region (only checked)"), (
        "region", "continent", "area", "world region", "region du monde", "kontinent", "대륙", "지역", "区域", "地区",
        "大洲", "المنطقة", "القارة", "регион",
    )),
    Role("contact", _("Contact person"), (
        "contact", "contact person", "contact name", "focal point", "name of contact", "full name", "your name",
        "your full name", "first and last name", "personne de contact", "point focal", "votre nom", "contacto",
        "persona de contacto", "nombre y apellido", "ansprechpartner", "ansprechperson", "kontakt", "담당자",
        "담당자명", "성명", "联系人", "聯絡人", "姓名", "جهة الاتصال", "الاسم الكامل", "контактное лицо",
    )),
    Role("email", _("E-mail of the contact person"), (
        "email", "e mail", "mail", "email address", "e mail address", "courriel", "adresse e mail", "correo",
        "correo electronico", "correo de contacto", "e mail adresse", "이메일", "전자우편", "메일", "邮箱", "电子邮箱",
        "电子邮件", "البريد الالكتروني", "почта", "электронная почта", "your email", "your e mail address",
    )),
    Role("mandate", _("Mandate in the network"), (
        "mandate", "office in network", "office in the network", "role in the network", "function", "mandat",
        "fonction", "mandato", "cargo en la red", "amt", "직책", "职务", "职位",
    )),
    Role("remark", _("Remark"), (
        "remark", "remarks", "note", "notes", "comment", "comments", "remarque", "observaciones", "bemerkung",
        "anmerkung", "비고", "备注", "備註", "ملاحظات", "примечание",
    )),
    Role("place", _("GeoNames number"), ("geonames", "geonames id", "geonames number", "geoname id", "geonameid")),
    Role("wikidata", _("Wikidata number"), ("wikidata", "wikidata id", "qid", "item")),
    Role("partner", _("Partner of an agreement"), (
        "partner", "partner city", "sister city", "twin", "twin town", "twinned with", "other party", "ville jumelee",
        "ville partenaire", "jumelage", "ciudad hermana", "ciudad hermanada", "partnerstadt", "partnerstadte",
        "gemellaggio", "자매도시", "자매결연도시", "友好城市", "姐妹城市", "المدينة التوأم", "город побратим",
    )),
    Role("partner_country", _("Country of the partner"), ("partner country", "country of partner", "pays partenaire")),
    Role("partner_wikidata", _("Wikidata number of the partner"), ("partner wikidata", "partner qid")),
    Role("agreement", _("Kind of agreement"), (
        "agreement", "kind of agreement", "type of agreement", "agreement type", "relation", "relationship",
        "type d accord", "tipo de acuerdo", "art der partnerschaft", "협정", "협약", "결연", "协议", "关系",
        "نوع الاتفاقية",
    )),
    Role("agreed_on", _("Agreed on"), (
        "agreed on", "signed", "signed on", "date of signature", "date of agreement", "signature", "date de signature",
        "fecha de firma", "unterzeichnet", "체결일", "체결년도", "签署日期", "缔结时间", "تاريخ التوقيع",
    )),
    Role("source", _("Source"), (
        "source", "sources", "reference", "url", "quelle", "fuente", "출처", "来源", "來源", "المصدر", "источник",
    )),
)  # fmt: skip
BY_KEY = {role.key: role for role in ROLES}
# What stands before or behind a heading's word and says nothing: "a as printed", "City 2", "Name (en)".
_AROUND = re.compile(r"^[ab12] (?=\w)|(?: as printed| [ab12]| en| english)+$")


def bare_heading(head: str) -> str:
    """The key of a heading without what distinguishes it from its twin."""
    return _AROUND.sub("", key(head))


# Which parts more than one column may play.
REPEATED = ("remark",)

# The sheet of which a list's rows are rows; its columns are the parts, so that a refusal names the part.
LIST = Sheet(
    "list",
    "List",
    _("A member list or a list of agreements."),
    tuple(Column(role.key, str(role.label), "text", role.label) for role in ROLES),
)
