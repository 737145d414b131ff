// Drawing one message. The only HTML taken from the sandbox is `html`, which it has escaped itself.
export const clockTime = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
export const dayOf = (seconds) => new Date(seconds * 1000).toDateString();

const ICONS = {
  file: "M9 2H4v12h8V5zM9 2v3h3",
  voice: "M8 2v7M5.5 6v2a2.5 2.5 0 0 0 5 0V6M8 12v2",
  more: "M3.5 8h.01M8 8h.01M12.5 8h.01",
};

function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const drawn = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", ICONS[name]);
  drawn.setAttribute("viewBox", "0 0 16 16");
  drawn.setAttribute("aria-hidden", "true");
  drawn.append(path);
  return drawn;
}

export function drawDay(seconds) {
  const text = new Date(seconds * 1000).toLocaleDateString([], { weekday: "short", day: "numeric", month: "long" });
  return make("div", { class: "day" }, text);
}

export function drawMessage(message, options) {
  const own = message.from === "person";
  const drawn = make("article", { class: own ? "message own" : "message", "data-id": message.message_id, "aria-label": own ? "You" : "Bot" });
  const bubble = make("div", { class: "bubble" });
  if (options.replied) bubble.append(drawQuote(options));
  bubble.append(...drawMedium(message));
  if (message.html) {
    const words = make("div", { class: "words" });
    words.innerHTML = message.html;
    bubble.append(words);
  }
  bubble.append(drawFoot(drawn, message, options));
  drawn.append(bubble);
  if (message.buttons.length) drawn.append(drawRows(message, options));
  return drawn;
}

function drawQuote({ replied, onJump }) {
  const quote = make("button", { class: "quoted", type: "button", "aria-label": `In reply to: ${replied.text}` }, replied.text || "message");
  quote.onclick = () => onJump(replied.message_id);
  return quote;
}

function drawMedium(message) {
  if (message.photo) {
    const { url, width, height } = message.photo;
    return [make("img", { class: "picture", src: url, width, height, alt: message.text || "Photo" })];
  }
  if (message.sticker) return [make("div", { class: "words" }, "Sticker")];
  const file = message.document || message.voice;
  if (!file) return [];
  const size = file.size > 1024 ? `${Math.round(file.size / 1024)} KB` : `${file.size} B`;
  const name = message.voice ? "Voice message" : file.name;
  const words = make("span", {}, name, make("small", {}, message.voice ? "0:03" : size));
  return [make("a", { class: "file", href: file.url, download: file.name }, icon(message.voice ? "voice" : "file"), words)];
}

function drawFoot(drawn, message, options) {
  const foot = make("div", { class: "foot-line" });
  const more = make("button", { class: "more", type: "button", "aria-label": "Reply or edit", "aria-haspopup": "menu", "aria-expanded": "false" }, icon("more"));
  more.onclick = (event) => { event.stopPropagation(); toggleChoices(drawn, more, message, options); };
  foot.append(more);
  if (message.edited) foot.append("edited");
  const at = new Date(message.date * 1000);
  foot.append(make("time", { datetime: at.toISOString() }, clockTime(at)));
  return foot;
}

function toggleChoices(drawn, more, message, options) {
  const open = drawn.querySelector(".choices");
  document.querySelectorAll(".choices").forEach((each) => each.remove());
  document.querySelectorAll(".more").forEach((each) => each.setAttribute("aria-expanded", "false"));
  if (open) return;
  const menu = make("div", { class: "choices", role: "menu" });
  const offer = (words, act) => {
    const item = make("button", { type: "button", role: "menuitem" }, words);
    item.onclick = () => { toggleChoices(drawn, more); act(message); };
    menu.append(item);
  };
  offer("Reply", options.onReply);
  if (options.mayEdit && message.text) offer("Edit", options.onEdit);
  more.setAttribute("aria-expanded", "true");
  drawn.querySelector(".bubble").append(menu);
  const log = drawn.parentElement.getBoundingClientRect();
  if (menu.getBoundingClientRect().bottom > log.bottom) menu.classList.add("up");
  menu.onkeydown = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const items = [...menu.children];
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  };
  menu.firstChild.focus();
}

function drawRows(message, { onTap }) {
  const rows = make("div", { class: "rows" });
  for (const row of message.buttons) {
    const line = make("div", { class: "row" });
    for (const each of row) line.append(drawButton(message, each, onTap));
    rows.append(line);
  }
  return rows;
}

function drawButton(message, each, onTap) {
  if (each.url) return make("a", { class: "away", href: /^(https?|tg):/i.test(each.url) ? each.url : "#", target: "_blank", rel: "noopener noreferrer" }, each.text);
  const button = make("button", { type: "button" }, each.text);
  if (each.data !== undefined) { button.dataset.data = each.data; button.onclick = () => onTap(message, button); }
  if (each.copy) button.onclick = () => navigator.clipboard?.writeText(each.copy);
  return button;
}

document.addEventListener("click", (event) => {
  if (event.target.closest(".choices")) return;
  document.querySelectorAll(".choices").forEach((each) => each.remove());
  document.querySelectorAll(".more").forEach((each) => each.setAttribute("aria-expanded", "false"));
});
