// @ts-check
// Finds documents by exact id or by a part of the name.

class DocumentSearch {
  /** @param {Columns} columns */
  constructor(columns) {
    this.columns = columns;
    this.query = "";
    /** @type {Uint8Array|null} */
    this.matches = null;
  }

  /** For each target 1 if it matches, or null for an empty query. @param {string} query @returns {Uint8Array|null} */
  find(query) {
    if (!query) return null;
    if (query !== this.query) Object.assign(this, { query, matches: this.search(query) });
    return this.matches;
  }

  /** @param {string} query @returns {Uint8Array} */
  search(query) {
    const { names, documentIds } = this.columns, found = new Uint8Array(names.count), named = entriesWith(names, foldCase(query));
    if (named) /** @type {SharedTexts} */ (names).addMarks(named, found);
    return /** @type {SharedTexts} */ (documentIds).addMarks(entriesEqual(documentIds, query), found);
  }
}
