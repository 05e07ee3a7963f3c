import { keep, newOpId, send, waiting } from "./outbox";

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
      this.#show("没有网络，还能先写下来", stored.length > 0 ? `存了 ${stored.length} 件，有网自动交` : "", true);
      return;
    }
    if (stored.length === 0) {
      this.hidden = true;
      return;
    }
    const { sent, left } = await send();
    this.#show(sent > 0 ? `存在手机里的 ${sent} 件已经交上去了` : "", left > 0 ? `还有 ${left} 件没交上，请登录后再打开这一页` : "", false);
  }

  #show(title: string, more: string, write: boolean): void {
    this.hidden = !title && !more;
    this.className = "offline-strip";
    this.innerHTML = ICON;
    const words = document.createElement("div");
    const bold = document.createElement("b");
    bold.textContent = title || more;
    words.append(bold);
    if (title && more) words.append(document.createElement("br"), more);
    if (write) {
      const link = document.createElement("a");
      link.href = "/offline/";
      link.textContent = "先写一件";
      words.append(document.createElement("br"), link);
    }
    this.append(words);
  }
}

// <linli-outbox data-action> around a form: keeps it in this phone when there is no network, and says so.
class LinliOutbox extends HTMLElement {
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
    await keep({ op_id: newOpId(), action: this.dataset["action"] ?? form.action, fields, at: Date.now() });
    form.reset();
    await this.#list();
  }

  async #list(): Promise<void> {
    const before = await waiting();
    if (navigator.onLine && before.length > 0) await send();
    const now = await waiting();
    if (now.length > 0) this.#say(`这台手机里存了 ${now.length} 件，有网自动交，不用再写一遍。`);
    else if (before.length > 0) this.#say(`${before.length} 件已经交上去了，在“我的事”里能看到。`);
  }

  #say(text: string): void {
    const line = this.querySelector("[data-stored]");
    if (line) line.textContent = text;
  }
}

customElements.define("linli-offline", LinliOffline);
customElements.define("linli-outbox", LinliOutbox);

/** Register the worker where the page may have one; inside WeChat's web view it may not. */
export function register(): void {
  if (!("serviceWorker" in navigator) || document.documentElement.hasAttribute("data-wechat")) return;
  window.addEventListener("load", () => void navigator.serviceWorker.register("/worker.js").catch(() => undefined));
}
