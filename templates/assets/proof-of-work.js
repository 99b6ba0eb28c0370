// After failures: looks for the number that makes SHA-256 of challenge and number begin with so many zero bits, in a
// worker. Whoever presses the button before it is found waits for it. Where no worker runs, the button waits for nothing.
// The number is good once, and so is the press.
if (typeof document === "undefined") {
  const zeros = (digest) => {
    let bits = 0;
    for (const byte of digest) {
      bits += byte ? Math.clz32(byte) - 24 : 8;
      if (byte) break;
    }
    return bits;
  };
  onmessage = async ({ data: { challenge, bits } }) => {
    const text = new TextEncoder();
    const fits = async (number) => zeros(new Uint8Array(await crypto.subtle.digest("SHA-256", text.encode(`${challenge}.${number}`)))) >= bits;
    for (let first = 0; ; first += 256) {
      const some = await Promise.all(Array.from({ length: 256 }, (_, at) => fits(first + at)));
      const found = some.indexOf(true);
      if (found >= 0) return postMessage(first + found);
    }
  };
} else {
  const answer = document.getElementById("work-answer");
  const hint = document.getElementById("work-hint");
  const form = answer.form;
  const worker = new Worker(document.currentScript.src);
  let open = true;
  let pressed = null;
  let sent = false;
  const end = () => {
    open = false;
    worker.terminate();
    if (pressed) form.requestSubmit(pressed.submitter);
  };
  worker.onmessage = ({ data }) => {
    answer.value = data;
    hint.textContent = hint.dataset.done;
    end();
  };
  worker.onerror = end;
  form.addEventListener("submit", (event) => {
    if (!open && !sent) return void (sent = true);
    event.preventDefault();
    if (sent) return;
    pressed = event;
    hint.textContent = hint.dataset.wait;
  });
  addEventListener("pageshow", () => (sent = false));
  hint.textContent = hint.dataset.begun;
  worker.postMessage({ challenge: answer.dataset.challenge, bits: Number(answer.dataset.bits) });
}
