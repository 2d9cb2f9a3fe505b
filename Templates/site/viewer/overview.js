// @ts-check
// The Overview tab: what happened, when, and by whom, in numbers that lead to the events behind them.

/** So many bars a list shows; the rest is added up. */
const barsShown = { person: 10, other: 6, module: 12, action: 12 };
/** The widest that the tab grows, and what a card's frame takes of it, in points. */
const overviewWidth = 1216, cardFrame = 34;

class OverviewTab {
  constructor() {
    this.panel = byId("panel-overview");
    /** Whether other events are shown, or in another zone, than are drawn. */
    this.isStale = true;
    this.run = 0;
    this.width = 0;
    /** @type {OverviewCounts|null} */
    this.counts = null;
    addEventListener("resize", delayed(() => this.fit(), 150));
  }

  /** Called when the shown events or the zone have changed. */
  update() {
    this.isStale = true;
    this.show();
  }

  /** Called when the tab is opened. */
  async show() {
    if (tabs.shown !== "overview" || !model.blocks) return;
    if (!this.isStale) return this.fit();
    this.isStale = false;
    this.panel.setAttribute("aria-busy", "true");
    const run = ++this.run, counts = await countOverview(() => this.run !== run);
    if (!counts || this.run !== run) return;
    this.counts = counts;
    this.draw(counts);
    this.panel.setAttribute("aria-busy", "false");
  }

  /** Drawings are made for a width. */
  fit() {
    if (this.counts && tabs.shown === "overview" && this.panel.clientWidth !== this.width) this.draw(this.counts);
  }

  /** @param {OverviewCounts} counts */
  draw(counts) {
    const { panel } = this, style = getComputedStyle(panel), padding = parseFloat(style.paddingLeft) + parseFloat(style.paddingRight);
    this.width = panel.clientWidth;
    const room = Math.min(this.width - padding, overviewWidth) - cardFrame, inner = element("div", "overview", this.scope(counts));
    if (counts.count > 0) {
      const lists = element("div", "overview-lists", this.users(counts), this.list("module", counts.modules), this.list("action", counts.actions));
      inner.append(this.headlines(counts), this.activity(counts, room), this.week(counts, room), lists);
    }
    panel.replaceChildren(inner);
  }

  /** Which events are counted, and in which zone. @param {OverviewCounts} counts */
  scope({ count }) {
    const isPart = isFiltering(model.filter), all = model.meta.count;
    const text = isPart ? word("overview.filtered", { n: count, all }) : word("overview.all", { n: count });
    const line = element("p", "overview-scope", element("span", "", text), element("span", "muted", word("overview.zone", { zone: model.zone.name })));
    line.setAttribute("role", "status");
    if (isPart) line.append(button(word("overview.showAll"), "quiet-link", () => changeFilter(emptyFilter())));
    return line;
  }

  /** A few numbers for whoever has a minute. @param {OverviewCounts} counts */
  headlines(counts) {
    const { actors, actions } = model.meta, { count, firstDay, users } = counts;
    const people = ranked(users, (user) => actors[user].kind === "person"), busiest = busiestDay(counts);
    const deletions = sumOf(counts.actions, ranked(counts.actions, (action) => actions[action].class === "delete"));
    const lastDay = dayNumber(model.zone, counts.newest), span = lastDay - firstDay + 1, iso = isoOfDay(busiest.day);
    const busiestName = `${weekdayName((busiest.day + 3) % 7, "long")}, ${wholeDay(busiest.day)}`;
    return element("div", "headlines",
      headline("events", grouped(count), word("overview.perDay", { n: Math.round(count / span) }), markTo({}, word("overview.events"), count)),
      headline("people", grouped(people.length), word("overview.byPeople", { n: sumOf(users, people) })),
      headline("deletions", grouped(deletions), word("overview.share", { share: share(deletions, count) }),
        markTo(ofClass("delete"), word("overview.deletions"), deletions)),
      headline("busiest", shortDay(busiest.day), word("events", { n: busiest.count }),
        markTo(onDays(counts, { from: iso, to: iso }), busiestName, busiest.count)),
      headline("period", word("overview.days", { n: span }), word("overview.fromTo", { from: wholeDay(firstDay), to: wholeDay(lastDay) })),
    );
  }

  /** Activity over time, in piles of the classes of actions that occur. @param {OverviewCounts} counts @param {number} room */
  activity(counts, room) {
    const { unit, periods } = periodsOf(counts), title = word(`overview.by.${unit}`);
    const kinds = actionClasses.map((key, kind) => ({ key, kind, name: word(`class.${key}`), total: periods.reduce((sum, { classes }) => sum + classes[kind], 0) }))
      .filter(({ total }) => total > 0);
    const columns = periods.map((period) => {
      const parts = kinds.filter(({ kind }) => period.classes[kind]).map(({ kind, name }) => `, ${name} ${grouped(period.classes[kind])}`);
      const mark = markTo(onDays(counts, period), period.label, period.total);
      return { short: period.short, parts: kinds.map(({ kind }) => period.classes[kind]), mark: { ...mark, label: mark.label + parts.join("") } };
    });
    const description = word("overview.peak", { peak: largest(columns.map(({ mark }) => mark)).label });
    const rows = periods.filter(({ total }) => total > 0).reverse().map((period) => [
      period.label, markTo(onDays(counts, period), period.label, period.total),
      ...kinds.map(({ key, kind, name }) => markTo({ ...onDays(counts, period), ...ofClass(key) }, `${period.label}, ${name}`, period.classes[kind])),
    ]);
    return section(title, columnChart(room, columns, kinds.map(({ key }) => key), { title, description }),
      legend(kinds.map(({ key, name, total }) => ({ className: key, name, mark: markTo(ofClass(key), name, total) }))),
      numberTable({ title, heads: [word(`overview.${unit}`), word("overview.events"), ...kinds.map(({ name }) => name)], rows }));
  }

  /** Weekday by hour. @param {OverviewCounts} counts @param {number} room */
  week(counts, room) {
    const title = word("overview.week.title"), hours = Array.from({ length: 24 }, (_, hour) => `${padded(hour)}:00`);
    const marks = Array.from(counts.hours, (count, place) => {
      const day = weekdayName(Math.floor(place / 24), "long"), name = word("overview.hour", { day, from: hours[place % 24], to: hours[(place + 1) % 24] });
      return markTo({ hour: new Set([place]) }, name, count);
    });
    const days = Array.from({ length: 7 }, (_, day) => weekdayName(day, "short")), description = word("overview.peak", { peak: largest(marks).label });
    const rows = hours.map((hour, place) => [hour, ...days.map((_, day) => marks[day * 24 + place])]);
    return section(title, element("p", "muted", word("overview.week.note", { zone: model.zone.name })),
      heatMap(room, { rows: days, columns: hours.map((hour) => hour.slice(0, 2)), marks, title, description }),
      numberTable({ title, heads: [word("overview.hourHead"), ...days], rows }));
  }

  /** Users by their kinds: people first, then what is no person. @param {OverviewCounts} counts */
  users({ users, count }) {
    const title = word("overview.users"), groups = kindNames.map((kind) => this.usersOf(kind, users)).filter(({ bars }) => bars.length > 0);
    const rows = groups.flatMap(({ kind, bars }) => bars.map(({ text, mark }) => [text, word(`kind.${kind}`), mark, share(mark.count, count)]));
    const heads = ["user", "kind", "events", "shareHead"].map((key) => word(`overview.${key}`));
    return section(title, ...groups.flatMap(({ parts }) => parts), numberTable({ title, heads, rows }));
  }

  /** @param {typeof kindNames[number]} kind @param {Uint32Array} users */
  usersOf(kind, users) {
    const places = ranked(users, (user) => model.meta.actors[user].kind === kind), isPerson = kind === "person", total = sumOf(users, places);
    const bars = choiceBars("user", places.slice(0, isPerson ? barsShown.person : barsShown.other), users, () => isPerson ? "person" : "machine");
    const sum = word("overview.kindTotal", { n: places.length, events: word("events", { n: total }) });
    const head = element("h3", "", word(`kinds.${kind}`), element("span", "muted", ` ${sum}`));
    return { kind, bars, parts: [head, barChart(bars, Math.max(...users)), ...rest(places.length, total, bars)] };
  }

  /** @param {"module"|"action"} dimension @param {Uint32Array} counts */
  list(dimension, counts) {
    const title = word(`overview.${dimension}s`), places = ranked(counts), total = sumOf(counts, places);
    const classOf = (/** @type {number} */ place) => dimension === "action" ? model.meta.actions[place].class : "module";
    const bars = choiceBars(dimension, places.slice(0, barsShown[dimension]), counts, classOf);
    const heads = [dimension, "events", "shareHead"].map((key) => word(`overview.${key}`));
    return section(title, barChart(bars, counts[places[0]]), ...rest(places.length, total, bars),
      numberTable({ title, heads, rows: bars.map(({ text, mark }) => [text, mark, share(mark.count, total)]) }));
  }
}

/** @param {string} title @param {...Node} children */
function section(title, ...children) {
  return element("section", "card", element("h2", "", title), ...children);
}

/** What the bars leave out, in one line. @param {number} number of choices @param {number} total @param {{mark: Mark}[]} bars */
function rest(number, total, bars) {
  const n = number - bars.length, events = total - bars.reduce((sum, { mark }) => sum + mark.count, 0);
  return n > 0 ? [element("p", "muted rest", word("overview.rest", { n, events: word("events", { n: events }) }))] : [];
}

/** @param {string} key of its name @param {string} value @param {string} note @param {Mark} [mark] */
function headline(key, value, note, mark) {
  const parts = [["name", word(`overview.${key}`)], ["value", value], ["note", note]].map(([part, text]) => element("span", `headline-${part}`, text));
  if (!mark || mark.count === 0) return element("div", "headline", ...parts);
  const made = button("", "headline", mark.go);
  made.append(...parts);
  made.title = mark.label;
  return made;
}

/** @param {{className: string, name: string, mark: Mark}[]} entries */
function legend(entries) {
  return element("ul", "chart-legend", ...entries.map(({ className, name, mark }) => {
    const made = button("", "quiet-link", mark.go);
    made.append(element("span", `swatch ${className}`), `${name} ${grouped(mark.count)}`);
    made.title = mark.label;
    return element("li", "", made);
  }));
}
