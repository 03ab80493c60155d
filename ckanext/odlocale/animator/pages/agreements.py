"""The pages of agreements: the list, asking for one, and the two sides' own page of each."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.animator.agreements import journal_length
from ckanext.odlocale.animator.asking import answered, caller, page_of, tried
from ckanext.odlocale.animator.days import today
from ckanext.odlocale.animator.delegation import publishers
from ckanext.odlocale.animator.kinds import Service
from ckanext.odlocale.animator.mandate import Side, Status
from ckanext.odlocale.animator.pages.deciding import ACTS, chosen, possible, said, standards
from ckanext.odlocale.animator.pages.names import names_of
from ckanext.odlocale.animator.pages.written import Errors, animator_meant, meant
from ckanext.odlocale.animator.paper import as_odt, as_pdf
from ckanext.odlocale.animator.paper.content import paper
from ckanext.odlocale.animator.paper.recorded import terms_of
from ckanext.odlocale.animator.wording import choices

PER_PAGE, LINES = 50, 50
PAPERS = {"odt": (as_odt.as_odt, as_odt.MIMETYPE), "pdf": (as_pdf.as_pdf, as_pdf.MIMETYPE)}

agreements = Blueprint("odlocale_agreements", __name__)


@agreements.route("/conventions")
def index() -> str:
    """The agreements in force, and all those of one's own organizations."""
    asked = {name: tk.request.args.get(name, "").strip() for name in ("animateur", "territoire", "statut")}
    found, wrong = tried(
        "odlocale_mandate_list", {"animator": asked["animateur"], "territory": asked["territoire"]}
    )
    listed = [one for one in found or () if asked["statut"] in ("", one["status"])]
    start = (tk.h.get_page_number(tk.request.args) - 1) * PER_PAGE
    shown = listed[start : start + PER_PAGE]
    address = tk.url_for("odlocale_agreements.index")
    return tk.render(
        "agreements/index.html",
        {
            "page": page_of(address, asked, shown, len(listed), PER_PAGE),
            "asked": asked,
            "statuses": choices("status", Status),
            "names": names_of([one["territory"] for one in shown], filter(None, [asked["territoire"]])),
            "wrong": " ".join(str(one) for told in wrong.values() for one in told),
            "title": next((one["animator_title"] for one in listed if asked["animateur"]), ""),
        },
    )


@agreements.route("/convention/demander", methods=["GET", "POST"])
def ask() -> str | Response:
    """Ask for an agreement, for one of the two sides."""
    if tk.current_user.is_anonymous:
        tk.abort(
            403, tk._("Log in first: an agreement is asked for by an administrator of one of the two sides.")
        )
    form = tk.request.form
    written = {
        "animator": tk.request.values.get("animateur", "").strip(),
        "territory": tk.request.values.get("territoire", "").strip(),
        "services": form.getlist("service"),
        "since": form.get("depuis", ""),
        "until": form.get("jusque", ""),
        "reference": form.get("reference", ""),
        "side": form.get("cote", ""),
    }
    if tk.request.method == "GET":
        return _asking({**written, "since": today().isoformat(), "side": _side_of(written["animator"])}, {})
    made, errors = _asked(written)
    if errors:
        return _asking(written, errors)
    tk.h.flash_success(tk._("The agreement is asked for. The other side accepts or refuses it on this page."))
    return redirect(tk.url_for("odlocale_agreements.read", mandate=made["id"]))


@agreements.route("/convention/<mandate>")
def read(mandate: str) -> str:
    """All of an agreement, for the members of its two sides, and what each of them may do."""
    told = answered("odlocale_mandate_show", {"id": mandate})
    acts = possible(told)
    start = (tk.h.get_page_number(tk.request.args) - 1) * LINES
    lines = answered("odlocale_mandate_journal", {"id": mandate, "limit": LINES, "offset": start})
    address = tk.url_for("odlocale_agreements.read", mandate=mandate)
    return tk.render(
        "agreements/read.html",
        {
            "told": told,
            "name": names_of([told["territory"]]).get(told["territory"], told["territory"]),
            "journal": page_of(address, {}, lines, journal_length(told["id"]), LINES),
            "acts": acts,
            "day": today().isoformat(),
            "standards": standards() if "deleguer" in acts or told["delegation"] else {},
            "publishers": publishers(told["animator"]),
        },
    )


@agreements.route("/convention/<mandate>/texte.<form>")
def text(mandate: str, form: str) -> Response:
    """The text of an agreement, filled from what is recorded, to be changed (ODT) or printed (PDF)."""
    told = answered("odlocale_mandate_show", {"id": mandate})
    if form not in PAPERS:
        tk.abort(404, tk._("The text of an agreement is there as ODT and as PDF."))
    write, mimetype = PAPERS[form]
    answer = Response(write(paper(terms_of(told))), mimetype=mimetype)
    answer.headers["Content-Disposition"] = f'attachment; filename="convention-{told["territory"]}.{form}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@agreements.route("/convention/<mandate>/<act>", methods=["POST"])
def decide(mandate: str, act: str) -> Response:
    """Accept, refuse, take back, end, give the right to publish, revoke it: each is one button."""
    if act not in ACTS:
        tk.abort(404, tk._("There is no such page here."))
    _done, errors = tried(ACTS[act], {"id": mandate, **chosen(act, tk.request.form)})
    if errors:
        tk.h.flash_error("; ".join(str(one) for told in errors.values() for one in told))
    else:
        tk.h.flash_success(said(act))
    return redirect(tk.url_for("odlocale_agreements.read", mandate=mandate))


def _asked(written: dict[str, Any]) -> tuple[Any, Errors]:
    (animator, no_animator), (territory, no_territory) = (
        animator_meant(written["animator"]),
        meant(written["territory"]),
    )
    wrong = {"animator": [no_animator], "territory": [no_territory]}
    errors = {name: told for name, told in wrong.items() if any(told)}
    if errors:
        return None, errors
    return tried("odlocale_mandate_create", {**written, "animator": animator, "territory": territory})


def _asking(written: dict[str, Any], errors: Errors) -> str:
    return tk.render(
        "agreements/ask.html",
        {
            "data": written,
            "errors": errors,
            "services": list(Service),
            "sides": list(Side),
        },
    )


def _side_of(animator: str) -> Side:
    """For which side who is looking may ask: whoever does not run the animator asks for a collectivité."""
    try:
        tk.check_access("odlocale_animator_update", caller(), {"id": animator})
    except (tk.NotAuthorized, tk.ObjectNotFound):
        return Side.COLLECTIVITE
    return Side.ANIMATOR
