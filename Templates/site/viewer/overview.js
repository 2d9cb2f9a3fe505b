// @ts-check
// The Overview tab: what happened, when, and by whom, in numbers that lead to the events behind them.

/** So many bars a list shows; the rest is added up. */
const barsShown = { person: 10, other: 6, module: 12, action: 12 };

class OverviewTab {
  constructor() {
    this.panel = byId("panel-overview");
    /** Whether other events are shown, or in another zone, than are drawn. */
    this.isStale = true;
    this.run = 0;
    this.width = 0;
    /** @type {OverviewCounts|null} */
    this.counts = null;
    addEventListener("resize", delayed(() => { if (this.counts && tabs.shown === "overview" && this.panel.clientWidth !== this.width) this.draw(this.counts); }, 150));
  }

  /** Called when the shown events or the zone have changed. */
  update() {
    this.isStale = true;
    this.show();
  }

  /** Called when the tab is opened. */
  async show() {
    if (tabs.shown !== "overview" || !model.blocks || !this.isStale) return;
    this.isStale = false;
    this.panel.setAttribute("aria-busy", "true");
    const run = ++this.run, counts = await countOverview(() => this.run !== run);
    if (!counts || this.run !== run) return;
    this.counts = counts;
    this.draw(counts);
    this.panel.setAttribute("aria-busy", "false");
  }

  /** @param {OverviewCounts} counts */
  draw(counts) {
    this.width = this.panel.clientWidth;
    if (counts.count === 0) return this.panel.replaceChildren(this.scope(counts));
    const inner = element("div", "overview", this.scope(counts), this.headlines(counts));
    this.panel.replaceChildren(inner);
    const { panel } = this, style = getComputedStyle(panel), room = Math.min(panel.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight), 1216) - 34;
    inner.append(
      this.activity(counts, room), this.week(counts, room),
      element("div", "overview-lists", this.users(counts), this.list("modules", counts.modules, "module"), this.list("actions", counts.actions, "action")),
    );
  }

  /** Which events are counted, and in which zone. @param {OverviewCounts} counts */
  scope({ count }) {
    const all = model.meta.count, text = isFiltering(model.filter) ? word("overview.filtered", { n: count, all }) : word("overview.all", { n: count });
    const line = element("p", "overview-scope", element("span", "", text), element("span", "muted", word("overview.zone", { zone: model.zone.name })));
    line.setAttribute("role", "status");
    if (isFiltering(model.filter)) line.append(button(word("overview.showAll"), "quiet-link", () => changeFilter(emptyFilter())));
    return line;
  }

  /** A few numbers for whoever has a minute. @param {OverviewCounts} counts */
  headlines(counts) {
    const people = ranked(counts.users, (user) => model.meta.actors[user].kind === "person");
    const deletions = ranked(counts.actions, (action) => model.meta.actions[action].class === "delete").reduce((sum, action) => sum + counts.actions[action], 0);
    const day = busiestDay(counts), { firstDay, newest } = counts;
    const lastDay = dayNumber(model.zone, newest), span = lastDay - firstDay + 1;
    const dayName = `${weekdayName((day.number + 3) % 7, "long")}, ${wholeDay(day.number)}`;
    return element("div", "headlines",
      headline(word("overview.events"), grouped(counts.count), word("overview.perDay", { n: Math.round(counts.count / span) }), markTo({}, word("overview.events"), counts.count)),
      headline(word("overview.people"), grouped(people.length), word("overview.byPeople", { n: people.reduce((sum, user) => sum + counts.users[user], 0) })),
      headline(word("overview.deletions"), grouped(deletions), word("overview.share", { share: share(deletions, counts.count) }), markTo(ofClass("delete"), word("overview.deletions"), deletions)),
      headline(word("overview.busiest"), shortDay(day.number), word("events", { n: day.count }), markTo(onDays(isoOfDay(day.number), isoOfDay(day.number)), dayName, day.count)),
      headline(word("overview.period"), word("overview.days", { n: span }), word("overview.fromTo", { from: wholeDay(firstDay), to: wholeDay(lastDay) })),
    );
  }

  /** Activity over time. @param {OverviewCounts} counts @param {number} room */
  activity(counts, room) {
    const { unit, periods } = periodsOf(counts), title = word(`overview.by.${unit}`), used = actionClasses.map((_, kind) => periods.some(({ classes }) => classes[kind] > 0));
    const names = actionClasses.map((name) => word(`class.${name}`)), places = actionClasses.map((_, kind) => kind).filter((kind) => used[kind]);
    const columns = periods.map((period) => {
      const parts = places.filter((kind) => period.classes[kind]).map((kind) => `${names[kind]} ${grouped(period.classes[kind])}`);
      const label = [`${period.label}: ${word("events", { n: period.total })}`, ...parts].join(", ");
      return { short: period.short, parts: places.map((kind) => period.classes[kind]), mark: { label, count: period.total, go: () => follow(within(onDays(period.from, period.to)), null) } };
    });
    const totals = places.map((kind) => periods.reduce((sum, { classes }) => sum + classes[kind], 0));
    const rows = periods.filter(({ total }) => total > 0).reverse().map((period) => [
      period.label, markTo(onDays(period.from, period.to), period.label, period.total),
      ...places.map((kind) => markTo({ ...onDays(period.from, period.to), ...ofClass(actionClasses[kind]) }, `${period.label}, ${names[kind]}`, period.classes[kind])),
    ]);
    const top = columns.reduce((most, column) => column.mark.count > most.mark.count ? column : most);
    return section(title,
      columnChart(room, columns, places.map((kind) => actionClasses[kind]), { title, description: word("overview.peak", { peak: top.mark.label }) }),
      legend(places.map((kind, index) => ({ className: actionClasses[kind], mark: markTo(ofClass(actionClasses[kind]), names[kind], totals[index]), name: names[kind] }))),
      numberTable({ title, heads: [word(`overview.${unit}`), word("overview.events"), ...places.map((kind) => names[kind])], rows }));
  }

  /** Weekday by hour. @param {OverviewCounts} counts @param {number} room */
  week(counts, room) {
    const title = word("overview.week.title"), hours = Array.from({ length: 24 }, (_, hour) => `${padded(hour)}:00`);
    const marks = Array.from(counts.hours, (count, place) => {
      const name = word("overview.hour", { day: weekdayName(Math.floor(place / 24), "long"), from: hours[place % 24], to: hours[(place + 1) % 24] });
      return markTo({ hour: new Set([place]) }, name, count);
    });
    const weekdays = Array.from({ length: 7 }, (_, day) => day), top = marks.reduce((most, mark) => mark.count > most.count ? mark : most);
    const map = heatMap(room, {
      rows: weekdays.map((day) => weekdayName(day, "short")), columns: hours.map((hour) => hour.slice(0, 2)), marks, title, description: word("overview.peak", { peak: top.label }),
    });
    const rows = hours.map((hour, place) => [hour, ...weekdays.map((day) => marks[day * 24 + place])]);
    return section(title, element("p", "muted", word("overview.week.note", { zone: model.zone.name })), map,
      numberTable({ title, heads: [word("overview.hourHead"), ...weekdays.map((day) => weekdayName(day, "short"))], rows }));
  }

  /** Users by their kinds: people first, then what is no person. @param {OverviewCounts} counts */
  users({ users, count }) {
    const { actors } = model.meta, title = word("overview.users"), most = Math.max(...users);
    /** @type {Cell[][]} */
    const rows = [];
    const groups = userKinds.flatMap((kind) => {
      const places = ranked(users, (user) => actors[user].kind === kind), shown = places.slice(0, kind === "person" ? barsShown.person : barsShown.other);
      if (places.length === 0) return [];
      const total = places.reduce((sum, user) => sum + users[user], 0);
      const bars = shown.map((user) => ({ name: nameOf("user", user), className: kind === "person" ? "person" : "machine", mark: markTo({ user: new Set([user]) }, plainText(clipped(actorName(actors[user]))), users[user]) }));
      rows.push(...bars.map(({ mark }, index) => [plainText(clipped(actorName(actors[shown[index]]))), word(`kind.${kind}`), mark, share(mark.count, count)]));
      return [element("h3", "", word(`kinds.${kind}`), element("span", "muted", ` ${word("overview.kindTotal", { n: places.length, events: word("events", { n: total }) })}`)),
        barChart(bars, most), ...rest(places.length - shown.length, total - shown.reduce((sum, user) => sum + users[user], 0))];
    });
    return section(title, ...groups, numberTable({ title, heads: [word("overview.user"), word("overview.kind"), word("overview.events"), word("overview.shareHead")], rows }));
  }

  /** @param {"modules"|"actions"} key @param {Uint32Array} counts @param {"module"|"action"} dimension */
  list(key, counts, dimension) {
    const title = word(`overview.${key}`), places = ranked(counts), shown = places.slice(0, barsShown[dimension]), total = counts.reduce((sum, count) => sum + count, 0);
    const text = (/** @type {number} */ place) => dimension === "module" ? model.meta.modules[place] : model.meta.actions[place].name;
    const bars = shown.map((place) => ({
      name: nameOf(dimension, place), className: dimension === "action" ? model.meta.actions[place].class : "module",
      mark: markTo({ [dimension]: new Set([place]) }, plainText(clipped(text(place))), counts[place]),
    }));
    const rows = bars.map(({ mark }, index) => [plainText(clipped(text(shown[index]))), mark, share(mark.count, total)]);
    return section(title, barChart(bars, counts[places[0]]), ...rest(places.length - shown.length, total - shown.reduce((sum, place) => sum + counts[place], 0)),
      numberTable({ title, heads: [word(`overview.${dimension}`), word("overview.events"), word("overview.shareHead")], rows }));
  }
}

/** @param {string} title @param {...Node} children */
function section(title, ...children) {
  return element("section", "card", element("h2", "", title), ...children);
}

/** @param {number} part @param {number} whole */
function share(part, whole) {
  return new Intl.NumberFormat(language, { style: "percent", maximumFractionDigits: part / whole < 0.1 ? 1 : 0 }).format(whole ? part / whole : 0);
}

/** What the bars leave out, in one line. @param {number} number @param {number} events */
function rest(number, events) {
  return number > 0 ? [element("p", "muted rest", word("overview.rest", { n: number, events: word("events", { n: events }) }))] : [];
}

/** The name of a choice, its invisible characters shown. @param {"user"|"module"|"action"} dimension @param {number} place */
function nameOf(dimension, place) {
  const { actors, modules, actions } = model.meta;
  return isolated(clipped(dimension === "user" ? actorName(actors[place]) : dimension === "module" ? modules[place] : actions[place].name), "bar-name");
}

/** @param {string} name @param {string} value @param {string} note @param {Mark} [mark] */
function headline(name, value, note, mark) {
  const parts = [element("span", "headline-name", name), element("span", "headline-value", value), element("span", "headline-note", note)];
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

/** @param {OverviewCounts} counts @returns {{number: number, count: number}} the day with most events, the latest of several */
function busiestDay({ days, firstDay }) {
  const width = actionClasses.length, best = { number: firstDay, count: 0 };
  for (let day = 0; day < days.length / width; day++) {
    let count = 0;
    for (let kind = 0; kind < width; kind++) count += days[day * width + kind];
    if (count >= best.count && count > 0) Object.assign(best, { number: firstDay + day, count });
  }
  return best;
}

/** The list's filter with more conditions: where it chose already, only what both choose. @param {Partial<Filter>} more @returns {Filter} */
function within(more) {
  const filter = { ...model.filter, ...more };
  if (more.action && model.filter.action.size) filter.action = new Set([...more.action].filter((action) => model.filter.action.has(action)));
  return filter;
}

/** The actions of a class. @param {string} name @returns {Partial<Filter>} */
function ofClass(name) {
  return { action: new Set(model.meta.actions.flatMap((action, index) => action.class === name ? [index] : [])) };
}

/** @param {string} from @param {string} to @returns {Partial<Filter>} */
function onDays(from, to) {
  const first = isoOfDay(dayNumber(model.zone, /** @type {OverviewCounts} */ (overview.counts).oldest));
  const last = isoOfDay(dayNumber(model.zone, /** @type {OverviewCounts} */ (overview.counts).newest));
  // At its ends the list's own range may be narrower than a day.
  return { from: from <= first && model.filter.from ? model.filter.from : from, to: to >= last && model.filter.to ? model.filter.to : to };
}

/** A mark that leads to the list. @param {Partial<Filter>} more @param {string} name @param {number} count @returns {Mark} */
function markTo(more, name, count) {
  return { label: `${name}: ${word("events", { n: count })}`, count, go: () => { follow(within(more), null); table.focusCurrent(); } };
}
