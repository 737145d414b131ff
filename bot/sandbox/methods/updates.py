"""getUpdates, setWebhook, deleteWebhook, getWebhookInfo."""

import ipaddress
import re
from typing import Any
from urllib.parse import urlsplit

from bot.sandbox.call import Call, Described, method
from bot.sandbox.errors import bad_request, refuse
from bot.sandbox.profile import Webhook
from bot.sandbox.records import Json

_LONGEST_POLL = 50
_PORTS = {443, 80, 88, 8443}
_LONGEST_SECRET = 256
_LOOPBACK = {"127.0.0.1", "localhost", "::1"}


@method
async def get_updates(call: Call) -> list[Json]:
    """Give the next updates, waiting for the first if need be; one poller at a time."""
    world, parameters = call.world, call.parameters
    if world.profile.webhook.url:
        words = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook"
        raise refuse(409, f"{words} first")
    _allow(call)
    offset = parameters.integer("offset")
    limit = parameters.clamped("limit", 100, low=1, high=100)
    timeout = parameters.clamped("timeout", 0, low=0, high=_LONGEST_POLL)
    batch = world.updates.take(offset, limit)
    if batch or not timeout or world.updates.bell.closed:
        return batch
    world.save()
    await world.updates.wait(timeout)
    return world.updates.take(max(0, offset), limit)


@method
async def set_webhook(call: Call) -> Described:
    """Have updates delivered to a URL.

    Unlike Telegram, this takes http URLs of this computer (127.0.0.1, localhost) on any port, and no
    other host at all: nothing leaves this computer. Other hosts are first checked as Telegram does.
    """
    url = call.parameters.text("url").strip()
    if not url:
        return _remove_webhook(call)
    _check_url(url)
    secret = _secret(call)
    most = call.parameters.clamped("max_connections", 40, low=1, high=100)
    fresh = Webhook(url=url, secret_token=secret, max_connections=most, ip_address="127.0.0.1")
    old = call.world.profile.webhook
    same = (old.url, old.secret_token, old.max_connections) == (url, secret, most)
    _allow(call)
    _drop_pending(call)
    if not same:
        call.world.profile.webhook = fresh
    call.world.updates.end_poll(refuse(409, "Terminated by setWebhook request"))
    call.world.keep_profile()
    call.world.updates.bell.ring()
    return Described(result=True, description=f"Webhook {'is already' if same else 'was'} set")


@method
async def delete_webhook(call: Call) -> Described:
    """Let the bot poll again."""
    return _remove_webhook(call)


def _remove_webhook(call: Call) -> Described:
    _drop_pending(call)
    had = bool(call.world.profile.webhook.url)
    call.world.profile.webhook = Webhook()
    call.world.keep_profile()
    call.world.updates.bell.ring()
    return Described(result=True, description=f"Webhook {'was' if had else 'is already'} deleted")


@method
async def get_webhook_info(call: Call) -> Json:
    """Tell what is set and how delivery goes."""
    webhook, updates = call.world.profile.webhook, call.world.updates
    updates.expire()
    told: Json = {"url": webhook.url, "has_custom_certificate": False}
    told["pending_update_count"] = len(updates.pending)
    if webhook.url:
        told |= {"ip_address": webhook.ip_address, "max_connections": webhook.max_connections}
    if webhook.last_error_date:
        told["last_error_date"] = webhook.last_error_date
        told["last_error_message"] = webhook.last_error_message
    if updates.allowed:
        told["allowed_updates"] = updates.allowed
    return told


def _allow(call: Call) -> None:
    given: Any = call.parameters.parsed("allowed_updates", "allowed updates")
    if isinstance(given, list):
        before = call.world.updates.allowed
        call.world.updates.allow([str(each) for each in given])
        if before != call.world.updates.allowed:
            call.world.keep_profile()


def _drop_pending(call: Call) -> None:
    if call.parameters.boolean("drop_pending_updates"):
        call.world.updates.clear()


def _secret(call: Call) -> str:
    secret = call.parameters.text("secret_token")
    if len(secret) > _LONGEST_SECRET:
        raise bad_request("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad_request("secret token contains unallowed characters")
    return secret


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise bad_request("invalid webhook URL specified") from None
    if not host or parts.scheme not in ("http", "https"):
        raise bad_request("invalid webhook URL specified")
    if host in _LOOPBACK:
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if (port or 443) not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    if _is_reserved(host):
        raise bad_request(f"bad webhook: IP address {host} is reserved")
    raise bad_request("bad webhook: the sandbox delivers to this computer only")


def _is_reserved(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
