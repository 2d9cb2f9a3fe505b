// @ts-check
// Many events have the same user, module and action. Each such combination has a number, so that a filter decides about some thousands of them
// instead of millions of events, and a pass over the events has nothing to decide.

/** So many possible combinations are numbered by a table, more by a map. */
const mostInTable = 1 << 23;

/**
 * @typedef {object} Combinations
 * @property {Ids} of the combination of each event
 * @property {Uint32Array} actors of each combination
 * @property {Uint32Array} modules
 * @property {Uint32Array} actions
 * @property {Uint8Array} conflicts 1 if its events contradict others
 */

/** @param {Columns} columns @param {Meta} meta @returns {Combinations} */
function combine({ count, actor, module, action, flags }, { modules: { length: moduleCount }, actions: { length: actionCount }, actors }) {
  const possible = actors.length * moduleCount * actionCount * 2, numbers = numbersFor(possible);
  /** @type {number[]} */
  const keys = [];
  const of = new Uint32Array(count);
  for (let event = 0; event < count; event++) {
    const key = ((actor[event] * moduleCount + module[event]) * actionCount + action[event]) * 2 + (flags[event] === 0 ? 0 : 1);
    let number = numbers.get(key);
    if (number === 0) {
      keys.push(key);
      numbers.set(key, number = keys.length);
    }
    of[event] = number - 1;
  }
  const numbersOf = (/** @type {(key: number) => number} */ part) => Uint32Array.from(keys, (key) => part(Math.floor(key / 2)));
  return {
    of: keys.length <= 0x10000 ? new Uint16Array(of) : of, actors: numbersOf((key) => Math.floor(key / (moduleCount * actionCount))),
    modules: numbersOf((key) => Math.floor(key / actionCount) % moduleCount), actions: numbersOf((key) => key % actionCount),
    conflicts: Uint8Array.from(keys, (key) => key % 2),
  };
}

/** Numbers by key, 0 where there is none yet. @param {number} possible keys are below this */
function numbersFor(possible) {
  if (possible > mostInTable) {
    const map = new Map();
    return { get: (/** @type {number} */ key) => map.get(key) || 0, set: (/** @type {number} */ key, /** @type {number} */ number) => { map.set(key, number); } };
  }
  const table = new Uint32Array(possible);
  return { get: (/** @type {number} */ key) => table[key], set: (/** @type {number} */ key, /** @type {number} */ number) => { table[key] = number; } };
}

/** @type {{columns: Columns|null, made: Combinations|null}} */
const lastCombinations = { columns: null, made: null };

/** Those of the model's columns, made once. @returns {Combinations} */
function combinations() {
  const { columns, meta } = model;
  if (lastCombinations.columns !== columns) Object.assign(lastCombinations, { columns, made: combine(columns, meta) });
  return /** @type {Combinations} */ (lastCombinations.made);
}
