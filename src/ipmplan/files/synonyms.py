"""Other words for our tables, columns and values: German ones, and those of other tools.

All are written as `key_of` writes them: lower case, without umlauts, `_` for spaces. `docs/formats.md` lists them.
"""

from __future__ import annotations

import re
import unicodedata

TABLE_WORDS = {
    "people": "personen mitarbeiter mitarbeitende team staff",
    "rates": "stundensaetze saetze",
    "absences": "abwesenheiten abwesenheit urlaub",
    "extra": "zusatzzeiten mehrarbeit",
    "bookings": "buchungen",
    "projects": "projekte",
    "milestones": "meilensteine",
    "tasks": "aufgaben vorgaenge",
    "pools": "ressourcen",
    "progress": "fortschritt zeiterfassung stunden timesheet timesheets",
    "requirements": "anforderungen",
    "decisions": "entscheidungen",
    "changes": "aenderungen",
    "history": "historie",
    "holds": "festlegungen fixierungen",
    "invoices": "rechnungen",
}

_ID = "kuerzel kurzzeichen nr nummer kennung"
_NAME = "bezeichnung titel title"
_DUE = "faellig faellig_am termin frist due_date deadline"
_FROM = "von beginn ab start_date"
_TO = "bis ende end_date"
_PERSON = "mitarbeiter mitarbeiterin wer"

COLUMN_WORDS: dict[str, dict[str, str]] = {
    "people": {
        "id": _ID,
        "skills": "faehigkeiten faehigkeit kenntnisse kompetenzen rollen",
        "rate": "stundensatz kostensatz hourly_rate cost_rate",
        "workweek": "arbeitswoche arbeitszeit arbeitszeiten working_hours",
        "holidays": "feiertage bundesland",
        "from": "von ab eintritt start_date",
        "until": "bis austritt end_date",
        "email": "e_mail mail",
    },
    "rates": {"person": _PERSON, "from": "von ab", "cost": "kosten kostensatz", "bill": "verrechnungssatz"},
    "absences": {"person": _PERSON, "start": _FROM, "end": _TO, "reason": "grund anlass"},
    "extra": {"person": _PERSON, "start": _FROM, "end": _TO, "premium": "zuschlag"},
    "bookings": {
        "id": _ID,
        "project": "projekt",
        "person": _PERSON,
        "name": _NAME,
        "hours": "stunden",
        "every": "rhythmus intervall",
        "at": "uhrzeit",
        "start": _FROM,
        "end": _TO,
        "billable": "abrechenbar verrechenbar",
    },
    "projects": {
        "id": _ID,
        "name": f"{_NAME} projekt projektname project_name",
        "client": "kunde auftraggeber",
        "due": _DUE,
        "budget_limit": "budgetgrenze",
        "weight": "gewicht",
        "status": "stand",
        "billing": "abrechnung",
        "price": "preis",
        "probability": "wahrscheinlichkeit",
        "held_until": "gehalten_bis reserviert_bis",
    },
    "milestones": {
        "id": _ID,
        "project": "projekt",
        "name": f"{_NAME} meilenstein",
        "due": _DUE,
        "weight": "gewicht",
        "firm": "fest verbindlich",
        "buffer": "puffer",
        "agreed": "vereinbart vereinbart_am",
        "payment": "zahlung",
        "invoiced_on": "berechnet_am abgerechnet_am",
    },
    "tasks": {
        "id": _ID,
        "project": "projekt",
        "milestone": "meilenstein",
        "name": f"{_NAME} aufgabe vorgang vorgangsname task_name",
        "work": "aufwand arbeit",
        "after": "vorgaenger nach predecessors predecessor",
        "people": "personen person bearbeiter zustaendig assignee mitarbeiter",
        "not_before": "nicht_vor fruehestens fruehester_start",
        "due": _DUE,
        "uses": "nutzt belegt",
        "optimistic": "optimistisch",
        "pessimistic": "pessimistisch",
        "fixed_cost": "fixkosten festkosten fremdkosten",
        "kind": "art",
        "change": "aenderung",
        "status": "stand",
    },
    "pools": {"id": _ID, "name": _NAME, "capacity": "kapazitaet anzahl", "kind": "art"},
    "progress": {
        "date": "datum tag",
        "task": "aufgabe vorgang",
        "person": _PERSON,
        "hours": "stunden",
        "remaining": "rest verbleibend restaufwand reststunden",
        "cost": "kosten",
        "ref": "beleg referenz",
        "note": "notiz",
    },
    "requirements": {
        "id": _ID,
        "project": "projekt",
        "topic": "thema",
        "statement": "anforderung",
        "tasks": "aufgaben",
        "accepted_on": "abgenommen_am",
    },
    "decisions": {
        "id": _ID,
        "project": "projekt",
        "question": "frage",
        "owner": "wer zustaendig",
        "asked_on": "gefragt_am",
        "tasks": "aufgaben",
        "expected": "erwartet erwartet_am",
        "answered_on": "beantwortet_am",
        "answer": "antwort",
    },
    "changes": {
        "id": _ID,
        "project": "projekt",
        "asked_by": "gewuenscht_von",
        "asked_on": "gewuenscht_am",
        "statement": "aenderung beschreibung",
        "price": "preis",
        "status": "stand",
        "decided_on": "entschieden_am",
    },
    "holds": {
        "task": "aufgabe vorgang",
        "people": "personen wer",
        "start": _FROM,
        "until": "bis ende end_date",
        "reason": "grund anlass",
    },
    "history": {
        "task": "aufgabe vorgang",
        "project": "projekt",
        "client": "kunde",
        "kind": "art",
        "skill": "faehigkeit",
        "person": _PERSON,
        "estimate": "schaetzung geschaetzt",
        "actual": "ist tatsaechlich",
        "finished_on": "fertig_am beendet_am",
    },
    "invoices": {
        "on": "am datum rechnungsdatum",
        "client": "kunde auftraggeber",
        "project": "projekt",
        "what": "was leistung position",
        "hours": "stunden",
        "amount": "betrag",
        "ref": "beleg referenz",
    },
}

VALUE_WORDS = {
    "every": "täglich=day tag=day wöchentlich=week woche=week monatlich=month monat=month daily=day weekly=week monthly=month",
    "budget_limit": "hart=hard weich=soft fest=hard",
    "project_status": "bestätigt=confirmed vorläufig=tentative angefragt=tentative pausiert=on_hold ruht=on_hold "
    "fertig=done erledigt=done abgeschlossen=done verloren=lost",
    "billing": "festpreis=fixed aufwand=time nach_aufwand=time intern=internal",
    "pool_kind": "erneuerbar=renewable verbrauchbar=consumable",
    "owner": "kunde=client kundin=client wir=us",
    "change_status": "gewünscht=asked angefragt=asked angeboten=quoted angenommen=accepted beauftragt=accepted "
    "abgelehnt=declined",
}

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})


def key_of(text: str) -> str:
    r"""Write a header, a sheet's or a file's name as a key: case, umlauts, spaces and line breaks do not matter.

    Examples
    --------
    >>> key_of("Not\nbefore"), key_of("Vorgänger:"), key_of("E-Mail")
    ('not_before', 'vorgaenger', 'e_mail')
    """
    folded = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    return "_".join(re.findall(r"[^\W_]+", folded))


def table_of(name: str) -> str:
    """The table that a file's or sheet's name means; the name as a key when it means none.

    Examples
    --------
    >>> table_of("Mitarbeiter"), table_of("Tasks"), table_of("Notes")
    ('people', 'tasks', 'notes')
    """
    key = key_of(name)
    return next((table for table, words in TABLE_WORDS.items() if key in words.split()), key)


def values(column: str) -> dict[str, str]:
    """Other words for the values of a column, by word.

    Examples
    --------
    >>> values("owner")["kunde"]
    'client'
    """
    return dict(pair.split("=") for pair in VALUE_WORDS[column].split())
