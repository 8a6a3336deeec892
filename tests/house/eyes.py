"""Eyes: what a machine can see of a page in a browser: faint texts, and what has no name."""

# Every visible text against the colour behind it, by WCAG 2.2's formula; colours are read off a canvas.
FAINT_TEXTS = """() => {
  const pen = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgba = (colour) => {
    pen.clearRect(0, 0, 1, 1);
    pen.fillStyle = colour;
    pen.fillRect(0, 0, 1, 1);
    return Array.from(pen.getImageData(0, 0, 1, 1).data).map((part) => part / 255);
  };
  const over = (top, below) => top.slice(0, 3).map((part, i) => part * top[3] + below[i] * (1 - top[3]));
  const behind = (node) => {
    if (!node) return [1, 1, 1];
    const own = rgba(getComputedStyle(node).backgroundColor);
    return own[3] === 1 ? own.slice(0, 3) : over(own, behind(node.parentElement));
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const faint = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const style = getComputedStyle(node);
    if (!walker.currentNode.textContent.trim() || !node.checkVisibility({opacityProperty: true})) continue;
    if (node.closest(".spoken, :disabled, noscript, .avatar, option")) continue;
    const below = behind(node);
    const [a, b] = [light(over(rgba(style.color), below)), light(below)].sort((x, y) => y - x);
    const isLarge = parseFloat(style.fontSize) >= 24;
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < (isLarge ? 3 : 4.5)) faint.push(`${walker.currentNode.textContent.trim()}: ${ratio.toFixed(2)}`);
  }
  return faint;
}"""

NAMELESS = """() => Array.from(document.querySelectorAll("button, a, input, select, textarea"))
  .filter((node) => node.checkVisibility())
  .filter((node) => !(node.textContent.trim() || node.ariaLabel || node.labels?.length))
  .filter((node) => !node.getAttribute("aria-labelledby"))
  .map((node) => node.outerHTML.slice(0, 120))"""
