// @ts-check
// The tab About this evidence: what the file is, how it can be checked, and what no check of it can tell.

/** Longer lists are folded. */
const openSources = 8;

class AboutTab {
  constructor() {
    this.panel = byId("panel-about");
    this.isDrawn = false;
    /** @type {CheckRun|null} */
    this.run = null;
    this.verifier = "";
  }

  /** Called when the tab is opened and when the file has been read. */
  show() {
    if (tabs.shown !== "about" || this.isDrawn || !model.blocks) return;
    this.isDrawn = true;
    const limits = ["trust", "frame", "names", "source", "rewrite", "outside"].map((key) => element("li", "", word(`about.limit.${key}`)));
    /** @type {[string, Node[]][]} */
    const parts = [
      ["file", [this.file()]], ["scope", this.scope()], ["check", this.check()], ["checkpoint", this.checkpoint()],
      ["sources", this.sources()], ["tools", this.tools()], ["limits", [element("ul", "limits", ...limits)]],
    ];
    this.panel.replaceChildren(element("div", "about", ...parts.map(([key, nodes]) => section(word(`about.${key}`), ...nodes))));
  }

  /** What this file is. */
  file() {
    const { meta: { account, generator, archivedAt, count, archiveCount }, fingerprint, zone } = model;
    // The archive's number does not count its ledger, which may be here.
    const isTold = archiveCount !== null && archiveCount >= count;
    return facts([
      ["fingerprint", fingerprint ? fingerprintView(fingerprint) : word("about.none")],
      ["account", isolated(account)], ["madeBy", isolated(generator)], ["archivedAt", zone.moment(archivedAt)],
      ["events", isTold ? word("about.countOf", { n: count, all: archiveCount }) : word("about.countOnly", { n: count })],
      ["requester", word("about.requesterText")],
    ]);
  }

  /** What was asked for, under which right, and what is left out. */
  scope() {
    const { meta } = model, { withheld, narrowedTo } = meta, right = word(meta.isRestricted ? "about.right.narrow" : "about.right.whole");
    const json = JSON.stringify(meta.filter, null, 2);
    return [
      facts([
        ["filter", inEnglish(isolated(meta.filterText))], ["right", right],
        ["withheld", withheld ? element("div", "", inEnglish(isolated(withheld.text)), element("p", "muted", word("about.withheldHow"))) : word("about.withheldNone")],
        ...narrowedTo.length ? [/** @type {[string, Node]} */ (["narrowedTo", textBlock(JSON.stringify(narrowedTo, null, 2))])] : [],
      ]),
      folded(word("about.filterJson"), textBlock(json), copyButton(json, word("about.copyFilter"))),
    ];
  }

  /** The self-check with its progress and its results. */
  check() {
    this.start = button(word("check.start"), "primary", () => this.runCheck());
    this.cancel = button(word("check.cancel"), "plain-button", () => this.run?.cancel());
    this.bar = element("progress", "");
    this.bar.max = 1;
    this.bar.setAttribute("aria-label", word("about.check"));
    this.verdict = element("p", "verdict");
    this.verdict.setAttribute("role", "status");
    this.results = element("ul", "check-results");
    this.running(false);
    return [element("p", "", word(evidence.isHere ? "check.what" : "check.whatLarge")), element("p", "muted", word("check.honest")),
      element("div", "check-bar", this.start, this.cancel, this.bar), this.verdict, this.results];
  }

  /** @param {boolean} isRunning */
  running(isRunning) {
    const { start, cancel, bar } = this;
    if (!start || !cancel || !bar) return;
    const hadFocus = document.activeElement === (isRunning ? start : cancel);
    [start.hidden, cancel.hidden, bar.hidden] = [isRunning, !isRunning, !isRunning];
    if (hadFocus) (isRunning ? cancel : start).focus();
  }

  async runCheck() {
    const tail = readTail(), verifier = this.verifier.trim() || model.meta.checkpoint?.verifier || null;
    if (!tail || this.run) return;
    this.results?.replaceChildren();
    this.say(word("check.running"), "");
    try {
      const run = this.run = new CheckRun(tail, verifier, (share) => { if (this.bar) this.bar.value = share; });
      this.running(true);
      this.report(await run.run());
    } catch (error) {
      this.say(this.run?.isCancelled ? word("check.cancelled") : word("check.failed", { reason: reasonOf(error) }), this.run?.isCancelled ? "" : "bad");
    }
    this.run = null;
    this.running(false);
  }

  /** @param {string} text @param {string} state */
  say(text, state) {
    if (!this.verdict) return;
    this.verdict.textContent = text;
    this.verdict.dataset.state = state;
  }

  /** @param {CheckResult[]} results */
  report(results) {
    const isBad = results.some(({ state }) => state === "bad"), isProven = results.some(({ step, state }) => step === "root" && state === "good");
    evidence.isProven = isProven && !isBad;
    this.results?.replaceChildren(...results.map((result) => this.result(result)));
    this.say(word(isBad ? "check.bad" : isProven ? "check.good" : "check.goodParts"), isBad ? "bad" : "good");
    drawer.refresh();
  }

  /** @param {CheckResult} result */
  result({ step, state, text, events = [] }) {
    const made = element("li", "", element("strong", "", `${word(`check.sign.${state}`)} ${word(`check.step.${step}`)}`), element("p", "", text));
    made.dataset.state = state;
    made.dataset.step = step;
    if (events.length) made.append(element("ul", "", ...events.map(eventResult)));
    return made;
  }

  /** The checkpoint and the key that is to be compared. */
  checkpoint() {
    const { checkpoint } = model.meta, note = checkpoint && readNote(checkpoint.note);
    if (!checkpoint) return [element("p", "muted", word("about.noCheckpoint"))];
    const signers = note?.signatures.map(({ name }) => name).join(", ");
    return [
      facts([
        ["treeSize", note ? grouped(note.size) : word("about.unreadable")], ["root", element("code", "", note?.root || "")],
        ["signedBy", signers ? isolated(signers) : word("about.unsigned")],
        ["verifier", checkpoint.verifier ? copyable(checkpoint.verifier, word("about.copyKey")) : word("about.noVerifier")],
      ]),
      ...checkpoint.verifier ? this.comparison(checkpoint.verifier) : [],
      folded(word("about.note"), textBlock(checkpoint.note), copyButton(checkpoint.note, word("about.copyNote"))),
    ];
  }

  /** A field for the key as the reader has it from elsewhere. @param {string} own */
  comparison(own) {
    const input = element("input", ""), answer = element("p", "muted");
    input.autocomplete = "off";
    input.spellcheck = false;
    answer.setAttribute("role", "status");
    input.addEventListener("input", () => {
      this.verifier = input.value;
      const text = input.value.trim(), isKey = readVerifier(text) !== null;
      answer.textContent = text === "" ? "" : word(!isKey ? "about.key.none" : text === own ? "about.key.same" : "about.key.other");
      answer.dataset.state = text === "" ? "" : text === own ? "good" : "bad";
    });
    return [element("label", "key-field", element("span", "", word("about.compareKey")), input), answer];
  }

  /** The files that the events come from. */
  sources() {
    const sources = model.meta.sources.filter(({ file }) => file !== null);
    if (sources.length === 0) return [element("p", "muted", word(model.meta.count ? "about.sourcesWithheld" : "about.sourcesNone"))];
    const head = element("thead", "", element("tr", "", ...["file", "system", "bytes", "sha256"].map((key) => headCell(word(`about.source.${key}`), "col"))));
    const body = element("tbody", "", ...sources.map(sourceRow)), caption = element("caption", "unseen", word("about.sources"));
    const table = scrollBox(word("about.sources"), element("table", "numbers sources", caption, head, body));
    const sums = new Set(sources.map(({ file, sha256: digest }) => `${digest}  ${file}\n`));
    const copy = copyButton([...sums].join(""), word("about.copySums")), note = element("p", "muted", word("about.sourcesNote", { n: sources.length }));
    return sources.length <= openSources ? [note, table, copy] : [note, folded(word("about.sourcesShow", { n: sources.length }), table, copy)];
  }

  /** How to check with programs that are none of ours. */
  tools() {
    const verifier = model.meta.checkpoint?.verifier || "NAME+HASH+KEY";
    const commands = [
      ["sums", "sha256sum -c manifest-sha256.txt"], ["fingerprint", "grep -o '\"fingerprint\": *\"[0-9a-f]*\"' index.html manifest.json"],
      ["leaves", "python3 read_bundle.py BUNDLE.zip"], ["archive", `counterroll verify ARCHIVE --verifier ${verifier}`],
    ];
    return commands.map(([key, command]) => element("div", "tool", element("p", "", word(`about.tool.${key}`)), copyable(command, word("about.copyCommand"))));
  }
}

/** A hash with its first digits in groups, as people compare them. @param {string} hash */
function fingerprintView(hash) {
  const short = element("span", "short-hash", (hash.slice(0, 16).match(/.{4}/g) || []).join(" "));
  return element("div", "fingerprint", short, element("code", "whole-hash", hash), copyButton(hash, word("about.copyFingerprint")));
}

/** @param {EventFinding} finding */
function eventResult({ archiveId, reason }) {
  const link = button(word("check.event", { id: String(archiveId) }), "quiet-link", () => follow(emptyFilter(), archiveId));
  return element("li", "", link, ` ${word(`check.reason.${["differs", "missing"].includes(reason) ? reason : "unreadable"}`)}`);
}

/** @param {Source} source */
function sourceRow({ file, member, bytes, sha256: digest, system }) {
  return element("tr", "", headCell(member === null ? file : `${file} › ${member}`, "row"), element("td", "", isolated(system)),
    element("td", "", grouped(bytes)), element("td", "", element("code", "", digest)));
}

/** @param {string} text @param {string} label of the button */
function copyable(text, label) {
  return element("div", "command", element("code", "", plainText(text)), copyButton(text, label));
}

/** @param {[string, Node|string][]} rows the first of each is the key of its words */
function facts(rows) {
  return element("dl", "facts", ...rows.map(([key, value]) => element("div", "fact", element("dt", "", word(`about.${key}`)), element("dd", "", value))));
}

/** Text of several lines, its invisible characters shown. @param {string} text */
function textBlock(text) {
  const made = element("pre", "");
  showText(made, text, true);
  return made;
}

/** @param {string} summary @param {...Node} children */
function folded(summary, ...children) {
  return element("details", "", element("summary", "", summary), ...children);
}

/** @param {string} text @param {string} label */
function copyButton(text, label) {
  const made = button(word("about.copy"), "plain-button", () => copyText(text));
  made.setAttribute("aria-label", label);
  return made;
}
