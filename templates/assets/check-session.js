(function () {
  "use strict";
  var name = document.documentElement.getAttribute("data-cookie") + "=";

  // Where a browser keeps our cookies from frames, a missing cookie tells nothing.
  var blind = typeof document.hasStorageAccess === "function";
  if (blind) document.hasStorageAccess().then(function (sees) { blind = !sees; }, function () {});

  function browserState() {
    var all = document.cookie.split("; ");
    for (var i = 0; i < all.length; i += 1) {
      if (all[i].indexOf(name) === 0) return all[i].slice(name.length);
    }
    return "";
  }

  // The page around us: only it may ask. Where the browser does not say, the digest decides alone,
  // since it holds the origin of whoever asks.
  function around() {
    if (location.ancestorOrigins && location.ancestorOrigins.length) return location.ancestorOrigins[0];
    try { return new URL(document.referrer).origin; } catch (unknown) { return ""; }
  }

  // FIPS 180-4, because crypto.subtle is missing where the page around us is not secure.
  var SIZE = 4294967296;
  var initial = [], rounds = [];
  for (var n = 2; rounds.length < 64; n += 1) {
    var prime = true;
    for (var d = 2; d * d <= n && prime; d += 1) prime = n % d !== 0;
    if (!prime) continue;
    if (initial.length < 8) initial.push((Math.pow(n, 1 / 2) % 1) * SIZE | 0);
    rounds.push((Math.pow(n, 1 / 3) % 1) * SIZE | 0);
  }

  function turn(word, by) { return (word >>> by) | (word << (32 - by)); }

  function sha256(text) {
    var bytes = unescape(encodeURIComponent(text));
    var blocks = ((bytes.length + 8) >> 6) + 1;
    var words = [];
    var i;
    for (i = 0; i < blocks * 16; i += 1) words.push(0);
    for (i = 0; i < bytes.length; i += 1) words[i >> 2] |= bytes.charCodeAt(i) << (24 - (i % 4) * 8);
    words[bytes.length >> 2] |= 128 << (24 - (bytes.length % 4) * 8);
    words[words.length - 1] = bytes.length * 8;
    var hash = initial.slice();
    for (var block = 0; block < words.length; block += 16) {
      var w = words.slice(block, block + 16);
      var h = hash.slice();
      for (i = 0; i < 64; i += 1) {
        if (i > 15) {
          var a = w[i - 15], b = w[i - 2];
          w.push((w[i - 16] + w[i - 7] + (turn(a, 7) ^ turn(a, 18) ^ (a >>> 3)) + (turn(b, 17) ^ turn(b, 19) ^ (b >>> 10))) | 0);
        }
        var one = h[7] + (turn(h[4], 6) ^ turn(h[4], 11) ^ turn(h[4], 25)) + ((h[4] & h[5]) ^ (~h[4] & h[6])) + rounds[i] + w[i];
        var two = (turn(h[0], 2) ^ turn(h[0], 13) ^ turn(h[0], 22)) + ((h[0] & h[1]) ^ (h[0] & h[2]) ^ (h[1] & h[2]));
        h = [(one + two) | 0, h[0], h[1], h[2], (h[3] + one) | 0, h[4], h[5], h[6]];
      }
      for (i = 0; i < 8; i += 1) hash[i] = (hash[i] + h[i]) | 0;
    }
    return hash.map(function (word) { return ("0000000" + (word >>> 0).toString(16)).slice(-8); }).join("");
  }

  function answer(question, origin) {
    var parts = typeof question === "string" ? question.split(" ") : [];
    var told = parts.length === 2 && parts[0] && /^([0-9a-f]{64})\.([\w-]+)$/.exec(parts[1]);
    if (!told) return "error";
    var state = browserState();
    if (!state) return blind ? "error" : "changed";
    return sha256(parts[0] + " " + origin + " " + state + " " + told[2]) === told[1] ? "unchanged" : "changed";
  }

  addEventListener("message", function (event) {
    var known = around();
    // A page without an origin cannot be answered, and nobody asks from here.
    if (!event.source || event.source === window || event.origin === "null") return;
    if (known && known !== event.origin) return;
    var word;
    try { word = answer(event.data, event.origin); } catch (unreadable) { word = "error"; }
    event.source.postMessage(word, event.origin);
  });
})();
