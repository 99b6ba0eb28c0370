// Goes on when every app has answered, or when it took too long.
(function () {
  var link = document.getElementById("logout-continue");
  var gone = false;
  function go() {
    if (!gone) { gone = true; location.replace(link.href); }
  }
  addEventListener("load", go);
  setTimeout(go, Number(link.getAttribute("data-limit")) * 1000);
})();
