// Builds the DOM without markup in strings, as the content security policy demands.

const SVG = "http://www.w3.org/2000/svg";

/** The first element that matches, or an error that names the selector. */
export function one(selector, root = document) {
  const found = root.querySelector(selector);
  if (!found) throw new Error(`nothing on the page matches ${selector}`);
  return found;
}

/**
 * An element: el("button", {class: "button", on: {click: act}}, "投票").
 * `true` sets an empty attribute; `false`, `null` and `undefined` leave it out. Children are nodes,
 * texts, arrays of them, or nothing.
 */
export function el(tag, props = {}, ...children) {
  return build(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function svg(tag, props = {}, ...children) {
  return build(document.createElementNS(SVG, tag), props, children);
}

/** Puts these children in the place of all that the node had. */
export function fill(node, ...children) {
  node.replaceChildren(...flat(children));
  return node;
}

function build(node, props, children) {
  for (const [name, value] of Object.entries(props)) {
    if (name === "on") {
      for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    } else if (value === true) {
      node.setAttribute(name, "");
    } else if (value !== false && value !== null && value !== undefined) {
      node.setAttribute(name, value);
    }
  }
  node.append(...flat(children));
  return node;
}

function flat(children) {
  const some = children.flat(Infinity);
  return some.filter((child) => child !== null && child !== undefined && child !== false);
}
