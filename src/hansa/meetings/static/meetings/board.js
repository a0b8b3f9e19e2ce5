// The board under a hand: one tab stop, arrow keys, pick up and drop by key or by mouse. Without it every meeting still
// has its own page with a form. Whether a move is allowed is never decided here: the server says it of each place.
"use strict";

(() => {
  const part = document.getElementById("board-part");
  if (!part) return;
  const phone = window.matchMedia("(width < 68rem)");
  const may = "is-open", not = "is-barred", held = "is-held";
  // What is picked up: its page's address, its title, and for each place of the board what forbids it ("" for nothing);
  // null until the server has said so, which a quick hand does not wait for.
  let hand = null;

  const grid = () => part.querySelector("[role=grid]");
  const inspect = () => document.getElementById("inspect");
  const word = (name) => inspect().dataset[name];
  const cells = () => [...part.querySelectorAll("[role=gridcell]")];
  const rows = () => [...part.querySelectorAll("[role=row]")].filter((row) => row.querySelector("[role=gridcell]"));
  const placeOf = (cell) => `${cell.dataset.slot}-${cell.dataset.key}`;
  const movable = () => grid() && grid().dataset.plan !== undefined;

  // ---- the line below the board: the whole truth about the cell in focus

  const element = (name, text, attributes = {}) => Object.assign(document.createElement(name), { textContent: text }, attributes);
  const button = (text, act) => {
    const made = element("button", text, { type: "button", className: "link" });
    made.addEventListener("click", act);
    return made;
  };

  function say(bold, text, quiet, acts = [], wrong = false) {
    const line = document.createElement("p");
    if (bold) line.append(element("b", bold), " ");
    if (text) line.append(wrong ? element("span", text, { className: "state-text is-wrong" }) : text, " ");
    if (quiet) line.append(element("span", quiet, { className: "quiet" }));
    const offered = element("p", "", { className: "acts screen" });
    offered.append(...acts);
    inspect().replaceChildren(line, ...(acts.length ? [offered] : []));
  }

  function tell(cell) {
    if (hand) return tellPlace(cell);
    const { title, line, more, pair } = cell.dataset;
    if (!title) return say("", word("empty"), "");
    const acts = [];
    if (pair && movable()) {
      acts.push(button(word("move"), () => pickUp(cell)));
      if (cell.closest("table")) acts.push(button("pinned" in cell.dataset ? word("unpin") : word("pin"), () => pin(cell)));
    }
    if (pair) acts.push(element("a", word("open"), { href: pair }));
    say(title, line || "", more ? (line ? `· ${more}` : more) : "", acts);
  }

  function tellPlace(cell) {
    const why = hand.places?.[placeOf(cell)];
    const back = [button(word("back"), letGo)];
    if (cell === hand.cell || !hand.places) return say(hand.title, word("held"), "", back);
    if (why === "") return say(hand.title, word("may"), "", back);
    say(hand.title, why || word("empty"), "", back, true);
  }

  // ---- focus

  function focus(cell) {
    for (const other of cells()) other.tabIndex = -1;
    cell.tabIndex = 0;
    cell.focus();
  }

  function step(cell, across, down) {
    const all = rows();
    const y = all.indexOf(cell.closest("[role=row]"));
    const x = [...all[y].querySelectorAll("[role=gridcell]")].indexOf(cell);
    const row = all[Math.min(all.length - 1, Math.max(0, y + down))];
    const line = [...row.querySelectorAll("[role=gridcell]")];
    return line[Math.min(line.length - 1, Math.max(0, x + across))];
  }

  function stepTo(cell, key) {
    const forward = getComputedStyle(grid()).direction === "rtl" ? -1 : 1;
    const line = [...cell.closest("[role=row]").querySelectorAll("[role=gridcell]")];
    const steps = {
      ArrowLeft: () => step(cell, -forward, 0),
      ArrowRight: () => step(cell, forward, 0),
      ArrowUp: () => step(cell, 0, -1),
      ArrowDown: () => step(cell, 0, 1),
      Home: () => line[0],
      End: () => line[line.length - 1],
      PageUp: () => step(cell, 0, -5),
      PageDown: () => step(cell, 0, 5),
    };
    return steps[key] && steps[key]();
  }

  // ---- picking up and dropping

  async function pickUp(source) {
    const { pair, title } = source.dataset;
    if (!pair || !movable()) return;
    letGo();
    hand = { pair, title, places: null, cell: source };
    source.classList.add(held);
    say(title, word("held"), "", [button(word("back"), letGo)]);
    try {
      const answer = await fetch(`${pair}places/`, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(answer.status);
      const places = await answer.json();
      if (!hand || hand.pair !== pair) return;
      hand.places = places;
    } catch {
      letGo();
      return say(title, word("failed"), "", [], true);
    }
    for (const cell of cells()) {
      const why = hand.places[placeOf(cell)];
      if (cell !== source && why !== undefined) cell.classList.add(why === "" ? may : not);
    }
    // A quick hand has dropped it already: what was answered to that stays in view.
    if (hand.isDropped) return;
    if (source.closest("[role=grid]")) focus(source);
    else if (cells().length) focus(cells().find((cell) => cell.classList.contains(may)) || cells()[0]);
  }

  function letGo() {
    hand = null;
    for (const marked of part.querySelectorAll(`.${may}, .${not}, .${held}`)) marked.classList.remove(may, not, held);
    const here = part.querySelector("[role=gridcell]:focus");
    if (here) tell(here);
  }

  async function drop(cell) {
    const taken = hand;
    if (!taken) return;
    if (cell === taken.cell) return letGo();
    if (!cell.dataset.slot) return tellPlace(cell); // a closed table
    // A forbidden place is asked for as well: the two may change places, or the server knows the nearest place that is free.
    taken.isDropped = true;
    await send(`${taken.pair}move/`, { slot: cell.dataset.slot, table: cell.dataset.key }, taken, cell);
  }

  function pin(cell) {
    const undo = "pinned" in cell.dataset ? "1" : "0";
    return send(`${cell.dataset.pair}pin/`, { undo }, { title: cell.dataset.title, pair: cell.dataset.pair }, cell);
  }

  async function send(address, values, taken, cell) {
    const place = placeOf(cell);
    const body = new URLSearchParams({ ...values, plan: grid().dataset.plan, edition: grid().dataset.edition });
    const token = document.querySelector("#board-token [name=csrfmiddlewaretoken]").value;
    let answer;
    try {
      answer = await fetch(address + window.location.search, { method: "POST", body, headers: { "HX-Request": "true", "X-CSRFToken": token } });
      if (!answer.ok) throw new Error(answer.status);
      if (answer.headers.get("Content-Type").includes("json")) {
        return refuse(await answer.json(), () => send(address, { ...values, swap: "1" }, taken, cell), taken);
      }
      letGo();
      part.innerHTML = await answer.text();
    } catch {
      return say(taken.title, word("failed"), "", [], true);
    }
    ready();
    const [slot, key] = place.split("-");
    const now = part.querySelector(`[data-slot="${slot}"][data-key="${key}"]`);
    if (now) focus(now);
  }

  function refuse({ refused, can_swap: canSwap, offers }, swap, taken) {
    if ("places" in taken && hand !== taken) return; // it was put back meanwhile
    const acts = canSwap ? [button(word("swap"), swap)] : [];
    for (const { slot, table, title } of offers) {
      const there = part.querySelector(`[data-slot="${slot}"][data-key="${table}"]`);
      if (there) acts.push(button(title, () => send(`${taken.pair}move/`, { slot, table }, taken, there)));
    }
    if (hand) acts.push(button(word("back"), letGo));
    say(taken.title, refused, offers.length ? word("nearest") : "", acts, true);
    // Enter takes what is offered first, Escape puts the meeting back.
    if (canSwap || offers.length) inspect().querySelector("button").focus();
  }

  // ---- events, bound once to what stays when the board is read anew

  part.addEventListener("focusin", ({ target }) => {
    if (target.matches("[role=gridcell]")) tell(target);
  });

  part.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && hand) {
      event.preventDefault();
      const source = hand.cell;
      letGo();
      if (source.matches("[role=gridcell]")) focus(source);
      return;
    }
    const cell = event.target;
    if (!cell.matches("[role=gridcell]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = stepTo(cell, event.key);
    const key = event.key.toLowerCase();
    const acts = {
      enter: () => (hand ? drop(cell) : pickUp(cell)),
      m: () => (hand ? drop(cell) : pickUp(cell)),
      p: () => cell.dataset.pair && movable() && pin(cell),
      o: () => cell.dataset.pair && window.location.assign(cell.dataset.pair),
    };
    if (!next && !acts[key]) return;
    event.preventDefault();
    if (next) focus(next);
    else acts[key]();
  });

  part.addEventListener("click", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (!cell || event.ctrlKey || event.metaKey || event.shiftKey) return;
    // On a phone the link leads to the meeting's own page, where there is room for the form.
    if (phone.matches && !hand) return;
    event.preventDefault();
    focus(cell);
    if (hand && cell !== hand.cell) drop(cell);
  });

  part.addEventListener("dragstart", (event) => {
    const source = event.target.closest("[data-pair]");
    if (!source || !movable()) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", source.dataset.title);
    pickUp(source);
  });

  part.addEventListener("dragover", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (!hand || !cell) return;
    event.preventDefault();
    if (part.querySelector(".is-over") === cell) return;
    for (const other of part.querySelectorAll(".is-over")) other.classList.remove("is-over");
    cell.classList.add("is-over");
    tellPlace(cell);
  });

  part.addEventListener("drop", (event) => {
    const cell = event.target.closest("[role=gridcell]");
    if (!hand || !cell) return;
    event.preventDefault();
    drop(cell);
  });

  part.addEventListener("dragend", (event) => {
    for (const other of part.querySelectorAll(".is-over")) other.classList.remove("is-over");
    // A drop on a place that was refused keeps the sentence in view; one beside the board puts the meeting back.
    if (hand && event.dataTransfer.dropEffect === "none") letGo();
  });

  // ---- what others do: the page asks now and then, but never under a hand or unseen

  let focused = "";
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (event.target.id === "live" && (hand || document.hidden)) event.preventDefault();
  });
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.target !== part) return;
    if (hand) event.detail.shouldSwap = false; // picked up while the answer was on its way
    const cell = part.querySelector("[role=gridcell]:focus");
    focused = cell ? placeOf(cell) : "";
  });
  document.body.addEventListener("htmx:afterSwap", (event) => {
    if (event.target !== part) return;
    ready();
    const [slot, key] = focused.split("-");
    const cell = slot && part.querySelector(`[data-slot="${slot}"][data-key="${key}"]`);
    if (cell) focus(cell);
  });

  function ready() {
    const first = cells().find((cell) => cell.dataset.pair) || cells()[0];
    if (first) first.tabIndex = 0;
    for (const link of part.querySelectorAll("[role=gridcell] a")) link.tabIndex = -1;
    if (movable()) for (const source of part.querySelectorAll("[data-pair]")) source.draggable = true;
  }

  for (const print of document.querySelectorAll("[data-print]")) {
    print.hidden = false;
    print.addEventListener("click", () => window.print());
  }
  ready();
})();
