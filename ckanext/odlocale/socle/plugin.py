"""The plugin odlocale_socle: makes ckanext-validation work on this CKAN."""

from __future__ import annotations

from typing import Any

import ckan.plugins as p
from ckan import types
from ckan.common import config
from ckan.config.declaration import Declaration, Key

from ckanext.odlocale.socle import automatic, validation_compat
from ckanext.odlocale.translation import OdlocaleTranslation
from ckanext.validation.interfaces import IDataValidation


class SoclePlugin(OdlocaleTranslation, p.SingletonPlugin):
    """Listed before `validation` in ckan.plugins, whose start it makes possible."""

    p.implements(p.IConfigDeclaration)
    p.implements(p.ISignal)
    p.implements(p.ITranslation)
    p.implements(IDataValidation)

    def __init__(self, **kwargs: Any) -> None:
        # Here and not in update_config: CKAN connects signals, and imports `validation`, before that hook.
        super().__init__(**kwargs)
        validation_compat.start(config.get("ckan.plugins"))

    # IConfigDeclaration

    def declare_config_options(self, declaration: Declaration, key: Key) -> None:
        validation_compat.declare_settings(declaration)

    # ISignal

    def get_signal_subscriptions(self) -> types.SignalMapping:
        return automatic.subscriptions()

    # IDataValidation

    def can_validate(self, context: types.Context, data_dict: dict[str, Any]) -> bool:
        return automatic.may_validate(data_dict)
