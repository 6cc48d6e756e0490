// The exported claims page: search and narrow by several facets at once. Without it the page is a list with links.
(function () {
  "use strict";
  const script = document.currentScript;
  const shown = document.querySelector(".shown");
  const total = document.querySelector(".total .rows");
  const links = [...document.querySelectorAll("a[data-filter]")];
  const asked = new URLSearchParams(location.search);
  const words = (asked.get("_search") || "").trim();
  const chosen = new Set();
  let some = false; // no claim has all the words: those with some of them are shown
  const MOST = 200;

  function fold(text) {
    return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  }

  function stem(word) {
    return word.length > 4 ? word.replace(/(ies|es|s|ed|ing)$/, "") : word;
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  function found(index) {
    let numbers = index.claims.map((_, number) => number);
    for (const filter of chosen) {
      const members = new Set(index.members[filter] || []);
      numbers = numbers.filter((number) => members.has(number));
    }
    const wanted = fold(words).split(/\s+/).filter(Boolean).map(stem);
    const has = (number) => (word) => index.folded[number].includes(word);
    const all = numbers.filter((number) => wanted.every(has(number)));
    some = all.length === 0 && wanted.length > 1;
    return some ? numbers.filter((number) => wanted.some(has(number))) : all;
  }

  function chips() {
    const line = element("p", "chips");
    if (words) {
      const all = element("a", "chip", "\u201c" + words + "\u201d \u2715");
      all.href = location.pathname.split("/").pop();
      all.setAttribute("aria-label", "Remove search " + words);
      line.append(all, " ");
    }
    for (const filter of chosen) {
      const link = links.find((each) => each.dataset.filter === filter);
      const chip = element("button", "chip", link.textContent + " \u2715");
      chip.setAttribute("aria-label", "Remove filter " + link.textContent);
      chip.addEventListener("click", () => {
        toggle(filter);
        total.focus(); // the chip is gone
      });
      line.append(chip, " ");
    }
    return line;
  }

  function draw(index) {
    const numbers = found(index);
    const list = element("ul", "claim-list");
    for (const number of numbers.slice(0, MOST)) {
      const [id, address, text, strength] = index.claims[number];
      const link = element("a", "claim-link");
      link.href = address;
      link.append(element("span", "id", id), " " + text);
      const item = element("li");
      item.append(link, " ", element("span", "quiet", strength));
      list.append(item);
    }
    total.textContent = numbers.length.toLocaleString("en") + (numbers.length === 1 ? " claim" : " claims");
    const old = [...shown.children].filter((child) => !child.classList.contains("total"));
    old.forEach((child) => child.remove());
    shown.append(chips());
    if (some && numbers.length) shown.append(element("p", "quiet", "No claim has all the words; these have some of them."));
    if (numbers.length) shown.append(list);
    else shown.append(element("p", "empty", "Nothing matches."));
    if (numbers.length > MOST) shown.append(element("p", "quiet", "The first " + MOST + " are shown."));
    const within = new Set(numbers);
    for (const link of links) {
      const members = index.members[link.dataset.filter] || [];
      const count = members.reduce((sum, number) => sum + within.has(number), 0);
      link.parentElement.querySelector(".n").textContent = count.toLocaleString("en");
      link.parentElement.classList.toggle("chosen", chosen.has(link.dataset.filter));
    }
  }

  function toggle(filter) {
    if (!chosen.delete(filter)) chosen.add(filter);
    load(draw);
  }

  function load(then) {
    if (window.evidencebase) return then(window.evidencebase);
    const index = document.createElement("script");
    index.src = script.dataset.index;
    index.addEventListener("load", () => {
      window.evidencebase.folded = window.evidencebase.claims.map((claim) => fold(claim[0] + " " + claim[2]));
      then(window.evidencebase);
    });
    document.head.append(index);
  }

  total.setAttribute("role", "status");
  total.tabIndex = -1;
  for (const link of links) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      toggle(link.dataset.filter);
    });
  }
  for (const box of document.querySelectorAll("input[name=_search]")) box.value = words;
  if (words) load(draw);
})();
