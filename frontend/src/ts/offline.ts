import { drop, keep, newOpId, send, type Waiting, waiting } from "./outbox";

const ICON =
  '<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 4 16 16M5 10.5a10 10 0 0 1 4-2.3M8 14a6 6 0 0 1 4.5-1.7M19 10.5A10 10 0 0 0 12.5 8M12 18h.1"/></svg>';

// <linli-offline>: the dashed strip that says the network is gone, what still works, and how many requests wait here.
class LinliOffline extends HTMLElement {
  connectedCallback(): void {
    this.setAttribute("role", "status");
    const look = (): void => void this.#look();
    window.addEventListener("online", look);
    window.addEventListener("offline", look);
    look();
  }

  async #look(): Promise<void> {
    const stored = await waiting().catch(() => []);
    if (!navigator.onLine) {
      this.#show("没有网络，还能先写下来", stored.length > 0 ? `存了 ${stored.length} 件，有网自动交` : "", "先写一件");
      return;
    }
    if (stored.length === 0) {
      this.hidden = true;
      return;
    }
    const { sent, left } = await send();
    this.#show(sent > 0 ? `存在手机里的 ${sent} 件已经交上去了` : "", left > 0 ? `还有 ${left} 件没交上` : "", left > 0 ? "看为什么，改或删" : "");
  }

  #show(title: string, more: string, action: string): void {
    this.hidden = !title && !more;
    this.className = "offline-strip";
    this.innerHTML = ICON;
    const words = document.createElement("div");
    const bold = document.createElement("b");
    bold.textContent = title || more;
    words.append(bold);
    if (title && more) words.append(document.createElement("br"), more);
    if (action) {
      const link = document.createElement("a");
      link.href = "/offline/";
      link.textContent = action;
      words.append(document.createElement("br"), link);
    }
    this.append(words);
  }
}

// <linli-outbox data-action> around a form: keeps it in this phone when there is no network, and says so.
class LinliOutbox extends HTMLElement {
  #mending = "";

  connectedCallback(): void {
    const form = this.querySelector("form");
    form?.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#keep(form);
    });
    window.addEventListener("online", () => void this.#list());
    void this.#list();
  }

  async #keep(form: HTMLFormElement): Promise<void> {
    const fields = [...new FormData(form)].filter((pair): pair is [string, string] => typeof pair[1] === "string" && pair[1] !== "");
    if (!fields.some(([name]) => name === "text")) {
      this.#say("写一写发生了什么，再存。");
      return;
    }
    // What is mended keeps its op_id: should the first try have arrived after all, it is not filed twice.
    await keep({ op_id: this.#mending || newOpId(), action: this.dataset["action"] ?? form.action, fields, at: Date.now() });
    this.#mending = "";
    form.reset();
    await this.#list();
  }

  async #list(): Promise<void> {
    const before = await waiting();
    if (navigator.onLine && before.length > 0) await send();
    const now = await waiting();
    if (now.length > 0) this.#say(`这台手机里存了 ${now.length} 件，有网自动交，不用再写一遍。`);
    else if (before.length > 0) this.#say(`${before.length} 件已经交上去了，在“我的事”里能看到。`);
    this.querySelector("[data-items]")?.replaceChildren(...now.map((item) => this.#row(item)));
  }

  #row(item: Waiting): HTMLElement {
    const row = document.createElement("li");
    row.className = "card stack";
    const words = document.createElement("p");
    words.textContent = valueOf(item, "text");
    row.append(words);
    if (item.why) {
      const why = document.createElement("p");
      why.className = "meta";
      why.textContent = `没交上：${item.why}`;
      row.append(why);
    }
    const buttons = document.createElement("div");
    buttons.className = "buttons buttons-pair";
    buttons.append(
      button("改一改", "button button-river", () => this.#mend(item)),
      button("删掉", "button button-warn", (own) => void this.#delete(item, own)),
    );
    row.append(buttons);
    return row;
  }

  #mend(item: Waiting): void {
    const form = this.querySelector("form");
    if (!form) return;
    this.#mending = item.op_id;
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")) field.value = valueOf(item, field.name);
    form.querySelector("textarea")?.focus();
  }

  async #delete(item: Waiting, own: HTMLButtonElement): Promise<void> {
    if (!own.dataset["sure"]) {
      own.dataset["sure"] = "1";
      own.textContent = "再点一次，真的删掉";
      return;
    }
    await drop(item.op_id);
    if (this.#mending === item.op_id) this.#mending = "";
    this.#say("");
    await this.#list();
  }

  #say(text: string): void {
    const line = this.querySelector("[data-stored]");
    if (line) line.textContent = text;
  }
}

function valueOf(item: Waiting, name: string): string {
  return item.fields.find(([field]) => field === name)?.[1] ?? "";
}

function button(label: string, className: string, press: (own: HTMLButtonElement) => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.className = className;
  made.textContent = label;
  made.addEventListener("click", () => press(made));
  return made;
}

customElements.define("linli-offline", LinliOffline);
customElements.define("linli-outbox", LinliOutbox);

/** Register the worker where the page may have one; inside WeChat's web view it may not. */
export function register(): void {
  if (!("serviceWorker" in navigator) || document.documentElement.hasAttribute("data-wechat")) return;
  window.addEventListener("load", () => void navigator.serviceWorker.register("/worker.js").catch(() => undefined));
}
