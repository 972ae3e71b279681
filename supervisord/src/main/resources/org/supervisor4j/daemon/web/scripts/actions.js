// Buttons that act without leaving the page. Without this script they are plain buttons of forms, and do the same.

import { at } from "./format.js";

const SHOWN = 8000;

let hiding = 0;

/** Says something to everybody, those who listen instead of look included. */
export function announce(text, ok) {
  const box = document.getElementById("message");
  clearTimeout(hiding);
  box.className = `status_msg toast ${ok ? "good" : "bad"}`;
  box.textContent = text;
  hiding = setTimeout(() => (box.textContent = ""), ok ? SHOWN : 4 * SHOWN);
}

/** Asks, and answers whether to go on. The way back is the button that has the focus. */
function confirmed(question, verb) {
  const dialog = document.createElement("dialog");
  const title = document.createElement("h2");
  const buttons = document.createElement("div");
  const cancel = document.createElement("button");
  const go = document.createElement("button");
  title.textContent = question;
  title.id = "question";
  dialog.setAttribute("aria-labelledby", "question");
  buttons.className = "buttons";
  cancel.className = "button";
  cancel.textContent = "Cancel";
  cancel.autofocus = true;
  go.className = "button danger";
  go.textContent = verb;
  buttons.append(cancel, go);
  dialog.append(title, buttons);
  document.body.append(dialog);
  return new Promise((resolve) => {
    go.addEventListener("click", () => dialog.close("go"));
    cancel.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
    dialog.showModal();
  });
}

/** Buttons may stand on a sheet, which has done its duty then. */
export const closeSheet = (button) => button.closest("[popover]")?.togglePopover?.(false);

/** Whether a button stays usable while the action of another is under way: a start may wait for others, and for long. */
export const isWayOut = (pressed, other) => pressed.value === "start" && other.value === "stop";

async function post(address, action) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams({ action }),
    });
  } catch {
    return { ok: false, message: "supervisord could not be reached; nothing is known of what became of it" };
  }
  if (response.headers.get("Content-Type") === "application/json") {
    return response.json();
  }
  const reasons = { 403: "it is not permitted here", 401: "the login is not valid any more; reload the page" };
  const reason = reasons[response.status] || `supervisord answered ${response.status}; its log tells more`;
  return { ok: false, message: `Not done: ${reason}` };
}

/**
 * Has a form's buttons act in place.
 *
 * @param form an element, or null
 * @param progress is told that a button's action begins, and gives back what to call with its end
 */
export function actInPlace(form, progress) {
  form?.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || button.name !== "action") {
      return;
    }
    event.preventDefault();
    closeSheet(button);
    const action = button.value;
    const title = button.textContent;
    const { question } = button.dataset;
    if (question && !(await confirmed(question, title))) {
      return;
    }
    // Who has been asked here needs no page that asks.
    const target = button.getAttribute("formaction") || form.getAttribute("action");
    const address = at(target.replace(/^confirm\.html/, "index.html"));
    const finish = progress(button);
    button.setAttribute("aria-busy", "true");
    const end = await post(address, action);
    button.removeAttribute("aria-busy");
    finish(end);
    announce(end.message, end.ok);
  });
}
