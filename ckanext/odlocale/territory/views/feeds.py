"""The Atom feed of a territory."""

from __future__ import annotations

import datetime as dt
import logging
from typing import Any
from urllib.parse import urlparse

import ckan.plugins as p
import ckan.plugins.toolkit as tk
from ckan.lib.search import SearchError
from ckan.views.feed import CKANFeed
from feedgen.feed import FeedGenerator
from flask import Blueprint
from werkzeug.wrappers import Response

from ckanext.odlocale.territory import datasets, entries, surroundings
from ckanext.odlocale.territory.directory import TerritoryRecord
from ckanext.odlocale.territory.extras import PRODUCER_NAME_FIELD, TERRITORY_FIELD
from ckanext.odlocale.territory.identity import field_of
from ckanext.odlocale.territory.page import SCOPE_PARAMETER
from ckanext.odlocale.territory.views.anonymous import moved, shared
from ckanext.odlocale.territory.views.lookup import Wanted, today, wanted

log = logging.getLogger(__name__)

SECONDS = 300
ATOM = "application/atom+xml"

feeds = Blueprint("odlocale_feeds", __name__)


@feeds.route("/territoire/<territory_id>/flux.atom")
def atom(territory_id: str) -> Response:
    """The latest datasets of a territory and of everything below it, for a feed reader."""
    try:
        found = wanted(territory_id)
    except tk.NotAuthorized:
        return _refused(tk._("You are not allowed to see the territories."), 403)
    if found is None:
        return _refused(tk._("There is no territory at this address."), 404)
    if found.record.id != territory_id:
        return moved(today("odlocale_feeds.atom", found.record))
    size = tk.config["ckan.feeds.limit"]
    try:
        results = datasets.latest(found.record.id, found.above, found.asked, found.number, size)
    except datasets.UNSEARCHED as error:
        log.exception("The feed of %s could not be made", found.record.id)
        return _unsearched(refused=bool(found.asked.q) and isinstance(error, SearchError))
    return _answer(found, results, size)


def _unsearched(refused: bool) -> Response:
    if refused:
        return _refused(tk._("These words cannot be searched for. Try with fewer or simpler ones."), 400)
    return _refused(tk._("The datasets cannot be searched right now. Try again in a few minutes."), 503)


def _refused(sentence: str, status: int) -> Response:
    return shared(sentence, "text/plain", 0, status)


def _answer(found: Wanted, results: dict[str, Any], size: int) -> Response:
    feed = _feed(found, results["count"], size)
    producers = surroundings.producers(results["results"])
    newest, listed = _updated(found.record, results["results"]), results["results"]
    if _is_feedgen(feed):
        feed.updated(newest)
        feed.generator("CKAN")
        # It puts each entry before those that it has.
        listed = listed[::-1]
    for dataset in listed:
        feed.add_item(**_item(dataset, producers))
    return shared(feed.writeString("utf-8"), ATOM, SECONDS, modified=newest)


def _is_feedgen(feed: Any) -> bool:
    """A feed of a site's own plugin may be of another make: CKAN only promises that it takes items."""
    return isinstance(feed, FeedGenerator)


def _feed(found: Wanted, count: int, size: int) -> Any:
    record, asked = found.record, found.asked
    words = [("q", asked.q)] if asked.q else []
    scope = [(SCOPE_PARAMETER, given)] if (given := tk.request.args.get(SCOPE_PARAMETER)) else []
    address = tk.url_for("odlocale_feeds.atom", territory_id=record.id, _external=True)
    links = entries.pages(address, [*words, *scope], found.number, count, size)
    query = str(links["first"]).removeprefix(address)
    name, site = entries.xml_text(record.name or record.code), entries.xml_text(tk.config["ckan.site_title"])
    return _feed_class()(
        tk._("{territory}: open data on {site}").format(territory=name, site=site),
        tk.url_for("odlocale_territory.read", territory_id=record.id, _external=True),
        tk._("Latest datasets"),
        language=tk.h.unix_locale_to_bcp47(tk.h.lang()),
        author_name=tk.config["ckan.feeds.author_name"].strip() or site,
        feed_guid=_identifier(f"/territoire/{record.id}/flux.atom{query}"),
        feed_url=links["self"],
        previous_page=links["previous"],
        next_page=links["next"],
        first_page=links["first"],
        last_page=links["last"],
    )


def _feed_class() -> Any:
    made = [
        one.get_feed_class() for one in p.PluginImplementations(p.IFeed) if hasattr(one, "get_feed_class")
    ]
    return made[-1] if made else CKANFeed


def _item(dataset: dict[str, Any], producers: dict[str, surroundings.Producer]) -> dict[str, Any]:
    title = entries.xml_text(tk.h.dataset_display_name(dataset)) or dataset["name"]
    created = entries.moment(dataset.get("metadata_created"))
    item = {
        "title": title,
        "link": tk.url_for(f"{dataset['type']}.read", id=dataset["name"], _external=True),
        "description": entries.xml_text(tk.h.get_translated(dataset, "notes")),
        "updated": entries.moment(dataset["metadata_modified"]),
        "published": created or entries.moment(dataset["metadata_modified"]),
        "unique_id": _identifier(f"/dataset/{dataset['id']}"),
        "author_name": _author(dataset, producers),
        "categories": [entries.xml_text(tag["name"]) for tag in dataset.get("tags") or ()],
    }
    for plugin in p.PluginImplementations(p.IFeed):
        if hasattr(plugin, "get_item_additional_fields"):
            item |= plugin.get_item_additional_fields(dataset)
    return item


def _author(dataset: dict[str, Any], producers: dict[str, surroundings.Producer]) -> str:
    """Who produced it where the dataset says so, else who publishes it."""
    organization = dataset.get("organization") or {}
    produced = producers.get(dataset["id"]) if field_of(dataset, TERRITORY_FIELD) else None
    named = (field_of(dataset, PRODUCER_NAME_FIELD), produced and produced.name)
    return entries.author([*named, organization.get("title"), organization.get("name"), "CKAN"])


def _updated(record: TerritoryRecord, listed: list[dict[str, Any]]) -> dt.datetime:
    """When the newest entry changed; for a feed without entries, a day that stays the same."""
    moments = [moment for one in listed if (moment := entries.moment(one["metadata_modified"]))]
    newest = max(moments, default=dt.datetime(record.vintage, 1, 1, tzinfo=dt.UTC))
    return newest.replace(microsecond=0)


def _identifier(path: str) -> str:
    authority = tk.config["ckan.feeds.authority_name"] or urlparse(tk.config["ckan.site_url"]).netloc
    return entries.identifier(tk.config["ckan.site_url"], path, authority, tk.config["ckan.feeds.date"])
