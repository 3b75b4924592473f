/* Small conveniences. Every page works without them. */
(() => {
  "use strict";
  const root = document.documentElement;
  if (window.htmx) root.classList.add("js");

  const show = (id, on) => {
    const hint = document.getElementById(id);
    if (hint) hint.hidden = !on;
  };

  /* The line: say when it is cut and when an answer takes long. */
  const line = () => show("line-offline", !navigator.onLine);
  addEventListener("online", line);
  addEventListener("offline", line);
  line();
  let waiting = 0;
  let slow = 0;
  const begin = () => {
    waiting += 1;
    if (!slow) slow = setTimeout(() => show("line-slow", true), 4000);
  };
  const end = () => {
    waiting = Math.max(0, waiting - 1);
    if (waiting) return;
    clearTimeout(slow);
    slow = 0;
    show("line-slow", false);
  };
  document.addEventListener("htmx:beforeRequest", begin);
  document.addEventListener("htmx:afterRequest", end);
  document.addEventListener("htmx:sendError", () => show("line-offline", true));
  document.addEventListener("htmx:timeout", () => show("line-offline", true));
  document.addEventListener("htmx:afterOnLoad", () => {
    line();
    show("line-expired", false);
  });
  document.addEventListener("htmx:responseError", (event) => {
    show("line-expired", event.detail.xhr.status === 401);
  });

  /* A sent form says so; sending it twice does no harm (the request id), but need not happen. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    const button = event.submitter;
    if (!button || !button.dataset.busy) return;
    begin();
    setTimeout(() => {
      button.textContent = button.dataset.busy;
      button.setAttribute("aria-disabled", "true");
      form.addEventListener("submit", (again) => again.preventDefault());
    }, 0);
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });

  /* Menus close by Escape and by a click elsewhere. */
  const closeMenus = (except) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (menu !== except) menu.open = false;
    }
  };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    if (menu) menu.querySelector("summary").focus();
    closeMenus(null);
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
    const copy = event.target.closest("[data-copy]");
    if (copy && navigator.clipboard) {
      navigator.clipboard.writeText(document.getElementById(copy.dataset.copy).textContent.trim()).then(() => {
        copy.textContent = copy.dataset.copied;
      });
    }
  });

  /* Errors come first: the summary takes the focus, so that it is read out. */
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
