"""``/territoires/rattachement``: organizations get their territory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

import ckan.plugins.toolkit as tk
from ckan.lib.helpers import Page
from flask import Blueprint, Response
from werkzeug.wrappers import Response as AnyResponse

from ckanext.odlocale.territory.attachment.attaching import sentence_of
from ckanext.odlocale.territory.attachment.reading import written
from ckanext.odlocale.territory.attachment.rows import exported
from ckanext.odlocale.territory.views.access import check_access

PER_PAGE = 25
JOURNAL_PER_PAGE = 20
# Each attachment saves an organization; more than this is longer than a page may take.
MOST_AT_ONCE = 200
EXPORTED_AT_ONCE = 5000

attachment = Blueprint("odlocale_attachment", __name__, url_prefix="/territoires/rattachement")


def _act(name: str, **data: Any) -> Any:
    return tk.get_action(name)({"user": tk.current_user.name, "auth_user_obj": tk.current_user}, data)


@attachment.route("")
def index() -> str:
    """Organizations without a territory, what is proposed for each, and the journal."""
    check_access("odlocale_attachment_list", {})
    typed = tk.request.args.get("q", "").strip()[:200]
    number, journal_number = _number("page"), _number("journal")
    found = _act("odlocale_attachment_list", q=typed, limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    start = (journal_number - 1) * JOURNAL_PER_PAGE
    journal = _act("odlocale_attachment_journal", limit=JOURNAL_PER_PAGE, offset=start)
    return tk.render(
        "attachment/index.html",
        {
            "q": typed,
            "page": _page("page", number, found, PER_PAGE),
            "journal": _page("journal", journal_number, journal, JOURNAL_PER_PAGE),
            "ticked": tk.request.args.get("cocher") == "certain",
            "tick_address": _address(cocher="certain"),
        },
    )


@attachment.route("", methods=["POST"])
def apply() -> AnyResponse:
    """Attach the organizations that are ticked, or the one whose button was pressed."""
    check_access("odlocale_attachment_apply", {})
    alone = tk.request.form.get("seul")
    chosen = [alone] if alone else tk.request.form.getlist("choisi")
    if chosen:
        report = _act("odlocale_attachment_apply", attachments=list(map(_wanted, chosen[:MOST_AT_ONCE])))
        _flash(report)
    else:
        tk.h.flash_notice(tk._("Tick at least one organization first."))
    return tk.redirect_to(_address(cocher=None))


def _wanted(organization: str) -> dict[str, str]:
    form = tk.request.form
    territory = form.get(f"autre-{organization}") or form.get(f"territoire-{organization}") or ""
    return {"organization": organization, "territory": territory.strip()[:200]}


def _flash(report: dict[str, Any]) -> None:
    done = report["counts"]["done"]
    if done:
        sentence = tk.ungettext(
            "{number} organization is attached.", "{number} organizations are attached.", done
        )
        tk.h.flash_success(sentence.format(number=done))
    for line in report["lines"]:
        for warning in line["warnings"]:
            tk.h.flash_notice(warning)
        if line["state"] == "refused":
            tk.h.flash_error(line["message"])
        elif line["state"] == "unchanged" and not line["territory"]:
            tk.h.flash_error(tk._("Choose a territory for each organization that you attach."))


@attachment.route("/annuler", methods=["POST"])
def undo() -> AnyResponse:
    """Take back an entry of the journal, or all of a batch."""
    check_access("odlocale_attachment_undo", {})
    form = tk.request.form
    try:
        done = _act("odlocale_attachment_undo", id=form.get("id", ""), batch=form.get("lot", ""))
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        tk.h.flash_error(sentence_of(error))
        return tk.redirect_to("odlocale_attachment.index")
    if done["undone"]:
        number = done["undone"]
        sentence = tk.ungettext("{number} attachment is undone.", "{number} attachments are undone.", number)
        tk.h.flash_success(sentence.format(number=number))
    for one in done["refused"][:10]:
        tk.h.flash_error(one["message"])
    return tk.redirect_to("odlocale_attachment.index")


@attachment.route("/organisations.csv")
def export() -> Response:
    """All organizations with their territories and proposals, for a spreadsheet."""
    check_access("odlocale_attachment_list", {})
    text = "".join(written(_exported(), tk.h.lang() == "fr"))
    headers = {"Content-Disposition": "attachment; filename=organisations.csv"}
    return Response(text, content_type="text/csv; charset=utf-8", headers=headers)


def _exported() -> Iterator[dict[str, Any]]:
    offset = 0
    while rows := _every(offset):
        yield from map(exported, rows)
        offset += len(rows)


def _every(offset: int) -> list[dict[str, Any]]:
    return _act("odlocale_attachment_list", state="all", limit=EXPORTED_AT_ONCE, offset=offset)["results"]


@attachment.route("/fichier", methods=["GET", "POST"])
def table() -> str | AnyResponse:
    """A table of organizations: checked first, then applied."""
    check_access("odlocale_attachment_import", {})
    form, upload = tk.request.form, tk.request.files.get("fichier")
    if tk.request.method == "GET":
        return tk.render("attachment/table.html", {"report": None, "error": None})
    try:
        if "csv" in form:
            report = _act("odlocale_attachment_import", csv=form["csv"])
        else:
            report = _act("odlocale_attachment_import", upload=upload, dry_run=True)
    except tk.ValidationError as error:
        return tk.render("attachment/table.html", {"report": None, "error": sentence_of(error)})
    return tk.render(
        "attachment/table.html", {"report": report, "error": None, "csv": _to_do(report["lines"])}
    )


def _to_do(lines: Sequence[dict[str, Any]]) -> str | None:
    """What is left to apply, as the smallest table; None when it is too much for a page."""
    wanted = [f"{one['organization']};{one['territory']}" for one in lines if one["state"] == "done"]
    return "\n".join(["organization;territory", *wanted]) if len(wanted) <= MOST_AT_ONCE else None


@attachment.route("/demandes")
def claims() -> str:
    """The claims that wait for the decision of who is looking."""
    check_access("odlocale_claim_list", {})
    number = _number("page")
    found = _act("odlocale_claim_list", limit=PER_PAGE, offset=(number - 1) * PER_PAGE)
    return tk.render("attachment/claims.html", {"page": _page("page", number, found, PER_PAGE)})


@attachment.route("/demandes", methods=["POST"])
def decide() -> AnyResponse:
    """Confirm, refuse or withdraw a claim."""
    form = tk.request.form
    action = _DECISIONS.get(form.get("decision", ""))
    if action is None:
        tk.abort(400, tk._("Say what to do with the request: confirm, refuse or withdraw."))
    reason = {"reason": form.get("motif", "")} if action == "refuse" else {}
    try:
        done = _act(f"odlocale_claim_{action}", id=form.get("id", ""), **reason)
        _tell(action, done)
    except tk.NotAuthorized as error:
        tk.abort(403, str(error.message or tk._("You are not allowed to decide about this request.")))
    except (tk.ObjectNotFound, tk.ValidationError) as error:
        tk.h.flash_error(sentence_of(error))
    if form.get("organisation"):
        return tk.redirect_to("organization.read", id=form["organisation"])
    return tk.redirect_to("odlocale_attachment.claims")


_DECISIONS = {"confirmer": "confirm", "refuser": "refuse", "retirer": "withdraw"}


def _tell(action: str, done: dict[str, Any]) -> None:
    sentences = {
        "confirm": tk._("“{organization}” is attached to {territory}."),
        "refuse": tk._("The request of “{organization}” is refused; its administrators see it on its page."),
        "withdraw": tk._("The request of “{organization}” is withdrawn."),
    }
    tk.h.flash_success(
        sentences[action].format(organization=done["organization"], territory=done["territory"])
    )
    for warning in done.get("warnings", ()):
        tk.h.flash_notice(warning)


def _number(parameter: str) -> int:
    text = tk.request.args.get(parameter, "1")
    return max(int(text), 1) if text.isdecimal() and len(text) < 7 else 1


def _address(**changed: Any) -> str:
    kept = {key: value for key, value in tk.request.args.items() if key in ("q", "page", "journal")}
    asked = {key: value for key, value in {**kept, **changed}.items() if value not in (None, "")}
    address = tk.url_for("odlocale_attachment.index")
    return f"{address}?{urlencode(asked)}" if asked else address


def _page(parameter: str, number: int, found: dict[str, Any], per_page: int) -> Page:
    address = partial(_page_address, tk.request.path, parameter)
    page = Page(
        collection=found["results"],
        page=number,
        url=address,
        item_count=found["count"],
        items_per_page=per_page,
    )
    page.items = found["results"]
    return page


def _page_address(path: str, parameter: str, page: int, **_: Any) -> str:
    kept = {key: value for key, value in tk.request.args.items() if key in ("q", "page", "journal")}
    prefix = tk.url_for("odlocale_attachment.index").removesuffix("/territoires/rattachement")
    return f"{prefix}{path}?{urlencode({**kept, parameter: page})}"
