// Says of each rule whether what is typed keeps it, and roughly how hard it is to guess. The server decides, and knows
// more rules. Nothing that is typed leaves the page before the form is sent.
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

/** What guessers try first, and what lies side by side on keyboards and in alphabets. */
const KNOWN = /passwor[dt]|letmein|welcome|admin|login|iloveyou|monkey|dragon|master|football|baseball|sunshine|princess|secret|changeme|spring|summer|autumn|winter|hallo|hello|schatz|(19|20)\d\d/g;
const ROWS = ["abcdefghijklmnopqrstuvwxyz", "01234567890", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "zxcvbnm", "yxcvbnm"];
const isNext = (one, two) => one === two || ROWS.some((row) => row.includes(one + two) || row.includes(two + one));
const isLetter = (one) => /\p{L}/u.test(one);
/** About so many bits: letters count as in words, whatever is known, repeated or runs on counts little. */
const bits = (text) => {
  let plain = fold(text);
  for (const name of names()) if (name.length > 2) plain = plain.replaceAll(name, "\0");
  let [last, sum, run, letters] = ["", 0, 0, 0];
  for (const one of plain.replace(KNOWN, "\0")) {
    run = last && isNext(last, one) ? run + 1 : 0;
    letters = isLetter(one) ? letters + 1 : 0;
    if (one === "\0") sum += 6;
    else if (run > 1) sum += 0.5;
    else if (letters) sum += [4.5, 3.5][letters - 1] || 2;
    else if (/\s/.test(one)) sum += 1;
    else sum += /\p{N}/u.test(one) ? 3.3 : 5;
    last = one;
  }
  const capitals = [...text].filter((one, at, all) => at > 0 && isLetter(all[at - 1]) && /\p{Lu}/u.test(one));
  return sum + Math.min(capitals.length, 6);
};
const LEVELS = [[70, "strong"], [50, "good"], [32, "fair"], [0, "weak"]];
const strength = document.getElementById("password-strength");
const judge = (text) => {
  const level = text ? LEVELS.find(([least]) => bits(text) >= least)[1] : "";
  // Said once for each step, and not for each letter.
  if (strength.dataset.level === level) return;
  strength.dataset.level = level;
  strength.textContent = level ? strength.dataset[level] : "";
};
const look = () => {
  const text = field.value.normalize("NFC");
  for (const rule of rules) rule.dataset.kept = text ? kept[rule.dataset.rule](text, rule.dataset) : "";
  judge(text);
  const all = document.getElementById("password-rules-kept");
  all.textContent = rules.every((rule) => rule.dataset.kept === "true") ? all.dataset.text : "";
};
document.addEventListener("input", look);
