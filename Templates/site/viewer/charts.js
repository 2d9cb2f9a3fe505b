// @ts-check
// Charts, drawn as SVG elements. Every mark leads to the events that it counts; a table beneath each chart holds the same numbers.

/**
 * @typedef {{label: string, count: number, go: () => void}} Mark what a mark says, and what it does
 * @typedef {{title: string, heads: string[], rows: Cell[][]}} NumberTable the first cell of a row is its name
 * @typedef {string|number|Mark} Cell
 */

/** A text in a drawing. @param {string} text @param {Record<string, string|number>} attributes */
function drawnText(text, attributes) {
  return drawn("text", attributes, document.createTextNode(text));
}

/** The marks of one chart: one of them is in the order of the tab key, arrows lead to the others. */
class MarkGrid {
  /** @param {SVGElement} drawing @param {number} columns marks in a row */
  constructor(drawing, columns) {
    this.columns = columns;
    /** @type {{element: SVGElement, mark: Mark}[]} */
    this.marks = [];
    this.current = 0;
    drawing.addEventListener("keydown", (event) => this.onKey(/** @type {KeyboardEvent} */ (event)));
  }

  /** Adds a mark; those with nothing to count lead nowhere. @param {SVGElement} element @param {Mark} mark */
  add(element, mark) {
    const place = this.marks.length;
    element.setAttribute("class", `${element.getAttribute("class") || ""} chart-mark`);
    element.setAttribute("role", "link");
    element.setAttribute("tabindex", place === 0 ? "0" : "-1");
    element.setAttribute("aria-label", mark.label);
    if (mark.count === 0) element.setAttribute("aria-disabled", "true");
    element.prepend(drawn("title", {}, document.createTextNode(mark.label)));
    element.addEventListener("click", () => { if (mark.count > 0) mark.go(); });
    element.addEventListener("focus", () => this.setCurrent(place));
    this.marks.push({ element, mark });
    return element;
  }

  /** @param {number} place */
  setCurrent(place) {
    this.marks[this.current].element.setAttribute("tabindex", "-1");
    this.current = place;
    this.marks[place].element.setAttribute("tabindex", "0");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    const last = this.marks.length - 1, { current, columns } = this, { mark } = this.marks[current];
    /** @type {Record<string, number>} */
    const places = { ArrowLeft: current - 1, ArrowRight: current + 1, ArrowUp: current - columns, ArrowDown: current + columns, Home: 0, End: last };
    if (event.key === "Enter" || event.key === " ") { if (mark.count > 0) mark.go(); }
    else if (!(event.key in places)) return;
    else if (places[event.key] >= 0 && places[event.key] <= last) /** @type {any} */ (this.marks[places[event.key]].element).focus();
    event.preventDefault();
  }
}

/**
 * A drawing with its name and, for screen readers, what it shows.
 * @param {string} className @param {number} width @param {number} height @param {string} title @param {string} description
 */
function drawing(className, width, height, title, description) {
  const made = drawn("svg", { class: className, width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": title });
  made.append(drawn("desc", {}, document.createTextNode(description)));
  return made;
}

/** A round number that is at least `count`: one digit and zeros. @param {number} count @returns {number} */
function roundedUp(count) {
  const unit = 10 ** Math.floor(Math.log10(Math.max(count, 1)));
  return Math.ceil(count / unit) * unit;
}

const columnHeight = 180;
/** A few columns are not as wide as walls. */
const widestColumn = 72;

/**
 * Columns over time, each a pile of parts.
 * @param {number} width
 * @param {{short: string, parts: number[], mark: Mark}[]} columns
 * @param {string[]} partNames the class of each part
 * @param {{title: string, description: string}} words
 */
function columnChart(width, columns, partNames, { title, description }) {
  const top = roundedUp(Math.max(...columns.map(({ mark }) => mark.count))), left = 16 + grouped(top).length * 7;
  const made = drawing("columns", width, columnHeight + 30, title, description), grid = new MarkGrid(made, columns.length);
  const scale = columnHeight / top, room = Math.min((width - left) / columns.length, widestColumn);
  made.append(chartPatterns(partNames), ...gridLines(top, scale, left, width));
  columns.forEach(({ parts, mark }, index) => {
    const x = left + index * room, group = drawn("g"), gap = room > 6 ? Math.min(room * 0.2, 6) : room > 3 ? 1 : 0;
    group.append(drawn("rect", { class: "reach", x: x.toFixed(2), y: 8, width: room.toFixed(2), height: columnHeight }));
    let y = columnHeight + 8;
    parts.forEach((count, part) => {
      if (count === 0) return;
      y -= count * scale;
      const box = { x: (x + gap / 2).toFixed(2), y: y.toFixed(2), width: Math.max(room - gap, 0.5).toFixed(2), height: (count * scale).toFixed(2) };
      group.append(drawn("rect", { ...box, class: `part ${partNames[part]}` }));
      if (partNames[part] === "delete") group.append(drawn("rect", { ...box, class: "hatch", fill: "url(#hatch)" }));
    });
    made.append(grid.add(group, mark));
  });
  made.append(...columnNames(columns, left, room));
  return made;
}

/** Deletions are hatched, so that no colour is needed to tell them. @param {string[]} partNames */
function chartPatterns(partNames) {
  const pattern = drawn("pattern", { id: "hatch", width: 5, height: 5, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    drawn("rect", { class: "hatch-line", width: 1.75, height: 5 }));
  return drawn("defs", {}, ...(partNames.includes("delete") ? [pattern] : []));
}

/** @param {number} top @param {number} scale @param {number} left @param {number} width */
function gridLines(top, scale, left, width) {
  const parts = [4, 3, 5, 2].find((number) => top % number === 0) || 1;
  return Array.from({ length: parts + 1 }, (_, part) => top / parts * part).flatMap((count) => {
    const y = Math.round(columnHeight + 8 - count * scale) + 0.5;
    return [
      drawn("line", { class: count === 0 ? "base" : "grid", x1: left, x2: width, y1: y, y2: y }),
      drawnText(grouped(count), { class: "axis", x: left - 8, y: y + 3.5, "text-anchor": "end" }),
    ];
  });
}

/** Names beneath the columns, as many as have room. @param {{short: string}[]} columns @param {number} left @param {number} room */
function columnNames(columns, left, room) {
  const widest = Math.max(...columns.map(({ short }) => short.length)) * 6.5 + 12, every = Math.max(1, Math.ceil(widest / room));
  const names = columns.map(({ short }, index) => ({ short, x: left + index * room })).filter((_, index) => index % every === 0);
  if (every === 1) return names.map(({ short, x }) => drawnText(short, { class: "axis", x: (x + room / 2).toFixed(1), y: columnHeight + 24, "text-anchor": "middle" }));
  const end = left + columns.length * room;
  return names.filter(({ x }) => x + widest <= end + 12).map(({ short, x }) => drawnText(short, { class: "axis", x: (x + 1).toFixed(1), y: columnHeight + 24 }));
}

/**
 * A grid of cells, the fuller the darker.
 * @param {number} width
 * @param {{rows: string[], columns: string[], marks: Mark[], title: string, description: string}} content
 */
function heatMap(width, { rows, columns, marks, title, description }) {
  const left = 12 + Math.max(...rows.map((name) => name.length)) * 7, room = Math.floor((width - left) / columns.length * 4) / 4;
  const height = Math.max(Math.min(room, 28), 16);
  const made = drawing("heat", width, height * rows.length + 22, title, description), grid = new MarkGrid(made, columns.length);
  const most = Math.max(...marks.map(({ count }) => count), 1), every = room < 14 ? 6 : room < 24 ? 3 : 2;
  rows.forEach((name, row) => {
    made.append(drawnText(name, { class: "axis", x: left - 8, y: 22 + row * height + height / 2 + 4, "text-anchor": "end" }));
  });
  columns.forEach((name, column) => {
    if (column % every === 0) made.append(drawnText(name, { class: "axis", x: left + column * room, y: 13 }));
  });
  marks.forEach((mark, index) => {
    const x = left + index % columns.length * room, y = 22 + Math.floor(index / columns.length) * height;
    // By the root of the number: few events among many would else look like none.
    const level = mark.count && Math.max(1, Math.ceil(Math.sqrt(mark.count / most) * 5));
    const box = { x: x + 0.5, y: y + 0.5, width: room - 1, height: height - 1, rx: 2 };
    made.append(grid.add(drawn("g", {}, drawn("rect", { class: `cell level-${level}`, ...box })), mark));
  });
  return made;
}

/**
 * Bars with their names and numbers, the largest first. Each row is a button of its own.
 * @param {{name: Node, className: string, mark: Mark}[]} bars
 * @param {number} most the length of a full bar
 */
function barChart(bars, most) {
  return element("ol", "bars", ...bars.map(({ name, className, mark }) => {
    const bar = drawn("svg", { class: "bar-line", viewBox: "0 0 100 8", preserveAspectRatio: "none", "aria-hidden": "true" },
      drawn("rect", { class: `part ${className}`, width: Math.max(mark.count / most * 100, 1.5).toFixed(2), height: 8 }));
    const row = button("", "bar-row", mark.go);
    row.append(name, bar, element("span", "bar-count", grouped(mark.count)));
    row.title = mark.label;
    return element("li", "", row);
  }));
}

/** The numbers of a chart as a table, folded. @param {NumberTable} table */
function numberTable({ title, heads, rows }) {
  const head = element("tr", "", ...heads.map((text) => headCell(text, "col")));
  const body = element("tbody", ""), table = element("table", "numbers", element("caption", "unseen", title), element("thead", "", head), body);
  const details = element("details", "", element("summary", "", word("overview.numbers")), scrollBox(title, table));
  // Thousands of cells are made when somebody wants them.
  details.addEventListener("toggle", () => { if (details.open && !body.hasChildNodes()) body.append(...rows.map(numberRow)); });
  return details;
}

/** A box that scrolls, also by keyboard. @param {string} label @param {Node} content */
function scrollBox(label, content) {
  const box = element("div", "numbers-box", content);
  box.tabIndex = 0;
  box.setAttribute("role", "region");
  box.setAttribute("aria-label", label);
  return box;
}

/** @param {string} text @param {string} scope */
function headCell(text, scope) {
  const cell = element("th", "", isolated(text));
  cell.scope = scope;
  return cell;
}

/** @param {Cell[]} cells */
function numberRow(cells) {
  return element("tr", "", ...cells.map((cell, index) => {
    if (index === 0) return headCell(String(cell), "row");
    if (typeof cell !== "object") return element("td", "", typeof cell === "number" ? grouped(cell) : cell);
    if (cell.count === 0) return element("td", "none", "0");
    const link = button(grouped(cell.count), "quiet-link", cell.go);
    link.setAttribute("aria-label", cell.label);
    return element("td", "", link);
  }));
}
