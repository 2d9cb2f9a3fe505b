// @ts-check
// A block of details, from its bytes.

/**
 * @typedef {object} Block
 * @property {Float64Array} ids archive ids
 * @property {Uint32Array} sources
 * @property {Float64Array} records
 * @property {{text: (at: number, time: number) => string|null}} sourceIds
 * @property {StringTable} times
 * @property {StringTable} extras
 * @property {Float64Array} variants
 * @property {Uint32Array} starts where the changes of each event begin
 * @property {Uint32Array} fields
 * @property {Uint32Array} before even: twice the number of a literal; odd: twice the code, plus 1
 * @property {Uint32Array} after
 * @property {ValueTable} literals
 * @property {StringTable|null} withheldExtras null if there are none in the block
 */

/** @param {Uint8Array} bytes @param {number} m the number of events in the block @returns {Block} */
function decodeBlock(bytes, m) {
  const reader = new Reader(bytes);
  const ids = reader.stream().sums(new Float64Array(m)), sources = reader.stream().varints(m), records = reader.stream().sums(new Float64Array(m));
  const sourceIds = decodeSourceIds(reader.stream(), m), times = reader.stream().stringTable(), extras = reader.stream().stringTable();
  const variants = wideVarints(reader.stream(), m);
  const starts = runningStarts(reader.stream().varints(m));
  const fields = reader.stream().varints(starts[m]);
  const { before, after, literalCount } = decodeCodes(reader.stream(), fields);
  const { ends, kinds } = readValueLengths(reader.stream(), literalCount);
  const literals = new ValueTable(reader.take(reader.varint()), ends, kinds);
  if (literals.bytes.length !== ends[literalCount]) throw new Error("damage.size");
  const rest = reader.stream(), withheldExtras = rest.bytes.length ? rest.stringTable() : null;
  return { ids, sources, records, sourceIds, times, extras, variants, starts, fields, before, after, literals, withheldExtras };
}

/** Texts, or object ids as numbers: the second in which each was made, less that of its event, its maker and its counter. @param {Reader} reader @param {number} m */
function decodeSourceIds(reader, m) {
  if (reader.varint() === 0) return reader.stringTable();
  const seconds = Float64Array.from({ length: m }, () => reader.zigzag()), makers = reader.sums(new Float64Array(m)), counters = reader.sums(new Float64Array(m));
  const hex = (/** @type {number} */ number, /** @type {number} */ digits) => number.toString(16).padStart(digits, "0");
  return {
    text: (/** @type {number} */ at, /** @type {number} */ time) => hex(Math.floor(time / 1000) + seconds[at], 8) + hex(makers[at], 10) + hex(counters[at], 6),
  };
}

/** @param {Reader} reader @param {number} count @returns {Float64Array} */
function wideVarints(reader, count) {
  const list = new Float64Array(count);
  for (let i = 0; i < count; i++) list[i] = reader.varint();
  return list;
}

/** @param {Uint32Array} counts @returns {Uint32Array} */
function runningStarts(counts) {
  const starts = new Uint32Array(counts.length + 1);
  for (let i = 0; i < counts.length; i++) starts[i + 1] = starts[i] + counts[i];
  return starts;
}

/**
 * The codes come grouped by field, ascending; this gives them back to their changes.
 * @param {Reader} reader
 * @param {Uint32Array} fields
 */
function decodeCodes(reader, fields) {
  const order = changesByField(fields);
  const before = new Uint32Array(fields.length), after = new Uint32Array(fields.length);
  let literalCount = 0;
  /** @param {Uint32Array} target @param {number} from @param {number} to */
  const fill = (target, from, to) => {
    for (let i = from; i < to; i++) {
      const code = reader.varint();
      target[order[i]] = code === 3 ? 2 * literalCount++ : 2 * code + 1;
    }
  };
  for (let from = 0, to = 0; from < order.length; from = to) {
    const field = fields[order[from]];
    while (to < order.length && fields[order[to]] === field) to++;
    fill(before, from, to);
    fill(after, from, to);
  }
  return { before, after, literalCount };
}

/** The numbers of the changes, sorted by field and within a field by number. @param {Uint32Array} fields @returns {Uint32Array} */
function changesByField(fields) {
  let most = 0;
  for (const field of fields) if (field > most) most = field;
  const next = new Uint32Array(most + 2);
  for (const field of fields) next[field + 1]++;
  for (let field = 0; field <= most; field++) next[field + 1] += next[field];
  const order = new Uint32Array(fields.length);
  for (let i = 0; i < fields.length; i++) order[next[fields[i]]++] = i;
  return order;
}
