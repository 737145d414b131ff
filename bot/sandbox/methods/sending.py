"""sendMessage, sendPhoto, sendDocument, sendChatAction."""

from bot.sandbox.call import Call, describe_message, method, writable_chat_of
from bot.sandbox.conversation import Conversation
from bot.sandbox.errors import bad_request
from bot.sandbox.images import image_type, measure_image
from bot.sandbox.keyboards import Markup, read_markup
from bot.sandbox.parameters import Upload
from bot.sandbox.records import Json, Message, StoredFile
from bot.sandbox.texts import read_caption, read_text

_LARGEST_PHOTO = 10 * 1024 * 1024
_PHOTO_ENDINGS = (".jpg", ".jpeg", ".gif", ".png", ".tif", ".bmp", ".webp")
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
    "cancel",
}


@method
async def send_message(call: Call) -> Json:
    """Send a text."""
    markup = read_markup(call.parameters, private=_is_private(call))
    content = read_text(call.parameters)
    _check_link_preview(call)
    return _send(call, content, markup)


@method
async def send_photo(call: Call) -> Json:
    """Send a picture: an upload, or the id of one sent before."""
    conversation = writable_chat_of(call)
    markup = read_markup(call.parameters, private=conversation.chat > 0)
    caption = read_caption(call.parameters)
    file = _file(call, "photo")
    width, height = measure_image(call.world.files.read(file.file_id))
    size = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_size": file.size}
    return _send(call, {"photo": [{**size, "width": width, "height": height}], **caption}, markup)


@method
async def send_document(call: Call) -> Json:
    """Send a file: an upload, or the id of one sent before."""
    conversation = writable_chat_of(call)
    markup = read_markup(call.parameters, private=conversation.chat > 0)
    caption = read_caption(call.parameters)
    file = _file(call, "document")
    document = {"file_id": file.file_id, "file_unique_id": file.unique_id, "file_name": file.name}
    return _send(call, {"document": {**document, "file_size": file.size}, **caption}, markup)


@method
async def send_chat_action(call: Call) -> bool:
    """Show that the bot is busy, for five seconds at most."""
    action = call.parameters.text("action").lower()
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    conversation = writable_chat_of(call)
    conversation.show_action("" if action == "cancel" else action, now=call.world.clock.elapsed())
    return True


def _is_private(call: Call) -> bool:
    return not call.parameters.text("chat_id").startswith("-")


def _send(call: Call, content: Json, markup: Markup) -> Json:
    conversation = writable_chat_of(call)
    message = Message(
        message_id=0,
        chat=conversation.chat,
        person=None,
        date=call.world.clock.unix(),
        content=content,
        keyboard=markup.inline,
        reply_keyboard=markup.reply,
        reply_to=_reply_to(call, conversation),
    )
    return describe_message(call.world, call.world.add_message(message))


def _reply_to(call: Call, conversation: Conversation) -> int | None:
    wish = call.parameters.parsed("reply_parameters", "reply parameters") or {}
    if not isinstance(wish, dict):
        raise bad_request("object expected as reply parameters")
    message_id = wish.get("message_id", call.parameters.integer("reply_to_message_id"))
    if not message_id or conversation.find(int(message_id)) is not None:
        return int(message_id) or None
    lenient = call.parameters.boolean("allow_sending_without_reply")
    if wish.get("allow_sending_without_reply") is True or lenient:
        return None
    raise bad_request("message to be replied not found")


def _check_link_preview(call: Call) -> None:
    options = call.parameters.parsed("link_preview_options", "link preview options")
    if options is not None and not isinstance(options, dict):
        raise bad_request("object expected as link preview options")


def _file(call: Call, kind: str) -> StoredFile:
    upload = _upload(call, kind)
    if upload is not None:
        return _keep(call, upload, kind)
    given = call.parameters.text(kind)
    if given.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")  # nothing leaves this computer
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    known = call.world.files.known.get(given)
    if known is None:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return known


def _upload(call: Call, kind: str) -> Upload | None:
    given = call.parameters.text(kind)
    part = given.removeprefix("attach://") if given.startswith("attach://") else kind
    return call.parameters.uploads.get(part)


def _keep(call: Call, upload: Upload, kind: str) -> StoredFile:
    if not upload.content:
        raise bad_request("file must be non-empty")
    if kind == "photo":
        if not image_type(upload.content) and not upload.name.lower().endswith(_PHOTO_ENDINGS):
            endings = "Use one of .jpg, .jpeg, .gif, .png, .tif or .bmp"
            raise bad_request(f"photo has unsupported extension. {endings}")
        if len(upload.content) > _LARGEST_PHOTO:
            raise bad_request("file is too big")
        measure_image(upload.content)
    return call.world.files.add(upload.name or kind, kind, upload.content)
