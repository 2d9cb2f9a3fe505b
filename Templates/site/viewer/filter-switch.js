// @ts-check
// A button that is either on or off: deletions only, conflicts only.

class FilterSwitch {
  /** @param {"deletions"|"conflicts"} part */
  constructor(part) {
    this.part = part;
    this.button = byId(`filter-${part}`);
    this.count = element("span", "count");
    this.button.append(this.count);
    this.button.addEventListener("click", () => changeFilter({ [part]: !model.filter[part] }));
  }

  update() {
    const isOn = model.filter[this.part];
    this.button.setAttribute("aria-pressed", String(isOn));
    this.button.toggleAttribute("data-active", isOn);
    showPlain(this.count, grouped(model.result[this.part]));
  }
}
