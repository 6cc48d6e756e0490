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
  let wanted = []; // what is searched for: a word, or several in a row where a hyphen or quotes join them
  let some = false; // no claim has all the words: those with some of them are shown
  const MOST = 200;

  // Words as SQLite's full-text search of the served site sees them (unicode61, porter), so that both find the same.
  function tokens(text) {
    return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().match(/[\p{L}\p{N}\p{Co}]+/gu) || [];
  }

  const stems = new Map();
  function stem(word) {
    if (!stems.has(word)) stems.set(word, /^[\x00-\x7f]{3,64}$/.test(word) ? porter(word) : word);
    return stems.get(word);
  }

  function stemmed(text) {
    return " " + tokens(text).map(stem).join(" ") + " ";
  }

  const CONSONANTS = "(?:[^aeiouy]|(?<![^aeiou])y|^y)";
  const VOWELS = "(?:[aeiou]|(?<=[^aeiou])y)";
  const MEASURE = new RegExp(VOWELS + "+" + CONSONANTS + "+", "g");
  const measure = (word) => (word.match(MEASURE) || []).length;
  const vowel = (word) => new RegExp(VOWELS).test(word);
  const short = (word) => new RegExp(CONSONANTS + VOWELS + "(?![wxy])" + CONSONANTS + "$").test(word);
  const SECOND = { ational: "ate", tional: "tion", enci: "ence", anci: "ance", izer: "ize", logi: "log", bli: "ble",
    alli: "al", entli: "ent", eli: "e", ousli: "ous", ization: "ize", ation: "ate", ator: "ate", alism: "al",
    iveness: "ive", fulness: "ful", ousness: "ous", aliti: "al", iviti: "ive", biliti: "ble" };
  const THIRD = { icate: "ic", ative: "", alize: "al", iciti: "ic", ical: "ic", ful: "", ness: "" };
  const FOURTH = Object.fromEntries(("al ance ence er ic able ible ant ement ment ent ion ou ism ate iti ous ive ize")
    .split(" ").map((ending) => [ending, ""]));

  function replaced(word, endings, least) {
    const ending = Object.keys(endings).filter((each) => word.endsWith(each)).sort((a, b) => b.length - a.length)[0];
    if (!ending) return word;
    const rest = word.slice(0, -ending.length);
    if (measure(rest) <= least || (ending === "ion" && !/[st]$/.test(rest))) return word;
    return rest + endings[ending];
  }

  function porter(word) {
    word = word.replace(/(ss|i)es$/, "$1").replace(/([^s])s$/, "$1");
    const rest = word.replace(/(ed|ing)$/, "");
    if (word.endsWith("eed")) {
      if (measure(word.slice(0, -3))) word = word.slice(0, -1);
    } else if (rest !== word && vowel(rest)) {
      if (/(at|bl|iz)$/.test(rest)) word = rest + "e";
      else if (/([^aeioulsz])\1$/.test(rest)) word = rest.slice(0, -1);
      else word = measure(rest) === 1 && short(rest) ? rest + "e" : rest;
    }
    if (word.endsWith("y") && vowel(word.slice(0, -1))) word = word.slice(0, -1) + "i";
    word = replaced(replaced(replaced(word, SECOND, 0), THIRD, 0), FOURTH, 1);
    const bare = word.slice(0, -1);
    if (word.endsWith("e") && (measure(bare) > 1 || (measure(bare) === 1 && !short(bare)))) word = bare;
    return word.endsWith("ll") && measure(word.slice(0, -1)) > 1 ? word.slice(0, -1) : word;
  }

  // where it is in the note: the words around the first one that was searched for
  function excerpt(note, wanted) {
    const parts = note.split(/\s+/);
    const at = parts.findIndex((part) => wanted.some((each) => tokens(part).map(stem).includes(each.trim().split(" ")[0])));
    const from = Math.max(0, at - 7);
    return (from ? "\u2026" : "") + parts.slice(from, at + 9).join(" ") + (at + 9 < parts.length ? "\u2026" : "");
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
    const has = (number) => (each) => index.stemmed[number].some((text) => text.includes(each));
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

  function line(tag, className, [id, address, text, strength]) {
    const link = element("a", "claim-link");
    link.href = address;
    link.append(element("span", "id", id), " " + text);
    const made = element(tag, className);
    made.append(link, " ", element("span", "quiet", strength));
    return made;
  }

  function draw(index) {
    const numbers = found(index);
    const list = element("ul", "claim-list");
    for (const number of numbers.slice(0, MOST)) {
      const item = line("li", "", index.claims[number]);
      const rest = wanted.filter((each) => !index.stemmed[number][0].includes(each));
      if (rest.length && !(some && rest.length < wanted.length)) {
        item.append(element("p", "noted", "In the curator\u2019s note: " + excerpt(index.claims[number][4], rest)));
      }
      list.append(item);
    }
    total.textContent = numbers.length.toLocaleString("en") + (numbers.length === 1 ? " claim" : " claims");
    const old = [...shown.children].filter((child) => !child.classList.contains("total"));
    old.forEach((child) => child.remove());
    const named = index.claims.find((claim) => claim[0] === words || claim[0] === words.toUpperCase());
    if (named) {
      const told = line("p", "named", named);
      told.prepend("The claim of this number: ");
      total.parentElement.before(told);
    }
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
      wanted = (words.match(/"[^"]*"|\S+/g) || []).map(stemmed).filter((each) => each.trim());
      window.evidencebase.stem = stem;
      window.evidencebase.stemmed = window.evidencebase.claims.map((claim) => [claim[2], claim[4]].map(stemmed));
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
