// @ts-check
// Many events have the same user, module and action. Each such combination has a number, so that a filter decides about some thousands of them
// instead of millions of events, and a pass over the events has nothing to decide.

/** So many possible combinations are numbered by a table, more by a map. */
const mostInTable = 1 << 23;
/** From so many combinations on their numbers need four bytes. */
const tooManyForShort = 0x10001;

/**
 * @typedef {object} Combinations
 * @property {Ids} of the combination of each event
 * @property {Uint32Array} actors of each combination
 * @property {Uint32Array} modules
 * @property {Uint32Array} actions
 * @property {Uint8Array} conflicts 1 if its events contradict others
 */

/** @param {Columns} columns @param {Meta} meta @returns {Combinations} */
function combine(columns, { modules: { length: moduleCount }, actions: { length: actionCount }, actors }) {
  const possible = actors.length * moduleCount * actionCount * 2, sizes = { moduleCount, actionCount };
  const { of, keys } = possible > mostInTable ? numberByMap(columns, sizes) : numberByTable(columns, sizes, new Uint32Array(possible));
  const numbersOf = (/** @type {(key: number) => number} */ part) => Uint32Array.from(keys, (key) => part(Math.floor(key / 2)));
  return {
    of, actors: numbersOf((key) => Math.floor(key / (moduleCount * actionCount))),
    modules: numbersOf((key) => Math.floor(key / actionCount) % moduleCount), actions: numbersOf((key) => key % actionCount),
    conflicts: Uint8Array.from(keys, (key) => key % 2),
  };
}

/** @typedef {{moduleCount: number, actionCount: number}} KeySizes */

/** The usual way, with nothing called in the loop: millions of events wait for it when the page opens. @param {Columns} columns @param {KeySizes} sizes @param {Uint32Array} numbers by key, counted from 1 */
function numberByTable({ count, actor, module, action, flags }, { moduleCount, actionCount }, numbers) {
  /** @type {number[]} */
  const keys = [];
  /** @type {Ids} */
  let of = new Uint16Array(count);
  for (let event = 0; event < count; event++) {
    const key = (actor[event] * moduleCount + module[event]) * actionCount + action[event] << 1 | (flags[event] === 0 ? 0 : 1);
    let number = numbers[key];
    if (number === 0) {
      numbers[key] = number = keys.push(key);
      if (number === tooManyForShort) of = new Uint32Array(of);
    }
    of[event] = number - 1;
  }
  return { of, keys };
}

/** @param {Columns} columns @param {KeySizes} sizes */
function numberByMap({ count, actor, module, action, flags }, { moduleCount, actionCount }) {
  /** @type {number[]} */
  const keys = [], numbers = new Map();
  /** @type {Ids} */
  let of = new Uint16Array(count);
  for (let event = 0; event < count; event++) {
    const key = ((actor[event] * moduleCount + module[event]) * actionCount + action[event]) * 2 + (flags[event] === 0 ? 0 : 1);
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, number = keys.push(key));
      if (number === tooManyForShort) of = new Uint32Array(of);
    }
    of[event] = number - 1;
  }
  return { of, keys };
}

/** @type {{columns: Columns|null, made: Combinations|null}} */
const lastCombinations = { columns: null, made: null };

/** Those of the model's columns, made once. @returns {Combinations} */
function combinations() {
  const { columns, meta } = model;
  if (lastCombinations.columns !== columns) Object.assign(lastCombinations, { columns, made: combine(columns, meta) });
  return /** @type {Combinations} */ (lastCombinations.made);
}
