// @ts-check
// A panel below its button. It closes with Escape, with a click elsewhere, and when focus leaves it.

class Popover {
  /** @param {HTMLElement} opener @param {HTMLElement} panel @param {() => void} onOpen */
  constructor(opener, panel, onOpen) {
    this.opener = opener;
    this.panel = panel;
    this.onOpen = onOpen;
    opener.setAttribute("aria-expanded", "false");
    opener.setAttribute("aria-controls", panel.id);
    opener.addEventListener("click", () => this.toggle());
    panel.addEventListener("focusout", (event) => this.onFocusOut(event));
    Popover.all.push(this);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  toggle() {
    if (this.isOpen) this.close(); else this.open();
  }

  open() {
    Popover.closeAll();
    this.panel.hidden = false;
    this.opener.setAttribute("aria-expanded", "true");
    this.keepInside();
    this.onOpen();
  }

  /** Moves the panel left, and makes it less high, where it would leave the window: before it gets the focus, which scrolls there. */
  keepInside() {
    this.panel.style.insetInlineStart = "0px";
    const { left, right, top } = this.panel.getBoundingClientRect();
    this.panel.style.maxHeight = `${Math.max(innerHeight - top - 8, 192)}px`;
    const over = Math.min(right - document.documentElement.clientWidth + 8, left);
    if (over > 0) this.panel.style.insetInlineStart = `${-over}px`;
  }

  close(returnFocus = false) {
    if (!this.isOpen) return;
    this.panel.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    if (returnFocus) this.opener.focus();
  }

  /** @param {FocusEvent} event */
  onFocusOut(event) {
    const next = event.relatedTarget;
    if (next instanceof Node && !this.panel.contains(next) && next !== this.opener) this.close();
  }

  static closeAll() {
    for (const popover of Popover.all) popover.close();
  }

  /** Closes the open one. @returns {boolean} whether there was one */
  static escape() {
    const open = Popover.all.find((popover) => popover.isOpen);
    open?.close(true);
    return open !== undefined;
  }
}

/** @type {Popover[]} */
Popover.all = [];

document.addEventListener("pointerdown", (event) => {
  for (const popover of Popover.all) {
    const target = /** @type {Node} */ (event.target);
    if (popover.isOpen && !popover.panel.contains(target) && !popover.opener.contains(target)) popover.close();
  }
});
