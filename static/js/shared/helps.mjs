// What makes a form easier where scripts run: [data-shows="password"] shows what is typed into the
// field of that id, [data-prints] prints the page. The buttons are hidden where no script runs.

/** Makes the buttons work. */
export function start(root = document) {
  for (const button of root.querySelectorAll("[data-shows]")) shows(button, root);
  for (const button of root.querySelectorAll("[data-prints]")) {
    button.hidden = false;
    button.addEventListener("click", () => root.defaultView.print());
  }
}

function shows(button, root) {
  const field = root.getElementById(button.dataset.shows);
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
  };
  button.hidden = false;
  button.addEventListener("click", () => show(field.type === "password"));
  // A browser keeps what was typed as text; a password goes as one.
  field.form.addEventListener("submit", () => show(false));
}

if (globalThis.document) start();
