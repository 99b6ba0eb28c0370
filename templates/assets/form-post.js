// A parameter may be called "submit", so the form's own method is not to be trusted.
HTMLFormElement.prototype.submit.call(document.getElementById("form-post"));
