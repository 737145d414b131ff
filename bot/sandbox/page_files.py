"""The chat page and its files, and the headers that keep the browser strict."""

from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_FOLDER = Path(__file__).parent / "page"
_TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_HOSTS = {"127.0.0.1", "localhost"}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def page_routes() -> list[Route]:
    """The page at / and its files under /page."""
    return [
        Route("/", _index, methods=["GET"]),
        Route("/page/{name}", _file, methods=["GET"]),
    ]


async def _index(_request: Request) -> Response:
    return FileResponse(_FOLDER / "index.html", media_type="text/html", headers={"Cache-Control": "no-cache"})


async def _file(request: Request) -> Response:
    name = request.path_params["name"]
    known = {each.name: each for each in _FOLDER.iterdir() if each.suffix in _TYPES}
    if name not in known:
        return PlainTextResponse("There is no such file.", 404)
    file = known[name]
    return FileResponse(file, media_type=_TYPES[file.suffix], headers={"Cache-Control": "no-cache"})


class OnlyThisComputer:
    """Answers only when called by this computer's own name, and from this page or from no page.

    The first keeps out names that other sites point at 127.0.0.1 (DNS rebinding), the second keeps other
    sites' forms and scripts from writing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it with 403; add the strict headers to every answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_strictly(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        app = self._app if _is_near(scope) else PlainTextResponse("Open this as 127.0.0.1 or localhost.", 403)
        await app(scope, receive, send_strictly)


def _is_near(scope: Scope) -> bool:
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get(b"host", "")
    near = host.partition(":")[0] in _HOSTS
    return near and headers.get(b"origin", f"http://{host}") == f"http://{host}"
