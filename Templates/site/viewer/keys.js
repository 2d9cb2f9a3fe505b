// @ts-check
// The keyboard. Browser shortcuts, typing and input methods are left alone.

/** @param {EventTarget|null} target @returns {boolean} */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return target.type !== "checkbox";
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/** @param {KeyboardEvent} event */
function onKeydown(event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape" && Popover.escape()) return event.preventDefault();
  if (isTyping(event.target) || /** @type {Element} */ (event.target).closest?.(".panel")) return;
  if (event.shiftKey && event.key !== "?") return;
  if (pageKey(event)) return event.preventDefault();
  if (tabs.shown !== "events") return;
  if ((drawer.isOpen && drawerKey(event)) || tableKey(event)) event.preventDefault();
}

/** Keys that work everywhere. @param {KeyboardEvent} event @returns {boolean} whether the key was used */
function pageKey(event) {
  switch (event.key) {
    case "/": if (tabs.shown !== "events") tabs.choose("events"); return filterBar.focusSearch();
    case "c": if (tabs.shown !== "events" && tabs.shown !== "overview") return false; clearFilters(); return true;
    case "?": openHelp(); return true;
    default: return false;
  }
}

/** @param {KeyboardEvent} event @returns {boolean} */
function drawerKey(event) {
  switch (event.key) {
    case "ArrowLeft": drawer.step(-1); return true;
    case "ArrowRight": drawer.step(1); return true;
    case "Home": drawer.goTo(0); return true;
    case "End": drawer.goTo(model.result.count - 1); return true;
    case "Escape": case "x": drawer.close(); return true;
    default: return false;
  }
}

/** Keys of the table, while one of its rows has the focus. @param {KeyboardEvent} event @returns {boolean} */
function tableKey(event) {
  const row = table.rowOf(event);
  if (!row) return false;
  switch (event.key) {
    case "ArrowUp": table.moveTo(table.current - 1, true); return true;
    case "ArrowDown": table.moveTo(table.current + 1, true); return true;
    case "PageUp": table.moveTo(table.current - table.page, true); return true;
    case "PageDown": table.moveTo(table.current + table.page, true); return true;
    case "Home": table.moveTo(0, true); return true;
    case "End": table.moveTo(table.count - 1, true); return true;
    case "Enter": openEvent(model.result.shown.at(table.current)); return true;
    default: return false;
  }
}

function openHelp() {
  const dialog = /** @type {HTMLDialogElement} */ (byId("help"));
  if (!dialog.open) dialog.showModal();
}
