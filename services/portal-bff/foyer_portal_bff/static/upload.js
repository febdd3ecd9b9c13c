/* Shows how far the files of a form are on their way. Without this file the form is sent all the same. */
"use strict";
(() => {
  const shown = (form) => form.querySelector("[data-upload]");
  const hasFiles = (form) => [...form.querySelectorAll("input[type=file]")].some((one) => one.files.length);

  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    const place = shown(target);
    if (!place || !hasFiles(target)) return;
    place.querySelector("progress").value = 0;
    place.hidden = false;
  });
  document.addEventListener("htmx:xhr:progress", ({ target, detail }) => {
    const bar = shown(target)?.querySelector("progress");
    // What comes after all has gone is the answer on its way back.
    if (bar && detail.lengthComputable && bar.value < 1) bar.value = detail.loaded / detail.total;
  });
  document.addEventListener("htmx:sendError", ({ target }) => {
    if (shown(target)) shown(target).hidden = true;
  });
})();
