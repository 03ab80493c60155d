"""Runs the demo: from nothing to a page of a région with harvested datasets of its communes."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ckanext.odlocale.cog.shared import read_packaged
from ckanext.odlocale.stack import control, sites
from ckanext.odlocale.stack.control import StackError
from ckanext.odlocale.stack.demo import animating, content, harvesting, live, placements, samples
from ckanext.odlocale.stack.demo import api as site_api
from ckanext.odlocale.stack.demo.animating import Animated
from ckanext.odlocale.stack.demo.api import Api
from ckanext.odlocale.stack.demo.content import Organization
from ckanext.odlocale.stack.demo.harvesting import Report, Wanted
from ckanext.odlocale.stack.demo.journal import Journal, Step
from ckanext.odlocale.stack.demo.summary import Observed, Summary
from ckanext.odlocale.stack.paths import var_folder
from ckanext.odlocale.stack.portal import PORTAL
from ckanext.odlocale.stack.sites import Running

REGION = "reg-84"
PATIENCE = 180
LIVE_PATIENCE = 900
# Of an organization only its fields are compared; the rest takes ten times as long to gather.
BARE = dict.fromkeys(
    ("include_datasets", "include_dataset_count", "include_users", "include_groups", "include_followers"),
    False,
)
DATASETS = ("jeu de données", "jeux de données")
LOGS = "Lisez la fin des journaux dans {var}/log, puis relancez ./run demo : il reprend où il en était."


def run(source: str | None = None, kind: str = "ckan", serve: bool = True, as_json: bool = False) -> None:
    """Runs every step, prints what was done, then serves until Ctrl-C, or stops everything.

    :param source: address of a live portal, in place of the sample catalogues
    :param kind: of the live portal, "ckan" or "dcat"
    :param serve: False ends after the summary
    :param as_json: the summary is one JSON document
    :raises StackError: a step failed; the message says which and what to do
    """
    if source and not source.startswith(("http://", "https://")):
        raise StackError(f"L'adresse {source} ne commence pas par https:// ou http://. Écrivez-la en entier.")
    var = var_folder()
    try:
        summary = Demo(var, source, kind).summary()
        text = json.dumps(summary.as_json(), ensure_ascii=False, indent=2) if as_json else summary.as_text()
        print(text, flush=True)  # noqa: T201 - the summary is the data of this command
        if serve:
            print("\nLe portail répond jusqu'à Ctrl-C.", file=sys.stderr)  # noqa: T201 - for the person
            control.watch(var)
    finally:
        if not serve:
            with control.locked(var):
                control.down(var)


@dataclass(slots=True)
class Demo:
    """The steps, each idempotent: what an earlier demo did is found and kept.

    :param var: state folder of the stack
    :param source: address of a live portal, None for the samples
    """

    var: Path
    source: str | None
    kind: str

    def summary(self) -> Summary:
        """Does everything, and says what was done."""
        journal = Journal(_steps(self.var, self.source))
        with journal.step("stack") as step:
            portal = sites.create(PORTAL, tell=lambda text: journal.progress(step, text))
            sites.start(portal)
            api, password = site_api.administrator(portal)
        territories = _territories(journal, portal)
        organizations = self._organizations(journal, api)
        wanted = self._catalogues(journal)
        with journal.step("sources") as step:
            names = {one.name: harvesting.ensure(api, one) for one in wanted}
            step.count = len(names)
        reports = self._harvest(journal, api, names)
        placed, territory, below = self._rollup(journal, api, [*names.values()])
        review = _review(journal, portal)
        animated = None if self.source else _animators(journal, api, portal)
        observed = _observed(journal, portal, api)
        return Summary(
            territories,
            organizations,
            reports,
            placed,
            review,
            territory,
            below,
            observed,
            journal.done,
            portal.url,
            password,
            animated,
        )

    def _organizations(self, journal: Journal, api: Api) -> int:
        wanted = live.organizations(read_packaged().territories) if self.source else content.organizations()
        with journal.step("organizations") as step:
            for done, organization in enumerate(wanted, start=1):
                _ensure_organization(api, organization)
                journal.progress(step, f"{done} sur {len(wanted)}")
            step.count = len(wanted)
        return len(wanted)

    def _catalogues(self, journal: Journal) -> list[Wanted]:
        if self.source:
            return [live.wanted(self.source, self.kind)]
        with journal.step("catalogues") as step:
            entries = content.entries()
            step.count = len(entries)
            return samples.start(self.var, entries)

    def _harvest(self, journal: Journal, api: Api, names: dict[str, str]) -> list[Report]:
        patience = LIVE_PATIENCE if self.source else PATIENCE
        with journal.step("harvest") as step:
            reports = harvesting.run(
                api, names, self.var, patience, lambda seen: journal.progress(step, f"{seen} jeux de données")
            )
            step.count = sum(report.seen for report in reports)
        return reports

    def _rollup(
        self, journal: Journal, api: Api, ids: Sequence[str]
    ) -> tuple[dict[str, int], str | None, int]:
        with journal.step("rollup") as step:
            placed = placements.count(api, ids)
            step.count = sum(placed.values())
            territory = placements.largest_region(api, ids) if self.source else REGION
            return placed, territory, placements.below(api, territory) if territory else 0


def _territories(journal: Journal, portal: Running) -> dict[str, int]:
    with journal.step("territories") as step:
        done = json.loads(sites.ckan(portal, "odlocale", "territory", "import", "--json"))
        levels = done["territories"]
        step.count = sum(levels.values())
        step.note = f"millésime {done['vintage']}" + ("" if done["written"] else ", déjà en place")
    return levels


def _ensure_organization(api: Api, wanted: Organization) -> None:
    fields = {"name": wanted.name, "title": wanted.title}
    if wanted.territory:
        fields["odlocale_territory"] = wanted.territory
    found = api.find("organization_show", id=wanted.name, **BARE)
    if found is None:
        api("organization_create", **fields)
    elif any(site_api.field(found, key) != value for key, value in fields.items()):
        api("organization_patch", id=found["id"], **fields)


def _review(journal: Journal, portal: Running) -> list[dict[str, Any]]:
    with journal.step("review") as step:
        listed = json.loads(sites.ckan(portal, "odlocale", "harvest", "review", "--json"))
        # A producer whose datasets have left the source since is of no interest here.
        waiting = [row for row in listed if row["datasets"]]
        step.note = f"{len(waiting)} en attente"
    return waiting


def _animators(journal: Journal, api: Api, portal: Running) -> Animated:
    with journal.step("animators") as step:
        for organization in animating.organizations():
            _ensure_organization(api, organization)
        animated = animating.animate(api, portal)
        step.count = animated.animators
        step.note = f"{animated.kits} kits"
    return animated


def _observed(journal: Journal, portal: Running, api: Api) -> Observed:
    """Takes the figures of the observatory, and reads the first of them."""
    with journal.step("observatory") as step:
        done = json.loads(sites.ckan(portal, "odlocale", "observatory", "snapshot", "--json"))
        step.count = done["figures"]
        found = api("odlocale_observatory_indicator_show", id="open", territory="fr")
    return Observed(done["date"], found["numerator"], found["denominator"])


def _steps(var: Path, source: str | None) -> list[Step]:
    logs = LOGS.format(var=var)
    reach = "vérifiez que cette adresse répond depuis cette machine, et que --type est le bon (ckan ou dcat)"
    harvest = f"{reach[0].upper()}{reach[1:]}. {logs}" if source else logs
    steps = [
        Step("stack", "Serveurs et site CKAN", logs),
        Step("territories", "Territoires de France", logs, ("territoire", "territoires")),
        Step("organizations", "Organisations", logs, ("organisation", "organisations")),
        Step("catalogues", "Catalogues d'exemple", logs, DATASETS),
        Step("sources", "Sources de moissonnage", harvest, ("source", "sources")),
        Step("harvest", "Moisson", harvest, DATASETS),
        Step(
            "rollup",
            "Remontée vers les territoires",
            f"Lancez ./run ckan search-index rebuild. {logs}",
            DATASETS,
        ),
        Step("review", "Producteurs à reconnaître", logs),
        Step("animators", "Animateurs et kits", logs, ("animateur", "animateurs")),
        Step("observatory", "Relevé de l'observatoire", logs, ("chiffre", "chiffres")),
    ]
    return [step for step in steps if not (source and step.key in {"catalogues", "animators"})]
