// @ts-check
// Lays out JSON by its text alone. Nothing is parsed into numbers, so every digit stays as the source wrote it.

/**
 * @typedef {{kind: "object"|"list"|"text"|"number"|"word", source: string, entries: JsonEntry[]}} JsonNode entries: of an object or list, else empty
 * @typedef {{key: string, node: JsonNode}} JsonEntry the items of a list have no key: ""
 */

const jsonTokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** @param {string} text JSON source text @returns {string} the same tokens, indented by two spaces */
function prettyJson(text) {
  const tokens = text.match(jsonTokens) || [], parts = [];
  let depth = 0;
  const line = () => "\n" + "  ".repeat(Math.min(depth, 40));
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (token === "}" || token === "]") {
      depth--;
      parts.push(before === "{" || before === "[" ? "" : line(), token);
      return;
    }
    if (before === "{" || before === "[" || before === ",") parts.push(line());
    parts.push(token === ":" ? ": " : token);
    if (token === "{" || token === "[") depth++;
  });
  return parts.join("");
}

/** The same JSON without the spaces between its tokens. @param {string} text @returns {string} */
function compactJson(text) {
  return (text.match(jsonTokens) || []).join("");
}

/** What a JSON string stands for. @param {string} source with its quotes @returns {string} */
function jsonString(source) {
  try { return JSON.parse(source); } catch { return source; }
}

/** @param {string} token @returns {JsonNode["kind"]} */
function jsonKind(token) {
  switch (token[0]) {
    case "{": return "object";
    case "[": return "list";
    case '"': return "text";
    case "t": case "f": case "n": return "word";
    default: return "number";
  }
}

/** The JSON as a tree, or null if the text is none. Repeated keys and the order of keys stay. @param {string} text @returns {JsonNode|null} */
function parseJson(text) {
  /** @type {{node: JsonNode, start: number}[]} */
  const open = [];
  /** @type {JsonNode|null} */
  let root = null;
  let key = "", last = "";
  for (const match of text.matchAll(jsonTokens)) {
    const token = match[0], parent = open.at(-1)?.node;
    if (token === "}" || token === "]") {
      const closed = open.pop();
      if (!closed) return null;
      closed.node.source = text.slice(closed.start, match.index + 1);
    } else if (parent?.kind === "object" && (last === "{" || last === ",")) key = jsonString(token);
    else if (token !== "," && token !== ":") {
      if (root && !parent) return null;
      /** @type {JsonNode} */
      const node = { kind: jsonKind(token), source: token, entries: [] };
      if (parent) parent.entries.push({ key: parent.kind === "object" ? key : "", node }); else root = node;
      if (token === "{" || token === "[") open.push({ node, start: match.index });
    }
    last = token;
  }
  return open.length === 0 ? root : null;
}
