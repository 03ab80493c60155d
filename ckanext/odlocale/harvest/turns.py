"""All processes of the portal take turns before they ask a host."""

from __future__ import annotations

import time

from ckan.lib.redis import connect_to_redis
from redis.exceptions import RedisError

_RESERVE = """
local at = math.max(tonumber(redis.call('GET', KEYS[1]) or '0'), tonumber(ARGV[1]))
redis.call('SET', KEYS[1], tostring(at + tonumber(ARGV[2])), 'PX', ARGV[3])
return tostring(at - tonumber(ARGV[1]))
"""


def turn(host: str, pause: float) -> float:
    """Seconds to wait before a request to a host: all processes of the portal take turns.

    Without Redis each waits the pause by itself.
    """
    key = f"odlocale:harvest:turn:{host}"
    milliseconds = int(pause * 1000) + 60_000
    try:
        answer = connect_to_redis().eval(_RESERVE, 1, key, repr(time.time()), repr(pause), milliseconds)
    except RedisError:
        return pause
    return float(answer)
