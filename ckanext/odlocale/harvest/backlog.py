"""What ckanext-harvest's queues hold, asked over one connection that its owner keeps."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
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

    def is_ours(self) -> bool:
        """True where the queues can be looked into; RabbitMQ hands out by itself what a consumer left."""
        return self._redis() is not None

    def waiting_jobs(self) -> set[str]:
        """The jobs that no gather consumer has taken yet."""
        return self._waiting(queue.get_gather_routing_key(), "harvest_job_id")

    def waiting_objects(self) -> set[str]:
        """The objects that no fetch consumer has taken yet."""
        return self._waiting(queue.get_fetch_routing_key(), "harvest_object_id")

    def send_jobs(self, ids: list[str]) -> None:
        """Have jobs gathered."""
        self._send(queue.get_gather_routing_key(), "harvest_job_id", ids)

    def send_objects(self, ids: list[str], first: bool = False) -> None:
        """Have objects imported.

        :param first: before everything that waits
        """
        self._send(queue.get_fetch_routing_key(), "harvest_object_id", ids, first)

    def take(self, most: int) -> list[str]:
        """Take objects from the front of the fetch queue, as its consumer does; at most half of what waits.

        Others have consumers, too, and the last objects of a job are shared.
        """
        redis, key = self._redis(), queue.get_fetch_routing_key()
        if redis is None:
            return []
        count = min(most, redis.llen(key) // 2)
        popping = redis.pipeline()
        for _ in range(count):
            popping.lpop(key)
        ids = [json.loads(one)["harvest_object_id"] for one in popping.execute() if one]
        # How ckanext-harvest knows what a consumer left unfinished: a moment of the machine's own clock.
        if ids:
            redis.mset({f"{key}:{one}": str(datetime.now()) for one in ids})  # noqa: DTZ005
        return ids

    def done(self, ids: list[str]) -> None:
        """What was taken is worked off."""
        if ids:
            self._redis().delete(*(f"{queue.get_fetch_routing_key()}:{one}" for one in ids))

    def _waiting(self, routing_key: str, name: str) -> set[str]:
        return {json.loads(message)[name] for message in self._redis().lrange(routing_key, 0, -1)}

    def _send(self, routing_key: str, name: str, ids: list[str], first: bool = False) -> None:
        """Send messages; that somebody took them before is forgotten."""
        redis = self._redis()
        messages = [json.dumps({name: one}) for one in ids]
        redis.delete(*(f"{routing_key}:{one}" for one in ids))
        if first:
            redis.lpush(routing_key, *reversed(messages))
        else:
            redis.rpush(routing_key, *messages)

    def _redis(self) -> Any:
        if queue.config.get("ckan.harvest.mq.type", queue.MQ_TYPE) != "redis":
            return None
        if self._connection is None:
            self._connection = queue.get_connection()
        return self._connection
