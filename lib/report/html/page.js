/* Filters, copies and opens; without it the page shows all there is. It writes text and attributes, never markup. */
(() => {
  const said = document.getElementById("said");

  /* Copying: from a file, or where the browser refuses the clipboard, by way of a selection. */

  const textOf = (what) => {
    if (what !== "plan") return document.getElementById(what).textContent;
    const statements = [...document.querySelectorAll("pre[data-comment]")];
    return `${statements.map((pre) => `${pre.dataset.comment}\n${pre.textContent}`).join("\n\n")}\n`;
  };

  const select = (text) => {
    const area = document.createElement("textarea");
    area.value = text;
    area.setAttribute("readonly", "");
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    return done;
  };

  const copy = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return select(text);
    }
  };

  let quiet;
  const say = (text) => {
    said.textContent = text;
    clearTimeout(quiet);
    quiet = setTimeout(() => {
      said.textContent = "";
    }, 2500);
  };

  for (const button of document.querySelectorAll("button[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const done = await copy(textOf(button.dataset.copy));
      button.focus();
      say(done ? "Copied" : "The browser did not allow copying: select the text instead");
    });
  }

  /* What is folded is printed too. */

  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details:not([open])")];
    for (const details of opened) details.open = true;
  });
  addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  /* Filters: what they are set to stands in the address, so that it can be passed on. */

  const form = document.getElementById("filters");
  if (!form) return;
  const groups = document.getElementById("groups");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");
  const fields = form.elements;
  const number = (count) => count.toLocaleString("en-US");
  const findings = [...groups.querySelectorAll(".finding")].map((element) => ({
    element,
    severity: element.dataset.severity,
    kind: `:${element.dataset.kind}`,
    schema: `:${element.dataset.schema}`,
    text: null,
  }));
  const severities = [...form.querySelectorAll("[name=severity]")];
  const capital = (word) => word.charAt(0).toUpperCase() + word.slice(1);
  const headings = {
    severity: capital,
    kind: (key) => capital(key.slice(1).replaceAll("-", " ")),
    schema: (key) => key.slice(1) || "In no schema",
  };
  let grouping = "severity";

  const has = (finding, words) => {
    finding.text ??= finding.element.textContent.toLowerCase();
    return words.every((word) => finding.text.includes(word));
  };

  const filter = () => {
    const wanted = new Set(severities.filter((box) => box.checked).map((box) => box.value));
    const words = fields.q.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const finding of findings) {
      const fits =
        (wanted.size === 0 || wanted.has(finding.severity)) &&
        (fields.kind.value === "" || fields.kind.value === finding.kind) &&
        (fields.schema.value === "" || fields.schema.value === finding.schema) &&
        has(finding, words);
      finding.element.hidden = !fits;
      if (fits) count += 1;
    }
    for (const group of groups.children) {
      const members = group.querySelectorAll(".finding:not([hidden])").length;
      group.hidden = members === 0;
      group.querySelector(".count").textContent = number(members);
    }
    nothing.hidden = count > 0;
    shown.textContent = `${number(count)} of ${number(findings.length)} findings`;
  };

  const group = (by) => {
    if (by === grouping) return;
    grouping = by;
    const members = new Map();
    for (const finding of findings) {
      if (!members.has(finding[by])) members.set(finding[by], []);
      members.get(finding[by]).push(finding.element);
    }
    const keys = [...members.keys()];
    if (by !== "severity") keys.sort();
    groups.replaceChildren(
      ...keys.map((key) => {
        const section = document.createElement("section");
        const heading = document.createElement("h3");
        const count = document.createElement("span");
        section.className = "group";
        count.className = "count";
        heading.append(`${headings[by](key)} `, count);
        section.append(heading, ...members.get(key));
        return section;
      }),
    );
  };

  const apply = () => {
    group(fields.group.value);
    filter();
  };

  const settings = () => {
    const set = new URLSearchParams();
    const wanted = severities.filter((box) => box.checked).map((box) => box.value);
    if (wanted.length > 0) set.set("severity", wanted.join(","));
    for (const name of ["q", "kind", "schema"]) if (fields[name].value !== "") set.set(name, fields[name].value);
    if (fields.group.value !== "severity") set.set("group", fields.group.value);
    return set.toString();
  };

  const remember = () => {
    const now = settings();
    if (now === "" && !location.hash.includes("=")) return;
    history.replaceState(null, "", now === "" ? "#findings" : `#${now}`);
  };

  const recall = () => {
    const hash = location.hash.slice(1);
    if (!hash.includes("=")) return false;
    const set = new URLSearchParams(hash);
    const wanted = (set.get("severity") ?? "").split(",");
    for (const box of severities) box.checked = wanted.includes(box.value);
    fields.q.value = set.get("q") ?? "";
    for (const name of ["kind", "schema", "group"]) {
      const values = [...fields[name].options].map((option) => option.value);
      fields[name].value = values.includes(set.get(name)) ? set.get(name) : values[0];
    }
    apply();
    return true;
  };

  /* A link to a finding that the filters hide shows it all the same. */
  const reveal = () => {
    if (recall()) return;
    const target = findings.find(({ element }) => `#${element.id}` === location.hash)?.element;
    if (!target?.hidden) return;
    form.reset();
    setTimeout(() => target.scrollIntoView());
  };

  let waiting;
  form.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      apply();
      remember();
    });
  });
  form.addEventListener("reset", () => {
    /* The fields are empty only after the event. */
    setTimeout(() => {
      apply();
      remember();
    });
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("hashchange", reveal);
  form.hidden = false;
  recall();
})();
