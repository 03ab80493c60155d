"""The pages of the socle: what is expected of a local authority, and how to publish it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import ckan.plugins.toolkit as tk
from flask import Blueprint, jsonify, redirect
from werkzeug.wrappers import Response

from ckanext.odlocale.socle.catalogue import Entry, UnknownSchemaError, find_schema, latest_entries
from ckanext.odlocale.socle.inventory.lines import SCHEMA as CATALOGUE
from ckanext.odlocale.socle.inventory.reading import of_organization
from ckanext.odlocale.socle.publishing import template, who
from ckanext.odlocale.socle.publishing.proposal import dataset_fields
from ckanext.odlocale.socle.publishing.publishing import publish as make
from ckanext.odlocale.socle.publishing.workbook import as_xlsx
from ckanext.odlocale.socle.views.access import context
from ckanext.odlocale.socle.wording import language

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIELDS = ("title", "notes", "license_id", "name")

sets = Blueprint("odlocale_socle", __name__)


@sets.route("/socle")
def index() -> str:
    """All the sets: what each is, who must publish it, by which law; for a publisher, which are missing."""
    organizations, chosen = _organizations()
    published = who.published_by(chosen["name"], context()) if chosen else {}
    return tk.render(
        "socle/index.html",
        {
            "entries": latest_entries(),
            "lang": language(),
            "organizations": organizations,
            "chosen": chosen,
            "published": published,
            "territory": who.territory_of(chosen) if chosen else None,
        },
    )


@sets.route("/socle/<owner>/<name>")
def read(owner: str, name: str) -> str:
    """One set: its columns, a template of its file, its naming rule."""
    entry = _entry(f"{owner}/{name}")
    organizations, chosen = _organizations()
    return tk.render("socle/read.html", _about(entry, organizations, chosen))


@sets.route("/socle/<owner>/<name>/modele.<form>")
def download(owner: str, name: str, form: str) -> Response:
    """A template of the file, as CSV or as a workbook."""
    entry = _entry(f"{owner}/{name}")
    if entry.is_document or form not in {"csv", "xlsx"}:
        tk.abort(404, tk._("This set has no template of this kind: its standard says how to make the file."))
    _, chosen = _organizations()
    lines = _lines(entry, chosen)
    answer = (
        Response("\ufeff" + template.as_csv(entry, lines), mimetype="text/csv")
        if form == "csv"
        else Response(as_xlsx(entry, lines, language()), mimetype=XLSX)
    )
    filename = f"modele-{entry.about['aliases'][0]}.{form}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{filename}"'
    return answer


@sets.route("/socle/<owner>/<name>/publier", methods=["GET", "POST"])
def publish(owner: str, name: str) -> Response | str:
    """The form of a set: what the portal knows is filled in, the file is all that is missing."""
    entry = _entry(f"{owner}/{name}")
    organizations, chosen = _organizations()
    if chosen is None:
        tk.abort(403, tk._("Log in with an account that may publish for an organization."))
    proposed = _proposed(entry, chosen)
    if tk.request.method == "GET":
        return _form(entry, organizations, chosen, proposed, {})
    told = {**proposed, **{key: tk.request.form[key] for key in FIELDS if key in tk.request.form}}
    upload = tk.request.files.get("upload")
    if not upload:
        return _form(entry, organizations, chosen, told, {"upload": [tk._("Choose the file to publish.")]})
    try:
        resource = make(entry, chosen, told, upload, context())
    except tk.ValidationError as error:
        return _form(entry, organizations, chosen, told, error.error_dict)
    except tk.NotAuthorized:
        tk.abort(403, tk._("You are not allowed to publish for this organization."))
    address = tk.url_for("dataset_resource.read", id=resource["package_id"], resource_id=resource["id"])
    return redirect(f"{address}#verdict")


@sets.route("/socle/<owner>/<name>/<version>/schema.json")
def schema_json(owner: str, name: str, version: str) -> Response:
    """A standard as the JSON that judges use."""
    return jsonify(dict(_entry(f"{owner}/{name}@{version}").descriptor))


def _entry(text: str) -> Entry:
    try:
        return find_schema(text)
    except UnknownSchemaError:
        return tk.abort(
            404, tk._("There is no standard at this address. Look for it in the list of the socle.")
        )


def _organizations() -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """The organizations that this person may publish for, and the one that was chosen, or is the only one."""
    mine = who.organizations_of(context())
    asked = tk.request.args.get("organisation") or tk.request.form.get("organisation")
    found = next((one for one in mine if asked in (one["name"], one["id"])), None)
    chosen = found or (mine[0] if len(mine) == 1 else None)
    if chosen is None:
        return mine, None
    fields = {
        "id": chosen["id"],
        "include_users": False,
        "include_groups": False,
        "include_dataset_count": False,
    }
    return mine, tk.get_action("organization_show")(context(), fields)


def _lines(entry: Entry, chosen: dict[str, Any] | None) -> list[dict[str, str]]:
    """What the template begins with: for a catalogue, the datasets that the portal has already."""
    if chosen is None:
        return []
    identity = who.identity_of(chosen)
    known = of_organization(chosen["name"], identity) if entry.name == CATALOGUE else []
    return known or template.lines_of(entry, identity)


def _about(
    entry: Entry, organizations: list[dict[str, Any]], chosen: dict[str, Any] | None
) -> dict[str, Any]:
    lang = language()
    identity = who.identity_of(chosen) if chosen else None
    return {
        "entry": entry,
        "lang": lang,
        "columns": template.columns_of(entry, lang),
        "organizations": organizations,
        "chosen": chosen,
        "identity": identity,
        "filled": template.filled(entry, identity),
        "is_catalogue": entry.name == CATALOGUE,
        "file_name": template.file_name(entry, identity, datetime.now(UTC).strftime("%Y%m%d")),
    }


def _proposed(entry: Entry, organization: dict[str, Any]) -> dict[str, Any]:
    identity = who.identity_of(organization)
    licences = [one["id"] for one in tk.get_action("license_list")(context(), {})]
    fields = dataset_fields(entry, identity, language(), licences)
    return {**fields, "name": template.file_name(entry, identity, datetime.now(UTC).strftime("%Y%m%d"))}


def _form(
    entry: Entry,
    organizations: list[dict[str, Any]],
    chosen: dict[str, Any],
    data: dict[str, Any],
    errors: dict[str, Any],
) -> str:
    known = tk.get_action("license_list")(context(), {})
    licences = [{"value": one["id"], "text": one["title"]} for one in known]
    extra = {
        "data": data,
        "errors": errors,
        "licences": licences,
        "elsewhere": _elsewhere(chosen, data, errors),
    }
    return tk.render("socle/publish.html", {**_about(entry, organizations, chosen), **extra})


def _elsewhere(organization: dict[str, Any], data: dict[str, Any], errors: dict[str, Any]) -> str:
    """CKAN's own form, filled in, when the portal's schema asks for what this form does not have."""
    if not {key for key in errors if key not in {*FIELDS, "upload", "validation"}}:
        return ""
    filled = {key: data[key] for key in ("title", "notes", "license_id") if data.get(key)}
    tags = ",".join(tag["name"] for tag in data.get("tags") or ())
    return tk.url_for("dataset.new", group=organization["id"], tag_string=tags, **filled)
