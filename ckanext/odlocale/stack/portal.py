"""The portal of `./run up`, `./run ckan` and the demo: all of our plugins, and the suite they extend."""

from __future__ import annotations

from ckanext.odlocale.stack.sites import Site

PLUGINS = (
    "odlocale_territory",
    "odlocale_harvest",
    "odlocale_ckan_harvester",
    "odlocale_dcat_harvester",
    "odlocale_scdl_harvester",
    "odlocale_socle",
    "odlocale_animator",
    "odlocale_observatory",
    "scheming_organizations",
    "dcat",
    "harvest",
    "ckan_harvester",
    "dcat_rdf_harvester",
    "validation",
    "activity",
    "image_view",
    "text_view",
)

PORTAL = Site(
    "demo",
    plugins=PLUGINS,
    settings={
        "ckan.site_title": "ODLocale",
        "ckan.locale_default": "fr",
        "ckan.locales_offered": "fr en",
        "ckan.auth.create_unowned_dataset": "false",
        "scheming.presets": "ckanext.scheming:presets.json ckanext.odlocale.territory:presets.yaml",
        "scheming.organization_schemas": "ckanext.odlocale.territory:organization_schema.yaml",
        "search.facets": (
            "vocab_odlocale_level vocab_odlocale_dep vocab_odlocale_epci vocab_odlocale_socle "
            "vocab_odlocale_verdict organization res_format"
        ),
        # Kits have a page of their own, and count as nobody's data.
        "ckan.search.show_all_types": "false",
        "ckan.views.default_views": "image_view text_view",
        # Jobs of a source may be many; a page of CKAN's own is enough for the list.
        "ckan.harvest.log_scope": "-1",
        "ckanext.odlocale.harvest.allowed_private_addresses": "loopback",
    },
    runs=("web", "gather", "fetch", "worker"),
    replaceable=True,
)
