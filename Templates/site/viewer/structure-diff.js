// @ts-check
// What differs between two JSON values: keys of objects, items of lists. The marks hang on the nodes of the two trees.

/** @typedef {Map<JsonNode, "removed"|"added">} Marks */

/** A field of the account's own, as many systems write it: one object of a list, with a name and a value. */
const nameKeys = ["fieldName", "field_name", "displayName", "name", "label", "key", "field", "Name"];
const valueKeys = ["fieldValue", "field_value", "value", "Value", "NewValue"];

/** @param {JsonNode} node @param {string[]} keys @returns {JsonEntry|undefined} */
function entryOf(node, keys) {
  for (const key of keys) {
    const found = node.entries.find((entry) => entry.key === key);
    if (found) return found;
  }
  return undefined;
}

/**
 * The name, value and other keys of a list's items, if the list is one of named values; null if it is not.
 * @param {JsonNode} list
 * @returns {{node: JsonNode, name: string, value: JsonNode, others: JsonEntry[]}[]|null}
 */
function namedItems(list) {
  if (list.kind !== "list" || list.entries.length === 0) return null;
  const named = [];
  for (const { node } of list.entries) {
    const name = entryOf(node, nameKeys), value = entryOf(node, valueKeys);
    const others = node.entries.filter((entry) => entry !== name && entry !== value);
    if (node.kind !== "object" || name?.node.kind !== "text" || !value || others.some((entry) => entry.node.entries.length > 0)) return null;
    named.push({ node, name: jsonString(name.node.source), value: value.node, others });
  }
  return named;
}

/** Whether a list holds only short texts, such as tags. @param {JsonNode} list @returns {boolean} */
function isTagList(list) {
  return list.kind === "list" && list.entries.length > 0 && list.entries.every(({ node }) => node.kind === "text" && node.source.length <= 48);
}

/** @param {JsonNode} before @param {JsonNode} after @returns {Marks} */
function compareStructures(before, after) {
  /** @type {Marks} */
  const marks = new Map();
  markDifferences(before, after, marks, { work: 200_000 }, 0);
  return marks;
}

/** @param {JsonNode} before @param {JsonNode} after @param {Marks} marks @param {{work: number}} budget @param {number} depth */
function markDifferences(before, after, marks, budget, depth) {
  if (compactJson(before.source) === compactJson(after.source)) return;
  budget.work -= before.source.length + after.source.length;
  if (before.kind === "object" && after.kind === "object" && depth < 60 && budget.work > 0) {
    return markKeys(keyed(before.entries), keyed(after.entries), marks, budget, depth);
  }
  if (before.kind === "list" && after.kind === "list" && depth < 60 && budget.work > 0) return markItems(before, after, marks, budget, depth);
  marks.set(before, "removed");
  marks.set(after, "added");
}

/** Entries by key; where a key is repeated, by key and turn. @param {{key: string, node: JsonNode, row?: JsonNode}[]} entries */
function keyed(entries) {
  /** @type {Map<string, {node: JsonNode, row: JsonNode}>} */
  const map = new Map();
  for (const { key, node, row } of entries) {
    let turn = 0;
    while (map.has(`${turn} ${key}`)) turn++;
    map.set(`${turn} ${key}`, { node, row: row || node });
  }
  return map;
}

/**
 * @param {ReturnType<typeof keyed>} before
 * @param {ReturnType<typeof keyed>} after
 * @param {Marks} marks
 * @param {{work: number}} budget
 * @param {number} depth
 */
function markKeys(before, after, marks, budget, depth) {
  for (const [key, { node, row }] of before) {
    const other = after.get(key);
    if (other) markDifferences(node, other.node, marks, budget, depth + 1); else marks.set(row, "removed");
  }
  for (const [key, { row }] of after) if (!before.has(key)) marks.set(row, "added");
}

/** @param {JsonNode} before @param {JsonNode} after @param {Marks} marks @param {{work: number}} budget @param {number} depth */
function markItems(before, after, marks, budget, depth) {
  const named = [namedItems(before), namedItems(after)];
  if (named[0] && named[1]) {
    const [first, second] = named.map((items) => keyed((items || []).map(rowOf)));
    return markKeys(first, second, marks, budget, depth);
  }
  const lists = [before, after].map(({ entries }) => entries.map(({ node }) => compactJson(node.source)));
  const [first, second] = numbered(lists), all = { same: false, from: 0, to: first.length, otherFrom: 0, otherTo: second.length };
  for (const run of compareSequences(first, second, budget) || [all]) {
    if (!run.same) markRun(before.entries.slice(run.from, run.to), after.entries.slice(run.otherFrom, run.otherTo), marks, budget, depth);
  }
}

/** A named value counts as the same field where its other keys are the same too. @param {{node: JsonNode, name: string, value: JsonNode, others: JsonEntry[]}} item */
function rowOf({ node, name, value, others }) {
  return { key: [name, ...others.map((entry) => `${entry.key} ${entry.node.source}`)].join("\n"), node: value, row: node };
}

/** Items that stand in the place of others: those of one kind are compared in turn. @param {JsonEntry[]} removed @param {JsonEntry[]} added @param {Marks} marks @param {{work: number}} budget @param {number} depth */
function markRun(removed, added, marks, budget, depth) {
  for (let i = 0; i < Math.max(removed.length, added.length); i++) {
    const before = removed[i]?.node, after = added[i]?.node;
    if (before?.kind === "object" && after?.kind === "object") markDifferences(before, after, marks, budget, depth + 1);
    else {
      if (before) marks.set(before, "removed");
      if (after) marks.set(after, "added");
    }
  }
}
