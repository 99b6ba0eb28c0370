// A browser of the plainest kind: cookies, redirects, forms by the ids of their fields and buttons. No script, no style.
import { post, request } from "./http.mjs";

const ENTITIES = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", "#39": "'", "#x27": "'", "#34": '"', "#38": "&", "#60": "<", "#62": ">", "#43": "+" };
const decode = (text) => text.replace(/&(#?\w+);/g, (whole, name) => ENTITIES[name] ?? whole);

function attributes(tag) {
  const found = {};
  for (const [, name, , double, single, bare] of tag.matchAll(/([\w:-]+)(\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g)) {
    found[name.toLowerCase()] = decode(double ?? single ?? bare ?? "");
  }
  return found;
}

/** The forms of a page, each with its fields and buttons. */
export function forms(html) {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(([, head, inside]) => ({
    ...attributes(head),
    fields: [...inside.matchAll(/<(input|button)\b([^>]*)>/gi)].map(([, kind, rest]) => ({ kind, ...attributes(rest) })),
  }));
}

export class Browser {
  cookies = new Map();
  location = null;
  page = null;
  #own;

  /** `own`: headers that it sends with everything. */
  constructor(own = {}) {
    this.#own = own;
  }

  #keep(headers) {
    for (const line of headers["set-cookie"] ?? []) {
      const [pair, ...rest] = line.split(";");
      const at = pair.indexOf("=");
      const [name, value] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
      const ended = rest.some((one) => /^\s*max-age=0\s*$/i.test(one));
      if (ended || value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
  }

  #headers() {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    return { accept: "text/html,*/*;q=0.8", "accept-language": "en", ...this.#own, ...(cookie ? { cookie } : {}) };
  }

  /** Opens an address and follows redirects, but never to `stop`: that address is answered instead. */
  async open(url, stop) {
    let answer = await request("GET", url, { headers: this.#headers() });
    this.location = new URL(url);
    return this.#follow(answer, stop);
  }

  async #follow(answer, stop) {
    for (let hops = 0; hops < 12; hops += 1) {
      this.#keep(answer.headers);
      if (![301, 302, 303, 307, 308].includes(answer.status)) {
        this.page = { status: answer.status, headers: answer.headers, html: answer.text, forms: forms(answer.text) };
        return null;
      }
      const next = new URL(answer.headers.location, this.location);
      if (stop && next.href.startsWith(stop)) return next;
      this.location = next;
      answer = await request("GET", next.href, { headers: this.#headers() });
    }
    throw new Error(`redirected without end, last to ${this.location}`);
  }

  formWith(id) {
    return this.page.forms.find((form) => form.fields.some((field) => field.id === id));
  }

  /** Presses the button `id` after filling in `values`, which are named by field id. */
  async press(id, values = {}, stop) {
    const form = this.formWith(id);
    if (!form) throw new Error(`no button ${id} on ${this.describe()}`);
    return this.submit(form, id, values, stop);
  }

  /** Submits a form, by its button `id` when it has one of that name. */
  async submit(form, id, values = {}, stop) {
    const body = new URLSearchParams();
    for (const field of form.fields) {
      const type = (field.type ?? (field.kind === "button" ? "submit" : "text")).toLowerCase();
      if (!field.name || field.disabled !== undefined) continue;
      if (type === "submit" || type === "button") {
        if (field.id === id) body.append(field.name, field.value ?? "");
      } else if (type === "checkbox" || type === "radio") {
        if (field.checked !== undefined) body.append(field.name, field.value ?? "on");
      } else {
        body.append(field.name, values[field.id] ?? field.value ?? "");
      }
    }
    const button = form.fields.find((field) => field.id === id);
    const target = new URL(button?.formaction || form.action || this.location.href, this.location);
    // What a real browser says of itself when a page posts to its own origin.
    const own = { origin: this.location.origin, referer: this.location.href, "sec-fetch-site": "same-origin" };
    const answer = await post(target.href, body, { ...this.#headers(), ...own });
    this.location = target;
    return this.#follow(answer, stop);
  }

  /**
   * Walks an authorization to its end: signs in, consents, and answers with the address the client is sent to.
   * With `response_mode=form_post` the answer's fields are put into the query of that address.
   */
  async authorize(url, redirectUri, { username, password, decision = "consent-allow" }) {
    let back = await this.open(url, redirectUri);
    for (let pages = 0; pages < 6 && !back; pages += 1) {
      const posting = this.page.forms.find((form) => form.action?.startsWith(redirectUri));
      if (posting) {
        back = new URL(posting.action);
        for (const field of posting.fields) if (field.name) back.searchParams.append(field.name, field.value ?? "");
      } else if (this.formWith("login-submit")) {
        back = await this.press("login-submit", { username, password }, redirectUri);
      } else if (this.formWith(decision)) {
        back = await this.press(decision, {}, redirectUri);
      } else {
        break;
      }
    }
    if (!back) throw new Error(`stuck on ${this.describe()}`);
    return back;
  }

  describe() {
    const text = this.page.html.replace(/<(style|script|svg)[\s\S]*?<\/\1>/gi, " ").replace(/<[^>]*>/g, " ").replace(/\s+/g, " ");
    return `${this.location} (${this.page.status}): ${text.trim().slice(0, 400)}`;
  }
}
