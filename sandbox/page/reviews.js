// Reviews: "a review arrives": ready ones with one click, and a small form for one's own.

import { api } from "./api.js";
import { workspaceNow } from "./clock.js";
import { withOffset } from "./dates.js";
import { freshId, h } from "./dom.js";
import { paneHead } from "./pane_head.js";
import { faultWords } from "./press.js";
import { emit, page } from "./store.js";
import { either, t } from "./wording.js";

const TIERS = ["basic", "silver", "gold", "diamond"];
export const reviewsPane = h("section", { class: "side-pane" });
let drawnFor = null;

export function showReviews(language) {
  if (drawnFor === language) return;
  drawnFor = language;
  reviewsPane.setAttribute("aria-label", t("review"));
  reviewsPane.replaceChildren(
    h("header", { class: "pane-head" }, paneHead(t("review"), () => emit("panel", null))),
    h("div", { class: "scroller panel-body" }, h("p", { class: "quiet" }, t("review.lead")), drawSamples(), drawStorm(), drawForm()),
  );
}

function drawSamples() {
  const samples = page.demo?.samples ?? [];
  return h("ul", { class: "samples" }, samples.map((sample) => h("li", {}, drawSample(sample))));
}

/** Many at once: what the desk does when Slack's pace is not enough. */
function drawStorm() {
  const status = h("p", { class: "sample-status", role: "status" });
  const button = h("button", { type: "button", class: "button", dataset: { tool: "storm" }, onclick: () => brew(button, status) }, t("storm"));
  return h("div", { class: "storm" }, button, status);
}

async function brew(button, status) {
  if (button.getAttribute("aria-busy") === "true") return;
  button.setAttribute("aria-busy", "true");
  say(status, t("review.sending"), "");
  try {
    const { accepted } = await api.storm();
    say(status, t("storm.sent", { count: accepted }), "is-good");
  } catch (fault) {
    say(status, faultWords(fault), "is-bad");
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function drawSample(sample) {
  const status = h("p", { class: "sample-status", role: "status" });
  const { review } = sample;
  const button = h(
    "button",
    { type: "button", class: "sample", "aria-label": either(sample.title), onclick: () => sendOnce(button, status, again(review)) },
    h("span", { class: "sample-title" }, h("b", {}, either(sample.title)), stars(review.rating)),
    h("span", { class: "sample-text" }, review.text ?? ""),
    h("span", { class: "sample-product" }, [review.product?.name, storeName(review.store)].filter(Boolean).join(" · ")),
  );
  return [button, status];
}

/** The same words from another customer's order, now: a new review, not a redelivery. */
function again(review) {
  return { ...review, ...stamp() };
}

function stamp() {
  const suffix = `${Date.now().toString(36)}${Math.floor(Math.random() * 1e6).toString(36)}`;
  return { id: `page-${suffix}`, created_at: withOffset(workspaceNow()) };
}

async function sendOnce(button, status, review) {
  if (button.getAttribute("aria-busy") === "true") return false;
  button.setAttribute("aria-busy", "true");
  say(status, t("review.sending"), "");
  try {
    const { accepted = 0 } = await api.review(review);
    say(status, t(accepted ? "review.sent" : "review.duplicate", { store: storeName(review.store) }), "is-good");
    return true;
  } catch (fault) {
    say(status, faultWords(fault), "is-bad");
    return false;
  } finally {
    button.removeAttribute("aria-busy");
  }
}

function say(status, words, mark) {
  status.textContent = words;
  status.className = `sample-status ${mark}`;
}

function drawForm() {
  const lines = page.demo?.lines?.length ? page.demo.lines : [""];
  const fields = {
    store: selectOf((page.demo?.stores ?? []).map(({ key, name }) => [key, either(name)])),
    product: h("input", { class: "field", type: "text", maxlength: 300, required: true, value: t("review.product_example") }),
    line: selectOf(lines.map((line) => [line.key ?? line, either(line.name ?? line)])),
    text: h("textarea", { class: "field", rows: 3, maxlength: 10000, placeholder: t("review.text_example") }),
    tier: selectOf(TIERS.map((tier) => [tier, t(`tier.${tier}`)])),
    images: h("input", { class: "field", type: "number", min: 0, max: 9, value: "0" }),
  };
  const rating = starPicker();
  const status = h("p", { class: "sample-status", role: "status" });
  const button = h("button", { type: "submit", class: "button is-primary" }, t("review.send"));
  const form = h(
    "form",
    { class: "review-form", novalidate: true },
    h("h2", {}, t("review.own")),
    row("review.store", fields.store),
    h("div", { class: "pair" }, row("review.product", fields.product), row("review.line", fields.line)),
    rating.node,
    row("review.text", fields.text),
    h("div", { class: "pair" }, row("review.tier", fields.tier), row("review.images", fields.images)),
    h("div", { class: "form-foot" }, button, status),
  );
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const isSent = await sendOnce(button, status, bodyOf(fields, rating.value()));
    if (isSent) fields.text.value = "";
  });
  return form;
}

function bodyOf(fields, rating) {
  const { id, created_at } = stamp();
  const name = fields.product.value.trim();
  const images = Math.max(0, Math.min(9, Math.trunc(Number(fields.images.value)) || 0));
  return {
    id,
    type: "created",
    store: fields.store.value,
    product: { sku: `page-${name}`.slice(0, 200), name, line: fields.line.value },
    customer: { id: `c-${id}`, name: t("review.customer"), tier: fields.tier.value },
    rating,
    text: fields.text.value.trim(),
    images: Array.from({ length: images }, (_, index) => `https://pictures.example/${id}/${index + 1}.jpg`),
    created_at,
  };
}

function row(key, field) {
  field.id = freshId("review");
  return h("div", { class: "form-row" }, h("label", { for: field.id }, t(key)), field);
}

function selectOf(pairs) {
  return h("select", { class: "select" }, pairs.map(([value, label]) => h("option", { value }, label)));
}

function starPicker() {
  const name = freshId("stars");
  const ticks = [1, 2, 3, 4, 5].map((count) => {
    const label = t("review.stars", { n: count });
    return h("input", { type: "radio", name, value: String(count), checked: count === 1, "aria-label": label });
  });
  const labels = ticks.map((tick) => h("label", { class: "star" }, tick, h("span", { "aria-hidden": "true" })));
  const node = h("fieldset", { class: "form-row star-row" }, h("legend", {}, t("review.rating")), h("div", { class: "stars-pick" }, labels));
  const paint = () => {
    const chosen = ticks.findIndex((tick) => tick.checked);
    for (const [index, label] of labels.entries()) {
      label.classList.toggle("is-lit", index <= chosen);
      label.querySelector("[aria-hidden]").textContent = index <= chosen ? "★" : "☆";
    }
  };
  node.addEventListener("change", paint);
  paint();
  return { node, value: () => ticks.findIndex((tick) => tick.checked) + 1 };
}

function stars(rating) {
  if (!rating) return null;
  return h("span", { class: "stars", role: "img", "aria-label": t("review.stars", { n: rating }) }, "★".repeat(rating) + "☆".repeat(5 - rating));
}

function storeName(key) {
  const store = page.demo?.stores?.find((known) => known.key === key);
  return either(store?.name) || key;
}
