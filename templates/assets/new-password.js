// Says of each rule whether what is typed keeps it. The server decides, and knows more rules.
const field = document.getElementById("password");
const rules = [...document.querySelectorAll("[data-rule]")];
const fold = (text) => text.normalize("NFKC").toLowerCase();
// A user name counts as a whole, of an address what stands before its @.
const typed = (name) => [...document.querySelectorAll(`[name=${name}]`)].map((one) => fold(one.value));
const names = () => [...typed("username"), ...typed("email").map((one) => one.split("@")[0])];
const kept = {
  length: (text, { min, max }) => [...text].length >= min && [...text].length <= max,
  lower: (text) => /\p{Ll}/u.test(text),
  upper: (text) => /\p{Lu}/u.test(text),
  digit: (text) => /\p{N}/u.test(text),
  symbol: (text) => /[^\p{Alphabetic}\p{N}]/u.test(text),
  names: (text) => !names().some((name) => name && (name.length < 4 ? fold(text) === name : fold(text).includes(name))),
};
const look = () => {
  const text = field.value.normalize("NFC");
  for (const rule of rules) rule.dataset.kept = text ? kept[rule.dataset.rule](text, rule.dataset) : "";
  const all = document.getElementById("password-rules-kept");
  all.textContent = rules.every((rule) => rule.dataset.kept === "true") ? all.dataset.text : "";
};
document.addEventListener("input", look);
