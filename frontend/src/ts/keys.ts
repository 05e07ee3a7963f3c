// Keys of the desk (a reader may switch them off): data-key on a link, button or radio; J and K walk the rows of a table; / searches; ? lists; Esc leaves.
const WRITING = "input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]";
const ARROWS: Record<string, [number, number]> = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

function search(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>("[role=search] input:not([type=hidden])");
}

function rows(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-rows] tr[data-row]")].filter((row) => row.offsetParent !== null);
}

function select(row: HTMLElement): void {
  for (const other of rows()) other.classList.toggle("is-selected", other === row);
  row.querySelector<HTMLElement>("a[href]")?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

function walk(step: number): boolean {
  const all = rows();
  const at = all.findIndex((row) => row.classList.contains("is-selected"));
  const next = all[Math.min(Math.max(at + step, 0), all.length - 1)];
  if (next) select(next);
  return next !== undefined;
}

// Arrow keys move between the rooms of a wall; floors without a room at that place are stepped over.
function move(event: KeyboardEvent): boolean {
  const cell = (event.target as Element).closest<HTMLTableCellElement>("[data-grid] td");
  const step = ARROWS[event.key];
  if (!cell || !step) return false;
  const table = cell.closest("table")!;
  let row = (cell.parentElement as HTMLTableRowElement).rowIndex + step[0];
  let column = cell.cellIndex + step[1];
  for (; table.rows[row]?.cells[column] || step[0] !== 0; row += step[0], column += step[1]) {
    if (!table.rows[row]) break;
    const target = table.rows[row]!.cells[column]?.querySelector<HTMLElement>("a");
    if (target) {
      target.focus();
      break;
    }
  }
  return true;
}

function keyedElements(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>("[data-key]")].filter(
    (target) => target.offsetParent !== null && target.getAttribute("aria-disabled") !== "true",
  );
}

function wordsOf(target: HTMLElement): string {
  const copy = (target.closest("label") ?? target).cloneNode(true) as HTMLElement;
  for (const cap of copy.querySelectorAll(".key")) cap.remove();
  return (target.dataset["keyLabel"] ?? copy.textContent ?? "").replace(/\s+/g, " ").trim().slice(0, 24);
}

function list(): [string, string][] {
  const found: [string, string][] = [];
  if (search()) found.push(["/", "搜索"]);
  if (rows().length > 0) {
    found.push(["J", "下一行"], ["K", "上一行"], ["Enter", "打开选中的一行"]);
    if (document.querySelector("tr[data-row] input[type=checkbox]")) found.push(["X", "选中或不选这一行"]);
  }
  for (const target of document.querySelectorAll<HTMLElement>("[data-row-key]")) {
    found.push([target.dataset["rowKey"]!, `${wordsOf(target)}（选中的一行）`]);
  }
  for (const target of keyedElements()) found.push([target.dataset["key"]!, wordsOf(target)]);
  if (document.querySelector("[data-grid]")) found.push(["←↑↓→", "换一间房"]);
  if (document.querySelector("[data-escape]")) found.push(["Esc", "回上一级"]);
  found.push(["?", "看全部按键"]);
  return found;
}

function showList(): void {
  const dialog = document.createElement("dialog");
  dialog.className = "dialog";
  dialog.setAttribute("aria-label", "全部按键");
  dialog.innerHTML =
    '<form method="dialog"><h2>全部按键</h2><dl class="key-list"></dl><p class="buttons section"><button class="button">知道了</button></p></form>';
  const place = dialog.querySelector("dl")!;
  for (const [cap, words] of list()) {
    const term = document.createElement("dt");
    const key = document.createElement("kbd");
    key.className = "key";
    key.textContent = cap;
    term.append(key);
    const meaning = document.createElement("dd");
    meaning.textContent = words;
    place.append(term, meaning);
  }
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();
}

function press(key: string): boolean {
  const target = keyedElements().find((element) => element.dataset["key"]!.toUpperCase() === key.toUpperCase());
  target?.focus();
  target?.click();
  return target !== undefined;
}

// A key of the key bar that opens the selected row at a certain place of its page.
function openRow(key: string): boolean {
  const wanted = document.querySelector<HTMLElement>(`[data-row-key="${CSS.escape(key.toUpperCase())}"]`);
  const link = wanted ? document.querySelector<HTMLAnchorElement>("tr.is-selected a.row-link") : null;
  if (link) location.assign(link.href + (wanted!.dataset["rowHash"] ?? ""));
  return link !== null;
}

function act(event: KeyboardEvent): boolean {
  if (event.key === "/") {
    search()?.focus();
    return search() !== null;
  }
  if (event.key === "?") {
    showList();
    return true;
  }
  if (press(event.key) || openRow(event.key)) return true;
  const key = event.key.toUpperCase();
  if (key === "J") return walk(1);
  if (key === "K") return walk(-1);
  if (key === "X") {
    const box = document.querySelector<HTMLInputElement>("tr.is-selected input[type=checkbox]");
    box?.click();
    return box !== null;
  }
  return move(event);
}

export function listenForKeys(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) return;
    const writing = (event.target as Element).matches(WRITING);
    if (event.key === "Escape") {
      if (writing) (event.target as HTMLElement).blur();
      else document.querySelector<HTMLAnchorElement>("[data-escape]")?.click();
    } else if (!writing && document.documentElement.dataset["keys"] !== "off" && act(event)) {
      event.preventDefault();
    }
  });
}
