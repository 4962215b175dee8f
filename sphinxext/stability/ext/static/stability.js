/* Filter, sort and count of the classification index. Without it the page is whole, only longer.

   Readers choose levels by name; choosing none shows all. What is chosen stands in the address, so
   that a link shows the same. Rows know their levels, kind and project by place in the controls. */

(() => {
  "use strict";

  const words = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const missing = "–";
  const later = window.requestIdleCallback || setTimeout;

  class Index {
    constructor(view) {
      this.prefix = view.dataset.prefix; // tells the indexes of one page apart in the address
      const controls = view.querySelector("template");
      controls.replaceWith(controls.content);
      view.classList.add("stability-live");
      this.form = view.querySelector("form");
      this.status = view.querySelector("[role=status]");
      this.all = view.querySelector(".stability-shown button");
      this.text = this.form.elements.q;
      this.selects = ["project", "kind"].map((name) => this.form.elements[name]);
      this.chips = [...this.form.querySelectorAll("button")];
      this.columns = [...view.querySelectorAll("thead th")];
      this.groups = [...view.querySelectorAll("tbody")].map((body) => this.group(body));
      this.rows = this.groups.flatMap((group) => group.rows);
      this.total = distinct(this.rows);
      // The rows come in the order of their names.
      this.initial = this.columns.findIndex((column) => nameOf(column) === "feature");
      this.order = { column: this.initial, descending: false };
      this.columns.forEach((column, number) => this.sortable(column, number));
      roles(view);
      this.listen();
      this.restore();
      later(() => this.rows.forEach((one) => this.textOf(one)));
    }

    group(body) {
      const rows = [...body.querySelectorAll("tr[data-levels]")].map((row) => ({
        row,
        levels: row.dataset.levels.split(" ").filter(Boolean).map(Number),
        chosen: [row.dataset.project, row.dataset.kind].map(Number),
        number: row.dataset.number,
        shown: true,
      }));
      return { body, rows, count: body.querySelector(".stability-group span") };
    }

    listen() {
      this.form.addEventListener("submit", (event) => event.preventDefault());
      this.form.addEventListener("input", () => this.changed());
      for (const chip of this.chips) {
        chip.addEventListener("click", () => {
          press(chip, !isPressed(chip));
          this.changed();
        });
      }
      this.all.addEventListener("click", () => {
        this.text.value = "";
        this.selects.forEach((select) => select && (select.selectedIndex = 0));
        this.chips.forEach((chip) => press(chip, false));
        this.changed();
        this.text.focus(); // the button is gone
      });
    }

    sortable(column, number) {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...column.childNodes);
      column.append(button);
      button.addEventListener("click", () => {
        const descending = this.order.column === number && !this.order.descending;
        this.sort(number, descending);
        this.remember();
      });
    }

    changed() {
      this.unknown = 0; // remember() drops it from the address
      this.filter();
      this.remember();
    }

    filter() {
      const parts = this.text.value.toLowerCase().split(/\s+/).filter(Boolean);
      const chosen = this.selects.map((select) => (select ? select.selectedIndex - 1 : -1));
      const pressed = new Set(this.chips.flatMap((chip, level) => (isPressed(chip) ? level : [])));
      const fitting = this.chips.map(() => []); // the rows of each level, were it chosen
      const late = [];
      for (const one of this.rows) {
        const fits =
          chosen.every((choice, which) => choice < 0 || choice === one.chosen[which]) &&
          parts.every((part) => this.textOf(one).includes(part));
        const shown = fits && (!pressed.size || one.levels.some((level) => pressed.has(level)));
        if (fits && this.chips.length) one.levels.forEach((level) => fitting[level].push(one));
        one.shown = shown;
        if (!shown) one.row.hidden = true;
        else if (one.row.hidden) late.push(one.row);
      }
      this.show(late);
      this.chips.forEach((chip, level) => {
        chip.lastElementChild.textContent = distinct(fitting[level]);
      });
      this.form.classList.toggle("stability-choosing", pressed.size > 0);
      this.count(parts.length || pressed.size || chosen.some((choice) => choice >= 0));
    }

    /* A few hundred rows at a time: the first are there at once, however many there are. */
    show(rows) {
      cancelAnimationFrame(this.frame);
      rows.splice(0, 300).forEach((row) => (row.hidden = false));
      if (rows.length) this.frame = requestAnimationFrame(() => this.show(rows));
    }

    count(filtered) {
      for (const { body, rows, count } of this.groups) {
        const shown = rows.filter((one) => one.shown).length;
        body.hidden = !shown;
        if (count) count.textContent = shown < rows.length ? `${shown} of ${rows.length}` : shown;
      }
      const choices = this.unknown > 1 ? "choices in the address are" : "choice in the address is";
      const text =
        `${distinct(this.rows.filter((one) => one.shown))} of ${this.total} shown` +
        (this.unknown ? `; ${this.unknown} ${choices} unknown here` : "");
      if (this.status.textContent !== text) this.status.textContent = text;
      this.all.hidden = !filtered;
    }

    textOf(one) {
      if (one.text === undefined) {
        const named = this.selects.map((select, which) =>
          select ? select.options[one.chosen[which] + 1].text : "");
        one.text = `${one.row.textContent} ${named.join(" ")}`.toLowerCase();
      }
      return one.text;
    }

    sort(number, descending) {
      this.columns.forEach((column) => column.removeAttribute("aria-sort"));
      this.columns[number].setAttribute("aria-sort", descending ? "descending" : "ascending");
      this.order = { column: number, descending };
      const name = nameOf(this.columns[number]);
      const sign = descending ? -1 : 1;
      for (const { body, rows } of this.groups) {
        const keyed = rows.map((one) => ({ one, key: keyOf(one, number, name) }));
        keyed.sort((a, b) => compare(a.key, b.key, sign));
        body.append(...keyed.map(({ one }) => one.row));
      }
    }

    /* What is chosen, in the address: other parts of it stay as they are. */
    remember() {
      const address = new URL(location.href);
      const chosen = (name, values) => {
        address.searchParams.delete(this.prefix + name);
        values.filter(Boolean).forEach((value) =>
          address.searchParams.append(this.prefix + name, value));
      };
      chosen("q", [this.text.value.trim()]);
      this.selects.forEach((select) => select && chosen(select.name, [chosenIn(select)]));
      chosen("level", this.chips.filter(isPressed).map((chip) => chip.value));
      const { column, descending } = this.order;
      const sorted = column !== this.initial || descending;
      chosen("sort", [sorted ? (descending ? "-" : "") + nameOf(this.columns[column]) : ""]);
      try {
        history.replaceState(history.state, "", address);
      } catch {
        // A browser allows only so many in a while.
      }
    }

    /* What the address asks for, in whatever case; what is unknown here chooses nothing. */
    restore() {
      const found = new URL(location.href).searchParams;
      const asked = (name) =>
        found.getAll(this.prefix + name).filter(Boolean).map((value) => value.toLowerCase());
      this.text.value = found.get(`${this.prefix}q`) || "";
      this.unknown = 0;
      for (const select of this.selects.filter(Boolean)) {
        const values = [...select.options].slice(1).map((option) => option.value.toLowerCase());
        const [value] = asked(select.name);
        select.selectedIndex = values.indexOf(value) + 1;
        if (value && !values.includes(value)) this.unknown += 1;
      }
      if (this.chips.length) this.chooseLevels(asked("level"));
      const [sort = ""] = asked("sort");
      const descending = sort.startsWith("-");
      const name = sort.slice(descending ? 1 : 0);
      const number = this.columns.findIndex((column) => nameOf(column) === name);
      if (name && number < 0) this.unknown += 1;
      if (number >= 0) this.sort(number, descending);
      else if (this.initial >= 0) this.columns[this.initial].setAttribute("aria-sort", "ascending");
      this.filter();
    }

    /* A level has several names: its id, its label, and the label with the promise. */
    chooseLevels(levels) {
      const names = this.chips.map((chip) => chip.dataset.names.split("\n"));
      this.chips.forEach((chip, number) =>
        press(chip, levels.some((level) => names[number].includes(level))));
      this.unknown += levels.filter((level) => !names.flat().includes(level)).length;
    }
  }

  /* Some browsers forget what is laid out differently: say that it still is a table. */
  function roles(view) {
    const known = { table: "table", "thead, tbody": "rowgroup", tr: "row", td: "cell" };
    known["thead th"] = "columnheader";
    known["tbody th"] = "rowheader";
    for (const [selector, role] of Object.entries(known)) {
      view.querySelectorAll(selector).forEach((part) => part.setAttribute("role", role));
    }
  }

  /* Rows that stand in several groups have a number in common. */
  function distinct(rows) {
    const several = rows.filter((one) => one.number);
    return rows.length - several.length + new Set(several.map((one) => one.number)).size;
  }

  function isPressed(chip) {
    return chip.getAttribute("aria-pressed") === "true";
  }

  function press(chip, pressed) {
    chip.setAttribute("aria-pressed", pressed);
  }

  function chosenIn(select) {
    return select.selectedIndex > 0 ? select.value : "";
  }

  function nameOf(column) {
    return column.className.match(/stability-(\w+)/)[1];
  }

  /* What a row is sorted by: the level's place, the version of what comes next, else the words. */
  function keyOf(one, number, name) {
    const cell = one.row.cells[number];
    const text = (name === "feature" ? cell.firstChild : cell).textContent;
    if (text === missing) return null;
    if (name === "level") return [String(one.levels[0]), text];
    const version = name === "next" && text.match(/\d[\w.]*/);
    return version ? [version[0], text] : [text, ""];
  }

  function compare(a, b, sign) {
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1); // what is missing comes last either way
    return sign * (words.compare(a[0], b[0]) || words.compare(a[1], b[1]));
  }

  for (const view of document.querySelectorAll(".stability-view")) {
    if (!view.querySelector("template")) continue;
    try {
      new Index(view);
    } catch (error) {
      reportError(error); // the others of the page work
    }
  }
})();
