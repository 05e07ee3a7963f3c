// Rows picked in a list: the box in the head picks all of the page; what is done with them says how many.
function boxes(name: string): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>(`tr[data-row] input[type=checkbox][name="${CSS.escape(name)}"]`)];
}

function tell(): void {
  for (const all of document.querySelectorAll<HTMLInputElement>("[data-pick-all]")) {
    const listed = boxes(all.dataset["pickAll"]!);
    const picked = listed.filter((box) => box.checked).length;
    all.hidden = listed.length === 0;
    all.checked = picked > 0 && picked === listed.length;
    all.indeterminate = picked > 0 && picked < listed.length;
    const words = document.querySelector(`[data-picked="${all.dataset["pickAll"]!}"]`);
    if (words) words.textContent = picked > 0 ? `选中 ${picked} 件：` : "选中的：";
  }
}

export function listenForPicks(): void {
  document.addEventListener("change", (event) => {
    const all = (event.target as Element).closest<HTMLInputElement>("[data-pick-all]");
    if (all) for (const box of boxes(all.dataset["pickAll"]!)) box.checked = all.checked;
    tell();
  });
  document.addEventListener("htmx:afterSettle", tell);
  tell();
}
