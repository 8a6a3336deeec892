// Mrkdwn: Slack's text markup, drawn as nodes. https://docs.slack.dev/messaging/formatting-message-text

import { drawDate } from "./dates.js";
import { h } from "./dom.js";
import { emojiOf } from "./emoji.js";
import { drawLink } from "./links.js";
import { drawBroadcast, drawChannel, drawGroup, drawUser } from "./mentions.js";

/** A text object ({type: plain_text|mrkdwn, text, emoji?, verbatim?}) as nodes. */
export function drawText(text) {
  if (!text) return [];
  if (text.type === "plain_text") return [drawPlain(text)];
  return drawMrkdwn(text.text ?? "", { links: !text.verbatim });
}

/** Plain text is data: what is written is what is shown; only :codes: become emoji, and only when asked for. */
export function drawPlain(text) {
  const words = String(text?.text ?? "");
  return document.createTextNode(text?.emoji === true ? withEmoji(words) : words);
}

export function withEmoji(words) {
  return words.replace(/:([a-z0-9_+'-]+):/g, (code, name) => emojiOf(name) ?? code);
}

export function drawMrkdwn(text, { links = true } = {}) {
  const pieces = String(text).split(/```/);
  const closed = pieces.length % 2 === 1;
  return pieces.flatMap((piece, index) => {
    if (index % 2 === 0) return drawQuotes(piece, links);
    const isOpenFence = !closed && index === pieces.length - 1;
    if (isOpenFence) return drawQuotes("```" + piece, links);
    return h("pre", { class: "code-block" }, h("code", {}, drawVerbatim(piece.replace(/^\n/, "").replace(/\n$/, ""))));
  });
}

const QUOTED = /^(?:>|&gt;) ?/;
const QUOTED_TO_END = /^(?:>>>|&gt;&gt;&gt;) ?/;

function drawQuotes(text, links) {
  const nodes = [];
  let plain = [];
  let quoted = [];
  const close = () => {
    if (plain.length) nodes.push(...drawInline(plain.join("\n"), links));
    if (quoted.length) nodes.push(h("blockquote", {}, drawInline(quoted.join("\n"), links)));
    plain = [];
    quoted = [];
  };
  const lines = text.split("\n");
  for (const [index, line] of lines.entries()) {
    if (QUOTED_TO_END.test(line)) {
      close();
      quoted = [line.replace(QUOTED_TO_END, ""), ...lines.slice(index + 1)];
      break;
    }
    const isQuote = QUOTED.test(line);
    if (isQuote ? plain.length : quoted.length) close();
    if (isQuote) quoted.push(line.replace(QUOTED, ""));
    else plain.push(line);
  }
  close();
  return nodes;
}

// Code, <…> and bare addresses are taken out first and leave HOLE behind, so that * _ ~ inside them mean nothing.
const HOLE = "\uE000";
const ATOM = /`([^`\n]+)`|<([^<>\n]+)>|\uE000|(https?:\/\/[^\s<>|`\u3000-\u303f\uff00-\uffef]+)/g;

function drawInline(text, links) {
  const atoms = [];
  const holed = text.replace(ATOM, (whole, code, angle, address) => {
    if (address && !links) return whole;
    atoms.push({ whole, code, angle, address });
    return HOLE;
  });
  return drawStyled(holed, atoms);
}

// As in Slack, a letter or digit right outside a marker, or a doubled marker, keeps it from meaning anything.
const STYLED = new RegExp(["\\*", "_", "~"].map(spanOf).join("|"), "u");
const TAGS = { "*": "strong", _: "em", "~": "s" };

function spanOf(marker) {
  const outside = `[\\p{L}\\p{N}${marker}]`;
  return `(?<!${outside})${marker}(?=[^\\s${marker}])([^${marker}\\n]*[^\\s${marker}])${marker}(?!${outside})`;
}

function drawStyled(text, atoms) {
  const found = STYLED.exec(text);
  if (!found) return drawRun(text, atoms);
  const [whole, ...insides] = found;
  const before = drawRun(text.slice(0, found.index), atoms);
  const styled = h(TAGS[whole[0]], {}, drawStyled(insides.find(Boolean), atoms));
  return [...before, styled, ...drawStyled(text.slice(found.index + whole.length), atoms)];
}

function drawRun(text, atoms) {
  return text.split(/(\uE000)/).flatMap((piece) => {
    if (piece === HOLE) return drawAtom(atoms.shift());
    return piece ? [document.createTextNode(withEmoji(decoded(piece)))] : [];
  });
}

function drawAtom({ whole, code, angle, address }) {
  if (code) return h("code", { class: "code" }, drawVerbatim(code));
  if (address) return drawBareAddress(decoded(address));
  if (angle) return drawAngle(angle);
  return document.createTextNode(whole);
}

function drawBareAddress(address) {
  const url = address.replace(/[.,;:!?)'"\]]+$/, "");
  return [drawLink(url), document.createTextNode(address.slice(url.length))];
}

function drawAngle(inside) {
  const [target, ...rest] = inside.split("|");
  const label = decoded(rest.join("|"));
  if (target.startsWith("@")) return drawUser(target.slice(1), label);
  if (target.startsWith("#")) return drawChannel(target.slice(1), label);
  if (target.startsWith("!")) return drawSpecial(target.slice(1), label);
  return drawLink(decoded(target), ...(label ? [withEmoji(label)] : []));
}

function drawSpecial(command, label) {
  const [name, ...facts] = command.split("^");
  if (name === "date") {
    const date = drawDate(facts[0], decoded(facts[1] ?? "{date}"), label);
    return facts[2] ? drawLink(decoded(facts[2]), date) : date;
  }
  if (name === "subteam") return drawGroup(facts[0], label);
  if (["here", "channel", "everyone"].includes(name)) return drawBroadcast(name);
  return document.createTextNode(label || `<${command}>`);
}

/** Inside code nothing is marked up, but addresses and mentions are shown by what they say. */
function drawVerbatim(text) {
  return decoded(text.replace(/<(?:([^<>|\n]+)\|)?([^<>\n]+)>/g, (_, __, shown) => shown));
}

function decoded(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}
