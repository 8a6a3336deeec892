// Pictures: images of this server with their alt text; an outside picture is named, not fetched.

import { h } from "./dom.js";
import { icon } from "./icons.js";
import { drawLink, ownPicture } from "./links.js";
import { drawPlain } from "./mrkdwn.js";
import { t } from "./wording.js";

/** An image block or element: {image_url | slack_file, alt_text}. */
export function drawPicture(image, size = "") {
  const url = image.image_url ?? image.slack_file?.url ?? (image.slack_file?.id ? `/files/${image.slack_file.id}` : "");
  return drawFrom(url, image.alt_text ?? "", size);
}

export function drawPictureBlock(block) {
  const title = block.title ? h("figcaption", {}, drawPlain(block.title)) : null;
  return h("figure", { class: "picture" }, title, drawPicture(block));
}

/** The files of a message: pictures shown, the rest as links. */
export function drawFiles(files) {
  return h("div", { class: "files" }, files.map(drawFile));
}

function drawFile(file) {
  const url = file.url_private ?? file.permalink ?? `/files/${file.id}`;
  const name = file.title || file.name || file.id;
  if (!String(file.mimetype ?? "").startsWith("image/")) {
    const own = ownPicture(url);
    return h("div", { class: "file" }, icon("file"), own ? h("a", { href: own, download: name }, name) : name);
  }
  return h("figure", { class: "picture" }, h("figcaption", {}, name), drawFrom(url, file.alt_txt || name));
}

function drawFrom(url, alt, size = "") {
  const own = url ? ownPicture(url) : null;
  if (!own) return drawOutside(url, alt, size);
  const picture = h("img", { src: own, alt, class: `image ${size}`, loading: "lazy", decoding: "async" });
  picture.addEventListener("error", () => picture.replaceWith(drawOutside("", alt || t("picture.broken"), size)));
  if (size) return picture;
  return h("a", { href: own, target: "_blank", rel: "noopener" }, picture);
}

function drawOutside(url, alt, size) {
  if (size) return h("span", { class: `image-stand-in ${size}`, role: "img", "aria-label": alt, title: alt }, icon("file"));
  const where = url ? h("small", {}, drawLink(url)) : null;
  return h("div", { class: "image-stand-in" }, icon("file"), h("span", {}, alt, where));
}
