"""The configuration of a source: what cannot work is said in its form."""

from __future__ import annotations

import json
import re

import pytest

from ckanext.odlocale.harvest import source_config
from ckanext.odlocale.harvest.rollup import Policy, SourcePolicy
from tests.harvest import portals

pytestmark = pytest.mark.ckan

PORTALS = 'Filters need to know the portal: write "portal": "udata" or "portal": "opendatasoft".'
FILTERS = (
    "The filters can be an organization, a territory and tags: write "
    '"filters": {"organization": "…", "territory": "com-74272", "tag": ["…"]}.'
)
POLICIES = "roll-up, create, source, animator"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"policy": "rollup"}', f"The policy “rollup” does not exist. Choose one of: {POLICIES}."),
        (
            '{"animator": "nobody"}',
            "There is no organization “nobody” here. Write the name that is in its address.",
        ),
        (
            '{"territory": "01"}',
            "There is no territory “01” here. Write an identifier like dep-74 or reg-84.",
        ),
        (
            '{"policy": "animator"}',
            'The policy “animator” needs an organization: add "animator": "its-name".',
        ),
        ('{"filters": {}}', PORTALS),
        ('{"portal": "ckan"}', PORTALS),
        ('{"portal": "udata", "filters": ["budget"]}', FILTERS),
        ('{"portal": "udata", "filters": {"tags": "budget"}}', FILTERS),
        ('{"portal": "udata", "filters": {"tag": [1]}}', FILTERS),
        ('{"portal": "udata", "filters": {"organization": 12}}', FILTERS),
        (
            '{"portal": "udata", "filters": {"territory": "Sillingy"}}',
            "There is no territory “Sillingy” here. Write an identifier like dep-74 or reg-84.",
        ),
        (
            '{"portal": "opendatasoft", "filters": {"territory": "com-74272"}}',
            "A portal of Opendatasoft cannot be asked for a territory. Filter by organization or tag.",
        ),
        ("[]", 'The configuration must be a JSON object, like {"policy": "roll-up"}.'),
        (
            "{policy}",
            "The configuration is not JSON (Expecting property name enclosed in double quotes: "
            'line 1 column 2 (char 1)). Write it like {"policy": "roll-up"}.',
        ),
    ],
)
def test_a_configuration_that_cannot_work_says_what_to_write(portal, text, message) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        source_config.check(text)


@pytest.mark.parametrize("kind", ["odlocale_ckan", "odlocale_dcat"])
def test_the_form_of_a_source_refuses_it(portal, kind) -> None:
    from ckan.logic import ValidationError

    with pytest.raises(ValidationError, match="The policy “x” does not exist"):
        portals.source("http://x.org", kind, portal, policy="x")


def test_the_options_of_the_harvester_below_are_still_checked(portal) -> None:
    from ckan.logic import ValidationError

    with pytest.raises(ValidationError, match="default_tags must be a list"):
        portals.source("http://x.org", "odlocale_ckan", portal, default_tags="x")


def test_names_are_searched_in_the_territory_of_the_source_s_organization(portal) -> None:
    made = portals.source("http://x.org", "odlocale_ckan", portal)
    assert source_config.policy_of(made) == SourcePolicy(portal, Policy.ROLL_UP, None, portals.DEP)


def test_a_territory_in_the_configuration_comes_first(portal) -> None:
    made = portals.source("http://x.org", "odlocale_ckan", portal, territory="reg-84")
    assert source_config.policy_of(made).territory == portals.REG


def test_a_configuration_that_was_broken_later_is_an_error_of_the_job(portal) -> None:
    from ckan import model
    from ckanext.harvest.model import HarvestSource

    made = portals.source("http://x.org", "odlocale_ckan", portal)
    made.config = json.dumps({"animator": "gone"})
    model.Session.commit()
    report = portals.harvest(HarvestSource.get(made.id))
    assert report.errors == ["There is no organization “gone” here. Write the name that is in its address."]
