// @ts-check
// Lays out JSON by its text alone. Nothing is parsed into numbers, so every digit stays as the source wrote it.

const jsonTokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g;

/** @param {string} text JSON source text @returns {string} the same tokens, indented by two spaces */
function prettyJson(text) {
  const tokens = text.match(jsonTokens) || [];
  let result = "", depth = 0;
  const line = () => "\n" + "  ".repeat(Math.min(depth, 40));
  tokens.forEach((token, index) => {
    const before = tokens[index - 1];
    if (token === "}" || token === "]") {
      depth--;
      result += (before === "{" || before === "[" ? "" : line()) + token;
      return;
    }
    if (before === "{" || before === "[" || before === ",") result += line();
    result += token === ":" ? ": " : token;
    if (token === "{" || token === "[") depth++;
  });
  return result;
}
