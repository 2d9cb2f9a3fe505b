// @ts-check
// Every word that the page says, by its key. `words/en.json` is the original; a translation is one more file beside it.

/**
 * A text with `{names}` for values, or one such text for each plural form of the language, chosen by the value `n`.
 * @typedef {string | Record<string, string>} Words
 */

/** @type {Record<string, Record<string, Words>>} */
const translations = JSON.parse(byId("page-words").textContent || "");

/** The languages to choose from, each by its own name. */
const languageNames = { en: "English", de: "Deutsch", es: "Español" };

/** The language of the page: the one that is asked for, else the browser's if it is here, else English. @param {string|null} asked */
function chosenLanguage(asked) {
  const wanted = [asked || "", ...navigator.languages.map((name) => name.split("-")[0])];
  return wanted.find((name) => Object.hasOwn(translations, name)) || "en";
}

/** @param {string} hash @returns {string|null} */
function languageIn(hash) {
  return new URLSearchParams(hash.slice(1)).get("lang");
}

/** The language that the address asks for, if it is here. The page speaks one language from its opening on: another one means to open it again. */
const askedLanguage = languageIn(location.hash);
const language = chosenLanguage(askedLanguage);
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language, { useGrouping: true });
const decimals = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });

/** A number with its digits in the language's groups. @param {number} number @returns {string} */
function grouped(number) {
  return numbers.format(number);
}

/**
 * The words of a key in the page's language. Numbers among the values are grouped as the language groups them.
 * @param {string} key
 * @param {Record<string, string|number>} [values]
 * @returns {string}
 */
function word(key, values = {}) {
  const found = translations[language]?.[key] ?? translations.en[key];
  if (found === undefined) throw new Error(`The page has no words for "${key}".`);
  const text = typeof found === "string" ? found : found[plurals.select(Number(values.n))] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => {
    const value = values[name];
    return value === undefined ? whole : typeof value === "number" ? grouped(value) : value;
  });
}

/** Says the frame in the page's language: `data-word` is an element's text, `data-word-title` and the like are attributes. */
function translateFrame() {
  document.documentElement.lang = language;
  for (const part of document.querySelectorAll("[data-word]")) part.textContent = word(/** @type {HTMLElement} */ (part).dataset.word || "");
  for (const name of ["title", "aria-label", "placeholder"]) {
    for (const part of document.querySelectorAll(`[data-word-${name}]`)) part.setAttribute(name, word(part.getAttribute(`data-word-${name}`) || ""));
  }
}
