// What only the reader's browser does. It runs before Gradio's own modules, for these read the language from `navigator`.
"use strict";
const tanya = (() => {
  const { words, study: known } = "FACTS"; // put here by assets.py: what the script says, by language, and the study's id
  const chosen = (key) => localStorage.getItem(`tanya-${key}`);
  const preferred = (navigator.languages || [navigator.language]).find((code) => /^(id|ms|en)\b/.test(code)) || "en";
  const language = chosen("language") || (preferred.startsWith("en") ? "en" : "id");
  const say = (key) => words[language][key];

  // Gradio and the browser follow the reader's choice.
  Object.defineProperty(navigator, "language", { get: () => language });
  Object.defineProperty(navigator, "languages", { get: () => [language] });
  document.documentElement.lang = language;
  const shade = () => {
    const dark = chosen("theme") ? chosen("theme") === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    document.body.classList.toggle("dark", dark);
    return dark;
  };

  const find = (id) => document.getElementById(id);
  const visible = (element) => element && element.offsetParent !== null;
  const smooth = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");

  // ------------------------------------------------------------ the study: show and mark sentences
  const tab = (name) => document.querySelector(`[role="tab"][data-tab-id="${name}"]`);
  const scrollTo = (target) => {
    const panel = target.closest(".tabitem");
    if (panel.scrollHeight <= panel.clientHeight) return target.scrollIntoView({ block: "center", behavior: smooth() });
    // Only the panel scrolls where it can, so that the question box stays where it is.
    const above = target.getBoundingClientRect().top - panel.getBoundingClientRect().top;
    panel.scrollTo({ top: panel.scrollTop + above - panel.clientHeight / 4, behavior: smooth() });
  };
  const whenVisible = (element, act, frames = 60) => {
    if (visible(element)) act();
    else if (frames) requestAnimationFrame(() => whenVisible(element, act, frames - 1));
  };
  const show = (ids, focus) => {
    const targets = ids.split(" ").map(find).filter(Boolean);
    if (!targets.length) return;
    if (!visible(targets[0])) tab("study")?.click();
    document.querySelectorAll(".study .current").forEach((other) => other.classList.remove("current"));
    targets.forEach((target) => target.classList.add("current"));
    whenVisible(targets[0], () => {
      scrollTo(targets[0]);
      if (focus) targets[0].focus({ preventScroll: true });
    });
  };
  const mark = (bubble) => {
    document.querySelectorAll(".study .cited, .study .near").forEach((old) => old.classList.remove("cited", "near"));
    document.querySelectorAll(".study sup").forEach((old) => old.remove());
    const kind = bubble?.classList.contains("refusal") ? "near" : "cited";
    bubble?.querySelectorAll(".quotes button.cite").forEach((button) => {
      const targets = button.dataset.sentence.split(" ").map(find).filter(Boolean);
      const near = kind === "near" || !button.textContent.startsWith("[");
      targets.forEach((target) => target.classList.add(near ? "near" : "cited"));
      if (!near && targets.length) targets.at(-1).append(Object.assign(document.createElement("sup"), { textContent: button.textContent }));
    });
  };
  const toAnchor = () => {
    const target = /^#[ps]\d+$/.test(location.hash) && find(location.hash.slice(1));
    if (!target) return;
    show(target.classList.contains("sentence") ? target.id : [...target.querySelectorAll(".sentence")].map((s) => s.id).join(" "), true);
  };

  // ------------------------------------------------------------ the conversation
  const ask = (question) => {
    const box = document.querySelector("#question textarea");
    // Gradio listens to the event, and the element's own setter would be hidden by its framework.
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(box, question);
    box.dispatchEvent(new Event("input", { bubbles: true }));
    requestAnimationFrame(() => find("send").click());
    find("talk").scrollIntoView({ block: "start", behavior: smooth() });
  };
  const copy = async (button) => {
    const text = button.dataset.text;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Pages that do not come over https or from this machine have no clipboard but this.
      const area = Object.assign(document.createElement("textarea"), { value: text });
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 1500);
  };

  // ------------------------------------------------------------ the history, in this browser alone
  const shelf = `tanya-kept/${known}/`;
  const all = () =>
    Object.keys(localStorage)
      .filter((key) => key.startsWith(shelf))
      .map((key) => JSON.parse(localStorage.getItem(key)))
      .sort((one, other) => other.changed - one.changed);
  const title = (kept) => kept.exchanges[0].question.replace(/\s+/g, " ").slice(0, 80);
  const holds = (kept, wanted) =>
    kept.exchanges.some((e) => `${e.question}\n${e.answer.text}`.toLowerCase().includes(wanted.trim().toLowerCase()));
  const list = (current, wanted) => ({
    __type__: "update",
    choices: all().filter((kept) => holds(kept, wanted || "")).map((kept) => [title(kept), kept.id]),
    value: current?.exchanges?.length ? current.id : null,
  });
  const put = (current) => {
    try {
      localStorage.setItem(shelf + current.id, JSON.stringify({ ...current, changed: Date.now() }));
    } catch {
      // The browser gives a page some megabytes: the oldest conversation makes room.
      const oldest = all().filter((kept) => kept.id !== current.id).at(-1);
      if (!oldest) return;
      localStorage.removeItem(shelf + oldest.id);
      put(current);
    }
  };
  const keep = (current, wanted) => {
    if (current?.exchanges?.length) put(current);
    return list(current, wanted);
  };
  const open = (current, id) => all().find((kept) => kept.id === id) || current;
  const forget = (current) => {
    if (current?.id) localStorage.removeItem(shelf + current.id);
    return {};
  };
  const forgetAll = (current) => {
    if (!confirm(say("page-delete-all-sure"))) return current;
    all().forEach((kept) => localStorage.removeItem(shelf + kept.id));
    return {};
  };

  // ------------------------------------------------------------ files
  const contents = (current) => ({
    __type__: "update",
    choices: [[say("page-whole"), ""], ...(current?.exchanges || []).map((e, at) => [`${at + 1}. ${e.question.slice(0, 80)}`, `${at}`])],
    value: "",
  });
  const save = (parcel) => {
    if (!parcel) return;
    const bytes = Uint8Array.from(atob(parcel.content), (letter) => letter.charCodeAt(0));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: parcel.type }));
    link.download = parcel.name;
    link.click();
    URL.revokeObjectURL(link.href);
  };

  // ------------------------------------------------------------ what Gradio leaves to be done
  const named = { "Toggle Sidebar": "page-sidebar", "chatbot conversation": "page-conversation", "More tabs": "page-more-tabs" };
  const tidy = () => {
    for (const [name, key] of Object.entries(named))
      document.querySelectorAll(`[aria-label="${name}"]`).forEach((element) => element.setAttribute("aria-label", say(key)));
    // Messages are read as they are: Gradio would name them "a component of type html".
    document.querySelectorAll("#chat [data-testid][aria-label]").forEach((message) => message.removeAttribute("aria-label"));
  };
  let marked = "";
  const look = () => {
    tidy();
    const bubble = [...document.querySelectorAll("#chat .answer, #chat .refusal")].at(-1);
    const cited = [...(bubble?.querySelectorAll(".quotes button.cite") || [])];
    const now = document.querySelector(".study") ? cited.map((button) => button.dataset.sentence + button.textContent).join() + !bubble : "";
    if (now === marked) return;
    marked = now;
    mark(bubble);
    if (cited.length && visible(document.querySelector(".study"))) show(cited[0].dataset.sentence, false);
  };
  document.addEventListener("DOMContentLoaded", () => {
    shade();
    // Gradio sets the theme of the system when it is ready; a reader's choice comes before it.
    new MutationObserver(shade).observe(document.body, { attributes: true, attributeFilter: ["class"] });
    let due = false;
    new MutationObserver(() => {
      if (due) return;
      due = true;
      requestAnimationFrame(() => {
        due = false;
        const fresh = !document.querySelector(".study[data-seen]") && document.querySelector(".study");
        if (fresh) {
          fresh.dataset.seen = "";
          toAnchor();
        }
        look();
      });
    }).observe(document.body, { childList: true, subtree: true });
  });
  addEventListener("hashchange", toAnchor);
  const pressed = (element) => {
    if (element.matches(".ask")) ask(element.dataset.question);
    else if (element.matches(".cite, .show")) show(element.dataset.sentence, true);
    else copy(element);
  };
  document.addEventListener("click", (event) => {
    const element = event.target.closest?.(".ask, .cite, .show, .copy");
    if (element) pressed(element);
  });
  document.addEventListener("keydown", (event) => {
    const element = event.target.closest?.("[role=button].ask"); // a node of the map is no button by birth
    if (!element || !["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    pressed(element);
  });

  return {
    language: () => language,
    speak: (code) => {
      localStorage.setItem("tanya-language", code);
      location.reload();
    },
    shade: () => {
      localStorage.setItem("tanya-theme", shade() ? "light" : "dark");
      shade();
    },
    toQuestion: () => document.querySelector("#question textarea").focus(),
    contents, keep, list, open, forget, forgetAll, save,
  };
})();
