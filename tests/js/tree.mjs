// As much of a page's tree as the scripts that are tested here ask for: elements with attributes,
// texts, fields, events and the focus. Selectors are lists of `tag`, `#id`, `[name]` and
// `[name="value"]`.

class Node {
  parent = null;
  get ownerDocument() {
    return globalThis.document;
  }
  get isConnected() {
    return this === document.root || Boolean(this.parent?.isConnected);
  }
  isEqualNode(other) {
    return this.nodeType === other.nodeType && String(this) === String(other);
  }
  remove() {
    const among = this.parent?.childNodes;
    among?.splice(among.indexOf(this), 1);
    this.parent = null;
  }
  replaceWith(node) {
    const { parent } = this;
    node.remove();
    parent.childNodes[parent.childNodes.indexOf(this)] = node;
    this.parent = null;
    node.parent = parent;
  }
}

class Text extends Node {
  nodeType = 3;
  constructor(data) {
    super();
    this.data = data;
  }
  get textContent() {
    return this.data;
  }
  cloneNode() {
    return new Text(this.data);
  }
  contains(node) {
    return node === this;
  }
  toString() {
    return this.data;
  }
}

class Element extends Node {
  nodeType = 1;
  childNodes = [];
  heard = {};
  disabled = false;
  typed = null;
  chosen = null;
  ticked = null;

  constructor(localName, attributes, children) {
    super();
    this.localName = localName;
    this.given = new Map(Object.entries(attributes));
    this.append(...children);
  }
  get attributes() {
    return [...this.given].map(([name, value]) => ({ name, value }));
  }
  getAttribute(name) {
    return this.given.get(name) ?? null;
  }
  hasAttribute(name) {
    return this.given.has(name);
  }
  setAttribute(name, value) {
    this.given.set(name, String(value));
  }
  removeAttribute(name) {
    this.given.delete(name);
  }
  toggleAttribute(name, wanted) {
    if (wanted) this.given.set(name, "");
    else this.given.delete(name);
  }
  get classList() {
    const names = new Set((this.getAttribute("class") ?? "").split(" ").filter(Boolean));
    return {
      toggle: (name, wanted) => {
        names[wanted ? "add" : "delete"](name);
        this.setAttribute("class", [...names].join(" "));
      },
    };
  }
  get id() {
    return this.getAttribute("id") ?? "";
  }
  get name() {
    return this.getAttribute("name") ?? "";
  }
  get hidden() {
    return this.hasAttribute("hidden");
  }
  set hidden(hidden) {
    this.toggleAttribute("hidden", hidden);
  }
  get dataset() {
    return new Proxy(this, {
      get: (it, name) => it.getAttribute(`data-${name}`) ?? undefined,
      set: (it, name, value) => {
        it.setAttribute(`data-${name}`, value);
        return true;
      },
    });
  }

  append(...nodes) {
    for (const node of nodes.map((it) => (it instanceof Node ? it : new Text(String(it))))) {
      node.remove();
      node.parent = this;
      this.childNodes.push(node);
    }
  }
  replaceChildren(...nodes) {
    for (const node of [...this.childNodes]) node.remove();
    this.append(...nodes);
  }
  cloneNode(deep) {
    const children = deep ? this.childNodes.map((node) => node.cloneNode(true)) : [];
    return new Element(this.localName, Object.fromEntries(this.given), children);
  }
  contains(node) {
    return node === this || this.childNodes.some((child) => child.contains(node));
  }
  get textContent() {
    return this.childNodes.map((node) => node.textContent).join("");
  }
  set textContent(text) {
    this.replaceChildren(text);
  }
  toString() {
    const attributes = [...this.given].sort().map(([name, value]) => ` ${name}="${value}"`);
    return `<${this.localName}${attributes.join("")}>${this.childNodes.join("")}</>`;
  }

  matches(selectors) {
    return selectors.split(", ").some((selector) => {
      const [, tag, id, name, value] =
        /^([a-z0-9]+)?(?:#([\w-]+))?(?:\[([\w-]+)(?:="?([^"\]]*)"?)?\])?$/.exec(selector);
      return (!tag || this.localName === tag) && (!id || this.id === id)
        && (!name || this.hasAttribute(name))
        && (value === undefined || this.getAttribute(name) === value);
    });
  }
  querySelectorAll(selectors) {
    const elements = this.childNodes.filter((node) => node instanceof Element);
    return elements.flatMap((node) =>
      [...(node.matches(selectors) ? [node] : []), ...node.querySelectorAll(selectors)]);
  }
  querySelector(selectors) {
    return this.querySelectorAll(selectors)[0] ?? null;
  }

  get defaultValue() {
    return this.localName === "textarea" ? this.textContent : this.getAttribute("value") ?? "";
  }
  get value() {
    return this.typed ?? this.defaultValue;
  }
  set value(text) {
    this.typed = text;
  }
  get defaultChecked() {
    return this.hasAttribute("checked");
  }
  get checked() {
    return this.ticked ?? this.defaultChecked;
  }
  set checked(ticked) {
    this.ticked = ticked;
  }
  get options() {
    return this.localName === "select" ? this.querySelectorAll("option") : undefined;
  }
  get defaultSelected() {
    return this.hasAttribute("selected");
  }
  get selectedIndex() {
    const given = this.options.findIndex((option) => option.defaultSelected);
    return this.chosen ?? Math.max(0, given);
  }
  set selectedIndex(at) {
    this.chosen = at;
  }

  addEventListener(name, act) {
    this.heard[name] = act;
  }
  /** Presses it; done when what that began is done. */
  async click() {
    if (!this.disabled) await this.heard.click?.({ currentTarget: this, preventDefault() {} });
  }
  focus() {
    document.activeElement = this;
  }
}

/** An element: tag("p", { id: "a" }, "text", tag("b")). */
export const tag = (name, attributes = {}, ...children) => new Element(name, attributes, children);

/** Makes a page of these children the one that scripts see, and gives its root. */
export function onPage(...children) {
  const root = tag("body");
  let focused = root;
  globalThis.document = {
    root,
    // What is taken away takes the focus with it.
    get activeElement() {
      return focused.isConnected ? focused : root;
    },
    set activeElement(element) {
      focused = element;
    },
    createElement: (name) => tag(name),
    importNode: (node) => node.cloneNode(true),
    getElementById: (id) => root.querySelector(`#${id}`),
    querySelector: (selectors) => root.querySelector(selectors),
    querySelectorAll: (selectors) => root.querySelectorAll(selectors),
  };
  globalThis.CSS = { escape: (text) => text };
  root.append(...children);
  return root;
}
