/* Keeps an open page up to date: hears from /live what has changed, asks for the page's blocks again, and
   changes only what differs. Scroll, focus, typed text and open dialogs stay; without this file nothing is lost. */
"use strict";
(() => {
  const TOGETHER = 80; // Milliseconds in which what is told becomes one question.
  const SPREAD = 3000; // Within so many, pages ask that were all told the same.
  const PATIENCE = 10000; // For one answer.
  const FIRST_AGAIN = 2000; // Until a page with something that is away looks again; then twice as long, …
  const LAST_AGAIN = 15000; // … but never longer.
  const LAST_REOPEN = 60000; // Likewise, for a stream that cannot be had.

  const attention = document.getElementById("live-attention");
  const said = document.getElementById("live-said");
  if (!attention || !window.EventSource || !window.Idiomorph) return;

  let stream = null;
  let isOver = false;
  let isAsking = false;
  let wanted = null; // The services to ask for, "*" for all; null: nothing.
  let isNews = false; // Whether something has changed, or the page only looks.
  let asks = 0; // Timers.
  let reopens = 0;
  let again = FIRST_AGAIN;
  let reopenAfter = FIRST_AGAIN;

  const regions = () => [...document.querySelectorAll("[data-live]")].filter((one) => one.dataset.live);
  const concerns = (region) =>
    wanted.has("*") || region.dataset.live.split(" ").some((service) => wanted.has(service));
  const isAway = () => document.querySelector("[data-away]") !== null;

  /* A page under somebody's hands is left alone: what is typed, chosen or open in it would be lost. */
  function isInUse(region) {
    const at = document.activeElement;
    if (at && region.contains(at) && at.matches("input, select, textarea, [contenteditable]")) return true;
    if (region.querySelector("dialog[open], [popover]:popover-open")) return true;
    return [...region.querySelectorAll("input, select, textarea")].some(isChanged);
  }

  function isChanged(field) {
    if (field.type === "hidden") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue;
  }

  /* A link is known by where it leads, so that focus stays with its row when another row comes before it. */
  function nameLinks(root) {
    const taken = new Set();
    for (const link of root.querySelectorAll("a[href]:not([id])")) {
      const name = `${root.id}:${link.getAttribute("href")}`;
      if (taken.has(name) || root.querySelector(`#${CSS.escape(name)}`)) continue;
      taken.add(name);
      link.id = name;
    }
  }

  function bringUpToDate(region, fresh) {
    const before = region.textContent;
    nameLinks(region);
    nameLinks(fresh);
    Idiomorph.morph(region, fresh, {
      callbacks: { beforeAttributeUpdated: (name, node) => !(name === "open" && node.matches("details")) },
    });
    if (window.htmx) htmx.process(region);
    return region.textContent !== before;
  }

  function want(services, delay, hasChanged) {
    wanted = new Set([...(wanted || []), ...services]);
    isNews = isNews || hasChanged;
    if (!regions().some(concerns) && !(isAway() && wanted.has("*"))) {
      wanted = null;
      isNews = false;
      return;
    }
    if (!isAsking && !asks && !document.hidden) asks = setTimeout(ask, delay);
  }

  async function ask() {
    asks = 0;
    isAsking = true;
    const services = wanted;
    const tell = isNews;
    const [stale, inUse] = [[], []];
    for (const region of regions().filter(concerns)) (isInUse(region) ? inUse : stale).push(region);
    wanted = null;
    isNews = false;
    if (inUse.length && !stale.length) {
      isAsking = false;
      later(services, tell);
      return;
    }
    let isDone = false;
    try {
      const answer = await fetch(location.href, {
        headers: { "HX-Request": "true", "HX-Target": "live" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      if (answer.status === 204) {
        end(); // The session is over.
        return;
      }
      if (answer.ok) {
        isDone = true;
        if (document.querySelector("[data-failed]")) {
          location.reload();
          return;
        }
        show(new DOMParser().parseFromString(await answer.text(), "text/html"), stale, tell);
      }
    } catch {
      // The next look may go well.
    } finally {
      isAsking = false;
    }
    if (isDone && !isAway()) again = FIRST_AGAIN;
    if (isOver) return;
    if (!isDone) later(services, tell);
    else if (inUse.length) later(services, tell);
    else if (isAway()) later(["*"], false);
    else if (wanted) want([], TOGETHER, false);
  }

  function later(services, hasChanged) {
    want(services, again, hasChanged);
    again = Math.min(again * 2, LAST_AGAIN);
  }

  function show(page, stale, tell) {
    let isDifferent = false;
    for (const region of stale) {
      const fresh = page.getElementById(region.id);
      if (fresh && !isInUse(region)) isDifferent = bringUpToDate(region, fresh) || isDifferent;
    }
    document.title = page.title || document.title;
    if (isDifferent && tell) {
      said.textContent = said.dataset.text;
      setTimeout(() => (said.textContent = ""), 5000);
    }
  }

  function open() {
    clearTimeout(reopens);
    if (stream || isOver || document.hidden) return;
    stream = new EventSource("/live");
    stream.addEventListener("open", () => {
      reopenAfter = FIRST_AGAIN;
      want(["*"], 0, false); // Nothing is kept of what was told meanwhile.
    });
    stream.addEventListener("changed", (event) => {
      const news = JSON.parse(event.data);
      want(news.services, news.for_many ? Math.random() * SPREAD : TOGETHER, true);
    });
    stream.addEventListener("over", end);
    stream.addEventListener("error", () => {
      if (!stream || stream.readyState !== EventSource.CLOSED) return; // The browser opens it again by itself.
      close();
      reopens = setTimeout(() => {
        want(["*"], 0, false);
        open();
      }, reopenAfter);
      reopenAfter = Math.min(reopenAfter * 2, LAST_REOPEN);
    });
  }

  function close() {
    if (stream) stream.close();
    stream = null;
  }

  function end() {
    isOver = true;
    rest();
  }

  function rest() {
    close();
    clearTimeout(asks);
    clearTimeout(reopens);
    asks = 0;
  }

  /* A form leads to another page: until that is there, this one does not ask for what may be gone with it. */
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return; // One of htmx's, by which the page stays.
    clearTimeout(asks);
    asks = setTimeout(() => {
      asks = 0;
      if (wanted) ask();
    }, PATIENCE);
  });

  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : open()));
  window.addEventListener("pagehide", rest);
  window.addEventListener("pageshow", (event) => event.persisted && open());
  open();
  if (isAway()) later(["*"], false);
})();
