"""What the authorities that an animator has an agreement with have done."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa
from ckan import model

from ckanext.odlocale.animator.desk.practices import Helped, helped
from ckanext.odlocale.animator.desk.published import publications
from ckanext.odlocale.animator.mandate import runs
from ckanext.odlocale.animator.records import mandates
from ckanext.odlocale.territory.shared import meaning


def achieved_by(organization: str, day: date) -> Helped:
    """How many authorities an animator accompanies, and what they publish. Three queries.

    :param organization: its id
    """
    written = [one.territory for one in mandates([organization]) if runs(one, day)]
    meant = sa.select(meaning(written).c.meant).distinct()
    today = list(model.Session.execute(meant).scalars())
    return helped(organization, today, publications(today))
