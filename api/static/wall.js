// A screen on a wall: it asks the desk again by itself, turns its pages, and says so when it does not know any more.
// Written for televisions that are ten years old: nothing newer than fetch and arrow functions.
"use strict";
(() => {
  const ASK_EVERY = 15000;
  const ANSWER_WITHIN = 10000;
  const LOST_AFTER = 50000; // three questions without an answer
  const JUMP = 60000; // of the screen's own clock against what it counts: it slept, or somebody set it
  const MOVE_EVERY = 120000; // a picture that stands still burns in
  const ZONE = 7 * 3600000; // Vietnam
  const STEPS = ["", "small", "smaller", "smallest"];
  const WIDE = window.matchMedia("(min-width: 900px) and (min-aspect-ratio: 1/1)");
  const body = document.body;
  const board = document.getElementById("bang");
  const alarm = document.getElementById("cu");
  const clock = document.getElementById("gio");
  const place = document.getElementById("trang");

  let deskTime = Date.parse(body.dataset.now);
  let heardAt = performance.now();
  let ownTime = Date.now();
  let content = ""; // of the board as it was told last
  let isJumped = false;
  let isShut = false;
  let pages = []; // {warning, from, to}: an article and which of its advice stands on this page
  let shown = 0;
  let turnAt = 0;
  let moved = 0;
  let asking = false;
  let laidFor = "";

  const now = () => deskTime + (performance.now() - heardAt);
  const two = (number) => `0${number}`.slice(-2);
  const all = (selector, within) => Array.prototype.slice.call((within || board).querySelectorAll(selector));

  const size = () => `${window.innerWidth} ${window.innerHeight}`;

  function hour(moment) {
    const at = new Date(moment + ZONE);
    return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
  }

  function dated(moment) {
    const at = new Date(moment + ZONE);
    return `${hour(moment)} · ${at.getUTCDate()}/${at.getUTCMonth() + 1}/${at.getUTCFullYear()}`;
  }

  function ask() {
    if (asking || isShut) return;
    asking = true;
    const asked = performance.now();
    const late = new Promise((_, refuse) => setTimeout(() => refuse(new Error("late")), ANSWER_WITHIN));
    const answer = fetch(body.dataset.address, { cache: "no-store", credentials: "omit" });
    Promise.race([answer.then(read), late])
      .then((told) => told && hear(told, asked))
      .catch(() => {})
      .then(() => {
        asking = false;
        tick();
      });
  }

  function read(answer) {
    if (answer.status === 404 || answer.status === 410) {
      shut();
      return null;
    }
    const moment = Date.parse(answer.headers.get("Desk-Time") || "");
    if (!answer.ok || Number.isNaN(moment)) throw new Error("no board");
    const edition = answer.headers.get("Desk-Edition");
    return answer.text().then((text) => ({ text: text, moment: moment, edition: edition }));
  }

  function hear(told, asked) {
    if (performance.now() - asked > ANSWER_WITHIN) return; // it came after it was given up
    deskTime = told.moment;
    heardAt = performance.now();
    ownTime = Date.now();
    isJumped = false;
    if (told.edition !== body.dataset.edition) {
      location.reload();
    } else if (told.text !== content) {
      content = told.text;
      board.innerHTML = told.text;
      lay();
    }
  }

  function shut() {
    isShut = true;
    board.innerHTML = "";
    place.textContent = "";
    pages = [];
    warn(body.dataset.closed);
  }

  function warn(words) {
    if (alarm.textContent !== words) alarm.textContent = words;
    alarm.hidden = !words;
  }

  // What is over goes, whether or not the desk answers.
  function expire() {
    const over = all("[data-until]").filter((one) => Date.parse(one.dataset.until) <= now());
    over.forEach((one) => {
      one.parentNode.removeChild(one);
    });
    return over.length > 0;
  }

  function tick() {
    if (isShut) return;
    const silent = performance.now() - heardAt;
    if (Math.abs(Date.now() - ownTime - silent) > JUMP && !isJumped) {
      isJumped = true;
      ask();
    }
    const isLost = silent > LOST_AFTER;
    body.className = isLost || isJumped ? "old" : "";
    warn(isLost ? `${body.dataset.lost} ${hour(deskTime)}` : isJumped ? body.dataset.slept : "");
    clock.textContent = dated(now());
    if (expire() || laidFor !== size()) lay();
    const calm = board.querySelector(".calm");
    if (calm) {
      const knows = !(isLost || isJumped);
      calm.hidden = all("[data-until]").length > 0;
      all(".unknown", calm).forEach((one) => {
        one.hidden = knows && all(".none-now", calm).length > 0;
      });
      all(".none-now", calm).forEach((one) => {
        one.hidden = !knows;
      });
    }
    if (pages.length > 1 && performance.now() >= turnAt) turn();
  }

  // Cut what holds now into pages: a warning each, and as much of its advice as fits.
  function lay() {
    const before = pages[shown];
    const key = before ? `${before.warning.dataset.until} ${before.from}` : "";
    const warnings = all(".warning");
    const due = turnAt;
    laidFor = size();
    pages = [];
    place.textContent = "";
    if (!WIDE.matches) {
      warnings.forEach((one) => {
        one.hidden = false;
        one.className = one.className.replace(/ small\w*/g, "");
        all(".advice li", one).forEach((line) => {
          line.hidden = false;
        });
      });
      return;
    }
    const cuts = warnings.map((one) => cut(one, warnings));
    const most = Math.max.apply(null, cuts.map((one) => one.length).concat(0));
    for (let number = 0; number < most; number += 1) {
      // the first page of each, the gravest before the others, and then what did not fit there
      pages = pages.concat(cuts.map((one) => one[number]).filter(Boolean));
    }
    const again = pages.findIndex((page) => `${page.warning.dataset.until} ${page.from}` === key);
    show(again < 0 ? 0 : again, false);
    if (again >= 0) turnAt = due; // what changes every minute must not keep it from turning
  }

  function cut(warning, warnings) {
    const lines = all(".advice li", warning);
    warnings.forEach((one) => {
      one.hidden = one !== warning;
    });
    const words = warning.querySelector(".words");
    const fits = () => words.scrollHeight <= words.clientHeight + 1;
    const only = (from, to) =>
      lines.forEach((line, index) => {
        line.hidden = index < from || index >= to;
      });
    const plain = warning.className.replace(/ small\w*/g, "");
    const longest = lines.reduce((most, line, index) => {
      return line.textContent.length > lines[most].textContent.length ? index : most;
    }, 0);
    only(longest, longest + 1);
    STEPS.some((step) => {
      warning.className = step ? `${plain} ${step}` : plain;
      return fits();
    });
    const found = [];
    for (let from = 0; from < lines.length; ) {
      let to = from + 1;
      only(from, to + 1);
      while (to < lines.length && fits()) {
        to += 1;
        only(from, to + 1);
      }
      found.push({ warning: warning, from: from, to: to });
      from = to;
    }
    return found.length ? found : [{ warning: warning, from: 0, to: 0 }];
  }

  function show(index, isTurn) {
    shown = index;
    const page = pages[index];
    if (!page) return;
    all(".warning").forEach((one) => {
      one.hidden = one !== page.warning;
    });
    all(".advice li", page.warning).forEach((line, number) => {
      line.hidden = number < page.from || number >= page.to;
    });
    board.className = isTurn ? "turned" : "";
    place.textContent = pages.length > 1 ? `${index + 1} / ${pages.length}` : "";
    const words = page.warning.innerText.split(/\s+/).length;
    turnAt = performance.now() + Math.min(40000, Math.max(12000, 4000 + 330 * words));
  }

  function turn() {
    show((shown + 1) % pages.length, true);
  }

  function move() {
    moved = (moved + 1) % 8;
    const angle = (moved * Math.PI) / 4;
    body.style.transform = `translate(${Math.round(6 * Math.cos(angle))}px, ${Math.round(6 * Math.sin(angle))}px)`;
  }

  content = "";
  lay();
  tick();
  ask();
  setInterval(tick, 1000);
  setInterval(ask, ASK_EVERY);
  setInterval(move, MOVE_EVERY);
  window.addEventListener("online", ask);
  document.addEventListener("visibilitychange", ask);
  if (WIDE.addListener) WIDE.addListener(lay);
})();
