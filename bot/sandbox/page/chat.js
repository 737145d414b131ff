// The chat page: listens to the chat's events, draws what changed, and sends what the person does.
import { drawMessage, drawDay, dayOf, clockTime } from "/page/message.js";

const $ = (id) => document.getElementById(id);
const state = { chat: 1001, messages: new Map(), waiting: [], clock: null, bot: {}, person: {}, context: null, shown: 0, stream: null };

async function call(path, body = {}) {
  const answer = await fetch(`/sandbox/${path}`, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) toast(told.error || "That did not work.");
  return answer.ok ? told : null;
}
const act = (name, body) => call(`people/${state.chat}/${name}`, body);

function toast(text, alert = false) {
  const note = document.createElement("div");
  note.className = "toast";
  note.textContent = text;
  $("toasts").append(note);
  setTimeout(() => note.remove(), alert ? 9000 : 4500);
}

// ---- events from the sandbox
function listen() {
  state.stream?.close();
  Object.assign(state, { messages: new Map(), waiting: [], shown: 0, context: null });
  $("log").replaceChildren();
  setContext(null);
  state.stream = new EventSource(`/sandbox/events?chat=${state.chat}`);
  let fresh = true;
  state.stream.onopen = () => { fresh = true; };
  state.stream.onmessage = (event) => { take(JSON.parse(event.data), fresh); fresh = false; };
  state.stream.onerror = () => { $("status").textContent = "not reachable, trying again"; };
}

function take(told, fresh) {
  if (fresh || told.version < state.shown || told.cleared > state.shown) { state.messages.clear(); $("log").replaceChildren(); }
  if (!fresh) told.toasts.forEach((each) => toast(each.text, each.alert));
  Object.assign(state, { waiting: told.waiting, clock: told.clock, bot: told.bot, person: told.person, shown: told.version });
  const log = $("log");
  const near = fresh || log.scrollHeight - log.scrollTop - log.clientHeight < 120;
  told.messages.forEach(show);
  markBusy();
  drawAround(told);
  if (near) log.scrollTop = log.scrollHeight;
}

function show(message) {
  const log = $("log");
  const old = log.querySelector(`.message[data-id="${message.message_id}"]`);
  if (message.deleted) { state.messages.delete(message.message_id); old?.remove(); return tidyDays(); }
  state.messages.set(message.message_id, message);
  const focused = old?.contains(document.activeElement) ? document.activeElement.dataset.data : undefined;
  const drawn = drawMessage(message, { replied: state.messages.get(message.reply_to), onTap: tap, onReply: reply, onEdit: edit, onJump: jump, mayEdit: message.from === "person" });
  if (old) old.replaceWith(drawn); else log.append(drawn);
  if (focused !== undefined) (drawn.querySelector(`button[data-data="${CSS.escape(focused)}"]`) || $("text")).focus();
  tidyDays();
}

function tidyDays() {
  const log = $("log");
  log.querySelectorAll(".day").forEach((each) => each.remove());
  let day = "", before = null;
  for (const each of log.querySelectorAll(".message")) {
    const message = state.messages.get(Number(each.dataset.id));
    if (dayOf(message.date) !== day) { day = dayOf(message.date); each.before(drawDay(message.date)); }
    each.classList.toggle("first", before !== message.from);
    before = message.from;
  }
}

function markBusy() {
  for (const button of document.querySelectorAll(".message button[data-data]")) {
    const id = Number(button.closest(".message").dataset.id);
    const busy = state.waiting.some((each) => each.message_id === id && each.data === button.dataset.data);
    button.toggleAttribute("aria-busy", busy);
    if (busy) button.setAttribute("aria-busy", "true");
  }
}

const ACTIONS = { typing: "typing", upload_photo: "sending a photo", upload_document: "sending a file" };

function drawAround(told) {
  const { bot, person } = told;
  $("name").textContent = document.title = bot.name;
  $("portrait").textContent = [...bot.name][0] || "";
  $("status").textContent = told.action ? `${ACTIONS[told.action] || "busy"} …` : "bot";
  $("status").classList.toggle("busy", Boolean(told.action));
  const empty = state.messages.size === 0;
  $("empty").hidden = !empty || !bot.description;
  $("description").textContent = bot.description;
  const begin = (empty && !person.started) || person.blocked;
  const had = document.activeElement === $("start");
  $("start").hidden = !begin;
  $("start").textContent = person.blocked ? "Unblock and start again" : "Start";
  $("form").hidden = begin;
  if (had && !begin) $("text").focus();
  $("menu").hidden = bot.commands.length === 0;
  $("next-prompt").hidden = !bot.next_prompt;
  drawKeyboard(told.reply_keyboard);
  drawClock();
}

function drawKeyboard(markup) {
  $("keyboard").hidden = !markup;
  $("keyboard").replaceChildren(...(markup?.keyboard || []).map((row) => {
    const line = document.createElement("div");
    line.className = "row";
    line.append(...row.map((each) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = each.text;
      button.onclick = () => act("text", { text: each.text });
      return button;
    }));
    return line;
  }));
}

// ---- the clock
let received = 0;
function drawClock() {
  if (state.clock && state.clock !== drawClock.last) { drawClock.last = state.clock; received = Date.now(); }
  if (!state.clock) return;
  const now = new Date(Date.parse(state.clock.now) + Date.now() - received);
  $("now").textContent = clockTime(now);
  $("now").dateTime = now.toISOString();
  $("day").textContent = now.toLocaleDateString([], { weekday: "long", day: "numeric", month: "long" }) + ", " + clockTime(now);
  const minutes = Math.round(state.clock.ahead_seconds / 60);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const parts = [days && `${days} d`, hours && `${hours} h`, rest && `${rest} min`].filter(Boolean);
  $("ahead").textContent = parts.length ? `${parts.join(" ")} ahead` : "the real time";
}
const moment = () => new Date(Date.parse(state.clock.now) + Date.now() - received);

function tomorrow() {
  const at = moment();
  at.setDate(at.getDate() + 1);
  at.setHours(9, 0, 0, 0);
  return call("clock", { to: at.toISOString().replace("Z", "+00:00") });
}

// ---- what the person does
function tap(message, button) {
  button.setAttribute("aria-busy", "true");
  return act("tap", { message_id: message.message_id, data: button.dataset.data });
}
function jump(id) { $("log").querySelector(`.message[data-id="${id}"]`)?.scrollIntoView({ block: "center" }); }
function reply(message) { setContext({ kind: "reply", message }); }
function edit(message) { $("text").value = message.text; setContext({ kind: "edit", message }); }
function setContext(context) {
  if (state.context?.kind === "edit" && !context) $("text").value = "";
  state.context = context;
  $("context").hidden = !context;
  if (!context) return;
  $("context-text").textContent = `${context.kind === "edit" ? "Edit" : "Reply to"}: ${context.message.text || "message"}`;
  $("text").focus();
}

async function send() {
  const text = $("text").value;
  if (!text.trim()) return;
  const context = state.context;
  const id = context?.message.message_id;
  const done = context?.kind === "edit" ? await act("edit", { message_id: id, text }) : await act("text", id ? { text, reply_to: id } : { text });
  if (!done) return;
  $("text").value = "";
  setContext(null);
  $("log").scrollTop = $("log").scrollHeight;
}

// ---- menus
function showCommands(open) {
  $("menu").setAttribute("aria-expanded", String(open));
  $("commands").hidden = !open;
  if (!open) return;
  $("commands").replaceChildren(...state.bot.commands.map((each) => {
    const item = document.createElement("button");
    item.type = "button";
    item.role = "menuitem";
    item.dataset.command = each.command;
    const note = document.createElement("span");
    note.textContent = each.description;
    item.append(`/${each.command}`, note);
    item.onclick = () => { showCommands(false); $("text").focus(); act("text", { text: `/${each.command}` }); };
    return item;
  }));
  $("commands").firstChild?.focus();
}
function showTime(open) { $("time").hidden = !open; $("clock").setAttribute("aria-expanded", String(open)); }

function moveFocus(event, menu) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  const items = [...menu.querySelectorAll("button")];
  items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
}

function escape() {
  const choices = document.querySelector(".choices");
  if (choices) { const more = choices.parentElement.querySelector(".more"); more.click(); more.focus(); }
  else if (!$("commands").hidden) { showCommands(false); $("menu").focus(); }
  else if (!$("time").hidden) { showTime(false); $("clock").focus(); }
  else if (state.context) setContext(null);
}

$("form").onsubmit = (event) => { event.preventDefault(); send(); };
$("text").onkeydown = (event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  if (event.key === "ArrowUp" && !$("text").value) {
    const own = [...state.messages.values()].filter((each) => each.from === "person" && each.text).pop();
    if (own) { event.preventDefault(); edit(own); }
  }
};
$("start").onclick = async () => {
  if (state.person.blocked && !(await act("unblock"))) return;
  await act("text", { text: "/start" });
};
$("menu").onclick = () => showCommands($("commands").hidden);
$("commands").onkeydown = (event) => moveFocus(event, $("commands"));
$("clock").onclick = () => showTime($("time").hidden);
$("context-close").onclick = () => { setContext(null); $("text").focus(); };
$("person").onchange = () => {
  state.chat = Number($("person").value);
  history.replaceState(null, "", `#${state.chat}`);
  listen();
};
for (const button of document.querySelectorAll("[data-seconds]")) {
  button.onclick = () => call("clock", { ahead_by_seconds: Number(button.dataset.seconds) });
}
$("tomorrow").onclick = tomorrow;
$("next-prompt").onclick = () => call("clock", { next_prompt: true });
$("start-over").onclick = () => $("confirm").showModal();
$("confirm").onclose = async () => {
  if ($("confirm").returnValue !== "yes") return;
  $("confirm").returnValue = "";
  await call("start-over");
  listen();
};
document.addEventListener("keydown", (event) => { if (event.key === "Escape") escape(); });
document.addEventListener("click", (event) => {
  if (!event.target.closest("#commands, #menu")) showCommands(false);
  const command = event.target.closest("a.command");
  if (command) { event.preventDefault(); act("text", { text: command.dataset.command }); }
});
setInterval(drawClock, 1000);
let atEnd = true; // the newest message stays in sight when the panel opens or the keyboard comes up
$("log").onscroll = () => { atEnd = $("log").scrollHeight - $("log").scrollTop - $("log").clientHeight < 60; };
new ResizeObserver(() => { if (atEnd) $("log").scrollTop = $("log").scrollHeight; }).observe($("log"));
if (location.hash === "#1002") { state.chat = 1002; $("person").value = "1002"; }
listen();
