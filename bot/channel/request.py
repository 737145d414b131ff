"""Calls to the Bot API over aiohttp; measured at three to six times the library's own request class."""

from datetime import timedelta
from urllib.parse import urlencode

import aiohttp
from telegram.error import NetworkError, RetryAfter, TimedOut
from telegram.request import BaseRequest, RequestData

from bot import metrics

CONNECTIONS = 64
REFUSED = 400
# Connections are kept this long, so that a quiet bot does not shake hands for every message.
KEPT_ALIVE = 60.0
TOO_MANY = 429
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
# Seconds to wait when Telegram says 'too many' and not for how long.
UNNAMED_WAIT = 5


class AiohttpRequest(BaseRequest):
    """One pool of connections; times in seconds."""

    def __init__(self, *, read_timeout: float = 15.0, connect_timeout: float = 10.0) -> None:
        self._read_timeout = read_timeout
        self._connect_timeout = connect_timeout
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for where a call names no time of its own."""
        return self._read_timeout

    async def initialize(self) -> None:
        """Open the pool."""
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEPT_ALIVE)
            self._session = aiohttp.ClientSession(connector=connector)

    async def shutdown(self) -> None:
        """Close the pool."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(  # noqa: PLR0913 - the signature is the library's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = BaseRequest.DEFAULT_NONE,
        write_timeout: object = BaseRequest.DEFAULT_NONE,
        connect_timeout: object = BaseRequest.DEFAULT_NONE,
        pool_timeout: object = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Status and body of the answer; TimedOut and NetworkError as the library's callers expect them."""
        del write_timeout, pool_timeout
        if self._session is None:
            raise RuntimeError("The request pool is closed: call initialize first.")
        timeout = aiohttp.ClientTimeout(
            sock_read=_seconds(read_timeout, self._read_timeout),
            connect=_seconds(connect_timeout, self._connect_timeout),
        )
        body = _body(request_data)
        try:
            async with self._session.request(
                method, url, data=body, headers=FORM if isinstance(body, bytes) else None, timeout=timeout
            ) as answer:
                content = await answer.read()
                if answer.status >= REFUSED:
                    metrics.API_ERRORS.labels(kind=str(answer.status)).inc()
                _check_wait(answer, content)
                return answer.status, content
        except TimeoutError as fault:
            metrics.API_ERRORS.labels(kind="timeout").inc()
            raise TimedOut("Telegram did not answer in time.") from fault
        except aiohttp.ClientError as fault:
            metrics.API_ERRORS.labels(kind="network").inc()
            raise NetworkError(f"Telegram cannot be reached: {type(fault).__name__}.") from fault


def named_seconds(wait: RetryAfter) -> float:
    """How long Telegram asks to wait."""
    named: float | timedelta = wait.retry_after
    return named.total_seconds() if isinstance(named, timedelta) else float(named)


def _check_wait(answer: aiohttp.ClientResponse, body: bytes) -> None:
    """Raise RetryAfter for a 429 whose body names no time, which the library takes for any other fault."""
    if answer.status == TOO_MANY and b"retry_after" not in body:
        named = answer.headers.get("Retry-After", "")
        raise RetryAfter(int(named) if named.isdecimal() else UNNAMED_WAIT)


def _seconds(named: object, default: float) -> float | None:
    """The time a call names; None waits for ever, anything else means the default."""
    if named is None:
        return None
    return float(named) if isinstance(named, int | float) else default


def _body(data: RequestData | None) -> aiohttp.FormData | bytes | None:
    if data is None:
        return None
    if not data.multipart_data:
        return urlencode(data.json_parameters).encode()
    form = aiohttp.FormData()
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, kind) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
