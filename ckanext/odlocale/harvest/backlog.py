"""What ckanext-harvest's queues hold, asked over one connection that its owner keeps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ckanext.harvest import queue


@dataclass(slots=True)
class Backlog:
    """The queues, where they are in Redis; nothing is known about those of RabbitMQ."""

    _connection: Any = None

    def others_wait(self) -> bool:
        """True when the fetch queue still holds objects, of whatever source."""
        redis = self._redis()
        return redis is None or bool(redis.llen(queue.get_fetch_routing_key()))

    def is_gathered_by_consumer(self, job_id: str) -> bool:
        """True when a gather consumer took this job from its queue: who else runs it hands its objects on."""
        redis = self._redis()
        return redis is not None and bool(redis.exists(f"{queue.get_gather_routing_key()}:{job_id}"))

    def _redis(self) -> Any:
        if queue.config.get("ckan.harvest.mq.type", queue.MQ_TYPE) != "redis":
            return None
        if self._connection is None:
            self._connection = queue.get_connection()
        return self._connection
