// @ts-check
// Small helpers to find and build elements. No markup is ever made from text.

/**
 * The element with this id; the page's template promises that it exists.
 * @param {string} id
 * @returns {HTMLElement}
 */
function byId(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`The page lacks the element "${id}".`);
  return found;
}

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {string} [className]
 * @param {...(Node|string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
function element(tag, className = "", ...children) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  made.append(...children);
  return made;
}

/**
 * Marks a text that the program wrote into the page: it is English whatever the page's language.
 * @template {HTMLElement} Told
 * @param {Told} made
 * @returns {Told}
 */
function inEnglish(made) {
  made.lang = "en";
  return made;
}

const svgNamespace = "http://www.w3.org/2000/svg";

/**
 * A part of a drawing.
 * @param {string} tag
 * @param {Record<string, string|number>} attributes
 * @param {...Node} children
 * @returns {SVGElement}
 */
function drawn(tag, attributes = {}, ...children) {
  const made = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}

/**
 * An icon of the sprite in the template. It is decoration: the text beside it says the same.
 * @param {string} name
 * @returns {SVGElement}
 */
function icon(name) {
  return drawn("svg", { class: "icon", "aria-hidden": "true" }, drawn("use", { href: `#icon-${name}` }));
}

/** The line of an icon that has just one. @param {string} name @returns {string} */
function iconLine(name) {
  return byId(`icon-${name}`).querySelector("path")?.getAttribute("d") || "";
}

/**
 * @param {string} label
 * @param {string} className
 * @param {(event: MouseEvent) => void} onClick
 * @returns {HTMLButtonElement}
 */
function button(label, className, onClick) {
  const made = element("button", className, label);
  made.type = "button";
  made.addEventListener("click", onClick);
  return made;
}

/** Makes these the children of an element; those that stay are not touched. @param {Element} parent @param {Element[]} children */
function showChildren(parent, children) {
  for (const child of [...parent.children]) if (!children.includes(child)) child.remove();
  let before = parent.firstElementChild;
  for (const child of children) {
    if (child === before) before = before.nextElementSibling;
    else parent.insertBefore(child, before);
  }
}

/** @param {number} number @param {string} singular @param {string} plural @returns {string} */
function counted(number, singular, plural) {
  return `${grouped(number)} ${number === 1 ? singular : plural}`;
}

/**
 * Runs work when the browser is idle.
 * @param {() => void} work
 */
function whenIdle(work) {
  if (typeof requestIdleCallback === "function") requestIdleCallback(() => work(), { timeout: 500 });
  else setTimeout(work, 30);
}

/**
 * Makes a function that runs `work` once, `milliseconds` after its last call.
 * @param {() => void} work
 * @param {number} milliseconds
 * @returns {() => void}
 */
function delayed(work, milliseconds) {
  /** @type {number|undefined} */
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(work, milliseconds);
  };
}
