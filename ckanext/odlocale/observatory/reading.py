"""What CKAN knows today of every territory. As many statements for France as for a village."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import sqlalchemy as sa
from ckan import model
from ckan.model.package import package_table
from ckan.model.resource import resource_table
from sqlalchemy.sql.selectable import Subquery

from ckanext.odlocale.cog.shared import Level
from ckanext.odlocale.observatory import neighbours
from ckanext.odlocale.observatory.facts import Duty, Place, Quality, Way
from ckanext.odlocale.observatory.formats import OPEN_FORMATS
from ckanext.odlocale.observatory.frequencies import DAYS, TOLERANCE
from ckanext.odlocale.observatory.gathering import Gathered, places
from ckanext.odlocale.observatory.links.verdict import State
from ckanext.odlocale.observatory.model import link_table
from ckanext.odlocale.observatory.openings.store import first_openings
from ckanext.odlocale.observatory.published.mark import MARK
from ckanext.odlocale.observatory.visits import visits
from ckanext.odlocale.socle.shared import Duty as SocleDuty
from ckanext.odlocale.socle.shared import begun, obligation, overrides
from ckanext.odlocale.territory.shared import Standing, dataset_field, public_datasets, standing, within

FREQUENCY_FIELD = "frequency"
# The type that counts: kits and harvest sources are nobody's data.
DATASET = "dataset"
_DUTIES = {
    SocleDuty.OBLIGED: Duty.OBLIGED,
    SocleDuty.PRESUMED: Duty.PRESUMED,
    SocleDuty.EXEMPT: Duty.FREE,
    SocleDuty.UNKNOWN: Duty.UNKNOWN,
    SocleDuty.NONE: Duty.UNKNOWN,
}

_package, _resource = package_table.c, resource_table.c


def places_of(day: date) -> list[Place]:
    """Every territory in force with what is known of it.

    :param day: the day that it is; an opening that says it is later is of that day
    """
    territories, found = standing(), gathered(day)
    found.duty = _duties(territories)
    found.schemas = begun(day)
    neighbours.tell(found, territories)
    return places(territories, found)


def _duties(territories: Sequence[Standing]) -> dict[str, Duty]:
    """Whether each authority must publish: by its population, or by what somebody found out."""
    told = overrides(within(Level.FR))
    return {
        one.id: _DUTIES[obligation(one.id.level, one.population, told.get(one.id)).duty]
        for one in territories
    }


def gathered(day: date) -> Gathered:
    """What CKAN's tables and ours say, by territory."""
    found = Gathered(day, elsewhere=first_openings(day))
    for row in model.Session.execute(_published(day)):
        found.quality[row.territory] = Quality(
            *(getattr(row, name) for name in ("datasets", "licensed", "open_format", "described")),
            *(getattr(row, name) for name in ("dated", "fresh", "linked", "answering")),
            *(getattr(row, name) for name in ("watched", "visited")),
        )
        found.opened[row.territory] = {
            way: min(first.date(), day)
            for way, first in ((Way.OWN, row.first_at_home), (Way.ROLLED_UP, row.first_away))
            if first
        }
    for row in model.Session.execute(_held()):
        found.held_by[row.territory][row.organization] = row.datasets
    return found


def _published(day: date) -> sa.sql.Select:
    """Of each producer, how many datasets it has, the first of them, and how many are as they should be."""
    public, frequency = public_datasets(), dataset_field(FREQUENCY_FIELD)
    allowed = _allowed(frequency.c.value)
    ends = datetime.combine(day, time.max)
    is_late = (
        sa.extract("epoch", sa.literal(ends) - _package.metadata_modified) > allowed * TOLERANCE * 86_400
    )
    counted = sa.func.count()
    return (
        sa.select(public.c.territory, counted.label("datasets"))
        .add_columns(
            sa.func.min(_package.metadata_created).filter(public.c.at_home).label("first_at_home"),
            sa.func.min(_package.metadata_created).filter(~public.c.at_home).label("first_away"),
            counted.filter(_package.license_id.in_(open_licences())).label("licensed"),
            counted.filter(_has_open_file()).label("open_format"),
            counted.filter(_is_described()).label("described"),
            counted.filter(allowed.isnot(None)).label("dated"),
            counted.filter(allowed.isnot(None), ~is_late).label("fresh"),
            counted.filter(_links(State)).label("linked"),
            counted.filter(_links(State), ~_links([State.DEAD])).label("answering"),
            *visits(day, _package.id),
        )
        .join_from(public, package_table, _package.id == public.c.id)
        .outerjoin(frequency, frequency.c.id == public.c.id)
        .where(_counts(public))
        .group_by(public.c.territory)
    )


def _held() -> sa.sql.Select:
    public = public_datasets()
    return (
        sa.select(public.c.territory, public.c.organization, sa.func.count().label("datasets"))
        .where(_counts(public), ~public.c.at_home)
        .group_by(public.c.territory, public.c.organization)
    )


def _counts(public: Subquery) -> sa.sql.ColumnElement[bool]:
    """Whether a dataset is somebody's data: what the observatory publishes about others opens nothing."""
    own = dataset_field(MARK)
    return sa.and_(public.c.type == DATASET, public.c.id.not_in(sa.select(own.c.id)))


def _allowed(frequency: sa.sql.ColumnElement[str]) -> sa.sql.ColumnElement[int]:
    word = sa.func.lower(sa.func.regexp_replace(sa.func.btrim(frequency), "^.*[/#]", ""))
    return sa.case(DAYS, value=word)


def open_licences() -> list[str]:
    """The ids of the portal's licences that are open."""
    return [one.id for one in model.Package.get_license_register().values() if one.isopen()]


def _has_open_file() -> sa.sql.ColumnElement[bool]:
    form = sa.func.translate(sa.func.lower(_resource.format), " .-", "")
    return sa.exists().where(
        _resource.package_id == _package.id, _resource.state == "active", form.in_(sorted(OPEN_FORMATS))
    )


def _links(states: Iterable[State]) -> sa.sql.ColumnElement[bool]:
    """Whether a dataset has a link that is known to be in one of these states."""
    linked = (
        sa.select(_resource.package_id)
        .join_from(resource_table, link_table, link_table.c.url == _resource.url)
        .where(_resource.state == "active", link_table.c.state.in_(list(map(str, states))))
    )
    return _package.id.in_(linked)


def _is_described() -> sa.sql.ColumnElement[bool]:
    tagged = sa.exists().where(
        model.package_tag_table.c.package_id == _package.id, model.package_tag_table.c.state == "active"
    )
    return sa.and_(sa.func.length(sa.func.btrim(sa.func.coalesce(_package.notes, ""))) > 0, tagged)
