// @ts-check
// What full text looks through: the values before and after, and the further fields, of all events. It is made from the blocks, a group of
// them at a time, and works in the worker as well as in the page.
//
// A value that occurs twice stands in its field's table and is looked at once; the index knows which events of a group have it. Other values
// and further fields are kept as text.

/** Blocks of a group: so many that an event's place in it takes 16 bits. */
const groupBlocks = 16;

/**
 * @typedef {object} GroupIndex
 * @property {Uint32Array} values numbers of the tables' values that occur, ascending
 * @property {Uint32Array} starts where the events of each begin
 * @property {Uint16Array} events places in the group
 * @property {FoldedTexts} texts
 * @property {Uint16Array} textEvents the event of each text, as its place in the group
 */

class TextIndex {
  /** @param {{count: number, blockSize: number, fieldCount: number, values: Uint8Array, budget: number}} settings */
  constructor({ count, blockSize, fieldCount, values, budget }) {
    this.count = count;
    this.blockSize = blockSize;
    this.budget = budget;
    /** @type {number[]} for each field the number of its first value, among those of all fields */
    this.firstValues = [];
    this.valueCount = 0;
    this.tables = decodeValues(values, fieldCount).map((table) => {
      this.firstValues.push(this.valueCount);
      this.valueCount += table.count;
      return new FoldedTexts(table.bytes, table.ends);
    });
    this.counts = new Uint32Array(this.valueCount + 1);
    // Used for one group after the other: browsers are slow to give back what is thrown away.
    this.lists = { values: new NumberList(), events: new NumberList(), texts: new TextList() };
    this.inflated = new Uint8Array(1 << 17);
    /** @type {(GroupIndex|null)[]} null where there was no room: such a group is made again for each search */
    this.groups = [];
    /** @type {Uint8Array[][]} the packed blocks of groups without an index */
    this.packed = [];
  }

  /** Takes in the next group. @param {Uint8Array[]} packed its blocks */
  add(packed) {
    const group = this.groupOf(packed, this.groups.length);
    this.budget -= 8 * group.values.length + 2 * group.events.length + 2 * group.textEvents.length + group.texts.size;
    this.groups.push(this.budget >= 0 ? group : null);
    this.packed.push(this.budget >= 0 ? [] : packed);
  }

  /**
   * For each event 1 if it holds the part.
   * @param {string} part folded
   * @param {() => boolean} isWanted whether the answer is still waited for
   * @returns {Promise<Uint8Array>}
   */
  async find(part, isWanted) {
    const hits = new Uint8Array(this.count), values = this.valuesWith(part), size = groupBlocks * this.blockSize;
    for (let number = 0; number < this.groups.length && isWanted(); number++) {
      if (!this.groups[number]) await nextTask(); // so that word of a later query gets through
      const group = this.groups[number] || this.groupOf(this.packed[number], number);
      const within = hits.subarray(number * size, (number + 1) * size);
      markValues(group, values, within);
      group.texts.find(part, (text) => { within[group.textEvents[text]] = 1; });
    }
    return hits;
  }

  /** The numbers of the tables' values that hold the part, ascending. @param {string} part @returns {number[]} */
  valuesWith(part) {
    /** @type {number[]} */
    const found = [];
    this.tables.forEach((table, field) => table.find(part, (value) => { found.push(this.firstValues[field] + value); }));
    return found;
  }

  /** @param {Uint8Array[]} packed @param {number} number @returns {GroupIndex} */
  groupOf(packed, number) {
    const { lists } = this, first = number * groupBlocks * this.blockSize;
    for (const list of Object.values(lists)) list.clear();
    packed.forEach((block, place) => {
      const before = place * this.blockSize, bytes = inflate(block, this.inflated);
      this.inflated = new Uint8Array(bytes.buffer);
      readBlockTexts(bytes, Math.min(this.blockSize, this.count - first - before), before, this.firstValues, lists);
    });
    return { ...this.sorted(lists.values, lists.events), texts: lists.texts.folded(), textEvents: Uint16Array.from(lists.texts.events.list) };
  }

  /** The events by value. @param {NumberList} values @param {NumberList} events */
  sorted({ list: values }, { list: events }) {
    const { counts } = this;
    counts.fill(0);
    for (let i = 0; i < values.length; i++) counts[values[i]]++;
    let distinct = 0;
    for (let value = 0; value < this.valueCount; value++) if (counts[value] > 0) distinct++;
    const found = new Uint32Array(distinct), starts = new Uint32Array(distinct + 1), byValue = new Uint16Array(values.length);
    for (let value = 0, place = 0, start = 0; value < this.valueCount; value++) {
      if (counts[value] === 0) continue;
      found[place] = value;
      start += counts[value];
      starts[++place] = start;
      counts[value] = start - counts[value];
    }
    for (let i = 0; i < values.length; i++) byValue[counts[values[i]]++] = events[i];
    return { values: found, starts, events: byValue };
  }
}

/** Marks the events that have one of these values. @param {GroupIndex} group @param {number[]} values ascending @param {Uint8Array} hits */
function markValues({ values: present, starts, events }, values, hits) {
  const isFew = values.length * 16 < present.length;
  let place = 0;
  for (const value of values) {
    if (isFew) place = placeIn(present, value, place);
    else while (place < present.length && present[place] < value) place++;
    if (place === present.length) return;
    if (present[place] === value) for (let i = starts[place]; i < starts[place + 1]; i++) hits[events[i]] = 1;
  }
}

/** The first place from `low` on whose number is at least this one. @param {Uint32Array} numbers @param {number} number @param {number} low */
function placeIn(numbers, number, low) {
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < number) low = middle + 1; else high = middle;
  }
  return low;
}

/**
 * Adds what a block holds for searches.
 * @param {Uint8Array} bytes the block, inflated
 * @param {number} m its events
 * @param {number} before events of the group that stand before it
 * @param {number[]} firstValues
 * @param {{values: NumberList, events: NumberList, texts: TextList}} lists
 */
function readBlockTexts(bytes, m, before, firstValues, { values, events, texts }) {
  const reader = new Reader(bytes), streams = Array.from({ length: 13 }, () => reader.stream());
  addExtras(streams[5].stringTable(), before, texts);
  const starts = runningStarts(streams[7].varints(m)), fields = streams[8].varints(starts[m]), order = changesByField(fields);
  const eventOf = new Uint16Array(fields.length);
  for (let event = 0; event < m; event++) eventOf.fill(before + event, starts[event], starts[event + 1]);
  const codes = streams[9], lengths = streams[10], literals = streams[11];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const field = fields[order[from]], first = firstValues[field] - 4;
    while (to < order.length && fields[order[to]] === field) to++;
    for (let i = 0; i < 2 * (to - from); i++) {
      const code = codes.varint(), event = eventOf[order[from + i % (to - from)]];
      if (code > 3) { values.push(first + code); events.push(event); }
      else if (code === 3) texts.push(literals.take(lengths.varint() >> 1), event);
    }
  }
}

/** @param {StringTable} extras @param {number} before @param {TextList} texts */
function addExtras({ bytes, ends, count }, before, texts) {
  for (let event = 0; event < count; event++) {
    if (ends[event + 1] > ends[event]) texts.push(bytes.subarray(ends[event], ends[event + 1]), before + event);
  }
}

/** Numbers below 2³², of which there may be many. */
class NumberList {
  constructor() {
    this.numbers = new Uint32Array(1 << 12);
    this.length = 0;
  }

  clear() {
    this.length = 0;
  }

  /** @param {number} number */
  push(number) {
    if (this.length === this.numbers.length) {
      const larger = new Uint32Array(2 * this.length);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    this.numbers[this.length++] = number;
  }

  /** @returns {Uint32Array} */
  get list() {
    return this.numbers.subarray(0, this.length);
  }
}

/** Texts with the events that they belong to. */
class TextList {
  constructor() {
    this.bytes = new Uint8Array(1 << 12);
    this.ends = new NumberList();
    this.events = new NumberList();
    this.clear();
  }

  clear() {
    this.size = 0;
    this.ends.clear();
    this.events.clear();
    this.ends.push(0);
  }

  /** @param {Uint8Array} text @param {number} event */
  push(text, event) {
    if (this.size + text.length > this.bytes.length) {
      const larger = new Uint8Array(Math.max(2 * this.bytes.length, this.size + text.length));
      larger.set(this.bytes.subarray(0, this.size));
      this.bytes = larger;
    }
    this.bytes.set(text, this.size);
    this.ends.push(this.size += text.length);
    this.events.push(event);
  }

  /** @returns {FoldedTexts} */
  folded() {
    return new FoldedTexts(this.bytes.subarray(0, this.size), this.ends.list.slice());
  }
}
