"""``/animateur/<org>/suivi``: the desk of an animator, and an authority's own view of it."""

from __future__ import annotations

from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.animator.asking import acted, answered, check
from ckanext.odlocale.animator.desk import errors, exporting, follow_up, messages
from ckanext.odlocale.animator.desk.attention import NEXT, Need, Row
from ckanext.odlocale.animator.desk.contacts import contacts
from ckanext.odlocale.animator.desk.filters import Asked, asked_of, counted, matching
from ckanext.odlocale.animator.desk.reading import row_about, rows_of, scope_of
from ckanext.odlocale.animator.desk.steps import Step
from ckanext.odlocale.animator.desk.wording import filter_label, step_label
from ckanext.odlocale.animator.kits.finding import helping_with, kits_about
from ckanext.odlocale.animator.kits.helping import Kit, Situation, helpful
from ckanext.odlocale.animator.logic.action.desk import animator_or_not_found, today
from ckanext.odlocale.animator.pages.names import places_of
from ckanext.odlocale.animator.records import Animator
from ckanext.odlocale.cog.shared import STRATA
from ckanext.odlocale.territory.shared import Level

PER_PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RULE = "controle"

desk = Blueprint("odlocale_desk", __name__)


@desk.route("/animateur/<organization>/suivi")
def index(organization: str) -> str:
    """The authorities of an animator, those that need attention first."""
    helper = _animator(organization, "odlocale_follow_up_list")
    asked, rows = asked_of(tk.request.args), rows_of(helper, today())
    found, number = _asked_for(helper, rows, asked), tk.h.get_page_number(tk.request.args)
    page = Page(
        collection=found,
        page=number,
        url=partial(_page_address, helper, asked),
        item_count=len(found),
        items_per_page=PER_PAGE,
    )
    page.items = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    return tk.render(
        "desk/index.html",
        {
            "helper": helper,
            "asked": asked,
            "rule": tk.request.args.get(RULE, ""),
            "page": page,
            "total": len(rows),
            "counts": counted(rows),
            "kits": _kits_of(page.items),
            "failing": errors.failing(scope_of(helper)),
            "sent": messages.latest(helper.organization),
            "may_write": tk.h.check_access("odlocale_follow_up_note", {"id": helper.organization}),
            "steps": [(one, step_label(one)) for one in Step],
            "address": tk.url_for("odlocale_desk.index", organization=helper.name),
            "addressed": partial(_address, helper, asked),
        },
    )


@desk.route("/animateur/<organization>/suivi.<form>")
def export(organization: str, form: str) -> Response:
    """The same list as a table, with whom to call."""
    helper = _animator(organization, "odlocale_follow_up_list")
    if form not in {"csv", "xlsx"}:
        tk.abort(404, tk._("The follow-up is there as CSV and as XLSX."))
    found = _asked_for(helper, rows_of(helper, today()), asked_of(tk.request.args))
    known = contacts([row.facts.organization for row in found])
    answer = (
        Response(exporting.as_csv(found, known), mimetype="text/csv")
        if form == "csv"
        else Response(exporting.as_xlsx(found, known), mimetype=XLSX)
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="suivi-{helper.name}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@desk.route("/animateur/<organization>/suivi/<territory>")
def read(organization: str, territory: str) -> str:
    """One authority: what is known, what was noted, which kits help."""
    helper = _animator(organization, "odlocale_follow_up_list")
    row = row_about(helper, territory, today())
    if row is None:
        tk.abort(404, tk._("This authority is not among those that this animator helps."))
    return tk.render(
        "desk/read.html",
        {
            "helper": helper,
            "row": row,
            "entries": follow_up.entries(helper.organization, row.facts.id),
            "contacts": contacts([row.facts.organization]).get(row.facts.organization, []),
            "kits": [chosen.kit for chosen in helping_with(situation_of(row))],
            "steps": [(one, step_label(one)) for one in Step],
            "may_write": tk.h.check_access("odlocale_follow_up_note", {"id": helper.organization}),
        },
    )


@desk.route("/animateur/<organization>/suivi/noter", methods=["POST"])
def note(organization: str) -> Response:
    """Note a step or a text about the chosen authorities."""
    form = tk.request.form
    asked = {
        "id": organization,
        "territories": form.getlist("territoire"),
        "step": form.get("etape", ""),
        "note": form.get("note", ""),
    }
    done = acted("odlocale_follow_up_note", asked)
    if done:
        told = tk.ungettext("Noted about one authority.", "Noted about {number} authorities.", done["noted"])
        tk.h.flash_success(told.format(number=done["noted"]))
    return redirect(_back(organization, asked["territories"], form.get("retour", "")))


@desk.route("/animateur/<organization>/suivi/message", methods=["POST"])
def message(organization: str) -> Response | str:
    """A message to the chosen authorities: written, looked at, sent."""
    helper, form = _animator(organization, "odlocale_follow_up_message"), tk.request.form
    territories = form.getlist("territoire")
    asked = {
        "id": organization,
        "territories": territories,
        "subject": form.get("objet", ""),
        "body": form.get("texte", ""),
    }
    told = {"helper": helper, "data": asked, "preview": None}
    if not territories:
        tk.h.flash_error(tk._("Choose first whom to write to: tick their boxes."))
        return redirect(tk.url_for("odlocale_desk.index", organization=organization))
    if form.get("acte") not in {"voir", "envoyer"}:
        return tk.render("desk/message.html", told)
    preview = acted("odlocale_follow_up_message", {**asked, "send": form["acte"] == "envoyer"})
    if preview is None or not preview["sent"]:
        return tk.render("desk/message.html", {**told, "preview": preview})
    number = len(preview["recipients"])
    sentence = tk.ungettext("A message goes to one person.", "A message goes to {number} people.", number)
    tk.h.flash_success(sentence.format(number=number))
    return redirect(tk.url_for("odlocale_desk.index", organization=organization))


@desk.route("/collectivite/<organization>/suivi")
def own(organization: str) -> str:
    """What is expected of an authority, what is done, who helps it."""
    told = answered("odlocale_follow_up_own", {"id": organization})
    situation = Situation(level=told["territory"].partition("-")[0], stage=_own_stage(told))
    kits = [chosen.kit for chosen in helping_with(situation)]
    may_decide = tk.h.check_access("odlocale_discretion_update", {"id": organization})
    return tk.render(
        "desk/own.html", {"told": told, "organization": organization, "kits": kits, "may_decide": may_decide}
    )


@desk.route("/collectivite/<organization>/discretion", methods=["POST"])
def discretion(organization: str) -> Response:
    """Be named, or not, on the page of good practices."""
    asked = {"id": organization, "discreet": tk.request.form.get("discret") == "oui"}
    if acted("odlocale_discretion_update", asked):
        tk.h.flash_success(tk._("Your choice is kept."))
    return redirect(tk.url_for("odlocale_desk.own", organization=organization))


@desk.route("/bonnes-pratiques")
def practices() -> str:
    """Who did well lately."""
    region, stratum = tk.request.args.get("region", ""), tk.request.args.get("population", "")
    asked = {"region": region, "stratum": stratum if stratum in STRATA else ""}
    return tk.render(
        "desk/practices.html",
        {
            **answered("odlocale_practice_list", asked),
            "region": region,
            "stratum": asked["stratum"],
            "regions": places_of(Level.REG),
            "strata": [(one, filter_label("population", one)) for one in STRATA],
        },
    )


def situation_of(row: Row) -> Situation:
    """What a row needs help with: the next step, or the error that it makes."""
    stage = (
        Step.FIRST_DATASET if row.need is Need.INVALID else NEXT.get(row.step.step if row.step else None, "")
    )
    return Situation(level=row.facts.level, stratum=row.stratum or "", stage=str(stage))


def _kits_of(rows: list[Row]) -> dict[str, Kit]:
    """The kit that helps most with each of these rows, by territory. One search."""
    known = kits_about()
    found = {row.facts.id: helpful(known, situation_of(row), most=1) for row in rows}
    return {territory: chosen[0].kit for territory, chosen in found.items() if chosen}


def _own_stage(told: dict[str, Any]) -> str:
    if told["invalid_files"]:
        return Step.SOCLE
    return Step.SOCLE if told["datasets"] else Step.CONTACTED


def _asked_for(helper: Animator, rows: list[Row], asked: Asked) -> list[Row]:
    rule = tk.request.args.get(RULE, "")
    if rule:
        failing = errors.authorities_failing(scope_of(helper), rule)
        rows = [row for row in rows if row.facts.id in failing]
    return matching(rows, asked)


def _animator(organization: str, action: str) -> Animator:
    check(action, {"id": organization})
    try:
        return animator_or_not_found(organization)
    except tk.ObjectNotFound as error:
        return tk.abort(404, str(error))


def _back(organization: str, territories: list[str], to: str) -> str:
    if to == "fiche" and len(territories) == 1:
        return tk.url_for("odlocale_desk.read", organization=organization, territory=territories[0])
    return tk.url_for("odlocale_desk.index", organization=organization)


def _address(helper: Animator, asked: Asked, form: str = "", **changed: str) -> str:
    """The address of the desk with some filters changed; of its table with a form."""
    parameters = dict(asked.parameters)
    parameters.update(changed)
    kept = {key: value for key, value in parameters.items() if value}
    root = tk.url_for("odlocale_desk.index", organization=helper.name)
    page = f"{root}.{form}" if form else root
    return f"{page}?{urlencode(kept)}" if kept else page


def _page_address(helper: Animator, asked: Asked, page: int, **_: Any) -> str:
    rule = tk.request.args.get(RULE, "")
    return _address(helper, asked, page=str(page), **({RULE: rule} if rule else {}))
