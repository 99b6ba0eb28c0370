// A button in each password field shows what is typed there. When the form is sent it is a password again, so that no
// browser keeps it as text.
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  const { label } = document.currentScript.dataset;
  const show = (isShown) => {
    field.type = isShown ? "text" : "password";
    button.setAttribute("aria-pressed", isShown);
  };
  // What is shown is no text to be checked, perhaps by others.
  field.spellcheck = false;
  field.autocapitalize = "none";
  button.type = "button";
  button.className = "link show";
  button.title = label;
  button.setAttribute("aria-label", label);
  button.setAttribute("aria-controls", field.id);
  button.innerHTML = '<svg viewBox="0 0 20 20" width="20" fill="none" stroke="currentColor" aria-hidden="true"><path d="M2 10c4-7 12-7 16 0c-4 7-12 7-16 0"/><circle cx="10" cy="10" r="2.5"/></svg>';
  button.addEventListener("click", () => show(field.type === "password"));
  field.form.addEventListener("submit", () => show(false));
  show(false);
  field.after(button);
}
